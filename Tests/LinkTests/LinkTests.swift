import Glibc
import Link
import Testing

private let path = getenv("PATH").map { String(cString: $0) } ?? "/usr/bin:/bin"

@Test func ccSpellingIsTranslated() throws {
  var o = LinkOptions(kind: .pieExecutable, output: "out", objects: ["a.o"], path: path)
  o.linker = "/usr/bin/ld.lld-19"
  o.linkArgs = ["-lc", "-Wl,--defsym=x=0,-z,now", "-L", "/tmp", "-nostartfiles"]
  let command = try linkCommand(o)
  #expect(command.contains("--defsym=x=0"))
  #expect(command.contains("-lc"))
  #expect(command.contains("-pie"))
  #expect(!command.contains { $0.hasSuffix("crt1.o") })
  #expect(!command.contains { $0.hasPrefix("-Wl") })
}

@Test func missingLinkerHasAClearMessage() {
  var o = LinkOptions(kind: .pieExecutable, output: "out", objects: [], path: "/nonexistent")
  #expect(throws: LinkError.self) { try link(o) }
  o.linker = "no-such-linker"
  do {
    try link(o)
    Issue.record("linked without a linker")
  } catch {
    #expect(error.message.contains("no-such-linker"))
  }
}

@Test func failureLeavesNoOutput() {
  let output = "/tmp/skein-link-test-\(getpid())"
  let o = LinkOptions(kind: .pieExecutable, output: output, objects: ["/nonexistent.o"], path: path)
  #expect(throws: LinkError.self) { try link(o) }
  #expect(access(output, F_OK) != 0)
}
