import Diagnostics
import Lex
import Parallel
import Source
import Support
import Syntax
import Testing

/// Crate numbers 1…4 stand for the four editions.
private func context(_ edition: Edition) -> SyntaxContext {
  let crate = Int(edition.rawValue) + 1
  Hygiene.setRoot(crate: crate, edition: edition)
  return .root(ofCrate: crate)
}

/// Kinds and texts of the tokens, one word each; `+` marks joint tokens; errors as `!` at the end.
func dump(_ text: String, _ edition: Edition = .e2021, prologue: LexPrologue = .nothing) -> String {
  var diagnostics = DiagnosticList()
  let buffer = lex(text: text, context: context(edition), prologue: prologue, into: &diagnostics)
  var words: [String] = []
  for i in 0..<UInt32(buffer.count) {
    let token = buffer[i]
    let hasName =
      token.kind.isLiteral || token.kind.isDoc || token.kind.rawValue <= TokenKind.rawLifetime.rawValue
    words.append("\(token.kind)" + (hasName ? "(\(token.name.text))" : "") + (token.isJoint ? "+" : ""))
  }
  return words.joined(separator: " ") + String(repeating: " !", count: diagnostics.errorCount)
}

@Suite struct LexerTests {
  @Test(arguments: [
    ("fn f", "identifier(fn) identifier(f)"),
    ("r#fn _x", "rawIdentifier(fn) identifier(_x)"),
    ("a<<=b>>c..=d...e->f=>g<-h", "identifier(a)+ shlEq+ identifier(b)+ shr+ identifier(c)+ dotDotEq+ identifier(d)+ dotDotDot+ identifier(e)+ rArrow+ identifier(f)+ fatArrow+ identifier(g)+ lArrow+ identifier(h)"),
    ("&&= || :: :::", "andAnd+ eq orOr colonColon colonColon+ colon"),
    ("'a 'a' '\\'' b'x' 'static", "lifetime('a) char('a') char('\\'') byte(b'x') lifetime('static)"),
    ("'r#a x", "rawLifetime('a) identifier(x)"),
    ("1 1.0 1. 1..2 1.foo 1e3 1.5e-3f32 0xFFu8 0b1_0 1_u8", "integer(1) float(1.0) float(1.) integer(1)+ dotDot+ integer(2) integer(1)+ dot+ identifier(foo) float(1e3) float(1.5e-3f32) integer(0xFFu8) integer(0b1_0) integer(1_u8)"),
    ("0e+5 0.1.2 2.e5", "float(0e+5) float(0.1)+ dot+ integer(2) integer(2)+ dot+ identifier(e5)"),
    ("\"a\\\"b\" r\"x\" r#\"a\"b\"# br##\"\"# \"## c\"q\" cr\"\" b\"\\xFF\"", "string(\"a\\\"b\") rawString(r\"x\") rawString(r#\"a\"b\"#) rawByteString(br##\"\"# \"##) cString(c\"q\") rawCString(cr\"\") byteString(b\"\\xFF\")"),
    ("/// a\n//! b\n//// c\n// d\nx", "outerLineDoc( a) innerLineDoc( b) identifier(x)"),
    ("/** a */ /*! b */ /*** c */ /**/ /* /* */ */ x", "outerBlockDoc( a ) innerBlockDoc( b ) identifier(x)"),
    ("a/**/b", "identifier(a) identifier(b)"),
    ("x\u{2028}y\u{85}z", "identifier(x) identifier(y) identifier(z)"),
    ("größe e\u{301}", "identifier(größe) identifier(\u{E9})"),
    ("\"a\r\nb\"", "string(\"a\nb\")"),
    ("\"a\\\r\n  b\"", "string(\"a\\\n  b\")"),
    ("// x\r\n/// y\r\nz", "outerLineDoc( y) identifier(z)"),
    ("'\u{1F600}' '\u{E9}' 'ä x", "char('\u{1F600}') char('\u{E9}') lifetime('ä) identifier(x)"),
  ] as [(String, String)])
  func tokens(_ text: String, _ expected: String) { #expect(dump(text) == expected) }

  @Test(arguments: [
    ("'ab'", 1), ("''", 1), ("'\t'", 1), ("'''", 1), ("b'é'", 1), ("b\"é\"", 1), ("\"\\q\"", 1), ("\"\\x8F\"", 1), ("b\"\\x8F\"", 0),
    ("\"\\u{110000}\"", 1), ("\"\\u{D800}\"", 1), ("\"\\u{}\"", 1), ("\"\\u{1234567}\"", 1), ("\"\\u12\"", 1), ("b\"\\u{12}\"", 1),
    ("c\"\\0\"", 1), ("c\"a\0b\"", 1), ("c\"\\xFF\\u{e9}\"", 0), ("\"a\rb\"", 1), ("r\"a\rb\"", 1), ("/// a\rb", 1), ("0x", 1), ("0b12", 1),
    ("0b12_3", 2), ("1e", 1), ("1e+_", 1), ("0x1.0", 1), ("k\"x\"", 1), ("k#x", 1), ("k'x'", 1), ("'k#x", 1), ("'1a x", 1), ("\"x", 1),
    ("r#\"x", 1), ("r#~\"", 1), ("/* /* */", 1), ("r#self", 1), ("'r#self", 1), ("'r#a'", 2), ("\u{A0}\u{A0} \u{A0}", 1), ("\u{0}", 1),
    ("\\", 1), ("`", 1), ("a\u{1F600}b", 1), ("\u{37E}\u{37E}", 1),
    ("(", 1), (")", 1), ("(]", 1), ("{ ( }", 1), ("([)]", 1), ("\u{FEFF}x", 1),
  ] as [(String, Int)])
  func errors(_ text: String, _ count: Int) {
    var diagnostics = DiagnosticList()
    let buffer = lex(text: text, context: context(.e2021), into: &diagnostics)
    #expect(diagnostics.errorCount == count)
    #expect(bracketsMatch(buffer))
  }

  @Test func editions() {
    #expect(dump("k\"x\"", .e2018) == "identifier(k)+ string(\"x\")")
    #expect(dump("c\"x\"", .e2018) == "identifier(c)+ string(\"x\")")
    #expect(dump("'r#a", .e2018) == "lifetime('r)+ pound+ identifier(a)")
    #expect(dump("#\"x\"# ##", .e2021) == "pound+ string(\"x\")+ pound pound+ pound")
    #expect(dump("#\"x\"#", .e2024) == "string(#\"x\"#) !")
    #expect(dump("##", .e2024) == "string(##) !")
    #expect(dump("# #", .e2024) == "pound pound")
  }

  @Test func prologue() {
    #expect(dump("\u{FEFF}x", prologue: .file) == "identifier(x)")
    #expect(dump("#!/bin/x\ny", prologue: .file) == "identifier(y)")
    #expect(dump("#! [a]", prologue: .file) == "pound+ not openBracket+ identifier(a)+ closeBracket")
    #expect(dump("#!x\n---\nany ' thing\n---\ny", prologue: .file) == "identifier(y)")
    #expect(dump("---a b\n---\ny", prologue: .file) == "identifier(y) !")
    #expect(dump("---\nx", prologue: .file) == " !")
    #expect(dump("----\n---\ny", prologue: .file) == "identifier(y) !")
    #expect(dump("-- -x") == "minus+ minus minus+ identifier(x)")
  }

  @Test func invalidUTF8() {
    for bytes: [UInt8] in [[0x80], [0xC0, 0x80], [0xE0, 0x80, 0x80], [0xED, 0xA0, 0x80], [0xF5, 0x80, 0x80, 0x80], [0x61, 0xE2, 0x82]] {
      var diagnostics = DiagnosticList()
      (bytes + [0, 0, 0, 0]).withUnsafeBufferPointer {
        let buffer = lex(UnsafeBufferPointer(rebasing: $0[..<bytes.count]), base: 1, context: .root, into: &diagnostics)
        #expect(buffer.count == 0 && buffer.isBroken)
      }
      #expect(diagnostics.errorCount == 1)
    }
  }

  @Test func sizes() {
    #expect(MemoryLayout<Token>.size == 16)
    #expect(MemoryLayout<Span>.size == 12)
  }

  @Test func deepBracketsDoNotRecurse() {
    var diagnostics = DiagnosticList()
    let n = 200_000
    let buffer = lex(
      text: String(repeating: "([{", count: n) + String(repeating: "}])", count: n), context: .root, into: &diagnostics)
    #expect(diagnostics.isEmpty && buffer.count == 6 * n && buffer.afterTree(at: 0) == UInt32(6 * n))
    _ = lex(text: String(repeating: "(", count: n) + String(repeating: "]", count: n), context: .root, into: &diagnostics)
    _ = lex(text: "{" + String(repeating: "(", count: n) + "}", context: .root, into: &diagnostics)
    #expect(diagnostics.errorCount == 51)
  }
}

/// Whether each open bracket's payload is its close bracket's index and the other way round, properly nested.
func bracketsMatch(_ buffer: TokenBuffer) -> Bool {
  var open: [UInt32] = []
  for i in 0..<UInt32(buffer.count) {
    let token = buffer[i]
    if token.kind.isOpen { open.append(i) }
    if token.kind.isClose {
      guard let o = open.popLast(), buffer[o].payload == i, token.payload == o,
        token.kind.rawValue == buffer[o].kind.rawValue + 1
      else { return false }
    }
  }
  return open.isEmpty && buffer[UInt32(buffer.count)].kind == .endOfInput
}
