// What `cc` adds to a link: start files and the directories of libc and libgcc.
import Glibc

/// Where the C library and the C compiler's run-time files of this system are.
struct SystemLibraries {
  /// Directories in which the linker looks after those of the command line.
  var directories: [String] = []
  /// `crtbegin.o` and libgcc, of the newest gcc; nil without gcc.
  var gcc: String?

  /// Looks in the places of Debian, then in those of other distributions.
  static func find() -> SystemLibraries {
    var found = SystemLibraries()
    for triple in ["x86_64-linux-gnu", "x86_64-pc-linux-gnu", "x86_64-redhat-linux", "x86_64-suse-linux", "x86_64-unknown-linux-gnu"] {
      for root in ["/usr/lib/gcc/", "/usr/lib64/gcc/"] {
        let versions = entries(of: root + triple).filter { exists("\(root)\(triple)/\($0)/crtbeginS.o") }
        if found.gcc == nil, let newest = versions.max(by: { versionKey($0).lexicographicallyPrecedes(versionKey($1)) }) {
          found.gcc = "\(root)\(triple)/\(newest)"
        }
      }
    }
    for directory in ["/usr/lib/x86_64-linux-gnu", "/lib/x86_64-linux-gnu", "/usr/lib64", "/lib64", "/usr/lib", "/lib"]
    where exists(directory) { found.directories.append(directory) }
    return found
  }

  func startFile(_ name: String) -> String? {
    for directory in directories where exists(directory + "/" + name) { return directory + "/" + name }
    return nil
  }

  private static func entries(of directory: String) -> [String] {
    guard let handle = opendir(directory) else { return [] }
    defer { closedir(handle) }
    var names: [String] = []
    while let entry = readdir(handle) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) {
        $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      if name != "." && name != ".." { names.append(name) }
    }
    return names.sorted()
  }
  private static func versionKey(_ s: String) -> [Int] { s.split(separator: ".").map { Int($0) ?? 0 } }
}
