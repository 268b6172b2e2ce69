// Finding and loading LLVM; target machines.
import CLLVM
import Glibc

/// What code is generated for. Sharing: frozen.
public struct TargetSettings: Sendable {
  public var triple = "x86_64-unknown-linux-gnu"
  public var dataLayout =
    "e-m:e-p270:32:32-p271:32:32-p272:64:64-i64:64-i128:128-f80:128-n8:16:32:64-S128"
  /// `-C target-cpu`.
  public var cpu = "x86-64"
  /// LLVM's spelling: `+sse3,-avx`.
  public var features = ""
  public var optLevel: OptLevel = .no
  public var isPositionIndependent = true
  public var isPIE = true
  public var functionSections = true
  public var trapUnreachable = true
  /// Functions that unwind need tables; `panic=abort` on Linux keeps them for backtraces, as rustc does.
  public var unwindTables = true
  /// Runs LLVM's verifier (`-Z verify-llvm-ir`, and always in debug builds of the compiler).
  public var verify = false
  /// `-C overflow-checks`, `-Z ub-checks`, `-Z contract-checks` of the crate being generated.
  public var overflowChecks = true
  public var ubChecks = true
  public var contractChecks = false
  /// `-C panic=abort`: no landing pads.
  public var panicAborts = true
  /// `-C no-prepopulate-passes`, for reading IR as we wrote it.
  public var runPasses = true
  /// `-Z inline-asm` and `-C llvm-args` are not part of it: LLVM keeps those for the whole process.
  public init() {}
}

/// `-C opt-level`.
public enum OptLevel: UInt8, Sendable, BitwiseCopyable {
  case no, less, `default`, aggressive, size, sizeMin
  /// Effort of instruction selection.
  var codegenEffort: Int32 {
    switch self {
    case .no: 0
    case .less: 1
    case .default, .size, .sizeMin: 2
    case .aggressive: 3
    }
  }
  var pipeline: String {
    switch self {
    case .no: "default<O0>"
    case .less: "default<O1>"
    case .default: "default<O2>"
    case .aggressive: "default<O3>"
    case .size: "default<Os>"
    case .sizeMin: "default<Oz>"
    }
  }
  public var isOptimizing: Bool { self != .no }
  var isForSize: Bool { self == .size || self == .sizeMin }
}

public struct BackendError: Error, Sendable {
  public var message: String
  public init(_ message: String) { self.message = message }
}

/// The LLVM library. Loaded once, by the first step that generates code.
public enum Backend {
  private static let loaded: String? = load()

  /// Loads LLVM if that has not happened yet. Costs 14 ms of page faults the first time.
  public static func start() throws(BackendError) {
    if let problem = loaded { throw BackendError(problem) }
  }

  private static func load() -> String? {
    var tried: [String] = []
    for path in candidates() where access(path, R_OK) == 0 {
      if let problem = skein_llvm_load(path) {
        return "cannot load the code generator `\(path)`: \(String(cString: problem))"
      }
      skein_llvm_initialize()
      return nil
    }
    tried = candidates()
    return "the code generator is missing: looked for \(tried.joined(separator: ", "))"
  }

  /// Beside the executable, or in `../lib`.
  private static func candidates() -> [String] {
    var buffer = [CChar](repeating: 0, count: 4096)
    let n = readlink("/proc/self/exe", &buffer, buffer.count - 1)
    guard n > 0 else { return ["libSkeinLLVM.so"] }
    let executable = String(decoding: buffer[0..<n].map { UInt8(bitPattern: $0) }, as: UTF8.self)
    var parts = executable.split(separator: "/", omittingEmptySubsequences: false)
    parts.removeLast()
    let directory = parts.joined(separator: "/")
    return [directory + "/libSkeinLLVM.so", directory + "/../lib/libSkeinLLVM.so"]
  }
}

/// One worker's LLVM: a context and a target machine. Sharing: per worker.
public final class BackendWorker {
  public let context: LLVMContextRef
  public let machine: LLVMTargetMachineRef
  public let settings: TargetSettings

  public init(_ settings: TargetSettings) throws(BackendError) {
    try Backend.start()
    var error: UnsafeMutablePointer<CChar>?
    let machine = settings.triple.withCString { triple in
      settings.cpu.withCString { cpu in
        settings.features.withCString { features in
          var o = SkeinTargetOptions()
          o.triple = triple
          o.cpu = cpu
          o.features = features
          o.optLevel = settings.optLevel.codegenEffort
          o.relocation = settings.isPositionIndependent ? 1 : 0
          o.codeModel = -1
          o.functionSections = settings.functionSections
          o.dataSections = settings.functionSections
          o.uniqueSectionNames = true
          o.trapUnreachable = settings.trapUnreachable
          o.verboseAsm = false
          return skein_llvm_target_machine(&o, &error)
        }
      }
    }
    guard let machine else {
      let text = error.map { String(cString: $0) } ?? "unknown target"
      free(error)
      throw BackendError("LLVM has no target `\(settings.triple)`: \(text)")
    }
    self.machine = machine
    self.settings = settings
    context = LLVMContextCreate()
    LLVMContextSetDiscardValueNames(context, 1)
  }

  deinit {
    LLVMDisposeTargetMachine(machine)
    LLVMContextDispose(context)
  }
}
