// The method is known: its arguments are made, the receiver adjusted, its where-clauses to be proved.
import Defs
import Diagnostics
import HIR
import Infer
import Parallel
import Source
import Support
import Syntax
import Traits
import Types

extension FnCtxt {
  func confirm(_ pick: Pick, _ unadjusted: TypeID, _ call: MethodCall, _ expr: ID<Expr>) -> MethodCallee {
    let at = call.segment.ident.span
    checkStable(pick.item.def, at)
    let selfType = adjustReceiver(pick, unadjusted, call.receiver, span(expr))
    let parent = receiverArgs(pick, selfType, at)
    let args = normalize(methodArgs(pick.item.def, call.segment, parent, at), at)
    var sig = fnSig(pick.item.def, args)
    let receiver = normalize(sig.inputs[0], at)
    if !eq(receiver, selfType, at) { reportMismatch(expected: receiver, found: selfType, at: span(call.receiver)) }
    sig = normalize(sig, at)
    if case .trait = Defs[pick.container].kind { checkLegalTrait(pick.container, at) }
    register(predicates(of: pick.item.def, args, at))
    for a in args.elements { if let t = a.type { registerWellFormed(t, span(expr)) } }
    for t in sig.inputs { registerWellFormed(t, at) }
    registerWellFormed(sig.output, at)
    return MethodCallee(def: pick.item.def, args: args, sig: sig)
  }

  private func adjustReceiver(_ pick: Pick, _ unadjusted: TypeID, _ receiver: ID<Expr>, _ span: Span) -> TypeID {
    var autoderef = Autoderef(self, unadjusted, span)
    guard var target = autoderef.advance(to: pick.autoderefs) else { return .error }
    var steps = adjustSteps(autoderef)
    switch pick.adjustment {
    case .none: break
    case .autoref(let m, let unsizes):
      let base = shallowResolve(target)
      target = mkRef(base, m)
      steps.append(Adjustment(.borrow(m, allowsTwoPhase: m == .mut), target))
      if unsizes, let (element, _) = arrayParts(base) {
        target = mkRef(mkSlice(element), m)
        steps.append(Adjustment(.pointer(.unsize), target))
      }
    case .toConstPointer:
      if case .rawPtr(let inner, _) = kind(shallowResolve(target)) { target = mkPtr(inner, .not) }
      steps.append(Adjustment(.pointer(.mutToConst), target))
    }
    register(autoderef.obligations)
    apply(steps, to: receiver)
    return target
  }

  /// Arguments of the impl or trait that the method stands in.
  private func receiverArgs(_ pick: Pick, _ selfType: TypeID, _ span: Span) -> GenericArgsID {
    switch pick.kind {
    case .inherentImpl, .trait: return freshArgs(for: pick.container, span)
    case .whereClause(let t): return t.args
    case .object:
      var autoderef = Autoderef(self, selfType, span)
      autoderef.includesRawPointers = true
      while let (type, _) = autoderef.next() {
        let type = shallowResolve(type)
        guard case .dynamic(let list, _) = kind(type), let p = list.principal else { continue }
        let principal = TraitRef(p.def, openArgs(GenericArgsID([GenericArg(type)] + Array(p.args.elements)), p.vars))
        if let t = supertraits(of: principal, facts: cx.facts).first(where: { $0.def == pick.container }) { return t.args }
      }
      return freshArgs(for: pick.container, span)
    }
  }

  private func methodArgs(_ method: DefID, _ segment: PathSegment, _ parent: GenericArgsID, _ span: Span) -> GenericArgsID {
    lowerArgs(of: method, after: Array(parent.elements), segment, isMethodCall: true)
  }
}
