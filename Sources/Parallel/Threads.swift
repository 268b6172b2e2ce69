// Threads with large stacks, and what is known about the calling thread.
import CParallel
import Glibc

/// Threads of the compiler. Recursion over nested source is deep: each thread has a stack of 256 MB of address space, of which
/// only the touched part costs memory.
public enum BigStack {
  public static let size = 256 << 20

  /// Starts a thread that runs `body` and is never joined. Falls back to smaller stacks where address space is limited.
  static func startThread(_ body: @escaping @Sendable () -> Void) -> pthread_t {
    var attributes = pthread_attr_t()
    pthread_attr_init(&attributes)
    defer { pthread_attr_destroy(&attributes) }
    let argument = Unmanaged.passRetained(ThreadBody(body)).toOpaque()
    var size = Self.size
    while true {
      var thread = pthread_t()
      pthread_attr_setstacksize(&attributes, size)
      let status = pthread_create(&thread, &attributes, { argument in
        let body = Unmanaged<ThreadBody>.fromOpaque(argument!).takeRetainedValue()
        skein_use_signal_stack()
        body.run()
        return nil
      }, argument)
      if status == 0 { return thread }
      size /= 4
      if size < 1 << 20 { fatalError("cannot start a thread (error \(status))") }
    }
  }

  /// Runs `body` on a thread with a large stack, and returns when it is done. The whole compiler runs in here.
  public static func run<R: Sendable>(_ body: @escaping @Sendable () -> R) -> R {
    let result = UnsafeMutablePointer<R?>.allocate(capacity: 1)
    result.initialize(to: nil)
    defer { result.deinitialize(count: 1); result.deallocate() }
    let address = UInt(bitPattern: result)
    let thread = startThread { UnsafeMutablePointer<R?>(bitPattern: address)!.pointee = body() }
    pthread_join(thread, nil)
    return result.pointee!
  }

  /// Bytes of stack that the calling thread has left. Recursive steps stop with a message when this is below `reserve`.
  public static var left: Int { skein_stack_left() }
  /// What a recursive step leaves for the calls below it.
  public static let reserve = 1 << 20
  /// True while a recursive step may go deeper.
  public static var hasRoom: Bool { left > reserve }
}

private final class ThreadBody: Sendable {
  let run: @Sendable () -> Void
  init(_ run: @escaping @Sendable () -> Void) { self.run = run }
}

/// What the calling thread is doing, for the report of a crash. Two stores; kept per thread.
public enum Activity {
  /// Says that this thread works at `stage` (a word like "typechecking") on the thing numbered `item`.
  @inline(__always) public static func set(_ stage: StaticString, item: UInt64 = .max) {
    let thread = skein_thread()!
    thread.pointee.stage = UnsafeRawPointer(stage.utf8Start).assumingMemoryBound(to: CChar.self)
    thread.pointee.item = item
  }
  public static func clear() { skein_thread()!.pointee.stage = nil }
}
