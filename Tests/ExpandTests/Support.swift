// Helpers: definitions and calls from text.
import Diagnostics
import Lex
import Parallel
import Source
import Support
import Syntax
import Testing

@testable import Expand

/// The crate that tests are written in.
let testRoot: SyntaxContext = {
  Hygiene.setRoot(crate: 1, edition: .e2021)
  return .root(ofCrate: 1)
}()

func tokens(_ text: String, _ diagnostics: inout DiagnosticList) -> TokenBuffer {
  lex(text: text, context: testRoot, into: &diagnostics)
}

/// Tokens with spaces between them; groups of fragments in `⟦…⟧`.
func show(_ tokens: TokenBuffer, _ range: TokenRange? = nil) -> String {
  let range = range ?? tokens.wholeRange
  return (range.start..<range.end).map { i -> String in
    let t = tokens[i]
    if t.kind == .openInvisible { return "⟦" }
    if t.kind == .closeInvisible { return "⟧" }
    return text(of: t)
  }.joined(separator: " ")
}

/// Compiles `macro_rules! name { … }` (or `macro name …`) and expands `call`'s tokens with it.
func expandMacro(_ definition: String, _ call: String) -> (String?, [String]) {
  var diagnostics = DiagnosticList()
  let def = tokens(definition, &diagnostics)
  let isMacroRules = def[0].isWord(.macro_rules)
  let nameIndex: TokenIndex = isMacroRules ? 2 : 1
  var body = TokenRange(nameIndex + 1, TokenIndex(def.count))
  if isMacroRules || def[nameIndex + 1].kind == .openBrace { body = TokenRange(nameIndex + 2, body.end - 1) }
  var gates: [MacroGate] = []
  let compiled = compileMacro(
    MacroSource(
      name: Ident(def[nameIndex].name, def[nameIndex].span), isMacroRules: isMacroRules, tokens: def, body: body,
      span: def[0].span, edition: .e2021), into: &diagnostics, &gates)
  let arguments = tokens(call, &diagnostics)
  let input = testInput(arguments)
  let result = compiled.expand(input, into: &diagnostics)
  return (result.map { show($0) }, diagnostics.all.map(\.message))
}

func testInput(_ arguments: TokenBuffer) -> MacroInput {
  let span = arguments.wholeRange.isEmpty ? Span(lo: 1, hi: 2, context: testRoot) : arguments.span(of: arguments.wholeRange)
  let expansion = Hygiene.add(
    Expansion(
      kind: .bang, edition: .e2021, macroName: Name("m"), macroDef: 0, macroCrate: 1, callSite: span, defSite: span,
      parent: ExpansionID(rawValue: 1)))
  return MacroInput(tokens: arguments, arguments: arguments.wholeRange, span: span, expansion: expansion)
}
