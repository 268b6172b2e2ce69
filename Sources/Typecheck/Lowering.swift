// Types as written in a body: `_` and what is left out become variables, lifetimes are erased.
import Defs
import Diagnostics
import HIR
import Infer
import LowerTypes
import Parallel
import Source
import Support
import Syntax
import Traits
import Types

/// Lowers types of one body. Sharing: none.
struct BodyLowerer: TypeLowering {
  let fcx: FnCtxt
  var lowering = TypeLoweringState()
  init(_ fcx: FnCtxt) { self.fcx = fcx }

  var facts: any HeaderFacts { fcx.cx.facts }
  var hir: HIRTree { fcx.hir }
  var owner: DefID { fcx.owner }
  var erasesRegions: Bool { true }

  mutating func report(_ diagnostic: Diagnostic) { fcx.report(diagnostic) }
  mutating func inferType(_ span: Span, for param: GenericParamFact?) -> TypeID { fcx.nextTyVar(span) }
  mutating func inferConst(_ span: Span, for param: GenericParamFact?) -> ConstID { fcx.infcx.newConstVar() }
  mutating func noteAnonConst(_ def: DefID, type: TypeID) { fcx.cx.noteAnonConst(def, type: type) }

  mutating func allowsTraitObject(_ trait: DefID, at span: Span) -> Bool {
    let reasons = facts.dynViolations(of: trait)
    if !reasons.isEmpty { fcx.report(.notDynCompatible(trait, reasons.map { ($0.span, $0.text) }, at: span, in: owner.crate)) }
    return reasons.isEmpty
  }

  /// `T::name` where `T` is an alias, a struct…: an inherent associated type, or the one trait that its bounds or impls give.
  mutating func typeRelative(_ base: TypeID, _ segment: HIR.PathSegment, _ span: Span) -> TypeID? { nil }

  func bounds(of param: DefID, mayDefine name: Name) -> [PolyTraitRef] { fcx.boundsInEnv(of: param, mayDefine: name) }
  mutating func lowerOpaque(_ opaque: HIR.OpaqueTy, _ span: Span) -> TypeID {
    fcx.errorType(.implTraitInBody(at: span))
  }
}

extension FnCtxt {
  /// The type as written, aliases replaced.
  func lower(_ ty: ID<Ty>) -> TypeID {
    var l = BodyLowerer(self)
    let raw = l.lower(ty).erasingRegions
    let at = hir[ty].span
    registerWellFormed(raw, at)
    let type = normalize(raw, at)
    writtenTypes[ty.index] = type
    return type
  }

  /// The same, for a type that stands where later steps want to know it.
  func lowerWritten(_ ty: ID<Ty>) -> TypeID {
    let type = lower(ty)
    // What follows from a type that is wrong is no mistake of its own.
    if referencesError(type) { isTainted = true }
    return type
  }

  /// - Parameter place: of what the constant is a part of, for messages.
  func lowerConst(_ c: ID<ConstArg>, _ type: TypeID, at place: Span) -> ConstID {
    var l = BodyLowerer(self)
    return l.lower(c, type: type, at: place)
  }

  /// Arguments for the own params of `def`, as written in `segment`; left out, they are inferred.
  func lowerArgs(of def: DefID, after given: [GenericArg], _ segment: HIR.PathSegment, isMethodCall: Bool = false) -> GenericArgsID {
    var l = BodyLowerer(self)
    l.lowering.isMethodCall = isMethodCall
    return l.lowerArgs(of: def, after: given, segment, infersArgs: true).erasingRegions
  }

  /// The type that the path of a struct expression or pattern means, or that stands before `::` in an expression: arguments that
  /// are left out are inferred.
  func lowerPathType(_ path: ID<HIR.QPath>) -> TypeID {
    let q = hir[path]
    var l = BodyLowerer(self)
    if case .resolved(_, .def(let kind, let def)) = q.kind, let last = hir[q.segments].last {
      switch kind {
      case .struct, .enum, .union: return mkAdt(def, lowerArgs(of: def, after: [], last))
      case .structCtorFn, .structCtorConst: return mkAdt(Defs[def].parent, lowerArgs(of: Defs[def].parent, after: [], last))
      case .tyAlias: return normalize(typeOf(def, lowerArgs(of: def, after: [], last)), q.span)
      default: break
      }
    }
    if case .resolved(_, .selfCtor(let impl)) = q.kind { return normalize(cx.facts.type(of: impl).erasingRegions, q.span) }
    return normalize(l.lowerType(path).erasingRegions, q.span)
  }

  /// The type before `::` in an expression or pattern.
  func lowerBase(_ ty: ID<Ty>) -> TypeID {
    guard case .path(let path) = hir[ty].kind else { return lower(ty) }
    let type = lowerPathType(path)
    registerWellFormed(type, hir[ty].span)
    writtenTypes[ty.index] = type
    return type
  }

  /// `Enum::<Args>::Variant` or `Variant::<Args>`.
  func lowerPathType(_ path: ID<HIR.QPath>, ofEnum def: DefID) -> TypeID {
    let list = hir[hir[path].segments]
    let last = list.count - 1
    let segment = last >= 1 && !list[last - 1].args.isNone ? list[last - 1] : list[last]
    return mkAdt(def, lowerArgs(of: def, after: [], segment))
  }

  /// Trait bounds of a parameter (or of a trait's `Self`) that may have an item called `name`.
  func boundsInEnv(of param: DefID, mayDefine name: Name) -> [PolyTraitRef] {
    let wanted: TypeID
    if Defs[param].kind == .trait { wanted = .param(0, Name("Self")) } else {
      guard let (index, fact) = cx.facts.param(param) else { return [] }
      wanted = .param(index, fact.name)
    }
    return paramEnv.clauses.elements.compactMap { id in
      let clause = id.clause
      guard case .trait(let t, isNegative: false) = clause.kind, t.selfType == wanted else { return nil }
      return PolyTraitRef(t, clause.vars)
    }
  }
}
