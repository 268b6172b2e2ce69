// From a module in memory to bytes.
import CLLVM
import Glibc
import Parallel

/// `--emit`: what to make of a unit.
public struct EmitKinds: OptionSet, Sendable {
  public let rawValue: UInt8
  public init(rawValue: UInt8) { self.rawValue = rawValue }
  public static let object = EmitKinds(rawValue: 1)
  public static let assembly = EmitKinds(rawValue: 2)
  public static let llvmIR = EmitKinds(rawValue: 4)
  public static let bitcode = EmitKinds(rawValue: 8)
}

/// What became of one unit.
public struct EmittedUnit: Sendable {
  public var name: String
  public var object: [UInt8] = []
  public var assembly: [UInt8] = []
  public var llvmIR: [UInt8] = []
  public var bitcode: [UInt8] = []
}

extension UnitContext {
  /// Optimises the module, then makes what `kinds` asks for.
  func finish(_ kinds: EmitKinds) throws(BackendError) -> EmittedUnit {
    var out = EmittedUnit(name: name)
    let settings = worker.settings
    if settings.verify {
      var message: UnsafeMutablePointer<CChar>?
      if LLVMVerifyModule(module, LLVMReturnStatusAction, &message) != 0 {
        let text = message.map { String(cString: $0) } ?? ""
        LLVMDisposeMessage(message)
        throw BackendError("internal error: LLVM rejects the code of unit `\(name)`: \(text)")
      }
      LLVMDisposeMessage(message)
    }
    if settings.runPasses { try StepProfile.part("LLVM passes") { () throws(BackendError) in try runPasses() } }
    if kinds.contains(.bitcode) {
      let buffer = LLVMWriteBitcodeToMemoryBuffer(module)!
      out.bitcode = bytes(of: buffer)
      LLVMDisposeMemoryBuffer(buffer)
    }
    if kinds.contains(.llvmIR) {
      let text = LLVMPrintModuleToString(module)!
      out.llvmIR = Array(UnsafeRawBufferPointer(start: text, count: strlen(text)))
      LLVMDisposeMessage(text)
    }
    // Emitting changes the module, so with both kinds the assembly comes from a copy.
    if kinds.contains(.assembly) {
      let source = kinds.contains(.object) ? LLVMCloneModule(module)! : module
      out.assembly = try emit(source, LLVMAssemblyFile)
      if kinds.contains(.object) { LLVMDisposeModule(source) }
    }
    if kinds.contains(.object) { out.object = try emit(module, LLVMObjectFile) }
    return out
  }

  private func runPasses() throws(BackendError) {
    let options = LLVMCreatePassBuilderOptions()
    defer { LLVMDisposePassBuilderOptions(options) }
    let level = worker.settings.optLevel
    let vectorizes: Int32 = level == .default || level == .aggressive || level == .size ? 1 : 0
    LLVMPassBuilderOptionsSetLoopVectorization(options, vectorizes)
    LLVMPassBuilderOptionsSetSLPVectorization(options, vectorizes)
    LLVMPassBuilderOptionsSetLoopInterleaving(options, vectorizes)
    LLVMPassBuilderOptionsSetMergeFunctions(options, level == .no || level == .less ? 0 : 1)
    if let error = LLVMRunPasses(module, level.pipeline, worker.machine, options) {
      let text = LLVMGetErrorMessage(error)
      let message = text.map { String(cString: $0) } ?? ""
      LLVMDisposeErrorMessage(text)
      throw BackendError("LLVM: \(message)")
    }
  }

  private func emit(_ module: LLVMModuleRef, _ kind: LLVMCodeGenFileType) throws(BackendError) -> [UInt8] {
    try StepProfile.part("LLVM machine code") { () throws(BackendError) in try emitBytes(module, kind) }
  }

  private func emitBytes(_ module: LLVMModuleRef, _ kind: LLVMCodeGenFileType) throws(BackendError) -> [UInt8] {
    var message: UnsafeMutablePointer<CChar>?
    var buffer: LLVMMemoryBufferRef?
    if LLVMTargetMachineEmitToMemoryBuffer(worker.machine, module, kind, &message, &buffer) != 0 {
      let text = message.map { String(cString: $0) } ?? ""
      LLVMDisposeMessage(message)
      throw BackendError("LLVM cannot emit unit `\(name)`: \(text)")
    }
    if let problem = diagnostics.first { throw BackendError(problem) }
    let result = bytes(of: buffer!)
    LLVMDisposeMemoryBuffer(buffer)
    return result
  }

  private func bytes(of buffer: LLVMMemoryBufferRef) -> [UInt8] {
    Array(UnsafeRawBufferPointer(start: LLVMGetBufferStart(buffer), count: LLVMGetBufferSize(buffer)))
  }
}
