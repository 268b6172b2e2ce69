// From arguments to options.
import Parallel
import Session
import Source

/// What a command line asks for.
enum Request {
  case help(verbose: Bool)
  case codegenHelp
  case unstableHelp
  case lintHelp
  case version(verbose: Bool)
  case explain(String)
  case compile
  /// Compile at 1 and at this number of threads, and compare.
  case verifyThreads(Int)
}

struct CommandLine {
  var options = Options()
  var request = Request.compile

  /// Reads `arguments` (without the program's name). Options that say how messages are printed are set even where it fails.
  mutating func read(_ arguments: [String]) throws(CommandLineError) {
    let (found, free) = try Grammar.parse(try expandArgumentFiles(arguments))
    let verbose = found.contains { $0.key == "verbose" }
    options.isVerbose = verbose
    if arguments.isEmpty || found.contains(where: { $0.key == "help" }) { return request = .help(verbose: verbose) }
    if let code = found.first(where: { $0.key == "explain" }) { return request = .explain(code.value) }
    for option in found {
      switch (option.key, option.value) {
      case ("codegen", "help"): return request = .codegenHelp
      case ("Z", "help"): return request = .unstableHelp
      case ("warn", "help"): return request = .lintHelp
      default: continue
      }
    }
    if found.contains(where: { $0.key == "version" }) { return request = .version(verbose: verbose) }
    // How messages look comes first, so that what follows is printed so.
    for option in found where ["error-format", "color", "json", "diagnostic-width"].contains(option.key) { try set(option) }
    for option in found { try set(option) }
    // `-O` and `-C opt-level` say the same: the last one counts.
    if let shortcut = found.lastIndex(where: { $0.key == "O" }) {
      let level = found.lastIndex { option in
        let name = option.value.prefix { $0 != "=" }
        return option.key == "codegen" && (name == "opt-level" || name == "opt_level")
      }
      if shortcut > level ?? -1 { options.optLevel = .aggressive }
    }
    try setInput(free)
    try check()
  }

  private mutating func setInput(_ free: [String]) throws(CommandLineError) {
    if free.count > 1 {
      throw CommandLineError("multiple input filenames provided (first two filenames are `\(free[0])` and `\(free[1])`)")
    }
    if let path = free.first { options.input = path == "-" ? .standardInput : .file(path) }
  }

  /// `@file` stands for the lines of a file, one argument each.
  private func expandArgumentFiles(_ arguments: [String]) throws(CommandLineError) -> [String] {
    if !arguments.contains(where: { $0.hasPrefix("@") }) { return arguments }
    var result: [String] = []
    for argument in arguments {
      guard argument.hasPrefix("@") else {
        result.append(argument)
        continue
      }
      let path = String(argument.dropFirst())
      let loaded: LoadedFile
      do { loaded = try FileTable.load(path) } catch {
        throw CommandLineError("failed to load argument file: IO error: \(path): \(error.text)")
      }
      guard let text = String(validating: loaded.bytes, as: UTF8.self) else {
        throw CommandLineError("failed to load argument file: UTF-8 error in \(path)")
      }
      result += text.split(omittingEmptySubsequences: false) { $0.isNewline }.dropLast(text.hasSuffix("\n") ? 1 : 0).map(String.init)
    }
    return result
  }

  private mutating func set(_ option: FoundOption) throws(CommandLineError) {
    let value = option.value
    switch option.key {
    case "cfg": options.cfgs.append(try cfg(value))
    case "check-cfg":
      let text = trimmed(value)
      if !text.hasPrefix("cfg(") || !text.hasSuffix(")") {
        throw CommandLineError(
          "invalid `--check-cfg` argument: `\(value)`", helps: ["expected `cfg(name, values(\"value1\", \"value2\", ... \"valueN\"))`"])
      }
      options.checkCfgs.append(value)
    case "remap-path-prefix":
      if !value.contains("=") { throw CommandLineError("--remap-path-prefix must contain '=' between FROM and TO") }
    case "env-set":
      throw CommandLineError("the `-Z unstable-options` flag must also be passed to enable the flag `env-set`")
    case "L":
      let parts = value.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
      let kinds = ["dependency", "crate", "native", "framework", "all"]
      options.searchPaths.append(
        parts.count == 2 && kinds.contains(parts[0])
          ? SearchPath(kind: parts[0], path: parts[1]) : SearchPath(kind: "all", path: value))
      if options.searchPaths.last!.path.isEmpty { throw CommandLineError("empty search path given via `-L`") }
    case "l": options.nativeLibraries.append(try nativeLibrary(value))
    case "crate-type":
      for word in value.split(separator: ",", omittingEmptySubsequences: false) {
        guard let type = CrateType(rawValue: String(word)) else {
          let known = "`lib`, `rlib`, `staticlib`, `dylib`, `cdylib`, `bin`, `proc-macro`"
          throw CommandLineError("unknown crate type: `\(word)`, expected one of: \(known)")
        }
        if !options.crateTypes.contains(type) { options.crateTypes.append(type) }
      }
    case "crate-name": options.crateName = value
    case "edition":
      switch value {
      case "2015": options.edition = .e2015
      case "2018": options.edition = .e2018
      case "2021": options.edition = .e2021
      case "2024": options.edition = .e2024
      default:
        throw CommandLineError("argument for `--edition` must be one of: <2015|2018|2021|2024|future>. (instead was `\(value)`)")
      }
    case "emit":
      for word in value.split(separator: ",", omittingEmptySubsequences: false) {
        let parts = word.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        guard let type = OutputType(rawValue: parts[0]) else {
          let known = OutputType.allCases.map { "`\($0.rawValue)`" }.joined(separator: ", ")
          throw CommandLineError("unknown emission type: `\(parts[0])` - expected one of: \(known)")
        }
        options.emits.removeAll { $0.type == type }
        options.emits.append(Emit(type, path: parts.count > 1 ? parts[1] : nil))
      }
    case "print":
      let parts = value.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
      guard Prints.all.contains(parts[0]) else {
        let known = Prints.all.map { "`\($0)`" }.joined(separator: ", ")
        throw CommandLineError("unknown print request: `\(parts[0])`", helps: ["valid print requests are: \(known)"])
      }
      if parts[0] == "deployment-target" {
        throw CommandLineError("only Apple targets currently support deployment version info")
      }
      options.prints.append(PrintRequest(parts[0], path: parts.count > 1 ? parts[1] : nil))
    case "g": options.debugInfo = .full
    case "o": options.outputPath = value
    case "out-dir": options.outDir = value
    case "test": options.isTest = true
    case "target":
      guard Target.supportedTriples.contains(value) else {
        throw CommandLineError(
          "error loading target specification: could not find specification for target \"\(value)\"",
          helps: ["run `rustc --print target-list` for a list of built-in targets"])
      }
    case "allow", "warn", "force-warn", "deny", "forbid":
      options.lints.append(LintOption(LintOption.Level(rawValue: option.key)!, value.replacing("-", with: "_")))
    case "cap-lints":
      guard let level = LintOption.Level(rawValue: value) else { throw CommandLineError("unknown lint level: `\(value)`") }
      options.capLints = level
    case "codegen": try CodegenOptions.read(value, into: &options)
    case "Z": try UnstableOptions.read(value, into: &options)
    case "jobs":
      guard let n = Int(value), n > 0 else { throw CommandLineError("`--jobs` needs a positive number (instead was `\(value)`)") }
      options.threads = n
    case "verify-threads":
      guard let n = value.isEmpty ? max(2, Workers.available) : Int(value), n > 0 else {
        throw CommandLineError("`--verify-threads` needs a positive number (instead was `\(value)`)")
      }
      request = .verifyThreads(n)
    case "extern": options.externs.append(try extern(value))
    case "sysroot": options.sysroot = value
    case "error-format":
      switch value {
      case "human": options.errorFormat = .human
      case "human-unicode": options.errorFormat = .humanUnicode
      case "json": options.errorFormat = .json
      case "pretty-json": options.errorFormat = .prettyJSON
      case "short": options.errorFormat = .short
      default:
        throw CommandLineError(
          "argument for `--error-format` must be `human`, `human-unicode`, `json`, `pretty-json` or `short` (instead was `\(value)`)")
      }
    case "json":
      let words: [String: JSONOptions] = [
        "diagnostic-short": .diagnosticShort, "diagnostic-rendered-ansi": .diagnosticRenderedANSI,
        "diagnostic-unicode": .diagnosticUnicode, "artifacts": .artifacts, "unused-externs": .unusedExterns,
        "unused-externs-silent": .unusedExternsSilent, "future-incompat": .futureIncompat, "timings": .timings,
      ]
      for word in value.split(separator: ",", omittingEmptySubsequences: false) {
        guard let bit = words[String(word)] else { throw CommandLineError("unknown `--json` option `\(word)`") }
        options.json.insert(bit)
      }
    case "color":
      guard let choice = ColorChoice(rawValue: value) else {
        throw CommandLineError("argument for `--color` must be auto, always or never (instead was `\(value)`)")
      }
      options.color = choice
    case "diagnostic-width":
      guard let width = Int(value), width >= 0 else { throw CommandLineError("`--diagnostic-width` must be an positive integer") }
      options.diagnosticWidth = width
    default: break
    }
  }

  private func cfg(_ text: String) throws(CommandLineError) -> Cfg {
    let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
    let name = trimmed(parts[0])
    let isName = !["true", "false"].contains(name) && name.unicodeScalars.first.map { $0.properties.isXIDStart || $0 == "_" } == true
      && name.unicodeScalars.allSatisfy { $0.properties.isXIDContinue }
    if isName {
      if parts.count == 1 { return Cfg(name) }
      let value = trimmed(parts[1])
      if value.count >= 2, value.hasPrefix("\""), value.hasSuffix("\""), !value.dropFirst().dropLast().contains("\"") {
        return Cfg(name, String(value.dropFirst().dropLast()))
      }
    }
    var reason = "expected `key` or `key=\"value\"`"
    if isName, parts.count == 2, Int(trimmed(parts[1])) != nil {
      reason = "argument value must be a string"
    } else if text.contains("=") && !text.contains("=\"") && !text.hasSuffix("\"") {
      // The quotes were taken by the shell.
      reason += ", ensure escaping is appropriate for your shell, try 'key=\"value\"' or key=\\\"value\\\""
    }
    throw CommandLineError("invalid `--cfg` argument: `\(text)` (\(reason))")
  }

  private func trimmed(_ text: String) -> String {
    var view = Substring(text)
    while view.first?.isWhitespace == true { view.removeFirst() }
    while view.last?.isWhitespace == true { view.removeLast() }
    return String(view)
  }

  private func nativeLibrary(_ text: String) throws(CommandLineError) -> NativeLibrary {
    let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
    if parts.last == "" { throw CommandLineError("library name must not be empty") }
    guard parts.count == 2 else { return NativeLibrary(name: text) }
    let kind = parts[0].split(separator: ":", maxSplits: 1).map(String.init)
    guard let word = kind.first, ["static", "dylib", "framework", "link-arg"].contains(word) else {
      throw CommandLineError("unknown library kind `\(kind.first ?? "")`, expected one of: static, dylib, framework, link-arg")
    }
    let modifiers = ["bundle", "verbatim", "whole-archive", "as-needed", "export-symbols"]
    for modifier in kind.count > 1 ? kind[1].split(separator: ",").map(String.init) : [] {
      let known = modifiers.joined(separator: ", ")
      if !modifier.hasPrefix("+") && !modifier.hasPrefix("-") {
        throw CommandLineError("invalid linking modifier syntax, expected '+' or '-' prefix before one of: \(known)")
      }
      if !modifiers.contains(String(modifier.dropFirst())) {
        throw CommandLineError("unknown linking modifier `\(modifier.dropFirst())`, expected one of: \(known)")
      }
    }
    return NativeLibrary(
      name: parts[1], kind: word, modifiers: kind.count > 1 ? kind[1].split(separator: ",").map(String.init) : [])
  }

  private func extern(_ text: String) throws(CommandLineError) -> Extern {
    let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
    let head = parts[0].split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
    let options = head.count > 1 ? head[0].split(separator: ",").map(String.init) : []
    let isIdentifier = !head.last!.isEmpty && head.last!.utf8.allSatisfy { $0 == UInt8(ascii: "_") || ($0 < 128 && Character(Unicode.Scalar($0)).isLetter) || (48...57).contains($0) }
    if !isIdentifier || head.last!.first!.isNumber {
      throw CommandLineError("crate name `\(head.last!)` passed to `--extern` is not a valid ASCII identifier")
    }
    return Extern(name: head.last!, path: parts.count > 1 ? parts[1] : nil, options: options)
  }

  /// What single options cannot see.
  private mutating func check() throws(CommandLineError) {
    if !options.json.isEmpty, options.errorFormat != .json, options.errorFormat != .prettyJSON {
      throw CommandLineError("using `--json` requires also using `--error-format=json`")
    }
    if options.json.contains(.timings) && !options.unstableOptions {
      throw CommandLineError("--json=timings is unstable and requires using `-Zunstable-options`")
    }
    try setUnits()
    if options.crateTypes.contains(.bin) && options.crateTypes.count > 1 && options.prints.isEmpty {
      throw CommandLineError("cannot mix `bin` crate type with others")
    }
    for request in options.prints where Prints.unstable.contains(request.what) && !options.unstableOptions {
      throw CommandLineError("the `-Z unstable-options` flag must also be passed to enable the `\(request.what)` print option")
    }
  }

  /// Outputs of units that have one name only are made of one unit.
  private mutating func setUnits() throws(CommandLineError) {
    let single = options.emits.map(\.type).filter { type in
      switch type {
      case .assembly, .bitcode, .llvmAssembly, .mir, .object, .thinLinkBitcode: true
      case .depInfo, .executable, .metadata: false
      }
    }
    let order = OutputType.allCases
    if !single.isEmpty {
      if let count = options.codegenUnits, count > 1 {
        if options.outputPath != nil {
          for type in single.sorted(by: { order.firstIndex(of: $0)! < order.firstIndex(of: $1)! }) {
            options.earlyWarnings.append("`--emit=\(type.rawValue)` with `-o` incompatible with `-C codegen-units=N` for N > 1")
          }
          options.earlyWarnings.append("resetting to default -C codegen-units=1")
          options.codegenUnits = 1
        }
      } else if options.codegenUnits == nil {
        options.codegenUnits = 1
      }
    }
    if options.codegenUnits == 0 { throw CommandLineError("value for codegen units must be a positive non-zero integer") }
  }
}
