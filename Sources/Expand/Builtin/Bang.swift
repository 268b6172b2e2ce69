// The builtin bang macros.
import Diagnostics
import Parallel
import Parse
import Source
import Support
import Syntax

/// Expands a builtin bang macro.
public func expand<Host: ExpansionHost>(
  _ macro: BuiltinBang, _ input: MacroInput, host: inout Host, into diagnostics: inout DiagnosticList
) -> Expanded {
  var call = BuiltinCall(input, host)
  let result = call.expand(macro)
  diagnostics.add(contentsOf: call.diagnostics)
  host = call.host
  return result
}

extension BuiltinCall {
  mutating func expand(_ macro: BuiltinBang) -> Expanded {
    switch macro {
    case .line, .column, .file: location(macro)
    case .module_path: modulePath()
    case .stringify: string(Expand.stringify(tokens, input.arguments), defSite)
    case .compile_error: compileError()
    case .cfg: cfg()
    case .cfg_select: cfgSelect()
    case .concat: concat()
    case .concat_bytes: concatBytes()
    case .env: environment()
    case .option_env: optionalEnvironment()
    case .include: include()
    case .include_str: includeText()
    case .include_bytes: includeBytes()
    case .assert: assertion()
    case .core_panic, .std_panic: panic("panic_2015", "panic_2021")
    case .unreachable: panic("unreachable_2015", "unreachable_2021")
    case .format_args, .const_format_args: formatArgs(appendsNewline: false)
    case .format_args_nl: formatArgs(appendsNewline: true)
    case .pattern_type: patternType()
    case .asm: inlineAsm(.asm)
    case .global_asm: inlineAsm(.globalAsm)
    case .naked_asm: inlineAsm(.nakedAsm)
    case .log_syntax, .trace_macros: unit()
    case .iter, .quote: unsupported(macro)
    }
  }

  private mutating func unsupported(_ macro: BuiltinBang) -> Expanded {
    diagnostics.add(.unsupported("`\(macro.rawValue)!`", at: input.span))
    return .failed
  }

  private func unit() -> Expanded {
    var w = TemplateWriter(span: defSite, minimumCapacity: 4)
    w.text("()")
    return .tokens(w.finish())
  }

  // MARK: Places

  private mutating func location(_ macro: BuiltinBang) -> Expanded {
    checkNoArguments("\(macro.rawValue)!")
    let place = outermostCall()
    let found = host.location(of: place.lo)
    switch macro {
    case .line: return literal(.integer, "\(found.line)u32", place)
    case .column: return literal(.integer, "\(found.column)u32", place)
    default: return string(found.path, place)
    }
  }

  /// The call in code as written that led here. `include!` is no step outwards: what it brings is code as written.
  private func outermostCall() -> Span {
    var span = input.span
    while !span.context.isRoot {
      let expansion = Hygiene.expansion(Hygiene.data(span.context).outerExpansion)
      if expansion.kind == .bang && expansion.macroName == .include { break }
      span = expansion.callSite
    }
    return span
  }

  private mutating func modulePath() -> Expanded {
    checkNoArguments("module_path!")
    return string(host.modulePath(of: input.expansion), defSite)
  }

  // MARK: cfg

  private mutating func cfg() -> Expanded {
    if input.arguments.isEmpty { return fail("macro requires a cfg-pattern as an argument", at: input.span) }
    var reader = MetaReader(tokens, input.arguments)
    guard let value = host.cfg.predicate(&reader, 0, &diagnostics) else { return .failed }
    _ = reader.eat(.comma)
    if !reader.isAtEnd { return fail("expected 1 cfg-pattern", at: input.span) }
    var w = TokenWriter(minimumCapacity: 2)
    w.identifier(value ? .true : .false, defSite)
    return .tokens(w.finish(at: defSite.end))
  }

  private mutating func cfgSelect() -> Expanded {
    var i = input.arguments.start
    let end = input.arguments.end
    var selected: TokenRange?
    while i < end {
      var isOn: Bool
      if tokens[i].isWord(.underscore) {
        isOn = true
        i += 1
      } else {
        var reader = MetaReader(tokens, TokenRange(i, end))
        guard let value = host.cfg.predicate(&reader, 0, &diagnostics) else { return .failed }
        isOn = value
        i = reader.index
      }
      guard i < end, tokens[i].kind == .fatArrow else {
        let found = i < end ? tokens[i] : Token(.endOfInput, span: input.span.end)
        return fail("expected `=>`, found \(describe(found))", at: found.span)
      }
      i += 1
      let branch: TokenRange
      if i < end && tokens[i].kind == .openBrace {
        branch = TokenRange(i + 1, tokens[i].payload)
        i = tokens[i].payload + 1
        if i < end && tokens[i].kind == .comma { i += 1 }
      } else {
        // An expression; a comma ends it unless a brace does.
        var parser = ArgumentParser(tokens, TokenRange(i, end))
        let expr = parser.expr()
        branch = TokenRange(i, parser.index)
        if !expr.isNone && !parser.eat(.comma) && !parser.isAtEnd && tokens[branch.end - 1].kind != .closeBrace {
          parser.expected("`,`")
        }
        i = parser.index
        let isFailed = expr.isNone || parser.hasErrors
        _ = parser.finish(into: &diagnostics)
        if isFailed { return .failed }
      }
      if isOn && selected == nil { selected = branch }
    }
    guard let selected else { return fail("none of the predicates in this `cfg_select` evaluated to true", at: input.span) }
    var w = TokenWriter(minimumCapacity: selected.count + 1)
    w.append(tokens, selected)
    return .tokens(w.finish(at: tokens[selected.end].span.start))
  }

  // MARK: Messages and panics

  private mutating func compileError() -> Expanded {
    var outcome = Expanded.failed
    guard let (text, _) = singleString("compile_error!", outcome: &outcome) else { return outcome }
    return fail(text, at: input.span)
  }

  /// Whether `panic!` here is that of 2021: decided by the code that called it, through macros that allow for that.
  private func usesPanic2021() -> Bool {
    var span = input.span
    while !span.context.isRoot {
      let expansion = Hygiene.expansion(Hygiene.data(span.context).outerExpansion)
      guard expansion.followsCallersEdition else { return expansion.edition >= .e2021 }
      span = expansion.callSite
    }
    return Hygiene.edition(of: span.context) >= .e2021
  }

  private mutating func panic(_ old: String, _ new: String) -> Expanded {
    var w = TemplateWriter(span: callSite, minimumCapacity: input.arguments.count + 16)
    writePanicPath(&w, usesPanic2021() ? new : old)
    w.text("!(")
    w.splice(tokens, input.arguments)
    w.text(")")
    return .tokens(w.finish())
  }

  private func writePanicPath(_ w: inout TemplateWriter, _ name: String) {
    w.tokens.identifier(.dollarCrate, defSite)
    w.text("::panic::\(name)")
  }

  private mutating func assertion() -> Expanded {
    if input.arguments.isEmpty { return fail("macro requires a boolean expression as an argument", at: input.span) }
    var parser = ArgumentParser(tokens, input.arguments)
    let condition = parser.expr()
    if condition.isNone {
      _ = parser.finish(into: &diagnostics)
      return .failed
    }
    let conditionRange = TokenRange(input.arguments.start, parser.index)
    let after = parser.token
    if after.kind == .semi {
      parser.report(.error("macro requires an expression as an argument", at: after.span))
      parser.advance()
    }
    let next = parser.token
    if next.kind == .string {
      parser.report(.error("unexpected string literal: a comma is missing before it", at: next.span))
    } else if !parser.eat(.comma) && !parser.isAtEnd {
      parser.expected("`,`")
    }
    let message = TokenRange(parser.index, input.arguments.end)
    let hasErrors = parser.hasErrors
    let tree = parser.finish(into: &diagnostics)
    if hasErrors { return .failed }

    var w = TemplateWriter(span: callSite, minimumCapacity: input.arguments.count + 24)
    w.text("if !")
    w.tokens.group(.expr, tokens, conditionRange, callSite)
    w.text("{")
    if message.isEmpty {
      w.tokens.identifier(.dollarCrate, defSite)
      w.text("::panicking::panic(")
      w.string("assertion failed: " + expressionText(tree, condition, tokens, conditionRange))
      w.text(")")
    } else {
      if usesPanic2021() { writePanicPath(&w, "panic_2021") } else { w.text("panic") }
      w.text("!(")
      w.splice(tokens, message)
      w.text(")")
    }
    w.text("}")
    return .tokens(w.finish())
  }

  // MARK: Types

  private mutating func patternType() -> Expanded {
    var parser = ArgumentParser(tokens, input.arguments)
    let ty = parser.type()
    var pat = ID<Pat>.none
    if !ty.isNone {
      if !parser.eatWord(Name("is")) {
        parser.expected("`is`")
      } else if parser.token.kind == .not {
        let start = parser.token.span
        parser.advance()
        if !parser.eatWord(Name("null")) { parser.expected("`null`") }
        let span = parser.span(from: start)
        pat = parser.withTree { $0.add(Pat(.never, span)) }
      } else {
        pat = parser.pattern()
      }
      if !pat.isNone && !parser.isAtEnd { parser.expected("the end") }
    }
    let isFailed = pat.isNone || parser.hasErrors
    let span = input.span
    let id = isFailed ? ID<Ty>.none : parser.withTree { $0.add(Ty(.pattern(ty, pat), span)) }
    let tree = parser.finish(into: &diagnostics)
    return isFailed ? .failed : .ty(tree, id, tokens: tokens)
  }
}

extension Expansion {
  /// A macro with `#[allow_internal_unstable(edition_panic)]`: the edition of its caller counts.
  var followsCallersEdition: Bool { allowsEditionPanic }
}
