// Headers: what others may ask about an item.
import Defs
import Diagnostics
import HIR
import Parallel
import Resolve
import Source
import Support
import Syntax

extension Lowerer {
  /// The header of the owner: its kind and generics.
  mutating func lowerHeaderOfOwner() -> (HIR.ItemKind, ID<HIR.Generics>) {
    let def = Defs[owner]
    bindOuterScopes(of: owner)
    guard case .item(let id) = def.node else { return (.error, emptyGenerics(def.span)) }
    let item = ast[id]
    switch item.kind {
    case .fn(let fn): return lowerFnHeader(ast[fn])
    case .const(let node): return lowerConstHeader(ast[node])
    case .static(let node): return lowerStaticHeader(ast[node])
    case .tyAlias(let node): return lowerTyAlias(ast[node], def)
    case .struct(let node), .union(let node): return lowerStruct(ast[node], def)
    case .enum(let node): return lowerEnum(ast[node])
    case .trait(let node): return lowerTrait(ast[node])
    case .traitAlias(let node):
      let node = ast[node]
      ribs.append(.selfType(.selfTyParam(trait: owner)))
      bindGenericParams(of: owner, reportsDuplicates: true)
      let generics = lowerGenerics(node.generics)
      return (.traitAlias(bounds: lowerBounds(node.bounds)), generics)
    case .impl(let node): return lowerImpl(ast[node])
    default: return (.error, emptyGenerics(def.span))
    }
  }

  // MARK: Scopes

  /// Brings into scope what the surrounding trait or impl offers, and notes what items further out would.
  mutating func bindOuterScopes(of def: DefID) {
    lifetimeRibs.append(.item)
    var parent = Defs[def].parent
    if !parent.isNone {
      switch Defs[parent].kind {
      case .trait, .traitAlias:
        ribs.append(.selfType(.selfTyParam(trait: parent)))
        bindGenericParams(of: parent, reportsDuplicates: false)
        parent = Defs[parent].parent
      case .inherentImpl, .traitImpl:
        bindGenericParams(of: parent, reportsDuplicates: false)
        ribs.append(.selfType(.selfTyAlias(parent)))
        ribs.append(.selfCtor(parent))
        parent = Defs[parent].parent
      default: break
      }
    }
    while !parent.isNone {
      switch Defs[parent].kind {
      case .mod: return
      case .trait, .inherentImpl, .traitImpl: outerOwners.append(parent)
      default: outerOwners.append(parent)
      }
      parent = Defs[parent].parent
    }
  }

  /// Whether what is being lowered stands in a constant: the length of an array, a value of a const.
  private var isInConst: Bool {
    ribs.barriers(above: -1).contains { if case .barrier(.const) = ribs[Int($0)] { true } else { false } }
  }

  /// The message for a single name that an outer item would give a meaning that may not be used here; nil without.
  mutating func outerScopeMessage(_ idents: [Ident], _ source: PathSource) -> Diagnostic? {
    guard let ident = idents.first, !outerOwners.isEmpty || !outer.locals.isEmpty, !canFindInModules(ident, idents.count > 1 ? .type : source.namespace)
    else { return nil }
    if idents.count == 1 && source.namespace == .value {
      let context = ident.span.context.forLocals
      if outer.locals.contains(where: { $0.name == ident.name && $0.context == context }) {
        let isConst = [.const, .static, .anonConst].contains(Defs[owner].kind) || isInConst
        return isConst ? .nonConstantInConst(ident) : .cannotCaptureDynamicEnvironment(at: ident.span)
      }
    }
    let context = ident.span.context.forItems
    for outerOwner in outerOwners {
      let kind = Defs[outerOwner].kind
      if ident.name == .selfType {
        if kind.isImpl || kind == .trait { return .genericParamFromOuterItem(ident) }
        continue
      }
      for param in world.genericParams(of: outerOwner) {
        let data = Defs[param]
        if data.kind != .lifetimeParam && data.name == ident.name && data.identSpan.context.forItems == context {
          return .genericParamFromOuterItem(ident)
        }
      }
    }
    return nil
  }

  // MARK: Generics

  /// - Requires: the params are in scope.
  mutating func lowerGenerics(_ id: ID<Syntax.Generics>, trailingWhere: Run<Syntax.WherePredicate> = .empty) -> ID<HIR.Generics> {
    var (params, predicates) = lowerGenericParams(of: owner, id)
    for p in ast[trailingWhere] { lowerPredicate(p, into: &predicates) }
    return addGenerics(params, predicates, id.isNone ? .none : ast[id].span)
  }

  mutating func addGenerics(_ params: [HIR.GenericParam], _ predicates: [HIR.WherePredicate], _ span: Span) -> ID<HIR.Generics> {
    hir.add(
      HIR.Generics(
        params: hir.genericParams.append(contentsOf: params), predicates: hir.wherePredicates.append(contentsOf: predicates),
        span: span))
  }

  mutating func emptyGenerics(_ span: Span) -> ID<HIR.Generics> { addGenerics([], [], span) }

  // MARK: Functions

  private mutating func lowerFnHeader(_ node: FnItem) -> (HIR.ItemKind, ID<HIR.Generics>) {
    let parentKind = Defs[owner].parent.isNone ? DefKind.mod : Defs[Defs[owner].parent].kind
    bindGenericParams(of: owner, reportsDuplicates: true)
    let isAsync = node.header.coroutine == .async
    if node.header.coroutine != .none && !isAsync { report(.unsupported("`gen` functions", at: node.signature.span), .lowering) }
    var (params, predicates) = lowerGenericParams(of: owner, node.generics)

    let signature = node.signature
    let list = openFresh(reportsInPath: node.header.coroutine != .none)
    let isForeign = parentKind == .foreignMod
    implTrait = isForeign ? .disallowed : .universal
    var inputParams: [Param] = []
    for p in ast[signature.params] where isEnabled(p.attributes) && !ast.isVarArgs(p) { inputParams.append(p) }
    let (inputs, elision) = lowerInputs(inputParams, hasSelf: signature.hasSelf) { l, param, _ in l.lowerType(param.ty) }
    implTrait = isForeign ? .disallowed : .opaque(.fnReturn, isInTrait: parentKind == .trait)
    var output = lowerOutput(signature.output, elision)
    if isAsync { output = futureType(of: output, isInTrait: parentKind == .trait, span: signature.span) }
    implTrait = .disallowed
    params += synthesizedParams
    predicates += synthesizedPredicates
    params += closeFresh(list)

    let hasBody: Bool
    if case .none = node.body { hasBody = false } else { hasBody = true }
    let names = inputParams.map { NameNode(paramName($0)) }
    let decl = hir.add(
      HIR.FnDecl(
        inputs: hir.lists.append(inputs), output: output, isVariadic: signature.isVariadic,
        implicitSelf: signature.hasSelf ? implicitSelf(inputParams[0]) : .none, hasBody: hasBody,
        paramNames: hir.names.append(contentsOf: names), span: signature.span))
    let generics = addGenerics(params, predicates, node.generics.isNone ? .none : ast[node.generics].span)
    return (.fn(node.header, decl), generics)
  }

  /// `impl Future<Output = T>`, what an `async fn` with `-> T` returns.
  private mutating func futureType(of output: ID<HIR.Ty>, isInTrait: Bool, span: Span) -> ID<HIR.Ty> {
    let value = output.isNone ? hir.add(HIR.Ty(.tuple(.empty), span.end)) : output
    let constraint = HIR.AssocConstraint(ident: Ident(Known.Output, span), args: .none, kind: .equalTy(value), span: span)
    let args = hir.add(
      HIR.GenericArgs(
        args: .empty, constraints: hir.constraints.append(contentsOf: [constraint]), isParenthesized: false, span: span))
    let path = langPath(.future, span)
    hir.segments[hir.qpaths[path].segments[0]].args = args
    let bound = hir.add(HIR.TraitBound(binder: .empty, constness: .never, polarity: .positive, path: path, span: span))
    let def = makeDef(.opaqueTy, node: .none, span: span, identSpan: span)
    let opaque = hir.add(
      HIR.OpaqueTy(
        def: def, origin: .asyncFn, isInTrait: isInTrait, bounds: hir.bounds.append(contentsOf: [.trait(bound)])))
    opaques.append(opaque)
    return hir.add(HIR.Ty(.opaque(opaque), span))
  }

  private func paramName(_ param: Param) -> Name {
    if param.pat.isNone { return .empty }
    if case .ident(let ident) = ast[param.pat].kind { return ast[ident].ident.name }
    return .empty
  }

  private func implicitSelf(_ param: Param) -> HIR.FnDecl.ImplicitSelf {
    if param.ty.isNone { return .typed }
    switch ast[param.ty].kind {
    case .implicitSelf:
      if case .ident(let ident) = ast[param.pat].kind, ast[ident].mutability == .mut { return .mutValue }
      return .value
    case .ref(let ref):
      if case .implicitSelf = ast[ast[ref].ty].kind { return ast[ref].mutability == .mut ? .mutRef : .ref }
      return .typed
    default: return .typed
    }
  }

  // MARK: Constants and aliases

  private mutating func lowerConstHeader(_ node: ConstItem) -> (HIR.ItemKind, ID<HIR.Generics>) {
    bindGenericParams(of: owner, reportsDuplicates: true)
    let generics = lowerGenerics(node.generics)
    lifetimeRibs.append(Defs[owner].kind == .assocConst ? .staticIfNoneInScope : .elided(.static))
    let ty = node.ty.isNone ? hir.add(HIR.Ty(.error, Defs[owner].identSpan)) : lowerType(node.ty)
    return (.const(ty, hasBody: !node.value.isNone), generics)
  }

  private mutating func lowerStaticHeader(_ node: StaticItem) -> (HIR.ItemKind, ID<HIR.Generics>) {
    lifetimeRibs.append(.elided(.static))
    let ty = node.ty.isNone ? hir.add(HIR.Ty(.error, Defs[owner].identSpan)) : lowerType(node.ty)
    return (.static(node.mutability, node.safety, ty, hasBody: !node.value.isNone), emptyGenerics(.none))
  }

  private mutating func lowerTyAlias(_ node: TyAliasItem, _ def: Def) -> (HIR.ItemKind, ID<HIR.Generics>) {
    let isAssoc = def.kind == .assocTy
    if isAssoc { lifetimeRibs.append(.reportError) }
    if isAssoc && Defs[def.parent].kind == .inherentImpl && !hasFeature(Known.inherent_associated_types) {
      report(.inherentAssocType(at: def.span), .lowering)
    }
    bindGenericParams(of: owner, reportsDuplicates: true)
    let generics = lowerGenerics(node.generics, trailingWhere: node.trailingWhere)
    if def.kind == .foreignTy { return (.foreignTy, generics) }
    implTrait = .opaque(.tyAlias, isInTrait: false)
    let ty: ID<HIR.Ty> = node.ty.isNone ? .none : lowerType(node.ty)
    implTrait = .disallowed
    let bounds = lowerBounds(node.bounds)
    return (.tyAlias(bounds: bounds, ty), generics)
  }

  // MARK: Structs, enums, unions

  private mutating func lowerStruct(_ node: StructItem, _ def: Def) -> (HIR.ItemKind, ID<HIR.Generics>) {
    bindGenericParams(of: owner, reportsDuplicates: true)
    ribs.append(.selfType(.selfTyAlias(owner)))
    let generics = lowerGenerics(node.generics)
    let variant = VariantDef(
      def: owner, ctor: world.ctor(of: owner) ?? .none, ident: Ident(def.name, def.identSpan), kind: node.data.kind,
      fields: lowerFields(of: owner), discriminant: .none)
    return (.adt(hir.variants.append(contentsOf: [variant])), generics)
  }

  private mutating func lowerEnum(_ node: EnumItem) -> (HIR.ItemKind, ID<HIR.Generics>) {
    bindGenericParams(of: owner, reportsDuplicates: true)
    ribs.append(.selfType(.selfTyAlias(owner)))
    let generics = lowerGenerics(node.generics)
    var variants: [VariantDef] = []
    for variant in world.variants(of: owner) {
      let def = Defs[variant]
      guard case .variant(let id) = def.node else { continue }
      let old = enter(def.tree, scope)
      let node = ast[id]
      let fields = lowerFields(of: variant)
      let discriminant: DefID
      if node.discriminant.isNone {
        discriminant = .none
      } else {
        let span = ast[node.discriminant].span
        discriminant = makeAnonConstDef(node: .expr(node.discriminant), span: span) { $0.lowerExpr(node.discriminant) }
      }
      variants.append(
        VariantDef(
          def: variant, ctor: world.ctor(of: variant) ?? .none, ident: node.ident, kind: node.data.kind, fields: fields,
          discriminant: discriminant))
      place = old
    }
    return (.adt(hir.variants.append(contentsOf: variants)), generics)
  }

  private mutating func lowerFields(of def: DefID) -> Run<HIR.FieldDef> {
    var fields: [HIR.FieldDef] = []
    for field in world.fields(of: def) {
      let data = Defs[field]
      guard case .field(let id) = data.node else { continue }
      let old = enter(data.tree, scope)
      let node = ast[id]
      if !node.defaultValue.isNone { report(.unsupported("default values of fields", at: ast[node.defaultValue].span), .lowering) }
      fields.append(HIR.FieldDef(def: field, ident: Ident(data.name, data.identSpan), ty: lowerType(node.ty)))
      place = old
    }
    return hir.fields.append(contentsOf: fields)
  }

  // MARK: Traits and impls

  private mutating func lowerTrait(_ node: TraitItem) -> (HIR.ItemKind, ID<HIR.Generics>) {
    ribs.append(.selfType(.selfTyParam(trait: owner)))
    bindGenericParams(of: owner, reportsDuplicates: true)
    let generics = lowerGenerics(node.generics)
    let supertraits = lowerBounds(node.supertraits)
    return (.trait(node.safety, node.constness, isAuto: node.isAuto, supertraits: supertraits), generics)
  }

  private mutating func lowerImpl(_ node: ImplItem) -> (HIR.ItemKind, ID<HIR.Generics>) {
    bindGenericParams(of: owner, reportsDuplicates: true)
    ribs.append(.selfType(.selfTyAlias(owner)))
    let list = openFresh(reportsInPath: true)
    var ofTrait: ID<HIR.TraitBound> = .none
    if !node.ofTrait.isNone {
      let path = lowerPath(node.ofTrait, .none, as: .trait(alias: false))
      ofTrait = hir.add(
        HIR.TraitBound(
          binder: .empty, constness: .never, polarity: .positive, path: path, span: ast[node.ofTrait].span))
      if case .resolved(_, .def(.trait, let trait)) = hir.qpaths[path].kind { checkMembers(of: trait) }
    }
    let selfTy = lowerType(node.selfTy)
    var (params, predicates) = lowerGenericParams(of: owner, node.generics)
    params += closeFresh(list)
    predicates += []
    let generics = addGenerics(params, predicates, node.generics.isNone ? .none : ast[node.generics].span)
    return (.impl(node.safety, node.constness, isNegative: node.isNegative, ofTrait: ofTrait, selfTy: selfTy), generics)
  }

  /// Each item of the impl must be one of the trait: E0407, E0437, E0438; of the same kind: E0323, E0324, E0325.
  private mutating func checkMembers(of trait: DefID) {
    let theirs = world.assocItems(of: trait)
    var seen: [DefID: Span] = [:]
    for item in world.assocItems(of: owner) {
      let data = Defs[item]
      let ident = Ident(data.name, data.identSpan)
      let sameName = theirs.filter { Defs[$0].name == data.name }
      if sameName.isEmpty {
        report(.notAMember(data.kind, ident, of: Defs[trait].name, at: data.span))
      } else if let same = sameName.first(where: { Defs[$0].kind == data.kind }) ?? sameName.first, let first = seen[same] {
        report(.duplicateMember(ident, first: first, at: data.span))
      } else if !sameName.contains(where: { Defs[$0].kind == data.kind }) {
        report(.memberOfOtherKind(data.kind, ident, of: Defs[trait].name, at: data.span))
      }
      if let same = sameName.first(where: { Defs[$0].kind == data.kind }) ?? sameName.first, seen[same] == nil {
        seen[same] = data.span
      }
    }
  }

  // MARK: Self

  /// What the type of the surrounding impl names, if that is one type whatever its arguments: for elision with `self`.
  var implSelf: Res? {
    mutating get {
      if let found = implSelfMemo { return found }
      let result = findImplSelf()
      implSelfMemo = .some(result)
      return result
    }
  }

  private mutating func findImplSelf() -> Res? {
    let parent = Defs[owner].parent
    guard !parent.isNone, Defs[parent].kind.isImpl, case .item(let id) = Defs[parent].node else { return nil }
    let old = enter(Defs[parent].tree, scope)
    defer { place = old }
    guard case .impl(let impl) = ast[id].kind, case .path(let path, let qself) = ast[ast[impl].selfTy].kind, qself.isNone else {
      return nil
    }
    let saved = messages
    let resolution = resolve(path, qself, as: .type)
    messages = saved
    guard resolution.unresolved == 0 else { return nil }
    switch resolution.res {
    case .primTy, .def(.struct, _), .def(.union, _), .def(.enum, _): return resolution.res
    default: return nil
    }
  }
}
