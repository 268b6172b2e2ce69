// `-Z self-profile=FILE`: what each worker did, in the trace-event format that Perfetto and browsers' viewers open.
import Defs
import Parallel
import Session
import Simulate
import Types

/// The trace: a track for the stages; one per worker with a slice for each task, its parts, and the spans in which it waited (for a
/// lock, for the last tasks of a step, for the next step); the memory in use as a counter. Beside the events stands the task graph,
/// for `skein simulate`.
func traceText(_ timer: borrowing StepTimer, workers: Int) -> String {
  var trace = Trace(zero: timer.started)
  trace.add("{\"name\":\"process_name\",\"ph\":\"M\",\"pid\":1,\"tid\":0,\"args\":{\"name\":\"skeinc\"}}")
  trace.nameTrack(0, "stages")
  for worker in 0..<workers { trace.nameTrack(worker + 1, "worker \(worker)") }
  for span in timer.spans {
    trace.slice(span.name, "stage", 0, span.start, span.end)
    trace.counter("peak memory of the stage", span.start, span.peak)
  }
  for sample in StepProfile.memorySamples() { trace.counter("memory", sample.time, sample.bytes) }
  let steps = StepProfile.steps
  for worker in 0..<workers {
    var free = timer.started
    for s in StepProfile.slices(of: worker) {
      if s.step < 0 {
        trace.slice(s.name ?? "part", "part", worker + 1, s.start, s.end, "\"cpu\":\(trace.microseconds(s.time))")
        continue
      }
      trace.idle(worker, from: free, to: s.start, steps)
      let stage = steps[s.step].stage
      let item = s.name ?? UInt32(exactly: s.item).map { TypePrinter.path(of: DefID(rawValue: $0)) }
      var arguments = "\"step\":\(s.step),\"task\":\(s.index),\"cpu\":\(trace.microseconds(s.time))"
      if let item { arguments += ",\"item\":\(quotedJSON(item))" }
      trace.slice(item.map { "\(stage): \($0)" } ?? stage, "task", worker + 1, s.start, s.end, arguments)
      free = s.end
    }
    // The calling thread is busy with what no other can do.
    trace.idle(worker, from: free, to: timer.spans.last?.end ?? free, steps)
    for w in StepProfile.waits(of: worker) { trace.slice("waiting for a lock of \(w.lock)", "blocked", worker + 1, w.start, w.end) }
  }
  return "{\"displayTimeUnit\":\"ms\",\"traceEvents\":[\n\(trace.events.joined(separator: ",\n"))\n],\n\"taskGraph\":\(graphText(timer.graph))}\n"
}

/// Times in nanoseconds; a step starts when all before it has ended.
private func graphText(_ graph: TaskGraph) -> String {
  let steps = graph.steps.map { step in
    "{\"stage\":\(quotedJSON(step.stage)),\"serial\":\(step.serial),\"tasks\":[\(step.tasks.map(String.init).joined(separator: ","))]}"
  }
  return "{\"unit\":\"ns\",\"steps\":[\n\(steps.joined(separator: ",\n"))\n]}"
}

private struct Trace {
  let zero: UInt64
  private(set) var events: [String] = []
  init(zero: UInt64) { self.zero = zero }

  func microseconds(_ time: UInt64) -> String {
    let rest = String(time % 1000)
    return "\(time / 1000).\(String(repeating: "0", count: 3 - rest.count))\(rest)"
  }
  private func sinceStart(_ time: UInt64) -> String { microseconds(time - min(time, zero)) }

  mutating func add(_ event: String) { events.append(event) }
  mutating func nameTrack(_ track: Int, _ name: String) {
    add("{\"name\":\"thread_name\",\"ph\":\"M\",\"pid\":1,\"tid\":\(track),\"args\":{\"name\":\"\(name)\"}}")
    add("{\"name\":\"thread_sort_index\",\"ph\":\"M\",\"pid\":1,\"tid\":\(track),\"args\":{\"sort_index\":\(track)}}")
  }
  mutating func slice(_ name: String, _ category: String, _ track: Int, _ start: UInt64, _ end: UInt64, _ arguments: String = "") {
    let duration = microseconds(end - min(start, end))
    let more = arguments.isEmpty ? "" : ",\"args\":{\(arguments)}"
    add(
      "{\"name\":\(quotedJSON(name)),\"cat\":\"\(category)\",\"ph\":\"X\",\"pid\":1,\"tid\":\(track),\"ts\":\(sinceStart(start)),\"dur\":\(duration)\(more)}"
    )
  }
  mutating func counter(_ name: String, _ time: UInt64, _ bytes: Int) {
    add("{\"name\":\"\(name)\",\"ph\":\"C\",\"pid\":1,\"tid\":0,\"ts\":\(sinceStart(time)),\"args\":{\"bytes\":\(bytes)}}")
  }

  /// What `worker` waited for between two tasks: the end of a step, or its start, for which the first worker did something alone.
  mutating func idle(_ worker: Int, from: UInt64, to: UInt64, _ steps: [StepProfile.Step]) {
    // The step that holds, or is the next after, `from`.
    var low = 0
    var high = steps.count
    while low < high {
      let middle = (low + high) / 2
      if steps[middle].end <= from { low = middle + 1 } else { high = middle }
    }
    var time = from
    for step in steps[low...] where time < to {
      if step.start > time {
        let end = min(step.start, to)
        if worker > 0 { slice("idle: \(step.stage) is on one core", "idle", worker + 1, time, end) }
        time = end
      }
      if time < to, step.end > time {
        let end = min(step.end, to)
        if end - time > 1000 { slice("idle: no task of \(step.stage) is left", "idle", worker + 1, time, end) }
        time = end
      }
    }
    if time < to, worker > 0 { slice("idle", "idle", worker + 1, time, to) }
  }
}

/// A JSON string.
private func quotedJSON(_ text: String) -> String {
  var result = "\""
  for scalar in text.unicodeScalars {
    switch scalar {
    case "\"": result += "\\\""
    case "\\": result += "\\\\"
    case _ where scalar.value < 32: result += "\\u00" + (scalar.value < 16 ? "0" : "") + String(scalar.value, radix: 16)
    default: result.unicodeScalars.append(scalar)
    }
  }
  return result + "\""
}
