// Where each output goes: rustc's rules for `-o`, `--out-dir`, `--emit KIND=FILE` and names of crates.

/// The places of a compilation's outputs. Sharing: frozen.
public struct OutputNames: Sendable {
  /// What is asked for, in rustc's order of kinds; the linked file if the command line says nothing.
  public let emits: [Emit]
  /// Folder of the outputs that no option names; empty for the current one.
  public let directory: String
  /// Name of those, without ending.
  let stem: String
  /// The crate's name with `-C extra-filename`.
  let crateStem: String
  /// The file that `-o` names, if it names the only output.
  public let single: String?
  /// What rustc warns of: options that have no effect beside others.
  public let warnings: [String]
  /// Several kinds of output would go to standard output.
  public let hasClash: Bool

  /// - Parameter name: the crate's name as the command line or an attribute gives it; nil if neither does.
  public init(_ options: Options, name: String?) {
    let order = OutputType.allCases
    emits = (options.emits.isEmpty ? [Emit(.executable)] : options.emits)
      .sorted { order.firstIndex(of: $0.type)! < order.firstIndex(of: $1.type)! }
    let toStandardOutput = emits.filter { $0.path == "-" || ($0.path == nil && options.outputPath == "-") }
    hasClash = toStandardOutput.count > 1
    let extra = options.extraFilename
    var warnings: [String] = []
    if let output = options.outputPath {
      let unnamed = emits.count { $0.path == nil }
      if unnamed > 1 {
        warnings.append("several outputs are asked for: the file name of `-o` is adapted for each of them")
        single = nil
      } else {
        if !extra.isEmpty { warnings.append("`-C extra-filename` has no effect beside `-o`") }
        single = output
      }
      if options.outDir != nil { warnings.append("`--out-dir` has no effect beside `-o`") }
      directory = FileName.folder(of: output)
      let stem = output == "-" ? "stdout" : FileName.stem(of: output)
      crateStem = (name ?? stem.replacing("-", with: "_")) + extra
      self.stem = stem + extra
    } else {
      single = nil
      directory = options.outDir ?? ""
      let stem: String
      if let name { stem = name } else if case .file(let path)? = options.input { stem = FileName.stem(of: path) } else { stem = "rust_out" }
      crateStem = (name ?? stem.replacing("-", with: "_")) + extra
      self.stem = stem + extra
    }
    self.warnings = warnings
  }

  public func wants(_ type: OutputType) -> Bool { emits.contains { $0.type == type } }
  /// True if `--emit` names a file for this kind.
  public func hasOwnPath(_ type: OutputType) -> Bool { emits.contains { $0.type == type && $0.path != nil } }

  /// True if code has to be made for what is asked for.
  public func needsCode(_ types: [CrateType]) -> Bool {
    emits.contains { emit in
      switch emit.type {
      case .assembly, .bitcode, .llvmAssembly, .object: true
      case .executable: types.contains(.bin)
      case .depInfo, .metadata, .mir, .thinLinkBitcode: false
      }
    }
  }

  /// Where the output of kind `type` goes. `-` is standard output.
  public func path(of type: OutputType) -> String {
    if let path = emits.first(where: { $0.type == type })?.path ?? single { return path }
    if type == .metadata { return FileName.join(directory, "lib\(crateStem).\(type.fileExtension)") }
    return FileName.join(directory, FileName.withExtension(stem, type.fileExtension))
  }

  /// Where a unit's part of an output goes, if there are several units.
  public func path(of type: OutputType, unit: String) -> String {
    FileName.join(directory, FileName.withExtension(stem, "\(unit).rcgu.\(type.fileExtension)"))
  }

  /// Where the linked crate goes.
  public func linkedPath(_ type: CrateType, crateName: String, options: Options) -> String {
    if type == .bin || emits.contains(where: { $0.type == .executable && $0.path != nil }) || single != nil {
      return path(of: .executable)
    }
    return FileName.join(directory, Self.libraryName(type, crateName: crateName, options: options))
  }

  /// The file name that `--print file-names` gives.
  public func fileName(_ type: CrateType, crateName: String, options: Options) -> String {
    type == .bin
      ? FileName.last(of: path(of: .executable)) : Self.libraryName(type, crateName: crateName, options: options)
  }

  static func libraryName(_ type: CrateType, crateName: String, options: Options) -> String {
    let name = crateName + options.extraFilename
    return switch type {
    case .bin: name
    case .lib, .rlib: "lib\(name).rlib"
    case .staticlib: "lib\(name).a"
    case .dylib, .cdylib, .procMacro: "lib\(name).so"
    }
  }

  /// Every file that a compilation of `types` writes, in order: the targets of the dep-info file.
  public func all(_ types: [CrateType], crateName: String, options: Options) -> [String] {
    var result: [String] = []
    for emit in emits {
      switch emit.type {
      case .executable where options.outputPath == nil:
        for type in types { result.append(linkedPath(type, crateName: crateName, options: options)) }
      case .depInfo where path(of: .depInfo) == "-": break
      default: result.append(path(of: emit.type))
      }
    }
    return result
  }
}

/// Parts of paths, as Rust's `Path` takes them apart.
public enum FileName {
  public static func last(of path: String) -> String { path.split(separator: "/").last.map(String.init) ?? path }

  /// The folder of `path`; empty for a bare name.
  public static func folder(of path: String) -> String {
    guard let slash = path.lastIndex(of: "/") else { return "" }
    return slash == path.startIndex ? "/" : String(path[..<slash])
  }

  public static func join(_ folder: String, _ name: String) -> String {
    folder.isEmpty ? name : folder.hasSuffix("/") ? folder + name : "\(folder)/\(name)"
  }

  /// The last part of `path` without its ending.
  public static func stem(of path: String) -> String {
    let name = last(of: path)
    guard let dot = name.lastIndex(of: "."), dot != name.startIndex else { return name }
    return String(name[..<dot])
  }

  /// `name` with its ending replaced, or taken away for an empty one.
  public static func withExtension(_ name: String, _ ending: String) -> String {
    let stem = stem(of: name)
    return ending.isEmpty ? stem : "\(stem).\(ending)"
  }
}
