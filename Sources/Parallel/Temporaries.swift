// Files that must not stay behind when the process is ended.
import CParallel

/// A file or folder that is deleted if a signal or a crash ends the process. SHARED: a lock-free list, which the handler of the signal
/// walks.
public struct Temporary: @unchecked Sendable {
  // SAFETY: nodes are added atomically and live as long as the process.
  public let path: String
  private let node: UnsafeMutableRawPointer

  /// Registers `path`, before it is made.
  public init(_ path: String) {
    self.path = path
    node = skein_remember_temporary(path)
  }

  /// Says that it has been renamed or deleted.
  public func forget() { skein_forget_temporary(node) }

  /// From now on SIGINT, SIGTERM and SIGHUP delete what is registered before they end the process.
  public static func installHandlers() { skein_install_end_handlers() }

  /// The process group that is to end with this process: the linker's. 0 for none.
  public static func setChild(_ group: Int32) { skein_remember_child(group) }
}
