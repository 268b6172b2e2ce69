// One codegen unit's LLVM module, with the types, attributes and declarations it uses.
import CLLVM
import Glibc

/// Attributes that code generation gives. Their LLVM numbers are looked up once per context.
enum AttributeKind: Int, CaseIterable {
  case alwaysinline, inlinehint, noinline, cold, naked, noreturn, nounwind, uwtable, nonlazybind, minsize, optsize, noredzone
  case noalias, nocapture, nonnull, noundef, readonly, readnone, dereferenceable, align, zeroext, signext, inreg, sret, byval, range
  case returned, writable, memory, allockind, allocsize, willreturn, speculatable, nofree, nosync
  case dead_on_unwind, optnone, sanitize_address, allocptr, hot, mustprogress
}

/// One codegen unit while it is built. Sharing: per worker.
public final class UnitContext {
  let worker: BackendWorker
  let context: LLVMContextRef
  let module: LLVMModuleRef
  let builder: LLVMBuilderRef
  /// For allocas, which stand at the start of a function while code is added at its end.
  let allocaBuilder: LLVMBuilderRef
  public let name: String
  /// Errors that LLVM reported, such as bad inline assembly.
  var diagnostics: [String] = []

  let void: LLVMTypeRef
  let i1: LLVMTypeRef
  let i8: LLVMTypeRef
  let i16: LLVMTypeRef
  let i32: LLVMTypeRef
  let i64: LLVMTypeRef
  let i128: LLVMTypeRef
  let half: LLVMTypeRef
  let float: LLVMTypeRef
  let double: LLVMTypeRef
  let fp128: LLVMTypeRef
  let pointer: LLVMTypeRef

  private var attributeNumbers = [UInt32](repeating: 0, count: AttributeKind.allCases.count)
  private var enumAttributes = [LLVMAttributeRef?](repeating: nil, count: AttributeKind.allCases.count)
  private var intrinsics: [String: (function: LLVMValueRef, type: LLVMTypeRef)] = [:]
  let emptyMetadata: LLVMValueRef
  private var metadataKinds: [String: UInt32] = [:]

  public init(_ worker: BackendWorker, name: String) {
    self.worker = worker
    self.name = name
    let context = worker.context
    self.context = context
    module = LLVMModuleCreateWithNameInContext(name, context)
    builder = LLVMCreateBuilderInContext(context)
    allocaBuilder = LLVMCreateBuilderInContext(context)
    void = LLVMVoidTypeInContext(context)
    i1 = LLVMInt1TypeInContext(context)
    i8 = LLVMInt8TypeInContext(context)
    i16 = LLVMInt16TypeInContext(context)
    i32 = LLVMInt32TypeInContext(context)
    i64 = LLVMInt64TypeInContext(context)
    i128 = LLVMInt128TypeInContext(context)
    half = LLVMHalfTypeInContext(context)
    float = LLVMFloatTypeInContext(context)
    double = LLVMDoubleTypeInContext(context)
    fp128 = LLVMFP128TypeInContext(context)
    pointer = LLVMPointerTypeInContext(context, 0)
    emptyMetadata = LLVMMetadataAsValue(context, LLVMMDNodeInContext2(context, nil, 0))
    LLVMSetTarget(module, worker.settings.triple)
    LLVMSetDataLayout(module, worker.settings.dataLayout)
    if worker.settings.isPositionIndependent { skein_llvm_set_pic_level(module, worker.settings.isPIE) }
    for kind in AttributeKind.allCases {
      var text = "\(kind)"
      attributeNumbers[kind.rawValue] = text.withUTF8 {
        LLVMGetEnumAttributeKindForName(UnsafeRawPointer($0.baseAddress!).assumingMemoryBound(to: CChar.self), $0.count)
      }
    }
    LLVMContextSetDiagnosticHandler(
      context,
      { info, owner in
        guard let info, let owner, LLVMGetDiagInfoSeverity(info) == LLVMDSError else { return }
        let unit = Unmanaged<UnitContext>.fromOpaque(owner).takeUnretainedValue()
        let text = LLVMGetDiagInfoDescription(info)
        unit.diagnostics.append(text.map { String(cString: $0) } ?? "error in LLVM")
        LLVMDisposeMessage(text)
      }, Unmanaged.passUnretained(self).toOpaque())
  }

  deinit {
    LLVMContextSetDiagnosticHandler(context, nil, nil)
    LLVMDisposeBuilder(builder)
    LLVMDisposeBuilder(allocaBuilder)
    LLVMDisposeModule(module)
  }

  // MARK: attributes

  func attribute(_ kind: AttributeKind) -> LLVMAttributeRef {
    if let found = enumAttributes[kind.rawValue] { return found }
    let made = LLVMCreateEnumAttribute(context, attributeNumbers[kind.rawValue], 0)!
    enumAttributes[kind.rawValue] = made
    return made
  }
  func attribute(_ kind: AttributeKind, _ value: UInt64) -> LLVMAttributeRef {
    LLVMCreateEnumAttribute(context, attributeNumbers[kind.rawValue], value)
  }
  func attribute(_ kind: AttributeKind, type: LLVMTypeRef) -> LLVMAttributeRef {
    LLVMCreateTypeAttribute(context, attributeNumbers[kind.rawValue], type)
  }
  /// `range(iN start, end)`; the end is exclusive.
  func rangeAttribute(bits: UInt64, start: UInt128, end: UInt128) -> LLVMAttributeRef {
    let lower = [UInt64(truncatingIfNeeded: start), UInt64(truncatingIfNeeded: start >> 64)]
    let upper = [UInt64(truncatingIfNeeded: end), UInt64(truncatingIfNeeded: end >> 64)]
    return LLVMCreateConstantRangeAttribute(
      context, attributeNumbers[AttributeKind.range.rawValue], UInt32(bits), lower, upper)
  }
  func attribute(_ key: String, _ value: String) -> LLVMAttributeRef {
    LLVMCreateStringAttribute(context, key, UInt32(key.utf8.count), value, UInt32(value.utf8.count))
  }

  // MARK: types and constants

  func intType(bits: UInt64) -> LLVMTypeRef {
    switch bits {
    case 1: i1
    case 8: i8
    case 16: i16
    case 32: i32
    case 64: i64
    case 128: i128
    default: LLVMIntTypeInContext(context, UInt32(bits))
    }
  }
  func intType(bytes: UInt64) -> LLVMTypeRef { intType(bits: bytes * 8) }
  func bytesType(_ count: UInt64) -> LLVMTypeRef { LLVMArrayType2(i8, count) }
  func structType(_ fields: [LLVMTypeRef], packed: Bool = false) -> LLVMTypeRef {
    var fields: [LLVMTypeRef?] = fields
    return LLVMStructTypeInContext(context, &fields, UInt32(fields.count), packed ? 1 : 0)
  }
  func functionType(_ params: [LLVMTypeRef], _ result: LLVMTypeRef, isVariadic: Bool = false) -> LLVMTypeRef {
    var params: [LLVMTypeRef?] = params
    return LLVMFunctionType(result, &params, UInt32(params.count), isVariadic ? 1 : 0)
  }
  func const(_ type: LLVMTypeRef, _ value: UInt64) -> LLVMValueRef { LLVMConstInt(type, value, 0) }
  func const(_ type: LLVMTypeRef, _ value: UInt128) -> LLVMValueRef {
    let words = [UInt64(truncatingIfNeeded: value), UInt64(truncatingIfNeeded: value >> 64)]
    return LLVMConstIntOfArbitraryPrecision(type, 2, words)
  }
  func const64(_ value: UInt64) -> LLVMValueRef { LLVMConstInt(i64, value, 0) }
  func const32(_ value: UInt32) -> LLVMValueRef { LLVMConstInt(i32, UInt64(value), 0) }
  func constBool(_ value: Bool) -> LLVMValueRef { LLVMConstInt(i1, value ? 1 : 0, 0) }
  func undef(_ type: LLVMTypeRef) -> LLVMValueRef { LLVMGetUndef(type) }
  func poison(_ type: LLVMTypeRef) -> LLVMValueRef { LLVMGetPoison(type) }
  func null(_ type: LLVMTypeRef) -> LLVMValueRef { LLVMConstNull(type) }
  func isConstInt(_ v: LLVMValueRef) -> UInt64? {
    LLVMIsAConstantInt(v) != nil && LLVMGetIntTypeWidth(LLVMTypeOf(v)) <= 64 ? LLVMConstIntGetZExtValue(v) : nil
  }

  // MARK: intrinsics and metadata

  /// Declares LLVM's intrinsic with this full name.
  func intrinsic(_ name: String, _ params: [LLVMTypeRef], _ result: LLVMTypeRef) -> (function: LLVMValueRef, type: LLVMTypeRef) {
    if let found = intrinsics[name] { return found }
    let type = functionType(params, result)
    let made = (function: LLVMAddFunction(module, name, type)!, type: type)
    intrinsics[name] = made
    return made
  }
  func metadataKind(_ name: String) -> UInt32 {
    if let found = metadataKinds[name] { return found }
    let kind = LLVMGetMDKindIDInContext(context, name, UInt32(name.utf8.count))
    metadataKinds[name] = kind
    return kind
  }
  func setMetadata(_ value: LLVMValueRef, _ name: String, _ node: LLVMValueRef) {
    LLVMSetMetadata(value, metadataKind(name), node)
  }
  /// `!range` of a load; `end` is exclusive.
  func setRange(_ load: LLVMValueRef, type: LLVMTypeRef, start: UInt128, end: UInt128) {
    var parts: [LLVMMetadataRef?] = [LLVMValueAsMetadata(const(type, start)), LLVMValueAsMetadata(const(type, end))]
    setMetadata(load, "range", LLVMMetadataAsValue(context, LLVMMDNodeInContext2(context, &parts, 2)))
  }
}
