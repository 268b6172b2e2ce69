// The options that the command line knows, and splitting arguments into options and inputs.

/// One option of the command line.
struct OptionSpec {
  enum Kind {
    /// Stands alone; may be repeated.
    case flag
    /// May take a value after `=`.
    case optional
    /// Takes a value; may be given once.
    case single
    /// Takes a value; may be repeated.
    case list
  }
  var short: Character?
  var long: String?
  var kind: Kind
  /// Placeholder of the value, for `--help`.
  var hint: String
  var text: String

  init(_ short: Character?, _ long: String?, _ kind: Kind, _ hint: String = "", _ text: String) {
    self.short = short
    self.long = long
    self.kind = kind
    self.hint = hint
    self.text = text
  }
  /// The name it is stored under.
  var key: String { long ?? String(short!) }
}

/// One option found, in order of the command line.
struct FoundOption {
  var key: String
  var value: String
}

/// A command line that makes no sense. Printed as `error: message` with its notes; exit status 1.
struct CommandLineError: Error {
  var message: String
  var helps: [String] = []
  init(_ message: String, helps: [String] = []) {
    self.message = message
    self.helps = helps
  }
}

enum Grammar {
  static let options: [OptionSpec] = [
    OptionSpec("h", "help", .flag, "", "Print this text"),
    OptionSpec(nil, "cfg", .list, "<SPEC>", "Set a configuration value: `name` or `name=\"value\"`"),
    OptionSpec(nil, "check-cfg", .list, "<SPEC>", "Declare configuration values that may be expected"),
    OptionSpec("L", nil, .list, "[<KIND>=]<PATH>", "Search libraries in PATH as well; KIND is dependency, crate, native, framework or all"),
    OptionSpec("l", nil, .list, "[<KIND>[:<MODIFIERS>]=]<NAME>", "Link the native library NAME; KIND is static, dylib or framework"),
    OptionSpec(nil, "crate-type", .list, "<bin|lib|rlib|dylib|cdylib|staticlib|proc-macro>", "What to make of the crate (comma separated)"),
    OptionSpec(nil, "crate-name", .single, "<NAME>", "Name of the crate"),
    OptionSpec(nil, "edition", .single, "<2015|2018|2021|2024|future>", "Edition of the language; 2015 if not given"),
    OptionSpec(nil, "emit", .list, "<TYPE>[=<FILE>]", "What to write (comma separated): asm, llvm-bc, dep-info, link, llvm-ir, metadata, mir, obj"),
    OptionSpec(nil, "print", .list, "<INFO>[=<FILE>]", "Print a fact about the compiler or the crate: cfg, crate-name, file-names, host-tuple, sysroot, target-list and others"),
    OptionSpec("g", nil, .flag, "", "The same as -C debuginfo=2"),
    OptionSpec("O", nil, .flag, "", "The same as -C opt-level=3"),
    OptionSpec("o", nil, .single, "<FILENAME>", "Write the output to FILENAME"),
    OptionSpec(nil, "out-dir", .single, "<DIR>", "Write outputs into DIR"),
    OptionSpec(nil, "explain", .single, "<OPT>", "Explain an error code"),
    OptionSpec(nil, "test", .flag, "", "Make a test program"),
    OptionSpec(nil, "target", .single, "<TARGET>", "The machine to make code for; x86_64-unknown-linux-gnu"),
    OptionSpec("A", "allow", .list, "<LINT>", "Allow a lint"),
    OptionSpec("W", "warn", .list, "<LINT>", "Warn of a lint"),
    OptionSpec(nil, "force-warn", .list, "<LINT>", "Warn of a lint in any case"),
    OptionSpec("D", "deny", .list, "<LINT>", "Make a lint an error"),
    OptionSpec("F", "forbid", .list, "<LINT>", "Make a lint an error that cannot be allowed"),
    OptionSpec(nil, "cap-lints", .list, "<LEVEL>", "The highest level of any lint"),
    OptionSpec("C", "codegen", .list, "<OPT>[=<VALUE>]", "Set an option of code generation (-C help lists them)"),
    OptionSpec("V", "version", .flag, "", "Print the version; with -v, in full"),
    OptionSpec("v", "verbose", .flag, "", "Say more"),
    OptionSpec("Z", nil, .list, "<OPT>[=<VALUE>]", "Set an unstable option (-Z help lists them)"),
    OptionSpec("j", "jobs", .single, "<N>", "Number of threads; all cores if not given"),
    OptionSpec(
      nil, "verify-threads", .optional, "[=<N>]", "Compile at 1 and at N threads (all cores if not given), and say what differs"),
    OptionSpec(nil, "extern", .list, "<NAME>[=<PATH>]", "Where a crate that this one uses lies"),
    OptionSpec(nil, "sysroot", .single, "<PATH>", "Where the standard library lies"),
    OptionSpec(nil, "error-format", .single, "<human|short|json>", "How messages are written"),
    OptionSpec(nil, "json", .list, "<CONFIG>", "Details of JSON messages"),
    OptionSpec(nil, "color", .single, "<auto|always|never>", "Whether messages are coloured"),
    OptionSpec(nil, "diagnostic-width", .single, "<WIDTH>", "Width of the place that messages are shown in"),
    OptionSpec(nil, "remap-path-prefix", .list, "<FROM>=<TO>", "Accepted, without effect yet"),
    OptionSpec(nil, "env-set", .list, "<VAR>=<VALUE>", "Accepted, without effect yet"),
  ]

  /// Splits `arguments` into options, in order, and inputs.
  static func parse(_ arguments: [String]) throws(CommandLineError) -> (found: [FoundOption], free: [String]) {
    var found: [FoundOption] = []
    var free: [String] = []
    var i = 0
    func add(_ spec: OptionSpec, _ value: String) throws(CommandLineError) {
      let isOnce = spec.kind == .single || ["test", "verbose", "version", "help"].contains(spec.key)
      if isOnce && found.contains(where: { $0.key == spec.key }) {
        throw CommandLineError("Option '\(spec.key)' given more than once")
      }
      found.append(FoundOption(key: spec.key, value: value))
    }
    func value(for spec: OptionSpec, named name: String) throws(CommandLineError) -> String {
      i += 1
      if i < arguments.count { return arguments[i] }
      throw CommandLineError("Argument to option '\(name)' missing")
    }
    while i < arguments.count {
      let argument = arguments[i]
      if argument == "--" {
        free += arguments[(i + 1)...]
        break
      } else if argument.hasPrefix("--") {
        let body = argument.dropFirst(2)
        let name = String(body.prefix { $0 != "=" })
        let given = body.count > name.count ? String(body.dropFirst(name.count + 1)) : nil
        guard let spec = options.first(where: { $0.long == name }) else { throw CommandLineError("Unrecognized option: '\(name)'") }
        if spec.kind == .flag {
          if given != nil { throw CommandLineError("Option '\(name)' does not take an argument") }
          try add(spec, "")
        } else if spec.kind == .optional {
          try add(spec, given ?? "")
        } else {
          if let given { try add(spec, given) } else { try add(spec, try value(for: spec, named: name)) }
        }
      } else if argument.hasPrefix("-") && argument != "-" {
        // Short options may be joined: `-vV`, `-Copt-level=3`.
        var rest = argument.dropFirst()
        while let letter = rest.popFirst() {
          guard let spec = options.first(where: { $0.short == letter }) else {
            throw CommandLineError("Unrecognized option: '\(letter)'")
          }
          if spec.kind == .flag || spec.kind == .optional {
            try add(spec, "")
          } else {
            try add(spec, try rest.isEmpty ? value(for: spec, named: String(letter)) : String(rest))
            break
          }
        }
      } else {
        free.append(argument)
      }
      i += 1
    }
    return (found, free)
  }
}
