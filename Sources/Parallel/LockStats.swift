// What locks, tables of facts and workers did: for `-Z lock-stats`.
import CParallel

/// Counts by name. SHARED: each worker counts for itself; read when the others are idle. Where it is off, taking a lock costs a load
/// and a branch more than it would.
public enum LockStats {
  public struct Count: Sendable {
    public var acquired: UInt64 = 0
    public var contended: UInt64 = 0
    /// Nanoseconds.
    public var waited: UInt64 = 0
    public var longest: UInt64 = 0

    init(_ c: skein_lock_count_t) {
      (acquired, contended, waited, longest) = (c.acquired, c.contended, c.waited, c.longest)
    }
    init() {}
    mutating func add(_ other: Count) {
      acquired += other.acquired
      contended += other.contended
      waited += other.waited
      longest = max(longest, other.longest)
    }
  }
  /// All locks of one name.
  public struct Use: Sendable {
    public var name: String
    public var byWorker: [Count]
    /// The shards of an interner; one for a lock alone.
    public var byShard: [Count]
    public var total: Count { byWorker.reduce(into: Count()) { $0.add($1) } }
  }
  /// All tables of facts of one name.
  public struct Table: Sendable {
    public var name: String
    public var published = 0
    /// Computed by a thread after another had published it: work for nothing.
    public var duplicated = 0
  }

  /// - Requires: no other thread of this process uses `Parallel` yet.
  public static func start() { skein_count_locks() }

  /// Numbers for `count` locks of one name.
  @usableFromInline static func name(_ name: StaticString, count: Int) -> UInt32 {
    skein_name_locks(UnsafeRawPointer(name.utf8Start).assumingMemoryBound(to: CChar.self), UInt32(count))
  }
  @usableFromInline static func register(_ name: StaticString, onceTable header: UnsafeMutablePointer<UInt32>) {
    skein_register_once(UnsafeRawPointer(name.utf8Start).assumingMemoryBound(to: CChar.self), header)
  }

  /// Every lock that there is, by name.
  public static func locks(workers: Int) -> [Use] {
    var uses: [String: Use] = [:]
    forEachName { name, first, count in
      var use = uses[name] ?? Use(name: name, byWorker: Array(repeating: Count(), count: workers), byShard: [])
      while use.byShard.count < count { use.byShard.append(Count()) }
      for worker in 0..<workers {
        for k in 0..<count {
          let c = Count(skein_lock_count(UInt32(worker), first + UInt32(k)))
          use.byWorker[worker].add(c)
          use.byShard[k].add(c)
        }
      }
      uses[name] = use
    }
    return uses.values.sorted { $0.name < $1.name }
  }

  /// Every table of facts, by name.
  public static func tables() -> [Table] {
    var tables: [String: Table] = [:]
    var k: UInt32 = 0
    var name: UnsafePointer<CChar>?
    var header: UnsafePointer<UInt32>?
    while skein_registered_once(k, &name, &header) {
      k += 1
      guard let name, let header else { continue }
      let text = String(cString: name)
      tables[text, default: Table(name: text)].duplicated += Int(header[0])
      tables[text, default: Table(name: text)].published += Int(header[1])
    }
    return tables.values.sorted { $0.name < $1.name }
  }

  /// The first 4,096 times that a worker waited for a lock: clock times in nanoseconds, and the lock's name.
  static func waits(of worker: Int) -> [(start: UInt64, end: UInt64, lock: String)] {
    var names: [(first: UInt32, count: UInt32, name: String)] = []
    forEachName { name, first, count in names.append((first, UInt32(count), name)) }
    var result: [(start: UInt64, end: UInt64, lock: String)] = []
    var wait = skein_wait_t()
    while skein_lock_wait(UInt32(worker), UInt32(result.count), &wait) {
      let name = names.first { wait.lock >= $0.first && wait.lock - $0.first < $0.count }?.name ?? "a lock"
      result.append((wait.start, wait.end, name))
    }
    return result
  }

  private static func forEachName(_ body: (String, UInt32, Int) -> Void) {
    var k: UInt32 = 0
    var name: UnsafePointer<CChar>?
    var first: UInt32 = 0
    var count: UInt32 = 0
    while skein_named_locks(k, &name, &first, &count) {
      k += 1
      if let name { body(String(cString: name), first, Int(count)) }
    }
  }
}
