@testable import Driver
import Testing

@Suite struct FirstDifferenceTests {
  private func bytes(_ text: String) -> [UInt8] { Array(text.utf8) }

  @Test func equalOutputsHaveNone() {
    #expect(firstDifference([], []) == nil)
    #expect(firstDifference([1, 2], [1, 2]) == nil)
  }

  @Test func textNamesTheFunctionAndTheID() throws {
    let a = bytes("fn f() {\n  _1 = alloc3\n}\nfn g() {\n  _2 = alloc4;\n}\n")
    let b = bytes("fn f() {\n  _1 = alloc3\n}\nfn g() {\n  _2 = alloc57;\n}\n")
    let found = try #require(firstDifference(a, b))
    #expect(found.hasPrefix("line 5 in `fn g() {`: `alloc4` and `alloc57`"))
    #expect(try #require(firstDifference(bytes("a"), bytes("ab"))).contains("`end` and `ab`"))
  }

  /// A program's file with one function `f` of 8 bytes, at 64.
  private func object(_ code: UInt8) -> [UInt8] {
    func n(_ value: Int, _ size: Int) -> [UInt8] { (0..<size).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) } }
    func section(_ name: Int, _ type: Int, _ offset: Int, _ size: Int, _ link: Int) -> [UInt8] {
      n(name, 4) + n(type, 4) + n(0, 8) + n(0, 8) + n(offset, 8) + n(size, 8) + n(link, 4) + n(0, 4) + n(1, 8) + n(0, 8)
    }
    let names = bytes("\0.text\0.symtab\0.strtab\0f\0")
    var file: [UInt8] = [0x7F, 0x45, 0x4C, 0x46, 2, 1] + Array(repeating: 0, count: 10)
    file += n(1, 2) + n(62, 2) + n(1, 4) + n(0, 8) + n(0, 8) + n(160, 8) + n(0, 4) + n(64, 2) + n(0, 2) + n(0, 2) + n(64, 2) + n(4, 2) + n(3, 2)
    file += Array(repeating: 0x90, count: 7) + [code]
    file += Array(repeating: 0, count: 24) + n(23, 4) + [2, 0] + n(1, 2) + n(0, 8) + n(8, 8)
    file += names + Array(repeating: 0, count: 160 - 72 - 48 - names.count)
    file += section(0, 0, 0, 0, 0) + section(1, 1, 64, 8, 0) + section(7, 2, 72, 48, 3) + section(15, 3, 120, names.count, 0)
    return file
  }

  @Test func machineCodeNamesTheFunction() throws {
    #expect(try #require(firstDifference(object(1), object(2))).hasSuffix("in `f` (.text + 7)"))
  }

  @Test func damagedFilesDoNoHarm() {
    let whole = object(1)
    for length in stride(from: 1, to: whole.count, by: 7) {
      for place in stride(from: 0, to: length, by: 5) {
        var a = Array(whole[..<length])
        var b = a
        a[place] ^= 0xFF
        b[length - 1] ^= 0x55
        _ = firstDifference(a, b)
      }
    }
  }
}
