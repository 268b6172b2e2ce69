// The hash index behind every interner: lock-free lookups, one small lock per shard to insert.
import CParallel

/// Finds numbers by hash. SHARED: lookups are lock-free; `findOrInsert` takes one shard's lock to insert.
///
/// A shard is an open-addressing table of words (hash in the upper half, number + 1 in the lower). It is replaced by a larger one
/// when half full; the old one is never freed, because a reader may still probe it: it then misses at worst, and looks again
/// under the lock.
public struct ShardedIndex: @unchecked Sendable, BitwiseCopyable {
  // SAFETY: words are published with release after the entry they stand for is written; shards change under their lock only.
  // Fields are reached through pointers of their own rather than through `pointee`: passing `&pointee.lock` counts as a change of
  // the whole struct.
  /// A cache line: word 0 is the address of the table (whose word 0 is its mask, followed by mask + 1 words), words 1 and 2 the lock,
  /// word 3 the number of entries.
  @usableFromInline typealias Shard = UnsafeMutablePointer<UInt64>
  @inlinable static var shardStride: Int { 8 }

  @inlinable static var shardBits: UInt32 { ParallelMode.isSerialBuild ? 0 : 5 }
  @usableFromInline let shards: UnsafeMutablePointer<UInt64>

  /// - Parameter name: under which `-Z lock-stats` counts its locks.
  /// - Parameter slots: words that a shard has at first; a power of two.
  public init(name: StaticString, slots: Int = 256) {
    let count = 1 << Int(Self.shardBits)
    let words = count * Self.shardStride
    shards = skein_reserve(words * 8)!.bindMemory(to: UInt64.self, capacity: words)
    let firstLock = LockStats.name(name, count: count)
    for i in 0..<count {
      shards[i * Self.shardStride] = UInt64(UInt(bitPattern: Self.makeTable(slots: slots)))
      lock(of: shards + i * Self.shardStride).pointee.name = firstLock + UInt32(i)
    }
  }

  static func makeTable(slots: Int) -> UnsafeMutablePointer<UInt64> {
    // Fresh zero pages: only the parts that are used cost memory.
    let table = skein_reserve((slots + 1) * 8)!.bindMemory(to: UInt64.self, capacity: slots + 1)
    table[0] = UInt64(slots - 1)
    return table
  }

  /// The number with this hash for which `isEqual` holds.
  @inlinable @inline(__always) public func find(_ hash: UInt32, _ isEqual: (UInt32) -> Bool) -> UInt32? {
    let shard = shard(of: hash)
    let table = UnsafeMutablePointer<UInt64>(bitPattern: UInt(skein_load_acquire_u64(shard)))!
    return Self.probe(table, hash, isEqual)
  }

  /// The number with this hash for which `isEqual` holds, or else the one that `make` returns, which is called under the shard's
  /// lock and must have written the entry.
  @inlinable @inline(__always) public func findOrInsert(
    _ hash: UInt32, _ isEqual: (UInt32) -> Bool, make: () -> UInt32
  ) -> UInt32 {
    if let found = find(hash, isEqual) { return found }
    let shard = shard(of: hash)
    skein_lock(lock(of: shard))
    defer { skein_unlock(lock(of: shard)) }
    let table = UnsafeMutablePointer<UInt64>(bitPattern: UInt(shard[0]))!
    if let found = Self.probe(table, hash, isEqual) { return found }
    let number = make()
    add(number, hash, shard)
    return number
  }

  @inlinable @inline(__always) static func probe(
    _ table: UnsafeMutablePointer<UInt64>, _ hash: UInt32, _ isEqual: (UInt32) -> Bool
  ) -> UInt32? {
    let mask = table[0]
    var slot = UInt64(hash >> shardBits) & mask
    while true {
      let word = skein_load_acquire_u64(table + 1 + Int(slot))
      if word == 0 { return nil }
      if UInt32(truncatingIfNeeded: word >> 32) == hash {
        let number = UInt32(truncatingIfNeeded: word) &- 1
        if isEqual(number) { return number }
      }
      slot = (slot &+ 1) & mask
    }
  }

  /// Under the shard's lock.
  @usableFromInline func add(_ number: UInt32, _ hash: UInt32, _ shard: Shard) {
    var table = UnsafeMutablePointer<UInt64>(bitPattern: UInt(shard[0]))!
    if shard[3] * 2 > table[0] {
      let slots = Int(table[0]) + 1
      let bigger = Self.makeTable(slots: slots * 4)
      for i in 1...slots where table[i] != 0 { Self.place(table[i], bigger) }
      skein_store_release_u64(shard, UInt64(UInt(bitPattern: bigger)))
      table = bigger
    }
    Self.place(UInt64(hash) << 32 | UInt64(number &+ 1), table)
    shard[3] += 1
  }

  static func place(_ word: UInt64, _ table: UnsafeMutablePointer<UInt64>) {
    let mask = table[0]
    var slot = (word >> 32) >> UInt64(shardBits) & mask
    while table[1 + Int(slot)] != 0 { slot = (slot + 1) & mask }
    skein_store_release_u64(table + 1 + Int(slot), word)
  }

  @inlinable @inline(__always) func shard(of hash: UInt32) -> Shard {
    shards + Int(hash & (1 << Self.shardBits &- 1)) * Self.shardStride
  }
  @inlinable @inline(__always) func lock(of shard: Shard) -> UnsafeMutablePointer<skein_lock_t> {
    UnsafeMutableRawPointer(shard + 1).assumingMemoryBound(to: skein_lock_t.self)
  }
}

/// A hash of plain bytes: multiply-rotate over 8-byte words, folded to 32 bits. The same in every process.
public enum PlainHash {
  @inlinable @inline(__always) public static func mix(_ hash: UInt64, _ word: UInt64) -> UInt64 {
    ((hash << 5 | hash >> 59) ^ word) &* 0x517C_C1B7_2722_0A95
  }

  @inlinable @inline(__always) public static func fold(_ hash: UInt64) -> UInt32 {
    UInt32(truncatingIfNeeded: (hash ^ hash >> 32) &* 0x9E37_79B9_7F4A_7C15 >> 32)
  }

  @inlinable public static func hash(_ bytes: UnsafeRawBufferPointer) -> UInt32 {
    var h = UInt64(bytes.count) &* 0x9E37_79B9_7F4A_7C15
    var i = 0
    let count = bytes.count
    if count == 0 { return fold(h) }
    let p = bytes.baseAddress!
    while i + 8 <= count {
      h = mix(h, p.loadUnaligned(fromByteOffset: i, as: UInt64.self))
      i += 8
    }
    if count >= 8 {
      if i < count { h = mix(h, p.loadUnaligned(fromByteOffset: count - 8, as: UInt64.self)) }
    } else if count >= 4 {
      let low = UInt64(p.loadUnaligned(as: UInt32.self))
      let high = UInt64(p.loadUnaligned(fromByteOffset: count - 4, as: UInt32.self))
      h = mix(h, low | high << 32)
    } else {
      h = mix(h, UInt64(p.load(as: UInt8.self)) | UInt64(p.load(fromByteOffset: count / 2, as: UInt8.self)) << 8
        | UInt64(p.load(fromByteOffset: count - 1, as: UInt8.self)) << 16)
    }
    return fold(h)
  }
}
