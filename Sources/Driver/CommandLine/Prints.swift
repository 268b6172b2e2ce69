// `--print`: facts about the compiler, the target and the crate.
import Glibc
import Session

enum Prints {
  static let all = [
    "all-target-specs-json", "backend-has-zstd", "calling-conventions", "cfg", "check-cfg", "code-models", "crate-name", "crate-root-lint-levels", "deployment-target",
    "file-names", "host-tuple", "link-args", "native-static-libs", "relocation-models", "split-debuginfo",
    "stack-protector-strategies", "supported-crate-types", "sysroot", "target-cpus", "target-features", "target-libdir",
    "target-list", "target-spec-json", "target-spec-json-schema", "tls-models",
  ]

  /// Requests that are answered while linking, so that the crate is compiled all the same.
  static let whileCompiling = ["link-args", "native-static-libs"]

  /// Requests that need the crate's root file.
  static let ofCrate = ["crate-name", "file-names", "crate-root-lint-levels"]

  /// Requests that only `-Z unstable-options` allows.
  static let unstable = [
    "all-target-specs-json", "backend-has-zstd", "check-cfg", "crate-root-lint-levels", "supported-crate-types", "target-spec-json",
    "target-spec-json-schema",
  ]

  /// The answer to one request; nil if it comes while compiling.
  static func answer(
    _ request: PrintRequest, _ options: Options, crateName: String, types: [CrateType], outputs: OutputNames
  ) -> String? {
    switch request.what {
    case "cfg":
      let unstable = getenv("RUSTC_BOOTSTRAP") != nil
      return Target(options).cfgs(options, includesUnstable: unstable).map { $0.text + "\n" }.joined()
    case "crate-name": return crateName + "\n"
    case "file-names":
      return types.map { outputs.fileName($0, crateName: crateName, options: options) + "\n" }.joined()
    case "host-tuple": return "x86_64-unknown-linux-gnu\n"
    case "target-list": return Target.supportedTriples.map { $0 + "\n" }.joined()
    case "sysroot": return sysroot(options) + "\n"
    case "target-libdir": return sysroot(options) + "/lib/rustlib/x86_64-unknown-linux-gnu/lib\n"
    case "split-debuginfo": return "off\npacked\nunpacked\n"
    case "target-cpus":
      return "Available CPUs for this target:\n" + TargetFeatures.processors.map { "    \($0)\n" }.joined()
    case "target-features":
      return "Features supported by rustc for this target:\n" + TargetFeatures.names.map { "    \($0)\n" }.joined()
    case "relocation-models": return "Available relocation models:\n    static\n    pic\n    pie\n"
    case "code-models": return "Available code models:\n    small\n"
    case "tls-models": return "Available TLS models:\n    global-dynamic\n"
    case "supported-crate-types": return "bin\nlib\nrlib\n"
    case "calling-conventions": return "C\nC-unwind\nRust\nsysv64\nsystem\n"
    case "stack-protector-strategies": return "Available stack protector strategies:\n    none\n"
    case "link-args", "native-static-libs": return nil
    default: return ""
    }
  }

  /// The folder given, or the one above the compiler's own.
  static func sysroot(_ options: Options) -> String {
    if let sysroot = options.sysroot { return sysroot }
    let path = withUnsafeTemporaryAllocation(byteCount: 4096, alignment: 1) { buffer in
      let count = readlink("/proc/self/exe", buffer.baseAddress!, 4096)
      return String(decoding: UnsafeRawBufferPointer(rebasing: buffer[0..<max(0, count)]), as: UTF8.self)
    }
    let parts = path.split(separator: "/").dropLast(2)
    return "/" + parts.joined(separator: "/")
  }
}
