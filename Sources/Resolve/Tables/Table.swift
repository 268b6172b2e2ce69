// Growing tables at stable addresses: the memory behind `World`.
import CParallel
import Glibc
import Parallel
import Support

/// An append-only table of plain values at stable addresses. SHARED: an atomic counter gives out numbers; an element is written by
/// whoever got its number before that number is passed on. Elements of item level change only in the serial merges of rounds, those
/// of a body only in its own task.
///
/// A handle: copying costs nothing, the table lives as long as the process. Unused address space costs no memory, and unused elements
/// are zero bytes.
public struct Table<Element: BitwiseCopyable>: @unchecked Sendable, BitwiseCopyable {
  // SAFETY: see above.
  @usableFromInline let base: UnsafeMutablePointer<Element>
  @usableFromInline let header: UnsafeMutablePointer<UInt32>
  let capacity: Int

  public init(capacity: Int) {
    self.capacity = capacity
    let size = capacity * MemoryLayout<Element>.stride + 64
    let memory = mmap(nil, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0)
    guard let memory, memory != MAP_FAILED else { fatalError("out of address space for the tables of names") }
    header = memory.bindMemory(to: UInt32.self, capacity: 16)
    base = (memory + 64).bindMemory(to: Element.self, capacity: capacity)
  }

  @inlinable public var count: Int { Int(skein_load_acquire_u32(header)) }

  @discardableResult public func append(_ element: Element) -> Int {
    let n = Int(skein_fetch_add_u32(header, 1))
    if n >= capacity { programIsTooLarge("names and imports") }
    (base + n).initialize(to: element)
    return n
  }

  /// Adds `elements` side by side.
  public func append<C: Collection>(contentsOf elements: C) -> Range32 where C.Element == Element {
    if elements.isEmpty { return Range32(0, 0) }
    let n = Int(skein_fetch_add_u32(header, UInt32(elements.count)))
    if n + elements.count >= capacity { programIsTooLarge("names and imports") }
    var i = n
    for e in elements {
      (base + i).initialize(to: e)
      i += 1
    }
    return Range32(n, elements.count)
  }

  @inlinable public subscript(n: Int) -> Element {
    get { base[n] }
    nonmutating set { base[n] = newValue }
    nonmutating _modify { yield &base[n] }
  }
  @inlinable public subscript(run: Range32) -> UnsafeBufferPointer<Element> {
    UnsafeBufferPointer(start: base + Int(run.start), count: Int(run.count))
  }
}

/// A run of elements of a `Table`. 8 bytes; all zero is the empty run.
public struct Range32: Hashable, Sendable, BitwiseCopyable {
  public var start: UInt32
  public var count: UInt32
  public init(_ start: Int, _ count: Int) { self.start = UInt32(start); self.count = UInt32(count) }
  public static var empty: Range32 { Range32(0, 0) }
}
