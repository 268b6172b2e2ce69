// Union-find over dense keys, with snapshots: what inference variables are made of.

/// A union-find whose changes can be undone. Sharing: none.
///
/// A key is the index that `makeKey` gave. Each class has one value, kept at its root. Roots are found without path compression
/// while a snapshot is open (so that the log stays short) and with union by rank, hence in O(log n).
public struct UnificationTable<Value: BitwiseCopyable>: ~Copyable {
  @usableFromInline struct Entry: BitwiseCopyable {
    @usableFromInline var parent: UInt32
    @usableFromInline var rank: UInt32
    @usableFromInline var value: Value
    @usableFromInline init(parent: UInt32, rank: UInt32, value: Value) {
      self.parent = parent
      self.rank = rank
      self.value = value
    }
  }
  @usableFromInline struct Undo: BitwiseCopyable {
    @usableFromInline var key: UInt32
    @usableFromInline var entry: Entry
    @usableFromInline init(key: UInt32, entry: Entry) { self.key = key; self.entry = entry }
  }
  @usableFromInline var entries = Store<Entry>()
  @usableFromInline var log = Store<Undo>()
  @usableFromInline var openSnapshots = 0

  public init() {}

  public var count: Int { entries.count }

  /// A new class of one key.
  public mutating func makeKey(_ value: Value) -> UInt32 {
    let key = UInt32(entries.count)
    entries.append(Entry(parent: key, rank: 0, value: value))
    return key
  }

  /// The representative of `key`'s class.
  @inlinable public func root(of key: UInt32) -> UInt32 {
    var k = key
    while true {
      let parent = entries[ID(rawValue: k)].parent
      if parent == k { return k }
      k = parent
    }
  }

  @inlinable public func value(of key: UInt32) -> Value { entries[ID(rawValue: root(of: key))].value }

  public func areUnified(_ a: UInt32, _ b: UInt32) -> Bool { root(of: a) == root(of: b) }

  /// Replaces the value of `key`'s class.
  public mutating func setValue(_ value: Value, of key: UInt32) {
    let r = root(of: key)
    var entry = entries[ID(rawValue: r)]
    record(r)
    entry.value = value
    entries[ID(rawValue: r)] = entry
  }

  /// Makes one class of two; its value is `value`.
  public mutating func unify(_ a: UInt32, _ b: UInt32, value: Value) {
    let ra = root(of: a)
    let rb = root(of: b)
    if ra == rb {
      setValue(value, of: ra)
      return
    }
    var ea = entries[ID(rawValue: ra)]
    var eb = entries[ID(rawValue: rb)]
    record(ra)
    record(rb)
    if ea.rank < eb.rank {
      ea.parent = rb
      eb.value = value
    } else {
      eb.parent = ra
      ea.value = value
      if ea.rank == eb.rank { ea.rank += 1 }
    }
    entries[ID(rawValue: ra)] = ea
    entries[ID(rawValue: rb)] = eb
  }

  private mutating func record(_ key: UInt32) {
    if openSnapshots > 0 { log.append(Undo(key: key, entry: entries[ID(rawValue: key)])) }
  }

  /// A point to come back to.
  public struct Snapshot: BitwiseCopyable, Sendable {
    public let keyCount: Int
    let logCount: Int
  }

  public mutating func snapshot() -> Snapshot {
    openSnapshots += 1
    return Snapshot(keyCount: entries.count, logCount: log.count)
  }

  /// Undoes everything since `snapshot`, which must be the newest one open.
  public mutating func rollBack(to snapshot: Snapshot) {
    var i = log.count
    while i > snapshot.logCount {
      i -= 1
      let undo = log[ID(i)]
      if Int(undo.key) < snapshot.keyCount { entries[ID(rawValue: undo.key)] = undo.entry }
    }
    log.truncate(to: snapshot.logCount)
    entries.truncate(to: snapshot.keyCount)
    openSnapshots -= 1
  }

  /// Keeps everything since `snapshot`, which must be the newest one open.
  public mutating func commit(_ snapshot: Snapshot) {
    openSnapshots -= 1
    if openSnapshots == 0 { log.truncate(to: 0) }
  }
}
