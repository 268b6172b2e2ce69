// Which file a `mod name;` means: rustc's rules.
import Diagnostics
import Parallel
import Source
import Support
import Syntax

/// Where files of nested modules are looked for.
struct ModDirectory {
  /// The folder, without a slash at the end; empty for the working directory.
  var path: String
  /// In a file `a/b.rs` that is no `mod.rs`: `b`, a folder that module files are in.
  var relative: String?
  /// The file that these modules are written in, as an index into the loaded files, to see a file that holds itself.
  var file: Int
  /// Inside of a block, `mod name;` needs a path.
  var isInBlock = false
}

extension ModDirectory {
  static func join(_ folder: String, _ rest: String) -> String {
    folder.isEmpty || rest.hasPrefix("/") ? rest : folder.hasSuffix("/") ? folder + rest : folder + "/" + rest
  }
  static func folder(of path: String) -> String {
    guard let slash = path.utf8.lastIndex(of: UInt8(ascii: "/")) else { return "" }
    let folder = String(path[..<slash])
    return folder.isEmpty ? "/" : folder
  }

  /// The directory for what is inside of `mod name { … }`, with its `#[path]` if it has one.
  func inside(_ name: String, path attribute: String?) -> ModDirectory {
    var result = self
    if let attribute {
      result.path = Self.join(path, attribute)
      result.relative = nil
      return result
    }
    if let relative {
      result.path = Self.join(path, relative)
      result.relative = nil
    }
    result.path = Self.join(result.path, name)
    return result
  }

  /// The directory for what is in the file `path` itself.
  static func ofFile(_ path: String, isModRs: Bool, name: String, file: Int) -> ModDirectory {
    ModDirectory(path: folder(of: path), relative: isModRs ? nil : name, file: file)
  }

  enum Found {
    case file(path: String, isModRs: Bool)
    /// Neither is there: both were tried.
    case missing(String, String)
    case both(String, String)
  }

  func find(_ name: String, path attribute: String?) -> Found {
    if let attribute { return .file(path: Self.join(path, attribute), isModRs: true) }
    let folder = relative.map { Self.join(path, $0) } ?? path
    let plain = Self.join(folder, name + ".rs")
    let nested = Self.join(Self.join(folder, name), "mod.rs")
    switch (FileTable.exists(plain), FileTable.exists(nested)) {
    case (true, false): return .file(path: plain, isModRs: false)
    case (false, true): return .file(path: nested, isModRs: true)
    case (true, true): return .both(plain, nested)
    case (false, false): return .missing(plain, nested)
    }
  }
}
