import Session
import Testing

/// Paths as rustc 1.96 gives them; `tools/compare-commandline` compares more of them with the real one.
@Suite struct OutputNamesTests {
  private func names(_ change: (inout Options) -> Void, name: String? = nil) -> OutputNames {
    var options = Options()
    options.input = .file("dir/my-prog.rs")
    change(&options)
    return OutputNames(options, name: name)
  }

  @Test func withoutOptionsTheInputsNameCounts() {
    let n = names { _ in }
    #expect(n.emits == [Emit(.executable)])
    #expect(n.path(of: .executable) == "my-prog")
    #expect(n.path(of: .object) == "my-prog.o")
    #expect(n.path(of: .metadata) == "libmy_prog.rmeta")
  }

  @Test func crateNameExtraNameAndFolder() {
    let n = names({
      $0.outDir = "out"
      $0.extraFilename = "-1a"
    }, name: "foo")
    #expect(n.path(of: .executable) == "out/foo-1a")
    #expect(n.path(of: .depInfo) == "out/foo-1a.d")
    #expect(n.path(of: .assembly, unit: "u0") == "out/foo-1a.u0.rcgu.s")
  }

  @Test func oneOutputTakesTheNameOfO() {
    let n = names {
      $0.outputPath = "a/b.x"
      $0.emits = [Emit(.assembly)]
    }
    #expect(n.path(of: .assembly) == "a/b.x")
    #expect(n.warnings.isEmpty)
  }

  @Test func severalOutputsTakeItsStem() {
    let n = names {
      $0.outputPath = "a/b.x"
      $0.emits = [Emit(.object), Emit(.assembly), Emit(.mir, path: "m")]
    }
    #expect(n.emits.map(\.type) == [.assembly, .mir, .object])
    #expect(n.path(of: .assembly) == "a/b.s")
    #expect(n.path(of: .object) == "a/b.o")
    #expect(n.path(of: .mir) == "m")
    #expect(n.warnings.count == 1)
  }

  @Test func onlyOneOutputMayGoToStandardOutput() {
    #expect(names { $0.emits = [Emit(.assembly, path: "-"), Emit(.mir, path: "-")] }.hasClash)
    #expect(!names { $0.emits = [Emit(.assembly, path: "-"), Emit(.mir)] }.hasClash)
  }

  @Test func librariesHaveNamesOfTheirOwn() {
    let n = names { _ in }
    #expect(n.linkedPath(.rlib, crateName: "my_prog", options: Options()) == "libmy_prog.rlib")
    #expect(n.all([.bin], crateName: "my_prog", options: Options()) == ["my-prog"])
  }
}
