// Facts that are computed on demand and published once: nobody waits for another thread's computation.
import CParallel
import Support

/// One slot per number, each empty or holding a fact for ever. SHARED: reading is one acquire load; publishing claims the slot
/// with a compare-and-swap, writes, and releases.
///
/// Facts are pure functions of frozen inputs, so two threads that need one at once may both compute it: the first to publish wins
/// and everybody uses its value. A handle; the table lives as long as the process.
public struct OnceTable<Value: BitwiseCopyable>: @unchecked Sendable, BitwiseCopyable {
  // SAFETY: a value is written by the one who claimed the slot, before `state` is released as `full`.
  @usableFromInline struct Slot: BitwiseCopyable {
    @usableFromInline var state: UInt32
    @usableFromInline var value: Value
  }
  @usableFromInline static var empty: UInt32 { 0 }
  @usableFromInline static var claimed: UInt32 { 1 }
  @usableFromInline static var full: UInt32 { 2 }

  @usableFromInline let slots: UnsafeMutablePointer<Slot>
  /// Word 0: duplicates; word 1: facts published while that is counted.
  @usableFromInline let header: UnsafeMutablePointer<UInt32>
  public let capacity: Int

  /// - Parameter name: under which `-Z lock-stats` counts it, together with others of the name.
  public init(capacity: Int, name: StaticString) {
    self.capacity = capacity
    let memory = skein_reserve(64 + capacity * MemoryLayout<Slot>.stride)!
    header = memory.bindMemory(to: UInt32.self, capacity: 16)
    slots = (memory + 64).bindMemory(to: Slot.self, capacity: capacity)
    LockStats.register(name, onceTable: header)
  }

  /// The fact with this number, if it is there.
  @inlinable public subscript(n: Int) -> Value? {
    precondition(n >= 0 && n < capacity)
    let slot = slots + n
    return skein_load_acquire_u32(slotState(slot)) == Self.full ? slot.pointee.value : nil
  }
  @inlinable public subscript<T: ~Copyable>(id: ID<T>) -> Value? { self[id.index] }

  /// Publishes `value`, unless another thread was first. Returns the value that everybody sees.
  @inlinable @discardableResult public func publish(_ value: Value, at n: Int) -> Value {
    precondition(n >= 0 && n < capacity)
    let slot = slots + n
    var expected = Self.empty
    if skein_cas_u32(slotState(slot), &expected, Self.claimed) {
      slot.pointee.value = value
      skein_store_release_u32(slotState(slot), Self.full)
      if skein_is_counting() { _ = skein_fetch_add_u32(header + 1, 1) }
      return value
    }
    _ = skein_fetch_add_u32(header, 1)
    // The winner is between two stores: this wait is some nanoseconds, never a computation.
    while skein_load_acquire_u32(slotState(slot)) != Self.full {}
    return slot.pointee.value
  }
  @inlinable @discardableResult public func publish<T: ~Copyable>(_ value: Value, at id: ID<T>) -> Value {
    publish(value, at: id.index)
  }

  /// The fact with this number, computed if it is not there yet.
  @inlinable public func get<E: Error>(_ n: Int, _ compute: () throws(E) -> Value) throws(E) -> Value {
    if let found = self[n] { return found }
    return publish(try compute(), at: n)
  }

  /// How many computed values were thrown away because another thread was first.
  public var duplicates: Int { Int(skein_load_relaxed_u32(header)) }

  @inlinable func slotState(_ slot: UnsafeMutablePointer<Slot>) -> UnsafeMutablePointer<UInt32> {
    UnsafeMutableRawPointer(slot).assumingMemoryBound(to: UInt32.self)
  }
}

/// One fact for the whole process. SHARED: as `OnceTable`.
public struct OnceSlot<Value: BitwiseCopyable>: @unchecked Sendable, BitwiseCopyable {
  // SAFETY: see `OnceTable`.
  @usableFromInline let table: OnceTable<Value>
  public init(name: StaticString) { table = OnceTable(capacity: 1, name: name) }
  @inlinable public var value: Value? { table[0] }
  @inlinable @discardableResult public func publish(_ value: Value) -> Value { table.publish(value, at: 0) }
  @inlinable public func get<E: Error>(_ compute: () throws(E) -> Value) throws(E) -> Value { try table.get(0, compute) }
}
