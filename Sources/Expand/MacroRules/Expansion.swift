// Calls of compiled macros.
import Diagnostics
import Parallel
import Source
import Support
import Syntax

extension MacroRulesDefinition {
  /// What the call turns into; nil after a message.
  public func expand(_ call: MacroInput, into diagnostics: inout DiagnosticList) -> TokenBuffer? {
    expand(.bang, call, isUnsafe: false, item: nil, into: &diagnostics)
  }

  /// The same for `attr(…)` rules: `call.arguments` are the attribute's, `range` the item's tokens without the attribute.
  public func expandAttribute(
    _ call: MacroInput, isUnsafe: Bool, item: TokenBuffer, range: TokenRange, into diagnostics: inout DiagnosticList
  ) -> TokenBuffer? {
    expand(.attribute, call, isUnsafe: isUnsafe, item: (item, range), into: &diagnostics)
  }

  /// The same for `derive()` rules: `call.arguments` is the item.
  public func expandDerive(_ call: MacroInput, into diagnostics: inout DiagnosticList) -> TokenBuffer? {
    expand(.derive, call, isUnsafe: false, item: nil, into: &diagnostics)
  }

  private func expand(
    _ kind: MacroRule.Kind, _ call: MacroInput, isUnsafe: Bool, item: (TokenBuffer, TokenRange)?,
    into diagnostics: inout DiagnosticList
  ) -> TokenBuffer? {
    guard isValid else { return nil }
    // What the rules' matchers see, and for attributes what their arguments' matchers see.
    var (tokens, range) = item ?? (call.tokens, call.arguments)
    (tokens, range) = withoutDocComments(tokens, range)
    let (argumentTokens, argumentRange) = item == nil ? (tokens, range) : withoutDocComments(call.tokens, call.arguments)

    var matcher = Matcher(self, tokens)
    for isSecondTry in [false, true] {
      matcher.tracksFailures = isSecondTry
      for rule in rules.all where rule.kind == kind {
        var splitArguments = argumentTokens
        if kind == .attribute {
          matcher.tokens = argumentTokens
          switch matcher.match(rule.arguments, argumentRange, inBody: false) {
          case .failure: continue
          case .error: return give(matcher.diagnostics, into: &diagnostics)
          case .success: splitArguments = matcher.tokens
          }
        }
        matcher.tokens = tokens
        switch matcher.match(rule.matcher, range, keepsEntries: kind == .attribute) {
        case .failure: continue
        case .error: return give(matcher.diagnostics, into: &diagnostics)
        case .success: break
        }
        diagnostics.add(contentsOf: matcher.diagnostics)
        if kind == .attribute && isUnsafe != rule.isUnsafe {
          diagnostics.add(.unsafeAttribute(isMissing: rule.isUnsafe, at: call.span))
        }
        let matches = MatchedVariables(self, rule, matcher.entries, matcher.final)
        var transcriber = Transcriber(
          self, rule, matches, argumentTokens: splitArguments, tokens: matcher.tokens, expansion: call.expansion)
        let isDone = transcriber.run(callSpan: call.span)
        diagnostics.add(contentsOf: transcriber.diagnostics)
        return isDone ? transcriber.finish() : nil
      }
    }
    let first = diagnostics.all.count
    defer { diagnostics.mark(.failedExpansion, from: first) }
    if let failure = matcher.bestFailure {
      let comparesFragment =
        failure.step.kind == .token && (failure.step.token.kind == .openInvisible || failure.token.kind == .openInvisible)
      diagnostics.add(
        .noRuleMatches(
          failure.token, macro: name, expected: failure.step.text, expectedSpan: failure.step.token.span,
          comparesFragment: comparesFragment, call: call.span))
    } else {
      let kindName = kind == .bang ? "function-like" : kind == .derive ? "derive" : "attribute"
      diagnostics.add(.noSuchRules(name.name, kind: kindName, at: call.span))
    }
    return nil
  }

  private func give(_ messages: DiagnosticList, into diagnostics: inout DiagnosticList) -> TokenBuffer? {
    let first = diagnostics.all.count
    diagnostics.add(contentsOf: messages)
    diagnostics.mark(.failedExpansion, from: first)
    return nil
  }
}

/// `range` with doc comments written as the attributes they stand for: matchers see `#[doc = "…"]`.
func withoutDocComments(_ tokens: TokenBuffer, _ range: TokenRange) -> (TokenBuffer, TokenRange) {
  var docs = 0
  for i in range.start..<range.end where tokens[i].kind.isDoc { docs += 1 }
  if docs == 0 { return (tokens, range) }
  var writer = TokenWriter(minimumCapacity: range.count + docs * 6 + 1)
  for i in range.start..<range.end {
    let token = tokens[i]
    if !token.kind.isDoc {
      writer.append(token)
      continue
    }
    let span = token.span
    writer.punctuation(.pound, span)
    if token.kind == .innerLineDoc || token.kind == .innerBlockDoc { writer.punctuation(.not, span) }
    writer.open(.openBracket, span)
    writer.identifier(.doc, span)
    writer.punctuation(.eq, span)
    writer.append(Token(.rawString, payload: rawString(token.name).rawValue, span: span))
    writer.close(.closeBracket, span)
  }
  let count = writer.count
  return (writer.finish(at: range.isEmpty ? .none : tokens[range.end - 1].span.end), TokenRange(0, TokenIndex(count)))
}

/// `text` as a raw string literal, with as many `#` as it takes.
func rawString(_ text: Name) -> Name {
  var hashes = 0
  var run = -1
  for c in text.bytes {
    if c == UInt8(ascii: "\"") {
      run = 0
    } else if c == UInt8(ascii: "#") && run >= 0 {
      run += 1
    } else {
      run = -1
    }
    hashes = max(hashes, run + 1)
  }
  let marks = String(repeating: "#", count: hashes)
  return Name("r\(marks)\"\(text)\"\(marks)")
}
