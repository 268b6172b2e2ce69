// The threads behind `Workers`: who is woken, and when.
import CParallel
import Glibc

/// Helper threads 1…`threads`; the thread that calls `run` is number 0. SHARED: everything is in atomic words; `turn` lets one
/// caller's step run at a time.
///
/// A helper sleeps on a word of its own and is woken only when it is called, which takes a share of a step and, under a jobserver, a
/// token. So no more threads ever run than there are tokens: a token is taken before its helper is called, and the helper gives it
/// back when it has found no more work, as the last thing before it sleeps. Helper n calls 2n + 1 and 2n + 2, so that many are
/// awake after few steps.
final class Pool: @unchecked Sendable {
  // SAFETY: see above; `job` is only called between its announcement and the end of `run`, which waits for all who were called.
  typealias Job = @Sendable (Int) -> Void
  private let threads: Int
  private let turn: UnsafeMutablePointer<pthread_mutex_t>
  /// By helper, a cache line each; word 0 is of the caller: how many helpers have not ended.
  private let words: UnsafeMutablePointer<UInt32>
  private static var line: Int { 32 }
  private let isStarted: UnsafeMutablePointer<Bool>
  private var job: Job?
  private var participants = 0
  /// How many more helpers the step could use, had they tokens; and when one was last asked for.
  private let missing: UnsafeMutablePointer<UInt32>
  private let lastTry: UnsafeMutablePointer<UInt64>

  /// What a helper's word says.
  private enum State {
    static let idle: UInt32 = 0
    /// Woken to run the job.
    static let called: UInt32 = 1
    static let running: UInt32 = 2
    /// Has a share and a token, and will be called by another helper.
    static let due: UInt32 = 3
    /// Has a share, and no token.
    static let short: UInt32 = 4
  }

  init(threads: Int) {
    self.threads = threads
    turn = .allocate(capacity: 1)
    pthread_mutex_init(turn, nil)
    words = .allocate(capacity: (threads + 1) * Self.line)
    words.initialize(repeating: 0, count: (threads + 1) * Self.line)
    isStarted = .allocate(capacity: threads + 1)
    isStarted.initialize(repeating: false, count: threads + 1)
    missing = .allocate(capacity: 1)
    missing.initialize(to: 0)
    lastTry = .allocate(capacity: 1)
    lastTry.initialize(to: 0)
  }

  private func word(_ helper: Int) -> UnsafeMutablePointer<UInt32> { words + helper * Self.line }
  private var running: UnsafeMutablePointer<UInt32> { words }

  func run(participants wanted: Int, _ body: Job) {
    pthread_mutex_lock(turn)
    defer { pthread_mutex_unlock(turn) }
    // As many as there are tokens for: which worker does what, and how many there are, changes no result.
    let helpers = Jobserver.take(wanted - 1)
    withoutActuallyEscaping(body) { escapable in
      job = escapable
      participants = wanted
      skein_store_release_u32(running, UInt32(helpers))
      for h in 1..<wanted { skein_store_release_u32(word(h), h <= helpers ? State.due : State.short) }
      skein_store_release_u64(lastTry, Jobserver.isConnected ? skein_wall_time() : 0)
      skein_store_release_u32(missing, UInt32(wanted - 1 - helpers))
      call(1)
      call(2)
      escapable(0)
      skein_store_release_u32(missing, 0)
      takeBack(wanted)
      while true {
        let left = skein_load_acquire_u32(running)
        if left == 0 { break }
        skein_futex_wait(running, left)
      }
      job = nil
    }
  }

  /// Wakes helper `h`, if it is due in this step and nobody has done so.
  private func call(_ h: Int) {
    guard h < participants else { return }
    var due = State.due
    if skein_cas_u32(word(h), &due, State.called) { wake(h) }
  }

  private func wake(_ h: Int) {
    if isStarted[h] { return skein_futex_wake(word(h), 1) }
    isStarted[h] = true
    _ = BigStack.startThread { self.serve(h) }
  }

  /// The work has run out: helpers that were not called need not come. One that was called but is not awake yet comes for nothing;
  /// under a jobserver it keeps its token until it sleeps again.
  private func takeBack(_ wanted: Int) {
    for h in 1..<wanted {
      var state = State.short
      if skein_cas_u32(word(h), &state, State.idle) { continue }
      state = State.due
      var isBack = skein_cas_u32(word(h), &state, State.idle)
      if isBack { Jobserver.giveBack(1) }
      if !isBack && !Jobserver.isConnected {
        state = State.called
        isBack = skein_cas_u32(word(h), &state, State.idle)
      }
      if isBack { _ = skein_fetch_add_u32(running, ~0) }
    }
  }

  /// True while the step has a share for a helper without a token.
  @inline(__always) var isShort: Bool { skein_load_relaxed_u32(missing) > 0 }

  /// Called by a thread that runs a share of the step. Asks at most every two milliseconds.
  func tryOneMore() {
    var last = skein_load_relaxed_u64(lastTry)
    let now = skein_wall_time()
    guard now - min(now, last) > 2_000_000, skein_cas_u64(lastTry, &last, now), Jobserver.take(1) == 1 else { return }
    // Counted before it is called, by one who is counted himself (or is the caller): so the step does not end in between.
    _ = skein_fetch_add_u32(running, 1)
    for h in 1..<participants {
      var short = State.short
      if skein_cas_u32(word(h), &short, State.called) {
        _ = skein_fetch_add_u32(missing, ~0)
        return wake(h)
      }
    }
    Jobserver.giveBack(1)
    end()
  }

  private func serve(_ h: Int) {
    skein_thread().pointee.worker = UInt32(h + 1)
    while true {
      let state = skein_load_acquire_u32(word(h))
      var called = State.called
      guard state == State.called, skein_cas_u32(word(h), &called, State.running) else {
        skein_futex_wait(word(h), state)
        continue
      }
      call(2 * h + 1)
      call(2 * h + 2)
      job!(h)
      skein_store_release_u32(word(h), State.idle)
      end()
      Jobserver.giveBack(1)
    }
  }

  /// One helper less is running.
  private func end() { if skein_fetch_add_u32(running, ~0) == 1 { skein_futex_wake(running, 1) } }
}
