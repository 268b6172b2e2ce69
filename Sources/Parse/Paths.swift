// Paths and generic arguments.
import Diagnostics
import Parallel
import Source
import Support
import Syntax

/// Where a path stands decides how its generic arguments are written.
enum PathStyle {
  /// `a::<T>::b`: a `<` would be a comparison.
  case expr
  /// As `expr`; in patterns.
  case pat
  /// `a<T>::b`, `Fn(A) -> B`
  case type
  /// No arguments: attributes, macros, imports, visibilities.
  case mod
}

extension Parser {
  mutating func singleSegmentPath(_ ident: Ident) -> ID<Path> {
    let segment = tree.add(PathSegment(ident: ident, args: .none))
    return tree.add(Path(segments: Run(start: segment.index, count: 1), span: ident.span))
  }

  /// An identifier that is a name.
  @inline(__always) mutating func identifier() throws(ParseFailure) -> Ident {
    if token.kind == .rawIdentifier || token.kind == .identifier && !isReservedWord(token.payload, token.context) {
      let ident = Ident(token.name, nameSpan)
      bump()
      return ident
    }
    throw expected(Parser.anIdentifier)
  }

  /// An identifier or `_`.
  mutating func identifierOrUnderscore() throws(ParseFailure) -> Ident {
    if atKeyword(.underscore) {
      bump()
      return Ident(.underscore, previous.span)
    }
    return try identifier()
  }

  mutating func path(_ style: PathStyle) throws(ParseFailure) -> ID<Path> {
    if token.kind == .openInvisible, let path = try invisiblePath(style) { return path }
    let start = span
    let mark = segmentScratch.count
    defer { segmentScratch.drop(to: mark) }
    if token.kind == .colonColon {
      segmentScratch.push(PathSegment(ident: Ident(.pathRoot, start.start), args: .none))
      try pathSeparator()
    }
    try pathSegments(style)
    return tree.add(Path(segments: segmentScratch.finish(mark, into: &tree.segments), span: span(from: start)))
  }

  /// A `$path` fragment, or a `$ty` fragment that is a path.
  @inline(never) mutating func invisiblePath(_ style: PathStyle) throws(ParseFailure) -> ID<Path>? {
    guard token.fragment == .path || token.fragment == .ty else { return nil }
    bump()
    let path = try self.path(.type)
    try closeInvisible()
    if style == .mod { rejectArguments(path) }
    return path
  }

  mutating func rejectArguments(_ path: ID<Path>) {
    for segment in tree[path].segments where !tree[segment].args.isNone {
      error("generic arguments are not allowed here", at: tree[tree[segment].args].span)
    }
  }

  /// At `::`.
  @inline(__always) mutating func pathSeparator() throws(ParseFailure) {
    bump()
    if token.kind == .colon { throw failure("a path's parts are separated by `::`, not `:::`", at: span) }
  }

  /// `::` before `{` or `*`: the end of an import's prefix.
  @inline(__always) var atImportCoupler: Bool {
    mutating get {
      token.kind == .colonColon && (kindAhead(1) == .openBrace || kindAhead(1) == .star)
    }
  }

  /// Pushes segments on the scratch stack, from the first identifier on.
  @inline(__always) mutating func pathSegments(_ style: PathStyle) throws(ParseFailure) {
    while true {
      segmentScratch.push(try pathSegment(style))
      if token.kind != .colonColon {
        if style == .expr && token.kind == .colon && token.lo == previous.span.hi { try singleColonInPath() }
        return
      }
      if atImportCoupler { return }
      try pathSeparator()
    }
  }

  /// `a:b` where nothing stands between: most likely `::` was meant.
  @inline(never) mutating func singleColonInPath() throws(ParseFailure) {
    let next = ahead(1)
    if token.isJoint && isName(next) && kindAhead(2) != .eq {
      throw failure("a path's parts are separated by `::`, not `:`", at: span)
    }
  }

  /// An identifier that may be part of a path: a name, `self`, `super`, `crate`, `Self`.
  @inline(__always) mutating func pathSegmentIdentifier() throws(ParseFailure) -> Ident {
    if token.kind == .identifier && Parser.isPathSegmentKeyword(token.payload) {
      bump()
      return Ident(previous.name, previous.span)
    }
    return try identifier()
  }

  @inline(__always) mutating func pathSegment(_ style: PathStyle) throws(ParseFailure) -> PathSegment {
    let ident = try pathSegmentIdentifier()
    switch token.kind {
    case .lt, .shl, .openParen, .lArrow:
      if style == .type { return PathSegment(ident: ident, args: try genericArgs(style, ident)) }
    case .colonColon:
      if style != .mod {
        switch kindAhead(1) {
        case .lt, .shl, .openParen, .lArrow:
          bump()
          return PathSegment(ident: ident, args: try genericArgs(style, ident))
        default: break
        }
      }
    default: break
    }
    return PathSegment(ident: ident, args: .none)
  }

  /// At `<` or `(` after a segment's name.
  @inline(never) mutating func genericArgs(_ style: PathStyle, _ ident: Ident) throws(ParseFailure) -> ID<GenericArgs> {
    let start = span
    try enter()
    defer { leave() }
    if eatSplitting(.lt) {
      let args = try angleArgs()
      try expectSplitting(.gt)
      return tree.add(GenericArgs(kind: .angle(args), span: span(from: start)))
    }
    if kindAhead(1) == .dotDot {
      bump()
      bump()
      try expect(.closeParen)
      let args = tree.add(GenericArgs(kind: .elided, span: span(from: start)))
      if token.kind == .rArrow { throw failure("`(..)` takes no return type", at: span) }
      return args
    }
    try expect(.openParen)
    let mark = ids.count
    defer { ids.drop(to: mark) }
    while token.kind != .closeParen {
      let param = try self.param(.typesOnly, isFirst: false)
      if !param.pat.isNone { error("the types of a function trait have no names", at: tree[param.pat].span) }
      if case .cVarArgs = tree[param.ty].kind { error("`...` is not allowed in a function trait", at: param.span) }
      if let first = param.attributes.first { error("attributes are not allowed in a function trait", at: tree[first].span) }
      ids.push(param.ty.rawValue)
      if !eat(.comma) { break }
    }
    try expect(.closeParen)
    let inputs: IDList<Ty> = ids.finish(mark, into: &tree.lists)
    var output = ID<Ty>.none
    if eat(.rArrow) { output = try type(allowPlus: false) }
    return tree.add(
      GenericArgs(kind: .parenthesized(inputs: inputs, output: output), span: span(from: ident.span)))
  }

  /// After `<`, up to what should be `>`.
  mutating func angleArgs() throws(ParseFailure) -> Run<GenericArg> {
    let mark = genericArgScratch.count
    defer { genericArgScratch.drop(to: mark) }
    while let arg = try angleArg() {
      genericArgScratch.push(arg)
      if !eat(.comma) { break }
    }
    return genericArgScratch.finish(mark, into: &tree.genericArgs)
  }

  mutating func angleArg() throws(ParseFailure) -> GenericArg? {
    let start = span
    guard let arg = try genericArg() else { return nil }
    guard token.kind == .colon || token.kind == .eq else { return arg }
    // `Item = T`, `Item: Bound`: what was read must be a name with arguments.
    guard case .ty(let ty) = arg, case .path(let path, let qself) = tree[ty].kind, qself.isNone,
      tree[path].segments.count == 1
    else { return arg }
    let segment = tree[tree[path].segments[0]]
    let kind: AssocConstraint.Kind
    if eat(.colon) {
      kind = .bound(try bounds())
    } else {
      bump()
      let afterEq = span
      switch try genericArg() {
      case .ty(let ty): kind = .equalTy(ty)
      case .const(let expr): kind = .equalConst(expr)
      case .lifetime(let lifetime):
        throw failure("a lifetime cannot stand for an associated item", at: lifetime.span)
      case .constraint, nil: throw failure("a type is missing after `=`", at: afterEq)
      }
    }
    return .constraint(
      tree.add(AssocConstraint(ident: segment.ident, args: segment.args, kind: kind, span: span(from: start))))
  }

  /// A lifetime, type or constant; nil if none begins here.
  mutating func genericArg() throws(ParseFailure) -> GenericArg? {
    if token.kind == .pound && kindAhead(1) == .openBracket {
      throw failure("attributes are not allowed on generic arguments", at: span)
    }
    if atLifetime && !Parser.isPlus(kindAhead(1)) { return .lifetime(try lifetime()) }
    if Parser.canBeginConstArg(token) || atKeyword(.const) && kindAhead(1) == .openBrace { return .const(try constArg()) }
    if canBeginType(token) { return .ty(try type()) }
    if atKeyword(.const) { throw failure("`const` is not written before a constant argument", at: span) }
    return nil
  }

  /// `{ … }`, a literal, `-` literal, `const { … }` as a generic argument.
  mutating func constArg() throws(ParseFailure) -> ID<Expr> {
    if token.kind == .openBrace { return try blockExpr(label: .none, from: span) }
    let attributes = try outerAttributes()
    let expr = try expression(.constArgument, attributes)
    if !isValidConstArg(expr) {
      error("an expression as generic argument stands in braces", at: span(expr))
    }
    return expr
  }

  mutating func isValidConstArg(_ expr: ID<Expr>) -> Bool {
    switch tree[expr].kind {
    case .block, .literal, .constBlock, .unsafeBlock: return true
    case .unary(.neg, let inner):
      if case .literal = tree[inner].kind { return true }
      return false
    case .path(let path, let qself):
      let segments = tree[path].segments
      return qself.isNone && segments.count == 1 && tree[segments[0]].args.isNone
    default: return false
    }
  }

  /// After the `<` of `<T as Trait>::a`.
  mutating func qualifiedPath(_ style: PathStyle, from start: Span) throws(ParseFailure) -> (ID<QSelf>, ID<Path>) {
    try enter()
    defer { leave() }
    let ty = try type()
    let mark = segmentScratch.count
    defer { segmentScratch.drop(to: mark) }
    if eatKeyword(.as) {
      let trait = tree[try path(.type)]
      for segment in trait.segments { segmentScratch.push(tree[segment]) }
    }
    try expectSplitting(.gt)
    let qself = tree.add(QSelf(ty: ty, position: UInt32(segmentScratch.count - mark)))
    if !atImportCoupler {
      if token.kind != .colonColon { throw expected("`::`") }
      try pathSeparator()
      try pathSegments(style)
    }
    let path = tree.add(Path(segments: segmentScratch.finish(mark, into: &tree.segments), span: span(from: start)))
    return (qself, path)
  }

  /// At a lifetime.
  @inline(__always) mutating func lifetime() throws(ParseFailure) -> Ident {
    let ident = Ident(token.name, nameSpan)
    if token.kind == .lifetime { checkLifetime() }
    bump()
    return ident
  }

  /// Keywords are no lifetimes, but for `'static` and `'_`.
  mutating func checkLifetime(asLabel: Bool = false) {
    let name = token.name
    if !asLabel && (name == .staticLifetime || name == .underscoreLifetime) { return }
    if isKeyword(lifetime: name, token.context) {
      error(
        asLabel ? "a keyword cannot be a label" : "a keyword cannot be a lifetime", at: span)
    }
  }

  mutating func isKeyword(lifetime: Name, _ context: SyntaxContext) -> Bool {
    let bytes = lifetime.bytes
    if bytes.count < 2 || bytes.count > 10 { return false }
    let word = Name(bytes: UnsafeBufferPointer(rebasing: bytes[1...]))
    return isReservedWord(word.rawValue, context)
  }
}
