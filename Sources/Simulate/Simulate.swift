// How long a recorded compilation would take on another number of cores.

/// What a simulation says: times in nanoseconds.
public struct Prediction: Sendable {
  public var cores: Int
  public var total: UInt64 = 0
  /// By stage, in order of their first steps.
  public var stages: [(stage: String, time: UInt64)] = []

  fileprivate mutating func add(_ time: UInt64, to stage: String) {
    total += time
    if let i = stages.firstIndex(where: { $0.stage == stage }) { stages[i].time += time } else { stages.append((stage, time)) }
  }
}

/// The time of `graph` on `cores` cores, each as fast as the one that the times were taken on: a task starts on the first core that is
/// free, in order (list scheduling), and a step ends when all its tasks have. What cores take from each other (caches, memory) is not
/// known here.
///
/// - Complexity: O(tasks × log cores).
public func simulate(_ graph: TaskGraph, cores: Int) -> Prediction {
  var result = Prediction(cores: cores)
  for step in graph.steps {
    result.add(step.serial, to: step.stage)
    if step.tasks.isEmpty { continue }
    let time = makespan(step, cores: max(1, cores))
    // A step of one task, or on one core, calls nobody.
    result.add(time + (cores > 1 && step.tasks.count > 1 ? forkTime : 0), to: step.stage)
  }
  return result
}

/// What it costs to call helpers and to wait for the last of them: an estimate of a few system calls and one wake-up, not measured.
private let forkTime: UInt64 = 10_000

private func makespan(_ step: TaskGraph.Step, cores: Int) -> UInt64 {
  var free = Heap(count: min(cores, step.tasks.count))
  var ends = step.after.isEmpty ? [] : step.tasks
  var last: UInt64 = 0
  for (i, time) in step.tasks.enumerated() {
    let before = step.after.isEmpty ? -1 : step.after[i]
    let start = max(free.first, before >= 0 ? ends[before] : 0)
    if !ends.isEmpty { ends[i] = start + time }
    free.replaceFirst(start + time)
    last = max(last, start + time)
  }
  return last
}

/// When each core is free: the smallest time comes first.
private struct Heap {
  private var times: [UInt64]
  init(count: Int) { times = Array(repeating: 0, count: count) }
  var first: UInt64 { times[0] }

  mutating func replaceFirst(_ time: UInt64) {
    var i = 0
    while true {
      var child = 2 * i + 1
      if child >= times.count { break }
      if child + 1 < times.count && times[child + 1] < times[child] { child += 1 }
      if times[child] >= time { break }
      times[i] = times[child]
      i = child
    }
    times[i] = time
  }
}
