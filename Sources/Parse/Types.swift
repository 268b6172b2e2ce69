// Types.
import Diagnostics
import Parallel
import Source
import Support
import Syntax

extension Parser {
  /// A type. `allowPlus`: `A + B` is one type (a trait object without `dyn`).
  mutating func type(allowPlus: Bool = true, allowCVariadic: Bool = false, allowQuestion: Bool = false)
    throws(ParseFailure) -> ID<Ty>
  {
    let start = span
    var hasSeveralBounds = false
    try enter()
    defer { leave() }
    let kind = try typeKind(start, allowPlus, allowCVariadic, &hasSeveralBounds)
    if case .macroFragment(let ty) = kind { return ty }
    guard case .kind(let kind) = kind else { return .none }
    let ty = tree.add(Ty(kind, span(from: start)))
    if allowPlus {
      if atPlus {
        bump()
        _ = try bounds()
        messages.append(.error("`+` joins traits only; put the bounds in parentheses", code: "E0178", at: tree[ty].span))
      }
    } else if hasSeveralBounds {
      error("`+` is ambiguous here; put the bounds in parentheses", at: tree[ty].span)
    }
    if token.kind == .question && !allowQuestion {
      bump()
      error("there is no `?` after a type; `Option<…>` is written out", at: previousSpan)
    }
    if token.kind == .colonColon { throw failure("the type before `::` stands in `<…>` here", at: tree[ty].span) }
    return ty
  }

  enum ParsedType {
    case kind(TyKind)
    /// A type that a macro was given: complete.
    case macroFragment(ID<Ty>)
  }

  @inline(__always) mutating func typeKind(
    _ start: Span, _ allowPlus: Bool, _ allowCVariadic: Bool, _ hasSeveralBounds: inout Bool
  ) throws(ParseFailure) -> ParsedType {
    switch token.kind {
    case .identifier: return .kind(try wordType(start, allowPlus, &hasSeveralBounds))
    case .rawIdentifier, .colonColon: return .kind(try pathType(start, allowPlus))
    case .and, .andAnd:
      try expectSplitting(.and)
      return .kind(try referenceType())
    case .openParen: return .kind(try tupleType(start, allowPlus))
    case .openBracket:
      bump()
      return .kind(try arrayOrSliceType())
    case .star:
      bump()
      var mutability = Mutability.not
      if eatKeyword(.mut) {
        mutability = .mut
      } else if !eatKeyword(.const) {
        error("`*` in a type is followed by `const` or `mut`", at: previousSpan)
      }
      return .kind(.ptr(mutability, try type(allowPlus: false)))
    case .not:
      bump()
      return .kind(.never)
    case .lt, .shl:
      _ = eatSplitting(.lt)
      let (qself, path) = try qualifiedPath(.type, from: start)
      return .kind(.path(path, qself: qself))
    case .openInvisible: return try invisibleType(start, allowPlus)
    case .lifetime, .rawLifetime, .question, .tilde: return .kind(try bareTraitObject(start, allowPlus))
    case .dotDotDot:
      bump()
      if !allowCVariadic { messages.append(.error("`...` is only the type of a C-variadic parameter", code: "E0743", at: start)) }
      return .kind(.cVarArgs)
    case .pound where kindAhead(1) == .openBracket:
      throw failure("attributes are not allowed on types", at: span)
    default: throw expected("a type")
    }
  }

  /// A type that begins with a word.
  @inline(__always) mutating func wordType(_ start: Span, _ allowPlus: Bool, _ hasSeveralBounds: inout Bool)
    throws(ParseFailure) -> TyKind
  {
    if word > Name.dollarCrate.rawValue { return try pathType(start, allowPlus) }
    return try keywordType(start, allowPlus, &hasSeveralBounds)
  }

  @inline(never) mutating func keywordType(_ start: Span, _ allowPlus: Bool, _ hasSeveralBounds: inout Bool)
    throws(ParseFailure) -> TyKind
  {
    switch token.name {
    case .underscore:
      bump()
      return .infer
    case .typeof:
      bump()
      try expect(.openParen)
      let expr = try expression()
      try expect(.closeParen)
      messages.append(.error("`typeof` is reserved, but does nothing", code: "E0516", at: span(from: start)))
      return .typeof(expr)
    case .builtin where atBuiltin: return try builtinType()
    case .for:
      let params = try binder() ?? .empty
      if isFnFrontMatter() { return try fnPtrType(params) }
      let path = try self.path(.type)
      let bound = tree.add(
        TraitBound(
          params: params, constness: .never, isAsync: false, polarity: .positive, path: path, span: span(from: start)))
      return try traitObject(startingWith: .trait(bound), parsePlus: allowPlus && atPlus)
    case .impl:
      bump()
      let bounds = try self.bounds()
      hasSeveralBounds = bounds.count > 1 || previous.kind == .plus
      return .implTrait(bounds)
    case .dyn where edition() >= .e2018 || canBeginDynBound2015(ahead(1)):
      bump()
      let bounds = try self.bounds()
      hasSeveralBounds = bounds.count > 1 || previous.kind == .plus
      return .traitObject(bounds, hasDyn: true)
    case .unsafe where kindAhead(1) == .lt:
      bump()
      let params = try angleParams()
      return .unsafeBinder(params, try type())
    case .const where kindAhead(1) == .star, .mut where kindAhead(1) == .star:
      throw failure("a raw pointer is written `*const T` or `*mut T`", at: span)
    default: break
    }
    if isFnFrontMatter() { return try fnPtrType(.empty) }
    if atPathStart() { return try pathType(start, allowPlus) }
    if atKeyword(.const) || atKeyword(.async) || atKeyword(.use) { return .traitObject(try bounds(allowPlus: allowPlus), hasDyn: false) }
    throw expected("a type")
  }

  mutating func canBeginDynBound2015(_ t: Token) -> Bool {
    if isPathStart(t) { return t.kind != .colonColon && t.kind != .lt && t.kind != .shl }
    return t.kind == .openParen || t.kind == .question || Parser.isLifetime(t.kind)
      || t.kind == .identifier && t.name == .for
  }

  /// A type that is a path, a macro call, or a trait object that begins with a path.
  @inline(__always) mutating func pathType(_ start: Span, _ allowPlus: Bool) throws(ParseFailure) -> TyKind {
    let path = try self.path(.type)
    if token.kind == .not {
      bump()
      return .macroCall(try macroCall(path, from: start))
    }
    if allowPlus && atPlus { return try traitObject(startingWith: path, from: start) }
    return .path(path, qself: .none)
  }

  @inline(never) mutating func traitObject(startingWith path: ID<Path>, from start: Span) throws(ParseFailure) -> TyKind {
    let bound = tree.add(
      TraitBound(
        params: .empty, constness: .never, isAsync: false, polarity: .positive, path: path, span: span(from: start)))
    return try traitObject(startingWith: .trait(bound), parsePlus: true)
  }

  mutating func traitObject(startingWith bound: Bound, parsePlus: Bool) throws(ParseFailure) -> TyKind {
    let mark = boundScratch.count
    defer { boundScratch.drop(to: mark) }
    boundScratch.push(bound)
    if parsePlus && eatSplitting(.plus) {
      while try atBound() {
        boundScratch.push(try self.bound())
        if !eatSplitting(.plus) { break }
      }
    }
    return .traitObject(boundScratch.finish(mark, into: &tree.bounds), hasDyn: false)
  }

  mutating func bareTraitObject(_ start: Span, _ allowPlus: Bool) throws(ParseFailure) -> TyKind {
    if atLifetime && !Parser.isPlus(kindAhead(1)) {
      throw failure("a type is expected here, not a lifetime", at: start)
    }
    return .traitObject(try bounds(allowPlus: allowPlus), hasDyn: false)
  }

  @inline(never) mutating func invisibleType(_ start: Span, _ allowPlus: Bool) throws(ParseFailure) -> ParsedType {
    if atInvisible(.ty) {
      bump()
      let ty = try type(allowQuestion: true)
      try closeInvisible()
      if token.kind == .colonColon { throw failure("the type before `::` stands in `<…>` here", at: start) }
      return .macroFragment(ty)
    }
    if atInvisible(.path) { return .kind(try pathType(start, allowPlus)) }
    throw expected("a type")
  }

  /// After `&`.
  mutating func referenceType() throws(ParseFailure) -> TyKind {
    let lifetime = try atLifetime ? self.lifetime() : Ident.none
    var isPinned = false
    var mutability = Mutability.not
    if atPin {
      isPinned = true
      bump()
      mutability = atKeyword(.mut) ? .mut : .not
      bump()
    } else if eatKeyword(.mut) {
      mutability = .mut
    }
    if atLifetime && mutability == .mut && lifetime.isNone && !Parser.isPlus(kindAhead(1)) {
      throw failure("a reference's lifetime stands before `mut`", at: span)
    }
    if atKeyword(.dyn) && mutability == .not && isAhead(1, .mut) { throw failure("`mut` stands before `dyn`", at: span) }
    let ty = try type(allowPlus: false)
    return .ref(tree.add(RefTy(lifetime: lifetime, mutability: mutability, isPinned: isPinned, ty: ty)))
  }

  mutating func tupleType(_ start: Span, _ allowPlus: Bool) throws(ParseFailure) -> TyKind {
    bump()
    let mark = ids.count
    defer { ids.drop(to: mark) }
    var endsInPlus = false
    let hasTrailingComma = try commaSeparated(.closeParen) { parser throws(ParseFailure) in
      parser.ids.push(try parser.type().rawValue)
      endsInPlus = parser.previous.kind == .plus
    }
    try expect(.closeParen)
    if ids.count - mark == 1 && !hasTrailingComma {
      let inner = ID<Ty>(rawValue: ids[mark])
      if allowPlus && atPlus {
        switch tree[inner].kind {
        case .path(let path, let qself) where qself.isNone: return try traitObject(startingWith: path, from: start)
        case .traitObject(let bounds, hasDyn: false) where bounds.count == 1 && !endsInPlus:
          return try traitObject(startingWith: tree[bounds[0]], parsePlus: true)
        default: break
        }
      }
      return .paren(inner)
    }
    return .tuple(ids.finish(mark, into: &tree.lists))
  }

  /// After `[`.
  mutating func arrayOrSliceType() throws(ParseFailure) -> TyKind {
    let element = try type()
    if eat(.semi) {
      let length = try expression()
      try expect(.closeBracket)
      return .array(element, length: length)
    }
    if eat(.closeBracket) { return .slice(element) }
    let failure = expected("`;` or `]`")
    if !eat(.comma) { throw failure }
    let length = try expression()
    try expect(.closeBracket)
    return .array(element, length: length)
  }

  mutating func fnPtrType(_ params: Run<GenericParam>) throws(ParseFailure) -> TyKind {
    let start = span
    let header = try fnFrontMatter(isType: true)
    if token.kind == .lt { throw failure("the parameters of a function pointer type are written `for<…> fn`", at: span) }
    var signature = try fnSignature(.typesOnly, allowPlus: false)
    signature.span = span(from: start)
    return .fnPtr(tree.add(FnPtrTy(params: params, header: header, signature: signature)))
  }

  /// `builtin # field_of(T, f)`
  mutating func builtinType() throws(ParseFailure) -> TyKind {
    let start = span
    bump()
    bump()
    let ident = try identifier()
    guard ident.name.text == "field_of" else { throw failure("there is no such builtin type", at: span(from: start)) }
    try expect(.openParen)
    let container = try type()
    try expect(.comma)
    let fields = try fieldAccesses()
    _ = eat(.comma)
    try expect(.closeParen)
    return .fieldOf(container, fields)
  }
}
