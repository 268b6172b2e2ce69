// What must hold for a type to be allowed.
import Defs
import Infer
import Source
import Support
import Types

extension InferContext {
  /// Adds what must hold so that `arg` may be used as it stands, lifetimes aside; false while its head is not known.
  mutating func wellFormed(_ arg: GenericArg, _ goal: Obligation, _ nested: inout [Obligation]) -> Bool {
    guard let type = arg.type else { return true }
    let t = shallow(type)
    if case .infer(.type) = t.kind { return false }
    wellFormed(t, goal, &nested, 0)
    return true
  }

  private mutating func wellFormed(_ type: TypeID, _ goal: Obligation, _ nested: inout [Obligation], _ depth: Int) {
    if depth > 100 || type.flags.isDisjoint(with: [.hasInfer]) && isLeaf(type) { return }
    let t = shallow(type)
    switch t.kind {
    case .infer(.type): nested.append(goal.nested(.wellFormed(GenericArg(t))))
    case .adt(let d, let args), .fnDef(let d, let args):
      normalizedPredicates(of: d, args, goal, &nested)
      for a in args.elements { if let x = a.type { wellFormed(x, goal, &nested, depth + 1) } }
    case .alias(.projection, let d, let args) where Defs[d].kind == .assocTy:
      // Its trait holds for the arguments, and what the associated type itself asks of them.
      normalizedPredicates(of: d, args, goal, &nested)
      for a in args.elements { if let x = a.type { wellFormed(x, goal, &nested, depth + 1) } }
    case .slice(let e), .array(let e, _):
      requireSized(e, goal, &nested)
      wellFormed(e, goal, &nested, depth + 1)
    case .tuple(let l):
      for e in l.elements.dropLast() { requireSized(e, goal, &nested) }
      for e in l.elements { wellFormed(e, goal, &nested, depth + 1) }
    case .ref(_, let e, _), .rawPtr(let e, _): wellFormed(e, goal, &nested, depth + 1)
    case .fnPtr(let s):
      // What mentions lifetimes that the pointer itself binds is not looked at.
      for e in s.sig.inputs where e.outerBinder == 0 { wellFormed(e, goal, &nested, depth + 1) }
      if s.sig.output.outerBinder == 0 { wellFormed(s.sig.output, goal, &nested, depth + 1) }
    default: break
    }
  }

  /// Whether nothing has to hold for `type`, by its outermost parts alone.
  public static func isPlainlyWellFormed(_ type: TypeID) -> Bool {
    var t = type
    for _ in 0..<4 {
      switch t.kind {
      case .ref(_, let inner, _), .rawPtr(let inner, _): t = inner
      case .bool, .char, .str, .never, .int, .uint, .float, .param, .foreign, .infer(.int), .infer(.float): return true
      case .tuple(let l): return l.count == 0
      default: return false
      }
    }
    return false
  }

  private func isLeaf(_ t: TypeID) -> Bool {
    switch t.kind {
    case .bool, .char, .str, .never, .int, .uint, .float, .param, .error, .foreign: true
    default: false
    }
  }

  private func requireSized(_ t: TypeID, _ goal: Obligation, _ nested: inout [Obligation]) {
    if lang.sized != .none, !isPlainlySized(t) {
      nested.append(goal.nested(.trait(TraitRef(lang.sized, GenericArgsID([GenericArg(t)])), isNegative: false)))
    }
  }
}
