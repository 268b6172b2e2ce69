// Where the source of the standard library is.
import Glibc
import Source

/// Finds the `library` folder of Rust 1.96.
public enum LibrarySource {
  public static let version = "1.96"
  /// Where Debian's package puts it.
  static let debian = "/usr/src/rustc-1.96.0/library"

  public enum Found: Sendable, Equatable {
    case found(String)
    /// The one message to give: what is wrong and what to install.
    case missing(message: String, help: String)
  }

  static let help =
    "install the source of Rust 1.96: `apt-get install rust-web-src`, or `rustup component add rust-src --toolchain 1.96.0`; "
    + "or name its place with `--sysroot`"

  /// Looks in `--sysroot`, then at the places of the distribution's package and of rustup.
  public static func find(sysroot: String?) -> Found {
    if let sysroot {
      for path in ["\(sysroot)/library", "\(sysroot)/lib/rustlib/src/rust/library", sysroot] where isLibrary(path) {
        if let version = otherVersion(path) {
          return .missing(message: "the library source in `\(path)` is of Rust \(version), but 1.96 is needed", help: help)
        }
        return .found(path)
      }
      return .missing(message: "there is no source of the standard library in `\(sysroot)`", help: help)
    }
    if isLibrary(debian) { return .found(debian) }
    if let home = getenv("RUSTUP_HOME").map({ String(cString: $0) }) ?? getenv("HOME").map({ String(cString: $0) + "/.rustup" }) {
      for toolchain in ["1.96.0", "1.96", "1.96.1", "stable"] {
        let path = "\(home)/toolchains/\(toolchain)-x86_64-unknown-linux-gnu/lib/rustlib/src/rust/library"
        if isLibrary(path) && (toolchain != "stable" || otherVersion(path) == nil) { return .found(path) }
      }
    }
    return .missing(message: "cannot find the source of the standard library (Rust 1.96)", help: help)
  }

  static func isLibrary(_ path: String) -> Bool { FileTable.exists("\(path)/core/src/lib.rs") }

  /// The version of the library in `path`, if it says one and it is not 1.96. A source tree has it in `version`; its release
  /// notes begin with it as well.
  static func otherVersion(_ path: String) -> String? {
    for file in ["\(path)/../version", "\(path)/../RELEASES.md"] {
      guard let loaded = try? FileTable.load(file) else { continue }
      let head = String(decoding: loaded.bytes.prefix(200), as: UTF8.self)
      guard let start = head.firstIndex(where: { $0.isNumber }) else { continue }
      let version = head[start...].prefix { $0.isNumber || $0 == "." }
      return version.hasPrefix("\(Self.version).") || version == Self.version ? nil : String(version)
    }
    return nil
  }
}
