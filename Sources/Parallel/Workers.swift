// The worker pool: the only place where threads wait for work.
import CParallel
import Glibc

/// A team of worker threads. A handle; the threads are started by the first parallel step, wait between steps, and end with the
/// process. A team of one starts none.
public struct Workers: Sendable {
  public let count: Int
  /// Other than 0: tasks start in an order shuffled by it (`-Z schedule-seed`).
  public let seed: UInt64
  let pool: Pool?

  public init(count: Int, seed: UInt64 = 0) {
    precondition(count >= 1)
    self.count = ParallelMode.isSerialBuild ? 1 : min(count, 256)
    self.seed = seed
    pool = self.count > 1 ? Pool(threads: self.count - 1) : nil
  }

  /// The calling thread alone.
  public static var one: Workers { Workers(count: 1) }

  /// Number of the worker that the calling thread is, 0 outside of parallel steps. For per-worker tables that live longer than one
  /// step; no answer may depend on it.
  public static var current: Int {
    let worker = skein_thread().pointee.worker
    return worker == 0 ? 0 : Int(worker - 1)
  }

  /// The number of workers that make sense here: the cores this process may run on, and no more than its CPU quota.
  public static var available: Int {
    let cores = max(1, Int(skein_affinity_count()))
    return min(cores, CPUQuota.cores(readSmallFile) ?? cores)
  }

  /// The same team, of which at most `limit` workers take part.
  public func limited(to limit: Int) -> Workers { Workers(count: max(1, min(count, limit)), seed: seed, pool: limit > 1 ? pool : nil) }

  private init(count: Int, seed: UInt64, pool: Pool?) {
    self.count = count
    self.seed = seed
    self.pool = pool
  }

  /// Runs `body` once on each of `participants` workers, the calling thread being number 0; returns when all are done. Inside a
  /// parallel step, and for one participant, it runs here alone.
  func run(participants: Int, _ body: @Sendable (Int) -> Void) {
    let thread = skein_thread()!
    guard let pool, participants > 1, thread.pointee.worker == 0 else { return body(0) }
    thread.pointee.worker = 1
    pool.run(participants: min(participants, count), body)
    thread.pointee.worker = 0
  }
  /// Between two tasks: what a jobserver asks for.
  @inline(__always) func lookAfterTokens() { if let pool, pool.isCareful { pool.lookAfterTokens() } }

  /// False inside a parallel step: the steps it starts run on the calling thread alone.
  var mayFork: Bool { pool != nil && skein_thread().pointee.worker == 0 }
}

/// A small generator of pseudo-random numbers (xorshift), for shuffles and for the choice of a victim to steal from.
struct Shuffler {
  var state: UInt64
  init(seed: UInt64) { state = (seed &* 0x9E37_79B9_7F4A_7C15) | 1 }
  mutating func next(below limit: Int) -> Int {
    state ^= state << 13
    state ^= state >> 7
    state ^= state << 17
    return Int((state >> 33) % UInt64(limit))
  }
  /// A permutation of `0..<count`.
  mutating func permutation(_ count: Int) -> [UInt32] {
    var order = (0..<UInt32(count)).map { $0 }
    if count < 2 { return order }
    for i in stride(from: count - 1, to: 0, by: -1) { order.swapAt(i, next(below: i + 1)) }
    return order
  }
}
