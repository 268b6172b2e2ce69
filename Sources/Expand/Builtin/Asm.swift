// asm!, global_asm!, naked_asm!
import Diagnostics
import Parallel
import Parse
import Source
import Support
import Syntax

/// The arguments of one assembly macro as they are read. Sharing: none.
private struct AsmArguments {
  /// Each template's tokens.
  var templates: [TokenRange] = []
  var operands: [AsmOperand] = []
  var indexOfName: [Name: Int] = [:]
  var named: Set<Int> = []
  /// Operands with an explicit register.
  var explicit: Set<Int> = []
  var clobberABIs: [AsmClobberABI] = []
  var options: InlineAsm.Options = []
  var optionSpans: [Span] = []
  var allowsTemplates = true
}

extension BuiltinCall {
  mutating func inlineAsm(_ macro: InlineAsm.Macro) -> Expanded {
    if input.arguments.isEmpty { return fail("requires at least a template string argument", at: input.span) }
    var parser = ArgumentParser(tokens, input.arguments)
    var arguments = AsmArguments()
    var reader = AsmReader(macro: macro, tokens: tokens, cfg: host.cfg)
    guard reader.read(&parser, &arguments), reader.check(arguments, &parser) else {
      _ = parser.finish(into: &diagnostics)
      return .failed
    }

    var template: [AsmPiece] = []
    var isUsed = arguments.operands.indices.map { arguments.explicit.contains($0) }
    var nextPositional = 0
    for (i, range) in arguments.templates.enumerated() {
      if i > 0 { template.append(.text(Name("\n"))) }
      let value = self.value(tokens, range)
      switch value {
      case .undetermined: return .undetermined
      case .failed:
        _ = parser.finish(into: &diagnostics)
        return .failed
      default: break
      }
      guard let (content, token, _) = value.string else {
        parser.report(.error("asm template must be a string literal", at: argumentSpan(range)))
        continue
      }
      if arguments.options.contains(.raw) {
        template.append(.text(Name(String(decoding: content, as: UTF8.self))))
        continue
      }
      let text = FormatText(token)
      let parsed = FormatStringParser(text.scalars, isAsm: true, firstArgument: nextPositional)
      nextPositional = parsed.nextArgument
      if let mistake = parsed.mistakes.first {
        parser.report(
          .error("invalid asm template string: \(mistake.message)", at: text.span(mistake.range), label: mistake.label))
        continue
      }
      for piece in parsed.pieces { reader.add(piece, text, arguments, &template, &isUsed, &parser) }
    }
    reader.reportUnused(arguments, isUsed, &parser)
    if parser.hasErrors {
      _ = parser.finish(into: &diagnostics)
      return .failed
    }
    let span = input.span
    let node = { (tree: inout SyntaxTreeBuilder) -> ID<InlineAsm> in
      tree.add(
        InlineAsm(
          macro: macro, template: tree.add(template), operands: tree.add(arguments.operands),
          clobberABIs: tree.add(arguments.clobberABIs), options: arguments.options, span: span))
    }
    if macro == .globalAsm {
      let item = parser.withTree { tree in
        let kind = ItemKind.globalAsm(node(&tree))
        return tree.add(
          Item(
            attributes: .empty, visibility: Visibility(.inherited, span.start), ident: .none, isDefault: false, kind: kind,
            span: span, tokens: TokenRange(0, 0)))
      }
      return .item(parser.finish(into: &diagnostics), item, tokens: tokens)
    }
    let expr = parser.withTree { tree in
      let kind = ExprKind.inlineAsm(node(&tree))
      return tree.add(Expr(kind, span))
    }
    return .expr(parser.finish(into: &diagnostics), expr, tokens: tokens)
  }
}

/// Reads and checks the arguments of an assembly macro. Sharing: none.
private struct AsmReader {
  let macro: InlineAsm.Macro
  let tokens: TokenBuffer
  let cfg: CfgSet

  private var macroName: String { macro == .asm ? "asm" : macro == .globalAsm ? "global_asm" : "naked_asm" }

  private static let optionNames: [(Name, InlineAsm.Options)] = [
    (Name("pure"), .pure), (Name("nomem"), .nomem), (Name("readonly"), .readonly), (Name("preserves_flags"), .preservesFlags),
    (Name("noreturn"), .noreturn), (Name("nostack"), .nostack), (Name("may_unwind"), .mayUnwind),
    (Name("att_syntax"), .attSyntax), (Name("raw"), .raw),
  ]

  // MARK: Reading

  /// False after a message.
  mutating func read(_ parser: inout ArgumentParser, _ arguments: inout AsmArguments) -> Bool {
    var isFirst = true
    while !parser.isAtEnd {
      if !isFirst {
        if !parser.eat(.comma) {
          parser.expected(arguments.allowsTemplates ? "token: `,`" : "`,`")
          return false
        }
        if parser.isAtEnd { break }
      }
      let isEnabled = attributes(&parser)
      let before = arguments
      guard argument(&parser, &arguments, isFirst: isFirst) else { return false }
      if !isEnabled {
        let allows = arguments.allowsTemplates
        arguments = before
        arguments.allowsTemplates = allows
      }
      isFirst = false
    }
    return true
  }

  private func attributes(_ parser: inout ArgumentParser) -> Bool {
    var isEnabled = true
    while parser.token.kind == .pound && parser.ahead(1).kind == .openBracket {
      let start = parser.index + 1
      parser.advance()
      let inside = TokenRange(start + 1, parser.token.payload)
      parser.skipTree()
      var messages = DiagnosticList()
      for a in cfg.effective(tokens, inside, into: &messages) {
        if a.path.count == 1 && a.path[0].name == .cfg, case .delimited(let range) = a.attribute.arguments {
          if !cfg.evaluate(tokens, range, at: a.attribute.span, into: &messages) { isEnabled = false }
        } else {
          messages.add(.error("this attribute is not supported on assembly", at: a.attribute.span))
        }
      }
      for d in messages.all { parser.report(d) }
    }
    return isEnabled
  }

  private mutating func argument(
    _ parser: inout ArgumentParser, _ arguments: inout AsmArguments, isFirst: Bool
  ) -> Bool {
    let start = parser.token
    if isFirst { return template(&parser, &arguments) }
    if parser.ahead(1).kind == .openParen {
      if parser.eatWord(Name("clobber_abi")) {
        arguments.allowsTemplates = false
        return clobbers(&parser, &arguments, start)
      }
      if parser.eatWord(Name("options")) {
        arguments.allowsTemplates = false
        return options(&parser, &arguments, start)
      }
    }
    var name: Token?
    if start.kind.isAnyIdentifier && parser.ahead(1).kind == .eq {
      name = start
      parser.advance()
      parser.advance()
      arguments.allowsTemplates = false
    }
    guard let operand = operand(&parser, start) else {
      if parser.hasErrors { return false }
      if name == nil && arguments.allowsTemplates { return template(&parser, &arguments) }
      parser.expected("an operand, `clobber_abi` or `options`")
      return false
    }
    arguments.allowsTemplates = false
    let slot = arguments.operands.count
    arguments.operands.append(operand)
    if case .explicit = operand.register {
      if name != nil { parser.report(.error("explicit register arguments cannot have names", at: operand.span)) }
      arguments.explicit.insert(slot)
    } else if let name {
      if let previous = arguments.indexOfName[name.name] {
        parser.report(
          .error("duplicate argument named `\(name.name)`", at: operand.span, label: "duplicate argument")
            .label(arguments.operands[previous].span, "previously here"))
      } else {
        arguments.indexOfName[name.name] = slot
        arguments.named.insert(slot)
      }
    } else if !arguments.named.isEmpty || !arguments.explicit.isEmpty {
      parser.report(
        .error("positional arguments cannot follow named arguments or explicit register arguments", at: operand.span))
    }
    return true
  }

  private func template(_ parser: inout ArgumentParser, _ arguments: inout AsmArguments) -> Bool {
    let start = parser.index
    let expr = parser.expr()
    if expr.isNone { return false }
    switch parser.node(expr).kind {
    case .literal(.string, _), .literal(.rawString, _), .macroCall: break
    default:
      if !arguments.templates.isEmpty {
        parser.report(.error("expected a string, an operand, `clobber_abi` or `options`", at: parser.span(expr)))
        return false
      }
    }
    arguments.templates.append(TokenRange(start, parser.index))
    return true
  }

  private func register(_ parser: inout ArgumentParser) -> AsmOperand.Register? {
    guard parser.eat(.openParen) else {
      parser.expected("`(`")
      return nil
    }
    let token = parser.token
    let result: AsmOperand.Register
    if token.kind == .identifier {
      result = .class(token.name)
    } else if let text = plainString(token) {
      result = .explicit(text)
    } else {
      parser.report(.error("expected register class or explicit register", at: token.span))
      return nil
    }
    parser.advance()
    guard parser.eat(.closeParen) else {
      parser.expected("`)`")
      return nil
    }
    return result
  }

  /// `in(reg) x` and the like; nil if there is none, or after a message.
  private func operand(_ parser: inout ArgumentParser, _ start: Token) -> AsmOperand? {
    let word = parser.token
    guard word.kind == .identifier else { return nil }
    func make(_ parser: inout ArgumentParser, _ kind: AsmOperand.Kind, _ register: AsmOperand.Register) -> AsmOperand {
      AsmOperand(kind: kind, register: register, span: parser.span(from: start.span))
    }
    /// The operand's expression; `.none` for `_` where it is allowed. Nil after a message.
    func value(_ parser: inout ArgumentParser, allowsUnderscore: Bool) -> ID<Expr>? {
      if parser.token.isWord(.underscore) {
        if !allowsUnderscore {
          parser.report(.error("_ cannot be used for input operands", at: parser.token.span))
          return nil
        }
        parser.advance()
        return ID<Expr>.none
      }
      let expr = parser.expr()
      return expr.isNone ? nil : expr
    }
    let text = word.name.text
    switch text {
    case "in", "out", "lateout", "inout", "inlateout", "label":
      // `in` and `label` are only operands if what follows fits: a template may be a macro of that name.
      if text == "label" ? parser.ahead(1).kind != .openBrace : parser.ahead(1).kind != .openParen { return nil }
      if macro != .asm {
        parser.report(.error("the `\(text)` operand cannot be used with `\(macroName)!`", at: word.span))
        return nil
      }
    case "const", "sym": break
    default: return nil
    }
    parser.advance()
    switch text {
    case "const":
      let expr = parser.expr()
      return expr.isNone ? nil : make(&parser, .const(expr), .none)
    case "sym":
      let expr = parser.expr()
      if expr.isNone { return nil }
      guard case .path(let path, let qself) = parser.node(expr).kind else {
        parser.report(.error("expected a path for argument to `sym`", at: parser.span(expr)))
        return nil
      }
      return make(&parser, .symbol(path, qself: qself), .none)
    case "label":
      let block = parser.block()
      return block.isNone ? nil : make(&parser, .label(block), .none)
    default: break
    }
    guard let register = register(&parser) else { return nil }
    switch text {
    case "in":
      guard let expr = value(&parser, allowsUnderscore: false) else { return nil }
      return make(&parser, .input(expr), register)
    case "out", "lateout":
      guard let expr = value(&parser, allowsUnderscore: true) else { return nil }
      return make(&parser, .output(late: text == "lateout", expr), register)
    default:
      guard let expr = value(&parser, allowsUnderscore: false) else { return nil }
      let isLate = text == "inlateout"
      guard parser.eat(.fatArrow) else { return make(&parser, .inOut(late: isLate, expr), register) }
      guard let output = value(&parser, allowsUnderscore: true) else { return nil }
      return make(&parser, .splitInOut(late: isLate, expr, output), register)
    }
  }

  private func clobbers(_ parser: inout ArgumentParser, _ arguments: inout AsmArguments, _ start: Token) -> Bool {
    _ = parser.eat(.openParen)
    if parser.token.kind == .closeParen {
      parser.report(.error("at least one abi must be provided as an argument to `clobber_abi`", at: parser.token.span))
      return false
    }
    var found: [AsmClobberABI] = []
    while !parser.eat(.closeParen) {
      guard let text = plainString(parser.token) else {
        parser.report(.error("expected string literal", at: parser.token.span))
        return false
      }
      found.append(AsmClobberABI(name: text, span: parser.token.span))
      parser.advance()
      if parser.eat(.closeParen) { break }
      if !parser.eat(.comma) {
        parser.expected("`,` or `)`")
        return false
      }
    }
    if found.count == 1 { found[0].span = parser.span(from: start.span) }
    arguments.clobberABIs += found
    return true
  }

  private func options(_ parser: inout ArgumentParser, _ arguments: inout AsmArguments, _ start: Token) -> Bool {
    _ = parser.eat(.openParen)
    while !parser.eat(.closeParen) {
      let token = parser.token
      guard token.kind == .identifier, let (name, option) = Self.optionNames.first(where: { $0.0 == token.name }) else {
        parser.expected("an option")
        return false
      }
      parser.advance()
      let supported: InlineAsm.Options =
        macro == .asm ? InlineAsm.Options(rawValue: .max) : [.attSyntax, .raw]
      if !supported.contains(option) {
        parser.report(.error("the `\(name)` option cannot be used with `\(macroName)!`", at: token.span))
      } else if arguments.options.contains(option) {
        parser.report(.error("the `\(name)` option was already provided", at: token.span))
      } else {
        arguments.options.insert(option)
      }
      if parser.eat(.closeParen) { break }
      if !parser.eat(.comma) {
        parser.expected("`,` or `)`")
        return false
      }
    }
    arguments.optionSpans.append(parser.span(from: start.span))
    return true
  }

  // MARK: Checking

  func check(_ arguments: AsmArguments, _ parser: inout ArgumentParser) -> Bool {
    let options = arguments.options
    let place = arguments.optionSpans.first ?? .none
    func exclusive(_ a: String, _ b: String) -> Diagnostic {
      .error("the `\(a)` and `\(b)` options are mutually exclusive", at: place)
    }
    if options.contains([.nomem, .readonly]) { parser.report(exclusive("nomem", "readonly")) }
    if options.contains([.pure, .noreturn]) { parser.report(exclusive("pure", "noreturn")) }
    if options.contains(.pure) && options.isDisjoint(with: [.nomem, .readonly]) {
      parser.report(.error("the `pure` option must be combined with either `nomem` or `readonly`", at: place))
    }
    var hasRealOutput = false
    var outputs: [Span] = []
    var classOutputs: [Span] = []
    var labels: [Span] = []
    for operand in arguments.operands {
      var isOutput = true
      switch operand.kind {
      case .output(_, let expr), .splitInOut(_, _, let expr): hasRealOutput = hasRealOutput || !expr.isNone
      case .inOut: hasRealOutput = true
      case .label:
        labels.append(operand.span)
        isOutput = false
      default: isOutput = false
      }
      if isOutput {
        outputs.append(operand.span)
        if case .class = operand.register { classOutputs.append(operand.span) }
      }
    }
    if options.contains(.pure) && !hasRealOutput {
      parser.report(.error("asm with the `pure` option must have at least one output", at: place))
    }
    if options.contains(.noreturn), let output = outputs.first, labels.isEmpty {
      parser.report(.error("asm outputs are not allowed with the `noreturn` option", at: output))
      return false
    }
    if options.contains(.mayUnwind), let label = labels.first {
      parser.report(.error("asm labels are not allowed with the `may_unwind` option", at: label))
    }
    if let clobber = arguments.clobberABIs.first {
      if macro != .asm {
        parser.report(.error("`clobber_abi` cannot be used with `\(macroName)!`", at: clobber.span))
        return false
      }
      if let output = classOutputs.first {
        parser.report(
          .error("asm with `clobber_abi` must specify explicit registers for outputs", at: output)
            .label(clobber.span, "clobber_abi"))
      }
    }
    return true
  }

  // MARK: Templates

  func add(
    _ piece: FormatStringParser.Piece, _ text: FormatText, _ arguments: AsmArguments, _ template: inout [AsmPiece],
    _ isUsed: inout [Bool], _ parser: inout ArgumentParser
  ) {
    guard case .placeholder(let p) = piece else {
      if case .text(let literal) = piece { template.append(.text(Name(literal))) }
      return
    }
    let span = text.span(p.range)
    var operand: Int?
    switch p.position {
    case .next(let i), .index(let i):
      if i < arguments.operands.count && !arguments.named.contains(i) && !arguments.explicit.contains(i) {
        operand = i
      } else {
        let count = arguments.operands.count - arguments.named.count - arguments.explicit.count
        parser.report(
          .error("invalid reference to argument at index \(i)", at: span, label: "from here")
            .note(count == 0 ? "no positional arguments were given" : "there are \(count) positional arguments"))
      }
    case .named(let name):
      operand = arguments.indexOfName[Name(name)]
      if operand == nil { parser.report(.error("there is no argument named `\(name)`", at: text.span(p.positionRange))) }
    }
    if p.type.unicodeScalars.count > 1 {
      parser.report(
        .error("asm template modifier must be a single character", at: p.typeRange.map { text.span($0) } ?? text.span))
    }
    guard let operand else { return }
    isUsed[operand] = true
    template.append(.operand(UInt32(operand), modifier: p.type.utf8.first ?? 0, span))
  }

  func reportUnused(_ arguments: AsmArguments, _ isUsed: [Bool], _ parser: inout ArgumentParser) {
    let unused = isUsed.indices.filter { !isUsed[$0] }
    guard let first = unused.first else { return }
    func label(_ i: Int) -> String { arguments.named.contains(i) ? "named argument never used" : "argument never used" }
    var d = Diagnostic.error(
      unused.count == 1 ? label(first) : "multiple unused asm arguments", at: arguments.operands[first].span, label: label(first))
    for i in unused.dropFirst() { d = d.label(arguments.operands[i].span, label(i)) }
    parser.report(d.help("an argument that is not used on purpose can stand in a comment: `/* {…} */`"))
  }
}
