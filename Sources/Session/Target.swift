// The target: x86-64 Linux with glibc, and the configuration it implies.
import Source

/// The machine that code is made for. The only one so far.
public struct Target: Sendable {
  public let triple = "x86_64-unknown-linux-gnu"
  /// Features that are on, sorted; rustc's names.
  public let features: [String]
  public let cpu: String

  public static let supportedTriples = ["x86_64-unknown-linux-gnu"]

  public init(_ options: Options) {
    cpu = options.targetCPU
    features = TargetFeatures.enabled(cpu: options.targetCPU, changes: options.targetFeatures)
  }

  /// Every `cfg` that holds for code compiled with `options`, sorted as `--print cfg` prints them.
  ///
  /// - Parameter includesUnstable: those behind feature gates as well: what library code sees, and what rustc prints when unstable
  ///   features may be used.
  public func cfgs(_ options: Options, includesUnstable: Bool = true) -> [Cfg] {
    var cfgs: [Cfg] = []
    func set(_ name: String, _ value: String? = nil, if condition: Bool = true) {
      if condition { cfgs.append(Cfg(name, value)) }
    }
    set("debug_assertions", if: options.hasDebugAssertions)
    set("panic", options.panic == .unwind ? "unwind" : options.panic == .abort ? "abort" : "immediate-abort")
    set("target_abi", "")
    set("target_arch", "x86_64")
    set("target_endian", "little")
    set("target_env", "gnu")
    set("target_family", "unix")
    for feature in features where includesUnstable || TargetFeatures.isStable(feature) { set("target_feature", feature) }
    for width in ["8", "16", "32", "64", "ptr"] { set("target_has_atomic", width) }
    set("target_os", "linux")
    set("target_pointer_width", "64")
    set("target_vendor", "unknown")
    set("unix")
    set("proc_macro", if: options.crateTypes.contains(.procMacro))
    set("test", if: options.isTest)
    if includesUnstable {
      set("emscripten_wasm_eh")
      set("fmt_debug", "full")
      set("overflow_checks", if: options.hasOverflowChecks)
      // The target's, whatever `-C relocation-model` says.
      set("relocation_model", "pic")
      set("target_has_atomic")
      set("target_has_atomic_load_store")
      for width in ["8", "16", "32", "64", "ptr"] {
        set("target_has_atomic_equal_alignment", width)
        set("target_has_atomic_load_store", width)
      }
      set("target_has_reliable_f128")
      set("target_has_reliable_f16")
      set("target_has_reliable_f16_math")
      set("target_thread_local")
      set("ub_checks", if: options.hasUBChecks)
    }
    for cfg in options.cfgs where !cfgs.contains(cfg) { cfgs.append(cfg) }
    return cfgs.sorted { $0.text.utf8.lexicographicallyPrecedes($1.text.utf8) }
  }
}
