// Messages about macro definitions and their use.
import Diagnostics
import Parallel
import Source
import Support
import Syntax

private let fragmentNames =
  "fragment specifiers are `ident`, `block`, `stmt`, `expr`, `pat`, `ty`, `lifetime`, `literal`, `path`, `meta`, `tt`, `item` and "
  + "`vis`, and `expr_2021` and `pat_param` for older editions"

extension Diagnostic {
  // MARK: Definitions

  static func macroTooDeep(at span: Span) -> Diagnostic { .error("this macro definition is nested too deeply", at: span) }

  static func missingFragmentSpecifier(at span: Span) -> Diagnostic {
    .error("missing fragment specifier", at: span).help(fragmentNames)
  }

  static func invalidFragmentSpecifier(_ name: Name, at span: Span) -> Diagnostic {
    .error("invalid fragment specifier `\(name)`", at: span).help(fragmentNames)
  }

  static func dollarInMatcher(_ text: String, at span: Span) -> Diagnostic {
    .error("unexpected token: \(text)", at: span)
      .note("`$$` and meta-variable expressions stand on the right side of a rule only")
  }

  static func expectedMacroVariable(_ token: Token) -> Diagnostic {
    .error("expected identifier after `$`, found \(describe(token))", at: token.span)
  }

  static func expectedParenOrBrace(_ text: String, at span: Span) -> Diagnostic {
    .error("expected `(` or `{` after `$`, found `\(text)`", at: span)
  }

  static func expectedRepetitionOperator(at span: Span) -> Diagnostic { .error("expected one of: `*`, `+`, or `?`", at: span) }

  static func separatorBeforeQuestion(at span: Span) -> Diagnostic {
    .error("the repetition operator `?` takes no separator", at: span)
  }

  static func metaVarExpression(_ message: String, at span: Span) -> Diagnostic { .error(message, at: span) }

  static func matcherNotDelimited(at span: Span) -> Diagnostic {
    .error("a macro matcher stands in brackets of some kind", at: span)
  }

  static func transcriberNotDelimited(at span: Span) -> Diagnostic {
    .error("the right side of a macro rule stands in brackets of some kind", at: span)
  }

  static func emptyRepetition(at span: Span) -> Diagnostic { .error("repetition matches empty token tree", at: span) }

  static func duplicateBinding(_ name: Name, at span: Span, previous: Span) -> Diagnostic {
    .error("the matcher binds `$\(name)` twice", at: span).label(previous, "it was bound here")
  }

  static func notAllowedAfter(_ declaration: QuotedTree, _ next: QuotedTree, isCertain: Bool) -> Diagnostic {
    let fragment = declaration.fragment.text(isInferred: declaration.isInferred)
    return .error(
      "`\(declaration.text)` \(isCertain ? "is" : "may be") followed by `\(next.text)`, which is not allowed for "
        + "`\(fragment)` fragments", at: next.span, label: "not allowed after `\(fragment)` fragments"
    ).note("allowed there: \(declaration.fragment.allowedAfter)")
  }

  static func definitionEnds(expected: String, at span: Span) -> Diagnostic {
    .error("the macro definition ends unexpectedly", at: span, label: "expected \(expected)")
  }

  static func definitionExpected(_ what: String, _ found: Token) -> Diagnostic {
    .error("expected \(what), found \(describe(found))", at: found.span)
  }

  static func noRules(at span: Span) -> Diagnostic { .error("a macro has at least one rule", at: span) }

  static func attributeRuleParens(_ keyword: Name, at span: Span) -> Diagnostic {
    .error("the arguments of `\(keyword)` rules stand in parentheses", at: span)
  }

  static func deriveRuleArguments(at span: Span) -> Diagnostic {
    .error("`derive` rules take no arguments: `derive()`", at: span)
  }

  static func unsafeRule(at span: Span) -> Diagnostic { .error("`unsafe` is for `attr` rules only", at: span) }

  // MARK: Calls

  /// - Parameter expected: what the furthest rule would have taken at that place.
  static func noRuleMatches(
    _ found: Token, macro: Ident, expected: String, expectedSpan: Span, comparesFragment: Bool, call: Span
  ) -> Diagnostic {
    var d: Diagnostic
    if found.kind == .endOfInput {
      d = .error(
        "unexpected end of macro invocation", at: found.span.isNone ? call : found.span,
        label: "the arguments of `\(macro.name)!` end here")
    } else {
      d = .error(
        "no rules expected \(describe(found))", at: found.span, label: "no rule of `\(macro.name)!` takes this here")
    }
    if !macro.span.isNone { d = d.label(macro.span, "when calling this macro") }
    d = d.note("while trying to match \(expected)")
    if comparesFragment {
      d = d.note("fragments other than `:tt`, `:ident` and `:lifetime` cannot be compared to tokens")
    }
    return d
  }

  static func ambiguousParse(at span: Span) -> Diagnostic { .error("ambiguity: multiple successful parses", at: span) }

  static func localAmbiguity(macro: Name, fragments: [String], others: Int, at span: Span) -> Diagnostic {
    let also = others == 0 ? "" : " or \(others) other option\(others == 1 ? "" : "s")"
    return .error(
      "local ambiguity when calling macro `\(macro)`: multiple parsing options: built-in NTs "
        + "\(fragments.joined(separator: " or "))\(also).", at: span)
  }

  static func stillRepeating(_ name: Name, at span: Span) -> Diagnostic {
    .error("variable `\(name)` is still repeating at this depth", at: span)
  }

  static func nothingRepeats(at span: Span) -> Diagnostic {
    .error("attempted to repeat an expression containing no syntax variables matched as repeating at this depth", at: span)
  }

  static func unequalRepetitions(_ a: Name, _ countA: Int, _ b: Name, _ countB: Int, at span: Span) -> Diagnostic {
    func times(_ n: Int) -> String { "\(n) time\(n == 1 ? "" : "s")" }
    return .error(
      "meta-variable `\(a)` repeats \(times(countA)), but `\(b)` repeats \(times(countB))", at: span)
  }

  static func mustRepeatOnce(at span: Span) -> Diagnostic { .error("this must repeat at least once", at: span) }

  static func unknownMetaVariable(_ name: Name, at span: Span) -> Diagnostic {
    .error("variable `\(name)` is not recognized in meta-variable expression", at: span)
  }

  static func depthOutOfBounds(_ expression: String, limit: Int, at span: Span) -> Diagnostic {
    limit == 0
      ? .error("meta-variable expression `\(expression)` with depth parameter must be called inside of a macro repetition", at: span)
      : .error("depth parameter of meta-variable expression `\(expression)` must be less than \(limit)", at: span)
  }

  static func countMisplaced(at span: Span) -> Diagnostic {
    .error("`count` can not be placed inside the innermost repetition", at: span)
  }

  static func expansionTooLarge(_ name: Name, at span: Span) -> Diagnostic {
    .error("the expansion of `\(name)!` is too large", at: span)
  }

  static func unsafeAttribute(isMissing: Bool, at span: Span) -> Diagnostic {
    .error(
      isMissing ? "calling this attribute takes `unsafe`" : "`unsafe` is not needed to call this attribute", at: span)
  }

  static func noSuchRules(_ name: Name, kind: String, at span: Span) -> Diagnostic {
    .error("macro `\(name)` has no \(kind) rules", at: span)
  }
}
