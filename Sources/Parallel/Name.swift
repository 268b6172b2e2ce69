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
  public init(bytes: UnsafeBufferPointer<UInt8>) { self = NameTable.shared.intern(bytes) }

  /// The text's bytes; they live as long as the process.
  public var bytes: UnsafeBufferPointer<UInt8> { NameTable.shared.bytes(of: self) }
  public var text: String { String(decoding: bytes, as: UTF8.self) }
  public var isEmpty: Bool { self == Name.empty }
}

extension Name: CustomStringConvertible {
  public var description: String { text }
}

/// The table of all names. SHARED: reading is lock-free; `insert` holds its shard's lock.
///
/// Entries live in one reserved range of address space, so that they never move; a shard is an open-addressing index of entry
/// numbers that is replaced (never freed: readers may still probe it) when it is half full.
struct NameTable: @unchecked Sendable {
  // SAFETY: entries are written before their number is published with release; shards are changed under their lock only.
  struct Entry {
    var base: UnsafePointer<UInt8>
    var count: UInt32
    var hash: UInt32
  }
  struct Shard {
    /// Address of the current index: word 0 is its mask, then mask + 1 slots holding entry number + 1.
    var index: UInt64 = 0
    var used: UInt32 = 0
    var textFree: UnsafeMutablePointer<UInt8>? = nil
    var textLeft = 0
    var lock = pthread_mutex_t()
  }

  static let shardBits = 5
  static let capacity = 1 << 27

  let entries: UnsafeMutablePointer<Entry>
  let shards: UnsafeMutablePointer<Shard>
  let counter: UnsafeMutablePointer<UInt32>

  static let shared = NameTable()

  init() {
    let size = Self.capacity * MemoryLayout<Entry>.stride
    let memory = mmap(nil, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0)
    guard let memory, memory != MAP_FAILED else { fatalError("out of address space for the table of names") }
    entries = memory.bindMemory(to: Entry.self, capacity: Self.capacity)
    shards = .allocate(capacity: 1 << Self.shardBits)
    counter = .allocate(capacity: 1)
    counter.initialize(to: 0)
    for i in 0..<(1 << Self.shardBits) {
      (shards + i).initialize(to: Shard())
      pthread_mutex_init(&shards[i].lock, nil)
      shards[i].index = UInt64(UInt(bitPattern: Self.makeIndex(slots: 1024)))
    }
    for (i, text) in Name.known.enumerated() {
      let name = text.withUTF8Buffer { intern($0) }
      precondition(Int(name.rawValue) == i, "well-known name listed twice")
    }
  }

  static func makeIndex(slots: Int) -> UnsafeMutablePointer<UInt32> {
    let index = UnsafeMutablePointer<UInt32>.allocate(capacity: slots + 1)
    index.initialize(repeating: 0, count: slots + 1)
    index[0] = UInt32(slots - 1)
    return index
  }

  @inline(__always) static func hash(_ bytes: UnsafeBufferPointer<UInt8>) -> UInt32 {
    // Multiply-rotate over 8-byte words (the scheme of FxHash), folded to 32 bits.
    var h: UInt64 = UInt64(bytes.count) &* 0x9E37_79B9_7F4A_7C15
    var i = 0
    let p = UnsafeRawPointer(bytes.baseAddress)
    while i + 8 <= bytes.count {
      let word = p!.loadUnaligned(fromByteOffset: i, as: UInt64.self)
      h = ((h << 5 | h >> 59) ^ word) &* 0x517C_C1B7_2722_0A95
      i += 8
    }
    var word: UInt64 = 0
    while i < bytes.count {
      word = word << 8 | UInt64(bytes[i])
      i += 1
    }
    h = ((h << 5 | h >> 59) ^ word) &* 0x517C_C1B7_2722_0A95
    h ^= h >> 32
    return UInt32(truncatingIfNeeded: h &* 0x9E37_79B9 >> 7)
  }

  @inline(__always) func bytes(of name: Name) -> UnsafeBufferPointer<UInt8> {
    let e = entries[Int(name.rawValue)]
    return UnsafeBufferPointer(start: e.base, count: Int(e.count))
  }

  @inline(__always) func find(
    _ bytes: UnsafeBufferPointer<UInt8>, _ hash: UInt32, in index: UnsafeMutablePointer<UInt32>
  ) -> UInt32? {
    let mask = index[0]
    var slot = hash >> UInt32(Self.shardBits) & mask
    while true {
      let found = skein_load_acquire_u32(index + 1 + Int(slot))
      if found == 0 { return nil }
      let e = entries[Int(found - 1)]
      if e.hash == hash && Int(e.count) == bytes.count
        && (bytes.count == 0 || memcmp(e.base, bytes.baseAddress!, bytes.count) == 0)
      {
        return found - 1
      }
      slot = (slot + 1) & mask
    }
  }

  func intern(_ bytes: UnsafeBufferPointer<UInt8>) -> Name {
    let hash = Self.hash(bytes)
    let shard = shards + Int(hash & (1 << UInt32(Self.shardBits) - 1))
    let index = UnsafeMutablePointer<UInt32>(bitPattern: UInt(skein_load_acquire_u64(&shard.pointee.index)))!
    if let found = find(bytes, hash, in: index) { return Name(rawValue: found) }
    return insert(bytes, hash, shard)
  }

  @inline(never) func insert(_ bytes: UnsafeBufferPointer<UInt8>, _ hash: UInt32, _ shard: UnsafeMutablePointer<Shard>) -> Name {
    pthread_mutex_lock(&shard.pointee.lock)
    defer { pthread_mutex_unlock(&shard.pointee.lock) }
    var index = UnsafeMutablePointer<UInt32>(bitPattern: UInt(shard.pointee.index))!
    if let found = find(bytes, hash, in: index) { return Name(rawValue: found) }

    let id = skein_fetch_add_u32(counter, 1)
    precondition(Int(id) < Self.capacity, "too many names")
    entries[Int(id)] = Entry(base: copy(bytes, shard), count: UInt32(bytes.count), hash: hash)

    if Int(shard.pointee.used) * 2 > Int(index[0]) {
      let bigger = Self.makeIndex(slots: (Int(index[0]) + 1) * 4)
      for i in 0...Int(index[0]) where index[1 + i] != 0 { Self.place(index[1 + i], entries[Int(index[1 + i] - 1)].hash, bigger) }
      index = bigger
      skein_store_release_u64(&shard.pointee.index, UInt64(UInt(bitPattern: bigger)))
    }
    Self.place(id + 1, hash, index)
    shard.pointee.used += 1
    return Name(rawValue: id)
  }

  static func place(_ value: UInt32, _ hash: UInt32, _ index: UnsafeMutablePointer<UInt32>) {
    let mask = index[0]
    var slot = hash >> UInt32(shardBits) & mask
    while index[1 + Int(slot)] != 0 { slot = (slot + 1) & mask }
    skein_store_release_u32(index + 1 + Int(slot), value)
  }

  func copy(_ bytes: UnsafeBufferPointer<UInt8>, _ shard: UnsafeMutablePointer<Shard>) -> UnsafePointer<UInt8> {
    let count = bytes.count
    if count > 4096 {
      let own = UnsafeMutablePointer<UInt8>.allocate(capacity: count)
      own.update(from: bytes.baseAddress!, count: count)
      return UnsafePointer(own)
    }
    if shard.pointee.textLeft < count || shard.pointee.textFree == nil {
      shard.pointee.textFree = .allocate(capacity: 1 << 16)
      shard.pointee.textLeft = 1 << 16
    }
    let place = shard.pointee.textFree!
    if count > 0 { place.update(from: bytes.baseAddress!, count: count) }
    shard.pointee.textFree = place + count
    shard.pointee.textLeft -= count
    return UnsafePointer(place)
  }
}

extension StaticString {
  @inline(__always) func withUTF8Buffer<R>(_ body: (UnsafeBufferPointer<UInt8>) -> R) -> R {
    body(UnsafeBufferPointer(start: utf8Start, count: utf8CodeUnitCount))
  }
}
