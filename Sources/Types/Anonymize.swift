// Binders without names: types that differ only in what they call their bound lifetimes become one.
import Defs
import Support

/// Gives the variables of each binder numbers by first use, lifetimes without names, and drops those that nothing uses:
/// `for<'a, 'b> fn(&'b u8)` and `fn(&u8)` come out the same.
///
/// - Source: Rust Reference, "Higher-ranked trait bounds"; that names of bound lifetimes make no other type is what rustc does.
struct BinderAnonymizer: TypeFolder {
  mutating func fold(_ type: TypeID) -> TypeID {
    guard type.flags.contains(.hasBinder) else { return type }
    switch type.kind {
    case .fnPtr(let id):
      var sig = id.sig
      var renumber = BoundRenumbering(old: sig.vars)
      sig.inputsAndOutput = renumber.fold(fold(sig.inputsAndOutput))
      sig.vars = renumber.vars
      return TypeID(.fnPtr(PolyFnSigID(sig)))
    case .dynamic(let list, let region):
      let anonymous = list.all.map { predicate -> ExistentialPredicate in
        switch predicate {
        case .trait(let def, let args, let vars):
          var renumber = BoundRenumbering(old: vars)
          let new = renumber.fold(fold(args))
          return .trait(def, new, renumber.vars)
        case .projection(let item, let args, let term, let vars):
          var renumber = BoundRenumbering(old: vars)
          let new = renumber.fold(fold(args))
          let newTerm = renumber.fold(fold(term))
          return .projection(item, new, newTerm, renumber.vars)
        case .autoTrait: return predicate
        }
      }
      return TypeID(.dynamic(ExistentialListID(anonymous), region))
    case .unsafeBinder(let inner, let vars):
      var renumber = BoundRenumbering(old: vars)
      let new = renumber.fold(fold(inner))
      return TypeID(.unsafeBinder(new, renumber.vars))
    default: return superFold(type)
    }
  }
  mutating func fold(_ const: ConstID) -> ConstID { const.flags.contains(.hasBinder) ? superFold(const) : const }
}

/// Numbers the variables of one binder anew, what it is applied to being inside of that binder.
private struct BoundRenumbering: TypeFolder {
  let old: BoundVarsID
  var numbers: [UInt32: UInt32] = [:]
  var kinds: [BoundVarKind] = []
  var depth: UInt32 = 0

  init(old: BoundVarsID) { self.old = old }
  var vars: BoundVarsID { kinds.isEmpty ? .empty : BoundVarsID(kinds) }

  private mutating func number(of variable: UInt32) -> UInt32 {
    if let known = numbers[variable] { return known }
    let new = UInt32(kinds.count)
    numbers[variable] = new
    let kind = Int(variable) < old.count ? old[Int(variable)] : .anonymousRegion
    if case .region = kind { kinds.append(.anonymousRegion) } else { kinds.append(kind) }
    return new
  }

  mutating func enterBinder() { depth += 1 }
  mutating func exitBinder() { depth -= 1 }
  mutating func fold(_ type: TypeID) -> TypeID {
    if type.outerBinder <= depth { return type }
    if case .bound(depth, let v) = type.kind { return TypeID(.bound(depth, variable: number(of: v))) }
    return superFold(type)
  }
  mutating func fold(_ region: RegionID) -> RegionID {
    if case .bound(depth, let v) = region.kind { return RegionID(.bound(depth, variable: number(of: v))) }
    return region
  }
  mutating func fold(_ const: ConstID) -> ConstID {
    if const.outerBinder <= depth { return const }
    if case .bound(depth, let v) = const.kind { return ConstID(.bound(depth, variable: number(of: v))) }
    return superFold(const)
  }
}

extension TypeID {
  /// See `BinderAnonymizer`.
  public var anonymizingBinders: TypeID {
    var f = BinderAnonymizer()
    return f.fold(self)
  }
}
