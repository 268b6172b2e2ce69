// The stack of ribs, with an index by name once it is long: a function of many thousand `let`s would else look at all for each name.
import Defs
import Parallel
import Resolve
import Syntax

/// What names mean, innermost last. Sharing: none.
struct Ribs {
  private var all: [Rib] = []
  private var barrierPositions: [Int32] = []
  /// Only where there is an index. For a binding: the last one before of its name and namespace; for others: the last other one. -1: none.
  private var before: [Int32] = []
  private var newest: [Key: Int32] = [:]
  private var newestOther: Int32 = -1
  private var isIndexed = false
  private static var indexedFrom: Int { 96 }

  private struct Key: Hashable {
    var name: Name
    var namespace: Namespace
  }

  var count: Int { all.count }
  subscript(i: Int) -> Rib { all[i] }
  var outermostFirst: [Rib] { all }

  mutating func append(_ rib: Rib) {
    if case .barrier = rib { barrierPositions.append(Int32(all.count)) }
    all.append(rib)
    if isIndexed { noteLast() } else if all.count > Self.indexedFrom { makeIndex() }
  }

  mutating func truncate(to count: Int) {
    if isIndexed {
      if count < Self.indexedFrom / 2 {
        isIndexed = false
        newest = [:]
        before = []
      } else {
        while before.count > count { forgetLast() }
      }
    }
    all.removeSubrange(count...)
    while let last = barrierPositions.last, last >= Int32(count) { barrierPositions.removeLast() }
  }

  private mutating func makeIndex() {
    isIndexed = true
    newestOther = -1
    for i in all.indices { note(i) }
  }
  private mutating func noteLast() { note(all.count - 1) }
  private mutating func note(_ i: Int) {
    if case .binding(let name, _, let namespace, _) = all[i] {
      before.append(newest.updateValue(Int32(i), forKey: Key(name: name, namespace: namespace)) ?? -1)
    } else {
      before.append(newestOther)
      newestOther = Int32(i)
    }
  }
  private mutating func forgetLast() {
    let previous = before.removeLast()
    if case .binding(let name, _, let namespace, _) = all[before.count] {
      newest[Key(name: name, namespace: namespace)] = previous < 0 ? nil : previous
    } else {
      newestOther = previous
    }
  }

  /// The ribs that may give `name` a meaning, innermost first: bindings of that name, and all that are no bindings.
  func search(_ name: Name, _ namespace: Namespace) -> Search {
    isIndexed
      ? Search(same: Int(newest[Key(name: name, namespace: namespace)] ?? -1), other: Int(newestOther), isIndexed: true)
      : Search(same: -1, other: all.count, isIndexed: false)
  }
  struct Search {
    fileprivate var same: Int
    /// Without an index: the rib looked at last.
    fileprivate var other: Int
    fileprivate let isIndexed: Bool
  }
  @inline(__always) func next(_ s: inout Search) -> Int? {
    if !s.isIndexed {
      s.other -= 1
      return s.other < 0 ? nil : s.other
    }
    let i = max(s.same, s.other)
    if i < 0 { return nil }
    if i == s.same { s.same = Int(before[i]) } else { s.other = Int(before[i]) }
    return i
  }

  /// Positions of the barriers further in than rib `index`, from the outermost on.
  func barriers(above index: Int) -> ArraySlice<Int32> {
    var start = barrierPositions.count
    while start > 0, barrierPositions[start - 1] > Int32(index) { start -= 1 }
    return barrierPositions[start...]
  }
}
