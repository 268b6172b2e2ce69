import Diagnostics
import Source
import Testing

/// A file of its own for each test, since all tests share the table of files.
private func file(_ name: String, _ text: String) throws -> SourceFile {
  FileTable[try FileTable.add(LoadedFile(path: name, text: text))]
}

private func span(_ file: SourceFile, _ lo: UInt32, _ hi: UInt32) -> Span { Span(lo: file.base + lo, hi: file.base + hi) }

@Suite struct RenderingTests {
  let renderer = HumanRenderer()

  @Test func labelsBesideAndBelow() throws {
    let f = try file("a.rs", "fn main() {\n    let x: u32 = \"a\";\n}\n")
    let d = Diagnostic.error("mismatched types", code: "E0308", at: span(f, 29, 32), label: "expected `u32`, found `&str`")
      .label(span(f, 23, 26), "expected due to this")
    #expect(
      renderer.render(d) == """
        error[E0308]: mismatched types
         --> a.rs:2:18
          |
        2 |     let x: u32 = "a";
          |            ---   ^^^ expected `u32`, found `&str`
          |            |
          |            expected due to this


        """)
  }

  @Test func spansOverSeveralLines() throws {
    let f = try file("b.rs", "fn f() {\n    g(\n        1,\n    );\n}\n")
    let d = Diagnostic.error("too much", at: span(f, 13, 32), label: "here").note("a note").help("a help\nin two lines")
    #expect(
      renderer.render(d) == """
        error: too much
         --> b.rs:2:5
          |
        2 | /     g(
        3 | |         1,
        4 | |     );
          | |_____^ here
          |
          = note: a note
          = help: a help
                  in two lines


        """)
  }

  @Test func tabsAndWideCharactersKeepMarksInPlace() throws {
    let f = try file("c.rs", "\tlet 日本 = x;\n")
    let text = renderer.render(.error("no `x`", at: span(f, 14, 15)))
    #expect(text.contains("1 |     let 日本 = x;\n  |                ^\n"))
    #expect(text.contains("c.rs:1:11"))
  }

  @Test func suggestionsAsLines() throws {
    let f = try file("d.rs", "fn main() {\n    foo()\n}\n")
    var d = Diagnostic.error("expected `;`", at: span(f, 21, 21))
    d.suggestions = [Suggestion("add it", [(span(f, 21, 21), ";")], .machineApplicable)]
    #expect(
      renderer.render(d) == """
        error: expected `;`
         --> d.rs:2:10
          |
        2 |     foo()
          |          ^
          |
        help: add it
          |
        2 |     foo();
          |          +


        """)
    d.suggestions[0].style = .inline
    #expect(renderer.render(d).contains("^ help: add it: `;`"))
  }

  @Test func shortFormIsOneLine() throws {
    let f = try file("e.rs", "x\n")
    var options = RenderOptions()
    options.isShort = true
    let d = Diagnostic.error("no `x`", code: "E0425", at: span(f, 0, 1), label: "not found")
    #expect(HumanRenderer(options).render(d) == "e.rs:1:1: error[E0425]: no `x`: not found\n")
  }

  @Test func jsonHasWhatCargoNeeds() throws {
    let f = try file("f.rs", "let \"x\"\n")
    let d = Diagnostic(.warning, "odd", code: "some_lint", at: span(f, 4, 7))
    let text = JSONRenderer(human: renderer).render(d)
    #expect(text.hasPrefix("{\"$message_type\":\"diagnostic\",\"message\":\"odd\",\"code\":{\"code\":\"some_lint\",\"explanation\":null},\"level\":\"warning\",\"spans\":[{\"file_name\":\"f.rs\",\"byte_start\":4,\"byte_end\":7,\"line_start\":1,\"line_end\":1,\"column_start\":5,\"column_end\":8,\"is_primary\":true,\"text\":[{\"text\":\"let \\\"x\\\"\",\"highlight_start\":5,\"highlight_end\":8}]"))
    #expect(text.hasSuffix("\"}\n"))
    #expect(text.contains("\"rendered\":\"warning: odd\\n"))
  }

  @Test func theEndCountsAndNamesCodes() throws {
    let f = try file("g.rs", "ab\n")
    nonisolated(unsafe) var text = ""
    var emitter = DiagnosticEmitter(format: .human, render: RenderOptions()) { text += $0 }
    var list = DiagnosticList()
    list.add(.error("one", code: "E0308", at: span(f, 0, 1)))
    list.add(.error("two", code: "E0425", at: span(f, 1, 2)))
    list.add(.error("one", code: "E0308", at: span(f, 0, 1)))
    list.add(Diagnostic(.warning, "three", at: span(f, 1, 2)))
    emitter.emit(list)
    #expect(emitter.errorCount == 2)
    emitter.finish()
    #expect(
      text.hasSuffix(
        """
        error: aborting due to 2 previous errors; 1 warning emitted

        Some errors have detailed explanations: E0308, E0425.
        For more information about an error, try `rustc --explain E0308`.

        """))
  }

  @Test func byPositionKeepsTheOrderOfEquals() throws {
    let f = try file("h.rs", "abc\n")
    var list = DiagnosticList()
    list.add(.error("b", at: span(f, 1, 2)))
    list.add(.error("a", at: span(f, 0, 1)))
    list.add(.error("c", at: span(f, 1, 2)))
    #expect(list.sortedByPosition().all.map(\.message) == ["a", "b", "c"])
  }
}
