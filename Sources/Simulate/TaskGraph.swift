// What a compilation consisted of, as far as time goes.

/// The steps of a compilation in order: what one thread did alone, then tasks that may run at once, then a barrier. Times in
/// nanoseconds. Sharing: none.
public struct TaskGraph: Sendable {
  public struct Step: Sendable {
    public var stage: String
    /// Time on one core before the tasks start.
    public var serial: UInt64
    /// Times of the tasks, in the order in which they start.
    public var tasks: [UInt64]
    /// By task: the task that must have ended before it can start, -1 for none; empty if no task waits for another.
    public var after: [Int]

    public init(stage: String, serial: UInt64, tasks: [UInt64] = [], after: [Int] = []) {
      self.stage = stage
      self.serial = serial
      self.tasks = tasks
      self.after = after
    }
    /// The longest chain of tasks that wait for each other.
    public var span: UInt64 {
      if after.isEmpty { return tasks.max() ?? 0 }
      var ends = tasks
      for (i, before) in after.enumerated() where before >= 0 && before < i { ends[i] += ends[before] }
      return ends.max() ?? 0
    }
  }
  public var steps: [Step] = []
  public init() {}

  public var serial: UInt64 { steps.reduce(0) { $0 + $1.serial } }
  public var work: UInt64 { steps.reduce(0) { $0 + $1.serial + $1.tasks.reduce(0, +) } }
  public var span: UInt64 { steps.reduce(0) { $0 + $1.serial + $1.span } }

  /// Time on one core in any case, by stage: largest first.
  public var serialFloor: [(stage: String, time: UInt64)] {
    var sums: [String: UInt64] = [:]
    for step in steps { sums[step.stage, default: 0] += step.serial }
    return sums.map { (stage: $0.key, time: $0.value) }.sorted { ($1.time, $0.stage) < ($0.time, $1.stage) }
  }
}
