// `-Z time-passes`: how long each stage took, and how much of it could run at once.
import Diagnostics
import Glibc
import Parallel
import Simulate

/// Wall and processor time of the stages, their work and span. Sharing: none.
///
/// Work is the time of all threads; span is that of the longest chain of tasks: what no two tasks share, and the longest task of each
/// parallel step.
struct StepTimer {
  let isOn: Bool
  private var wall: Double = 0
  private var cpu: Double = 0
  /// All steps so far, for the prediction and the trace.
  private(set) var graph = TaskGraph()
  /// For the trace: each stage's start and end, and the peak of memory in it.
  private(set) var spans: [(name: String, start: UInt64, end: UInt64, peak: Int)] = []
  private(set) var started: UInt64 = 0
  private let prints: Bool
  private let printsLocks: Bool

  init(prints: Bool, keepsSlices: Bool, printsLocks: Bool) {
    self.prints = prints
    self.printsLocks = printsLocks
    isOn = prints || keepsSlices || printsLocks
    if isOn {
      (wall, cpu) = Self.now()
      // What came before: loading the program, reading the command line and the root file.
      graph.steps.append(TaskGraph.Step(stage: "start", serial: UInt64(cpu * 1e9)))
      StepProfile.start(slices: keepsSlices)
      started = StepProfile.wallTime()
      PeakMemory.reset()
    }
  }

  /// Ends a stage and starts the next.
  mutating func end(_ stage: String) {
    guard isOn else { return }
    let (w, c) = Self.now()
    let (steps, rest) = StepProfile.takeSteps()
    var own = TaskGraph()
    own.steps = steps.map { TaskGraph.Step(stage: stage, serial: $0.serial, tasks: $0.tasks) }
    own.steps.append(TaskGraph.Step(stage: stage, serial: rest))
    graph.steps += own.steps
    let busy = w > wall ? (c - cpu) / (w - wall) : 0
    let peak = PeakMemory.bytes()
    PeakMemory.reset()
    if prints {
      var line = "time: \(Self.padded(w - wall, 3)); cpu: \(Self.padded(c - cpu, 3)); busy cores: \(Self.padded(busy, 2)); "
      line += "work: \(Self.seconds(own.work)); span: \(Self.seconds(own.span)); parallelism: \(Self.ratio(own.work, own.span)); peak: "
      line += "\(peak >> 20) MB\t\(stage)\n"
      writeToStandardError(line)
    }
    let ended = StepProfile.wallTime()
    spans.append((stage, spans.last?.end ?? started, ended, peak))
    (wall, cpu) = (w, c)
  }

  /// After the last stage: what is left is the end of the process, in which the system takes the memory back, on one core.
  mutating func finish() {
    guard isOn else { return }
    graph.steps.append(TaskGraph.Step(stage: "exit", serial: UInt64(StepProfile.memoryInUse() / 1024) * Self.exitTimePerKilobyte))
  }
  /// Nanoseconds, measured: 12.5 ms for 336 MB.
  private static var exitTimePerKilobyte: UInt64 { 36 }

  /// After the last stage: how much faster more cores could make this compilation, by a simulation of its tasks; and what remains on
  /// one.
  func summary(workers: Int) {
    if printsLocks { writeToStandardError(lockStatsText(workers: workers, since: started)) }
    guard prints else { return }
    let work = graph.work
    let floor = graph.serialFloor.filter { $0.time * 100 >= work }.map { "\($0.stage) \(Self.seconds($0.time))" }.joined(separator: ", ")
    writeToStandardError("work: \(Self.seconds(work)); on one core in any case: \(Self.seconds(graph.serial)) (\(floor))\n")
    let gains = [2, 4, 8, 16, 64].map { "\($0) cores \(Self.ratio(work, simulate(graph, cores: $0).total)) times" }
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

/// The peak of the process's memory since it was last reset.
private enum PeakMemory {
  static func reset() {
    let file = open("/proc/self/clear_refs", O_WRONLY | O_CLOEXEC)
    if file < 0 { return }
    // 5: the peak alone; pages stay as they are.
    _ = write(file, "5", 1)
    close(file)
  }

  static func bytes() -> Int {
    if let line = readSmallFile("/proc/self/status")?.split(separator: "\n").first(where: { $0.hasPrefix("VmHWM:") }),
      let kilobytes = Int(line.filter(\.isNumber))
    {
      return kilobytes * 1024
    }
    var usage = rusage()
    getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
    return usage.ru_maxrss * 1024
  }
}
