// The item of a derive, taken apart at the level of tokens, after `cfg`.
import Diagnostics
import Parallel
import Source
import Support
import Syntax

/// A struct, enum or union as a derive sees it. Ranges are of the item's buffer.
struct DeriveItem {
  enum Kind { case structure, enumeration, union }
  enum Shape { case named, tuple, unit }

  struct Attribute {
    /// `Name.empty` if the path has several segments.
    var name: Name
    var hasArguments: Bool
    /// `repr(packed)`
    var mentionsPacked = false
    var span: Span
  }

  struct Parameter {
    enum Kind { case lifetime, type, const }
    var kind: Kind
    var name: Token
    /// Bounds after the colon; the type of a const parameter.
    var bounds: TokenRange
    var isPointee: Bool
  }

  struct Field {
    /// Nil in tuples.
    var name: Token?
    var type: TokenRange
    var defaultValue: TokenRange?
    var span: Span
  }

  struct Variant {
    var name: Token
    var shape: Shape
    var fields: [Field]
    var attributes: [Attribute]
    var span: Span
  }

  var kind = Kind.structure
  var name = Token.none
  /// The item's attributes as written, for those that are copied to the impl.
  var attributes: [Attribute] = []
  var attributeRanges: [TokenRange] = []
  var parameters: [Parameter] = []
  var predicates: [TokenRange] = []
  /// One for a struct or union.
  var variants: [Variant] = []

  var isPacked: Bool {
    attributes.contains { $0.name == .repr && $0.mentionsPacked }
  }
  var hasTypeParameters: Bool { parameters.contains { $0.kind == .type } }
}

/// Reads an item's tokens. Sharing: none.
struct DeriveItemReader {
  /// The item's own buffer if tokens had to be split.
  private(set) var tokens: TokenBuffer
  let cfg: CfgSet
  private var i: TokenIndex
  private var end: TokenIndex

  init(tokens: TokenBuffer, range: TokenRange, cfg: CfgSet) {
    self.tokens = tokens
    self.cfg = cfg
    i = range.start
    end = range.end
    if (range.start..<range.end).contains(where: { tokens[$0].kind.closesGenericsGlued }) {
      var writer = TokenWriter(minimumCapacity: range.count + 8)
      writer.append(tokens, range)
      self.tokens = writer.finish(at: tokens[range.end - 1].span.end)
      i = 0
      end = TokenIndex(range.count)
    }
  }

  /// Makes the glued token at hand two, a `>` and the rest.
  private mutating func splitToken() {
    let token = tokens[i]
    let rest: TokenKind = token.kind == .shr ? .gt : token.kind == .ge ? .eq : .ge
    let span = Span(lo: token.lo + 1, hi: token.span.hi, context: token.context)
    tokens = split(tokens, at: i, rest: Token(rest, span: span, flags: token.flags))
    end += 1
  }

  private var token: Token { i < end ? tokens[i] : Token.none }
  private func at(_ kind: TokenKind) -> Bool { i < end && tokens[i].kind == kind }
  private mutating func eat(_ kind: TokenKind) -> Bool {
    if at(kind) {
      i += 1
      return true
    }
    return false
  }

  /// The item; nil if it is no struct, enum or union.
  mutating func read() -> DeriveItem? {
    var item = DeriveItem()
    // The item may be a fragment, or fragments within fragments, each with attributes before it.
    while true {
      let start = i
      item.attributes += attributes().0
      item.attributeRanges += attributeRanges(TokenRange(start, i))
      guard at(.openInvisible), token.fragment == .item, tokens[i].payload + 1 == end else { break }
      end = tokens[i].payload
      i += 1
    }
    visibility()
    guard at(.identifier) else { return nil }
    switch token.name {
    case .struct: item.kind = .structure
    case .enum: item.kind = .enumeration
    case .union: item.kind = .union
    default: return nil
    }
    i += 1
    guard token.kind.isAnyIdentifier else { return nil }
    item.name = token
    i += 1
    if at(.lt) { item.parameters = parameters() }
    if item.kind == .enumeration {
      whereClause(&item)
      guard at(.openBrace) else { return nil }
      item.variants = variants(TokenRange(i + 1, token.payload))
      return item
    }
    var variant = DeriveItem.Variant(name: item.name, shape: .unit, fields: [], attributes: [], span: item.name.span)
    whereClause(&item)
    if at(.openBrace) {
      variant.shape = .named
      variant.fields = fields(isNamed: true)
    } else if at(.openParen) {
      variant.shape = .tuple
      variant.fields = fields(isNamed: false)
      i = token.payload + 1
      whereClause(&item)
    }
    item.variants = [variant]
    return item
  }

  // MARK: Attributes

  /// Reads outer attributes; those in effect, and whether `cfg` keeps what they stand on.
  private mutating func attributes() -> ([DeriveItem.Attribute], isEnabled: Bool) {
    var found: [DeriveItem.Attribute] = []
    var isEnabled = true
    while i < end {
      if token.kind.isDoc {
        i += 1
        continue
      }
      guard at(.pound) else { break }
      i += 1
      _ = eat(.not)
      guard at(.openBracket) else { break }
      let inside = TokenRange(i + 1, token.payload)
      i = token.payload + 1
      var ignored = DiagnosticList()
      for a in cfg.effective(tokens, inside, into: &ignored) {
        let name = a.path.count == 1 ? a.path[0].name : Name.empty
        var arguments: TokenRange?
        var hasArguments = true
        switch a.attribute.arguments {
        case .none: hasArguments = false
        case .delimited(let r): arguments = r
        case .value, .doc: break
        }
        if name == .cfg {
          if let arguments, !cfg.evaluate(tokens, arguments, at: a.attribute.span, into: &ignored) { isEnabled = false }
          continue
        }
        found.append(
          DeriveItem.Attribute(
            name: name, hasArguments: hasArguments, mentionsPacked: arguments.map(mentionsPacked) ?? false,
            span: a.attribute.span))
      }
    }
    return (found, isEnabled)
  }

  private func mentionsPacked(_ range: TokenRange) -> Bool {
    (range.start..<range.end).contains { tokens[$0].kind == .identifier && tokens[$0].name == Name.packed }
  }

  /// Each attribute from its `#` to its bracket.
  private func attributeRanges(_ range: TokenRange) -> [TokenRange] {
    var result: [TokenRange] = []
    var k = range.start
    while k < range.end {
      guard tokens[k].kind == .pound, k + 1 < range.end, tokens[k + 1].kind == .openBracket else {
        k += 1
        continue
      }
      let next = tokens[k + 1].payload + 1
      result.append(TokenRange(k, next))
      k = next
    }
    return result
  }

  private mutating func visibility() {
    if at(.openInvisible) && token.fragment == .vis {
      i = token.payload + 1
      return
    }
    guard at(.identifier), token.name == .pub else { return }
    i += 1
    guard at(.openParen), token.payload > i + 1 else { return }
    let first = tokens[i + 1]
    let isPath = first.isWord(.crate) || first.isWord(.selfValue) || first.isWord(.super)
    if first.isWord(.in) || isPath && token.payload == i + 2 { i = token.payload + 1 }
  }

  // MARK: Generics

  /// Moves over a type or bounds, to a token of `stops` that is not within brackets of any kind, or a `>` that closes nothing.
  private mutating func skipType(stops: (TokenKind) -> Bool) {
    var depth = 0
    while i < end {
      let kind = token.kind
      if depth == 0 && stops(kind) { return }
      switch kind {
      case .lt, .lArrow: depth += 1
      case .shl: depth += 2
      case .gt:
        if depth == 0 { return }
        depth -= 1
      case .ge, .shr, .shrEq:
        if depth == 0 { return }
        splitToken()
        depth -= 1
      default: break
      }
      i = tokens.afterTree(at: i)
    }
  }

  /// At `<`; the parser has accepted the item, so that its brackets match.
  private mutating func parameters() -> [DeriveItem.Parameter] {
    var result: [DeriveItem.Parameter] = []
    i += 1
    while i < end && !at(.gt) {
      let (attributes, isEnabled) = attributes()
      var parameter = DeriveItem.Parameter(kind: .type, name: token, bounds: TokenRange(i, i), isPointee: false)
      if at(.identifier) && token.name == .const {
        parameter.kind = .const
        i += 1
        parameter.name = token
      } else if at(.lifetime) || at(.rawLifetime) {
        parameter.kind = .lifetime
      }
      parameter.isPointee = attributes.contains { $0.name.text == "pointee" }
      i += 1
      parameter.bounds = TokenRange(i, i)
      if eat(.colon) {
        let start = i
        skipType { $0 == .comma || $0 == .eq }
        parameter.bounds = TokenRange(start, i)
      }
      if eat(.eq) { skipType { $0 == .comma } }
      if isEnabled { result.append(parameter) }
      if !eat(.comma) { break }
    }
    _ = eat(.gt)
    return result
  }

  private mutating func whereClause(_ item: inout DeriveItem) {
    guard at(.identifier), token.name == .where else { return }
    i += 1
    while i < end && !at(.openBrace) && !at(.semi) {
      let (_, isEnabled) = attributes()
      let start = i
      skipType { $0 == .comma || $0 == .openBrace || $0 == .semi }
      if i == start { break }
      if isEnabled { item.predicates.append(TokenRange(start, i)) }
      if !eat(.comma) { break }
    }
  }

  // MARK: Fields and variants

  /// At the open bracket, which splits within leave where it is.
  private mutating func fields(isNamed: Bool) -> [DeriveItem.Field] {
    let open = i
    let rest = end - token.payload
    end = token.payload
    i += 1
    defer {
      i = open
      end = tokens[open].payload + rest
    }
    var result: [DeriveItem.Field] = []
    while i < end {
      let (_, isEnabled) = attributes()
      let start = i
      if i == end { break }
      visibility()
      var name: Token?
      if isNamed {
        if at(.identifier), token.name == .unsafe, i + 1 < end, tokens[i + 1].kind.isAnyIdentifier { i += 1 }
        name = token
        i += 1
        if !eat(.colon) { break }
      }
      let typeStart = i
      skipType { $0 == .comma || $0 == .eq }
      let type = TokenRange(typeStart, i)
      var defaultValue: TokenRange?
      if eat(.eq) {
        let valueStart = i
        skipExpr()
        defaultValue = TokenRange(valueStart, i)
      }
      if isEnabled && !type.isEmpty {
        result.append(
          DeriveItem.Field(
            name: name, type: type, defaultValue: defaultValue, span: tokens.span(of: TokenRange(start, i))))
      }
      if !eat(.comma) { break }
    }
    return result
  }

  /// Moves over an expression to the comma after it.
  private mutating func skipExpr() {
    var parser = FragmentParser(tokens)
    if let parsed = parser.parse(.expr, TokenRange(i, end)), parsed.restOfSplitToken == nil, parsed.end > i {
      i = parsed.end
      return
    }
    while i < end && !at(.comma) { i = tokens.afterTree(at: i) }
  }

  private mutating func variants(_ range: TokenRange) -> [DeriveItem.Variant] {
    (i, end) = (range.start, range.end)
    var result: [DeriveItem.Variant] = []
    while i < end {
      let (attributes, isEnabled) = attributes()
      visibility()
      guard token.kind.isAnyIdentifier else { break }
      var variant = DeriveItem.Variant(name: token, shape: .unit, fields: [], attributes: attributes, span: token.span)
      let start = i
      i += 1
      if at(.openBrace) || at(.openParen) {
        variant.shape = at(.openBrace) ? .named : .tuple
        variant.fields = fields(isNamed: at(.openBrace))
        i = token.payload + 1
      }
      variant.span = tokens.span(of: TokenRange(start, i))
      if eat(.eq) { skipExpr() }
      if isEnabled { result.append(variant) }
      if !eat(.comma) { break }
    }
    return result
  }
}

extension TokenKind {
  /// `>` and more: may have to be split to close generic arguments.
  fileprivate var closesGenericsGlued: Bool { self == .shr || self == .ge || self == .shrEq }
}

extension Name {
  static let packed = Name("packed")
}
