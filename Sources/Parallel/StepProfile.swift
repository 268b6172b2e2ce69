// What parallel steps did: for `-Z time-passes`, `-Z self-profile` and `-Z lock-stats`. Costs one load per step when it is off.
import CParallel
import Glibc

/// Work and span of the parallel steps of this process. SHARED: what a task does is noted by its worker, on memory of its own; steps
/// are added by the thread that runs them, outside of any step.
public enum StepProfile {
  /// One parallel step, and what one thread did alone before it. Times in nanoseconds.
  public struct Step: Sendable {
    public var stage: String
    /// Time on one core since the step before.
    public var serial: UInt64
    /// Processor time of its tasks, in the order in which they start.
    public var tasks: [UInt64]
    /// Clock times.
    public var start: UInt64
    public var end: UInt64
  }
  /// A task, or a named part of one, for the trace: clock times in nanoseconds.
  public struct Slice: Sendable {
    /// Index of the step among all; -1 for a part of a task.
    public var step: Int
    public var worker: Int
    public var index: Int
    /// What the task was about: a definition's number, `max` for none.
    public var item: UInt64
    /// The name of a unit, or of the part of a task.
    public var name: String?
    public var start: UInt64
    public var end: UInt64
    public var time: UInt64
  }
  /// What a worker did in all.
  public struct Totals: Sendable {
    public var tasks: UInt64 = 0
    public var steals: UInt64 = 0
    /// Clock time in tasks, in nanoseconds.
    public var busy: UInt64 = 0
  }
  public struct MemorySample: Sendable {
    public var time: UInt64
    public var bytes: Int
  }

  // SAFETY: changed before the first step starts, and by the thread outside of steps alone; what workers change is theirs.
  nonisolated(unsafe) public private(set) static var isOn = false
  nonisolated(unsafe) public private(set) static var keepsSlices = false
  nonisolated(unsafe) static var isInside = false
  nonisolated(unsafe) private(set) static var all: [Step] = []
  nonisolated(unsafe) private static var taken = 0
  nonisolated(unsafe) private static var mark: UInt64 = 0
  nonisolated(unsafe) private static var schedule: Int32 = -1
  nonisolated(unsafe) static var workers: UnsafeMutablePointer<WorkerProfile>! = nil
  nonisolated(unsafe) static var lastSample: UnsafeMutablePointer<UInt64>! = nil

  /// - Requires: called by the thread that runs the steps, none of which has run yet.
  public static func start(slices: Bool) {
    isOn = true
    keepsSlices = slices
    workers = .allocate(capacity: Int(skein_workers_max))
    workers.initialize(repeating: WorkerProfile(), count: Int(skein_workers_max))
    lastSample = .allocate(capacity: 1)
    lastSample.initialize(to: 0)
    schedule = open("/proc/thread-self/schedstat", O_RDONLY | O_CLOEXEC)
    mark = ownTime()
  }

  /// The steps since the last call, and the time on one core after the last of them.
  public static func takeSteps() -> (steps: [Step], serial: UInt64) {
    defer { taken = all.count }
    return (Array(all[taken...]), takeSerial())
  }
  public static var steps: [Step] { all }
  /// All tasks so far, by worker and start.
  public static func slices(of worker: Int) -> [Slice] { workers[worker].slices }
  public static func totals(of worker: Int) -> Totals { workers[worker].totals }
  public static func memorySamples() -> [MemorySample] {
    (0..<Int(skein_workers_max)).flatMap { workers[$0].memory }.sorted { $0.time < $1.time }
  }
  /// Spans in which a worker waited for a lock: clock times, and the lock's name.
  public static func waits(of worker: Int) -> [(start: UInt64, end: UInt64, lock: String)] { LockStats.waits(of: worker) }

  /// Runs `body` as a part of a task that the trace shows by name.
  @inline(__always) public static func part<R, E: Error>(_ name: StaticString, _ body: () throws(E) -> R) throws(E) -> R {
    if !keepsSlices { return try body() }
    let start = wallTime()
    let before = processorTime()
    defer {
      let worker = Workers.current
      workers[worker].slices.append(
        Slice(
          step: -1, worker: worker, index: 0, item: .max, name: name.description, start: start, end: wallTime(),
          time: processorTime() - before))
    }
    return try body()
  }
  /// Names the running task in the trace.
  @inline(__always) public static func label(_ name: @autoclosure () -> String) {
    if keepsSlices { workers[Workers.current].label = name() }
  }

  public static func processorTime() -> UInt64 {
    var time = timespec()
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
    return UInt64(time.tv_sec) * 1_000_000_000 + UInt64(time.tv_nsec)
  }
  public static func wallTime() -> UInt64 { skein_wall_time() }

  /// Clock time without that in which the calling thread waited for a processor: what it would take on a machine of its own, the wait
  /// for files and for the linker included.
  private static func ownTime() -> UInt64 {
    let wall = wallTime()
    var delay: UInt64 = 0
    if schedule >= 0 {
      withUnsafeTemporaryAllocation(byteCount: 96, alignment: 1) { buffer in
        let count = pread(schedule, buffer.baseAddress!, 96, 0)
        let words = buffer[..<max(0, count)].split(separator: 32)
        if words.count >= 2 { for digit in words[1] where digit >= 48 && digit < 58 { delay = delay &* 10 &+ UInt64(digit - 48) } }
      }
    }
    return wall - min(wall, delay)
  }
  private static func takeSerial() -> UInt64 {
    let now = ownTime()
    defer { mark = now }
    return now - min(now, mark)
  }

  /// The record of a step that starts now; nil if it is off, or for a step inside another.
  static func begin(count: Int, costs: [Int]?) -> StepRecord? {
    guard isOn, skein_thread().pointee.worker == 0, !isInside else { return nil }
    isInside = true
    return StepRecord(count: count, costs: costs, serial: takeSerial())
  }
  static func end(_ step: Step) {
    all.append(step)
    isInside = false
    mark = ownTime()
  }
  static func noteSteal(_ worker: Int) { if isOn { workers[worker].totals.steals += 1 } }

  /// How much memory the process has in use, in bytes.
  public static func memoryInUse() -> Int {
    guard let text = readSmallFile("/proc/self/statm") else { return 0 }
    let words = text.split(separator: " ")
    return words.count > 1 ? (Int(words[1]) ?? 0) * Int(sysconf(Int32(_SC_PAGESIZE))) : 0
  }
  /// Notes it, at most every two milliseconds.
  static func sampleMemory(_ now: UInt64) {
    var last = skein_load_relaxed_u64(lastSample)
    guard now - min(now, last) > 2_000_000, skein_cas_u64(lastSample, &last, now) else { return }
    workers[Workers.current].memory.append(MemorySample(time: now, bytes: memoryInUse()))
  }
}

/// What one worker notes. Sharing: per worker; padded to cache lines of its own.
struct WorkerProfile {
  var slices: [StepProfile.Slice] = []
  var memory: [StepProfile.MemorySample] = []
  var label: String?
  var totals = StepProfile.Totals()
  private var pad: (UInt64, UInt64, UInt64, UInt64, UInt64, UInt64, UInt64, UInt64) = (0, 0, 0, 0, 0, 0, 0, 0)
}

/// The record of one step while it runs. SHARED: an entry per task, written by the worker that runs it.
struct StepRecord: @unchecked Sendable {
  // SAFETY: see above; read after all tasks have ended.
  private let times: UnsafeMutablePointer<UInt64>
  private let count: Int
  private let costs: [Int]?
  private let stage: String
  private let serial: UInt64
  private let number: Int
  private let start: UInt64

  init(count: Int, costs: [Int]?, serial: UInt64) {
    self.count = count
    self.costs = costs
    self.serial = serial
    times = .allocate(capacity: max(1, count))
    times.initialize(repeating: 0, count: max(1, count))
    stage = skein_thread().pointee.stage.map { String(cString: $0) } ?? "other"
    number = StepProfile.all.count
    start = StepProfile.wallTime()
  }

  func run<R>(_ index: Int, _ body: () -> R) -> R {
    let thread = skein_thread()!
    thread.pointee.item = .max
    let own = StepProfile.workers + Workers.current
    let wall = StepProfile.wallTime()
    let before = StepProfile.processorTime()
    let result = body()
    let time = StepProfile.processorTime() - before
    let end = StepProfile.wallTime()
    times[index] = time
    own.pointee.totals.tasks += 1
    own.pointee.totals.busy += end - wall
    if StepProfile.keepsSlices {
      own.pointee.slices.append(
        StepProfile.Slice(
          step: number, worker: Workers.current, index: index, item: thread.pointee.item, name: own.pointee.label.take(), start: wall,
          end: end, time: time))
      StepProfile.sampleMemory(end)
    }
    return result
  }

  func end() {
    var tasks = Array(UnsafeBufferPointer(start: times, count: count))
    if let costs { tasks = (0..<count).sorted { (costs[$1], $0) < (costs[$0], $1) }.map { tasks[$0] } }
    times.deallocate()
    StepProfile.end(StepProfile.Step(stage: stage, serial: serial, tasks: tasks, start: start, end: StepProfile.wallTime()))
  }
}
