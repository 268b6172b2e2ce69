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
    self.count = min(count, 256)
    self.seed = seed
    pool = count > 1 ? Pool(threads: min(count, 256) - 1) : nil
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
    var cores = Int(skein_affinity_count())
    if let quota = cpuQuota() { cores = min(cores, max(1, quota)) }
    return max(1, cores)
  }

  /// The quota of the process's control group in whole cores, rounded up.
  static func cpuQuota() -> Int? {
    let file = open("/sys/fs/cgroup/cpu.max", O_RDONLY | O_CLOEXEC)
    if file < 0 { return nil }
    defer { close(file) }
    let text = withUnsafeTemporaryAllocation(byteCount: 64, alignment: 1) { buffer in
      let count = read(file, buffer.baseAddress!, 64)
      return String(decoding: UnsafeRawBufferPointer(rebasing: buffer[0..<max(0, count)]), as: UTF8.self)
    }
    let words = text.split { $0 == " " || $0 == "\n" }
    guard words.count == 2, let quota = Int(words[0]), let period = Int(words[1]), period > 0 else { return nil }
    return (quota + period - 1) / period
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
  /// False inside a parallel step: the steps it starts run on the calling thread alone.
  var mayFork: Bool { pool != nil && skein_thread().pointee.worker == 0 }
}

/// The threads behind `Workers`. SHARED: all fields are changed under `mutex` only; `turn` lets one caller's step run at a time.
final class Pool: @unchecked Sendable {
  // SAFETY: see above; a job is only called between its announcement and the end of `run`, which waits for all participants.
  typealias Job = @Sendable (Int) -> Void
  private let threads: Int
  private let mutex: UnsafeMutablePointer<pthread_mutex_t>
  private let turn: UnsafeMutablePointer<pthread_mutex_t>
  private let start: UnsafeMutablePointer<pthread_cond_t>
  private let end: UnsafeMutablePointer<pthread_cond_t>
  private var started = false
  private var generation = 0
  private var participants = 0
  private var running = 0
  private var job: Job?

  init(threads: Int) {
    self.threads = threads
    mutex = .allocate(capacity: 1)
    turn = .allocate(capacity: 1)
    start = .allocate(capacity: 1)
    end = .allocate(capacity: 1)
    pthread_mutex_init(mutex, nil)
    pthread_mutex_init(turn, nil)
    pthread_cond_init(start, nil)
    pthread_cond_init(end, nil)
  }

  func run(participants wanted: Int, _ body: Job) {
    pthread_mutex_lock(turn)
    // As many as there are tokens for: which worker does what, and how many there are, changes no result.
    let count = 1 + Jobserver.take(wanted - 1)
    defer { Jobserver.giveBack() }
    if count == 1 {
      body(0)
      pthread_mutex_unlock(turn)
      return
    }
    withoutActuallyEscaping(body) { escapable in
      pthread_mutex_lock(mutex)
      if !started {
        started = true
        for i in 1...threads { _ = BigStack.startThread { self.serve(i) } }
      }
      job = escapable
      participants = count
      running = count - 1
      generation += 1
      pthread_cond_broadcast(start)
      pthread_mutex_unlock(mutex)
      escapable(0)
      pthread_mutex_lock(mutex)
      while running > 0 { pthread_cond_wait(end, mutex) }
      job = nil
      pthread_mutex_unlock(mutex)
    }
    pthread_mutex_unlock(turn)
  }

  private func serve(_ number: Int) {
    skein_thread().pointee.worker = UInt32(number + 1)
    var seen = 0
    pthread_mutex_lock(mutex)
    while true {
      while generation == seen { pthread_cond_wait(start, mutex) }
      seen = generation
      if number >= participants { continue }
      let body = job!
      pthread_mutex_unlock(mutex)
      body(number)
      pthread_mutex_lock(mutex)
      running -= 1
      if running == 0 { pthread_cond_signal(end) }
    }
  }
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
