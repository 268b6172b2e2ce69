// `-Z self-profile=FILE`: what each worker did, in the trace-event format that Perfetto and browsers' viewers open.
import Parallel
import Session

/// The trace: a track for the steps, one per worker with a slice for each task, and the memory after each step.
func traceText(_ timer: borrowing StepTimer, workers: Int) -> String {
  let zero = timer.spans.first?.start ?? 0
  func microseconds(_ time: UInt64) -> String {
    let t = time - min(time, zero)
    let rest = String(t % 1000)
    return "\(t / 1000).\(String(repeating: "0", count: 3 - rest.count))\(rest)"
  }
  var events: [String] = ["{\"name\":\"process_name\",\"ph\":\"M\",\"pid\":1,\"args\":{\"name\":\"skeinc\"}}"]
  func nameTrack(_ track: Int, _ name: String) {
    events.append(
      "{\"name\":\"thread_name\",\"ph\":\"M\",\"pid\":1,\"tid\":\(track),\"args\":{\"name\":\"\(name)\"}}")
  }
  func slice(_ name: String, _ track: Int, _ start: UInt64, _ end: UInt64, _ more: String = "") {
    let duration = microseconds(zero + (end - start))
    events.append(
      "{\"name\":\"\(name)\",\"ph\":\"X\",\"pid\":1,\"tid\":\(track),\"ts\":\(microseconds(start)),\"dur\":\(duration)\(more)}")
  }
  nameTrack(0, "steps")
  for worker in 0..<workers { nameTrack(worker + 1, "worker \(worker)") }
  for span in timer.spans {
    slice(span.name, 0, span.start, span.end)
    events.append(
      "{\"name\":\"memory\",\"ph\":\"C\",\"pid\":1,\"ts\":\(microseconds(span.end)),\"args\":{\"peak bytes\":\(span.memory)}}")
  }
  for s in StepProfile.allSlices() {
    slice(s.stage, s.worker + 1, s.start, s.end, ",\"args\":{\"task\":\(s.index)}")
  }
  return "{\"traceEvents\":[\n\(events.joined(separator: ",\n"))\n]}\n"
}
