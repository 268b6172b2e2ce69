// Matching a call's tokens against a rule.
import Diagnostics
import Parallel
import Source
import Support
import Syntax

/// What a rule did with the tokens.
enum MatchResult {
  case success
  /// The next rule may be tried.
  case failure
  /// A message has been given (or another rule must not be tried).
  case error
}

/// One thing that was matched. What a position has matched is a list of these, newest first, shared by the positions that
/// grew from it.
struct MatchEntry: BitwiseCopyable {
  /// Index of the one before; `none` at the start.
  var parent: UInt32
  /// The step: a variable, or a sequence that was entered.
  var step: UInt32
  var range: TokenRange
  static let none = UInt32.max
}

/// Matches rules one after the other. All possible ways through a matcher are followed at once, token by token; where a fragment
/// comes, one way only may be open. Sharing: none.
struct Matcher: ~Copyable {
  struct Position: BitwiseCopyable {
    var step: UInt32
    var entry: UInt32
  }
  /// Where the rule that got furthest stopped, for the message.
  struct Failure {
    var place: UInt64
    var token: Token
    var step: MatcherStep
  }

  /// More ways at once than this are given up.
  static let maxPositions = 4096

  let definition: MacroRulesDefinition
  var tokens: TokenBuffer
  private(set) var entries: [MatchEntry] = []
  private(set) var final = MatchEntry.none
  private var current: [Position] = []
  private var next: [Position] = []
  private var fragments: [Position] = []
  private var parser: FragmentParser?
  var diagnostics = DiagnosticList()
  /// Second try, to find out what to say.
  var tracksFailures = false
  var bestFailure: Failure?
  private var lastStep: MatcherStep?

  init(_ definition: MacroRulesDefinition, _ tokens: TokenBuffer) {
    self.definition = definition
    self.tokens = tokens
  }

  /// Matches `range` of `tokens`; on success `entries` from `final` on tell how.
  ///
  /// A glued token of which a fragment took the first half only is split: then `tokens` is another buffer afterwards.
  ///
  /// - Parameter inBody: part of the place of a failure: what an attribute stands on comes after its arguments.
  mutating func match(_ matcher: Run<MatcherStep>, _ range: TokenRange, inBody: Bool = true, keepsEntries: Bool = false) -> MatchResult {
    let steps = definition.steps[matcher]
    var i = range.start
    var end = range.end
    if !keepsEntries {
      entries.removeAll(keepingCapacity: true)
      final = MatchEntry.none
    }
    current.removeAll(keepingCapacity: true)
    current.append(Position(step: 0, entry: final))
    lastStep = nil

    while true {
      // The common case: one way, through plain tokens.
      if current.count == 1 && !tracksFailures {
        var position = current[0]
        var isFailed = false
        while steps[Int(position.step)].kind == .token {
          guard i < end, sameToken(steps[Int(position.step)].token, tokens[i]) else {
            isFailed = true
            break
          }
          position.step += 1
          i += 1
        }
        if isFailed { return .failure }
        current[0] = position
      }

      next.removeAll(keepingCapacity: true)
      fragments.removeAll(keepingCapacity: true)
      let token = i < end ? tokens[i] : endToken(range, end)
      var ends = 0
      while let position = current.popLast() {
        let step = steps[Int(position.step)]
        if tracksFailures && (lastStep == nil || current.isEmpty && step.kind != .end) { lastStep = step }
        switch step.kind {
        case .token:
          if sameToken(step.token, token) { next.append(Position(step: position.step + 1, entry: position.entry)) }
        case .sequence:
          var entry = position.entry
          if step.variableCount > 0 {
            entry = UInt32(entries.count)
            entries.append(MatchEntry(parent: position.entry, step: matcher.start + position.step, range: TokenRange(0, 0)))
          }
          if step.repetition != .oneOrMore { current.append(Position(step: step.target, entry: entry)) }
          current.append(Position(step: position.step + 1, entry: entry))
        case .repetitionEnd:
          current.append(Position(step: position.step + 1, entry: position.entry))
          if step.repetition != .zeroOrOne { current.append(Position(step: step.target, entry: position.entry)) }
        case .separator:
          current.append(Position(step: position.step + 2, entry: position.entry))
          if sameToken(step.token, token) { next.append(Position(step: position.step + 1, entry: position.entry)) }
        case .afterSeparator:
          current.append(Position(step: step.target, entry: position.entry))
        case .variable:
          if step.fragment.mayBegin(with: token, next: ahead(i, 1, end), after: ahead(i, 2, end)) { fragments.append(position) }
        case .end:
          if token.kind == .endOfInput {
            ends += 1
            final = position.entry
          }
        }
      }

      if token.kind == .endOfInput {
        if ends == 1 { return .success }
        if ends > 1 {
          diagnostics.add(.ambiguousParse(at: token.span))
          return .error
        }
        noteFailure(token, i, inBody)
        return .failure
      }
      if next.count > Self.maxPositions {
        // As many ways as this mean that repetitions within repetitions match the same tokens.
        diagnostics.add(.ambiguousParse(at: token.span))
        return .error
      }
      if fragments.isEmpty {
        if next.isEmpty {
          noteFailure(token, i, inBody)
          return .failure
        }
        swap(&current, &next)
        i += 1
      } else if fragments.count == 1 && next.isEmpty {
        let position = fragments[0]
        let step = steps[Int(position.step)]
        guard let parsed = fragment(step, i, end) else { return .error }
        let entry = UInt32(entries.count)
        entries.append(
          MatchEntry(parent: position.entry, step: matcher.start + position.step, range: TokenRange(i, parsed)))
        i = parsed
        // A split makes the buffer one token longer.
        if let newEnd = splitEnd {
          end = end + newEnd
          splitEnd = nil
        }
        current.append(Position(step: position.step + 1, entry: entry))
      } else {
        let names = fragments.map { p -> String in
          let step = steps[Int(p.step)]
          return "\(step.fragment.text(isInferred: step.isInferred)) ('\(step.token.name)')"
        }
        diagnostics.add(
          .localAmbiguity(macro: definition.name.name, fragments: names, others: next.count, at: token.span))
        return .error
      }
    }
  }

  /// By how much the last fragment made the buffer longer.
  private var splitEnd: TokenIndex?

  private func ahead(_ i: TokenIndex, _ distance: TokenIndex, _ end: TokenIndex) -> Token {
    i &+ distance < end ? tokens[i &+ distance] : Token.none
  }

  private func endToken(_ range: TokenRange, _ end: TokenIndex) -> Token {
    let span = end > range.start ? tokens[end - 1].span.end : Span.none
    return Token(.endOfInput, span: span)
  }

  private mutating func noteFailure(_ token: Token, _ i: TokenIndex, _ inBody: Bool) {
    guard tracksFailures, let lastStep else { return }
    let place = (inBody ? UInt64(1) << 40 : 0) + UInt64(i)
    if bestFailure.map({ place > $0.place }) ?? true {
      bestFailure = Failure(place: place, token: token, step: lastStep)
    }
  }

  @inline(__always) private func sameToken(_ a: Token, _ b: Token) -> Bool {
    if a.kind != b.kind { return false }
    switch a.kind {
    case .openInvisible, .closeInvisible: return false
    case .identifier, .rawIdentifier, .lifetime, .rawLifetime: return a.payload == b.payload
    default: return !a.kind.isLiteral || a.payload == b.payload
    }
  }

  // MARK: Fragments

  /// The index after the fragment at `i`; nil after a message.
  private mutating func fragment(_ step: MatcherStep, _ i: TokenIndex, _ end: TokenIndex) -> TokenIndex? {
    if let quick = quickFragment(step.fragment, i, end) { return quick }
    if !(parser?.reads(tokens) ?? false) { parser = FragmentParser(tokens) }
    let parsed = parser!.parse(step.fragment, TokenRange(i, end))
    let messages = parser!.takeMessages()
    guard let parsed else {
      let place = Span(lo: step.spanLow, hi: step.token.span.hi, context: step.token.context)
      for var d in messages.all {
        if d.level == .error {
          d = d.label(place, "while parsing argument for this `\(step.fragment.text(isInferred: step.isInferred))` macro fragment")
        }
        diagnostics.add(d)
      }
      return nil
    }
    if !messages.isEmpty { diagnostics.add(contentsOf: messages) }
    guard let rest = parsed.restOfSplitToken else { return parsed.end }
    tokens = split(tokens, at: parsed.end, rest: rest)
    splitEnd = 1
    return parsed.end + 1
  }

  /// Fragments that are seen at a glance.
  @inline(__always) private func quickFragment(_ fragment: MacroFragment, _ i: TokenIndex, _ end: TokenIndex) -> TokenIndex? {
    let token = tokens[i]
    switch fragment {
    case .tt: return tokens.afterTree(at: i)
    case .ident, .lifetime: return i + 1
    case .expr, .expr2021, .ty, .pat, .patParam, .literal, .path:
      // One word or literal, and then the end or something that cannot go on.
      guard i + 1 == end || endsFragment(tokens[i + 1].kind) else { return nil }
      switch token.kind {
      case .identifier where !token.isReservedIdentifier && token.name != .builtin:
        return fragment == .literal ? nil : i + 1
      case .identifier where token.name == .selfType && fragment == .ty: return i + 1
      case .identifier where token.name == .selfValue && (fragment == .expr || fragment == .expr2021): return i + 1
      case .integer, .float, .string, .char:
        return fragment == .ty || fragment == .path ? nil : i + 1
      default: return nil
      }
    default: return nil
    }
  }

  @inline(__always) private func endsFragment(_ kind: TokenKind) -> Bool {
    kind == .comma || kind == .semi || kind == .fatArrow || kind == .closeParen || kind == .closeBrace || kind == .closeBracket
  }
}

/// A copy of `tokens` in which the glued token at `index` is two: what is not `rest`, and `rest`.
func split(_ tokens: TokenBuffer, at index: TokenIndex, rest: Token) -> TokenBuffer {
  var result = Store<Token>(minimumCapacity: tokens.tokens.count + 1)
  for (i, token) in tokens.tokens.all.enumerated() {
    var token = token
    if (token.kind.isOpen || token.kind.isClose) && token.payload > index { token.payload += 1 }
    if i == Int(index) {
      let first = token.kind.firstHalf(rest: rest.kind) ?? token.kind
      let span = Span(lo: token.lo, hi: rest.lo, context: token.context)
      result.append(Token(first, span: span, flags: Token.jointFlag))
      result.append(rest)
    } else {
      result.append(token)
    }
  }
  return TokenBuffer(result.freeze())
}

extension TokenKind {
  /// What a glued token begins with if `rest` is what is left of it.
  func firstHalf(rest: TokenKind) -> TokenKind? {
    switch self {
    case .shr, .ge, .shrEq: .gt
    case .shl, .le, .shlEq, .lArrow: .lt
    case .andAnd, .andEq: .and
    case .orOr, .orEq: .or
    case .plusEq: .plus
    case .minusEq, .rArrow: .minus
    case .starEq: .star
    case .colonColon: .colon
    case .eqEq, .fatArrow: .eq
    case .ne: .not
    default: nil
    }
  }
}
