// `-C name=value` and `-Z name=value`.
import Session

/// How the value of a `-C` or `-Z` option is read.
struct ValueReader {
  /// "codegen option `panic`", for messages.
  var what: String
  var flag: String
  var name: String
  var value: String?

  func required(_ kind: String) throws(CommandLineError) -> String {
    if let value { return value }
    throw CommandLineError("\(what) option `\(name)` requires \(kind) (`-\(flag) \(name)=<value>`)")
  }
  func wrong(_ expected: String) -> CommandLineError {
    CommandLineError("incorrect value `\(value ?? "")` for \(what) option `\(name)` - \(expected) was expected")
  }
  func string() throws(CommandLineError) -> String { try required("a string") }
  func number() throws(CommandLineError) -> Int {
    guard let number = Int(try required("a number")), number >= 0 else { throw wrong("a number") }
    return number
  }
  static func bool(_ text: String) -> Bool? {
    switch text {
    case "y", "yes", "on", "true": true
    case "n", "no", "off", "false": false
    default: nil
    }
  }
  /// True if no value is given.
  func bool() throws(CommandLineError) -> Bool {
    guard let value else { return true }
    if let bool = Self.bool(value) { return bool }
    throw wrong("one of: `y`, `yes`, `on`, `true`, `n`, `no`, `off` or `false`")
  }
  func choice<T: RawRepresentable<String>>(_ expected: String, _: T.Type = T.self) throws(CommandLineError) -> T {
    guard let found = T(rawValue: try required(expected)) else { throw wrong(expected) }
    return found
  }
}

enum CodegenOptions {
  /// Name, whether it has an effect, what it does.
  static let all: [(name: String, works: Bool, text: String)] = [
    ("ar", false, "accepted, does nothing"),
    ("code-model", false, "the code model"),
    ("codegen-units", true, "number of parts that a crate is divided into for code generation"),
    ("collapse-macro-debuginfo", false, "debug information of macros"),
    ("control-flow-guard", false, "for Windows only"),
    ("debug-assertions", true, "whether `cfg(debug_assertions)` holds"),
    ("debuginfo", false, "amount of debug information"),
    ("default-linker-libraries", false, "link the linker's default libraries"),
    ("dlltool", false, "for Windows only"),
    ("dwarf-version", false, "version of DWARF"),
    ("embed-bitcode", false, "bitcode in rlibs"),
    ("extra-filename", true, "added to the name of each output"),
    ("force-frame-pointers", false, "keep frame pointers"),
    ("force-unwind-tables", false, "keep unwind tables"),
    ("incremental", false, "incremental compilation"),
    ("inline-threshold", false, "accepted, does nothing"),
    ("instrument-coverage", false, "coverage"),
    ("jump-tables", false, "jump tables"),
    ("link-arg", true, "one more argument for the linker"),
    ("link-args", true, "more arguments for the linker, separated by spaces"),
    ("link-dead-code", false, "keep what nothing uses"),
    ("link-self-contained", false, "which linker and start files to use"),
    ("linker", true, "the linker to use"),
    ("linker-features", false, "features of the linker"),
    ("linker-flavor", false, "kind of linker"),
    ("linker-plugin-lto", false, "leave link-time optimisation to the linker"),
    ("llvm-args", true, "arguments for LLVM"),
    ("lto", false, "link-time optimisation"),
    ("metadata", true, "makes symbols of equally named crates differ"),
    ("no-prepopulate-passes", false, "no passes but those named"),
    ("no-redzone", false, "no red zone"),
    ("no-stack-check", false, "accepted, does nothing"),
    ("no-vectorize-loops", false, "no vectorisation of loops"),
    ("no-vectorize-slp", false, "no vectorisation of straight code"),
    ("opt-level", true, "how much to optimise: 0, 1, 2, 3, s or z"),
    ("overflow-checks", true, "whether arithmetic that overflows panics"),
    ("panic", true, "what a panic does: unwind or abort"),
    ("passes", false, "more passes of LLVM"),
    ("prefer-dynamic", false, "prefer dynamic libraries"),
    ("profile-generate", false, "profiling"),
    ("profile-use", false, "optimisation by profile"),
    ("relocation-model", true, "position-independent code or not"),
    ("relro-level", false, "read-only relocations"),
    ("remark", false, "remarks of LLVM"),
    ("rpath", false, "run-time library paths"),
    ("save-temps", true, "keep files in between"),
    ("soft-float", false, "accepted, does nothing"),
    ("split-debuginfo", false, "where debug information goes"),
    ("strip", true, "what the linker leaves out: none, debuginfo or symbols"),
    ("symbol-mangling-version", false, "how symbols are made"),
    ("target-cpu", true, "the processor to make code for"),
    ("target-feature", true, "processor features to switch on (+) or off (-)"),
    ("unsafe-allow-abi-mismatch", false, "accepted, does nothing"),
  ]

  static func read(_ argument: String, into options: inout Options) throws(CommandLineError) {
    let parts = argument.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
    let name = String(parts[0]).replacing("_", with: "-")
    guard all.contains(where: { $0.name == name }) else { throw CommandLineError("unknown codegen option: `\(parts[0])`") }
    let value = ValueReader(what: "codegen", flag: "C", name: name, value: parts.count > 1 ? String(parts[1]) : nil)
    switch name {
    case "codegen-units": options.codegenUnits = try value.number()
    case "debug-assertions": options.debugAssertions = try value.bool()
    case "overflow-checks": options.overflowChecksFlag = try value.bool()
    case "debuginfo":
      switch try value.required("either an integer (0, 1, 2), `none`, `line-directives-only`, `line-tables-only`, `limited`, or `full`") {
      case "0", "none": options.debugInfo = .none
      case "line-directives-only": options.debugInfo = .lineDirectivesOnly
      case "line-tables-only": options.debugInfo = .lineTablesOnly
      case "1", "limited": options.debugInfo = .limited
      case "2", "full": options.debugInfo = .full
      default:
        throw value.wrong("either an integer (0, 1, 2), `none`, `line-directives-only`, `line-tables-only`, `limited`, or `full`")
      }
    case "extra-filename": options.extraFilename = try value.string()
    case "link-arg": options.linkArgs.append(try value.string())
    case "link-args": options.linkArgs += try value.string().split(separator: " ").map(String.init)
    case "linker": options.linker = try value.required("a path")
    case "llvm-args": options.llvmArgs += try value.string().split(separator: " ").map(String.init)
    case "lto":
      switch value.value {
      case nil, "fat": options.lto = .fat
      case "thin": options.lto = .thin
      case "off": options.lto = .off
      case let text?:
        guard let on = ValueReader.bool(text) else {
          throw value.wrong("either a boolean (`yes`, `no`, `on`, `off`, etc), `thin`, `fat`, or omitted")
        }
        options.lto = on ? .fat : .no
      }
    case "metadata": 
      options.metadata += try value.required("a space-separated list of strings").split(separator: " ").map(String.init)
    case "opt-level":
      guard let level = OptLevel(rawValue: try value.string()) else {
        throw CommandLineError("optimization level needs to be between 0-3, s or z (instead was `\(value.value ?? "")`)")
      }
      options.optLevel = level
    case "panic": options.panic = try value.choice("either `unwind`, `abort`, or `immediate-abort`")
    case "prefer-dynamic": options.preferDynamic = try value.bool()
    case "relocation-model":
      let model = try value.string()
      guard ["static", "pic", "pie", "dynamic-no-pic", "ropi", "rwpi", "ropi-rwpi", "default"].contains(model) else {
        throw value.wrong("one of supported relocation models (`rustc --print relocation-models`)")
      }
      options.relocationModel = model == "default" ? "pic" : model
    case "save-temps": options.saveTemps = try value.bool()
    case "strip": options.strip = try value.choice("either `none`, `debuginfo`, or `symbols`")
    case "target-cpu":
      options.targetCPU = try targetCPU(try value.string())
      if !TargetFeatures.isProcessor(options.targetCPU) {
        options.earlyWarnings.append("`\(options.targetCPU)` is no processor that this target knows: code is made for the least one")
      }
    case "target-feature":
      for feature in try value.string().split(separator: ",") where feature != "" {
        guard let sign = feature.first, sign == "+" || sign == "-" else {
          options.earlyWarnings.append("unknown feature specified for `-Ctarget-feature`: `\(feature)`")
          continue
        }
        let name = String(feature.dropFirst())
        if !TargetFeatures.isKnown(name) && name != "crt-static" {
          options.earlyWarnings.append("unknown and unstable feature specified for `-Ctarget-feature`: `\(name)`")
        }
        if sign == "-" && ["sse", "sse2", "fxsr", "x87"].contains(name) {
          options.earlyWarnings.append(
            "target feature `\(name)` must be enabled to ensure that the ABI of the current target can be implemented correctly")
        }
        options.targetFeatures.append((name, sign == "+"))
      }
    case "soft-float": throw CommandLineError("`-C soft-float`: this option has been removed (use a corresponding *eabi target instead)")
    case "ar", "inline-threshold", "no-stack-check":
      options.earlyWarnings.append("`-C \(name)`: this option is deprecated and does nothing")
    default: try check(name, value)
    }
  }

  /// The values of options that have no effect yet: a mistake in them is an error all the same.
  private static func check(_ name: String, _ value: ValueReader) throws(CommandLineError) {
    func one(of values: [String], _ expected: String) throws(CommandLineError) {
      if !values.contains(try value.required(expected)) { throw value.wrong(expected) }
    }
    func bool(or values: [String], _ expected: String) throws(CommandLineError) {
      if let text = value.value, ValueReader.bool(text) == nil, !values.contains(text) { throw value.wrong(expected) }
    }
    switch name {
    case "default-linker-libraries", "embed-bitcode", "force-unwind-tables", "instrument-coverage", "jump-tables", "link-dead-code",
      "no-redzone", "rpath":
      _ = try value.bool()
    case "no-prepopulate-passes", "no-vectorize-loops", "no-vectorize-slp":
      if value.value != nil { throw value.wrong("no value") }
    case "code-model":
      try one(
        of: ["tiny", "small", "kernel", "medium", "large"], "one of supported code models (`rustc --print code-models`)")
    case "collapse-macro-debuginfo":
      try bool(or: ["external"], "one of `no`, `external`, or `yes`")
    case "control-flow-guard":
      try bool(or: ["checks", "nochecks"], "either a boolean (`yes`, `no`, `on`, `off`, etc), `checks`, or `nochecks`")
    case "dwarf-version":
      let version = try value.number()
      if !(2...5).contains(version) { throw CommandLineError("requested DWARF version \(version) is not supported") }
    case "force-frame-pointers":
      try bool(
        or: ["always", "non-leaf"],
        "one of `true`/`yes`/`on`, `false`/`no`/`off`, or (with -Zunstable-options) `non-leaf` or `always`")
    case "relro-level": try one(of: ["full", "partial", "off"], "one of: `full`, `partial`, or `off`")
    case "split-debuginfo":
      try one(of: ["off", "packed", "unpacked"], "one of supported split-debuginfo modes (`off`, `packed`, or `unpacked`)")
    case "symbol-mangling-version": try one(of: ["legacy", "v0", "hashed"], "one of: `legacy`, `v0` (RFC 2603), or `hashed`")
    case "linker-features":
      let expected = "a list of enabled (`+` prefix) and disabled (`-` prefix) features: `lld`"
      for word in try value.required(expected).split(separator: ",") where word != "+lld" && word != "-lld" { throw value.wrong(expected) }
    case "linker-flavor":
      let flavors = ["gnu", "gnu-lld", "gnu-cc", "gnu-lld-cc", "unix", "unix-cc", "gcc", "ld", "ld.lld"]
      try one(of: flavors, "one of: \(flavors.joined(separator: " "))")
    default: break
    }
  }

  private static func targetCPU(_ name: String) throws(CommandLineError) -> String { name == "generic" ? "x86-64" : name }
}

enum UnstableOptions {
  static let all: [(name: String, text: String)] = [
    ("help", "this list"),
    ("threads", "number of threads; the cores that may be used if not given"),
    ("time-passes", "print the time of each stage"),
    ("schedule-seed", "start tasks in an order shuffled by this number; nothing may change"),
    ("stop-after", "end after the stage: parse, expand, resolve, headers, typeck, mir, monomorphize, codegen"),
    ("no-codegen", "end before code generation"),
    ("parse-crate-root-only", "read the root file only, and end after it"),
    ("cgu-defaults", "`proposal`: number of codegen units as in rustc's proposal"),
    ("ub-checks", "whether `cfg(ub_checks)` holds"),
    ("macro-backtrace", "show all steps of macro expansions"),
    ("ui-testing", "line numbers as LL"),
    ("unstable-options", "accepted, does nothing"),
    ("unpretty", "print the program as text: expanded, mir and others"),
    ("print-type-sizes", "print the layout of types"),
    ("lock-stats", "print what locks, tables of facts and workers did"),
    ("max-memory", "generate no more units of code at once than are estimated to fit this size (800M, 2G)"),
    ("self-profile", "write what each worker did to the file that it names, as trace events"),
    ("dump-stats", "print how many nodes of each kind there are"),
    ("verify", "check the compiler's own data after each step"),
    ("sysroot-objects", "where objects of the library are kept"),
    ("force-unstable-if-unmarked", "accepted, does nothing"),
    ("share-generics", "accepted, does nothing"),
    ("mir-opt-level", "amount of optimisation before LLVM"),
    ("validate-mir", "check MIR after each pass"),
    ("inline-mir", "whether MIR is inlined"),
    ("coverage", "print how many bodies pass each stage"),
    ("dump", "names, or counts of items: print what name resolution found"),
    ("dump-mir", "print the MIR of functions"),
    ("location-detail", "what panic locations hold: none, or file, line, column"),
    ("fmt-debug", "full, shallow or none"),
    ("randomize-layout", "accepted, does nothing"),
    ("track-diagnostics", "accepted, does nothing"),
    ("next-solver", "accepted, does nothing"),
  ]

  /// `800M` and the like.
  static func bytes(_ text: String) -> Int? {
    let shift = ["K": 10, "M": 20, "G": 30][text.suffix(1).uppercased()]
    guard let number = Int(shift == nil ? text[...] : text.dropLast()), number > 0, number < 1 << 30 || shift == nil else { return nil }
    return number << (shift ?? 0)
  }

  static func read(_ argument: String, into options: inout Options) throws(CommandLineError) {
    let parts = argument.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
    let name = String(parts[0]).replacing("_", with: "-")
    guard all.contains(where: { $0.name == name }) else { throw CommandLineError("unknown unstable option: `\(parts[0])`") }
    let value = ValueReader(what: "unstable", flag: "Z", name: name, value: parts.count > 1 ? String(parts[1]) : nil)
    switch name {
    case "threads":
      let n = try value.number()
      options.threads = n == 0 ? nil : n
    case "time-passes": options.timePasses = try value.bool()
    case "schedule-seed":
      guard let seed = UInt64(try value.required("a number")) else { throw value.wrong("a number") }
      options.scheduleSeed = seed
    case "stop-after":
      let stages = Stage.allCases.map { "`\($0.rawValue)`" }.joined(separator: ", ")
      options.stopAfter = try value.choice("one of: \(stages)")
    case "no-codegen": options.noCodegen = try value.bool()
    case "parse-crate-root-only": options.parseCrateRootOnly = try value.bool()
    case "cgu-defaults": options.proposedUnitDefaults = try value.string() == "proposal"
    case "ub-checks": options.ubChecks = try value.bool()
    case "macro-backtrace": options.macroBacktrace = try value.bool()
    case "ui-testing": options.uiTesting = try value.bool()
    case "max-memory":
      let size = try value.required("a size")
      guard let bytes = UnstableOptions.bytes(size) else { throw value.wrong("a number of bytes, with K, M or G") }
      options.otherUnstable.append((name, String(bytes)))
    case "unstable-options": options.unstableOptions = try value.bool()
    default: options.otherUnstable.append((name, value.value))
    }
  }
}
