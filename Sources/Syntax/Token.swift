// Tokens: 16 plain bytes each, from a file or from an expansion, with matched brackets.
import Parallel
import Source
import Support

/// What a token is. Operators are glued greedily (`>>=` is one token); the parser splits where the grammar wants parts.
public enum TokenKind: UInt8, Sendable, BitwiseCopyable {
  case endOfInput
  /// An identifier or keyword: which of the two depends on name, edition and place. Payload: its `Name`.
  case identifier
  /// `r#name`. Payload: the `Name` without `r#`.
  case rawIdentifier
  /// `'name`. Payload: the `Name` with its quote.
  case lifetime
  /// `'r#name`. Payload: the `Name` with its quote and without `r#`.
  case rawLifetime

  // Literals. Payload: the `Name` of the whole text, with quotes, prefix and suffix; `Literal` decodes it.
  case integer, float, char, byte, string, rawString, byteString, rawByteString, cString, rawCString

  // Doc comments. Payload: the `Name` of the text after the comment mark (and before `*/`).
  case outerLineDoc, innerLineDoc, outerBlockDoc, innerBlockDoc

  // Brackets. Payload: the index of the partner in the same buffer.
  case openParen, closeParen, openBrace, closeBrace, openBracket, closeBracket
  /// Brackets that a macro expansion puts around a matched fragment; `flags` hold its `FragmentKind`.
  case openInvisible, closeInvisible

  case semi, comma, dot, dotDot, dotDotDot, dotDotEq, colon, colonColon, rArrow, lArrow, fatArrow
  case at, pound, tilde, question, dollar
  case eq, lt, le, eqEq, ne, ge, gt, andAnd, orOr, not
  case plus, minus, star, slash, percent, caret, and, or, shl, shr
  case plusEq, minusEq, starEq, slashEq, percentEq, caretEq, andEq, orEq, shlEq, shrEq
  /// A byte or sequence that is no token; a message has been given.
  case unknown

  @inlinable public var isLiteral: Bool { rawValue >= TokenKind.integer.rawValue && rawValue <= TokenKind.rawCString.rawValue }
  @inlinable public var isDoc: Bool {
    rawValue >= TokenKind.outerLineDoc.rawValue && rawValue <= TokenKind.innerBlockDoc.rawValue
  }
  @inlinable public var isOpen: Bool {
    self == .openParen || self == .openBrace || self == .openBracket || self == .openInvisible
  }
  @inlinable public var isClose: Bool {
    self == .closeParen || self == .closeBrace || self == .closeBracket || self == .closeInvisible
  }
  @inlinable public var isAnyIdentifier: Bool { self == .identifier || self == .rawIdentifier }
}

/// What an invisible group holds: the fragment of a `macro_rules` matcher it was matched by.
public enum FragmentKind: UInt8, Sendable, BitwiseCopyable {
  case block, expr, expr2021, item, literal, meta, pat, patParam, path, stmt, ty, vis, `guard`
}

/// One token. 16 bytes.
public struct Token: Sendable, BitwiseCopyable {
  public var kind: TokenKind
  /// Bit 7: the next token follows with no space between ("joint"). Bit 6: a name that a macro put in the place of a variable;
  /// `TokenBuffer.span` tells where that is. Low bits: `FragmentKind` of an invisible bracket.
  public var flags: UInt8
  @usableFromInline var length16: UInt16
  /// Meaning depends on `kind`: raw `Name`, or index of the partner bracket.
  public var payload: UInt32
  public var lo: BytePos
  public var context: SyntaxContext

  @inlinable public init(_ kind: TokenKind, payload: UInt32 = 0, span: Span, flags: UInt8 = 0) {
    self.kind = kind
    self.flags = flags
    self.length16 = UInt16(truncatingIfNeeded: min(span.hi &- span.lo, 0xFFFF))
    self.payload = payload
    self.lo = span.lo
    self.context = span.context
  }

  /// The bytes of the token. A token of 64 KiB or more reports its first 65,535 bytes (spans serve messages only; the whole
  /// text is in the payload).
  @inlinable public var span: Span { Span(lo: lo, hi: lo &+ UInt32(length16), context: context) }
  @inlinable public var name: Name { Name(rawValue: payload) }
  @inlinable public var isJoint: Bool { flags & 0x80 != 0 }
  @inlinable public var fragment: FragmentKind { FragmentKind(rawValue: flags & 0x7F)! }
  @inlinable public static var jointFlag: UInt8 { 0x80 }
  @inlinable public static var variableFlag: UInt8 { 0x40 }
  @inlinable public var standsForVariable: Bool { flags & Token.variableFlag != 0 }
}

/// Where the variable `$x` of a macro stands that a token of its expansion was put in the place of.
public struct VariablePlace: Sendable, BitwiseCopyable {
  public var index: TokenIndex
  public var span: Span
  /// The token is an `ident` or `lifetime` fragment, which stands at `span` itself; only its name is of the call. Others stand
  /// where they were written, and `span` only joins them to what is around the variable.
  public var isOfName: Bool
  public init(_ index: TokenIndex, _ span: Span, isOfName: Bool) {
    self.index = index
    self.span = span
    self.isOfName = isOfName
  }
}

/// A token's place in its buffer.
public typealias TokenIndex = UInt32

/// A half-open range of tokens of one buffer.
public struct TokenRange: Hashable, Sendable, BitwiseCopyable {
  public let start: TokenIndex
  public let end: TokenIndex
  @inlinable public init(_ start: TokenIndex, _ end: TokenIndex) { self.start = start; self.end = end }
  @inlinable public var count: Int { Int(end) - Int(start) }
  @inlinable public var isEmpty: Bool { start == end }
}

/// All tokens of a file or of one expansion, ended by `endOfInput`. Sharing: frozen; lives as long as the process.
///
/// Invariant: brackets are matched. The lexer repairs a file with unmatched ones (with a message), so that every open
/// bracket's payload is the index of its close bracket and the other way round, and `skip` is O(1).
public struct TokenBuffer: Sendable, BitwiseCopyable {
  public let tokens: FrozenStore<Token>
  /// The text could not be read to its end, or had unmatched brackets (a message has been given): parsing it would only tell of
  /// the same mistake again.
  public let isBroken: Bool
  /// The places of variables, in the order of tokens; empty but for expansions of `macro_rules` macros.
  public let places: FrozenStore<VariablePlace>
  public init(
    _ tokens: FrozenStore<Token>, isBroken: Bool = false, places: FrozenStore<VariablePlace> = FrozenStore()
  ) {
    self.tokens = tokens
    self.isBroken = isBroken
    self.places = places
  }

  @inlinable public subscript(i: TokenIndex) -> Token { tokens[index: Int(i)] }
  /// Number of tokens without the closing `endOfInput`.
  @inlinable public var count: Int { tokens.count - 1 }
  @inlinable public var wholeRange: TokenRange { TokenRange(0, TokenIndex(count)) }
  /// The index after the token tree that starts at `i`: after the partner of an open bracket, else `i + 1`.
  @inlinable public func afterTree(at i: TokenIndex) -> TokenIndex {
    let t = self[i]
    return t.kind.isOpen ? t.payload + 1 : i + 1
  }

  /// The position in `places` of the first that is not of a token before `i`.
  public func firstPlace(from i: TokenIndex) -> Int {
    var low = 0
    var high = places.count
    while low < high {
      let middle = (low + high) / 2
      if places[index: middle].index < i { low = middle + 1 } else { high = middle }
    }
    return low
  }

  /// The first place noted for the token at `i`.
  public func place(at i: TokenIndex) -> Span? {
    let k = firstPlace(from: i)
    return k < places.count && places[index: k].index == i ? places[index: k].span : nil
  }

  /// Where the token at `i` stands for messages about what it is part of: where a macro has the variable it was put in the place
  /// of. `self[i].span` is where its name was written.
  public func span(at i: TokenIndex) -> Span {
    let token = self[i]
    if !token.standsForVariable { return token.span }
    var k = firstPlace(from: i)
    while k < places.count, places[index: k].index == i {
      if places[index: k].isOfName { return places[index: k].span }
      k += 1
    }
    return token.span
  }
}
