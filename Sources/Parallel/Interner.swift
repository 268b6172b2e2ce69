// Hash-consing: equal values get equal numbers, so that comparing numbers compares values.
import CParallel

/// A value that can be interned: its hash must be the same for equal values; it need not be the same in every process.
public protocol Internable: BitwiseCopyable, Equatable {
  var internHash: UInt32 { get }
}

/// Equal plain values ↔ equal 4-byte numbers, in arrival order. SHARED: reading by number and finding are lock-free; inserting
/// takes one shard's lock. A handle; the table lives as long as the process.
public struct Interner<Element: Internable>: @unchecked Sendable, BitwiseCopyable {
  // SAFETY: see `ShardedIndex` and `ConcurrentStore`.
  public let store: ConcurrentStore<Element>
  @usableFromInline let index: ShardedIndex

  public init(capacity: Int, name: StaticString) {
    store = ConcurrentStore(capacity: capacity)
    index = ShardedIndex(name: name)
  }

  /// The number of `element`.
  @inlinable public func intern(_ element: Element) -> UInt32 {
    index.findOrInsert(element.internHash) { store.base[Int($0)] == element } make: { UInt32(store.append(element)) }
  }
  @inlinable public func find(_ element: Element) -> UInt32? {
    index.find(element.internHash) { store.base[Int($0)] == element }
  }
  @inlinable public subscript(number: UInt32) -> Element { store.base[Int(number)] }
  @inlinable public var count: Int { store.count }
}

/// Equal sequences of plain values ↔ equal 4-byte numbers, in arrival order. Number 0 is the empty sequence. Elements are compared
/// and hashed byte by byte, so they must have no padding. SHARED: as `Interner`.
public struct ListInterner<Element: BitwiseCopyable>: @unchecked Sendable, BitwiseCopyable {
  // SAFETY: see `ShardedIndex` and `ConcurrentStore`.
  @usableFromInline struct Entry: BitwiseCopyable {
    @usableFromInline var start: UInt32
    @usableFromInline var count: UInt32
    @inlinable init(start: UInt32, count: UInt32) {
      self.start = start
      self.count = count
    }
  }
  @usableFromInline let entries: ConcurrentStore<Entry>
  @usableFromInline let elements: ConcurrentStore<Element>
  @usableFromInline let index: ShardedIndex

  public init(capacity: Int, elements elementCapacity: Int, name: StaticString) {
    precondition(MemoryLayout<Element>.size == MemoryLayout<Element>.stride)
    entries = ConcurrentStore(capacity: capacity)
    elements = ConcurrentStore(capacity: elementCapacity)
    index = ShardedIndex(name: name)
    entries.append(Entry(start: 0, count: 0))
  }

  /// The number of the sequence `list`.
  @inlinable public func intern(_ list: UnsafeBufferPointer<Element>) -> UInt32 {
    if list.isEmpty { return 0 }
    let bytes = UnsafeRawBufferPointer(list)
    return index.findOrInsert(PlainHash.hash(bytes)) { number in
      let entry = entries.base[Int(number)]
      return Int(entry.count) == list.count && Self.areEqual(elements.base + Int(entry.start), bytes)
    } make: {
      let start = elements.append(contentsOf: list)
      return UInt32(entries.append(Entry(start: UInt32(start), count: UInt32(list.count))))
    }
  }
  @inlinable public func intern(_ list: [Element]) -> UInt32 { list.withUnsafeBufferPointer { intern($0) } }

  @inlinable public subscript(number: UInt32) -> UnsafeBufferPointer<Element> {
    let entry = entries.base[Int(number)]
    return UnsafeBufferPointer(start: elements.base + Int(entry.start), count: Int(entry.count))
  }
  @inlinable public var count: Int { entries.count }

  @usableFromInline static func areEqual(_ a: UnsafeRawPointer, _ b: UnsafeRawBufferPointer) -> Bool {
    var i = 0
    let p = b.baseAddress!
    while i + 8 <= b.count {
      if a.loadUnaligned(fromByteOffset: i, as: UInt64.self) != p.loadUnaligned(fromByteOffset: i, as: UInt64.self) { return false }
      i += 8
    }
    while i < b.count {
      if a.load(fromByteOffset: i, as: UInt8.self) != p.load(fromByteOffset: i, as: UInt8.self) { return false }
      i += 1
    }
    return true
  }
}
