// From a matched rule to the tokens it stands for.
import Diagnostics
import Parallel
import Source
import Support
import Syntax

/// Writes one expansion. Sharing: none.
struct Transcriber: ~Copyable {
  struct Repeat: BitwiseCopyable {
    var index: UInt32
    var count: UInt32
  }
  let definition: MacroRulesDefinition
  let rule: MacroRule
  let matches: MatchedVariables
  /// Where the ranges of `matches` are: those of an attribute's arguments, and the others.
  let argumentTokens: TokenBuffer
  let tokens: TokenBuffer
  var marker: TokenMarker
  var output = Store<Token>()
  var places = Store<VariablePlace>()
  var diagnostics = DiagnosticList()
  private var repeats: [Repeat] = []
  private var open: [UInt32] = []
  /// From the start of a fragment to where its variable stood first: it is joined there, wherever it stands again.
  private var firstUses: [UInt32: Span] = [:]
  /// The macro is of another crate than the one that is compiled.
  private let isForeign: Bool
  /// More tokens than this are an error: 256 MiB.
  static let maxTokens = 1 << 24

  init(
    _ definition: MacroRulesDefinition, _ rule: MacroRule, _ matches: MatchedVariables, argumentTokens: TokenBuffer,
    tokens: TokenBuffer, expansion: ExpansionID
  ) {
    self.definition = definition
    self.rule = rule
    self.matches = matches
    self.argumentTokens = argumentTokens
    self.tokens = tokens
    marker = TokenMarker(expansion, definition.transparency)
    isForeign = Hygiene[expansion].macroCrate != 0
  }

  /// False after a message.
  mutating func run(callSpan: Span) -> Bool {
    let ops = definition.ops[rule.ops]
    let first = rule.ops.start
    var i = 0
    while i < ops.count {
      let op = ops[i]
      i += 1
      switch op.kind {
      case .token:
        var token = op.token
        token.context = marker.mark(token.context)
        output.append(token)
      case .open:
        var token = op.token
        token.context = marker.mark(token.context)
        open.append(UInt32(output.count))
        output.append(token)
      case .close:
        var token = op.token
        token.context = marker.mark(token.context)
        close(token)
      case .variable:
        switch matches.look(Int(op.a), repeats) {
        case .single(let range):
          // Token trees of `$($x)*` go with each other rather than with what is around them.
          let isRun = i >= 2 && ops[i - 2].kind == .sequence && ops[i].kind == .sequenceEnd && !ops[i].isFlagged
          splice(Int(op.a), range, op.token, isRun: isRun)
        case .repeating:
          diagnostics.add(.stillRepeating(op.token.name, at: op.token.span))
          return false
        }
        if output.count > Self.maxTokens {
          diagnostics.add(.expansionTooLarge(definition.name.name, at: callSpan))
          return false
        }
      case .sequence:
        guard let count = repetitions(op) else { return false }
        if count == 0 {
          if op.isFlagged {
            diagnostics.add(.mustRepeatOnce(at: op.token.span))
            return false
          }
          i = Int(op.a - first) + 1
        } else {
          repeats.append(Repeat(index: 0, count: UInt32(count)))
        }
      case .sequenceEnd:
        let last = repeats.count - 1
        repeats[last].index += 1
        if repeats[last].index < repeats[last].count {
          // The separator is not marked, as in rustc.
          if op.isFlagged { append(unmarked: op.token) }
          i = Int(op.a - first) + 1
        } else {
          repeats.removeLast()
        }
        if output.count > Self.maxTokens {
          diagnostics.add(.expansionTooLarge(definition.name.name, at: callSpan))
          return false
        }
      default:
        if !expression(op) { return false }
      }
    }
    return true
  }

  consuming func finish() -> TokenBuffer {
    output.append(Token(.endOfInput, span: rule.bodySpan.end.with(marker.mark(rule.bodySpan.context))))
    return TokenBuffer(output.freeze(), places: places.freeze())
  }

  private mutating func append(unmarked token: Token) {
    var token = token
    token.flags &= ~Token.jointFlag
    output.append(token)
  }

  private mutating func close(_ token: Token) {
    var token = token
    let start = open.removeLast()
    token.payload = start
    output[ID(rawValue: start)].payload = UInt32(output.count)
    output.append(token)
  }

  /// How often the sequence repeats; nil after a message.
  private mutating func repetitions(_ op: TranscribeOp) -> Int? {
    var found: (variable: Int, count: Int)?
    let list = definition.lists[Run<UInt32>(start: Int(op.b), count: Int(op.c))]
    for v in list {
      guard case .repeating(let count) = matches.look(Int(v), repeats) else { continue }
      guard let known = found else {
        found = (Int(v), count)
        continue
      }
      if known.count != count {
        diagnostics.add(
          .unequalRepetitions(name(known.variable), known.count, name(Int(v)), count, at: span(op)))
        return nil
      }
    }
    guard let found else {
      diagnostics.add(.nothingRepeats(at: span(op)))
      return nil
    }
    return found.count
  }

  private func name(_ variable: Int) -> Name { definition.variables[rule.variables][variable].name }

  /// From the bracket of a sequence to the one that closes it.
  private func span(_ op: TranscribeOp) -> Span { op.token.span }

  // MARK: Variables

  private mutating func splice(_ variable: Int, _ range: TokenRange, _ token: Token, isRun: Bool) {
    let source = variable < Int(rule.argumentVariableCount) ? argumentTokens : tokens
    guard let group = definition.variables[rule.variables][variable].fragment.group else {
      // A token tree keeps its spacing; names stand alone.
      if definition.variables[rule.variables][variable].fragment == .tt {
        if isRun {
          appendTokens(of: source, range)
        } else {
          appendTree(of: source, range, token.span.with(marker.mark(token.context)))
        }
      } else {
        var name = source[range.start]
        name.flags = name.flags & ~Token.jointFlag | Token.variableFlag
        let span = token.span.with(marker.mark(token.context))
        places.append(VariablePlace(UInt32(output.count), span, isOfName: true))
        output.append(name)
      }
      return
    }
    var range = range
    var unwrapped: TokenIndex?
    // A fragment that is one group of the same kind is not wrapped again.
    if range.count >= 2 {
      let first = source[range.start]
      if first.kind == .openInvisible && first.fragment == group && first.payload + 1 == range.end {
        unwrapped = range.start
        range = TokenRange(range.start + 1, range.end - 1)
      }
    }
    let span = token.span.with(marker.mark(token.context))
    open.append(UInt32(output.count))
    if let first = firstUse(of: source, range, unwrapped, span), first != span {
      places.append(VariablePlace(UInt32(output.count), first, isOfName: false))
    }
    output.append(Token(.openInvisible, span: span, flags: group.rawValue))
    appendTokens(of: source, range)
    close(Token(.closeInvisible, span: span, flags: group.rawValue))
  }

  /// Where the variable of a fragment stood first; `span` if that is now.
  private mutating func firstUse(
    of source: TokenBuffer, _ range: TokenRange, _ unwrapped: TokenIndex?, _ span: Span
  ) -> Span? {
    if let unwrapped { return source.place(at: unwrapped) ?? source[unwrapped].span }
    if range.isEmpty { return nil }
    if let known = firstUses[range.start] { return known }
    firstUses[range.start] = span
    return span
  }

  /// One token tree in the place of a variable at `span`. A tree that has stood for another variable before is moved to this one,
  /// with its hygiene, unless the macro is of another crate; a name keeps the place it has.
  ///
  /// - Source: rustc's `maybe_use_metavar_location`, which tests rely on.
  private mutating func appendTree(of source: TokenBuffer, _ range: TokenRange, _ span: Span) {
    if source[range.start].standsForVariable { return appendTokens(of: source, range) }
    let known = source.place(at: range.start) ?? firstUses[range.start]
    if known == nil { firstUses[range.start] = span }
    let isMoved = known != nil && known != span && !isForeign
    let last = range.end - 1
    if range.count > 1 { appendEnd(of: source, range.start, span, isMoved) }
    appendTokens(of: source, TokenRange(range.start + (range.count > 1 ? 1 : 0), last))
    appendEnd(of: source, last, span, isMoved)
  }

  private mutating func appendEnd(of source: TokenBuffer, _ i: TokenIndex, _ span: Span, _ isMoved: Bool) {
    let place = UInt32(output.count)
    places.append(VariablePlace(place, span, isOfName: false))
    appendTokens(of: source, TokenRange(i, i + 1))
    guard isMoved else { return }
    let id = ID<Token>(Int(place))
    output[id] = Token(
      output[id].kind, payload: output[id].payload, span: span.with(output[id].context), flags: output[id].flags)
  }

  private mutating func appendTokens(of source: TokenBuffer, _ range: TokenRange) {
    let delta = UInt32(output.count) &- range.start
    if source.places.count > 0 { appendPlaces(of: source, range, delta) }
    var i = range.start
    while i < range.end {
      var token = source[i]
      if token.kind.isBracket { token.payload = token.payload &+ delta }
      output.append(token)
      i += 1
    }
  }

  @inline(never) private mutating func appendPlaces(of source: TokenBuffer, _ range: TokenRange, _ delta: UInt32) {
    var k = source.firstPlace(from: range.start)
    while k < source.places.count, source.places[index: k].index < range.end {
      var place = source.places[index: k]
      place.index = place.index &+ delta
      places.append(place)
      k += 1
    }
  }

  // MARK: Meta-variable expressions

  private mutating func expression(_ op: TranscribeOp) -> Bool {
    let value: Int
    switch op.kind {
    case .ignore:
      return knows(op)
    case .count:
      guard knows(op) else { return false }
      let variable = Int(op.a)
      let limit = max(0, matches.reachedDepth(variable) - 1 - repeats.count)
      if Int(op.b) > limit {
        diagnostics.add(.depthOutOfBounds("count", limit: limit + 1, at: op.token.span))
        return false
      }
      guard let count = matches.count(variable, repeats, depth: Int(op.b)) else {
        diagnostics.add(.countMisplaced(at: op.token.span))
        return false
      }
      value = count
    case .index, .length:
      guard Int(op.b) < repeats.count else {
        diagnostics.add(
          .depthOutOfBounds(op.kind == .index ? "index" : "len", limit: repeats.count, at: op.token.span))
        return false
      }
      let entry = repeats[repeats.count - 1 - Int(op.b)]
      value = Int(op.kind == .index ? entry.index : entry.count)
    default:
      return concat(op)
    }
    output.append(
      Token(.integer, payload: Name(String(value)).rawValue, span: op.token.span.with(marker.mark(op.token.context))))
    return true
  }

  private mutating func knows(_ op: TranscribeOp) -> Bool {
    if op.a < UInt32(rule.variables.count) { return true }
    diagnostics.add(.unknownMetaVariable(Name(rawValue: op.c), at: op.token.span))
    return false
  }

  private mutating func concat(_ op: TranscribeOp) -> Bool {
    var text = ""
    let list = definition.lists[Run<UInt32>(start: Int(op.b), count: Int(op.c) * 2)]
    func fail(_ message: String) -> Bool {
      diagnostics.add(.metaVarExpression(message, at: op.token.span))
      return false
    }
    var k = 0
    while k < list.count {
      let variable = list[k]
      let name = Name(rawValue: list[k + 1])
      k += 2
      if variable == .max {
        text += name.text
        continue
      }
      guard Int(variable) < rule.variables.count else {
        diagnostics.add(.unknownMetaVariable(name, at: op.token.span))
        return false
      }
      guard case .single(let range) = matches.look(Int(variable), repeats) else {
        return fail("variable `\(name)` of `concat` is still repeating at this depth")
      }
      let source = variable < rule.argumentVariableCount ? argumentTokens : tokens
      let fragment = definition.variables[rule.variables][Int(variable)].fragment
      guard range.count == 1, fragment == .ident || fragment == .tt || fragment == .literal else {
        return fail("variables of `concat` must be of type `ident`, `literal` or `tt`")
      }
      let token = source[range.start]
      switch token.kind {
      case .identifier: text += token.name.text
      case .rawIdentifier: return fail("`${concat(..)}` does not support raw identifiers")
      case .string where literalSuffix(.string, token.name).isEmpty: text += contentOfString(token).text
      case .integer where literalSuffix(.integer, token.name).isEmpty: text += token.name.text
      case .integer: return fail("integer variables of `concat` must not have a suffix")
      default: return fail("variables of `concat` must be of type `ident`, `literal` or `tt`")
      }
    }
    let span = op.token.span.with(marker.mark(op.token.context))
    guard isIdentifier(text) else {
      diagnostics.add(.metaVarExpression("`${concat(..)}` is not generating a valid identifier", at: span))
      return false
    }
    let name = Name(text)
    var token = Token(.identifier, payload: name.rawValue, span: span)
    if token.isReservedIdentifier && !token.isPathSegmentKeyword && name != .underscore { token.kind = .rawIdentifier }
    output.append(token)
    return true
  }
}

/// Marks contexts, remembering the last one: tokens of a definition mostly have the same.
struct TokenMarker {
  private var marker: Marker
  private let transparency: Transparency
  private var last: SyntaxContext?
  private var lastMarked = SyntaxContext.root

  init(_ expansion: ExpansionID, _ transparency: Transparency) {
    marker = Marker(expansion)
    self.transparency = transparency
  }

  @inline(__always) mutating func mark(_ context: SyntaxContext) -> SyntaxContext {
    if context == last { return lastMarked }
    last = context
    lastMarked = marker.mark(context, transparency)
    return lastMarked
  }
}

extension TokenKind {
  /// Any bracket, invisible ones too.
  @inline(__always) var isBracket: Bool { rawValue &- TokenKind.openParen.rawValue < 8 }
}
