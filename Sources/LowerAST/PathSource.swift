// What a path is used as: which namespace it lives in, which meanings it may have, and the message if it has another.
import Defs
import Diagnostics
import Parallel
import Resolve
import Source
import Support
import Syntax

enum PathSource {
  case type
  /// `alias`: a trait alias does as well.
  case trait(alias: Bool)
  /// `call`: the whole call whose callee it is.
  case expr(call: Span?)
  case pat
  case structure
  /// The whole pattern.
  case tupleStruct(Span)
  /// `A::B` of `<T as A>::B`.
  case traitItem(Namespace, isTupleStruct: Bool)

  var namespace: Namespace {
    switch self {
    case .type, .trait, .structure: .type
    case .expr, .pat, .tupleStruct: .value
    case .traitItem(let ns, _): ns
    }
  }

  /// Whether last segments may be left to be looked up when types are known.
  var defersToTypes: Bool {
    switch self {
    case .type, .expr, .pat, .structure, .tupleStruct: true
    case .trait, .traitItem: false
    }
  }

  func accepts(_ res: Res) -> Bool {
    switch (self, res) {
    case (.type, .primTy), (.type, .selfTyParam), (.type, .selfTyAlias): return true
    case (.structure, .selfTyParam), (.structure, .selfTyAlias): return true
    case (.expr, .local), (.expr, .selfCtor), (.pat, .selfCtor), (.tupleStruct, .selfCtor): return true
    case (_, .def(let kind, _)): return accepts(kind)
    default: return false
    }
  }

  private func accepts(_ kind: DefKind) -> Bool {
    switch self {
    case .type:
      switch kind {
      case .struct, .union, .enum, .trait, .traitAlias, .tyAlias, .assocTy, .tyParam, .opaqueTy, .foreignTy: true
      default: false
      }
    case .trait(let alias): kind == .trait || alias && kind == .traitAlias
    case .expr:
      switch kind {
      case .structCtorFn, .structCtorConst, .variantCtorFn, .variantCtorConst, .const, .static, .fn, .assocFn, .assocConst,
        .constParam:
        true
      default: false
      }
    case .pat: kind == .structCtorConst || kind == .variantCtorConst || kind == .const || kind == .assocConst
    case .structure:
      switch kind {
      case .struct, .union, .variant, .tyAlias, .assocTy: true
      default: false
      }
    case .tupleStruct: kind == .structCtorFn || kind == .variantCtorFn
    case .traitItem(.value, _): kind == .assocFn || kind == .assocConst
    case .traitItem: kind == .assocTy
    }
  }

  var expected: String {
    switch self {
    case .type: "type"
    case .trait: "trait"
    case .expr(let call): call != nil ? "function" : "value"
    case .pat: "unit struct, unit variant or constant"
    case .structure: "struct, variant or union type"
    case .tupleStruct, .traitItem(.value, isTupleStruct: true): "tuple struct or tuple variant"
    case .traitItem(.value, _): "method or associated constant"
    case .traitItem: "associated type"
    }
  }

  /// The whole call or pattern where `res` would be written in another way, as `S { x: 1 }` for `S(1)`.
  func marksWhole(for res: Res, isTuple: (DefID) -> Bool) -> Span? {
    guard case .def(let kind, let def) = res else { return nil }
    // Its constructor is out of sight, but of the right shape.
    if kind == .struct, isTuple(def) { return nil }
    switch (self, kind) {
    case (.expr(let whole?), .struct), (.expr(let whole?), .union), (.expr(let whole?), .variant), (.expr(let whole?), .structCtorConst),
      (.expr(let whole?), .variantCtorConst), (.tupleStruct(let whole), .struct), (.tupleStruct(let whole), .union),
      (.tupleStruct(let whole), .variant), (.tupleStruct(let whole), .structCtorConst), (.tupleStruct(let whole), .variantCtorConst):
      return whole
    default: return nil
    }
  }

  /// The code for a path that means nothing.
  var notFoundCode: String {
    switch self {
    case .type, .expr: "E0425"
    case .trait: "E0405"
    case .structure: "E0422"
    case .pat, .tupleStruct: "E0531"
    case .traitItem: "E0576"
    }
  }

  /// The code for a path that means something else.
  var unexpectedCode: String {
    switch self {
    case .type: "E0573"
    case .trait: "E0404"
    case .expr: "E0423"
    case .structure: "E0574"
    case .pat, .tupleStruct: "E0532"
    case .traitItem: "E0575"
    }
  }
}

extension Diagnostic {
  /// The last name of the path is nowhere to be found.
  static func notFound(_ idents: [Ident], _ source: PathSource, in root: String?, at span: Span) -> Diagnostic {
    let ident = idents[idents.count - 1]
    let expected = callee(ident, source)
    if ident.name == .selfType && idents.count == 1 && source.namespace == .type {
      return .error(
        "cannot find type `Self` in this scope", code: "E0411", at: span,
        label: "`Self` is only available in impls, traits, or type definitions")
    }
    if ident.name == .selfValue && idents.count == 1 {
      return .error(
        "expected value, found module `self`", code: "E0424", at: span,
        label: "`self` value is a keyword only available in methods with a `self` parameter")
    }
    let place = root ?? "this scope"
    return .error(
      "cannot find \(expected) `\(ident.name)` in \(place)", code: source.notFoundCode, at: ident.span, label: "not found in \(place)")
  }

  /// The path means something, but nothing that may stand here.
  static func unexpected(_ res: Res, _ idents: [Ident], _ source: PathSource, at span: Span) -> Diagnostic {
    let path = pathText(idents)
    let ident = idents[idents.count - 1]
    if idents.count == 1 && ident.name == .selfValue {
      return .error(
        "expected value, found module `self`", code: "E0424", at: span,
        label: "`self` value is a keyword only available in methods with a `self` parameter")
    }
    let expected = callee(ident, source)
    return .error(
      "expected \(expected), found \(res.descriptionText) `\(path)`", code: source.unexpectedCode, at: span,
      label: "not a \(expected)")
  }

  /// A name in front of `::` that is no module or type.
  static func unresolvedPrefix(_ failure: PathFailure, in root: String?) -> Diagnostic {
    let ident = failure.ident
    switch failure.kind {
    case .tooManySupers:
      return .error("there are too many leading `super` keywords", code: "E0433", at: ident.span, label: "there are too many leading `super` keywords")
    case .misplacedKeyword:
      return .error(
        "`\(ident.name)` in paths can only be used in start position", code: "E0433", at: ident.span,
        label: "can only be used in path start position")
    case .notAModule(let res):
      return .error(
        "`\(ident.name)` is \(res.article) \(res.descriptionText), not a module", code: "E0433", at: ident.span,
        label: "not a module")
    case .notFound:
      let isUpper = ident.name.bytes.first.map { $0 >= 0x41 && $0 <= 0x5A } ?? false
      let word = isUpper ? "type" : "module or crate"
      return .error(
        "cannot find \(word) `\(ident.name)` in \(root ?? "this scope")", code: "E0433", at: ident.span,
        label: isUpper ? "use of undeclared type `\(ident.name)`" : "use of unresolved module or unlinked crate `\(ident.name)`")
    }
  }

  static func pathText(_ idents: [Ident]) -> String {
    idents.map { $0.name == .pathRoot ? "" : $0.name.text }.joined(separator: "::")
  }

  /// What was expected, in more words for what is called by a name with a capital.
  private static func callee(_ ident: Ident, _ source: PathSource) -> String {
    if case .expr(_?) = source, let first = ident.name.bytes.first, first >= 0x41 && first <= 0x5A {
      return "function, tuple struct or tuple variant"
    }
    return source.expected
  }
}

extension Res {
  /// In words, for messages.
  var descriptionText: String {
    switch self {
    case .def(let kind, _): kind.descriptionText
    case .primTy: "builtin type"
    case .selfTyParam, .selfTyAlias: "self type"
    case .selfCtor: "self constructor"
    case .local: "local variable"
    case .toolMod: "tool module"
    case .nonMacroAttr: "attribute"
    case .err: "unresolved item"
    }
  }
  var article: String {
    guard let first = descriptionText.first else { return "a" }
    return "aeiou".contains(first) ? "an" : "a"
  }
}

extension DefKind {
  var descriptionText: String {
    switch self {
    case .mod: "module"
    case .struct: "struct"
    case .union: "union"
    case .enum: "enum"
    case .variant: "variant"
    case .trait: "trait"
    case .traitAlias: "trait alias"
    case .tyAlias: "type alias"
    case .foreignTy: "foreign type"
    case .assocTy: "associated type"
    case .tyParam: "type parameter"
    case .fn: "function"
    case .const: "constant"
    case .constParam: "const parameter"
    case .static: "static"
    case .structCtorFn: "tuple struct"
    case .structCtorConst: "unit struct"
    case .variantCtorFn: "tuple variant"
    case .variantCtorConst: "unit variant"
    case .assocFn: "associated function"
    case .assocConst: "associated constant"
    case .macro: "macro"
    case .externCrate: "extern crate"
    case .use: "import"
    case .foreignMod: "foreign module"
    case .anonConst: "constant expression"
    case .inlineConst: "inline constant"
    case .opaqueTy: "opaque type"
    case .field: "field"
    case .lifetimeParam: "lifetime parameter"
    case .globalAsm: "global assembly block"
    case .inherentImpl, .traitImpl: "implementation"
    case .closure, .coroutineClosure: "closure"
    }
  }
}
