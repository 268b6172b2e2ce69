@testable import Driver
import Glibc
import Session
import Source
import Testing

private func read(_ arguments: String...) throws -> Options {
  var commandLine = CommandLine()
  try commandLine.read(arguments)
  return commandLine.options
}

private func trouble(_ arguments: String...) -> String {
  var commandLine = CommandLine()
  do { try commandLine.read(arguments) } catch { return error.message }
  return "none"
}

@Suite struct CommandLineTests {
  @Test func optionsInAllForms() throws {
    let o = try read(
      "-Copt-level=2", "-C", "codegen-units=4", "--edition=2021", "--crate-type", "lib,rlib", "-Zthreads=3", "-o", "out", "-Ldir",
      "-L", "native=n", "-lfoo", "-l", "static=bar", "--cfg", "feature=\"x\"", "--emit=link,obj=a.o", "a.rs", "-C", "target_cpu=x86-64-v3")
    #expect(o.optLevel == .more)
    // One object with a name of its own is made of one unit, whatever was asked for.
    #expect(o.codegenUnits == 1)
    #expect(o.edition == .e2021)
    #expect(o.crateTypes == [.lib, .rlib])
    #expect(o.threads == 3)
    #expect(o.outputPath == "out")
    #expect(o.searchPaths == [SearchPath(kind: "all", path: "dir"), SearchPath(kind: "native", path: "n")])
    #expect(o.nativeLibraries == [NativeLibrary(name: "foo"), NativeLibrary(name: "bar", kind: "static")])
    #expect(o.cfgs == [Cfg("feature", "x")])
    #expect(o.emits == [Emit(.executable), Emit(.object, path: "a.o")])
    #expect(o.input == .file("a.rs"))
    #expect(o.targetCPU == "x86-64-v3")
  }

  @Test func outputsOfOneNameAreMadeOfOneUnit() throws {
    #expect(try read("a.rs", "--emit=asm").codegenUnits == 1)
    #expect(try read("a.rs", "--emit=asm", "-Ccodegen-units=4").codegenUnits == 4)
    let o = try read("a.rs", "--emit=asm,obj", "-Ccodegen-units=4", "-o", "x")
    #expect(o.codegenUnits == 1)
    #expect(o.earlyWarnings.count == 3)
    #expect(try read("a.rs", "--emit=link,dep-info").codegenUnits == nil)
  }

  @Test func mistakesInValuesAreNamed() {
    #expect(trouble("a.rs", "--json=artifacts") == "using `--json` requires also using `--error-format=json`")
    #expect(trouble("a.rs", "-l", "") == "library name must not be empty")
    #expect(trouble("a.rs", "-C", "code-model=x").hasPrefix("incorrect value `x` for codegen option `code-model`"))
    #expect(trouble("a.rs", "-C", "no-vectorize-loops=x").hasSuffix("- no value was expected"))
    #expect(trouble("--print", "check-cfg").hasPrefix("the `-Z unstable-options` flag"))
    #expect(trouble("a.rs", "--cfg", "a=b").contains("ensure escaping is appropriate"))
    #expect(trouble("a.rs", "--test", "--test") == "Option 'test' given more than once")
  }

  @Test func theLastOneWins() throws {
    let o = try read("-Copt-level=1", "-Copt-level=s", "-Cpanic=unwind", "-Cpanic=abort", "-")
    #expect(o.optLevel == .size)
    #expect(o.panic == .abort)
    #expect(o.input == .standardInput)
    #expect(try read("-O", "a.rs").optLevel == .aggressive)
  }

  @Test func mistakesAreNamed() {
    #expect(trouble("--foo") == "Unrecognized option: 'foo'")
    #expect(trouble("-q") == "Unrecognized option: 'q'")
    #expect(trouble("-C", "foo=1") == "unknown codegen option: `foo`")
    #expect(trouble("-Zfoo") == "unknown unstable option: `foo`")
    #expect(trouble("--edition", "2030").contains("2030"))
    #expect(trouble("a.rs", "b.rs").contains("multiple input filenames"))
    #expect(trouble("--edition=2021", "--edition=2021").contains("more than once"))
    #expect(trouble("-o") == "Argument to option 'o' missing")
    #expect(trouble("-Copt-level=9").contains("optimization level"))
    #expect(trouble("-Ccodegen-units=0").contains("positive"))
    #expect(trouble("--cfg", "a=b").contains("invalid `--cfg`"))
    #expect(trouble("@/nonexistent").contains("failed to load argument file"))
  }

  @Test func argumentsFromAFile() throws {
    let path = "/tmp/skein-arguments-\(getpid())"
    #expect(Outputs.write("--edition\n2024\n-Cpanic=abort\na b.rs\n", to: path) == nil)
    defer { unlink(path) }
    let o = try read("@\(path)")
    #expect(o.edition == .e2024)
    #expect(o.input == .file("a b.rs"))
  }

  @Test func outputsAreWholeOrNotThere() {
    #expect(Outputs.write("x", to: "/nonexistent/dir/file")?.contains("No such file") == true)
    #expect(Outputs.write(String(repeating: "x", count: 100_000), to: "/dev/full")?.contains("No space left") == true)
    #expect(Outputs.write("x", to: "/tmp")?.contains("directory") == true)
    let path = "/tmp/skein-output-\(getpid())"
    #expect(Outputs.write("first", to: path) == nil)
    #expect(Outputs.write("second", to: path) == nil)
    #expect((try? FileTable.load(path)).map { String(decoding: $0.bytes, as: UTF8.self) } == "second")
    unlink(path)
  }

  @Test func versionStartsAsRustcs() {
    #expect(Version.text(verbose: false).hasPrefix("rustc 1.96.0 ("))
    #expect(Version.text(verbose: true).contains("\nhost: x86_64-unknown-linux-gnu\nrelease: 1.96.0\n"))
    #expect(Version.build.count == 40)
  }
}
