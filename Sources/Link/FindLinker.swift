// Which linker to call, and in which language it takes its arguments.
import Glibc

/// How a linker is spoken to.
public enum LinkerFlavor: UInt8, Sendable {
  /// A compiler driver: `cc`, `clang`.
  case cc
  /// A linker itself: `ld`, `ld.lld`, `mold`.
  case ld
}

public struct Linker: Sendable, Equatable {
  public var path: String
  public var flavor: LinkerFlavor
}

/// What is looked for when the command line names none, fastest first.
let preferredLinkers = ["mold", "ld.lld-19", "ld.lld", "rust-lld", "ld.gold", "ld", "cc", "gcc", "clang"]

func findLinker(_ options: LinkOptions) throws(LinkError) -> Linker {
  if let named = options.linker {
    guard let path = locate(named, in: options.path) else {
      throw .noLinker("`\(named)`")
    }
    return Linker(path: path, flavor: flavor(ofName: named, given: options.linkerFlavor))
  }
  for name in preferredLinkers {
    if let path = locate(name, in: options.path) { return Linker(path: path, flavor: flavor(ofName: name, given: nil)) }
  }
  throw .noLinker(preferredLinkers.joined(separator: ", "))
}

/// rustc's guess from the name; an explicit flavor wins.
func flavor(ofName name: String, given: String?) -> LinkerFlavor {
  if let given {
    let parts = given.split(separator: "-")
    return given == "gcc" || parts.contains("cc") ? .cc : .ld
  }
  let base = name.split(separator: "/").last.map(String.init) ?? name
  let stem = base.hasSuffix(".exe") ? String(base.dropLast(4)) : base
  if stem.hasPrefix("ld.") || stem.hasPrefix("ld-") || stem == "ld" || stem.hasPrefix("mold") || stem.hasPrefix("lld")
    || stem == "rust-lld" || stem.hasSuffix("-ld") || stem.hasPrefix("wild")
  {
    return .ld
  }
  return .cc
}

/// The file that running `name` would run.
func locate(_ name: String, in path: String) -> String? {
  if name.utf8.contains(UInt8(ascii: "/")) { return isExecutable(name) ? name : nil }
  for directory in path.split(separator: ":") {
    let candidate = directory + "/" + name
    if isExecutable(candidate) { return candidate }
  }
  return nil
}

func isExecutable(_ path: String) -> Bool {
  var info = stat()
  return stat(path, &info) == 0 && info.st_mode & S_IFMT == S_IFREG && access(path, X_OK) == 0
}
func exists(_ path: String) -> Bool { access(path, F_OK) == 0 }
