// Append-only tables of plain values: built by one owner, then frozen and read by all.
import Glibc

/// A growing table of plain values. Sharing: none (one owner, moved along).
///
/// Memory of a store is plain `malloc` memory; freezing hands it to the `FrozenStore`, which keeps it for the life of the
/// process: tables of a compilation are read by every thread until the end, so nobody counts references to them.
public struct Store<Element: BitwiseCopyable>: ~Copyable {
  @usableFromInline var base: UnsafeMutablePointer<Element>
  @usableFromInline var capacity: Int
  @usableFromInline var length: Int
  @inlinable public var count: Int { length }

  @inlinable public init() {
    base = UnsafeMutablePointer(bitPattern: MemoryLayout<Element>.alignment)!
    capacity = 0
    length = 0
  }

  public init(minimumCapacity: Int) {
    self.init()
    if minimumCapacity > 0 { grow(to: minimumCapacity) }
  }

  deinit { if capacity > 0 { base.deallocate() } }

  @usableFromInline mutating func grow(to newCapacity: Int) {
    let bigger = UnsafeMutablePointer<Element>.allocate(capacity: newCapacity)
    if capacity > 0 {
      bigger.update(from: base, count: count)
      base.deallocate()
    }
    base = bigger
    capacity = newCapacity
  }

  /// Adds `element` and returns its ID.
  @inlinable @discardableResult public mutating func append(_ element: Element) -> ID<Element> {
    if count == capacity { grow(to: max(16, capacity * 2)) }
    (base + count).initialize(to: element)
    length += 1
    return ID(count - 1)
  }

  /// Adds all of `elements` as one run.
  @inlinable public mutating func append(contentsOf elements: [Element]) -> Run<Element> {
    let start = count
    for e in elements { append(e) }
    return Run(start: start, count: elements.count)
  }

  /// Drops elements from the end, so that `newCount` remain. For speculative parses that failed.
  public mutating func truncate(to newCount: Int) {
    precondition(newCount <= count)
    length = newCount
  }

  @inlinable public subscript(id: ID<Element>) -> Element {
    get { precondition(id.index < count); return base[id.index] }
    set { precondition(id.index < count); base[id.index] = newValue }
  }

  /// Ends building: the result may be read by any thread. It lives for ever, so it gets no more memory than it needs.
  public consuming func freeze() -> FrozenStore<Element> {
    if capacity > count, MemoryLayout<Element>.alignment <= 16 {
      if count == 0 {
        base.deallocate()
        capacity = 0
        return FrozenStore()
      }
      let shrunk = realloc(base, count * MemoryLayout<Element>.stride)!
      base = shrunk.bindMemory(to: Element.self, capacity: count)
    }
    let result = FrozenStore(base: base, count: count)
    capacity = 0
    return result
  }
}

/// A table that never changes again. Sharing: frozen. Lives as long as the process.
public struct FrozenStore<Element: BitwiseCopyable>: @unchecked Sendable, BitwiseCopyable {
  // SAFETY: written by one owner before `freeze`, never after; never deallocated.
  @usableFromInline let base: UnsafeMutablePointer<Element>
  public let count: Int

  @usableFromInline init(base: UnsafeMutablePointer<Element>, count: Int) {
    self.base = base
    self.count = count
  }

  /// The empty table.
  public init() {
    base = UnsafeMutablePointer(bitPattern: MemoryLayout<Element>.alignment)!
    count = 0
  }

  @inlinable public subscript(id: ID<Element>) -> Element {
    precondition(id.index < count)
    return base[id.index]
  }

  @inlinable public subscript(run: Run<Element>) -> UnsafeBufferPointer<Element> {
    precondition(Int(run.start) + run.count <= count)
    return UnsafeBufferPointer(start: base + Int(run.start), count: run.count)
  }

  @inlinable public subscript(index index: Int) -> Element {
    precondition(index >= 0 && index < count)
    return base[index]
  }

  @inlinable public var all: UnsafeBufferPointer<Element> { UnsafeBufferPointer(start: base, count: count) }
  @inlinable public var isEmpty: Bool { count == 0 }
}

/// The pool behind `IDList`: runs of raw IDs, while a tree is built. Sharing: none.
public struct IDLists: ~Copyable {
  public var store = Store<UInt32>()
  public init() {}

  @inlinable public mutating func append<T>(_ ids: [ID<T>]) -> IDList<T> {
    let start = store.count
    for id in ids { store.append(id.rawValue) }
    return IDList(start: start, count: ids.count)
  }

  public consuming func freeze() -> FrozenIDLists { FrozenIDLists(store: store.freeze()) }
}

/// The pool behind `IDList`, frozen. Sharing: frozen.
public struct FrozenIDLists: Sendable {
  public let store: FrozenStore<UInt32>
  public init(store: FrozenStore<UInt32>) { self.store = store }
  public init() { store = FrozenStore() }

  @inlinable public subscript<T>(list: IDList<T>) -> IDListView<T> {
    IDListView(UnsafeBufferPointer(rebasing: store.all[Int(list.start)..<Int(list.start) + list.count]))
  }
}

/// The IDs of one list, as a collection.
public struct IDListView<Element: ~Copyable>: RandomAccessCollection {
  @usableFromInline let raw: UnsafeBufferPointer<UInt32>
  @usableFromInline init(_ raw: UnsafeBufferPointer<UInt32>) { self.raw = raw }
  @inlinable public var startIndex: Int { 0 }
  @inlinable public var endIndex: Int { raw.count }
  @inlinable public subscript(i: Int) -> ID<Element> { ID(rawValue: raw[i]) }
}
