// Which words are keywords where, and what a token may begin.
import Parallel
import Source
import Syntax

extension Parser {
  /// Whether `t` is an identifier that is reserved in its edition.
  @inline(__always) mutating func isReserved(_ t: Token) -> Bool {
    t.kind == .identifier && isReservedWord(t.payload, t.context)
  }

  @inline(__always) mutating func isReservedWord(_ word: UInt32, _ context: SyntaxContext) -> Bool {
    // The words of known numbers come first; most identifiers are beyond them.
    if word > Name.dollarCrate.rawValue { return false }
    if word <= Name.yield.rawValue { return word != 0 }
    return isConditionallyReserved(word, context)
  }

  @inline(never) mutating func isConditionallyReserved(_ word: UInt32, _ context: SyntaxContext) -> Bool {
    switch Name(rawValue: word) {
    case .async, .await, .dyn, .try: edition(of: context) >= .e2018
    case .gen: edition(of: context) >= .e2024
    case .underscore, .pathRoot, .dollarCrate: true
    default: false
    }
  }

  @inline(__always) static func isPathSegmentKeyword(_ word: UInt32) -> Bool {
    switch Name(rawValue: word) {
    case .super, .selfValue, .selfType, .crate, .dollarCrate, .pathRoot: true
    default: false
    }
  }

  /// Any identifier, keywords and `_` included.
  @inline(__always) var atIdentifier: Bool { mutating get { token.kind.isAnyIdentifier } }
  @inline(__always) var atLifetime: Bool { mutating get { token.kind == .lifetime || token.kind == .rawLifetime } }
  static func isLifetime(_ kind: TokenKind) -> Bool { kind == .lifetime || kind == .rawLifetime }

  /// An identifier that is a name here.
  @inline(__always) mutating func isName(_ t: Token) -> Bool {
    t.kind == .rawIdentifier || t.kind == .identifier && !isReservedWord(t.payload, t.context)
  }
  mutating func isNameAhead(_ distance: UInt32) -> Bool { isName(ahead(distance)) }

  var atBool: Bool { mutating get { atKeyword(.true) || atKeyword(.false) } }
  static func isMutability(_ word: UInt32) -> Bool { word == Name.mut.rawValue || word == Name.const.rawValue }
  var atPlus: Bool { mutating get { token.kind == .plus || token.kind == .plusEq } }
  static func isPlus(_ kind: TokenKind) -> Bool { kind == .plus || kind == .plusEq }
  /// `pin` followed by `mut` or `const`.
  var atPin: Bool { mutating get { token.kind.isAnyIdentifier && token.name == .pin && Parser.isMutability(wordAhead(1)) } }

  // MARK: What may begin here

  @inline(__always) mutating func atPathStart() -> Bool { isPathStart(token) }

  @inline(__always) mutating func isPathStart(_ t: Token) -> Bool {
    switch t.kind {
    case .identifier: !isReservedWord(t.payload, t.context) || Parser.isPathSegmentKeyword(t.payload)
    case .rawIdentifier, .colonColon, .lt, .shl: true
    case .openInvisible: t.fragment == .path
    default: false
    }
  }

  mutating func canBeginExpr(_ t: Token) -> Bool {
    switch t.kind {
    case .identifier:
      if !isReservedWord(t.payload, t.context) || Parser.isPathSegmentKeyword(t.payload) { return true }
      switch t.name {
      case .async, .do, .box, .break, .const, .continue, .false, .for, .gen, .if, .let, .loop, .match, .move, .return, .true,
        .try, .unsafe, .while, .yield, .safe, .static:
        return true
      default: return false
      }
    case .rawIdentifier, .openParen, .openBrace, .openBracket, .not, .minus, .star, .or, .orOr, .and, .andAnd, .dotDot,
      .dotDotDot, .dotDotEq, .lt, .shl, .colonColon, .lifetime, .rawLifetime, .pound:
      return true
    case .openInvisible:
      switch t.fragment {
      case .block, .expr, .expr2021, .literal, .path: return true
      default: return false
      }
    default: return t.kind.isLiteral
    }
  }

  mutating func canBeginType(_ t: Token) -> Bool {
    switch t.kind {
    case .identifier:
      if !isReservedWord(t.payload, t.context) || Parser.isPathSegmentKeyword(t.payload) { return true }
      switch t.name {
      case .underscore, .for, .impl, .fn, .unsafe, .extern, .typeof, .dyn: return true
      default: return false
      }
    case .rawIdentifier, .openParen, .openBracket, .not, .star, .and, .andAnd, .question, .lifetime, .rawLifetime, .lt, .shl,
      .colonColon:
      return true
    case .openInvisible: return t.fragment == .ty || t.fragment == .path
    default: return false
    }
  }

  static func canBeginConstArg(_ t: Token) -> Bool {
    switch t.kind {
    case .openBrace, .minus: true
    case .identifier: t.name == .true || t.name == .false
    case .openInvisible: t.fragment == .expr || t.fragment == .expr2021 || t.fragment == .block || t.fragment == .literal
    default: t.kind.isLiteral
    }
  }

  static func canBeginPattern(_ t: Token, withOr: Bool) -> Bool {
    switch t.kind {
    case .identifier, .rawIdentifier, .openParen, .openBracket, .and, .minus, .andAnd, .dotDot, .dotDotDot, .colonColon, .lt,
      .shl:
      true
    case .or: withOr
    case .openInvisible:
      switch t.fragment {
      case .expr, .expr2021, .literal, .meta, .pat, .patParam, .path, .ty: true
      default: false
      }
    default: t.kind.isLiteral
    }
  }

  static func canBeginStringLiteral(_ t: Token, next: Token) -> Bool {
    switch t.kind {
    case .openInvisible:
      switch t.fragment {
      case .literal: true
      case .expr, .expr2021: next.kind == .string || next.kind == .rawString
      default: false
      }
    default: t.kind.isLiteral
    }
  }

  static func canBeginItem(_ t: Token) -> Bool {
    guard t.kind.isAnyIdentifier else { return false }
    switch t.name {
    case .fn, .use, .struct, .enum, .pub, .trait, .extern, .impl, .unsafe, .const, .safe, .static, .union, .macro, .mod, .type:
      return true
    default: return false
    }
  }

  /// `<` here opens generic parameters rather than a qualified path (`impl <T>…`, `for <…>`).
  mutating func choosesGenericsOverQualifiedPath(_ start: UInt32) -> Bool {
    guard kindAhead(start) == .lt else { return false }
    let next = kindAhead(start + 1)
    if next == .pound || next == .gt { return true }
    if Parser.isLifetime(next) || next.isAnyIdentifier {
      switch kindAhead(start + 2) {
      case .gt, .comma, .colon, .eq, .question: return true
      default: break
      }
    }
    return isAhead(start + 1, .const)
  }

  /// `builtin #`
  var atBuiltin: Bool { mutating get { atKeyword(.builtin) && kindAhead(1) == .pound } }
  /// `const {`, or `const` before a block fragment.
  mutating func isInlineConst(_ distance: UInt32) -> Bool {
    isAhead(distance, .const) && (kindAhead(distance + 1) == .openBrace || atInvisibleBlock(distance + 1))
  }
  /// `const |`, `const move`, `const static`
  var atConstClosure: Bool {
    mutating get {
      guard atKeyword(.const) else { return false }
      switch kindAhead(1) {
      case .or, .orOr: return true
      case .identifier: return isAhead(1, .move) || isAhead(1, .use) || isAhead(1, .static)
      default: return false
      }
    }
  }
}
