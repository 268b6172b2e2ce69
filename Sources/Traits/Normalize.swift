// Replacing aliases by what they stand for.
import Defs
import Infer
import Source
import Support
import Types

extension InferContext {
  /// `type` with every alias replaced by what it is. One that depends on variables becomes a new variable, with an obligation in
  /// `nested` that will bind it; one that nothing is known of stays (it is rigid).
  public mutating func normalize(
    _ type: TypeID, env: ParamEnv, cause: Cause, depth: UInt32 = 0, _ nested: inout [Obligation]
  ) -> TypeID {
    let type = resolve(type)
    if !needsNormalizing(type.flags) { return type }
    return withNormalizer(env, cause, depth, &nested) { $0.fold(type) }
  }
  public mutating func normalize(
    _ args: GenericArgsID, env: ParamEnv, cause: Cause, depth: UInt32 = 0, _ nested: inout [Obligation]
  ) -> GenericArgsID {
    let args = resolve(args)
    if !needsNormalizing(args.flags) { return args }
    return withNormalizer(env, cause, depth, &nested) { $0.fold(args) }
  }
  public mutating func normalize(
    _ const: ConstID, env: ParamEnv, cause: Cause, depth: UInt32 = 0, _ nested: inout [Obligation]
  ) -> ConstID {
    let const = resolve(const)
    if !needsNormalizing(const.flags) { return const }
    return withNormalizer(env, cause, depth, &nested) { $0.fold(const) }
  }
  public mutating func normalize(
    _ sig: PolyFnSig, env: ParamEnv, cause: Cause, depth: UInt32 = 0, _ nested: inout [Obligation]
  ) -> PolyFnSig {
    withNormalizer(env, cause, depth, &nested) { $0.fold(sig) }
  }

  func needsNormalizing(_ flags: TypeFlags) -> Bool {
    !flags.isDisjoint(with: [.hasProjection, .hasFreeAlias, .hasUnevaluatedConst])
      || (flags.contains(.hasOpaque) && revealsAll)
  }

  private mutating func withNormalizer<R>(
    _ env: ParamEnv, _ cause: Cause, _ depth: UInt32, _ nested: inout [Obligation], _ body: (inout Normalizer) -> R
  ) -> R {
    withUnsafeMutablePointer(to: &self) { p in
      var n = Normalizer(context: p, env: env, cause: cause, depth: depth)
      let r = body(&n)
      nested += n.nested
      return r
    }
  }

  struct Normalizer: TypeFolder {
    let context: UnsafeMutablePointer<InferContext>
    let env: ParamEnv
    let cause: Cause
    let depth: UInt32
    var nested: [Obligation] = []

    init(context: UnsafeMutablePointer<InferContext>, env: ParamEnv, cause: Cause, depth: UInt32) {
      self.context = context
      self.env = env
      self.cause = cause
      self.depth = depth
    }

    mutating func fold(_ type: TypeID) -> TypeID {
      if !context.pointee.needsNormalizing(type.flags) { return type }
      guard case .alias(let kind, let def, let ownArgs) = type.kind else { return superFold(type) }
      if depth > InferContext.recursionLimit { return type }
      var args = fold(ownArgs)
      if args.outerBinder > 0 {
        // Lifetimes bound outside do not matter to what the alias is.
        var eraser = EscapingRegionEraser()
        args = eraser.fold(args)
        if args.outerBinder > 0 { return TypeID(.alias(kind, def, args)) }
      }
      switch kind {
      case .opaque:
        guard context.pointee.revealsAll, let hidden = context.pointee.facts.hiddenType(of: def) else {
          return TypeID(.alias(kind, def, args))
        }
        return context.pointee.normalize(hidden.instantiated(args), env: env, cause: cause, depth: depth + 1, &nested)
      case .free:
        return context.pointee.normalize(
          context.pointee.facts.type(of: def).instantiated(args), env: env, cause: cause, depth: depth + 1, &nested)
      case .inherent: return TypeID(.alias(kind, def, args))
      case .projection: return projection(def, args)
      }
    }

    private mutating func projection(_ def: DefID, _ args: GenericArgsID) -> TypeID {
      let alias = TypeID(.alias(.projection, def, args))
      let isPlain = args.flags.isDisjoint(with: .hasInfer)
      let key = SolverState.ProjectionKey(def: def, args: args.erasingRegions, env: env)
      if isPlain, let known = context.pointee.solver.projections[key] { return known }
      if isPlain {
        if context.pointee.solver.projecting.contains(key) { return alias }
        context.pointee.solver.projecting.append(key)
      }
      defer { if isPlain { context.pointee.solver.projecting.removeLast() } }
      var own: [Obligation] = []
      switch context.pointee.project(def, args, env: env, cause: cause, depth: depth + 1, &own) {
      case .type(let t):
        nested += own
        let result = context.pointee.resolve(t)
        if isPlain && result.flags.isDisjoint(with: .hasInfer) { context.pointee.solver.projections[key] = result }
        return result
      case .const: return .error
      case .rigid(let t):
        nested += own
        if isPlain && own.isEmpty { context.pointee.solver.projections[key] = t }
        return t
      case .error: return .error
      case .ambiguous:
        let v = context.pointee.newTypeVar(cause.span)
        nested.append(Obligation(Clause(.projection(def, args, .type(v))), env: env, cause: cause, depth: depth + 1))
        return v
      }
    }

    mutating func fold(_ const: ConstID) -> ConstID {
      let const = context.pointee.shallow(const)
      guard case .unevaluated(let def, let args) = const.kind else { return superFold(const) }
      let folded = ConstID(.unevaluated(def, fold(args)))
      if !folded.flags.isDisjoint(with: .hasInfer) { return folded }
      return context.pointee.facts.evaluate(folded, in: env) ?? folded
    }
  }

  /// Erases lifetimes bound by binders outside of the folded thing.
  struct EscapingRegionEraser: TypeFolder {
    var depth: UInt32 = 0
    mutating func enterBinder() { depth += 1 }
    mutating func exitBinder() { depth -= 1 }
    mutating func fold(_ type: TypeID) -> TypeID { type.outerBinder > depth ? superFold(type) : type }
    mutating func fold(_ region: RegionID) -> RegionID {
      if case .bound(let d, _) = region.kind, d >= depth { return .erased }
      return region
    }
  }
}
