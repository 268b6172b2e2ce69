import Session
import Testing

@Suite struct TargetTests {
  @Test func featuresBringWhatTheyImply() {
    #expect(
      TargetFeatures.enabled(cpu: "x86-64", changes: [("avx2", true)])
        == ["avx", "avx2", "fxsr", "sse", "sse2", "sse3", "sse4.1", "sse4.2", "ssse3", "x87"])
    #expect(!TargetFeatures.enabled(cpu: "x86-64-v3", changes: [("avx", false)]).contains("avx2"))
    #expect(TargetFeatures.isStable("avx512f"))
    #expect(!TargetFeatures.isStable("x87"))
  }

  @Test func configurationFollowsTheOptions() {
    var options = Options()
    #expect(Target(options).cfgs(options).contains(Cfg("debug_assertions")))
    options.optLevel = .aggressive
    options.panic = .abort
    options.cfgs = [Cfg("feature", "x")]
    let cfgs = Target(options).cfgs(options)
    #expect(!cfgs.contains(Cfg("debug_assertions")))
    #expect(!cfgs.contains(Cfg("overflow_checks")))
    #expect(cfgs.contains(Cfg("panic", "abort")))
    #expect(cfgs.contains(Cfg("feature", "x")))
    #expect(cfgs.map(\.text) == cfgs.map(\.text).sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) })
  }

  @Test func unitsFollowTheLevel() {
    var options = Options()
    #expect(options.codegenUnitCount == 2)
    options.optLevel = .more
    #expect(options.codegenUnitCount == 1)
    options.codegenUnits = 16
    #expect(options.codegenUnitCount == 16)
  }

  @Test func missingLibrarySaysWhatToInstall() {
    guard case .missing(let message, let help) = LibrarySource.find(sysroot: "/nonexistent") else {
      Issue.record("found a library in /nonexistent")
      return
    }
    #expect(message.contains("/nonexistent"))
    #expect(help.contains("rust-web-src"))
  }
}
