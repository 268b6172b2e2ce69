// What the command line says. Filled by `Driver`, never changed after.
import Source

/// Where the crate's root comes from.
public enum Input: Sendable, Equatable {
  case file(String)
  case standardInput
}

public enum CrateType: String, Sendable, CaseIterable {
  case lib, rlib, staticlib, dylib, cdylib, bin
  case procMacro = "proc-macro"
  public var isLibrary: Bool { self != .bin }
  /// Whether other Rust crates may refer to what it makes: not only what is exported by name.
  public var isRustLibrary: Bool { self == .lib || self == .rlib || self == .dylib || self == .procMacro }
}

/// A kind of output, in rustc's words.
public enum OutputType: String, Sendable, CaseIterable {
  case assembly = "asm"
  case bitcode = "llvm-bc"
  case depInfo = "dep-info"
  case executable = "link"
  case llvmAssembly = "llvm-ir"
  case metadata
  case mir
  case object = "obj"
  case thinLinkBitcode = "thin-link-bitcode"

  /// The ending of its default file name.
  public var fileExtension: String {
    switch self {
    case .assembly: "s"
    case .bitcode: "bc"
    case .depInfo: "d"
    case .executable: ""
    case .llvmAssembly: "ll"
    case .metadata: "rmeta"
    case .mir: "mir"
    case .object: "o"
    case .thinLinkBitcode: "indexing.o"
    }
  }
}

/// One `--emit` word, with the file it names. `-` is standard output.
public struct Emit: Sendable, Equatable {
  public var type: OutputType
  public var path: String?
  public init(_ type: OutputType, path: String? = nil) {
    self.type = type
    self.path = path
  }
}

public enum OptLevel: String, Sendable {
  case none = "0"
  case less = "1"
  case more = "2"
  case aggressive = "3"
  case size = "s"
  case sizeMin = "z"
}

public enum PanicStrategy: String, Sendable { case unwind, abort, immediateAbort = "immediate-abort" }
public enum Lto: Sendable { case no, thin, fat, thinLocal, off }
public enum DebugInfo: Sendable { case none, lineDirectivesOnly, lineTablesOnly, limited, full }
public enum Strip: String, Sendable { case none, debuginfo, symbols }
public enum ErrorFormat: Sendable { case human, humanUnicode, short, json, prettyJSON }
public enum ColorChoice: String, Sendable { case auto, always, never }

/// `--json` words.
public struct JSONOptions: OptionSet, Sendable {
  public let rawValue: UInt8
  public init(rawValue: UInt8) { self.rawValue = rawValue }
  public static let diagnosticShort = JSONOptions(rawValue: 1)
  public static let diagnosticRenderedANSI = JSONOptions(rawValue: 2)
  public static let diagnosticUnicode = JSONOptions(rawValue: 4)
  public static let artifacts = JSONOptions(rawValue: 8)
  public static let unusedExterns = JSONOptions(rawValue: 16)
  public static let unusedExternsSilent = JSONOptions(rawValue: 32)
  public static let futureIncompat = JSONOptions(rawValue: 64)
  public static let timings = JSONOptions(rawValue: 128)
}

/// A `cfg` that is set: a name, or a name with a value.
public struct Cfg: Hashable, Sendable {
  public var name: String
  public var value: String?
  public init(_ name: String, _ value: String? = nil) {
    self.name = name
    self.value = value
  }
  /// As `--print cfg` writes it.
  public var text: String { value.map { "\(name)=\"\($0)\"" } ?? name }
}

/// A `-l` argument.
public struct NativeLibrary: Sendable, Equatable {
  public var name: String
  /// `static`, `dylib`, `framework`, `link-arg`; nil if not said.
  public var kind: String?
  public var modifiers: [String]
  public init(name: String, kind: String? = nil, modifiers: [String] = []) {
    self.name = name
    self.kind = kind
    self.modifiers = modifiers
  }
}

/// A `-L` argument.
public struct SearchPath: Sendable, Equatable {
  public var kind: String
  public var path: String
  public init(kind: String, path: String) {
    self.kind = kind
    self.path = path
  }
}

/// An `--extern` argument.
public struct Extern: Sendable, Equatable {
  public var name: String
  public var path: String?
  public var options: [String]
  public init(name: String, path: String?, options: [String]) {
    self.name = name
    self.path = path
    self.options = options
  }
}

/// A `--print` request with the file it goes to, if not standard output.
public struct PrintRequest: Sendable, Equatable {
  public var what: String
  public var path: String?
  public init(_ what: String, path: String? = nil) {
    self.what = what
    self.path = path
  }
}

/// Lint levels of the command line, in order.
public struct LintOption: Sendable, Equatable {
  public enum Level: String, Sendable { case allow, warn, forceWarn = "force-warn", deny, forbid }
  public var level: Level
  public var lint: String
  public init(_ level: Level, _ lint: String) {
    self.level = level
    self.lint = lint
  }
}

/// A stage after which the compiler may be told to stop (`-Z stop-after`), in order.
public enum Stage: String, Sendable, CaseIterable, Comparable {
  case parse, expand, resolve, headers, typeck, mir, monomorphize, codegen, link
  public static func < (a: Stage, b: Stage) -> Bool { a.index < b.index }
  var index: Int { Self.allCases.firstIndex(of: self)! }
}

/// Everything the command line can say. Sharing: frozen after the command line is read.
public struct Options: Sendable {
  public var input: Input? = nil
  public var crateName: String? = nil
  public var crateTypes: [CrateType] = []
  public var edition: Edition = .e2015
  public var cfgs: [Cfg] = []
  public var checkCfgs: [String] = []
  public var isTest = false

  // Output.
  public var emits: [Emit] = []
  public var outputPath: String? = nil
  public var outDir: String? = nil
  public var prints: [PrintRequest] = []

  // Code generation.
  public var optLevel: OptLevel = .none
  /// `-C codegen-units`; nil: the default for the level.
  public var codegenUnits: Int? = nil
  public var panic: PanicStrategy = .unwind
  public var debugAssertions: Bool? = nil
  public var overflowChecksFlag: Bool? = nil
  public var ubChecks: Bool? = nil
  public var targetCPU = "x86-64"
  /// Names without sign, in order, with whether they are switched on.
  public var targetFeatures: [(name: String, isOn: Bool)] = []
  public var debugInfo: DebugInfo = .none
  public var lto: Lto = .thinLocal
  public var strip: Strip = .none
  public var relocationModel = "pic"
  public var metadata: [String] = []
  public var extraFilename = ""
  public var preferDynamic = false
  public var saveTemps = false
  public var llvmArgs: [String] = []
  public var proposedUnitDefaults = false

  // Linking.
  public var linker: String? = nil
  public var linkArgs: [String] = []
  public var searchPaths: [SearchPath] = []
  public var nativeLibraries: [NativeLibrary] = []
  public var externs: [Extern] = []
  public var sysroot: String? = nil

  // Messages.
  public var errorFormat: ErrorFormat = .human
  public var json: JSONOptions = []
  public var color: ColorChoice = .auto
  public var diagnosticWidth: Int? = nil
  public var lints: [LintOption] = []
  public var capLints: LintOption.Level? = nil
  public var isVerbose = false
  /// What reading the command line found to warn of.
  public var earlyWarnings: [String] = []
  public var uiTesting = false
  public var macroBacktrace = false

  // How to work.
  /// Number of workers; nil: the cores the process may use.
  public var threads: Int? = nil
  public var scheduleSeed: UInt64 = 0
  public var timePasses = false
  public var stopAfter: Stage? = nil
  public var noCodegen = false
  public var parseCrateRootOnly = false
  public var unstableOptions = false
  /// `-Z` options that others understand by name, with their values: what this compiler's own dumps and counters listen to.
  public var otherUnstable: [(name: String, value: String?)] = []

  public init() {}

  public var hasDebugAssertions: Bool { debugAssertions ?? (optLevel == .none) }
  public var hasOverflowChecks: Bool { overflowChecksFlag ?? hasDebugAssertions }
  public var hasUBChecks: Bool { ubChecks ?? hasDebugAssertions }

  /// The number of parts that the crate is divided into for LLVM: 2 without optimisation to speak of, else 1; an explicit number
  /// always wins.
  public var codegenUnitCount: Int {
    if let codegenUnits { return codegenUnits }
    return optLevel == .none || optLevel == .less ? 2 : 1
  }

  public func emit(_ type: OutputType) -> Emit? { emits.first { $0.type == type } }
  public func unstable(_ name: String) -> String?? { otherUnstable.last { $0.name == name }.map { $0.value } }
}
