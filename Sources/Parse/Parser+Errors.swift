// Giving messages, and finding a place to go on from.
import Diagnostics
import Parallel
import Source
import Support
import Syntax

extension Parser {
  @inline(never) mutating func error(_ message: String, at span: Span, label: String = "") {
    messages.append(.error(message, at: span, label: label))
  }

  /// Tells that something else was expected at the token at hand. At most one such message is given per place.
  @inline(never) mutating func expected(_ what: String) -> ParseFailure {
    if token.kind != .endOfInput && token.lo == lastUnexpected { return ParseFailure() }
    lastUnexpected = token.lo
    // At the end the last token is shown; where a macro made it, the place after it.
    var place = token.kind != .endOfInput || previousSpan.isNone ? span : previousSpan
    if isExpansion && token.kind == .endOfInput && what != Parser.anIdentifier { place = place.end }
    messages.append(.expected(what, found: description(of: token), at: place))
    return ParseFailure()
  }

  static let anIdentifier = "an identifier"

  @inline(never) mutating func failure(_ message: String, at span: Span) -> ParseFailure {
    error(message, at: span)
    return ParseFailure()
  }

  /// How messages call a token.
  mutating func description(of t: Token) -> String {
    switch t.kind {
    case .endOfInput: return "the end"
    case .identifier:
      if t.name == .underscore { return "`_`" }
      return isReserved(t) ? "keyword `\(t.name.text)`" : "`\(t.name.text)`"
    case .rawIdentifier: return "`r#\(t.name.text)`"
    case .lifetime, .rawLifetime: return "lifetime `\(t.name.text)`"
    case .outerLineDoc, .innerLineDoc, .outerBlockDoc, .innerBlockDoc: return "a doc comment"
    case .openInvisible: return "a macro fragment of kind \(t.fragment)"
    case .closeInvisible: return "the end of a macro fragment"
    default:
      if t.kind.isLiteral {
        let text = t.name.text
        return text.utf8.count > 40 ? "a literal" : "`\(text)`"
      }
      return t.kind.quoted
    }
  }

  // MARK: Semicolons

  /// After a statement or item that ends with `;`. A `;` that is clearly missing is told of and passed over.
  @inline(__always) mutating func expectSemi() throws(ParseFailure) {
    if token.kind == .semi {
      bump()
      return
    }
    try missingSemi()
  }

  @inline(never) mutating func missingSemi() throws(ParseFailure) {
    if token.kind == .colon && isOnNewLine(ahead(1), after: token) {
      error("a `;` is needed here, not `:`", at: span)
      bump()
      return
    }
    if isOnNewLine(token, after: previous) {
      if token.kind == .comma || token.kind == .colon {
        let next = ahead(1)
        if previous.kind != .closeParen && (next.kind == .closeBrace || canBeginExpr(next) && next.kind != .colon) {
          error("a `;` is needed here, not \(description(of: token))", at: span)
          bump()
          return
        }
      } else if token.kind == .closeBrace || (canBeginExpr(token) || Parser.canBeginItem(token)) && token.kind != .pound {
        messages.append(
          .error("a `;` is missing", at: previousSpan.end).label(span, "\(description(of: token)) was not expected"))
        return
      }
    }
    throw ternary() ?? expected("`;`")
  }

  /// After `a ?`: `b : c` is told of.
  @inline(never) mutating func ternary() -> ParseFailure? {
    if previous.kind != .question { return nil }
    let start = previousSpan
    let before = snapshot()
    let mark = ids.count
    if (try? expression()) != nil || token.kind == .colon, eat(.colon), (try? expression()) != nil {
      messages.removeSubrange(before.messages...)
      return failure("there is no `… ? … : …`; write `if … { … } else { … }`", at: span(from: start))
    }
    ids.drop(to: mark)
    restore(before)
    return nil
  }

  /// Whether `t` stands on a later line than `earlier`, of the same file or macro.
  mutating func isOnNewLine(_ t: Token, after earlier: Token) -> Bool {
    t.context == earlier.context && t.lo > earlier.span.hi && t.kind != .endOfInput
      && FileTable.text(of: earlier.span.end.to(t.span.start)).contains(UInt8(ascii: "\n"))
  }

  // MARK: Going on

  /// Goes to the close bracket at `close`, which ends the group that holds what could not be parsed.
  mutating func recover(to close: TokenIndex) {
    if index == limit { return }
    if close < limit && close >= index { jump(to: close) } else { bumpToEnd() }
  }

  /// Skips token trees until one of the two kinds, or a close bracket, is at hand.
  mutating func skipTrees(to first: TokenKind, or second: TokenKind) {
    while token.kind != first && token.kind != second && !token.kind.isClose && token.kind != .endOfInput { skipTree() }
  }

  /// Skips one token, or a whole bracketed group.
  mutating func skipTree() {
    if token.kind.isOpen && token.payload < limit {
      jump(to: token.payload + 1)
    } else {
      bump()
    }
  }
}

extension TokenKind {
  /// The token as it is written, in backquotes; a description for those that have many forms.
  var quoted: String {
    switch self {
    case .endOfInput: "the end"
    case .identifier, .rawIdentifier: "an identifier"
    case .lifetime, .rawLifetime: "a lifetime"
    case .openParen: "`(`"
    case .closeParen: "`)`"
    case .openBrace: "`{`"
    case .closeBrace: "`}`"
    case .openBracket: "`[`"
    case .closeBracket: "`]`"
    case .semi: "`;`"
    case .comma: "`,`"
    case .dot: "`.`"
    case .dotDot: "`..`"
    case .dotDotDot: "`...`"
    case .dotDotEq: "`..=`"
    case .colon: "`:`"
    case .colonColon: "`::`"
    case .rArrow: "`->`"
    case .lArrow: "`<-`"
    case .fatArrow: "`=>`"
    case .at: "`@`"
    case .pound: "`#`"
    case .tilde: "`~`"
    case .question: "`?`"
    case .dollar: "`$`"
    case .eq: "`=`"
    case .lt: "`<`"
    case .le: "`<=`"
    case .eqEq: "`==`"
    case .ne: "`!=`"
    case .ge: "`>=`"
    case .gt: "`>`"
    case .andAnd: "`&&`"
    case .orOr: "`||`"
    case .not: "`!`"
    case .plus: "`+`"
    case .minus: "`-`"
    case .star: "`*`"
    case .slash: "`/`"
    case .percent: "`%`"
    case .caret: "`^`"
    case .and: "`&`"
    case .or: "`|`"
    case .shl: "`<<`"
    case .shr: "`>>`"
    case .plusEq: "`+=`"
    case .minusEq: "`-=`"
    case .starEq: "`*=`"
    case .slashEq: "`/=`"
    case .percentEq: "`%=`"
    case .caretEq: "`^=`"
    case .andEq: "`&=`"
    case .orEq: "`|=`"
    case .shlEq: "`<<=`"
    case .shrEq: "`>>=`"
    default: "a token"
    }
  }
}
