// The common form of a parallel step: one task per index, results in index order.
import CParallel

/// The outputs of `body` for every index below `count`, in index order, whatever the number of workers.
///
/// Each worker makes itself one scratch state with `makeWorker`; no output may depend on which indices it saw before. Workers start
/// with equal ranges of indices and, when done, take half of what another has left. Inside a parallel step it runs on the calling
/// worker alone.
///
/// - Parameter costs: costs by index, where they are known and uneven: tasks start in order of falling cost.
public func parallelMap<Worker: ~Copyable, Output>(
  count: Int, workers: Workers, costs: [Int]? = nil, makeWorker: @Sendable () -> Worker,
  body: @Sendable (inout Worker, Int) -> Output
) -> [Output] {
  guard StepProfile.isOn, let record = StepProfile.begin(count: count, costs: costs) else {
    return map(count: count, workers: workers, costs: costs, makeWorker: makeWorker, body: body)
  }
  defer { record.end() }
  return map(count: count, workers: workers, costs: costs, makeWorker: makeWorker) { worker, i in
    record.run(i) { body(&worker, i) }
  }
}

private func map<Worker: ~Copyable, Output>(
  count: Int, workers: Workers, costs: [Int]?, makeWorker: @Sendable () -> Worker,
  body: @Sendable (inout Worker, Int) -> Output
) -> [Output] {
  // An array without room shares one empty buffer with all threads, and setting its count would write there.
  if count == 0 { return [] }
  let order = startOrder(count: count, workers: workers, costs: costs)
  return [Output](unsafeUninitializedCapacity: count) { buffer, initialized in
    let slots = Slots(base: buffer.baseAddress)
    if count == 1 || !workers.mayFork {
      var worker = makeWorker()
      for i in 0..<count {
        let index = order.isEmpty ? i : Int(order[i])
        (slots.base! + index).initialize(to: body(&worker, index))
      }
    } else {
      let ranges = StealableRanges(count: count, workers: min(workers.count, count), isOneQueue: costs != nil)
      workers.run(participants: ranges.workers) { number in
        guard var i = ranges.next(number) else { return }
        var worker = makeWorker()
        while true {
          let index = order.isEmpty ? i : Int(order[i])
          (slots.base! + index).initialize(to: body(&worker, index))
          guard let next = ranges.next(number) else { return }
          workers.lookAfterTokens()
          i = next
        }
      }
      ranges.deallocate()
    }
    initialized = count
  }
}

/// The same without scratch state.
public func parallelMap<Output>(
  count: Int, workers: Workers, costs: [Int]? = nil, body: @Sendable (Int) -> Output
) -> [Output] {
  parallelMap(count: count, workers: workers, costs: costs, makeWorker: { () }) { (_: inout Void, i) in body(i) }
}

/// Where the results go: each slot is written by the one task it belongs to.
private struct Slots<Output>: @unchecked Sendable {
  // SAFETY: slot i is initialised by task i alone, and read after all tasks have ended.
  let base: UnsafeMutablePointer<Output>?
}

/// Costs to give to `parallelMap`; nil if no task is more than a 64th of all, because then ranges of indices end at the same time as
/// well, and need no common queue.
public func unevenCosts(count: Int, _ cost: (Int) -> Int) -> [Int]? {
  var sum = 0
  var largest = 0
  for i in 0..<count {
    let c = cost(i)
    sum += c
    largest = max(largest, c)
  }
  return largest > sum / 64 ? (0..<count).map(cost) : nil
}

/// The order in which indices are given to workers; empty for 0, 1, 2….
private func startOrder(count: Int, workers: Workers, costs: [Int]?) -> [UInt32] {
  if workers.seed != 0 {
    var shuffler = Shuffler(seed: workers.seed ^ UInt64(count))
    return shuffler.permutation(count)
  }
  guard let costs, workers.count > 1 else { return [] }
  return (0..<UInt32(count)).sorted { (costs[Int($1)], $0) < (costs[Int($0)], $1) }
}

/// One range of indices per worker, from whose front it takes, and from whose back others steal half. SHARED: a range is one word
/// (next index, end), changed by compare-and-swap; a line of its own each. With `isOneQueue` all take from the front of one range.
private struct StealableRanges: @unchecked Sendable {
  // SAFETY: see above.
  let words: UnsafeMutablePointer<UInt64>
  let workers: Int
  private let isOneQueue: Bool
  private static var line: Int { 16 }

  init(count: Int, workers: Int, isOneQueue: Bool) {
    self.workers = workers
    self.isOneQueue = isOneQueue
    words = .allocate(capacity: workers * Self.line)
    words.initialize(repeating: 0, count: workers * Self.line)
    if isOneQueue {
      words[0] = Self.pack(0, count)
      return
    }
    for w in 0..<workers {
      words[w * Self.line] = Self.pack(w * count / workers, (w + 1) * count / workers)
    }
  }
  func deallocate() { words.deallocate() }

  static func pack(_ next: Int, _ end: Int) -> UInt64 { UInt64(next) << 32 | UInt64(end) }

  /// The next index for `worker`: its own, or stolen. Nil when all indices are given out.
  func next(_ worker: Int) -> Int? {
    let own = words + (isOneQueue ? 0 : worker * Self.line)
    var word = skein_load_relaxed_u64(own)
    while word >> 32 < word & 0xFFFF_FFFF {
      if skein_cas_u64(own, &word, word &+ 1 << 32) { return Int(word >> 32) }
    }
    if isOneQueue { return nil }
    for k in 1..<workers {
      let victim = words + (worker + k) % workers * Self.line
      var word = skein_load_acquire_u64(victim)
      while word >> 32 < word & 0xFFFF_FFFF {
        let next = Int(word >> 32)
        let end = Int(word & 0xFFFF_FFFF)
        let middle = next + (end - next) / 2
        if skein_cas_u64(victim, &word, Self.pack(next, middle)) {
          // Takes the first of the stolen half; the rest becomes its own range. Its own range is empty, so nobody else writes it.
          skein_store_release_u64(own, Self.pack(middle + 1, end))
          StepProfile.noteSteal(worker)
          return middle
        }
      }
    }
    return nil
  }
}
