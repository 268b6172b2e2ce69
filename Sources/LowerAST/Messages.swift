// Messages of lowering, in order of their codes.
import Defs
import Diagnostics
import HIR
import Parallel
import Resolve
import Source
import Support
import Syntax

extension Diagnostic {
  /// E0106.
  static func missingLifetime(_ missing: [MissingLifetime]) -> Diagnostic {
    let count = missing.reduce(0) { sum, m in
      if case .path(let n) = m.kind { return sum + n }
      return sum + 1
    }
    var d = Diagnostic.error(
      "missing lifetime specifier\(count == 1 ? "" : "s")", code: "E0106", at: missing[0].span, label: text(missing[0]))
    for m in missing.dropFirst() { d = d.also(m.span, text(m)) }
    return d
  }
  private static func text(_ missing: MissingLifetime) -> String {
    if case .path(let n) = missing.kind, n > 1 { return "expected \(n) lifetime parameters" }
    return "expected named lifetime parameter"
  }
  /// E0128.
  static func forwardDeclaredParam(_ ident: Ident) -> Diagnostic {
    .error(
      "a default of a generic parameter uses `\(ident.name)`, which is declared after it", code: "E0128", at: ident.span,
      label: "cannot reference `\(ident.name)` before it is declared")
  }
  /// E0229 and others: arguments in parentheses for what is no `Fn` trait.
  static func parenthesizedArgs(at span: Span) -> Diagnostic {
    .error(
      "parenthesized type parameters may only be used with a `Fn` trait", code: "E0214", at: span,
      label: "only `Fn` traits may use parentheses")
  }
  /// E0224 and its kin: more than one lifetime bound of a trait object.
  static func severalObjectLifetimes(at span: Span) -> Diagnostic {
    .error("only a single explicit lifetime bound is permitted", code: "E0226", at: span)
  }
  /// E0261.
  ///
  /// - Parameter derive: what made the item that the lifetime is used in, if it was a derive.
  static func undeclaredLifetime(_ ident: Ident, derive: Span) -> Diagnostic {
    let d = error("use of undeclared lifetime name `\(ident.name)`", code: "E0261", at: ident.span, label: "undeclared lifetime")
    return derive.isNone ? d : d.label(derive, "this makes an item where `\(ident.name)` is missing")
  }
  /// E0262.
  static func staticLifetimeParam(at span: Span) -> Diagnostic {
    .error("invalid lifetime parameter name: `'static`", code: "E0262", at: span, label: "'static is a reserved lifetime name")
  }
  /// E0267.
  static func jumpInClosure(_ word: StaticString, at span: Span) -> Diagnostic {
    .error("`\(word)` inside of a closure", code: "E0267", at: span, label: "cannot `\(word)` inside of a closure")
  }
  /// E0728.
  static func awaitOutsideAsync(at span: Span) -> Diagnostic {
    .error("`await` outside of `async` functions and blocks", code: "E0728", at: span, label: "only allowed in `async` functions and blocks")
  }
  /// E0268.
  static func jumpOutsideLoop(_ word: StaticString, at span: Span) -> Diagnostic {
    .error(
      "`\(word)` outside of a loop\(word.description == "break" ? " or labeled block" : "")", code: "E0268", at: span,
      label: "cannot `\(word)` outside of a loop")
  }
  /// E0323, E0324, E0325.
  static func memberOfOtherKind(_ kind: DefKind, _ ident: Ident, of trait: Name, at span: Span) -> Diagnostic {
    let (word, code) =
      switch kind {
      case .assocConst: ("associated const", "E0323")
      case .assocFn: ("associated method", "E0324")
      default: ("associated type", "E0325")
      }
    return .error(
      "item `\(ident.name)` is an \(word), which doesn't match its trait `\(trait)`", code: code, at: span,
      label: "does not match trait")
  }
  /// E0401.
  static func genericParamFromOuterItem(_ ident: Ident) -> Diagnostic {
    let what = ident.name == .selfType ? "`Self`" : "generic parameters"
    return .error("can't use \(what) from outer item", code: "E0401", at: ident.span, label: "use of \(what) from outer item")
  }
  /// E0201.
  static func duplicateMember(_ ident: Ident, first: Span, at span: Span) -> Diagnostic {
    Diagnostic.error("duplicate definitions with name `\(ident.name)`:", code: "E0201", at: span, label: "duplicate definition")
      .label(first, "previous definition here")
  }
  /// E0401.
  static func lifetimeFromOuterItem(_ ident: Ident) -> Diagnostic {
    .error("can't use generic parameters from outer item", code: "E0401", at: ident.span, label: "use of generic parameter from outer item")
  }
  /// E0403.
  static func duplicateParam(_ ident: Ident, first: Span) -> Diagnostic {
    .error(
      "the name `\(ident.name)` is already used for a generic parameter in this item's generic parameters", code: "E0403",
      at: ident.span, label: "already used"
    ).label(first, "first use of `\(ident.name)`")
  }
  /// E0407, E0437, E0438.
  static func notAMember(_ kind: DefKind, _ ident: Ident, of trait: Name, at span: Span) -> Diagnostic {
    let (word, code) =
      switch kind {
      case .assocTy: ("type", "E0437")
      case .assocConst: ("const", "E0438")
      default: ("method", "E0407")
      }
    return .error(
      "\(word) `\(ident.name)` is not a member of trait `\(trait)`", code: code, at: span, label: "not a member of trait `\(trait)`")
  }
  /// E0408.
  static func notBoundInAllPatterns(_ name: Name, missing: [Span], bound: [Span]) -> Diagnostic {
    let label = "pattern doesn't bind `\(name)`"
    var d = Diagnostic.error("variable `\(name)` is not bound in all patterns", code: "E0408", at: missing[0], label: label)
      .also(missing.dropFirst(), label)
    for b in bound { d = d.label(b, "variable not in all patterns") }
    return d
  }
  /// E0409.
  static func boundInDifferentModes(_ name: Name, first: Span, at span: Span) -> Diagnostic {
    Diagnostic.error(
      "variable `\(name)` is bound inconsistently across alternatives separated by `|`", code: "E0409", at: span,
      label: "bound in different ways"
    ).label(first, "first binding")
  }
  /// E0415.
  static func boundTwiceInParams(_ ident: Ident) -> Diagnostic {
    .error(
      "identifier `\(ident.name)` is bound more than once in this parameter list", code: "E0415", at: ident.span,
      label: "used as parameter more than once")
  }
  /// E0416.
  static func boundTwiceInPattern(_ ident: Ident) -> Diagnostic {
    .error(
      "identifier `\(ident.name)` is bound more than once in the same pattern", code: "E0416", at: ident.span,
      label: "used in a pattern more than once")
  }
  /// E0426.
  static func undeclaredLabel(_ ident: Ident) -> Diagnostic {
    .error("use of undeclared label `\(ident.name)`", code: "E0426", at: ident.span, label: "undeclared label `\(ident.name)`")
  }
  /// E0434.
  static func cannotCaptureDynamicEnvironment(at span: Span) -> Diagnostic {
    .error("can't capture dynamic environment in a fn item", code: "E0434", at: span)
      .help("use the `|| { ... }` closure form instead")
  }
  /// E0435.
  static func nonConstantInConst(_ ident: Ident) -> Diagnostic {
    .error("attempt to use a non-constant value in a constant", code: "E0435", at: ident.span, label: "non-constant value")
  }
  /// E0496.
  static func shadowedLifetime(_ ident: Ident, first: Span) -> Diagnostic {
    .error(
      "lifetime name `\(ident.name)` shadows a lifetime name that is already in scope", code: "E0496", at: ident.span,
      label: "lifetime `\(ident.name)` already in scope"
    ).label(first, "first declared here")
  }
  /// E0530.
  static func bindingShadows(_ ident: Ident, _ kind: DefKind, _ def: DefID) -> Diagnostic {
    let word =
      switch kind {
      case .structCtorFn: "tuple structs"
      case .structCtorConst: "unit structs"
      case .variantCtorFn: "tuple variants"
      case .variantCtorConst: "unit variants"
      case .static: "statics"
      case .constParam: "const parameters"
      default: "constants"
      }
    return .error(
      "bindings cannot shadow \(word)", code: "E0530", at: ident.span, label: "cannot be named the same as one of the \(word)"
    ).label(Defs[def].identSpan, "the \(word.dropLast()) `\(ident.name)` is defined here")
  }
  /// E0562.
  static func implTraitNotAllowed(at span: Span) -> Diagnostic {
    .error("`impl Trait` is not allowed here", code: "E0562", at: span)
      .note("`impl Trait` is only allowed in arguments and return types of functions and methods")
  }
  /// E0571.
  static func breakWithValue(_ source: LoopInfo.Source, at span: Span) -> Diagnostic {
    let word = source == .forLoop ? "for" : "while"
    return .error(
      "`break` with value from a `\(word)` loop", code: "E0571", at: span,
      label: "can only break with a value inside `loop` or breakable block")
  }
  /// E0590.
  static func unlabeledJumpInCondition(_ word: StaticString, at span: Span) -> Diagnostic {
    .error(
      "`break` or `continue` with no label in the condition of a `while` loop", code: "E0590", at: span,
      label: "unlabeled `\(word)` in the condition of a `while` loop")
  }
  /// E0637, and E0106's kin for places that take no anonymous lifetime.
  static func anonymousLifetimeNotAllowed(_ missing: MissingLifetime) -> Diagnostic {
    switch missing.kind {
    case .underscore:
      .error("`'_` cannot be used here", code: "E0637", at: missing.span, label: "`'_` is a reserved lifetime name")
    default:
      .error(
        "`&` without an explicit lifetime name cannot be used here", code: "E0637", at: missing.span,
        label: "explicit lifetime name needed here")
    }
  }
  /// E0637.
  static func underscoreLifetimeParam(at span: Span) -> Diagnostic {
    .error("`'_` cannot be used here", code: "E0637", at: span, label: "`'_` is a reserved lifetime name")
  }
  /// E0695.
  static func unlabeledJumpInBlock(_ word: StaticString, at span: Span) -> Diagnostic {
    .error(
      "unlabeled `\(word)` inside of a labeled block", code: "E0695", at: span,
      label: "`\(word)` statements that would diverge to or through a labeled block need to bear a label")
  }
  /// E0696.
  static func continueToBlock(at span: Span) -> Diagnostic {
    .error("`continue` pointing to a labeled block", code: "E0696", at: span, label: "labeled blocks cannot be `continue`'d")
  }
  /// E0726.
  static func implicitElidedLifetime(at span: Span) -> Diagnostic {
    .error("implicit elided lifetime not allowed here", code: "E0726", at: span, label: "expected lifetime parameter")
  }
  /// E0767.
  static func unreachableLabel(_ ident: Ident, definedAt span: Span) -> Diagnostic {
    Diagnostic.error("use of unreachable label `\(ident.name)`", code: "E0767", at: ident.span, label: "unreachable label `\(ident.name)`")
      .label(span, "unreachable label defined here")
      .note("labels are unreachable through functions, closures, async blocks and modules")
  }
  /// E0770.
  static func paramInTypeOfConstParam(_ ident: Ident) -> Diagnostic {
    .error(
      "the type of const parameters must not depend on other generic parameters", code: "E0770", at: ident.span,
      label: "the type must not depend on the parameter `\(ident.name)`")
  }
  /// E0770.
  static func lifetimeInTypeOfConstParam(_ ident: Ident) -> Diagnostic { paramInTypeOfConstParam(ident) }
  /// E0782.
  static func bareTraitObject(at span: Span) -> Diagnostic {
    .error("expected a type, found a trait", code: "E0782", at: span)
  }
  static func baseInDestructuringAssignment(at span: Span) -> Diagnostic {
    .error("functional record updates are not allowed in destructuring assignments", at: span)
  }
  /// E0800.
  static func cannotCapture(_ ident: Ident) -> Diagnostic {
    .error("cannot find type or const parameter `\(ident.name)` in this scope", code: "E0800", at: ident.span, label: "not found in this scope")
  }

  // Without a code.

  static func arbitraryExpressionInPattern(at span: Span) -> Diagnostic {
    .error("arbitrary expressions aren't allowed in patterns", at: span)
  }
  static func boundsOnBinderLifetime(at span: Span) -> Diagnostic {
    .error("bounds cannot be used in this context", at: span)
  }
  static func equalityPredicate(at span: Span) -> Diagnostic {
    .error("equality constraints are not yet supported in `where` clauses", at: span, label: "not supported")
  }
  static func floatInBase(_ base: Int, at span: Span) -> Diagnostic {
    let word = base == 2 ? "binary" : base == 8 ? "octal" : "hexadecimal"
    return .error("\(word) float literal is not supported", at: span, label: "not supported")
  }
  static func genericParamInConst(_ ident: Ident) -> Diagnostic {
    .error(
      "generic parameters may not be used in const operations", at: ident.span, label: "cannot perform const operation using `\(ident.name)`")
  }
  static func lifetimeInAnonConst(_ ident: Ident) -> Diagnostic {
    .error(
      "generic parameters may not be used in const operations", at: ident.span, label: "cannot perform const operation using `\(ident.name)`")
  }
  static func inherentAssocType(at span: Span) -> Diagnostic {
    .unstable("types in an inherent `impl` are", feature: "inherent_associated_types", at: span)
  }
  static func integerTooLarge(at span: Span) -> Diagnostic { .error("integer literal is too large", at: span) }
  static func invalidNumberSuffix(_ suffix: Name, isFloat: Bool, at span: Span) -> Diagnostic {
    .error(
      "invalid suffix `\(suffix)` for \(isFloat ? "float" : "number") literal", at: span, label: "invalid suffix `\(suffix)`")
  }
  static func literalSuffixNotAllowed(_ kind: TokenKind, _ suffix: Name, at span: Span) -> Diagnostic {
    let word =
      switch kind {
      case .char: "char"
      case .byte: "byte"
      case .string, .rawString: "string"
      case .byteString, .rawByteString: "byte string"
      default: "C string"
      }
    return .error("suffixes on \(word) literals are invalid", at: span, label: "invalid suffix `\(suffix)`")
  }
  static func misplacedRestPattern(at span: Span) -> Diagnostic {
    .error("`..` patterns are not allowed here", at: span)
      .note("only allowed in tuple, tuple struct, and slice patterns")
  }
  static func missingLifetimeInAssocType(at span: Span) -> Diagnostic {
    .error("missing lifetime in associated type", at: span, label: "this lifetime must come from the implemented type")
  }
  static func missingLangItem(_ item: LangItem, at span: Span) -> Diagnostic {
    .error("requires `\(item.name)` lang_item", at: span)
  }
  static func nestedTooDeeply(at span: Span) -> Diagnostic {
    .error("this is nested too deeply", at: span).help("split it into smaller pieces")
  }
  static func preciseCapturingNotAllowed(at span: Span) -> Diagnostic {
    .error("`use<...>` precise capturing syntax not allowed in `dyn` trait object bounds", at: span)
  }
  /// E0666.
  static func nestedImplTrait(at span: Span) -> Diagnostic {
    .error("`impl Trait` within the bounds of another", code: "E0666", at: span)
  }
  static func argsAfterConstraints(at spans: [Span]) -> Diagnostic {
    .error("arguments come before what is said of associated items", at: [spans[spans.count - 1]] + spans)
  }
  /// E0735.
  static func selfInDefault(at span: Span) -> Diagnostic {
    .error("the default of a parameter cannot name `Self`", code: "E0735", at: span)
  }
  /// E0783.
  static func threeDotsInPattern(at span: Span) -> Diagnostic {
    .error("a range in a pattern is written `..=` since the 2021 edition", code: "E0783", at: span)
  }
  /// E0627.
  static func yieldOutsideCoroutine(at span: Span) -> Diagnostic {
    .error("`yield` outside of a coroutine", code: "E0627", at: span)
  }
  /// E0561.
  static func patternInFnPointer(at span: Span) -> Diagnostic {
    .error("a parameter of a function pointer's type is no pattern", code: "E0561", at: span)
  }
  static func selfOutsideAssociatedFunction(at span: Span) -> Diagnostic {
    .error("a free function takes no `self`", at: span, label: "only functions in an `impl` or a `trait` take `self`")
  }
  static func secondRestPattern(at span: Span) -> Diagnostic {
    .error("`..` can only be used once per pattern", at: span, label: "can only be used once per pattern")
  }
  static func subTupleBinding(_ ident: Ident, at span: Span) -> Diagnostic {
    .error("`\(ident.name) @ ` is not allowed in a tuple", at: span, label: "this is only allowed in slice patterns")
  }
  static func tooManyFormatArguments(at span: Span) -> Diagnostic { .error("too many format arguments", at: span) }
  static func underscoreExpression(at span: Span) -> Diagnostic {
    .error(
      "in expressions, `_` can only be used on the left-hand side of an assignment", at: span, label: "`_` not allowed here")
  }
}
