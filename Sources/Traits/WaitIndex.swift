// Which obligations a variable wakes.
import Infer
import Types

/// Obligations by the variables they wait for, and those that are awake. Sharing: none.
struct WaitIndex {
  /// How many obligations it knows, and how many of them are done.
  var count = 0
  var doneCount = 0
  /// By class representative: numbers of obligations.
  private var watchers: [GenericArg: [UInt32]] = [:]
  /// A bit for each.
  private var awake: [UInt64] = []
  private var always: [Int] = []
  /// How many of the context's bindings have been looked at.
  private var noted = 0

  mutating func clear(count: Int, noted: Int) {
    self.count = count
    self.noted = noted
    doneCount = 0
    watchers.removeAll(keepingCapacity: true)
    awake.removeAll(keepingCapacity: true)
    always.removeAll(keepingCapacity: true)
  }

  mutating func watch(_ root: GenericArg, _ i: Int) { watchers[root, default: []].append(UInt32(i)) }
  mutating func askAlways(_ i: Int) { always.append(i) }
  mutating func wakeThoseThatAskAlways() { for i in always { wake(i) } }

  mutating func wake(_ i: Int) {
    while awake.count <= i >> 6 { awake.append(0) }
    awake[i >> 6] |= 1 << UInt64(i & 63)
  }

  /// The first that is awake, from number `start` on; it sleeps from now on.
  mutating func nextAwake(from start: Int) -> Int? {
    var word = start >> 6
    var mask = ~UInt64(0) << UInt64(start & 63)
    while word < awake.count {
      let bits = awake[word] & mask
      if bits != 0 {
        let bit = bits.trailingZeroBitCount
        awake[word] &= ~(1 << UInt64(bit))
        return word << 6 + bit
      }
      word += 1
      mask = ~0
    }
    return nil
  }

  /// Wakes those whose variables became known since the last call; those of classes made one are watched as one.
  mutating func noteBindings(_ context: borrowing InferContext) {
    while noted < context.bindings.count {
      let b = context.bindings[noted]
      noted += 1
      move(b.variable, context)
      if b.other != b.variable { move(b.other, context) }
    }
  }

  private mutating func move(_ root: GenericArg, _ context: borrowing InferContext) {
    guard let list = watchers.removeValue(forKey: root) else { return }
    if context.isKnown(root) {
      for i in list { wake(Int(i)) }
      return
    }
    let now = context.root(of: root)
    guard now != root, var all = watchers.removeValue(forKey: now) else {
      watchers[now] = list
      return
    }
    var added = list
    if all.count < added.count { swap(&all, &added) }
    all += added
    watchers[now] = all
  }
}
