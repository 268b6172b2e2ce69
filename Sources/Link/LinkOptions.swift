// What to link, in rustc's words.

public enum LinkKind: UInt8, Sendable { case executable, pieExecutable, staticExecutable, staticPieExecutable, dynamicLibrary }

public struct LinkOptions: Sendable {
  /// A library of `-l` or `#[link]`. Modifiers and renamings are applied already.
  public struct Library: Sendable, Equatable {
    public enum Kind: UInt8, Sendable { case dylib, `static`, unspecified }
    public var name: String
    public var kind: Kind
    public var isVerbatim: Bool
    public var isWholeArchive: Bool
    public init(_ name: String, kind: Kind = .unspecified, isVerbatim: Bool = false, isWholeArchive: Bool = false) {
      self.name = name
      self.kind = kind
      self.isVerbatim = isVerbatim
      self.isWholeArchive = isWholeArchive
    }
  }
  public var kind: LinkKind
  public var output: String
  public var objects: [String]
  public var libraries: [Library] = []
  /// `-L`, native and all.
  public var searchPaths: [String] = []
  /// `-C linker`; nil to look for one.
  public var linker: String?
  /// `-C linker-flavor` if given: `gcc`, `ld`, `ld.lld`…
  public var linkerFlavor: String?
  /// `-Z pre-link-args`, `-C link-arg(s)`, in the spelling of `cc`.
  public var preLinkArgs: [String] = []
  public var linkArgs: [String] = []
  /// Drops sections that nothing uses (rustc: unless `-C link-dead-code`).
  public var gcSections = true
  /// `-C strip`: none, debuginfo or symbols.
  public var strip: Strip = .none
  /// Symbols that other modules may look up in an executable (`-Z export-executable-symbols`), or that a library exports.
  public var exportedSymbols: [String]?
  public var relro: Relro = .full
  /// Threads that the linker may use; 0 leaves it to the linker.
  public var threads = 0
  /// `PATH`, of the environment.
  public var path: String

  public enum Strip: UInt8, Sendable { case none, debuginfo, symbols }
  public enum Relro: UInt8, Sendable { case off, partial, full }

  public init(kind: LinkKind, output: String, objects: [String], path: String) {
    self.kind = kind
    self.output = output
    self.objects = objects
    self.path = path
  }
}

/// Why there is no output. The text is for people.
public enum LinkError: Error, Equatable, Sendable {
  case noLinker(String)
  case cannotStart(linker: String, reason: String)
  /// The linker's own messages.
  case failed(command: [String], status: Int32, output: String)
  case cannotWrite(path: String, reason: String)

  public var message: String {
    switch self {
    case .noLinker(let looked): "no linker found: looked for \(looked) in PATH; install lld or mold, or name one with `-C linker=…`"
    case .cannotStart(let linker, let reason): "linker `\(linker)` cannot be started: \(reason)"
    case .failed(let command, let status, let output):
      "linking with `\(command.first ?? "")` failed: \(status >= 128 ? "signal \(status - 128)" : "exit status: \(status)")\n\(output)"
    case .cannotWrite(let path, let reason): "cannot write `\(path)`: \(reason)"
    }
  }
}
