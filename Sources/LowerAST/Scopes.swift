// Ribs: what names mean inside a header or body before its module is asked.
import Defs
import Diagnostics
import HIR
import Parallel
import Resolve
import Source
import Support
import Syntax

/// One entry of the stack of scopes, innermost last.
enum Rib {
  /// A local (`context` normalised for `macro_rules`) or a generic param (normalised for `macro`).
  case binding(Name, SyntaxContext, Namespace, Res)
  /// `Self` as a type.
  case selfType(Res)
  /// `Self` as a value.
  case selfCtor(DefID)
  /// A block with items of its own.
  case block(ModuleID)
  /// A `macro_rules` definition between statements: names made by its calls go on from here with the mark taken off.
  case macroDefinition(DefID)
  case barrier(Barrier)
}

/// What may not be used from outside of a part of a body.
enum Barrier {
  /// Locals stop (E0434).
  case item
  /// Generic params of the surrounding item stop (E0401).
  case itemWithoutOuterGenerics
  /// The value of a const, or an anonymous const: locals stop (E0435). Generic params may be used or not.
  case const(genericsAllowed: Bool, isTrivial: Bool)
  /// The type of a const param: no generic params (E0770).
  case constParamTy
  /// Locals go through; labels and loops do not.
  case closure
}

/// One entry of the stack of labels, innermost last.
enum LabelRib {
  case label(Name, SyntaxContext, ID<LoopInfo>, Span)
  case macroDefinition(DefID)
  case barrier
}

/// What a name turned out to be.
enum Lookup {
  case res(Res)
  case binding(Binding)
  /// A message has been given.
  case error
}

extension SyntaxContext {
  /// For locals and labels.
  var forLocals: SyntaxContext { Hygiene.data(self).opaqueAndSemiOpaque }
  /// For items, generic params and lifetimes.
  var forItems: SyntaxContext { Hygiene.data(self).opaque }

  /// The macro whose expansion the newest mark that belongs to a macro stands for; `.none` outside of expansions.
  var macroDef: DefID {
    var context = self
    while !context.isRoot {
      let data = Hygiene.data(context)
      let def = Hygiene[data.outerExpansion].macroDef
      if def != .max { return DefID(rawValue: def) }
      context = data.parent
    }
    return .none
  }
}

extension Lowerer {
  mutating func bindLocal(_ name: Name, _ context: SyntaxContext, _ local: LocalBindingID) {
    ribs.append(.binding(name, context, .value, .local(local)))
  }

  mutating func makeLocal() -> LocalBindingID {
    localCount += 1
    return LocalBindingID(rawValue: UInt32(localCount - 1))
  }

  /// What `ident` means as a single name in `namespace`: ribs, blocks, then the module and the preludes. Nil if nothing.
  ///
  /// - Parameter finalize: messages for crossing barriers are given only then.
  mutating func lookUp(_ ident: Ident, _ namespace: Namespace, finalize: Bool, inModules: Bool = true) -> Lookup? {
    let itemContext = ident.span.context.forItems
    var context = namespace == .value ? ident.span.context.forLocals : itemContext
    let isSelf = ident.name == .selfType
    var search = ribs.search(ident.name, namespace)
    while let i = ribs.next(&search) {
      switch ribs[i] {
      case .binding(let name, let bound, let ns, let res):
        guard name == ident.name, ns == namespace else { continue }
        if case .local = res {
          if bound != context { continue }
        } else if bound != itemContext {
          continue
        }
        return validate(res, from: i, ident, finalize)
      case .selfType(let res):
        if isSelf && namespace == .type { return validate(res, from: i, ident, finalize) }
      case .selfCtor(let def):
        if isSelf && namespace == .value { return validate(.selfCtor(def), from: i, ident, finalize) }
      case .block(let module):
        let asked = Ident(ident.name, ident.span.with(context))
        if let binding = world.resolveIdent(asked, namespace, inModule: module, from: scope) { return .binding(binding) }
      case .macroDefinition(let def):
        if !context.isRoot && context.macroDef == def { context = Hygiene.data(context).parent }
      case .barrier:
        continue
      }
    }
    if inModules, let binding = world.resolveIdent(ident, namespace, in: scope) { return .binding(binding) }
    return nil
  }

  /// `res` if it may be used across the barriers above rib `index`, else a message.
  private mutating func validate(_ res: Res, from index: Int, _ ident: Ident, _ finalize: Bool) -> Lookup {
    if case .def(_, let def) = res, !forwardDeclared.isEmpty, forwardDeclared.contains(def) {
      if finalize { report(.forwardDeclaredParam(ident)) }
      return .error
    }
    for i in ribs.barriers(above: index) {
      guard case .barrier(let barrier) = ribs[Int(i)] else { continue }
      switch (res, barrier) {
      case (.local, .item), (.local, .itemWithoutOuterGenerics):
        if finalize { report(.cannotCaptureDynamicEnvironment(at: ident.span)) }
        return .error
      case (.local, .const):
        if finalize { report(.nonConstantInConst(ident)) }
        return .error
      case (.local, .constParamTy):
        if finalize { report(.paramInTypeOfConstParam(ident)) }
        return .error
      case (.def(.tyParam, _), .itemWithoutOuterGenerics), (.def(.constParam, _), .itemWithoutOuterGenerics),
        (.selfTyAlias, .itemWithoutOuterGenerics), (.selfTyParam, .itemWithoutOuterGenerics),
        (.selfCtor, .itemWithoutOuterGenerics):
        if finalize { report(.genericParamFromOuterItem(ident)) }
        return .error
      case (.def(.tyParam, _), .constParamTy), (.def(.constParam, _), .constParamTy):
        if finalize { report(.paramInTypeOfConstParam(ident)) }
        return .error
      case (.def(.tyParam, _), .const(false, _)):
        if finalize { report(.genericParamInConst(ident)) }
        return .error
      case (.def(.constParam, _), .const(false, let isTrivial)):
        if isTrivial { continue }
        if finalize { report(.genericParamInConst(ident)) }
        return .error
      default: continue
      }
    }
    return .res(res)
  }

  /// The loop or block that `label` names; nil after a message.
  mutating func resolveLabel(_ label: Ident) -> ID<LoopInfo>? {
    var context = label.span.context.forLocals
    var isBlocked = false
    for rib in labelRibs.reversed() {
      switch rib {
      case .label(let name, let bound, let target, let span):
        guard name == label.name, bound == context else { continue }
        if isBlocked {
          report(.unreachableLabel(label, definedAt: span))
          return nil
        }
        return target
      case .macroDefinition(let def):
        if !context.isRoot && context.macroDef == def { context = Hygiene.data(context).parent }
      case .barrier: isBlocked = true
      }
    }
    if let i = outer.labels.lastIndex(where: { $0.name == label.name && $0.context == context }) {
      report(.unreachableLabel(label, definedAt: outer.labelSpans[i]))
    } else {
      report(.undeclaredLabel(label))
    }
    return nil
  }

  /// The locals and labels in scope, for nested items.
  func visibleScope() -> OuterScope {
    var result = outer
    for case .binding(let name, let context, .value, .local) in ribs.outermostFirst {
      result.locals.append(OuterScope.Local(name: name, context: context))
    }
    for case .label(let name, let context, _, let span) in labelRibs {
      result.labels.append(OuterScope.Local(name: name, context: context))
      result.labelSpans.append(span)
    }
    return result
  }
}

extension Lowerer {
  /// What `ident` means in the ribs of this task; `.binding` if a block's item hides what is further out. Nil if the module decides.
  mutating func lookUpInRibs(_ ident: Ident, _ namespace: Namespace, finalize: Bool) -> Lookup? {
    lookUp(ident, namespace, finalize: finalize, inModules: false)
  }

  /// Whether the module, its enclosing blocks or the preludes have such a name.
  func canFindInModules(_ ident: Ident, _ namespace: Namespace) -> Bool {
    world.resolveIdent(ident, namespace, in: scope) != nil
  }
}
