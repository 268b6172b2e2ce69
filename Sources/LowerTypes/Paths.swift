// Paths in type position, and the arguments of their segments.
import Defs
import Diagnostics
import HIR
import Parallel
import Source
import Support
import Syntax
import Types

extension TypeLowering where Self: ~Copyable {
  /// The type that a path means.
  public mutating func lowerType(_ id: ID<QPath>) -> TypeID {
    let path = hir[id]
    switch path.kind {
    case .typeRelative(let base): return lowerTypeRelative(base, path)
    case .resolved(let qself, let res): return lowerResolved(qself, res, path)
    }
  }

  private mutating func lowerResolved(_ qself: ID<HIR.Ty>, _ res: Res, _ path: QPath) -> TypeID {
    let last = path.segments.count - 1
    func segment(_ i: Int) -> HIR.PathSegment { hir[path.segments[i]] }
    switch res {
    case .primTy(let p):
      prohibitArgs(of: path, allowed: -1, "builtin types")
      return .primitive(p)
    case .selfTyParam:
      prohibitArgs(of: path, allowed: -1, "`Self` types")
      return .param(0, .selfType)
    case .selfTyAlias(let def):
      prohibitArgs(of: path, allowed: -1, "`Self` types")
      return facts.type(of: def)
    case .err: return .error
    case .def(let kind, let def):
      switch kind {
      case .tyParam:
        prohibitArgs(of: path, allowed: -1, "type parameters")
        guard let (index, param) = facts.param(def) else { return .error }
        return .param(index, param.name)
      case .struct, .enum, .union:
        prohibitArgs(of: path, allowed: last, "modules")
        return TypeID(.adt(def, lowerArgs(of: def, after: [], segment(last), infersArgs: false)))
      case .tyAlias:
        prohibitArgs(of: path, allowed: last, "modules")
        let args = lowerArgs(of: def, after: [], segment(last), infersArgs: false)
        return facts.type(of: def).instantiated(args)
      case .foreignTy:
        prohibitArgs(of: path, allowed: -1, "foreign types")
        return TypeID(.foreign(def))
      case .assocTy:
        guard !qself.isNone, last >= 1 else {
          report(.ambiguousAssocType(Defs[def].name, at: path.span))
          return .error
        }
        let selfType = lower(qself)
        let trait = lowerTraitRef(Defs[def].parent, self: selfType, segment(last - 1))
        return projection(def, of: PolyTraitRef(trait), segment(last), path.span)
      case .variant:
        report(.error("expected type, found variant `\(segment(last).ident.name)`", code: "E0573", at: path.span, label: "not a type"))
        return .error
      default: break
      }
    default: break
    }
    if case .resolved(_, .def(.trait, _)) = path.kind {
      report(.error("expected a type, found a trait", code: "E0782", at: path.span, label: "write `dyn` for a trait object, or name a type"))
      return .error
    }
    report(.error("expected a type", code: "E0573", at: path.span, label: "not a type"))
    return .error
  }

  /// Reports arguments on segments other than `allowed`. Elided lifetimes that lowering put there do not count.
  ///
  /// - Errors: E0109.
  public mutating func prohibitArgs(of path: QPath, allowed: Int, _ what: String) {
    for (i, id) in path.segments.enumerated() where i != allowed {
      let segment = hir[id]
      if segment.args.isNone { continue }
      let args = hir[segment.args]
      if let constraint = args.constraints.first {
        report(.constraintNotAllowed(at: hir[constraint].span))
      } else if !args.args.isEmpty, args.span.lo != args.span.hi {
        report(
          .error("generic arguments are not allowed on \(what)", code: "E0109", at: span(of: hir[args.args][0], args.span), label: "not allowed here"))
      }
    }
  }

  private func span(of arg: HIR.GenericArg, _ whole: Span) -> Span {
    switch arg {
    case .lifetime(let l): hir[l].ident.span
    case .ty(let t): hir[t].span
    case .const(let c): hir[c].span
    case .infer(let s): s
    }
  }

  // MARK: `T::Assoc`

  mutating func lowerTypeRelative(_ base: ID<HIR.Ty>, _ path: QPath) -> TypeID {
    let segment = hir[path.segments[path.segments.count - 1]]
    let name = segment.ident.name
    let written = lower(base)
    if written == .error { return .error }
    var baseRes = Res.err
    if case .path(let p) = hir[base].kind, case .resolved(_, let res) = hir[p].kind { baseRes = res }

    let found: PolyTraitRef?
    switch baseRes {
    case .selfTyAlias(let def) where Defs[def].kind.isImpl:
      guard let trait = facts.implTraitRef(of: def) else { return lowerOther(written, segment, path) }
      let candidates = facts.supertraits(of: PolyTraitRef(trait)) { facts.definesAssocType($0, name) }
      found = oneBound(candidates, written, segment, path.span)
    case .selfTyParam(let trait):
      found = oneBound(transitive(bounds(of: trait, mayDefine: name), name), written, segment, path.span)
    case .def(.tyParam, let param):
      found = oneBound(transitive(bounds(of: param, mayDefine: name), name), written, segment, path.span)
    default: return lowerOther(written, segment, path)
    }
    guard let found else { return .error }
    guard let item = facts.assocType(named: name, in: found.def) else { return .error }
    return projection(item, of: found, segment, path.span)
  }

  private mutating func lowerOther(_ base: TypeID, _ segment: HIR.PathSegment, _ path: QPath) -> TypeID {
    if let found = typeRelative(base, segment, path.span) { return found }
    if case .adt(let def, _) = base.kind, Defs[def].kind == .enum {
      report(.noVariant(segment.ident.name, of: TypePrinter.text(of: base), at: segment.ident.span))
      return .error
    }
    report(.ambiguousAssocType(segment.ident.name, at: path.span))
    return .error
  }

  /// `bounds` and what they imply, as far as they define an associated type called `name`.
  private func transitive(_ bounds: [PolyTraitRef], _ name: Name) -> [PolyTraitRef] {
    var result: [PolyTraitRef] = []
    for bound in bounds {
      for found in facts.supertraits(of: bound, defining: name) where !result.contains(found) { result.append(found) }
    }
    return result
  }

  /// The one trait among the candidates that has the associated type.
  ///
  /// - Errors: E0220 (none), E0221 (several).
  mutating func oneBound(_ candidates: [PolyTraitRef], _ base: TypeID, _ segment: HIR.PathSegment, _ span: Span) -> PolyTraitRef? {
    guard let first = candidates.first else {
      report(.assocTypeNotFound(segment.ident.name, for: TypePrinter.text(of: base), at: segment.ident.span))
      return nil
    }
    for other in candidates.dropFirst() where other != first {
      // Two ways to the same bound differ in lifetimes only, as far as anybody here cares.
      if other.def == first.def && other.value.args.erasingRegions == first.value.args.erasingRegions { continue }
      report(
        .error(
          "ambiguous associated type `\(segment.ident.name)` in bounds of `\(TypePrinter.text(of: base))`", code: "E0221", at: span,
          label: "ambiguous associated type `\(segment.ident.name)`"))
      return nil
    }
    return first
  }

  /// `<Self as Trait>::Item<own args>`.
  ///
  /// - Errors: E0212 (the trait's binder has variables).
  public mutating func projection(_ item: DefID, of trait: PolyTraitRef, _ segment: HIR.PathSegment, _ span: Span) -> TypeID {
    var args = trait.value.args
    if trait.vars.count > 0, args.outerBinder > 0 {
      if erasesRegions {
        args = args.openingBinder(trait.vars)
      } else {
        report(
          .error(
            "cannot use the associated type of a trait with uninferred generic parameters", code: "E0212", at: span))
        return .error
      }
    }
    let all = lowerArgs(of: item, after: Array(args.elements), segment, infersArgs: false)
    return TypeID(.alias(.projection, item, all))
  }

  // MARK: Traits

  /// A trait applied to `selfType` and the arguments of its path's last segment. Constraints are for the caller.
  public mutating func lowerTraitRef(_ trait: DefID, self selfType: TypeID, _ segment: HIR.PathSegment) -> TraitRef {
    TraitRef(trait, lowerArgs(of: trait, after: [Types.GenericArg(selfType)], segment, infersArgs: false))
  }

  // MARK: Arguments

  /// All arguments for `def`: those given for its parents (and `Self`), then its own from what `segment` says, defaults, or inference.
  ///
  /// - Parameter infersArgs: types and constants that are left out altogether are inferred: paths in expressions and patterns.
  /// - Errors: E0107, E0393.
  public mutating func lowerArgs(
    of def: DefID, after given: [Types.GenericArg], _ segment: HIR.PathSegment, infersArgs: Bool
  ) -> GenericArgsID {
    let params = facts.generics(of: def).all
    var args = given
    guard given.count < params.count || !segment.args.isNone else { return GenericArgsID(given) }
    let own = params[min(given.count, params.count)...]
    var written: [HIR.GenericArg] = []
    var span = segment.ident.span
    if !segment.args.isNone {
      let node = hir[segment.args]
      written = Array(hir[node.args])
      if !(node.span.lo == node.span.hi) { span = segment.ident.span }
    }
    let lifetimes = written.filter { if case .lifetime = $0 { true } else { false } }
    var others = written.filter { if case .lifetime = $0 { false } else { true } }
    var infers = infersArgs && others.isEmpty

    // Wrong numbers are told of; what fits is taken, what is missing is an error.
    let isRight = checkCounts(def, own, written, lifetimes.count, others.count, infers: infers, span: span)
    if !isRight && infersArgs {
      others = []
      infers = true
    }

    var nextLifetime = 0
    var nextOther = 0
    while args.count < params.count {
      let param = params[args.count]
      switch param.kind {
      case .lifetime:
        if nextLifetime < lifetimes.count, case .lifetime(let id) = lifetimes[nextLifetime] {
          args.append(Types.GenericArg(lower(id)))
          nextLifetime += 1
        } else {
          args.append(Types.GenericArg(isRight || lifetimes.isEmpty ? RegionID.erased : .error))
        }
      case .type, .const:
        if param.isImplTrait {
          args.append(inferArg(param, span))
        } else if nextOther < others.count {
          args.append(lower(others[nextOther], for: param, after: args))
          nextOther += 1
        } else if infers {
          args.append(inferArg(param, span))
        } else {
          args.append(defaultArg(param, after: args, span))
        }
      }
    }
    return GenericArgsID(args)
  }

  private mutating func lower(_ arg: HIR.GenericArg, for param: GenericParamFact, after args: [Types.GenericArg]) -> Types.GenericArg {
    let outer = lowering.objectDefault
    lowering.objectDefault = nil
    defer { lowering.objectDefault = outer }
    switch (arg, param.kind) {
    case (.ty(let t), .type): return Types.GenericArg(lower(t))
    case (.const(let c), .const): return Types.GenericArg(lower(c, type: facts.type(of: param.def).instantiated(GenericArgsID(args))))
    case (.infer(let span), _): return inferArg(param, span)
    case (.ty(let t), .const):
      // A path that might have been either was taken for a type.
      if case .infer = hir[t].kind { return inferArg(param, hir[t].span) }
      report(
        .error("type provided when a constant was expected", code: "E0747", at: hir[t].span))
      return Types.GenericArg(ConstID.error)
    case (.const(let c), .type):
      report(.error("constant provided when a type was expected", code: "E0747", at: hir[c].span))
      return Types.GenericArg(TypeID.error)
    default: return errorArg(param)
    }
  }

  private mutating func inferArg(_ param: GenericParamFact, _ span: Span) -> Types.GenericArg {
    switch param.kind {
    case .lifetime: Types.GenericArg(RegionID.erased)
    case .type: Types.GenericArg(inferType(span, for: param))
    case .const: Types.GenericArg(inferConst(span, for: param))
    }
  }

  func errorArg(_ param: GenericParamFact) -> Types.GenericArg {
    switch param.kind {
    case .lifetime: Types.GenericArg(RegionID.error)
    case .type: Types.GenericArg(TypeID.error)
    case .const: Types.GenericArg(ConstID.error)
    }
  }

  /// The default of a param that was left out.
  private mutating func defaultArg(_ param: GenericParamFact, after args: [Types.GenericArg], _ span: Span) -> Types.GenericArg {
    let sofar = GenericArgsID(args)
    guard param.hasDefault else { return errorArg(param) }
    if param.kind == .const { return Types.GenericArg(facts.constDefault(of: param.def).instantiated(sofar)) }
    let type = facts.type(of: param.def)
    if let dummy = args.first, dummy.type == .objectDummySelf, type.mentionsParam(0) {
      lowering.missingInObject.append(
        .error(
          "the type parameter `\(param.name)` must be explicitly specified", code: "E0393", at: span,
          label: "missing reference to `\(param.name)`"))
      return Types.GenericArg(TypeID.error)
    }
    return Types.GenericArg(type.instantiated(sofar))
  }

  private func span(of arg: HIR.GenericArg) -> Span {
    switch arg {
    case .lifetime(let l): hir[l].ident.span
    case .ty(let t): hir[t].span
    case .const(let c): hir[c].span
    case .infer(let span): span
    }
  }

  /// - Errors: E0107, E0747 (a type or constant before the lifetimes), E0794 (lifetimes that only calls decide).
  private mutating func checkCounts(
    _ def: DefID, _ own: Slice<UnsafeBufferPointer<GenericParamFact>>, _ written: [HIR.GenericArg], _ lifetimes: Int, _ others: Int,
    infers: Bool, span: Span
  ) -> Bool {
    var lifetimeParams = 0
    var required = 0
    var allowed = 0
    for p in own {
      if p.kind == .lifetime { lifetimeParams += 1; continue }
      if p.isImplTrait { continue }
      allowed += 1
      if !p.hasDefault { required += 1 }
    }
    let what = Defs[def].kind.describedAsArgumentTaker
    let name = Defs[def].name
    let isFunction = Defs[def].kind == .fn || Defs[def].kind == .assocFn
    let isLate = isFunction && lifetimes > 0 && facts.fnSig(of: def).vars.count > 0
    if isLate {
      // What is named is ignored.
      if lifetimes != lifetimeParams && !lowering.isMethodCall {
        report(.error("the lifetimes of `\(name)` that each call decides cannot be named", code: "E0794", at: self.span(of: written[0])))
      }
    } else if lifetimes > lifetimeParams || (lifetimes > 0 && lifetimes < lifetimeParams) {
      report(.wrongArgCount(what, name, "lifetime", expected: lifetimeParams, found: lifetimes, at: span, def: def))
      return false
    }
    if others > allowed || (others < required && !infers) {
      let expected = others > allowed ? allowed : required
      let bound = required == allowed ? "" : others > allowed ? "at most " : "at least "
      report(.wrongArgCount(what, name, "generic", expected: expected, bound: bound, found: others, at: span, def: def))
      return false
    }
    if !isLate, lifetimes > 0, let first = written.firstIndex(where: { if case .lifetime = $0 { false } else { true } }), first < lifetimeParams {
      report(.error("lifetimes come first: expected one here", code: "E0747", at: self.span(of: written[first])))
      return false
    }
    return true
  }
}

extension DefKind {
  var describedAsArgumentTaker: String {
    switch self {
    case .struct: "struct"
    case .enum: "enum"
    case .union: "union"
    case .trait: "trait"
    case .traitAlias: "trait alias"
    case .tyAlias: "type alias"
    case .assocTy: "associated type"
    case .assocFn: "method"
    case .fn: "function"
    default: "item"
    }
  }
}

extension TypeID {
  /// Stands for `Self` while a trait object's bounds are lowered.
  static var objectDummySelf: TypeID { TypeID(.infer(.fresh(.max))) }

  /// Whether the param with this index occurs.
  public func mentionsParam(_ index: UInt32) -> Bool {
    var finder = ParamFinder(index: index)
    _ = finder.fold(self)
    return finder.isFound
  }
  func mentions(_ type: TypeID) -> Bool {
    var finder = TypeFinder(type: type)
    _ = finder.fold(self)
    return finder.isFound
  }
}

struct ParamFinder: TypeFolder {
  let index: UInt32
  var isFound = false
  mutating func fold(_ type: TypeID) -> TypeID {
    if isFound || type.flags.isDisjoint(with: .hasParam) { return type }
    if case .param(index, _) = type.kind {
      isFound = true
      return type
    }
    return superFold(type)
  }
}
struct TypeFinder: TypeFolder {
  let type: TypeID
  var isFound = false
  mutating func fold(_ t: TypeID) -> TypeID {
    if isFound { return t }
    if t == type {
      isFound = true
      return t
    }
    return superFold(t)
  }
}

extension GenericArgsID {
  /// The arguments with the variables of a binder of regions erased.
  func openingBinder(_ vars: BoundVarsID) -> GenericArgsID {
    var opener = BinderOpener(Array(repeating: Types.GenericArg(RegionID.erased), count: vars.count))
    return opener.fold(self)
  }
}
