import Glibc
import Parallel
import Source
import Testing

@Suite struct FileTableTests {
  @Test func placesCountCharactersFromOne() throws {
    let id = try FileTable.add(LoadedFile(path: "a.rs", text: "fn ä() {\n  x\n}\n"))
    let file = FileTable[id]
    #expect(file.path == "a.rs")
    #expect(FileTable.place(of: file.base, in: id) == LineColumn(line: 1, column: 1))
    #expect(FileTable.place(of: file.base + 5, in: id) == LineColumn(line: 1, column: 5))  // after the two bytes of ä
    #expect(FileTable.place(of: file.base + 12, in: id) == LineColumn(line: 2, column: 3))
    #expect(FileTable.place(of: file.end, in: id) == LineColumn(line: 3, column: 3))
    #expect(FileTable.file(at: file.base) == id)
    #expect(FileTable.file(at: file.end) == id)
    #expect(FileTable.lines(of: id).count == 3)
    #expect(String(decoding: FileTable.text(of: Span(lo: file.base, hi: file.base + 2)), as: UTF8.self) == "fn")
    #expect(FileTable.file(at: 0) == nil)
  }

  @Test func filesLieOneAfterTheOther() throws {
    let a = FileTable[try FileTable.add(LoadedFile(path: "one", text: ""))]
    let b = FileTable[try FileTable.add(LoadedFile(path: "two", text: "x"))]
    #expect(b.base > a.end)
    #expect(b.bytes.baseAddress![1] == 0)
  }

  @Test func aByteOrderMarkHasNoColumn() throws {
    let id = try FileTable.add(LoadedFile(path: "bom", text: "\u{FEFF}ab"))
    #expect(FileTable.place(of: FileTable[id].base + 4, in: id).column == 2)
  }

  @Test func whatCannotBeReadSaysWhy() {
    #expect(throws: SourceError.system(errno: ENOENT)) { try FileTable.load("/nonexistent/x.rs") }
    #expect(throws: SourceError.system(errno: EISDIR)) { try FileTable.load("/") }
    #expect(SourceError.system(errno: ENOENT).text == "No such file or directory (os error 2)")
  }

  @Test func aFileIsReadWhole() throws {
    let loaded = try FileTable.load(#filePath)
    #expect(loaded.bytes.count > 500)
    #expect(loaded.bytes.baseAddress![loaded.bytes.count] == 0)
    #expect(String(decoding: loaded.bytes, as: UTF8.self).hasSuffix("}\n"))
  }

  @Test func linesAreTheSameForAllThreads() throws {
    let text = (0..<1000).map { "line \($0)\n" }.joined()
    let id = try FileTable.add(LoadedFile(path: "lines", text: text))
    let counts = parallelMap(count: 100, workers: Workers(count: 4)) { i in FileTable.lines(of: id).line(at: UInt32(i * 50)) }
    #expect(counts.first == 0)
    #expect(counts == counts.sorted())
    #expect(FileTable.lines(of: id).count == 1000)
  }
}
