// Functions: qualifiers, parameters, bodies.
import Diagnostics
import Parallel
import Source
import Support
import Syntax

/// Which parameters need names.
enum ParamMode {
  /// Functions with bodies.
  case named
  /// Functions of traits: since 2018.
  case trait
  /// Functions of extern blocks: all but `...`.
  case foreign
  /// Function pointer types and function traits.
  case typesOnly
}

extension Parser {
  /// At the qualifiers of a function.
  mutating func fnItem(_ parts: inout ItemParts, _ context: ItemContext, _ start: Span) throws(ParseFailure) -> ItemKind {
    let header = try fnFrontMatter(isType: false)
    parts.ident = try identifier()
    var generics = try self.generics()
    let mode: ParamMode =
      switch context {
      case .trait: .trait
      case .foreign: .foreign
      default: .named
      }
    var signature = try fnSignature(mode, allowPlus: true)
    let contract = try self.contract()
    try addWhere(&generics)
    signature.span = span(from: start)
    var body = FnBody.none
    if token.kind == .semi {
      bump()
      signature.span = span(from: start)
    } else {
      body = try fnBody(&parts)
    }
    return .fn(
      tree.add(
        FnItem(header: header, generics: tree.add(generics), signature: signature, contract: contract, body: body)))
  }

  /// A function's body; its inner attributes are added to the item's.
  @inline(__always) mutating func fnBody(_ parts: inout ItemParts) throws(ParseFailure) -> FnBody {
    if token.kind == .openBrace {
      if skipsBodies && token.payload < limit { return try skippedBody(&parts) }
    } else if token.kind == .eq {
      throw failure("a function's body stands in braces", at: span)
    } else if !atInvisible(.block) {
      let failure = expected("`{` or `;`")
      // The list of items ends: the function stays, for its types.
      if token.kind == .closeBrace { return .none }
      throw failure
    }
    let block = try blockWithAttributes()
    parts.attributes = joined(parts.attributes, tree[block].attributes)
    return .block(block)
  }

  /// Leaves the body as tokens, but for its inner attributes.
  mutating func skippedBody(_ parts: inout ItemParts) throws(ParseFailure) -> FnBody {
    let open = index
    let close = token.payload
    switch kindAhead(1) {
    case .pound, .innerLineDoc, .innerBlockDoc:
      bump()
      parts.attributes = joined(parts.attributes, try innerAttributes())
    default: break
    }
    jump(to: close + 1)
    return .tokens(TokenRange(open, close + 1))
  }

  /// `const async unsafe extern "C" fn`
  mutating func fnFrontMatter(isType: Bool) throws(ParseFailure) -> FnHeader {
    var header = FnHeader()
    if atKeyword(.const) && !isInlineConst(0) && !atConstClosure {
      if isType { error("a function pointer type cannot be `const`", at: span) }
      bump()
      header.constness = .always
    }
    let coroutineSpan = span
    header.coroutine = coroutineKind()
    if header.coroutine != .none {
      if isType && header.coroutine == .async { error("a function pointer type cannot be `async`", at: coroutineSpan) }
      if header.coroutine == .async && edition(of: coroutineSpan.context) == .e2015 {
        messages.append(.error("`async fn` exists since the 2018 edition", code: "E0670", at: coroutineSpan))
      }
    }
    if eatKeyword(.unsafe) {
      header.safety = .unsafe
    } else if atKeyword(.safe) && (isAhead(1, .fn) || isAhead(1, .extern)) {
      bump()
      header.safety = .safe
    }
    if eatKeyword(.extern) { header.abi = try abi() }
    if !eatKeyword(.fn) {
      if Parser.isFnQualifier(word) {
        throw failure("the order before `fn` is `const async unsafe extern`, each once", at: span)
      }
      if atKeyword(.pub) { throw failure("`pub` stands before the qualifiers of a function", at: span) }
      throw expected("`fn`")
    }
    return header
  }

  /// After `extern`: its string, if there is one.
  mutating func abi() throws(ParseFailure) -> Abi {
    if token.kind == .openInvisible && (token.fragment == .literal || token.fragment == .expr || token.fragment == .expr2021) {
      bump()
      let abi = try self.abi()
      try closeInvisible()
      return abi
    }
    if token.kind == .string || token.kind == .rawString {
      let abi = Abi.explicit(token.name)
      bump()
      return abi
    }
    if token.kind.isLiteral || atBool {
      error("the ABI after `extern` is a string", at: span)
      bump()
    }
    return .implicit
  }

  /// Parameters and return type.
  mutating func fnSignature(_ mode: ParamMode, allowPlus: Bool) throws(ParseFailure) -> FnSignature {
    var signature = FnSignature(params: .empty, output: .none, isVariadic: false, hasSelf: false, span: span)
    if token.kind != .openParen {
      if atKeyword(.for) { throw expected("`(` and the parameters") }
      error("the parameters of this function are missing", at: previousSpan.end, label: "`()` if it takes none")
      try fnOutput(&signature, mode, allowPlus: allowPlus)
      return signature
    }
    bump()
    let mark = paramScratch.count
    defer { paramScratch.drop(to: mark) }
    while token.kind != .closeParen {
      let before = index
      do throws(ParseFailure) {
        let isFirst = paramScratch.count == mark
        let param = try self.param(mode, isFirst: isFirst)
        if isFirst && isSelf(param) { signature.hasSelf = true }
        if case .cVarArgs = tree[param.ty].kind { signature.isVariadic = true }
        paramScratch.push(param)
      } catch {
        // Go on with the next parameter.
        if index < before || token.kind == .endOfInput { throw error }
        skipTrees(to: .comma, or: .closeParen)
        let wild = tree.add(Pat(.error, previousSpan))
        paramScratch.push(
          Param(attributes: .empty, pat: wild, ty: tree.add(Ty(.error, previousSpan)), span: previousSpan))
      }
      if !eat(.comma) { break }
    }
    try expect(.closeParen)
    signature.params = paramScratch.finish(mark, into: &tree.params)
    try fnOutput(&signature, mode, allowPlus: allowPlus)
    return signature
  }

  mutating func fnOutput(_ signature: inout FnSignature, _ mode: ParamMode, allowPlus: Bool) throws(ParseFailure) {
    if eat(.rArrow) {
      signature.output = try type(allowPlus: allowPlus)
    } else if token.kind == .fatArrow || token.kind == .colon && mode != .typesOnly {
      error("a return type follows `->`", at: span)
      bump()
      signature.output = try type(allowPlus: allowPlus)
    }
  }

  mutating func isSelf(_ param: Param) -> Bool {
    guard !param.pat.isNone, case .ident(let id) = tree[param.pat].kind else { return false }
    return tree[id].ident.name == .selfValue
  }

  mutating func param(_ mode: ParamMode, isFirst: Bool) throws(ParseFailure) -> Param {
    let attributes = try outerAttributes()
    let start = span
    if let param = try selfParam(attributes) {
      if !isFirst { error("`self` is the first parameter", at: param.span) }
      return param
    }
    var needsName: Bool
    switch mode {
    case .named: needsName = true
    case .trait: needsName = edition() >= .e2018
    case .foreign: needsName = token.kind != .dotDotDot
    case .typesOnly: needsName = false
    }
    if token.kind == .dotDotDot { needsName = false }
    var pat = ID<Pat>.none
    if needsName || isNamedParam {
      if token.kind == .orOr { throw failure("no `||` stands before a parameter", at: span) }
      pat = try patternBeforeType("a parameter")
      try expect(.colon)
    }
    if token.kind.isDoc { throw failure("a parameter's type cannot be documented", at: span) }
    let ty = try type(allowCVariadic: true)
    if token.kind == .eq { throw failure("parameters have no default values", at: span) }
    if pat.isNone && token.kind != .comma && token.kind != .closeParen { throw expected("`,` or `)`") }
    return Param(attributes: attributes, pat: pat, ty: ty, span: span(from: start))
  }

  /// `name:`, `&name:`, `mut name:`
  var isNamedParam: Bool {
    mutating get {
      var distance: UInt32 = 0
      switch token.kind {
      case .openInvisible:
        if token.fragment == .pat || token.fragment == .patParam {
          return token.payload + 1 < limit && tokens[Int(token.payload) + 1].kind == .colon
        }
      case .and, .andAnd: distance = 1
      case .identifier where atKeyword(.mut): distance = 1
      default: break
      }
      return kindAhead(distance).isAnyIdentifier && kindAhead(distance + 1) == .colon
    }
  }

  // MARK: self

  /// `self` at `distance`, not as the head of a path.
  mutating func isIsolatedSelf(_ distance: UInt32) -> Bool {
    isAhead(distance, .selfValue) && kindAhead(distance + 1) != .colonColon
  }

  /// `self`, `mut self`, `self: T`, `&self`, `&'a mut self`, `&pin mut self`; nil if it is none of them.
  mutating func selfParam(_ attributes: Run<Attribute>) throws(ParseFailure) -> Param? {
    switch token.kind {
    case .identifier:
      if isIsolatedSelf(0) { return try plainSelf(attributes) }
      if atKeyword(.mut) && isIsolatedSelf(1) { return try plainSelf(attributes) }
    case .and: return try referenceSelf(attributes)
    case .star:
      if isIsolatedSelf(1) || Parser.isMutability(wordAhead(1)) && isIsolatedSelf(2) {
        throw failure("`self` cannot be a raw pointer", at: span)
      }
    default: break
    }
    return nil
  }

  mutating func plainSelf(_ attributes: Run<Attribute>) throws(ParseFailure) -> Param {
    let start = span
    let mutability: Mutability = eatKeyword(.mut) ? .mut : .not
    let ident = Ident(.selfValue, nameSpan)
    bump()
    let pat = selfPattern(ident, mutability, span(from: start))
    let ty = try eat(.colon) ? type() : tree.add(Ty(.implicitSelf, ident.span))
    return Param(attributes: attributes, pat: pat, ty: ty, span: span(from: start))
  }

  mutating func selfPattern(_ ident: Ident, _ mutability: Mutability, _ span: Span) -> ID<Pat> {
    let node = tree.add(
      IdentPat(isRef: false, refMutability: .not, mutability: mutability, ident: ident, sub: .none))
    return tree.add(Pat(.ident(node), span))
  }

  mutating func referenceSelf(_ attributes: Run<Attribute>) throws(ParseFailure) -> Param? {
    let start = span
    let distance: UInt32 = Parser.isLifetime(kindAhead(1)) ? 2 : 1
    var isPinned = false
    var mutability = Mutability.not
    if isIsolatedSelf(distance) {
    } else if isAhead(distance, .mut) && isIsolatedSelf(distance + 1) {
      mutability = .mut
    } else if isAhead(distance, .pin) && Parser.isMutability(wordAhead(distance + 1)) && isIsolatedSelf(distance + 2) {
      isPinned = true
      mutability = isAhead(distance + 1, .mut) ? .mut : .not
    } else {
      return nil
    }
    bump()
    let lifetime = distance == 2 ? try self.lifetime() : Ident.none
    while !atKeyword(.selfValue) { bump() }
    let ident = Ident(.selfValue, nameSpan)
    bump()
    if token.kind == .colon { throw failure("`self` with `&` has no type of its own", at: span) }
    let whole = span(from: start)
    let pat = selfPattern(ident, .not, ident.span)
    let inner = tree.add(Ty(.implicitSelf, ident.span))
    let reference = tree.add(RefTy(lifetime: lifetime, mutability: mutability, isPinned: isPinned, ty: inner))
    return Param(attributes: attributes, pat: pat, ty: tree.add(Ty(.ref(reference), whole)), span: whole)
  }

  // MARK: Contracts

  /// `contract_requires { … } contract_ensures expr` (unstable)
  mutating func contract() throws(ParseFailure) -> ID<FnContract> {
    if !atKeyword(.contract_requires) && !atKeyword(.contract_ensures) { return .none }
    var contract = FnContract(requires: .none, ensures: .none)
    if eatKeyword(.contract_requires) {
      let block = try self.block()
      contract.requires = tree.add(Expr(.block(block, label: .none), tree[block].span))
    }
    if eatKeyword(.contract_ensures) { contract.ensures = try expression() }
    return tree.add(contract)
  }
}
