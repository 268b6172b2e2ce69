// Reading a trace, printing predictions.
import Foundation
import Simulate

struct TraceError: Error, CustomStringConvertible {
  var description: String
}

/// The task graph in the trace at `path`.
func readGraph(_ path: String) throws -> TaskGraph {
  guard let data = FileManager.default.contents(atPath: path) else { throw TraceError(description: "cannot be read") }
  guard let root = try? JSONSerialization.jsonObject(with: data) as? [String: Any] else { throw TraceError(description: "is no JSON") }
  guard let steps = (root["taskGraph"] as? [String: Any])?["steps"] as? [[String: Any]] else {
    throw TraceError(description: "has no task graph: it is not a trace of `skeinc -Z self-profile`")
  }
  var graph = TaskGraph()
  for step in steps {
    guard let stage = step["stage"] as? String, let serial = step["serial"] as? NSNumber, let tasks = step["tasks"] as? [NSNumber] else {
      throw TraceError(description: "has a step without stage, serial time or tasks")
    }
    let after = (step["after"] as? [NSNumber] ?? []).map(\.intValue)
    graph.steps.append(
      TaskGraph.Step(stage: stage, serial: serial.uint64Value, tasks: tasks.map(\.uint64Value), after: after.count == tasks.count ? after : []))
  }
  return graph
}

func printPredictions(_ graph: TaskGraph, _ cores: [Int]) {
  func seconds(_ time: UInt64) -> String { String(format: "%8.3f", Double(time) / 1e9) }
  let work = graph.work
  print("work \(seconds(work)) s, span \(seconds(graph.span)) s, on one core in any case \(seconds(graph.serial)) s")
  let predictions = cores.map { simulate(graph, cores: $0) }
  let width = max(10, predictions.first?.stages.map(\.stage.count).max() ?? 0)
  func row(_ name: String, _ cells: [String]) { print(name.padding(toLength: width, withPad: " ", startingAt: 0) + " " + cells.joined(separator: " ")) }
  row("cores", predictions.map { String(format: "%8d", $0.cores) })
  for i in predictions[0].stages.indices { row(predictions[0].stages[i].stage, predictions.map { seconds($0.stages[i].time) }) }
  row("total", predictions.map { seconds($0.total) })
  row("faster", predictions.map { String(format: "%7.2fx", Double(work) / Double(max(1, $0.total))) })
  row("busy cores", predictions.map { String(format: "%8.2f", Double(work) / Double(max(1, $0.total))) })
  print("on one core in any case: " + graph.serialFloor.filter { $0.time * 100 >= work }.map { "\($0.stage)\(seconds($0.time)) s" }.joined(separator: ", "))
}
