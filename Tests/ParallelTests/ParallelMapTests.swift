import Parallel
import Testing

@Suite struct ParallelMapTests {
  @Test(arguments: [(1, 0), (2, 0), (8, 0), (1, 7), (3, 7), (8, 99)])
  func resultsAreInIndexOrder(_ threads: Int, _ seed: UInt64) {
    let workers = Workers(count: threads, seed: seed)
    for count in [0, 1, 2, 3, 7, 1000] {
      let squares = parallelMap(count: count, workers: workers, makeWorker: { 0 }) { (seen: inout Int, i) in
        seen += 1
        return i * i
      }
      #expect(squares == (0..<count).map { $0 * $0 })
    }
  }

  @Test func costsOnlyChangeTheStartOrder() {
    let costs = (0..<100).map { $0 * 37 % 101 }
    for threads in [1, 2, 5] {
      let out = parallelMap(count: 100, workers: Workers(count: threads), costs: costs) { String($0) }
      #expect(out == (0..<100).map { String($0) })
    }
  }

  @Test func aStepInsideAStepRunsAlone() {
    let workers = Workers(count: 4)
    let out = parallelMap(count: 20, workers: workers) { i in
      parallelMap(count: 10, workers: workers) { $0 + i }.reduce(0, +)
    }
    #expect(out == (0..<20).map { 45 + $0 * 10 })
  }

  @Test func unevenTasksAreStolen() {
    let workers = Workers(count: 4)
    let out = parallelMap(count: 64, workers: workers) { i -> Int in
      var x = i
      for _ in 0..<(i < 16 ? 20_000 : 10) { x = x &* 31 &+ 7 }
      return x
    }
    let alone = (0..<64).map { i -> Int in
      var x = i
      for _ in 0..<(i < 16 ? 20_000 : 10) { x = x &* 31 &+ 7 }
      return x
    }
    #expect(out == alone)
  }

  /// A tree of tasks: task n adds 2n and 2n + 1 below 1,000. Pre-order is the same for all numbers of workers.
  @Test(arguments: [(2, 0), (4, 0), (8, 3), (1, 3), (3, 12345)])
  func worklistOrderDoesNotDependOnWorkers(_ threads: Int, _ seed: UInt64) {
    func run(_ workers: Workers) -> [Int] {
      parallelWorklist(initial: [1, 5000], workers: workers, makeWorker: { 0 }) { (_: inout Int, n: Int, add) in
        if n * 2 < 1000 {
          add(n * 2)
          add(n * 2 + 1)
        }
        return n
      }
    }
    let expected = run(.one)
    #expect(expected.prefix(4) == [1, 2, 4, 8])
    #expect(expected.last == 5000)
    #expect(expected.count == 1000)
    for _ in 0..<5 { #expect(run(Workers(count: threads, seed: seed)) == expected) }
  }

  @Test func bigStacksAreBig() {
    @Sendable func depth(_ n: Int) -> Int {
      withUnsafeTemporaryAllocation(byteCount: 8192, alignment: 8) { buffer in
        buffer[0] = UInt8(truncatingIfNeeded: n)
        return n == 0 ? 0 : depth(n - 1) + (buffer[0] == 0 ? 1 : 1)
      }
    }
    #expect(BigStack.run { depth(10_000) } == 10_000)
    #expect(BigStack.run { BigStack.left } > 200 << 20)
  }
}
