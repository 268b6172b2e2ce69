// What the crate being compiled read besides its own text: for dep-info files.
import Parallel
import Source

/// Files and variables of the environment that the crate being compiled asked for. SHARED: `uses` under its lock, filled in any order
/// and sorted when asked; files of modules are set by the serial merge.
public final class Dependencies: Sendable {
  private struct Uses {
    /// Files of modules with the file that asks for each (an index here) and the place where it does.
    var modules: [(path: String, parent: Int, place: BytePos)] = []
    var files: [(path: String, place: BytePos)] = []
    var variables: [(name: String, value: String?)] = []
  }
  private let uses = Lock(Uses(), name: "dependencies")

  func addModule(_ path: String, parent: Int, at place: BytePos) {
    uses.withLock { $0.modules.append((path, parent, place)) }
  }
  func addFile(_ path: String, at span: Span) {
    let place = Hygiene.callSiteAtRoot(span).lo
    uses.withLock { $0.files.append((path, place)) }
  }
  func addVariable(_ name: String, _ value: String?) {
    uses.withLock { $0.variables.append((name, value)) }
  }

  /// Every file, each once: the root, modules where they are declared, then what macros included, in the order of their calls.
  public func files() -> [String] {
    let uses = uses.withLock { ($0.modules, $0.files) }
    var children: [[Int]] = Array(repeating: [], count: uses.0.count)
    for (i, module) in uses.0.enumerated() where module.parent >= 0 { children[module.parent].append(i) }
    var order: [Int] = []
    var open = uses.0.isEmpty ? [] : [0]
    while let next = open.popLast() {
      order.append(next)
      open += children[next].sorted { (uses.0[$1].place, $1) < (uses.0[$0].place, $0) }
    }
    var rank: [String: Int] = [:]
    for (k, i) in order.enumerated() where rank[uses.0[i].path] == nil { rank[uses.0[i].path] = k }
    func rankOfFile(at place: BytePos) -> Int {
      FileTable.file(at: place).flatMap { rank[FileTable[$0].path] } ?? order.count
    }
    let others = uses.1.map { (rank: rankOfFile(at: $0.place), place: $0.place, path: $0.path) }.sorted { ($0.rank, $0.place, $0.path) < ($1.rank, $1.place, $1.path) }
    var result: [String] = []
    var seen: Set<String> = []
    for path in order.map({ uses.0[$0].path }) + others.map(\.path) where seen.insert(path).inserted { result.append(path) }
    return result
  }

  /// Every variable that was asked for, with its value if it is set; sorted.
  public func variables() -> [(name: String, value: String?)] {
    var values: [String: String?] = [:]
    for use in uses.withLock({ $0.variables }) { values[use.name] = .some(use.value) }
    return values.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }.map { (name: $0.key, value: $0.value) }
  }
}
