// `-Z time-passes`: how long each step took, and how much of it could run at once.
import Diagnostics
import Glibc
import Parallel

/// Wall and processor time of the steps, their work and span. Sharing: none.
///
/// Work is the processor time of all threads; span is that of the longest chain of tasks: what no two tasks share, and the longest
/// task of each parallel step.
struct StepTimer {
  let isOn: Bool
  private var wall: Double = 0
  private var cpu: Double = 0
  private var thread: UInt64 = 0
  /// Of the whole compilation: time outside of parallel steps, and the steps.
  private var serial: UInt64 = 0
  private var serialByStep: [(name: String, time: UInt64)] = []
  private var parallel: [StepProfile.Step] = []
  /// For the trace: each step's start and end, and the peak of memory after it.
  private(set) var spans: [(name: String, start: UInt64, end: UInt64, memory: Int)] = []
  private var started: UInt64 = 0
  private let prints: Bool

  init(isOn prints: Bool, keepsSlices: Bool) {
    self.prints = prints
    isOn = prints || keepsSlices
    if isOn {
      StepProfile.start(slices: keepsSlices)
      started = StepProfile.wallTime()
      (wall, cpu) = Self.now()
      thread = StepProfile.processorTime()
    }
  }

  /// Ends a step and starts the next.
  mutating func end(_ step: String) {
    guard isOn else { return }
    let (w, c) = Self.now()
    let t = StepProfile.processorTime()
    let steps = StepProfile.takeSteps()
    let own = (t - thread) - min(t - thread, steps.reduce(0) { $0 + $1.caller })
    let work = steps.reduce(own) { $0 + $1.work }
    let span = steps.reduce(own) { $0 + $1.longest }
    serial += own
    serialByStep.append((step, own))
    parallel += steps
    let busy = w > wall ? (c - cpu) / (w - wall) : 0
    var usage = rusage()
    getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
    var line = "time: \(Self.padded(w - wall, 3)); cpu: \(Self.padded(c - cpu, 3)); busy cores: \(Self.padded(busy, 2)); "
    line += "work: \(Self.seconds(work)); span: \(Self.seconds(span)); parallelism: \(Self.ratio(work, span)); rss: "
    line += "\(usage.ru_maxrss / 1024) MB\t\(step)\n"
    if prints { writeToStandardError(line) }
    let ended = StepProfile.wallTime()
    spans.append((step, started, ended, usage.ru_maxrss * 1024))
    started = ended
    (wall, cpu, thread) = (w, c, t)
  }

  /// After the last step: how much faster more cores could make this compilation, each parallel step on all of them, one after the
  /// other; and what remains on one.
  func summary() {
    guard prints else { return }
    func total(_ cores: UInt64) -> UInt64 {
      parallel.reduce(serial) { $0 + (cores == 1 ? $1.work : max($1.longest, $1.work / cores)) }
    }
    let one = total(1)
    let floor = serialByStep.filter { $0.time * 100 >= one }.sorted { $0.time > $1.time }
      .map { "\($0.name) \(Self.seconds($0.time))" }.joined(separator: ", ")
    writeToStandardError("work: \(Self.seconds(one)); on one core in any case: \(Self.seconds(serial)) (\(floor))\n")
    let gains = [2, 4, 8, 16, 64].map { "\($0) cores \(Self.ratio(one, total(UInt64($0)))) times" }
    writeToStandardError("could be faster: \(gains.joined(separator: ", "))\n")
  }

  private static func now() -> (Double, Double) {
    func read(_ clock: clockid_t) -> Double {
      var time = timespec()
      clock_gettime(clock, &time)
      return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }
    return (read(CLOCK_MONOTONIC), read(CLOCK_PROCESS_CPUTIME_ID))
  }

  private static func seconds(_ nanoseconds: UInt64) -> String { padded(Double(nanoseconds) / 1e9, 3) }
  private static func ratio(_ a: UInt64, _ b: UInt64) -> String { padded(b == 0 ? 1 : Double(a) / Double(b), 2) }

  private static func padded(_ seconds: Double, _ digits: Int) -> String {
    let scale = digits == 3 ? 1000 : 100
    let n = Int((seconds * Double(scale)).rounded())
    let fraction = String(n % scale)
    return "\(n / scale).\(String(repeating: "0", count: digits - fraction.count))\(fraction)"
  }
}
