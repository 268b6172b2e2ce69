// Tables that grow while all threads read them: elements never move, numbers are given in arrival order.
import CParallel

/// An append-only table of plain values at stable addresses. SHARED: an atomic counter gives out numbers; an element is written by
/// whoever got its number before that number is passed on, and never changes after.
///
/// A handle: copying it costs nothing, the table lives as long as the process. Its address space is reserved at once and costs
/// memory only where it is used.
public struct ConcurrentStore<Element: BitwiseCopyable>: @unchecked Sendable, BitwiseCopyable {
  // SAFETY: see above.
  public let base: UnsafeMutablePointer<Element>
  @usableFromInline let header: UnsafeMutablePointer<UInt32>
  public let capacity: Int

  public init(capacity: Int) {
    self.capacity = capacity
    let bytes = capacity * MemoryLayout<Element>.stride
    let memory = skein_reserve(bytes + 64)!
    header = memory.bindMemory(to: UInt32.self, capacity: 16)
    base = (memory + 64).bindMemory(to: Element.self, capacity: capacity)
  }

  @inlinable public var count: Int { Int(skein_load_acquire_u32(header)) }

  /// Adds `element` and returns its number.
  @inlinable @discardableResult public func append(_ element: Element) -> Int {
    let n = reserve(1)
    (base + n).initialize(to: element)
    return n
  }

  /// Adds all of `elements` at consecutive numbers and returns the first of them.
  @inlinable public func append(contentsOf elements: UnsafeBufferPointer<Element>) -> Int {
    if elements.isEmpty { return 0 }
    let n = reserve(elements.count)
    (base + n).update(from: elements.baseAddress!, count: elements.count)
    return n
  }
  @inlinable public func append(contentsOf elements: [Element]) -> Int {
    elements.withUnsafeBufferPointer { append(contentsOf: $0) }
  }

  /// Gives out `count` consecutive numbers, whose elements the caller writes before it tells anybody.
  @inlinable public func reserve(_ count: Int) -> Int {
    let n = Int(skein_fetch_add_u32(header, UInt32(truncatingIfNeeded: count)))
    if n + count > capacity { programIsTooLarge("parts") }
    return n
  }

  @inlinable public subscript(n: Int) -> Element {
    get { base[n] }
    nonmutating set { base[n] = newValue }
  }
  @inlinable public subscript(start: Int, count: Int) -> UnsafeBufferPointer<Element> {
    UnsafeBufferPointer(start: base + start, count: count)
  }
}

/// A growing table of which the process has one. SHARED: as `ConcurrentStore`. Where it lies is known without a load of a Swift global,
/// which would go through `swift_once` on every access. Zero bytes must be a valid element.
public struct StaticTable<Element: BitwiseCopyable>: @unchecked Sendable, BitwiseCopyable {
  // SAFETY: see `ConcurrentStore`.
  @usableFromInline let slot: UInt32
  @inlinable @inline(__always) public init(_ slot: StaticTableSlot) { self.slot = slot.rawValue }

  @inlinable @inline(__always) public var base: UnsafeMutablePointer<Element> {
    (skein_static_table(slot)! + 64).assumingMemoryBound(to: Element.self)
  }
  @inlinable var header: UnsafeMutablePointer<UInt32> { skein_static_table(slot)!.assumingMemoryBound(to: UInt32.self) }
  @inlinable public var count: Int { Int(skein_load_acquire_u32(header)) }

  /// Adds `element` and returns its number.
  @inlinable @discardableResult public func append(_ element: Element) -> Int {
    let n = reserve(1)
    (base + n).initialize(to: element)
    return n
  }
  /// Gives out `count` consecutive numbers, whose elements the caller writes before it tells anybody.
  @inlinable public func reserve(_ count: Int) -> Int {
    let n = Int(skein_fetch_add_u32(header, UInt32(truncatingIfNeeded: count)))
    if (n + count) * MemoryLayout<Element>.stride > (1 << 31) - (1 << 20) { programIsTooLarge("parts") }
    return n
  }
  @inlinable @inline(__always) public subscript(n: Int) -> Element {
    get { base[n] }
    nonmutating set { base[n] = newValue }
  }
}

/// Several growing tables of one kind, by a small number (of a crate), of which the process has one set. SHARED: as
/// `ConcurrentStore`; the address space of one is reserved by its first use.
public struct StaticTables<Element: BitwiseCopyable>: @unchecked Sendable, BitwiseCopyable {
  // SAFETY: see `ConcurrentStore`; the first to publish a table's address wins.
  @usableFromInline let slot: UInt32
  @usableFromInline let capacity: Int
  @inlinable @inline(__always) public init(_ slot: StaticTableSlot, capacity: Int) {
    self.slot = slot.rawValue
    self.capacity = capacity
  }

  @inlinable @inline(__always) func table(_ k: Int) -> UnsafeMutableRawPointer {
    let word = skein_static_table(slot)!.assumingMemoryBound(to: UInt64.self) + k
    let address = skein_load_acquire_u64(word)
    return UnsafeMutableRawPointer(bitPattern: UInt(address)) ?? makeTable(word)
  }
  @inline(never) @usableFromInline func makeTable(_ word: UnsafeMutablePointer<UInt64>) -> UnsafeMutableRawPointer {
    let memory = skein_reserve(64 + capacity * MemoryLayout<Element>.stride)!
    var expected: UInt64 = 0
    // The loser's address space is never used: it costs nothing.
    if skein_cas_u64(word, &expected, UInt64(UInt(bitPattern: memory))) { return memory }
    return UnsafeMutableRawPointer(bitPattern: UInt(expected))!
  }

  @inlinable @inline(__always) public subscript(k: Int, n: Int) -> Element {
    get { (table(k) + 64).assumingMemoryBound(to: Element.self)[n] }
    nonmutating set { (table(k) + 64).assumingMemoryBound(to: Element.self)[n] = newValue }
  }
  /// Adds `element` to table `k` and returns its number there.
  @inlinable public func append(_ element: Element, to k: Int) -> Int {
    let memory = table(k)
    let n = Int(skein_fetch_add_u32(memory.assumingMemoryBound(to: UInt32.self), 1))
    if n >= capacity { programIsTooLarge("definitions") }
    ((memory + 64).assumingMemoryBound(to: Element.self) + n).initialize(to: element)
    return n
  }
  @inlinable public func count(_ k: Int) -> Int { Int(skein_load_acquire_u32(table(k).assumingMemoryBound(to: UInt32.self))) }
}

/// Who has which of the process's static tables.
public enum StaticTableSlot: UInt32, Sendable {
  case names, expansions, syntaxContexts, files, trees, defTables, typeRoot
}
