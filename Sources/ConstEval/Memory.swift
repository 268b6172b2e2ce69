// The memory of an evaluation: byte-exact, with pointers kept apart from the bytes they stand in.
import Defs
import MIR
import Support
import Types

/// What a pointer belongs to.
enum Provenance: Hashable {
  /// An allocation of this evaluation.
  case local(Int)
  /// One that is finished: a constant's, a static, a function, a vtable.
  case global(AllocID)
}

/// Up to 16 bytes that are read at once: bits, and for pointers what they point into (bits are then the offset).
struct ScalarValue: Hashable {
  var bits: UInt128
  var provenance: Provenance?
  init(_ bits: UInt128, _ provenance: Provenance? = nil) {
    self.bits = bits
    self.provenance = provenance
  }
}

/// Why an evaluation stopped.
public enum EvaluationError: Error, Sendable {
  /// It depends on parameters that are not known.
  case tooGeneric
  /// The code panics.
  case panic(String)
  /// The code does what no program may.
  case undefinedBehavior(String)
  case unsupported(String)
  /// More steps than the limit.
  case tooManySteps
  /// What it needs has errors, which have been reported.
  case invalid
}

struct Allocation {
  var bytes: [UInt8]
  /// One flag per byte.
  var isInitialized: [Bool]
  /// By offset of the pointer-sized field.
  var pointers: [Int: Provenance]
  var alignmentLog2: UInt8
  var isMutable: Bool
  var isDead = false

  init(size: Int, alignmentLog2: UInt8, isMutable: Bool = true) {
    bytes = Array(repeating: 0, count: size)
    isInitialized = Array(repeating: false, count: size)
    pointers = [:]
    self.alignmentLog2 = alignmentLog2
    self.isMutable = isMutable
  }
}

/// All allocations of one evaluation. Sharing: none.
struct Memory {
  var allocations: [Allocation] = []

  mutating func allocate(size: UInt64, alignmentLog2: UInt8) throws(EvaluationError) -> Int {
    if size > 1 << 32 { throw .unsupported("a constant of \(size) bytes") }
    allocations.append(Allocation(size: Int(size), alignmentLog2: alignmentLog2))
    return allocations.count - 1
  }

  /// The finished memory behind `id`; statics are asked from `staticValue`.
  typealias StaticValue = (DefID) throws(EvaluationError) -> ConstAllocation

  func globalBytes(_ id: AllocID, _ statics: StaticValue) throws(EvaluationError) -> ConstAllocation {
    switch Allocations[id] {
    case .memory(let m): return m
    case .static(let d): return try statics(d)
    case .function, .vtable, .typeID: throw .undefinedBehavior("reading through a pointer to no data")
    }
  }

  func size(of p: Provenance, _ statics: StaticValue) throws(EvaluationError) -> Int {
    switch p {
    case .local(let i): return allocations[i].bytes.count
    case .global(let id):
      switch Allocations[id] {
      case .function: return 0
      case .vtable: return 1 << 16
      case .typeID: return 16
      default: return try globalBytes(id, statics).byteCount
      }
    }
  }

  // MARK: Reading

  func read(_ p: Provenance, _ offset: Int, _ size: Int, _ statics: StaticValue) throws(EvaluationError) -> ScalarValue {
    switch p {
    case .local(let i):
      let a = allocations[i]
      if a.isDead { throw .undefinedBehavior("a dangling pointer is read") }
      guard offset >= 0, offset + size <= a.bytes.count else { throw .undefinedBehavior("memory is read out of bounds") }
      var bits: UInt128 = 0
      for k in 0..<size {
        if !a.isInitialized[offset + k] { throw .undefinedBehavior("uninitialised memory is read") }
        bits |= UInt128(a.bytes[offset + k]) << UInt128(8 * k)
      }
      return ScalarValue(bits, size == 8 ? a.pointers[offset] : nil)
    case .global(let id):
      if case .typeID = Allocations[id] { return ScalarValue(0, nil) }
      let a = try globalBytes(id, statics)
      guard offset >= 0, offset + size <= a.byteCount else { throw .undefinedBehavior("memory is read out of bounds") }
      var bits: UInt128 = 0
      for k in 0..<size {
        if !a.isInitialized(at: offset + k) { throw .undefinedBehavior("uninitialised memory is read") }
        bits |= UInt128(a.buffer[offset + k]) << UInt128(8 * k)
      }
      var target: Provenance? = nil
      if size == 8 {
        for r in a.relocations.all where Int(r.offset) == offset { target = .global(r.target) }
      }
      return ScalarValue(bits, target)
    }
  }

  // MARK: Writing

  mutating func write(_ v: ScalarValue, _ size: Int, _ p: Provenance, _ offset: Int) throws(EvaluationError) {
    guard case .local(let i) = p else { throw .undefinedBehavior("a finished constant is written") }
    if allocations[i].isDead { throw .undefinedBehavior("a dangling pointer is written") }
    guard offset >= 0, offset + size <= allocations[i].bytes.count else { throw .undefinedBehavior("memory is written out of bounds") }
    clearPointers(i, offset, size)
    for k in 0..<size {
      allocations[i].bytes[offset + k] = UInt8(truncatingIfNeeded: v.bits >> UInt128(8 * k))
      allocations[i].isInitialized[offset + k] = true
    }
    if size == 8, let target = v.provenance { allocations[i].pointers[offset] = target }
  }

  mutating func clearPointers(_ i: Int, _ offset: Int, _ size: Int) {
    if allocations[i].pointers.isEmpty { return }
    for at in max(0, offset - 7)..<(offset + size) { allocations[i].pointers[at] = nil }
  }

  mutating func setUninitialized(_ p: Provenance, _ offset: Int, _ size: Int) throws(EvaluationError) {
    guard case .local(let i) = p, offset >= 0, offset + size <= allocations[i].bytes.count else { return }
    clearPointers(i, offset, size)
    for k in offset..<(offset + size) { allocations[i].isInitialized[k] = false }
  }

  /// Copies bytes with their pointers and holes; the ranges may overlap.
  mutating func copy(
    from p: Provenance, _ from: Int, to q: Provenance, _ to: Int, _ size: Int, _ statics: StaticValue
  ) throws(EvaluationError) {
    if size == 0 { return }
    var bytes: [UInt8] = []
    var mask: [Bool] = []
    var pointers: [(Int, Provenance)] = []
    switch p {
    case .local(let i):
      let a = allocations[i]
      if a.isDead { throw .undefinedBehavior("a dangling pointer is read") }
      guard from >= 0, from + size <= a.bytes.count else { throw .undefinedBehavior("memory is read out of bounds") }
      bytes = Array(a.bytes[from..<(from + size)])
      mask = Array(a.isInitialized[from..<(from + size)])
      if !a.pointers.isEmpty {
        for (at, target) in a.pointers where at >= from && at + 8 <= from + size { pointers.append((at - from, target)) }
      }
    case .global(let id):
      if case .typeID = Allocations[id] { throw .unsupported("a copy of the parts of a `TypeId`") }
      let a = try globalBytes(id, statics)
      guard from >= 0, from + size <= a.byteCount else { throw .undefinedBehavior("memory is read out of bounds") }
      bytes = Array(a.buffer[from..<(from + size)])
      mask = (from..<(from + size)).map { a.isInitialized(at: $0) }
      for r in a.relocations.all where Int(r.offset) >= from && Int(r.offset) + 8 <= from + size {
        pointers.append((Int(r.offset) - from, .global(r.target)))
      }
    }
    guard case .local(let j) = q else { throw .undefinedBehavior("a finished constant is written") }
    guard to >= 0, to + size <= allocations[j].bytes.count else { throw .undefinedBehavior("memory is written out of bounds") }
    clearPointers(j, to, size)
    allocations[j].bytes.replaceSubrange(to..<(to + size), with: bytes)
    allocations[j].isInitialized.replaceSubrange(to..<(to + size), with: mask)
    for (at, target) in pointers { allocations[j].pointers[to + at] = target }
  }

  // MARK: Results

  /// Finished copies of the allocation and of all that it points to.
  mutating func intern(_ i: Int, isMutable: Bool, _ done: inout [Int: AllocID]) -> AllocID {
    if let id = done[i] { return id }
    let a = allocations[i]
    // What it points to comes first: constants are trees, but for pointers into themselves, which are not supported.
    done[i] = Allocations.add(.memory(ConstAllocation([], alignmentLog2: 0)))
    var relocations: [Relocation] = []
    for (offset, target) in a.pointers.sorted(by: { $0.key < $1.key }) {
      switch target {
      case .local(let j): relocations.append(Relocation(offset: UInt32(offset), target: intern(j, isMutable: false, &done)))
      case .global(let id): relocations.append(Relocation(offset: UInt32(offset), target: id))
      }
    }
    let id = Allocations.add(.memory(finished(a, relocations, isMutable: isMutable)))
    done[i] = id
    return id
  }

  func finished(_ a: Allocation, _ relocations: [Relocation], isMutable: Bool) -> ConstAllocation {
    var mask: [UInt8]? = nil
    if a.isInitialized.contains(false) {
      var bits = Array(repeating: UInt8(0), count: (a.bytes.count + 7) / 8)
      for (k, on) in a.isInitialized.enumerated() where on { bits[k >> 3] |= 1 << UInt8(k & 7) }
      mask = bits
    }
    return a.bytes.withUnsafeBufferPointer {
      ConstAllocation($0, relocations: relocations, initMask: mask, alignmentLog2: a.alignmentLog2, isMutable: isMutable)
    }
  }
}
