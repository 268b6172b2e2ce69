// The form for work that finds more work: files with `mod` items, instances that reach instances.
import CParallel
import Glibc

/// The outputs of `body` for all of `initial` and for every task that a task adds, in an order that depends on the tasks alone: each
/// task's output is followed by those of the tasks it added, in the order it added them (pre-order of the tree of tasks).
///
/// A worker takes the task it added last; who has none steals another's oldest, and sleeps when there is none to steal. Inside a
/// parallel step it runs on the calling worker alone.
public func parallelWorklist<Worker: ~Copyable, Task, Output>(
  initial: [Task], workers: Workers, makeWorker: @Sendable () -> Worker,
  body: @Sendable (inout Worker, Task, _ add: (Task) -> Void) -> Output
) -> [Output] {
  let list = Worklist<Task, Output>(workers: workers.mayFork ? workers.count : 1, seed: workers.seed)
  for task in initial { list.addRoot(task) }
  workers.run(participants: list.workers) { number in
    var worker: Worker? = nil
    var shuffler = Shuffler(seed: workers.seed &+ UInt64(number) &+ 1)
    while let node = list.next(number, &shuffler) {
      if worker == nil { worker = makeWorker() }
      Worklist<Task, Output>.run(node, on: &worker!, number, list, body)
    }
  }
  return list.finish()
}

/// The tasks of one `parallelWorklist`. SHARED: a node belongs to the worker that runs it, and to the caller after the end; deques
/// are Chase-Lev deques; `pending` counts tasks not yet ended, `sleepers` and `epoch` are for going to sleep.
private struct Worklist<Task, Output>: @unchecked Sendable {
  // SAFETY: see above.
  struct Node {
    var task: Task?
    var output: Output?
    var firstChild: UnsafeMutablePointer<Node>? = nil
    var lastChild: UnsafeMutablePointer<Node>? = nil
    var nextSibling: UnsafeMutablePointer<Node>? = nil
  }
  typealias NodeRef = UnsafeMutablePointer<Node>

  let workers: Int
  let seed: UInt64
  let deques: UnsafeMutablePointer<StealDeque>
  let root: NodeRef
  let pending: UnsafeMutablePointer<Int64>
  let epoch: UnsafeMutablePointer<UInt32>
  let sleepers: UnsafeMutablePointer<UInt32>

  init(workers: Int, seed: UInt64) {
    self.workers = workers
    self.seed = seed
    deques = .allocate(capacity: workers)
    for w in 0..<workers { (deques + w).initialize(to: StealDeque()) }
    root = .allocate(capacity: 1)
    root.initialize(to: Node())
    pending = .allocate(capacity: 1)
    pending.initialize(to: 0)
    epoch = .allocate(capacity: 1)
    epoch.initialize(to: 0)
    sleepers = .allocate(capacity: 1)
    sleepers.initialize(to: 0)
  }

  func makeChild(of parent: NodeRef, _ task: Task) -> NodeRef {
    let node = NodeRef.allocate(capacity: 1)
    node.initialize(to: Node(task: task))
    if let last = parent.pointee.lastChild { last.pointee.nextSibling = node } else { parent.pointee.firstChild = node }
    parent.pointee.lastChild = node
    return node
  }

  func addRoot(_ task: Task) {
    let node = makeChild(of: root, task)
    pending.pointee += 1
    deques[Int(pending.pointee) % workers].push(UInt(bitPattern: node))
  }

  static func run<Worker: ~Copyable>(
    _ node: NodeRef, on worker: inout Worker, _ number: Int, _ list: Worklist,
    _ body: @Sendable (inout Worker, Task, _ add: (Task) -> Void) -> Output
  ) {
    let task = node.pointee.task.take()!
    node.pointee.output = body(&worker, task) { added in
      let child = list.makeChild(of: node, added)
      _ = skein_fetch_add_seq_i64(list.pending, 1)
      list.deques[number].push(UInt(bitPattern: child))
      if list.workers > 1, skein_load_seq_u32(list.sleepers) > 0 { list.wake(1) }
    }
    if skein_fetch_add_seq_i64(list.pending, -1) == 1 { list.wake(Int32.max) }
  }

  func wake(_ count: Int32) {
    if workers == 1 { return }
    _ = skein_fetch_add_seq_u32(epoch, 1)
    skein_futex_wake(epoch, count)
  }

  /// A task for worker `number`; nil when all tasks have ended.
  func next(_ number: Int, _ shuffler: inout Shuffler) -> NodeRef? {
    if seed != 0 && workers > 1 && shuffler.next(below: 4) == 0 { sched_yield() }
    while true {
      // With a seed, sometimes the oldest of the own tasks instead of the newest.
      if seed != 0, shuffler.next(below: 2) == 0, let found = deques[number].steal() { return NodeRef(bitPattern: found) }
      if let found = deques[number].pop() { return NodeRef(bitPattern: found) }
      if skein_load_seq_i64(pending) == 0 { return nil }
      if let found = stealAny(number, &shuffler) { return found }
      let seen = skein_load_seq_u32(epoch)
      _ = skein_fetch_add_seq_u32(sleepers, 1)
      // Looks once more after it can be seen sleeping, so that no task is added unnoticed.
      let found = stealAny(number, &shuffler)
      if found == nil && skein_load_seq_i64(pending) != 0 { skein_futex_wait(epoch, seen) }
      _ = skein_fetch_add_seq_u32(sleepers, ~0)
      if let found { return found }
    }
  }

  func stealAny(_ number: Int, _ shuffler: inout Shuffler) -> NodeRef? {
    let first = shuffler.next(below: workers)
    for k in 0..<workers {
      let victim = (first + k) % workers
      if victim != number, let found = deques[victim].steal() { return NodeRef(bitPattern: found) }
    }
    return nil
  }

  /// The outputs in pre-order; frees everything.
  func finish() -> [Output] {
    var outputs: [Output] = []
    var stack: [NodeRef] = []
    func pushChildren(_ node: NodeRef) {
      let start = stack.count
      var child = node.pointee.firstChild
      while let c = child {
        stack.append(c)
        child = c.pointee.nextSibling
      }
      stack[start...].reverse()
      node.deinitialize(count: 1)
      node.deallocate()
    }
    pushChildren(root)
    while let node = stack.popLast() {
      outputs.append(node.pointee.output.take()!)
      pushChildren(node)
    }
    for w in 0..<workers { deques[w].deallocate() }
    deques.deallocate()
    pending.deallocate()
    epoch.deallocate()
    sleepers.deallocate()
    return outputs
  }
}

/// A Chase-Lev deque of words: its owner pushes and pops at the bottom, others steal from the top. SHARED: `top` and `bottom` are
/// sequentially consistent; an outgrown ring stays until the end, because a thief may still read it.
private struct StealDeque: @unchecked Sendable {
  // SAFETY: see above.
  /// Words: 0 top, 8 bottom, 16 address of the ring (word 0 is its mask); each in a cache line of its own.
  private let words: UnsafeMutablePointer<Int64>
  private var top: UnsafeMutablePointer<Int64> { words }
  private var bottom: UnsafeMutablePointer<Int64> { words + 8 }
  private var ring: UnsafeMutablePointer<UInt64> { UnsafeMutableRawPointer(words + 16).assumingMemoryBound(to: UInt64.self) }
  private let old: UnsafeMutablePointer<[UInt]>

  init() {
    words = .allocate(capacity: 24)
    words.initialize(repeating: 0, count: 24)
    old = .allocate(capacity: 1)
    old.initialize(to: [])
    ring.pointee = Self.makeRing(64)
  }
  func deallocate() {
    for ring in old.pointee { UnsafeMutablePointer<UInt64>(bitPattern: ring)!.deallocate() }
    UnsafeMutablePointer<UInt64>(bitPattern: UInt(ring.pointee))!.deallocate()
    old.deinitialize(count: 1)
    old.deallocate()
    words.deallocate()
  }
  private static func makeRing(_ count: Int) -> UInt64 {
    let ring = UnsafeMutablePointer<UInt64>.allocate(capacity: count + 1)
    ring.initialize(repeating: 0, count: count + 1)
    ring[0] = UInt64(count - 1)
    return UInt64(UInt(bitPattern: ring))
  }
  private static func slot(_ ring: UInt64, _ i: Int64) -> UnsafeMutablePointer<UInt64> {
    let ring = UnsafeMutablePointer<UInt64>(bitPattern: UInt(ring))!
    return ring + 1 + Int(UInt64(i) & ring[0])
  }

  /// By the owner.
  func push(_ value: UInt) {
    let bottom = self.bottom.pointee
    let top = skein_load_seq_i64(self.top)
    var ring = self.ring.pointee
    let count = Int(UnsafePointer<UInt64>(bitPattern: UInt(ring))!.pointee) + 1
    if bottom - top >= Int64(count) {
      let bigger = Self.makeRing(count * 2)
      for i in top..<bottom { Self.slot(bigger, i).pointee = skein_load_relaxed_u64(Self.slot(ring, i)) }
      old.pointee.append(UInt(ring))
      ring = bigger
      skein_store_release_u64(self.ring, ring)
    }
    skein_store_relaxed_u64(Self.slot(ring, bottom), UInt64(value))
    skein_store_seq_i64(self.bottom, bottom + 1)
  }

  /// By the owner: the newest.
  func pop() -> UInt? {
    let bottom = self.bottom.pointee - 1
    skein_store_seq_i64(self.bottom, bottom)
    var top = skein_load_seq_i64(self.top)
    if top > bottom {
      skein_store_seq_i64(self.bottom, bottom + 1)
      return nil
    }
    let value = skein_load_relaxed_u64(Self.slot(ring.pointee, bottom))
    if top == bottom {
      let won = skein_cas_seq_i64(self.top, &top, top + 1)
      skein_store_seq_i64(self.bottom, bottom + 1)
      return won ? UInt(value) : nil
    }
    return UInt(value)
  }

  /// By anyone: the oldest. Nil if there is none, or if another was faster.
  func steal() -> UInt? {
    var top = skein_load_seq_i64(self.top)
    while top < skein_load_seq_i64(self.bottom) {
      let value = skein_load_relaxed_u64(Self.slot(skein_load_acquire_u64(ring), top))
      if skein_cas_seq_i64(self.top, &top, top + 1) { return UInt(value) }
    }
    return nil
  }
}
