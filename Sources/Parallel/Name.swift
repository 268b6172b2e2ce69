// Interned text: lock-free reads, a shard's lock only to insert.
import CParallel
import Glibc
import Support

/// An interned piece of text: an identifier, a lifetime, the text of a literal. 4 bytes.
///
/// Arrival order: equal text has equal `Name`, but the number depends on who came first, so it is never compared for order,
/// iterated or printed. Well-known names have fixed numbers: see `Name+Known.swift`.
/// Sharing: the table behind it is SHARED (one lock per shard, held for one insertion).
public struct Name: Hashable, Sendable, BitwiseCopyable {
  public let rawValue: UInt32
  @inlinable public init(rawValue: UInt32) { self.rawValue = rawValue }

  /// The name of `text`.
  public init(_ text: String) {
    var text = text
    self = text.withUTF8 { Name(bytes: $0) }
  }

  /// The name of the text with these bytes.
  public init(bytes: UnsafeBufferPointer<UInt8>) { self = NameTable.intern(bytes) }

  /// The text's bytes; they live as long as the process.
  public var bytes: UnsafeBufferPointer<UInt8> { NameTable.bytes(of: self) }
  public var text: String { String(decoding: bytes, as: UTF8.self) }
  public var isEmpty: Bool { self == Name.empty }
}

extension Name: CustomStringConvertible {
  public var description: String { text }
}

/// The table of all names. SHARED: reading is lock-free; inserting takes the lock of one shard of the index.
///
/// Entries live in address space that is reserved when the program is loaded; the index and the well-known names are made by the
/// first use. So no access goes through `swift_once`.
enum NameTable {
  struct Entry {
    var base: UnsafePointer<UInt8>
    var count: Int
  }
  /// What the first use makes.
  struct Index {
    let index: ShardedIndex
    let text: ConcurrentStore<UInt8>
  }

  @inline(__always) static var entries: StaticTable<Entry> { StaticTable(.names) }

  @inline(__always) static var shared: UnsafePointer<Index> {
    let address = skein_load_acquire_u64(skein_name_index_word())
    return UnsafePointer(bitPattern: UInt(address)) ?? start()
  }

  @inline(never) static func start() -> UnsafePointer<Index> {
    skein_lock(skein_name_lock_word())
    defer { skein_unlock(skein_name_lock_word()) }
    if let found = UnsafePointer<Index>(bitPattern: UInt(skein_name_index_word().pointee)) { return found }
    let table = UnsafeMutablePointer<Index>.allocate(capacity: 1)
    table.initialize(to: Index(index: ShardedIndex(name: "names", slots: 512), text: ConcurrentStore(capacity: 1 << 31)))
    for (i, text) in Name.known.enumerated() {
      let name = text.withUTF8Buffer { intern($0, in: UnsafePointer(table)) }
      precondition(Int(name.rawValue) == i, "well-known name listed twice")
    }
    skein_store_release_u64(skein_name_index_word(), UInt64(UInt(bitPattern: table)))
    return UnsafePointer(table)
  }

  @inline(__always) static func bytes(of name: Name) -> UnsafeBufferPointer<UInt8> {
    _ = shared
    let entry = entries[Int(name.rawValue)]
    return UnsafeBufferPointer(start: entry.base, count: entry.count)
  }

  static func intern(_ bytes: UnsafeBufferPointer<UInt8>) -> Name { intern(bytes, in: shared) }

  @inline(__always) static func intern(_ bytes: UnsafeBufferPointer<UInt8>, in table: UnsafePointer<Index>) -> Name {
    let hash = PlainHash.hash(UnsafeRawBufferPointer(bytes))
    let number = table.pointee.index.findOrInsert(hash) { number in
      let entry = entries[Int(number)]
      return entry.count == bytes.count && (bytes.isEmpty || memcmp(entry.base, bytes.baseAddress!, bytes.count) == 0)
    } make: {
      add(bytes, to: table)
    }
    return Name(rawValue: number)
  }

  @inline(never) static func add(_ bytes: UnsafeBufferPointer<UInt8>, to table: UnsafePointer<Index>) -> UInt32 {
    let text = table.pointee.text
    let start = text.base + text.append(contentsOf: bytes)
    return UInt32(entries.append(Entry(base: UnsafePointer(start), count: bytes.count)))
  }
}

extension StaticString {
  @inline(__always) func withUTF8Buffer<R>(_ body: (UnsafeBufferPointer<UInt8>) -> R) -> R {
    body(UnsafeBufferPointer(start: utf8Start, count: utf8CodeUnitCount))
  }
}
