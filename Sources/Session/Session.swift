// What every step may ask for: fixed before the first step, read-only after.
import Glibc
import Parallel
import Source

/// One compilation: options, target, workers. A handle: copying it costs nothing, what it points to lives as long as the process.
/// Sharing: frozen.
public struct Session: @unchecked Sendable, BitwiseCopyable {
  // SAFETY: the data are written once, before the handle exists.
  private struct Data {
    let options: Options
    let target: Target
    let cfgs: [Cfg]
    let workers: Workers
    let library: LibrarySource.Found
    let crateName: String
    let crateTypes: [CrateType]
    let outputs: OutputNames
  }
  private let data: UnsafePointer<Data>

  public init(_ options: Options, crateName: String, crateTypes: [CrateType], outputs: OutputNames) {
    let target = Target(options)
    let pointer = UnsafeMutablePointer<Data>.allocate(capacity: 1)
    pointer.initialize(
      to: Data(
        options: options, target: target, cfgs: target.cfgs(options),
        workers: Workers(count: options.threads ?? Workers.available, seed: options.scheduleSeed),
        library: LibrarySource.find(sysroot: options.sysroot), crateName: crateName, crateTypes: crateTypes,
        outputs: outputs))
    data = UnsafePointer(pointer)
  }

  public var options: Options { _read { yield data.pointee.options } }
  public var target: Target { _read { yield data.pointee.target } }
  /// Every `cfg` that holds, sorted.
  public var cfgs: [Cfg] { _read { yield data.pointee.cfgs } }
  public var workers: Workers { data.pointee.workers }
  /// The folder that holds `core/src/lib.rs`, or what to tell the user.
  public var library: LibrarySource.Found { data.pointee.library }
  public var crateName: String { data.pointee.crateName }
  /// What is made of the crate, by the command line or else its attributes.
  public var crateTypes: [CrateType] { data.pointee.crateTypes }
  public var outputs: OutputNames { data.pointee.outputs }
  public var edition: Edition { data.pointee.options.edition }
}
