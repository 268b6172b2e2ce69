// The one way in: a body and the world give its types.
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

/// What checking one body gives.
public struct TypeckOutput: Sendable {
  public var results: TypeckResults
  public var diagnostics: DiagnosticList
}

/// Infers the types of all expressions and patterns of `body`. Pure: reads frozen facts only.
public func typecheck(_ body: HIR.Body, in world: any TypeckWorld) -> TypeckOutput {
  let fcx = FnCtxt(body, in: world)
  fcx.run()
  let results = fcx.writeBack()
  return TypeckOutput(results: results, diagnostics: fcx.diagnostics)
}

extension FnCtxt {
  func run() {
    switch Defs[owner].kind {
    case .fn, .assocFn:
      var sig = open(PolyFnSigID(cx.facts.fnSig(of: owner)))
      var own = OwnOpaques(opaques: infcx.definableOpaques)
      if !own.opaques.isEmpty { sig.output = own.fold(sig.output) }
      sig = Sig(
        inputs: sig.inputs.map { normalize($0.erasingRegions, bodySpan) }, output: normalize(sig.output.erasingRegions, bodySpan),
        isVariadic: sig.isVariadic, isUnsafe: sig.isUnsafe, abi: sig.abi)
      if sig.isVariadic, let list = langItem(.vaList) { sig.inputs.append(mkAdt(list, freshArgs(for: list, bodySpan))) }
      // Wrong names in the head have messages: what follows from them has none.
      if sig.inputs.contains(where: { referencesError($0) }) || referencesError(sig.output) { isTainted = true }
      bodyInputs = sig.inputs
      bodyOutput = sig.output
      let output = replaceOpaques(sig.output, bodySpan)
      returnCoercion = CoerceMany(output)
      if let at = resultTypeSpan {
        if case .dynamic = output.kind {
          report(.resultIsTraitObject(at: at))
        } else {
          requireSized(output, at, .sizedReturn)
        }
      }
      checkBody(params: body.params, inputs: sig.inputs, output: output, value: body.value, typeSpans: paramTypeSpans)
    default:
      var type = cx.bodyType(of: owner) ?? .error
      type = normalize(type.erasingRegions, bodySpan)
      if referencesError(type) { isTainted = true }
      bodyOutput = type
      let wanted = replaceOpaques(type, bodySpan)
      check(body.value, coercibleTo: wanted)
    }
    checkRepeats()
    fallBack()
    checkDeferredCasts()
    selectWherePossible()
    analyzeClosures()
    for (type, span, cause) in deferredSized { requireSized(normalize(type, span), span, cause) }
    deferredSized = []
    selectWherePossible()
    if !isTainted { reportAmbiguities() }
  }

  /// Checks the params and value of a function or closure. rustc's `check_fn`.
  /// - Requires: `returnCoercion` is set up for `output`.
  func checkBody(params: IDList<Pat>, inputs: [TypeID], output: TypeID, value: ID<Expr>, typeSpans: [Span] = []) {
    for (i, p) in hir[params].enumerated() { declareLocals(in: p, ofParam: true, typeSpan: i < typeSpans.count ? typeSpans[i] : nil) }
    for (i, (p, type)) in zip(hir[params], inputs).enumerated() {
      checkTop(p, type, origin: .none, isIrrefutable: true)
      requireSized(type, i < typeSpans.count ? typeSpans[i] : span(p), .sizedArgument)
    }
    checkReturnValue(value)
    let actual = returnCoercion!.complete(self)
    demandSub(output, actual, span(value))
  }

  /// In a trait's own method, `impl Trait` of its output is what the default body says, not what the implementor's says.
  private struct OwnOpaques: TypeFolder {
    let opaques: [DefID]
    mutating func fold(_ type: TypeID) -> TypeID {
      if !type.flags.contains(.hasProjection) { return type }
      if case .alias(.projection, let def, let args) = type.kind, opaques.contains(def) { return TypeID(.alias(.opaque, def, fold(args))) }
      return superFold(type)
    }
  }

  /// A variable for each opaque type that this body defines; its bounds must hold for what it becomes.
  func replaceOpaques(_ type: TypeID, _ span: Span) -> TypeID {
    if !type.flags.contains(.hasOpaque) { return type }
    var f = OpaqueReplacer(fcx: self, span: span)
    return f.fold(type)
  }

  private struct OpaqueReplacer: TypeFolder {
    let fcx: FnCtxt
    let span: Span
    mutating func fold(_ type: TypeID) -> TypeID {
      if type.flags.isDisjoint(with: [.hasOpaque, .hasProjection]) { return type }
      guard case .alias(_, let def, let args) = type.kind, fcx.infcx.definableOpaques.contains(def) else {
        return superFold(type)
      }
      for o in fcx.definedOpaques where o.def == def && o.args == args { return o.type }
      let v = fcx.nextTyVar(span)
      fcx.definedOpaques.append((def, args, v, span))
      for bound in fcx.cx.facts.itemBounds(of: def).elements {
        var clause = bound.clause.instantiated(args)
        // The bound's self type is the opaque type: it is the variable here.
        var swap = Swapper(from: type, to: v, inner: self)
        clause = swap.fold(clause)
        fcx.register([fcx.obligation(ClauseID(clause).erasingRegions.clause, Defs[def].span, .opaqueBound)])
      }
      return v
    }

    struct Swapper: TypeFolder {
      let from: TypeID
      let to: TypeID
      var inner: OpaqueReplacer
      mutating func fold(_ type: TypeID) -> TypeID {
        if type.flags.isDisjoint(with: [.hasOpaque, .hasProjection]) { return type }
        if type == from { return to }
        if case .alias(_, let d, let a) = type.kind, case .alias(.opaque, let e, let b) = from.kind, d == e,
          a.erasingRegions == b.erasingRegions
        {
          return to
        }
        if case .alias = type.kind { return inner.fold(type) }
        return superFold(type)
      }
    }
  }
}
