// The numbers of an enum's variants.
import Defs
import Support

extension AdtFact {
  /// The integer type of an enum's discriminants.
  public var discriminantType: TypeID {
    if let i = repr.int { return .int(i) }
    if let u = repr.uint { return .uint(u) }
    return .isize
  }

  /// What the discriminant of variant `n` is counted from: the constant that is written for it or for the nearest before it, nil if
  /// there is none, which is 0; and how many variants after that it is.
  public func discriminantBase(of n: Int) -> (explicit: DefID?, offset: Int) {
    var base = n
    while base > 0 && variants[base].discriminant.isNone { base -= 1 }
    return (variants[base].discriminant.some, n - base)
  }

  /// The discriminant of variant `n`, as bits of `discriminantType`: explicit, or one more than the variant's before; nil if what is
  /// written for it has no value.
  ///
  /// - Source: Rust Reference, "Enumerations", "Discriminants".
  public func discriminant(of n: Int, evaluate: (ConstID) -> UInt128?) -> UInt128? {
    let (explicit, offset) = discriminantBase(of: n)
    guard let explicit else { return UInt128(offset) }
    guard let bits = evaluate(ConstID(.unevaluated(explicit, .empty))) else { return nil }
    return (bits &+ UInt128(offset)) & discriminantType.integerMask
  }

  /// The discriminants of all variants, likewise.
  public func discriminants(evaluate: (ConstID) -> UInt128?) -> [UInt128]? {
    let mask = discriminantType.integerMask
    var result: [UInt128] = []
    result.reserveCapacity(variants.count)
    var next: UInt128 = 0
    for v in variants {
      if let explicit = v.discriminant.some {
        guard let bits = evaluate(ConstID(.unevaluated(explicit, .empty))) else { return nil }
        next = bits
      }
      result.append(next & mask)
      next &+= 1
    }
    return result
  }
}
