// What parallel steps did: for `-Z time-passes` and `-Z self-profile`. Costs one load per step when it is off.
import CParallel
import Glibc

/// Work and span of the parallel steps of this process. SHARED: counters of a step belong to one worker each; steps are added by the
/// thread that runs them, outside of any step.
public enum StepProfile {
  /// One parallel step: processor time of its tasks, and of the longest of them, in nanoseconds.
  public struct Step: Sendable {
    public var stage: String
    public var tasks: Int
    public var work: UInt64
    public var longest: UInt64
    /// Processor time that the calling thread spent in it.
    public var caller: UInt64
  }
  /// One task, for the trace: clock times in nanoseconds.
  public struct Slice: Sendable {
    public var stage: String
    public var worker: Int
    public var index: Int
    public var start: UInt64
    public var end: UInt64
  }

  // SAFETY: changed before the first step starts, and by the thread outside of steps alone.
  nonisolated(unsafe) public private(set) static var isOn = false
  nonisolated(unsafe) static var keepsSlices = false
  nonisolated(unsafe) static var isInside = false
  nonisolated(unsafe) static var steps: [Step] = []
  nonisolated(unsafe) static var slices: [Slice] = []

  /// - Requires: no step has run yet.
  public static func start(slices: Bool) {
    isOn = true
    keepsSlices = slices
  }

  /// The steps since the last call.
  public static func takeSteps() -> [Step] {
    defer { steps = [] }
    return steps
  }
  /// All tasks so far, by stage and start.
  public static func allSlices() -> [Slice] { slices }

  public static func processorTime() -> UInt64 { clock(CLOCK_THREAD_CPUTIME_ID) }
  public static func wallTime() -> UInt64 { clock(CLOCK_MONOTONIC) }
  private static func clock(_ id: clockid_t) -> UInt64 {
    var time = timespec()
    clock_gettime(id, &time)
    return UInt64(time.tv_sec) * 1_000_000_000 + UInt64(time.tv_nsec)
  }

  /// The record of a step that starts now; nil if it is off, or for a step inside another.
  static func begin(workers: Int) -> StepRecord? {
    guard isOn, skein_thread().pointee.worker == 0, !isInside else { return nil }
    isInside = true
    return StepRecord(workers: workers)
  }
}

/// The counters of one step while it runs. SHARED: an entry per worker, on a cache line of its own.
struct StepRecord: @unchecked Sendable {
  // SAFETY: see above; read after all tasks have ended.
  private static var line: Int { 16 }
  private let words: UnsafeMutablePointer<UInt64>
  private let slices: UnsafeMutablePointer<[StepProfile.Slice]>
  private let workers: Int
  private let stage: String
  private let start: UInt64

  init(workers: Int) {
    self.workers = workers
    words = .allocate(capacity: workers * Self.line)
    words.initialize(repeating: 0, count: workers * Self.line)
    slices = .allocate(capacity: workers)
    slices.initialize(repeating: [], count: workers)
    stage = skein_thread().pointee.stage.map { String(cString: $0) } ?? "other"
    start = StepProfile.processorTime()
  }

  func run<R>(_ index: Int, _ body: () -> R) -> R {
    let worker = Workers.current
    let wall = StepProfile.keepsSlices ? StepProfile.wallTime() : 0
    let before = StepProfile.processorTime()
    let result = body()
    let time = StepProfile.processorTime() - before
    let own = words + worker * Self.line
    own[0] += time
    own[1] = max(own[1], time)
    own[2] += 1
    if StepProfile.keepsSlices {
      slices[worker].append(
        StepProfile.Slice(stage: stage, worker: worker, index: index, start: wall, end: StepProfile.wallTime()))
    }
    return result
  }

  func end() {
    var step = StepProfile.Step(stage: stage, tasks: 0, work: 0, longest: 0, caller: StepProfile.processorTime() - start)
    for w in 0..<workers {
      let own = words + w * Self.line
      step.work += own[0]
      step.longest = max(step.longest, own[1])
      step.tasks += Int(own[2])
      StepProfile.slices += slices[w]
    }
    StepProfile.steps.append(step)
    words.deallocate()
    slices.deinitialize(count: workers)
    slices.deallocate()
    StepProfile.isInside = false
  }
}
