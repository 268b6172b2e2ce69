import Simulate
import Testing

@Suite struct SimulateTests {
  private func graph(_ steps: TaskGraph.Step...) -> TaskGraph {
    var graph = TaskGraph()
    graph.steps = steps
    return graph
  }
  private let ms: UInt64 = 1_000_000

  @Test func serialTimeStaysOnOneCore() {
    let g = graph(.init(stage: "a", serial: 5 * ms), .init(stage: "b", serial: 1 * ms))
    for cores in [1, 2, 64] { #expect(simulate(g, cores: cores).total == 6 * ms) }
    #expect(g.serialFloor.map(\.stage) == ["a", "b"])
  }

  @Test func tasksAreDealtToFreeCores() {
    let g = graph(.init(stage: "a", serial: ms, tasks: [4, 3, 2, 1].map { $0 * ms }))
    #expect(g.work == 11 * ms && g.span == 5 * ms)
    func tasks(_ cores: Int) -> UInt64 { (simulate(g, cores: cores).total - ms) / ms }
    #expect(tasks(1) == 10)
    #expect(tasks(2) == 5)
    #expect(tasks(3) == 4)
    #expect(tasks(64) == 4)
  }

  @Test func theOrderOfTasksCounts() {
    // The longest last: it starts when the others are done.
    let g = graph(.init(stage: "a", serial: 0, tasks: [1, 1, 4].map { $0 * ms }))
    #expect(simulate(g, cores: 2).total / ms == 5)
  }

  @Test func tasksWaitForThoseTheyComeFrom() {
    let g = graph(.init(stage: "a", serial: 0, tasks: [2, 3, 4].map { $0 * ms }, after: [-1, 0, 1]))
    #expect(g.span == 9 * ms)
    for cores in [1, 2, 8] { #expect(simulate(g, cores: cores).total / ms == 9) }
  }

  @Test func stepsAreBarriers() {
    let g = graph(.init(stage: "a", serial: 0, tasks: [2 * ms, 1 * ms]), .init(stage: "a", serial: 0, tasks: [2 * ms, 1 * ms]))
    let p = simulate(g, cores: 2)
    #expect(p.total / ms == 4)
    #expect(p.stages.count == 1)
  }
}
