// From items to definitions and names: the serial walk over new trees, in source order.
import Defs
import Diagnostics
import Expand
import Parallel
import Source
import Support
import Syntax

/// Where the walk is. Sharing: none.
struct CollectContext {
  var unit: SourceUnit
  var scope: Scope
  /// Parent of the definitions found.
  var container: DefID
  var position: ItemPosition
  var directory: Int
  var depth: Int
  /// What inherited visibility means here.
  var inheritedVisibility: DefVisibility
  /// Members of `container` found by this walk.
  var members: [DefID] = []
  var tree: Tree { unit.tree }
}

extension CrateResolver {
  func collect(_ parts: [(unit: SourceUnit, items: IDList<Item>)], _ context: inout CollectContext) {
    for part in parts {
      context.unit = part.unit
      collect(part.items, &context)
    }
  }

  func collect(_ items: IDList<Item>, _ context: inout CollectContext) {
    for id in context.unit.tree[items] { collect(id, &context) }
  }

  func collect(_ id: ID<Item>, _ context: inout CollectContext) {
    let prepared = context.unit.prepared[id]
    if prepared.flags.contains(.isGone) { return }
    if prepared.flags.contains(.hasMacroAttribute), !handleMacroAttributes(id, prepared, from: 0, &context) { return }
    define(id, prepared, &context)
    if prepared.flags.contains(.hasMacroAttribute) { addDerives(id, prepared, &context) }
  }

  /// False if an attribute macro has to be expanded before the item is looked at.
  func handleMacroAttributes(_ id: ID<Item>, _ prepared: Prepared, from start: Int, _ context: inout CollectContext) -> Bool {
    let attributes = world.t.pointee.attributes[prepared.attributes]
    for i in start..<attributes.count where attributes[i].isMacro(world) && !attributes[i].isDerive {
      addInvocation(.attribute(i), id, &context)
      return false
    }
    return true
  }

  func addDerives(_ id: ID<Item>, _ prepared: Prepared, _ context: inout CollectContext) {
    let attributes = world.t.pointee.attributes[prepared.attributes]
    for i in 0..<attributes.count where attributes[i].isDerive { addInvocation(.derive(i), id, &context) }
  }

  func addInvocation(_ kind: Invocation.Kind, _ item: ID<Item>, _ context: inout CollectContext) {
    var node = MacroScopeID.empty
    let isCounted =
      switch context.position {
      case .implItems: false
      default: true
      }
    if case .derive = kind {
    } else if case .module = context.position {
      node = MacroScopeID(world.t.pointee.macroScopes.append(MacroScope(kind: .invocation, parent: context.scope.macros)))
    }
    if isCounted {
      (world.modules.base + context.scope.module.index).pointee.pendingInvocations += 1
    }
    invocations.append(
      Invocation(
        kind: kind, unit: context.unit, item: item, scope: context.scope, node: node, position: context.position,
        container: context.container, directory: context.directory, depth: context.depth, isCounted: isCounted))
    if node != .empty { context.scope.macros = node }
  }

  // MARK: One item

  func define(_ id: ID<Item>, _ prepared: Prepared, _ context: inout CollectContext) {
    let tree = context.tree
    let item = tree[id]
    switch item.kind {
    case .macroCall(let call):
      addInvocation(.bang(call), id, &context)
      return
    case .macroDef(let def):
      defineMacro(def, id, item, prepared, &context)
      return
    case .use(let use):
      collectUse(use, item, prepared, &context)
      return
    case .externCrate(let original):
      collectExternCrate(original, item, prepared, &context)
      return
    case .error: return
    case .delegation:
      diagnostics.add(.unsupported("delegation (`reuse`)", at: item.span))
      return
    default: break
    }

    let visibility = resolve(item.visibility, context)
    let module = context.scope.module
    let expansion = context.scope.expansion
    func add(_ kind: DefKind, at span: Span? = nil) -> DefID {
      let def = addDef(
        kind, visibility, parent: context.container, item.ident, context, node: .item(id), span: item.span,
        identSpan: span ?? (item.ident.isNone ? item.span : item.ident.span))
      setScope(def, context.scope)
      world.infos(def).pointee.attributes = prepared.attributes
      items.append(def)
      if prepared.flags.contains(.hasLang) { noteLangItems(def, prepared, context.unit) }
      return def
    }

    switch item.kind {
    case .inlineMod(_, let inner):
      let def = add(.mod)
      define(item.ident, .type, .def(.mod, def), visibility, span: item.span, expansion, in: module)
      collectMod(def, item, prepared, [(context.unit, inner)], &context)
    case .outlineMod:
      let loaded = unitOfMod[Self.modKey(context.unit.treeID, id)]
      if let loaded, loaded.isGone { return }
      let def = add(.mod)
      define(item.ident, .type, .def(.mod, def), visibility, span: item.span, expansion, in: module)
      if let loaded, !loaded.units.isEmpty {
        world.infos(def).pointee.attributes = loaded.attributes
        var merged = prepared
        merged.flags.formUnion(loaded.flags)
        collectMod(def, item, merged, loaded.parts, directory: loaded.directory, &context)
      } else {
        let broken = addModule(
          .mod, def: def, parent: module, expansion: expansion, span: item.span, noImplicitPrelude: false)
        (world.modules.base + broken.index).pointee.isBroken = true
      }
    case .fn(let f):
      let fn = tree[f]
      let isMember = context.position != .module && context.position != .foreignItems
      let def = add(isMember ? .assocFn : .fn)
      addGenerics(fn.generics, def, &context)
      if case .none = fn.body {} else { bodyOwners.append(def) }
      defineValue(item, def, isMember ? .assocFn : .fn, visibility, &context)
    case .const(let c):
      let const = tree[c]
      let isMember = context.position != .module
      let def = add(isMember ? .assocConst : .const)
      addGenerics(const.generics, def, &context)
      if !const.value.isNone { bodyOwners.append(def) }
      defineValue(item, def, isMember ? .assocConst : .const, visibility, &context)
    case .static(let s):
      let def = add(.static)
      if !tree[s].value.isNone { bodyOwners.append(def) }
      defineValue(item, def, .static, visibility, &context)
    case .tyAlias(let t):
      let kind: DefKind =
        switch context.position {
        case .module: .tyAlias
        case .foreignItems: .foreignTy
        default: .assocTy
        }
      let def = add(kind)
      addGenerics(tree[t].generics, def, &context)
      switch context.position {
      case .implItems: break
      default: define(item.ident, .type, .def(kind, def), visibility, span: item.span, expansion, in: module)
      }
      if context.position != .module { context.members.append(def) }
    case .traitAlias(let t):
      let def = add(.traitAlias)
      addGenerics(tree[t].generics, def, &context)
      define(item.ident, .type, .def(.traitAlias, def), visibility, span: item.span, expansion, in: module)
    case .struct(let s):
      let def = add(.struct)
      define(item.ident, .type, .def(.struct, def), visibility, span: item.span, expansion, in: module)
      addGenerics(tree[s].generics, def, &context)
      let fieldVisibility = addFields(tree[s].data, of: def, &context, inherited: .restricted(world[world[module].nearestMod].def))
      if tree[s].data.kind != .named {
        var least = visibility
        if prepared.flags.contains(.isNonExhaustive), visibility == .public { least = .restricted(.root(of: crate)) }
        for v in fieldVisibility where world.isAtLeast(least, v) { least = v }
        addCtor(tree[s].data.kind == .tuple ? .structCtorFn : .structCtorConst, item, def, .item(id), least, &context, in: module)
      }
    case .union(let s):
      let def = add(.union)
      define(item.ident, .type, .def(.union, def), visibility, span: item.span, expansion, in: module)
      addGenerics(tree[s].generics, def, &context)
      _ = addFields(tree[s].data, of: def, &context, inherited: .restricted(world[world[module].nearestMod].def))
    case .enum(let e):
      let def = add(.enum)
      define(item.ident, .type, .def(.enum, def), visibility, span: item.span, expansion, in: module)
      addGenerics(tree[e].generics, def, &context)
      let inner = addModule(
        .enum, def: def, parent: module, expansion: expansion, span: item.span,
        noImplicitPrelude: world[module].noImplicitPrelude)
      addVariants(tree[e].variants, def, inner, visibility, &context)
    case .trait(let t):
      let def = add(.trait)
      define(item.ident, .type, .def(.trait, def), visibility, span: item.span, expansion, in: module)
      addGenerics(tree[t].generics, def, &context)
      let inner = addModule(
        .trait, def: def, parent: module, expansion: expansion, span: item.span,
        noImplicitPrelude: world[module].noImplicitPrelude)
      collectMembers(tree[t].items, def, .traitItems, module: inner, visibility, &context)
    case .impl(let i):
      let impl = tree[i]
      let isTraitImpl = !impl.ofTrait.isNone
      let def = add(isTraitImpl ? .traitImpl : .inherentImpl, at: item.span)
      impls.append(def)
      addGenerics(impl.generics, def, &context)
      collectMembers(
        impl.items, def, .implItems(ofTrait: isTraitImpl), module: module,
        isTraitImpl ? .public : .restricted(world[world[module].nearestMod].def), &context)
    case .foreignMod(let f):
      let def = add(.foreignMod, at: item.span)
      collectMembers(
        tree[f].items, def, .foreignItems, module: module, .restricted(world[world[module].nearestMod].def), &context)
    case .globalAsm:
      bodyOwners.append(add(.globalAsm, at: item.span))
    default: break
    }
  }

  private func defineValue(
    _ item: Item, _ def: DefID, _ kind: DefKind, _ visibility: DefVisibility, _ context: inout CollectContext
  ) {
    switch context.position {
    case .implItems: break
    default:
      define(
        item.ident, .value, .def(kind, def), visibility, span: item.span, context.scope.expansion, in: context.scope.module)
    }
    if context.position != .module { context.members.append(def) }
  }

  static func modKey(_ tree: TreeID, _ item: ID<Item>) -> UInt64 { UInt64(tree.rawValue) << 32 | UInt64(item.rawValue) }

  // MARK: What is inside

  private func collectMod(
    _ def: DefID, _ item: Item, _ prepared: Prepared, _ parts: [(unit: SourceUnit, items: IDList<Item>)], directory: Int? = nil,
    _ context: inout CollectContext
  ) {
    let parent = context.scope.module
    let module = addModule(
      .mod, def: def, parent: parent, expansion: context.scope.expansion, span: item.span,
      noImplicitPrelude: world[parent].noImplicitPrelude || prepared.flags.contains(.hasNoImplicitPrelude))
    var innerContext = CollectContext(
      unit: parts[0].unit, scope: Scope(module: module, macros: context.scope.macros, expansion: context.scope.expansion), container: def,
      position: .module, directory: directory ?? -1, depth: context.depth, inheritedVisibility: .restricted(def))
    if directory == nil {
      let path = prepared.flags.contains(.hasPath) ? stringAttribute(.path, prepared, parts[0].unit) : nil
      directories.append(directories[context.directory].inside(item.ident.name.text, path: path))
      innerContext.directory = directories.count - 1
    }
    collect(parts, &innerContext)
    if prepared.flags.contains(.hasMacroUse) { context.scope.macros = innerContext.scope.macros }
  }

  private func collectMembers(
    _ items: IDList<Item>, _ def: DefID, _ position: ItemPosition, module: ModuleID, _ inherited: DefVisibility,
    _ context: inout CollectContext
  ) {
    var inner = CollectContext(
      unit: context.unit, scope: context.scope, container: def, position: position, directory: context.directory,
      depth: context.depth, inheritedVisibility: inherited)
    if position == .traitItems { inner.scope.module = module }
    collect(items, &inner)
    finishMembers(inner)
  }

  /// Stores the members that a walk found.
  func finishMembers(_ context: CollectContext) {
    guard !context.members.isEmpty else { return }
    let info = world.infos(context.container)
    if info.pointee.members.count == 0 && openMembers[context.container] == nil {
      info.pointee.members = world.t.pointee.defLists.append(contentsOf: context.members)
    } else {
      for m in context.members { addMember(m, to: context.container) }
    }
  }

  private func addGenerics(_ generics: ID<Generics>, _ def: DefID, _ context: inout CollectContext) {
    guard !generics.isNone, !context.tree[generics].params.isEmpty else { return }
    var list: [DefID] = []
    for p in context.tree[generics].params {
      let prepared = context.unit.prepared[p]
      if prepared.flags.contains(.isGone) { continue }
      let param = context.tree[p]
      let kind: DefKind =
        switch param.kind {
        case .lifetime: .lifetimeParam
        case .type: .tyParam
        case .const: .constParam
        }
      let id = addDef(
        kind, .public, parent: def, param.ident, context, node: .genericParam(p), span: param.ident.span)
      world.infos(id).pointee.attributes = prepared.attributes
      list.append(id)
    }
    world.infos(def).pointee.generics = world.t.pointee.defLists.append(contentsOf: list)
  }

  /// Adds the fields of `data` as members of `def`; returns their visibilities.
  @discardableResult private func addFields(
    _ data: VariantData, of def: DefID, _ context: inout CollectContext, inherited: DefVisibility
  ) -> [DefVisibility] {
    if data.fields.isEmpty { return [] }
    var list: [DefID] = []
    var visibilities: [DefVisibility] = []
    var inner = context
    inner.inheritedVisibility = inherited
    for f in data.fields {
      let prepared = context.unit.prepared[f]
      if prepared.flags.contains(.isGone) { continue }
      let field = context.tree[f]
      let visibility = resolve(field.visibility, inner)
      let ident = field.ident.isNone ? Ident(indexName(list.count), field.span) : field.ident
      let id = addDef(.field, visibility, parent: def, ident, context, node: .field(f), span: field.span)
      world.infos(id).pointee.attributes = prepared.attributes
      list.append(id)
      visibilities.append(visibility)
    }
    world.infos(def).pointee.members = world.t.pointee.defLists.append(contentsOf: list)
    return visibilities
  }

  private func addCtor(
    _ kind: DefKind, _ item: Item, _ def: DefID, _ node: DefNode, _ visibility: DefVisibility, _ context: inout CollectContext,
    in module: ModuleID
  ) {
    let ctor = addDef(kind, visibility, parent: def, item.ident, context, node: node, span: item.span)
    world.infos(def).pointee.ctor = ctor.rawValue + 1
    define(item.ident, .value, .def(kind, ctor), visibility, span: item.span, context.scope.expansion, in: module)
  }

  private func addVariants(
    _ variants: Run<Variant>, _ def: DefID, _ module: ModuleID, _ visibility: DefVisibility, _ context: inout CollectContext
  ) {
    var list: [DefID] = []
    for v in variants {
      let prepared = context.unit.prepared[v]
      if prepared.flags.contains(.isGone) { continue }
      let variant = context.tree[v]
      let id = addDef(
        .variant, visibility, parent: def, variant.ident, context, node: .variant(v), span: variant.span)
      world.infos(id).pointee.attributes = prepared.attributes
      if prepared.flags.contains(.hasLang) { noteLangItems(id, prepared, context.unit) }
      list.append(id)
      define(
        variant.ident, .type, .def(.variant, id), visibility, span: variant.span, context.scope.expansion, in: module)
      addFields(variant.data, of: id, &context, inherited: visibility)
      guard variant.data.kind != .named else { continue }
      let kind: DefKind = variant.data.kind == .tuple ? .variantCtorFn : .variantCtorConst
      let least: DefVisibility =
        visibility == .public && prepared.flags.contains(.isNonExhaustive) ? .restricted(.root(of: crate)) : visibility
      let ctor = addDef(kind, least, parent: id, variant.ident, context, node: .variant(v), span: variant.span)
      world.infos(id).pointee.ctor = ctor.rawValue + 1
      define(variant.ident, .value, .def(kind, ctor), least, span: variant.span, context.scope.expansion, in: module)
    }
    if !list.isEmpty { world.infos(def).pointee.members = world.t.pointee.defLists.append(contentsOf: list) }
  }

  // MARK: Visibility

  func resolve(_ visibility: Visibility, _ context: borrowing CollectContext) -> DefVisibility {
    switch visibility.kind {
    case .public: return .public
    case .inherited: return context.inheritedVisibility
    case .restricted(let pathID, _):
      let path = context.unit.tree[pathID]
      var segments = context.unit.tree[path.segments].map(\.ident)
      guard let first = segments.first else { return .public }
      if !first.name.isPathSegmentKeyword {
        if Hygiene.edition(of: first.span.context) != .e2015 {
          diagnostics.add(.relativeVisibility(at: path.span))
          return .public
        }
        segments.insert(Ident(.pathRoot, path.span.start.with(first.span.context)), at: 0)
      }
      switch lookup.resolvePath(segments, nil, context.scope, finalize: nil) {
      case .module(.module(let m)):
        let data = world[m]
        if data.kind != .mod {
          diagnostics.add(.visibilityOfNonModule(at: path.span))
          return .public
        }
        let result = DefVisibility.restricted(data.def)
        if world.isAccessible(result, from: context.scope.module) { return result }
        diagnostics.add(.visibilityOfStranger(at: path.span))
      case .failed(let failure): diagnostics.add(.unresolvedPath(failure, segments, world))
      case .undetermined: diagnostics.add(.undeterminedVisibility(at: path.span))
      default: diagnostics.add(.visibilityOfNonModule(at: path.span))
      }
      return .public
    }
  }
}

extension AttributeRef {
  /// Not built in, and of no tool.
  func isMacro(_ world: World) -> Bool {
    let segments = tree[tree[node.path].segments]
    if segments.count == 1 { return !segments[0].ident.name.isBuiltinAttribute }
    return segments.isEmpty || !world.t.pointee.builtins.isTool(segments[0].ident.name)
  }
  var isDerive: Bool {
    guard let last = tree[tree[node.path].segments].last else { return false }
    return last.ident.name == .derive || last.ident.name == .derive_const
  }
}
