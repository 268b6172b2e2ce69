// Replacing aliases by what they stand for.
import Defs
import Infer
import Parallel
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

  /// `type` with every alias replaced and what the impls' own conditions bind, found; no obligation is left to the caller. For types
  /// of bodies that were checked.
  public mutating func normalizeCompletely(_ type: TypeID, env: ParamEnv) -> TypeID {
    var nested: [Obligation] = []
    let normal = normalize(type, env: env, cause: Cause(span: .none), &nested)
    if nested.isEmpty || normal.flags.isDisjoint(with: .hasInfer) { return resolve(normal) }
    var fulfillment = Fulfillment()
    fulfillment.register(nested)
    _ = fulfillment.selectWherePossible(&self)
    return resolve(normal)
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
      swap(&n.nested, &nested)
      p.pointee.solver.opened.depth += 1
      let r = body(&n)
      p.pointee.solver.opened.depth -= 1
      if p.pointee.solver.opened.depth == 0 { p.pointee.solver.opened.truncate(to: p.pointee.solver.opened.base) }
      swap(&n.nested, &nested)
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
      let flags = args.flags
      if !flags.isDisjoint(with: .hasInfer) {
        if let found = context.pointee.solver.opened.find(def, args, self.env) { return context.pointee.resolve(found) }
        let result = open(def, args)
        context.pointee.solver.opened.entries.append(.init(def: def, args: args, env: self.env, result: result))
        return result
      }
      // Without variables: remembered for everybody, once it is known that what it needs holds.
      let isShared = context.pointee.isShared(flags)
      let env = context.pointee.effectiveEnv(flags, self.env)
      let tables = context.pointee.tables
      let key = tables.goals.intern(
        SolverGoal(
          .projection, revealsAll: context.pointee.revealsAll, def: def.rawValue, args: args.erasingRegions.rawValue,
          env: env.clauses.rawValue))
      if isShared, let known = tables.results[Int(key)] { return TypeID(rawValue: known) }
      if context.pointee.solver.projecting.contains(key) {
        context.pointee.noteProvisional()
        return TypeID(.alias(.projection, def, args))
      }
      context.pointee.solver.projecting.append(key)
      defer { context.pointee.solver.projecting.removeLast() }
      let outer = context.pointee.solver.lowestCycle
      context.pointee.solver.lowestCycle = .max
      let count = nested.count
      let openedCount = context.pointee.solver.opened.entries.count
      var result = open(def, args)
      if isShared, context.pointee.solver.lowestCycle >= context.pointee.solver.stack.count, !result.flags.contains(.hasError),
        isSettled(&result, nested[count...]), context.pointee.solver.lowestCycle >= context.pointee.solver.stack.count
      {
        nested.removeLast(nested.count - count)
        context.pointee.solver.opened.truncate(to: openedCount)
        tables.results.publish(result.rawValue, at: Int(key))
      }
      context.pointee.solver.lowestCycle = min(outer, context.pointee.solver.lowestCycle)
      return result
    }

    /// Whether all that `result` needs holds, after what an impl leaves open is found: `B` of `impl<B, …> Iterator for Map<…>` is
    /// what its conditions bind. Without it each user of a chain of adapters would open the whole chain.
    private func isSettled(_ result: inout TypeID, _ needed: ArraySlice<Obligation>) -> Bool {
      if result.flags.isDisjoint(with: .hasInfer) { return needed.allSatisfy { context.pointee.probe($0) == .holds } }
      var fulfillment = Fulfillment()
      fulfillment.register(Array(needed))
      guard fulfillment.selectWherePossible(&context.pointee).isEmpty, fulfillment.isEmpty else { return false }
      let known = context.pointee.resolve(result)
      guard known.flags.isDisjoint(with: [.hasInfer, .hasError]) else { return false }
      result = known
      return true
    }

    private mutating func open(_ def: DefID, _ args: GenericArgsID) -> TypeID {
      let count = nested.count
      let openedCount = context.pointee.solver.opened.entries.count
      switch context.pointee.project(def, args, env: env, cause: cause, depth: depth + 1, &nested) {
      case .type(let t): return context.pointee.resolve(t)
      case .const: return .error
      case .rigid(let t): return t
      // That the trait does not hold is told once; what the variable would be is no mistake of its own.
      case .unmet: return context.pointee.newTypeVar(cause.span)
      case .error:
        nested.removeLast(nested.count - count)
        context.pointee.solver.opened.truncate(to: openedCount)
        return .error
      case .ambiguous:
        nested.removeLast(nested.count - count)
        context.pointee.solver.opened.truncate(to: openedCount)
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
      if let value = context.pointee.facts.evaluate(folded, in: env) { return value }
      if folded.flags.isDisjoint(with: .hasNonRegionParam) { context.pointee.noteProvisional() }
      return folded
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
