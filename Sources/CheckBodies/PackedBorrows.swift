// References to fields of packed types, which may not be aligned.
import Defs
import Diagnostics
import HIR
import Parallel
import Source
import Support
import Syntax
import Typecheck
import Types

extension BodyChecker {
  /// E0793: `&place` and what is implied of it, where the place may not be aligned.
  mutating func checkBorrow(_ expr: HExpr, _ kind: HIR.ExprKind) {
    if case .addrOf(.ref, _, let place) = kind, results.adjustments(of: place).isEmpty, isMisaligned(place) {
      return reportMisaligned(at: tree[expr].span)
    }
    if case .borrow = results.adjustments(of: expr).first?.kind, isMisaligned(expr) { reportMisaligned(at: tree[expr].span) }
  }

  private mutating func reportMisaligned(at span: Span) {
    messages.unsafety.add(
      .error("a reference to a field of a packed type is not aligned", code: "E0793", at: span)
        .help("copy the field, or use `&raw const`"))
  }

  private func isMisaligned(_ place: HExpr) -> Bool {
    var limit = UInt32.max
    var inner = place
    walk: while true {
      switch tree[inner].kind {
      case .field(let base, _):
        if case .adt(let d, _) = results.adjustedType(of: base).kind {
          let packed = facts.adt(d).repr.packed
          if packed != 0 { limit = min(limit, packed) }
        }
        if !results.adjustments(of: base).isEmpty { break walk }
        inner = base
      case .index(let base, _):
        if results.method(of: inner) != nil || !results.adjustments(of: base).isEmpty { break walk }
        inner = base
      default: break walk
      }
    }
    if limit == .max { return false }
    return alignment(of: results.type(of: place), 0).map { $0 > limit } ?? true
  }

  /// The least alignment that is enough for `type`; nil if it depends on parameters.
  private func alignment(of type: TypeID, _ depth: Int) -> UInt32? {
    if depth > 64 { return nil }
    switch type.kind {
    case .bool, .str, .never, .fnDef, .int(.i8), .uint(.u8): return 1
    case .int(.i16), .uint(.u16), .float(.f16): return 2
    case .int(.i32), .uint(.u32), .float(.f32), .char: return 4
    case .int(.i128), .uint(.u128), .float(.f128): return 16
    case .int, .uint, .float, .ref, .rawPtr, .fnPtr: return 8
    case .array(let t, _), .slice(let t): return alignment(of: t, depth + 1)
    case .tuple(let l): return greatest(l.elements.map { alignment(of: $0, depth + 1) })
    case .adt(let d, let args):
      let adt = facts.adt(d)
      if adt.isPhantomData { return 1 }
      var result = greatest(adt.fields.map { alignment(of: facts.type(of: $0.def).instantiated(args), depth + 1) })
      if adt.repr.packed != 0 { return min(result ?? adt.repr.packed, adt.repr.packed) }
      if let u = adt.repr.uint { result = max(result ?? 1, [1, 2, 4, 8, 16, 8][Int(u.rawValue)]) }
      if let i = adt.repr.int { result = max(result ?? 1, [1, 2, 4, 8, 16, 8][Int(i.rawValue)]) }
      return result.map { max($0, adt.repr.align) }
    default: return nil
    }
  }

  private func greatest(_ list: [UInt32?]) -> UInt32? {
    var result: UInt32 = 1
    for a in list {
      guard let a else { return nil }
      result = max(result, a)
    }
    return result
  }
}
