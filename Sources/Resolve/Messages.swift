// The messages of this step, in code order where they have one.
import Defs
import Diagnostics
import Parallel
import Source
import Support
import Syntax

extension World {
  func describe(_ module: ModuleID) -> String {
    let m = modules[module.index]
    switch m.kind {
    case .mod: return "module"
    case .enum: return "enum"
    case .trait: return "trait"
    case .block: return "block"
    }
  }

  /// Why a path ends at a segment.
  func reason(_ failure: PathFailure, _ path: [Ident]) -> String {
    let name = failure.ident.name == .pathRoot ? "the crate root" : "`\(failure.ident.name)`"
    switch failure.kind {
    case .tooManySupers: return "there is no module above the crate root"
    case .misplacedKeyword: return "\(name) can only stand at the start of a path"
    case .notAModule(let res): return "\(name) is \(res.description), not a module"
    case .notFound:
      switch failure.root {
      case .module(let m):
        if !modules[m.index].parent.isNone { return "no \(name) in `\(modulePath(m))`" }
        if failure.index > 0, !path[failure.index - 1].name.isPathSegmentKeyword { return "no \(name) in `\(path[failure.index - 1].name)`" }
        return "no \(name) in the crate root"
      case .externPrelude: return "no crate is called \(name)"
      default:
        return path.count > 1 && failure.index == 0 || failure.ident.name.text.first?.isLowercase == true
          ? "no module or crate is called \(name) here" : "no type is called \(name) here"
      }
    }
  }
}

extension Res {
  /// For messages, with its article.
  public var description: String {
    switch self {
    case .def(let kind, _): return kind.description
    case .primTy: return "a builtin type"
    case .selfTyParam, .selfTyAlias: return "a self type"
    case .selfCtor: return "a self constructor"
    case .local: return "a local variable"
    case .toolMod: return "a tool module"
    case .nonMacroAttr: return "an attribute"
    case .err: return "an unresolved item"
    }
  }
}

extension DefKind {
  /// For messages, with its article.
  public var description: String {
    switch self {
    case .mod: "a module"
    case .struct: "a struct"
    case .union: "a union"
    case .enum: "an enum"
    case .variant: "a variant"
    case .trait: "a trait"
    case .traitAlias: "a trait alias"
    case .tyAlias: "a type alias"
    case .foreignTy: "a foreign type"
    case .assocTy: "an associated type"
    case .tyParam: "a type parameter"
    case .fn: "a function"
    case .const: "a constant"
    case .constParam: "a const parameter"
    case .static: "a static"
    case .structCtorFn: "a tuple struct"
    case .structCtorConst: "a unit struct"
    case .variantCtorFn: "a tuple variant"
    case .variantCtorConst: "a unit variant"
    case .assocFn: "an associated function"
    case .assocConst: "an associated constant"
    case .macro: "a macro"
    case .externCrate: "an extern crate"
    case .use: "an import"
    case .foreignMod: "a foreign module"
    case .anonConst, .inlineConst: "a constant expression"
    case .opaqueTy: "an opaque type"
    case .field: "a field"
    case .lifetimeParam: "a lifetime parameter"
    case .globalAsm: "a block of assembly"
    case .inherentImpl, .traitImpl: "an implementation"
    case .closure, .coroutineClosure: "a closure"
    }
  }
}

extension Namespace {
  var description: String {
    switch self {
    case .type: "type"
    case .value: "value"
    case .macro: "macro"
    }
  }
}

extension Diagnostic {
  // MARK: Names in modules

  /// E0252, E0254, E0255, E0259, E0260, E0428. Two things of one name in one place.
  static func nameClash(
    _ name: Name, _ ns: Namespace, code: String, old: Span, new: Span, isNewImport: Bool, isOldImport: Bool, place: String
  ) -> Diagnostic {
    var d = Diagnostic.error(
      "`\(name)` is defined more than once", code: code, at: new,
      label: isNewImport ? "`\(name)` is imported again here" : "`\(name)` is defined again here")
    if !old.isNone && old != new {
      d = d.label(old, isOldImport ? "the first import of `\(name)`" : "the first definition of the \(ns.description) `\(name)`")
    }
    return d.note("a name can stand for one \(ns.description) of a \(place) only")
  }

  /// E0364, E0365. An import that shows more than it may.
  static func privateReexport(_ ident: Ident, _ ns: Namespace, isCratePrivate: Bool, at span: Span) -> Diagnostic {
    let how = isCratePrivate ? "only public within the crate" : "private"
    let d = Diagnostic.error(
      "`\(ident.name)` is \(how), and cannot be reexported", code: ns == .type ? "E0365" : "E0364", at: span,
      label: ns == .type ? "reexport of a \(isCratePrivate ? "crate public" : "private") `\(ident.name)`" : "")
    return d.note("mark `\(ident.name)` as `pub` where it is defined")
  }

  /// E0429. `use a::self`.
  static func selfImportOutsideBraces(at span: Span, of selfSpan: Span) -> Diagnostic {
    .error("`self` imports are only allowed within braces", code: "E0429", at: span)
      .help("import the module itself, or write `{self}`")
  }

  /// E0431. `use {self}`.
  static func selfImportWithoutPath(at span: Span) -> Diagnostic {
    .error("a `self` import needs a path before the braces", code: "E0431", at: span, label: "nothing to import")
  }

  /// E0432. Imports of one `use` that lead nowhere.
  static func unresolvedImports(
    _ list: [(span: Span, label: String, path: String, similar: Name, ident: Ident)]
  ) -> Diagnostic {
    let paths = list.map { "`\($0.path)`" }.joined(separator: ", ")
    var d = Diagnostic.error(
      "unresolved import\(list.count == 1 ? "" : "s") \(paths)", code: "E0432", at: list[0].span, label: list[0].label)
    for e in list.dropFirst().prefix(9) { d = d.also(e.span, e.label) }
    for e in list where !e.similar.isEmpty {
      d.suggestions.append(
        Suggestion("a similar name exists in the module", [(e.ident.span, e.similar.text)], .maybeIncorrect))
    }
    return d
  }

  /// E0433. A path that ends before its last segment.
  static func unresolvedPath(_ failure: PathFailure, _ path: [Ident], _ world: World) -> Diagnostic {
    let reason = world.reason(failure, path)
    return .error("the path cannot be resolved: \(reason)", code: "E0433", at: failure.ident.span, label: reason)
  }

  static func misplacedKeyword(_ ident: Ident) -> Diagnostic {
    .error("`\(ident.name)` can only stand at the start of a path", at: ident.span)
  }

  static func unnamedImport(_ ident: Ident, isSelf: Bool) -> Diagnostic {
    .error("`\(ident.name)` can only be imported under another name", at: ident.span).help("add `as name`")
  }

  static func undeterminedImport(at span: Span) -> Diagnostic {
    .error("what this import means cannot be determined", at: span)
      .help("what it depends on is itself made by a macro or a glob import: name it by another path")
  }

  /// E0463. No such crate.
  static func missingCrate(_ name: Name, at span: Span) -> Diagnostic {
    .error("there is no crate `\(name)`", code: "E0463", at: span, label: "no such crate")
  }

  /// E0468.
  static func macroUseInModule(at span: Span) -> Diagnostic {
    .error("an `extern crate` that loads macros must stand at the crate root", code: "E0468", at: span)
  }

  /// E0469.
  static func missingImportedMacro(_ name: Name, at span: Span) -> Diagnostic {
    .error("the crate has no macro `\(name)` to import", code: "E0469", at: span)
  }

  // MARK: Files

  /// E0583.
  static func missingModFile(_ name: Name, _ plain: String, _ nested: String?, at span: Span) -> Diagnostic {
    let d = Diagnostic.error("there is no file for the module `\(name)`", code: "E0583", at: span)
    guard let nested else { return d.note("there is no `\(plain)`") }
    return d.help("create the file `\(plain)` or `\(nested)`")
  }

  /// E0761.
  static func ambiguousModFile(_ name: Name, _ plain: String, _ nested: String, at span: Span) -> Diagnostic {
    .error("there are two files for the module `\(name)`: `\(plain)` and `\(nested)`", code: "E0761", at: span)
      .help("delete or rename one of them")
  }

  static func circularMods(_ path: String, at span: Span) -> Diagnostic {
    .error("the file `\(path)` would be a module of itself", at: span)
  }

  static func modInBlock(_ name: Name, at span: Span) -> Diagnostic {
    .error("a module that is in another file cannot stand in a block without a `#[path]`", at: span)
      .note("`mod \(name);` would need to know its folder")
  }

  static func unreadableFile(_ reason: String, at span: Span) -> Diagnostic {
    .error("the file cannot be read: \(reason)", at: span)
  }

  // MARK: Privacy and ambiguity

  /// E0603.
  static func privateName(_ ident: Ident, _ decl: Decl, _ world: World) -> Diagnostic {
    let what = decl.importID.isNone ? String(decl.res.description.drop { $0 != " " }.dropFirst()) : "import"
    return .error(
      "\(what) `\(ident.name)` is private", code: "E0603", at: ident.span, label: "private \(what)"
    ).sub(.note, "`\(ident.name)` is defined here", at: decl.span.head)
  }

  /// E0659.
  static func ambiguous(_ e: AmbiguityError, _ world: World) -> Diagnostic {
    let why =
      switch e.kind {
      case .globVsGlob: "several glob imports bring this name"
      case .globVsOuter: "a glob import and an outer scope both have this name"
      case .macroRulesVsModularized: "a `macro_rules` in scope and a macro of a module both have this name"
      case .moreExpandedVsOuter: "a name made by a macro and an outer scope's both fit"
      case .globVsExpanded: "a glob import and a name made by a macro both fit"
      case .builtinAttribute: "a built-in attribute has this name too"
      case .deriveHelper: "a derive helper attribute has this name too"
      }
    return .error("`\(e.ident.name)` is ambiguous", code: "E0659", at: e.ident.span, label: "ambiguous name")
      .note(why)
      .sub(.note, "it could be the one here", at: world[e.first].span)
      .sub(.note, "or the one here", at: world[e.second].span)
  }

  /// E0704 and the like: what `pub(in …)` may not say.
  static func relativeVisibility(at span: Span) -> Diagnostic {
    .error("a relative path cannot say who sees an item", at: span).help("start it with `crate::`, `self::` or `super::`")
  }
  /// E0577.
  static func visibilityOfNonModule(at span: Span) -> Diagnostic {
    .error("only a module can be named here", code: "E0577", at: span, label: "not a module")
  }
  /// E0742.
  static func visibilityOfStranger(at span: Span) -> Diagnostic {
    .error("visibility can only be given to modules around the item", code: "E0742", at: span)
  }
  /// E0578.
  static func undeterminedVisibility(at span: Span) -> Diagnostic {
    .error("this module cannot be found", code: "E0578", at: span)
  }

  // MARK: Macros

  static func unresolvedMacro(_ ident: Ident, _ kind: MacroKind, similar: Name) -> Diagnostic {
    let what =
      switch kind {
      case .bang: "macro"
      case .attribute: "attribute"
      case .derive: "derive macro"
      }
    var d = Diagnostic.error("cannot find \(what) `\(ident.name)` in this scope", at: ident.span)
    if !similar.isEmpty {
      d.suggestions.append(
        Suggestion("a \(what) with a similar name exists", [(ident.span, similar.text)], .maybeIncorrect))
    }
    return d
  }
  static func notAMacro(_ name: Name, at span: Span) -> Diagnostic {
    .error("`\(name)` is no macro that can be called with `!`", at: span, label: "not a macro")
  }
  static func notAnAttribute(_ name: Name, at span: Span) -> Diagnostic {
    .error("`\(name)` is no attribute macro", at: span, label: "not an attribute")
  }
  static func notADerive(_ name: Name, at span: Span) -> Diagnostic {
    .error("`\(name)` is no derive macro", at: span, label: "not a derive macro")
  }
  /// E0774.
  static func deriveOnOtherItem(at span: Span, item: Span) -> Diagnostic {
    .error(
      "`derive` can only be used on structs, enums and unions", code: "E0774", at: span, label: "not allowed here"
    ).label(item, "no `struct`, `enum` or `union`")
  }
  /// A `#[rustc_builtin_macro]` that the compiler does not have.
  static func unknownBuiltinMacro(_ name: Name, at span: Span) -> Diagnostic {
    .error("the compiler has no builtin macro `\(name)`", at: span)
  }

  fileprivate consuming func sub(_ level: Level, _ text: String, at span: Span) -> Diagnostic {
    var d = self
    if !span.isNone { d.children.append(SubDiagnostic(level, text, labels: [Label(span, isPrimary: true)])) }
    return d
  }
}
