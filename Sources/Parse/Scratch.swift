// Stacks on which lists are gathered until they are complete.
import Support

/// A stack of plain values. A list notes the stack's height, pushes its elements, and moves them into a store when it is
/// complete; lists within lists sit on top of each other. Sharing: none.
struct Scratch<Element: BitwiseCopyable>: ~Copyable {
  private var base: UnsafeMutablePointer<Element>
  private var capacity = 0
  private(set) var count = 0

  init() { base = UnsafeMutablePointer(bitPattern: MemoryLayout<Element>.alignment).unsafelyUnwrapped }
  deinit { if capacity > 0 { base.deallocate() } }

  @inline(__always) mutating func push(_ element: Element) {
    if count == capacity { grow() }
    (base + count).initialize(to: element)
    count += 1
  }

  @inline(never) private mutating func grow() {
    let bigger = UnsafeMutablePointer<Element>.allocate(capacity: max(16, capacity * 2))
    if capacity > 0 {
      bigger.update(from: base, count: count)
      base.deallocate()
    }
    base = bigger
    capacity = max(16, capacity * 2)
  }

  @inline(__always) mutating func drop(to mark: Int) { count = mark }

  /// The elements above `mark`, in order of pushing.
  @inline(__always) func elements(from mark: Int) -> UnsafeBufferPointer<Element> {
    UnsafeBufferPointer(start: base + mark, count: count - mark)
  }

  @inline(__always) subscript(i: Int) -> Element { base[i] }

  /// Moves the elements above `mark` into `store`.
  @inline(__always) mutating func finish(_ mark: Int, into store: inout Store<Element>) -> Run<Element> {
    if count == mark { return .empty }
    let start = store.count
    for i in mark..<count { store.append(base[i]) }
    let run = Run<Element>(start: start, count: count - mark)
    count = mark
    return run
  }
}

extension Scratch where Element == UInt32 {
  /// Moves the IDs above `mark` into `lists`.
  @inline(__always) mutating func finish<T>(_ mark: Int, into lists: inout IDLists) -> IDList<T> {
    if count == mark { return .empty }
    let start = lists.store.count
    for i in mark..<count { lists.store.append(self[i]) }
    let list = IDList<T>(start: start, count: count - mark)
    count = mark
    return list
  }
}
