// The threads behind `Workers`: who is woken, and when.
import CParallel
import Glibc

/// Helper threads 1…`threads`; the thread that calls `run` is number 0. SHARED: everything is in atomic words; `turn` lets one
/// caller's step run at a time.
///
/// A helper sleeps on a word of its own and is woken only when it is called, which takes a share of a step and, under a jobserver, a
/// token, taken before. A helper that has found no more work rests with its token, and another gives the token back when it sees the
/// helper asleep: the caller while it waits, a helper before it rests itself, whoever is between two tasks. (A thread that gave back its
/// own might lose the processor before it sleeps, and would count as running.) So no more threads run than there are tokens, and at
/// most one token too many is held while all others are in the middle of long tasks. A step that begins meanwhile calls the helper
/// again, token and all.
///
/// Without a jobserver helper n calls 2n + 1 and 2n + 2, so that many are awake after few steps.
final class Pool: @unchecked Sendable {
  // SAFETY: see above; `job` is only called between its announcement and the end of `run`, which waits for all who were called.
  typealias Job = @Sendable (Int) -> Void
  private let threads: Int
  private let turn: UnsafeMutablePointer<pthread_mutex_t>
  /// By helper, a cache line each: its state, and its number among the threads of the system. The first word of the caller's line says
  /// how many helpers have not ended.
  private let words: UnsafeMutablePointer<UInt32>
  private static var line: Int { 32 }
  private let isStarted: UnsafeMutablePointer<Bool>
  private var job: Job?
  private var participants = 0
  /// Whether a step runs under a jobserver, how many more helpers it could use, had they tokens, and when tokens were last looked after.
  private let careful: UnsafeMutablePointer<UInt32>
  private let missing: UnsafeMutablePointer<UInt32>
  private let lastLook: UnsafeMutablePointer<UInt64>

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
    /// Has no share, but a token still; asleep, or about to be.
    static let resting: UInt32 = 5
  }

  init(threads: Int) {
    self.threads = threads
    turn = .allocate(capacity: 1)
    pthread_mutex_init(turn, nil)
    words = .allocate(capacity: (threads + 1) * Self.line)
    words.initialize(repeating: 0, count: (threads + 1) * Self.line)
    isStarted = .allocate(capacity: threads + 1)
    isStarted.initialize(repeating: false, count: threads + 1)
    careful = .allocate(capacity: 2)
    careful.initialize(repeating: 0, count: 2)
    missing = careful + 1
    lastLook = .allocate(capacity: 1)
    lastLook.initialize(to: 0)
  }

  private func word(_ helper: Int) -> UnsafeMutablePointer<UInt32> { words + helper * Self.line }
  private var running: UnsafeMutablePointer<UInt32> { words }

  func run(participants wanted: Int, _ body: Job) {
    pthread_mutex_lock(turn)
    defer { pthread_mutex_unlock(turn) }
    withoutActuallyEscaping(body) { escapable in
      job = escapable
      participants = wanted
      // As many as there are tokens for: which worker does what, and how many there are, changes no result.
      let isCareful = Jobserver.isConnected
      var helpers = isCareful ? recall(wanted) : 0
      var taken = Jobserver.take(wanted - 1 - helpers)
      helpers += taken
      skein_store_release_u32(running, UInt32(helpers))
      for h in 1..<wanted where skein_load_relaxed_u32(word(h)) != State.due {
        skein_store_release_u32(word(h), taken > 0 ? State.due : State.short)
        taken -= 1
      }
      if isCareful {
        skein_store_release_u64(lastLook, skein_wall_time())
        skein_store_release_u32(missing, UInt32(wanted - 1 - helpers))
        for h in 1..<wanted { call(h) }
        skein_store_release_u32(careful, 1)
      } else {
        call(1)
        call(2)
      }
      escapable(0)
      skein_store_release_u32(careful, 0)
      takeBack(wanted)
      while true {
        let left = skein_load_acquire_u32(running)
        if left == 0 { break }
        // The caller does not run while it waits: it looks as often as it likes.
        if isCareful && giveBackOfResting() > 0 {
          _ = skein_futex_wait_for(running, left, 500_000)
        } else {
          skein_futex_wait(running, left)
        }
      }
      // The last to end is about to sleep, if it gets a processor.
      var pause: UInt32 = 50
      while isCareful && giveBackOfResting() > 0 && pause < 1000 {
        usleep(pause)
        pause *= 2
      }
      job = nil
    }
  }

  /// Helpers that rest and have a share in the new step are due with the tokens they have.
  private func recall(_ wanted: Int) -> Int {
    var count = 0
    for h in 1..<wanted {
      var resting = State.resting
      if skein_cas_u32(word(h), &resting, State.due) { count += 1 }
    }
    return count
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
      if !isBack, !Jobserver.isConnected {
        state = State.called
        isBack = skein_cas_u32(word(h), &state, State.idle)
      }
      if isBack { _ = skein_fetch_add_u32(running, ~0) }
    }
  }

  /// True while a step runs under a jobserver.
  @inline(__always) var isCareful: Bool { skein_load_relaxed_u32(careful) != 0 }

  /// Called by a thread that runs a share of the step, between two tasks: gives back tokens of helpers that have gone to sleep, and
  /// asks for one more if a helper lacks one. At most once a millisecond.
  func lookAfterTokens() {
    var last = skein_load_relaxed_u64(lastLook)
    let now = skein_wall_time()
    guard now - min(now, last) > 1_000_000, skein_cas_u64(lastLook, &last, now) else { return }
    _ = giveBackOfResting()
    guard skein_load_relaxed_u32(missing) > 0, Jobserver.take(1) == 1 else { return }
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

  /// Returns how many helpers rest, but do not sleep yet.
  private func giveBackOfResting() -> Int {
    var awake = 0
    for h in 1...threads where skein_load_acquire_u32(word(h)) == State.resting {
      var resting = State.resting
      if !isAsleep(h) { awake += 1 } else if skein_cas_u32(word(h), &resting, State.idle) { Jobserver.giveBack(1) }
    }
    return awake
  }

  /// Whether helper `h`, which rests, sleeps already.
  private func isAsleep(_ h: Int) -> Bool { Jobserver.isAsleep(Int(skein_load_relaxed_u32(word(h) + 1))) }

  private func serve(_ h: Int) {
    skein_thread().pointee.worker = UInt32(h + 1)
    skein_store_release_u32(word(h) + 1, skein_system_thread())
    while true {
      let state = skein_load_acquire_u32(word(h))
      var called = State.called
      guard state == State.called, skein_cas_u32(word(h), &called, State.running) else {
        skein_futex_wait(word(h), state)
        continue
      }
      if !Jobserver.isConnected {
        call(2 * h + 1)
        call(2 * h + 2)
      }
      job!(h)
      let isCareful = Jobserver.isConnected
      if isCareful { _ = giveBackOfResting() }
      skein_store_release_u32(word(h), isCareful ? State.resting : State.idle)
      end()
    }
  }

  /// One helper less is running. Under a jobserver the caller, if it waits, looks after the token.
  private func end() {
    if skein_fetch_add_u32(running, ~0) == 1 || Jobserver.isConnected { skein_futex_wake(running, 1) }
  }
}
