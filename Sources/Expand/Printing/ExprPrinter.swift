// Expressions as text: what `assert!` says has failed.
import Parallel
import Source
import Support
import Syntax

/// The text of an expression as rustc prints its tree; for expressions with blocks, as their tokens stand.
func expressionText(_ tree: Tree, _ expr: ID<Expr>, _ tokens: TokenBuffer, _ range: TokenRange) -> String {
  var printer = ExprPrinter(tree: tree, tokens: tokens)
  printer.expr(expr)
  return printer.isComplete ? printer.finish() : stringify(tokens, range)
}

/// How tightly an expression binds. Higher is tighter.
private enum Precedence: Int, Comparable {
  case jump, assign, range, or, and, compare, bitOr, bitXor, bitAnd, shift, sum, product, cast, prefix, unambiguous
  static func < (a: Precedence, b: Precedence) -> Bool { a.rawValue < b.rawValue }
}

/// Prints one expression. Sharing: none.
private struct ExprPrinter {
  let tree: Tree
  let tokens: TokenBuffer
  private var p = PrettyPrinter()
  /// False if something was met that this printer does not know.
  private(set) var isComplete = true
  private var depth = 0

  init(tree: Tree, tokens: TokenBuffer) {
    self.tree = tree
    self.tokens = tokens
  }

  mutating func finish() -> String { p.finish() }

  // MARK: Expressions

  mutating func expr(_ id: ID<Expr>) {
    depth += 1
    defer { depth -= 1 }
    if depth > 200 || !isComplete {
      isComplete = false
      return
    }
    p.beginInconsistent(4)
    kind(tree[id].kind)
    p.end()
  }

  private mutating func expr(_ id: ID<Expr>, inParens: Bool) {
    if inParens { p.word("(") }
    expr(id)
    if inParens { p.word(")") }
  }

  private func precedence(_ id: ID<Expr>) -> Precedence {
    switch tree[id].kind {
    case .closure, .break, .return, .yeet, .become, .yield: .jump
    case .assign, .assignOp: .assign
    case .range: .range
    case .binary(let op, _, _): Self.precedence(op)
    case .let: .compare
    case .cast: .cast
    case .unary, .addrOf: .prefix
    default: .unambiguous
    }
  }

  private static func precedence(_ op: BinaryOp) -> Precedence {
    switch op {
    case .mul, .div, .rem: .product
    case .add, .sub: .sum
    case .shl, .shr: .shift
    case .bitAnd: .bitAnd
    case .bitXor: .bitXor
    case .bitOr: .bitOr
    case .eq, .lt, .le, .ne, .ge, .gt: .compare
    case .and: .and
    case .or: .or
    }
  }

  private mutating func kind(_ kind: ExprKind) {
    switch kind {
    case .literal(_, let text): p.word(text.text)
    case .path(let path, let qself):
      if qself.isNone { self.path(path, isExpr: true) } else { isComplete = false }
    case .unary(let op, let operand):
      p.word(op == .deref ? "*" : op == .not ? "!" : "-")
      expr(operand, inParens: precedence(operand) < .prefix)
    case .addrOf(let borrow, let mutability, let operand):
      p.word("&")
      if borrow == .raw { p.word(mutability == .mut ? "raw mut " : "raw const ") } else if mutability == .mut { p.word("mut ") }
      if borrow == .pin { isComplete = false }
      expr(operand, inParens: precedence(operand) < .prefix)
    case .binary(let op, let left, let right): binary(op, left, right)
    case .assign(let left, let right): infix(left, "=", right)
    case .assignOp(let op, let left, let right): infix(left, Self.text(op) + "=", right)
    case .call(let callee, let arguments):
      var inParens = precedence(callee) < .unambiguous
      if case .field(_, let access) = tree[callee].kind { inParens = !isNumber(tree[access].ident.name) }
      expr(callee, inParens: inParens)
      self.arguments(arguments)
    case .methodCall(let id):
      let call = tree[id]
      expr(call.receiver, inParens: precedence(call.receiver) < .unambiguous)
      p.word(".")
      segment(call.segment, isExpr: true)
      arguments(call.args)
    case .field(let object, let access):
      expr(object, inParens: precedence(object) < .unambiguous)
      p.word(".")
      p.word(name(tree[access].ident))
    case .index(let object, let index):
      expr(object, inParens: precedence(object) < .unambiguous)
      p.word("[")
      expr(index)
      p.word("]")
    case .range(let start, let end, let isInclusive):
      if !start.isNone { expr(start, inParens: precedence(start) < .or) }
      p.word(isInclusive ? "..=" : "..")
      if !end.isNone { expr(end, inParens: precedence(end) < .or) }
    case .cast(let operand, let ty):
      expr(operand, inParens: precedence(operand) < .cast)
      p.space()
      p.word("as")
      p.space()
      type(ty)
    case .tuple(let elements):
      p.word("(")
      list(elements)
      if tree[elements].count == 1 { p.word(",") }
      p.word(")")
    case .array(let elements):
      p.beginInconsistent(4)
      p.word("[")
      list(elements)
      p.word("]")
      p.end()
    case .repeat(let element, let count):
      p.beginInconsistent(4)
      p.word("[")
      expr(element)
      p.word(";")
      p.space()
      expr(count)
      p.word("]")
      p.end()
    case .paren(let inner):
      p.word("(")
      expr(inner)
      p.word(")")
    case .try(let operand):
      expr(operand, inParens: precedence(operand) < .unambiguous)
      p.word("?")
    case .await(let operand):
      expr(operand, inParens: precedence(operand) < .unambiguous)
      p.word(".await")
    case .macroCall(let id):
      let call = tree[id]
      path(call.path, isExpr: false)
      p.word("!")
      if call.delimiter == .openBrace {
        isComplete = false
        return
      }
      p.word(call.delimiter.operatorText)
      p.beginInconsistent(0)
      p.tokens(tokens, call.arguments)
      p.end()
      p.word(call.delimiter == .openParen ? ")" : "]")
    case .closure(let id): closure(tree[id])
    case .structure(let id): structure(tree[id])
    case .underscore: p.word("_")
    default: isComplete = false
    }
  }

  private mutating func binary(_ op: BinaryOp, _ left: ID<Expr>, _ right: ID<Expr>) {
    let own = Self.precedence(op)
    // Comparisons do not associate.
    var leftInParens = own == .compare ? precedence(left) <= own : precedence(left) < own
    if case .cast = tree[left].kind, op == .lt || op == .shl { leftInParens = true }
    expr(left, inParens: leftInParens)
    p.space()
    p.word(Self.text(op))
    p.space()
    expr(right, inParens: precedence(right) <= own && precedence(right) != .jump)
  }

  private mutating func infix(_ left: ID<Expr>, _ op: String, _ right: ID<Expr>) {
    expr(left, inParens: precedence(left) <= .range)
    p.space()
    p.word(op)
    p.space()
    expr(right)
  }

  private static func text(_ op: BinaryOp) -> String {
    switch op {
    case .add: "+"
    case .sub: "-"
    case .mul: "*"
    case .div: "/"
    case .rem: "%"
    case .bitXor: "^"
    case .bitAnd: "&"
    case .bitOr: "|"
    case .shl: "<<"
    case .shr: ">>"
    case .eq: "=="
    case .lt: "<"
    case .le: "<="
    case .ne: "!="
    case .ge: ">="
    case .gt: ">"
    case .and: "&&"
    case .or: "||"
    }
  }

  private func isNumber(_ name: Name) -> Bool { name.bytes.first.map { $0 >= 0x30 && $0 <= 0x39 } ?? false }

  private mutating func arguments(_ arguments: IDList<Expr>) {
    p.word("(")
    list(arguments)
    p.word(")")
  }

  private mutating func list(_ exprs: IDList<Expr>) {
    p.beginInconsistent(0)
    for (i, e) in tree[exprs].enumerated() {
      if i > 0 { comma() }
      expr(e)
    }
    p.end()
  }

  private mutating func comma() {
    p.word(",")
    p.space()
  }

  private mutating func closure(_ closure: Closure) {
    if closure.hasBinder || closure.constness != .never || closure.coroutine != .none || closure.isStatic
      || closure.capture == .use || !closure.signature.output.isNone
    {
      isComplete = false
      return
    }
    if closure.capture == .move { p.word("move ") }
    p.word("|")
    p.beginInconsistent(0)
    for (i, param) in tree[closure.signature.params].enumerated() {
      if i > 0 { comma() }
      pattern(param.pat)
      if !param.ty.isNone {
        p.word(":")
        p.space()
        type(param.ty)
      }
    }
    p.end()
    p.word("|")
    p.space()
    expr(closure.body)
  }

  private mutating func structure(_ node: StructExpr) {
    guard node.qself.isNone, case .none = node.rest else {
      isComplete = false
      return
    }
    path(node.path, isExpr: true)
    p.word(" {")
    let fields = tree[node.fields]
    if !fields.isEmpty {
      p.beginConsistent(0)
      for (i, field) in fields.enumerated() {
        if i == 0 { p.space() }
        if !field.isShorthand { p.word(name(field.ident) + ": ") }
        expr(field.value)
        if i < fields.count - 1 { comma() } else { p.trailingCommaOrSpace() }
      }
      p.end()
    }
    p.word("}")
  }

  // MARK: Names, paths, types, patterns

  private func name(_ ident: Ident) -> String {
    var token = Token(.identifier, payload: ident.name.rawValue, span: ident.span)
    if token.isReservedIdentifier && !token.isPathSegmentKeyword && ident.name != .underscore { token.kind = .rawIdentifier }
    return Expand.text(of: token)
  }

  private mutating func path(_ id: ID<Path>, isExpr: Bool) {
    let segments = tree[tree[id].segments]
    for (i, s) in segments.enumerated() {
      if i > 0 { p.word("::") }
      if s.ident.name != .pathRoot { segment(s, isExpr: isExpr) }
    }
  }

  private mutating func segment(_ segment: PathSegment, isExpr: Bool) {
    p.word(name(segment.ident))
    guard !segment.args.isNone else { return }
    let args = tree[segment.args]
    guard case .angle(let list) = args.kind else {
      isComplete = false
      return
    }
    p.word(isExpr ? "::<" : "<")
    p.beginInconsistent(0)
    for (i, argument) in tree[list].enumerated() {
      if i > 0 { comma() }
      switch argument {
      case .lifetime(let ident): p.word(ident.name.text)
      case .ty(let ty): type(ty)
      case .const(let value): expr(value)
      case .constraint: isComplete = false
      }
    }
    p.end()
    p.word(">")
  }

  private mutating func type(_ id: ID<Ty>) {
    depth += 1
    defer { depth -= 1 }
    if depth > 200 {
      isComplete = false
      return
    }
    switch tree[id].kind {
    case .path(let path, let qself) where qself.isNone: self.path(path, isExpr: false)
    case .infer: p.word("_")
    case .never: p.word("!")
    case .ptr(let mutability, let inner):
      p.word(mutability == .mut ? "*mut " : "*const ")
      type(inner)
    case .ref(let ref):
      let node = tree[ref]
      p.word("&" + (node.lifetime.isNone ? "" : node.lifetime.name.text + " ") + (node.mutability == .mut ? "mut " : ""))
      type(node.ty)
    case .slice(let inner):
      p.word("[")
      type(inner)
      p.word("]")
    case .array(let inner, let length):
      p.word("[")
      type(inner)
      p.word("; ")
      expr(length)
      p.word("]")
    case .tuple(let elements):
      p.word("(")
      for (i, ty) in tree[elements].enumerated() {
        if i > 0 { comma() }
        type(ty)
      }
      if tree[elements].count == 1 { p.word(",") }
      p.word(")")
    default: isComplete = false
    }
  }

  private mutating func pattern(_ id: ID<Pat>) {
    switch tree[id].kind {
    case .wild: p.word("_")
    case .rest: p.word("..")
    case .ident(let ident):
      let node = tree[ident]
      if node.isRef || !node.sub.isNone { isComplete = false }
      p.word((node.mutability == .mut ? "mut " : "") + name(node.ident))
    case .ref(let mutability, let inner):
      p.word(mutability == .mut ? "&mut " : "&")
      pattern(inner)
    case .tuple(let elements):
      p.word("(")
      for (i, element) in tree[elements].enumerated() {
        if i > 0 { comma() }
        pattern(element)
      }
      if tree[elements].count == 1 { p.word(",") }
      p.word(")")
    default: isComplete = false
    }
  }
}
