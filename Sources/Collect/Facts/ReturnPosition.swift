// `impl Trait` in outputs of trait methods: what an impl's method has in that place.
import Defs
import LowerTypes
import Parallel
import Source
import Support
import Types

extension CollectedHeaders {
  public func returnPositionType(of opaque: DefID, in implMethod: DefID) -> TypeID {
    let theirs = fnSig(of: Defs[opaque].parent).output
    let ours = fnSig(of: implMethod).output
    var found: [(opaque: DefID, type: TypeID)] = []
    correspond(theirs, ours, &found, 0)
    // An `impl Trait` inside of another one's bounds is an associated type of what that one is.
    var next = 0
    while next < found.count {
      if found[next].opaque == opaque { return found[next].type }
      let outer = found[next]
      next += 1
      if next > 100 { break }
      for clause in itemBounds(of: outer.opaque).elements {
        guard case .projection(let item, let args, .type(let term)) = clause.clause.kind,
          case .alias(_, let inner, _) = term.kind, Defs[inner].kind == .opaqueTy, inner != outer.opaque
        else { continue }
        let own = GenericArgsID([GenericArg(outer.type)] + args.elements.dropFirst())
        found.append((inner, TypeID(.alias(.projection, item, own))))
      }
    }
    return .error
  }

  /// Goes through two types of one shape and notes what stands where the first has an opaque type.
  private func correspond(_ a: TypeID, _ b: TypeID, _ found: inout [(opaque: DefID, type: TypeID)], _ depth: Int) {
    if depth > 100 { return }
    switch (a.kind, b.kind) {
    case (.alias(.projection, let def, _), _) where Defs[def].kind == .opaqueTy: found.append((def, b))
    case (.adt(let d, let x), .adt(let e, let y)) where d == e: correspond(x, y, &found, depth)
    case (.alias(_, let d, let x), .alias(_, let e, let y)) where d == e: correspond(x, y, &found, depth)
    case (.tuple(let x), .tuple(let y)) where x.count == y.count:
      for i in 0..<x.count { correspond(x[i], y[i], &found, depth + 1) }
    case (.ref(_, let x, _), .ref(_, let y, _)), (.rawPtr(let x, _), .rawPtr(let y, _)), (.slice(let x), .slice(let y)),
      (.array(let x, _), .array(let y, _)):
      correspond(x, y, &found, depth + 1)
    case (.fnPtr(let x), .fnPtr(let y)):
      let x = x.sig.inputsAndOutput
      let y = y.sig.inputsAndOutput
      if x.count == y.count { for i in 0..<x.count { correspond(x[i], y[i], &found, depth + 1) } }
    default: break
    }
  }
  private func correspond(_ a: GenericArgsID, _ b: GenericArgsID, _ found: inout [(opaque: DefID, type: TypeID)], _ depth: Int) {
    if a.count != b.count { return }
    for i in 0..<a.count { if let x = a[i].type, let y = b[i].type { correspond(x, y, &found, depth + 1) } }
  }
}
