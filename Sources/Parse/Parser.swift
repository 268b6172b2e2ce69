// The parser's state: where it is in the tokens, and how it moves.
import Diagnostics
import Parallel
import Source
import Support
import Syntax

/// Thrown when a construct cannot be parsed on. The message has been added already; whoever catches this has found a place to
/// go on from, or drops the message by going back to a `Snapshot`.
struct ParseFailure: Error {}

/// What an expression may hold, by where it stands.
struct Restrictions: OptionSet {
  var rawValue: UInt8
  /// At the start of a statement: `{ … }` and the like end it.
  static let statement = Restrictions(rawValue: 1)
  /// In a condition: `path {` is no struct literal.
  static let noStructLiteral = Restrictions(rawValue: 2)
  /// In generic arguments: `>` ends it.
  static let constArgument = Restrictions(rawValue: 4)
  /// `let` is allowed.
  static let allowLet = Restrictions(rawValue: 8)
  /// What stands where a pattern should: no assignment, range or `|`.
  static let pattern = Restrictions(rawValue: 16)
}

/// Parses a range of one token buffer into a tree. Sharing: none (one owner; a worker may use it again with `start`).
///
/// Rustc's grammar, function by function, so that what is accepted is the same. Recursion is counted in `depth`.
struct Parser: ~Copyable {
  var tree = SyntaxTreeBuilder()
  /// Messages in the order of giving.
  var messages: [Diagnostic] = []
  var buffer: TokenBuffer
  var tokens: UnsafePointer<Token>
  /// Index of `token`.
  var index: TokenIndex = 0
  /// The first index that is not read: there the input ends.
  var limit: TokenIndex = 0
  /// The token at hand. May be the rest of a glued token whose first part has been taken.
  var token: Token
  /// The raw `Name` of `token` if it is an identifier that is not raw, else `UInt32.max`: for cheap keyword tests.
  var word: UInt32 = .max
  /// The last token taken.
  var previous: Token
  var restrictions: Restrictions = []
  /// Whether bodies of functions are left as tokens.
  var skipsBodies = false
  var depth = 0
  /// Place of the last "expected …" message: a second one at the same place is not given.
  var lastUnexpected: BytePos = .max
  /// How many `let` conditions were parsed so far.
  var letCount = 0
  /// Inner attributes of a block that belong to what it is the body of.
  var editionCache: (context: SyntaxContext, edition: Edition)

  // Unfinished lists, by type of their elements.
  var ids = Scratch<UInt32>()
  var attributeScratch = Scratch<Attribute>()
  var segmentScratch = Scratch<PathSegment>()
  var genericArgScratch = Scratch<GenericArg>()
  var genericParamScratch = Scratch<GenericParam>()
  var predicateScratch = Scratch<WherePredicate>()
  var boundScratch = Scratch<Bound>()
  var paramScratch = Scratch<Param>()
  var stmtScratch = Scratch<Stmt>()
  var armScratch = Scratch<Arm>()
  var exprFieldScratch = Scratch<ExprField>()
  var patFieldScratch = Scratch<PatField>()
  var fieldScratch = Scratch<FieldDef>()
  var variantScratch = Scratch<Variant>()
  var fieldAccessScratch = Scratch<FieldAccess>()

  /// Whether the tokens are what a macro made.
  var isExpansion = false

  /// Nesting of more levels than this is refused. A level takes up to 2 KiB of stack in release builds and up to 60 KiB in debug
  /// builds; where the stack is too small for so many, `enter` refuses earlier.
  static let maxDepth = 2500
  /// Chains (`a + b + …`, `a.b().c()…`, `else if …`) of more links than this are refused: their trees are as deep as they are
  /// long.
  static let maxChain = 10_000

  init(_ buffer: TokenBuffer) {
    self.buffer = buffer
    tokens = buffer.tokens.all.baseAddress.unsafelyUnwrapped
    token = tokens[0]
    previous = tokens[0]
    editionCache = (.root, Hygiene.edition(of: .root))
    start(TokenRange(0, TokenIndex(buffer.count)))
  }

  /// Moves to the start of `range`, as if nothing else existed.
  mutating func start(_ range: TokenRange) {
    precondition(range.start <= range.end && Int(range.end) <= buffer.count)
    index = range.start
    limit = range.end
    token = tokens[Int(range.start)]
    if index == limit { token = Token(.endOfInput, span: token.span.start) }
    setWord()
    previous = Token(.endOfInput, span: token.span.start)
    restrictions = []
    depth = 0
    lastUnexpected = .max
  }

  @inline(__always) mutating func setWord() {
    word = token.kind == .identifier ? token.payload : .max
  }

  // MARK: Moving

  @inline(__always) mutating func bump() {
    previous = token
    index &+= 1
    if index < limit {
      token = tokens[Int(index)]
      setWord()
    } else {
      bumpToEnd()
    }
  }

  @inline(never) mutating func bumpToEnd() {
    index = limit
    let next = tokens[Int(limit)]
    token = Token(.endOfInput, span: next.kind == .endOfInput ? next.span : next.span.start)
    word = .max
  }

  /// Moves to the token at `newIndex`, after the one before it.
  mutating func jump(to newIndex: TokenIndex) {
    index = newIndex - 1
    token = tokens[Int(index)]
    bump()
  }

  /// The token `distance` after the one at hand; `endOfInput` beyond the end.
  @inline(__always) mutating func ahead(_ distance: UInt32) -> Token {
    let i = index &+ distance
    return i < limit ? tokens[Int(i)] : Token(.endOfInput, span: .none)
  }
  @inline(__always) mutating func kindAhead(_ distance: UInt32) -> TokenKind {
    let i = index &+ distance
    return i < limit ? tokens[Int(i)].kind : .endOfInput
  }
  /// The raw `Name` of the identifier `distance` ahead; `UInt32.max` if there is none, or a raw one.
  @inline(__always) mutating func wordAhead(_ distance: UInt32) -> UInt32 {
    let i = index &+ distance
    return i < limit && tokens[Int(i)].kind == .identifier ? tokens[Int(i)].payload : .max
  }
  /// The index after the token tree that begins `distance` ahead.
  mutating func indexAfterTree(_ distance: UInt32) -> TokenIndex {
    let t = ahead(distance)
    return t.kind.isOpen ? t.payload &+ 1 : index &+ distance &+ 1
  }

  // MARK: Testing and taking

  @inline(__always) mutating func at(_ kind: TokenKind) -> Bool { token.kind == kind }
  @inline(__always) mutating func atKeyword(_ keyword: Name) -> Bool { word == keyword.rawValue }
  @inline(__always) mutating func isAhead(_ distance: UInt32, _ keyword: Name) -> Bool { wordAhead(distance) == keyword.rawValue }

  @inline(__always) mutating func eat(_ kind: TokenKind) -> Bool {
    if token.kind != kind { return false }
    bump()
    return true
  }
  @inline(__always) mutating func eatKeyword(_ keyword: Name) -> Bool {
    if word != keyword.rawValue { return false }
    bump()
    return true
  }

  @inline(__always) mutating func expect(_ kind: TokenKind) throws(ParseFailure) {
    if token.kind != kind { throw expected(kind.quoted) }
    bump()
  }
  @inline(__always) mutating func expectKeyword(_ keyword: Name) throws(ParseFailure) {
    if word != keyword.rawValue { throw expected("`\(keyword.text)`") }
    bump()
  }

  /// Takes the first character of the token at hand if it is `kind`; a glued token keeps its rest.
  @inline(__always) mutating func eatSplitting(_ kind: TokenKind) -> Bool {
    if token.kind == kind {
      bump()
      return true
    }
    return eatFirstHalf(kind)
  }

  @inline(never) mutating func eatFirstHalf(_ kind: TokenKind) -> Bool {
    guard let (first, second) = token.kind.halves, first == kind else { return false }
    let span = token.span
    let middle = span.lo &+ 1
    previous = Token(first, span: Span(lo: span.lo, hi: middle, context: span.context), flags: Token.jointFlag)
    token = Token(second, span: Span(lo: middle, hi: span.hi, context: span.context), flags: token.flags)
    word = .max
    return true
  }

  @inline(__always) mutating func expectSplitting(_ kind: TokenKind) throws(ParseFailure) {
    if !eatSplitting(kind) { throw expected(kind.quoted) }
  }

  // MARK: Snapshots

  /// A place to go back to. Tree nodes made since stay unused in their stores.
  struct Snapshot {
    var index: TokenIndex
    var token: Token
    var word: UInt32
    var previous: Token
    var restrictions: Restrictions
    var messages: Int
    var lastUnexpected: BytePos
    var letCount: Int
  }

  mutating func snapshot() -> Snapshot {
    Snapshot(
      index: index, token: token, word: word, previous: previous, restrictions: restrictions, messages: messages.count,
      lastUnexpected: lastUnexpected, letCount: letCount)
  }

  /// Goes back, forgetting the messages given since.
  mutating func restore(_ s: Snapshot) {
    index = s.index
    token = s.token
    word = s.word
    previous = s.previous
    restrictions = s.restrictions
    lastUnexpected = s.lastUnexpected
    letCount = s.letCount
    messages.removeSubrange(s.messages...)
  }

  // MARK: Spans

  /// Where the token at hand stands. Names take `nameSpan` instead.
  @inline(__always) var span: Span { mutating get { token.standsForVariable ? buffer.span(at: index) : token.span } }
  /// Where the token at hand was written, with the hygiene of its name.
  @inline(__always) var nameSpan: Span { mutating get { token.span } }
  /// Where the last token taken stands.
  @inline(__always) var previousSpan: Span {
    previous.standsForVariable ? buffer.span(at: index &- 1) : previous.span
  }
  /// From `start` to the end of the last token taken.
  @inline(__always) mutating func span(from start: Span) -> Span { join(start, previousSpan) }
  @inline(__always) mutating func span(_ id: ID<Expr>) -> Span { tree[id].span }

  // MARK: Depth

  /// Counts one level of nesting; to be undone with `leave`.
  @inline(__always) mutating func enter() throws(ParseFailure) {
    depth += 1
    if depth > Parser.maxDepth || depth & 7 == 7 && !BigStack.hasRoom { throw tooDeep() }
  }
  @inline(__always) mutating func leave() { depth -= 1 }

  @inline(never) mutating func tooDeep() -> ParseFailure {
    if lastUnexpected != token.lo {
      messages.append(.tooDeep(at: span))
      lastUnexpected = token.lo
    }
    // Nothing after this place makes sense any more.
    bumpToEnd()
    return ParseFailure()
  }

  // MARK: Invisible groups

  @inline(__always) mutating func atInvisible(_ fragment: FragmentKind) -> Bool {
    token.kind == .openInvisible && token.fragment == fragment
  }
  @inline(__always) mutating func atInvisibleBlock(_ distance: UInt32 = 0) -> Bool {
    kindAhead(distance) == .openInvisible && ahead(distance).fragment == .block
  }

  /// After the content of an invisible group.
  mutating func closeInvisible() throws(ParseFailure) {
    if token.kind != .closeInvisible { throw expected("the end of a macro fragment") }
    bump()
  }

  // MARK: Editions

  /// The edition of the code that wrote the token at hand.
  mutating func edition() -> Edition {
    var context = token.context
    if token.kind == .openInvisible { context = ahead(1).context }
    return edition(of: context)
  }

  mutating func edition(of context: SyntaxContext) -> Edition {
    if context == editionCache.context { return editionCache.edition }
    editionCache = (context, Hygiene.edition(of: context))
    return editionCache.edition
  }
}

extension TokenKind {
  /// The two tokens that a glued one falls into after its first character.
  var halves: (TokenKind, TokenKind)? {
    switch self {
    case .le: (.lt, .eq)
    case .eqEq: (.eq, .eq)
    case .ne: (.not, .eq)
    case .ge: (.gt, .eq)
    case .andAnd: (.and, .and)
    case .orOr: (.or, .or)
    case .shl: (.lt, .lt)
    case .shr: (.gt, .gt)
    case .plusEq: (.plus, .eq)
    case .minusEq: (.minus, .eq)
    case .starEq: (.star, .eq)
    case .slashEq: (.slash, .eq)
    case .percentEq: (.percent, .eq)
    case .caretEq: (.caret, .eq)
    case .andEq: (.and, .eq)
    case .orEq: (.or, .eq)
    case .shlEq: (.lt, .le)
    case .shrEq: (.gt, .ge)
    case .colonColon: (.colon, .colon)
    case .rArrow: (.minus, .gt)
    case .lArrow: (.lt, .minus)
    case .fatArrow: (.eq, .gt)
    default: nil
    }
  }
}
