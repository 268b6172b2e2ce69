// Item-level macro calls, round by round: each one tried against the frozen names, its result merged in source order.
import Defs
import Diagnostics
import Expand
import Parallel
import Source
import Support
import Syntax

/// What trying one call gave.
private struct InvocationResult: Sendable {
  enum What: Sendable {
    case undetermined
    /// `include!` adds a file: done by the merge.
    case serial(MacroInfo, ExpansionID)
    /// Items to stand in place of the call (for a derive: to follow the item).
    case items([(ParsedUnit, ExpansionID)])
    /// The attribute does nothing to its item; perhaps items follow.
    case keepItem([(ParsedUnit, ExpansionID)])
    case removeItem
  }
  var what: What
  var diagnostics = DiagnosticList()
  var uses: [MacroUse] = []
}

extension CrateResolver {
  /// Resolves imports and expands macro calls until nothing is left.
  func expandAll() {
    resolveImports()
    var force = false
    while !invocations.isEmpty {
      let isProgress = expandRound(force: force)
      let importsBefore = openImports.count
      resolveImports()
      if force && !isProgress {
        giveUp()
        break
      }
      force = !isProgress && openImports.count == importsBefore
    }
    resolveImports()
  }

  /// Ends calls that cannot be decided even by force.
  func giveUp() {
    for i in invocations {
      diagnostics.add(.error("what this macro call means cannot be determined", at: i.unit.tree[i.item].span))
      if i.isCounted { (world.modules.base + i.scope.module.index).pointee.pendingInvocations -= 1 }
    }
    invocations = []
  }

  /// One round. Returns whether any call was done.
  func expandRound(force: Bool) -> Bool {
    let now = invocations
    invocations = []
    let results = parallelMap(
      count: now.count, workers: input.workers,
      makeWorker: { [self] in MacroHost(world, crate: crate, input.cfg, input.environment) },
      body: { [self] (host: inout MacroHost, i: Int) in attempt(now[i], force: force, &host) })

    // Numbers of trees, and files that new items ask for, come first.
    var done: [(Invocation, InvocationResult, [(SourceUnit, ExpansionID)])] = []
    var mods: [(unit: SourceUnit, mods: [OutlineMod], directory: Int)] = []
    var waiting: [Invocation] = []
    for (invocation, result) in zip(now, results) {
      var result = result
      if case .undetermined = result.what {
        waiting.append(invocation)
        continue
      }
      if case .serial(let info, let expansion) = result.what {
        var host = MacroHost(world, crate: crate, input.cfg, input.environment)
        host.scope = invocation.scope
        if case .bang(let call) = invocation.kind {
          result.what = .items([])
          if let unit = perform(info, expansion, call, invocation, &host, &result.diagnostics) {
            result.what = .items([(unit, expansion)])
          }
        }
      }
      var units: [(SourceUnit, ExpansionID)] = []
      var parsed: [(ParsedUnit, ExpansionID)] = []
      switch result.what {
      case .items(let list), .keepItem(let list): parsed = list
      default: break
      }
      for (p, expansion) in parsed {
        let tree = Trees.add(ParsedTree(tree: p.tree, buffer: p.tokens, crate: crate))
        let unit = SourceUnit(treeID: tree, tree: p.tree, tokens: p.tokens, items: p.items, onlyItem: p.onlyItem, prepared: p.prepared)
        units.append((unit, expansion))
        diagnostics.add(contentsOf: p.diagnostics)
        if !p.outlineMods.isEmpty { mods.append((unit, p.outlineMods, invocation.directory)) }
      }
      done.append((invocation, result, units))
    }
    loadMods(mods)
    for (invocation, result, units) in done { merge(invocation, result, units) }
    // Calls that wait keep their places before those that the round added.
    invocations = waiting + invocations
    return !done.isEmpty
  }

  private func merge(_ invocation: Invocation, _ result: InvocationResult, _ units: [(SourceUnit, ExpansionID)]) {
    diagnostics.add(contentsOf: result.diagnostics)
    macroUses.append(contentsOf: result.uses)
    hasExpanded = hasExpanded || result.uses.contains { $0.res != nil || $0.path.count > 1 }
    if invocation.isCounted { (world.modules.base + invocation.scope.module.index).pointee.pendingInvocations -= 1 }
    var context = CollectContext(
      unit: invocation.unit, scope: invocation.scope, container: invocation.container, position: invocation.position,
      directory: invocation.directory, depth: invocation.depth,
      inheritedVisibility: inheritedVisibility(invocation))
    if case .keepItem = result.what, case .attribute(let index) = invocation.kind {
      let prepared = invocation.unit.prepared[invocation.item]
      if handleMacroAttributes(invocation.item, prepared, from: index + 1, &context) {
        define(invocation.item, prepared, &context)
        addDerives(invocation.item, prepared, &context)
      }
    }
    for (unit, expansion) in units {
      context.unit = unit
      context.scope.expansion = expansion
      context.depth = invocation.depth + 1
      if let only = unit.onlyItem.some { collect(only, &context) } else { collect(unit.items, &context) }
    }
    if invocation.position != .module { finishMembers(context) }
    if invocation.node != .empty {
      let node = world.t.pointee.macroScopes.base + invocation.node.index
      node.pointee.kind = .alias
      node.pointee.parent = context.scope.macros
    }
  }

  private func inheritedVisibility(_ invocation: Invocation) -> DefVisibility {
    switch invocation.position {
    case .traitItems: Defs[invocation.container].visibility
    case .implItems(ofTrait: true): .public
    default: .restricted(world[world[invocation.scope.module].nearestMod].def)
    }
  }

  // MARK: One call

  private func attempt(_ invocation: Invocation, force: Bool, _ host: inout MacroHost) -> InvocationResult {
    host.scope = invocation.scope
    host.force = force
    host.uses = []
    var result = InvocationResult(what: .undetermined)
    switch invocation.kind {
    case .bang(let call): result = attemptBang(call, invocation, &host)
    case .attribute(let index): result = attemptAttribute(index, invocation, &host)
    case .derive(let index): result = attemptDerive(index, invocation, &host)
    }
    if case .undetermined = result.what {} else { result.uses += host.uses }
    return result
  }

  private func attemptBang(_ call: ID<MacroCall>, _ invocation: Invocation, _ host: inout MacroHost) -> InvocationResult {
    let tree = invocation.unit.tree
    let node = tree[call]
    let path = tree[tree[node.path].segments].map(\.ident)
    var result = InvocationResult(what: .items([]))
    switch host.lookup.resolveMacro(path, .bang, invocation.scope, force: host.force) {
    case .undetermined: return InvocationResult(what: .undetermined)
    case .notFound:
      result.uses.append(MacroUse(path: path, kind: .bang, scope: invocation.scope, span: tree[node.path].span, res: nil))
    case .res(let res):
      result.uses.append(MacroUse(path: path, kind: .bang, scope: invocation.scope, span: tree[node.path].span, res: res))
      guard case .def(.macro, let def) = res, let info = world.macro(def) else {
        if res != .err { result.diagnostics.add(.notAMacro(path.last!.name, at: tree[node.path].span)) }
        return result
      }
      let limit = lookup.session.pointee.recursionLimit
      if invocation.depth >= limit {
        result.diagnostics.add(
          .recursionLimit(limit, macro: info.name, crate: input.name, at: node.span))
        return result
      }
      let expansion = world.addExpansion(of: info, .bang, at: node.span, from: invocation.scope)
      if info.builtin == .include { return InvocationResult(what: .serial(info, expansion), uses: result.uses) }
      guard let unit = perform(info, expansion, call, invocation, &host, &result.diagnostics) else {
        if host.isUndetermined { return InvocationResult(what: .undetermined) }
        return result
      }
      result.what = .items([(unit, expansion)])
    }
    return result
  }

  /// The items that a bang macro turns into; nil after a message, or if `host.isUndetermined`.
  private func perform(
    _ info: MacroInfo, _ expansion: ExpansionID, _ call: ID<MacroCall>, _ invocation: Invocation, _ host: inout MacroHost,
    _ diagnostics: inout DiagnosticList
  ) -> ParsedUnit? {
    let node = invocation.unit.tree[call]
    host.isUndetermined = false
    let input = MacroInput(
      tokens: invocation.unit.tokens, arguments: node.arguments, delimiter: node.delimiter, span: node.span, expansion: expansion)
    if let rules = info.rules {
      guard let tokens = rules.expand(input, into: &diagnostics) else { return nil }
      return parse(tokens, invocation.position, &diagnostics)
    }
    guard case .bang(let builtin) = BuiltinMacro(named: info.builtin) else {
      diagnostics.add(.notAMacro(info.name, at: node.span))
      return nil
    }
    switch expand(builtin, input, host: &host, into: &diagnostics) {
    case .tokens(let tokens): return parse(tokens, invocation.position, &diagnostics)
    case .item(let tree, let id, let tokens):
      var preparer = Preparer(world, self.input.cfg, tree, tokens)
      preparer.prepare(id)
      return ParsedUnit(
        tree: tree, tokens: tokens, items: .empty, onlyItem: id, prepared: preparer.result,
        fileAttributes: Prepared(attributes: .empty, flags: []), isActive: true, outlineMods: [],
        diagnostics: preparer.diagnostics)
    case .undetermined:
      host.isUndetermined = true
      return nil
    case .failed: return nil
    case .expr, .ty:
      diagnostics.add(.error("the expansion of `\(info.name)!` is no item", at: node.span))
      return nil
    }
  }

  private func parse(_ tokens: TokenBuffer, _ position: ItemPosition, _ diagnostics: inout DiagnosticList) -> ParsedUnit {
    var messages = DiagnosticList()
    let parsed = parseItems(tokens, position, into: &messages)
    return ParsedUnit(parsed, tokens, world, input.cfg, messages)
  }

  // MARK: Attributes and derives

  private func attemptAttribute(_ index: Int, _ invocation: Invocation, _ host: inout MacroHost) -> InvocationResult {
    let unit = invocation.unit
    let prepared = unit.prepared[invocation.item]
    let attributes = world.t.pointee.attributes[prepared.attributes]
    let attribute = attributes[index]
    let path = attribute.path
    var result = InvocationResult(what: .keepItem([]))

    // An attribute that a derive of the same item brings.
    if path.count == 1 {
      for d in attributes where d.isDerive {
        for derive in derivePaths(of: d.node, unit.tokens, into: &result.diagnostics) {
          switch host.lookup.resolveMacro(derive.path, .derive, invocation.scope, force: host.force) {
          case .undetermined: return InvocationResult(what: .undetermined)
          case .res(.def(.macro, let def)):
            if let info = world.macro(def), world.t.pointee.idents[info.helperAttributes].contains(where: { $0.name == path[0].name }) {
              return result
            }
          default: break
          }
        }
      }
    }

    switch host.lookup.resolveMacro(path, .attribute, invocation.scope, force: host.force) {
    case .undetermined: return InvocationResult(what: .undetermined)
    case .notFound:
      result.uses.append(MacroUse(path: path, kind: .attribute, scope: invocation.scope, span: attribute.pathSpan, res: nil))
    case .res(let res):
      result.uses.append(MacroUse(path: path, kind: .attribute, scope: invocation.scope, span: attribute.pathSpan, res: res))
      guard case .def(.macro, let def) = res, let info = world.macro(def) else { return result }
      let expansion = world.addExpansion(of: info, .attribute, at: attribute.node.span, from: invocation.scope)
      let item = unit.tree[invocation.item]
      if let rules = info.rules {
        var arguments = TokenRange(attribute.node.tokens.start, attribute.node.tokens.start)
        if case .delimited(let range) = attribute.node.arguments { arguments = range }
        let call = MacroInput(
          tokens: unit.tokens, arguments: arguments, span: attribute.node.span, expansion: expansion)
        // The macro sees the item without the attribute. (One made by `cfg_attr` is no whole attribute there.)
        let own = attribute.node.tokens
        let isWhole = !own.isEmpty && unit.tokens[own.start].kind == .pound
        let given = tokens(of: unit.tokens, item.tokens, without: isWhole ? own : TokenRange(own.start, own.start))
        if let tokens = rules.expandAttribute(
          call, isUnsafe: attribute.node.isUnsafe, item: given, range: given.wholeRange, into: &result.diagnostics)
        {
          result.what = .items([(parse(tokens, invocation.position, &result.diagnostics), expansion)])
        }
        return result
      }
      guard case .attribute(let builtin) = BuiltinMacro(named: info.builtin) else {
        result.diagnostics.add(.notAnAttribute(info.name, at: attribute.pathSpan))
        return result
      }
      let input = AttributeInput(attribute: attribute, tokens: unit.tokens, item: item.tokens, expansion: expansion)
      switch expandAttribute(builtin, input, cfg: self.input.cfg, into: &result.diagnostics) {
      case .keep, .failed: break
      case .keepAnd(let tokens): result.what = .keepItem([(parse(tokens, invocation.position, &result.diagnostics), expansion)])
      case .replace(let tokens): result.what = .items([(parse(tokens, invocation.position, &result.diagnostics), expansion)])
      case .remove: result.what = .removeItem
      }
    }
    return result
  }

  private func attemptDerive(_ index: Int, _ invocation: Invocation, _ host: inout MacroHost) -> InvocationResult {
    let unit = invocation.unit
    let item = unit.tree[invocation.item]
    let attributes = world.t.pointee.attributes[unit.prepared[invocation.item].attributes]
    let attribute = attributes[index]
    var result = InvocationResult(what: .items([]))
    switch item.kind {
    case .struct, .enum, .union: break
    default:
      result.diagnostics.add(.deriveOnOtherItem(at: attribute.node.span, item: item.span))
      return result
    }

    // All derives of the item: `Clone` wants to know of `Copy`.
    var found: [(DerivePath, MacroInfo)] = []
    var derivesCopy = false
    for (i, a) in attributes.enumerated() where a.isDerive {
      var messages = DiagnosticList()
      let paths = derivePaths(of: a.node, unit.tokens, into: &messages)
      if i == index { result.diagnostics.add(contentsOf: messages) }
      for path in paths {
        switch host.lookup.resolveMacro(path.path, .derive, invocation.scope, force: host.force) {
        case .undetermined: return InvocationResult(what: .undetermined)
        case .notFound:
          if i == index {
            result.uses.append(MacroUse(path: path.path, kind: .derive, scope: invocation.scope, span: path.span, res: nil))
          }
        case .res(let res):
          if i == index {
            result.uses.append(MacroUse(path: path.path, kind: .derive, scope: invocation.scope, span: path.span, res: res))
          }
          guard case .def(.macro, let def) = res, let info = world.macro(def) else { continue }
          if info.builtin == .Copy { derivesCopy = true }
          if i == index { found.append((path, info)) }
        }
      }
    }
    var parts: [(ParsedUnit, ExpansionID)] = []
    let isConst = attribute.node.isDeriveConst(attribute.tree)
    for (path, info) in found {
      let expansion = world.addExpansion(of: info, .derive, at: path.span, from: invocation.scope)
      var tokens: TokenBuffer? = nil
      if let rules = info.rules {
        let call = MacroInput(tokens: unit.tokens, arguments: item.tokens, span: path.span, expansion: expansion)
        tokens = rules.expandDerive(call, into: &result.diagnostics)
      } else if case .derive(let builtin) = BuiltinMacro(named: info.builtin) {
        tokens = expandDerive(
          builtin,
          DeriveInput(
            tokens: unit.tokens, item: item.tokens, traitSpan: path.span, isConst: isConst, expansion: expansion,
            alsoDerivesCopy: derivesCopy), cfg: input.cfg, into: &result.diagnostics)
      } else {
        result.diagnostics.add(.notADerive(info.name, at: path.span))
      }
      if let tokens { parts.append((parse(tokens, .module, &result.diagnostics), expansion)) }
    }
    result.what = .items(parts)
    return result
  }
}

extension AttributeRef {
  var pathSpan: Span { tree[node.path].span }
}

extension Attribute {
  func isDeriveConst(_ tree: Tree) -> Bool { tree[tree[path].segments].last?.ident.name == .derive_const }
}
