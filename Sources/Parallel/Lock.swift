// The one shared cell of the compiler.
import CParallel

/// Whether this process runs the compiler on one thread or on several. Decided once, at start.
public enum ParallelMode {
  /// True until `decide(threads: 1)`.
  @inlinable public static var isParallel: Bool { skein_is_parallel() }
  /// True in the build that `./dev build --serial` makes, which has no atomics at all.
  @inlinable public static var isSerialBuild: Bool { skein_is_serial_build() }

  /// Chooses plain memory or atomics and mutexes for the life of the process.
  ///
  /// - Requires: no other thread of this process uses `Parallel` yet.
  public static func decide(threads: Int) { skein_set_parallel_mode(threads > 1) }
}

/// A value that several threads may change. SHARED: with one thread a borrow-checked cell, with more a mutex.
///
/// Both notice when the holder locks again, and end the process with a message. The memory lives as long as the process.
public struct Lock<Value>: ~Copyable, @unchecked Sendable {
  // SAFETY: `value` is only reached between `skein_lock` and `skein_unlock`.
  @usableFromInline let word: UnsafeMutablePointer<skein_lock_t>
  @usableFromInline let value: UnsafeMutablePointer<Value>

  /// - Parameter name: under which `-Z lock-stats` counts it.
  @inlinable public init(_ value: sending Value, name: StaticString) {
    word = .allocate(capacity: 1)
    word.initialize(to: skein_lock_t(state: 0, owner: 0, name: LockStats.name(name, count: 1)))
    self.value = .allocate(capacity: 1)
    self.value.initialize(to: value)
  }

  /// Runs `body` alone. `R: Sendable`, because a reference to what the lock protects must not leave it.
  @inlinable public func withLock<R: Sendable, E: Error>(_ body: (inout Value) throws(E) -> R) throws(E) -> R {
    skein_lock(word)
    defer { skein_unlock(word) }
    return try body(&value.pointee)
  }
}
