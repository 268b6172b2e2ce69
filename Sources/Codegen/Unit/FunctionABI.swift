// How arguments and results travel: in registers, as integers, or by address.
import ABI
import CLLVM
import MIR
import Monomorphize
import Support
import Types

/// What LLVM may assume of one scalar argument.
struct ArgAttributes {
  enum Extension: UInt8 { case none, zero, sign }
  var ext: Extension = .none
  var noundef = false
  var nonnull = false
  var noalias = false
  var readonly = false
  var nocapture = false
  var pointeeBytes: UInt64 = 0
  var pointeeAlignmentLog2: UInt8 = 0
}

/// A register's worth of an argument that is passed as something other than its own type.
struct RegisterPart {
  enum Kind: UInt8 { case integer, float, vector }
  var kind: Kind
  var bytes: UInt64
}

enum PassMode {
  case ignore
  case direct(ArgAttributes)
  case pair(ArgAttributes, ArgAttributes)
  /// As one or two registers with the bytes of the value.
  case cast(RegisterPart, RegisterPart?, noundef: Bool)
  /// By address; `byValue`: on the stack, as C passes large structs. Unsized arguments have metadata behind.
  case indirect(byValue: Bool)
}

struct ArgABI {
  var type: TypedLayout
  var mode: PassMode
}

/// A function's signature in LLVM. Made once per signature and unit.
final class FunctionABI {
  var args: [ArgABI]
  var result: ArgABI
  var convention: CallConvention
  var isVariadic: Bool
  var hasCallerLocation: Bool
  var canUnwind: Bool
  var llvmType: LLVMTypeRef

  init(
    args: [ArgABI], result: ArgABI, signature: MonoSignature, llvmType: LLVMTypeRef
  ) {
    self.args = args
    self.result = result
    convention = signature.convention
    isVariadic = signature.isVariadic
    hasCallerLocation = signature.hasCallerLocation
    canUnwind = signature.canUnwind
    self.llvmType = llvmType
  }

  var returnsIndirectly: Bool { if case .indirect = result.mode { true } else { false } }
  var llvmConvention: UInt32 {
    switch convention {
    case .rust, .c, .unadjusted: 0
    // LLVM's coldcc keeps more registers; only as good as its support: rustc uses it for `extern "rust-cold"`.
    case .rustCold: 9
    case .sysv64: 78
    case .win64: 79
    case .vectorcall: 80
    case .x86Interrupt: 83
    }
  }
}

extension UnitCodegen {
  /// The ABI of a call with `signature`.
  func makeABI(_ signature: MonoSignature) -> FunctionABI {
    var args: [ArgABI] = []
    args.reserveCapacity(signature.inputs.count)
    let isRust = signature.convention == .rust || signature.convention == .rustCold
    var registers = SysVRegisters()
    var result = classify(typed(signature.output), isResult: true)
    if isRust { adjustForRust(&result, isResult: true) } else if signature.convention != .unadjusted {
      adjustForSysV(&result, &registers, isResult: true)
    }
    for input in signature.inputs {
      var arg = classify(typed(input), isResult: false)
      if isRust { adjustForRust(&arg, isResult: false) } else if signature.convention != .unadjusted {
        adjustForSysV(&arg, &registers, isResult: false)
      }
      args.append(arg)
    }

    var params: [LLVMTypeRef] = []
    let returned: LLVMTypeRef
    switch result.mode {
    case .ignore: returned = ll.void
    case .direct: returned = immediateType(result.type.layout)
    case .pair: returned = immediatePairType(result.type.layout)
    case .cast(let a, let b, _): returned = castType(a, b)
    case .indirect:
      returned = ll.void
      params.append(ll.pointer)
    }
    for arg in args {
      switch arg.mode {
      case .ignore: break
      case .direct: params.append(immediateType(arg.type.layout))
      case .pair:
        guard case .scalarPair(let a, let b) = arg.type.layout.repr else { break }
        params.append(immediateType(a))
        params.append(immediateType(b))
      case .cast(let a, let b, _): params.append(castType(a, b))
      case .indirect:
        params.append(ll.pointer)
        if arg.type.layout.isUnsized { params.append(metadataType(of: arg.type.type)) }
      }
    }
    let type = ll.functionType(params, returned, isVariadic: signature.isVariadic)
    return FunctionABI(args: args, result: result, signature: signature, llvmType: type)
  }

  private func classify(_ type: TypedLayout, isResult: Bool) -> ArgABI {
    if type.isZeroSized { return ArgABI(type: type, mode: .ignore) }
    switch type.layout.repr {
    case .scalar(let s): return ArgABI(type: type, mode: .direct(attributes(of: s, in: type, at: 0, isResult: isResult)))
    case .scalarPair(let a, let b):
      return ArgABI(
        type: type,
        mode: .pair(
          attributes(of: a, in: type, at: 0, isResult: isResult),
          attributes(of: b, in: type, at: TypeLayout.pairOffset(a, b), isResult: isResult)))
    case .vector: return ArgABI(type: type, mode: .direct(ArgAttributes()))
    case .memory: return ArgABI(type: type, mode: .indirect(byValue: false))
    }
  }

  private func attributes(of scalar: Scalar, in type: TypedLayout, at offset: UInt64, isResult: Bool) -> ArgAttributes {
    var a = ArgAttributes()
    if scalar.isBool {
      a.ext = .zero
      a.noundef = true
      return a
    }
    a.noundef = !scalar.isUnion
    guard scalar.primitive == .pointer, !scalar.isUnion else { return a }
    a.nonnull = !scalar.validRange.contains(0)
    guard let pointee = facts.pointeeInfo(in: type, at: offset) else { return a }
    a.pointeeAlignmentLog2 = pointee.alignmentLog2
    if !isResult {
      a.pointeeBytes = pointee.size
      switch pointee.kind {
      case .shared(let isFrozen):
        a.noalias = isFrozen
        a.readonly = isFrozen
      case .mutable(let isUnpin): a.noalias = isUnpin
      case .box(let isUnique): a.noalias = isUnique
      case .raw: break
      }
    }
    return a
  }

  private func adjustForRust(_ arg: inout ArgABI, isResult: Bool) {
    if case .ignore = arg.mode { return }
    if case .vector = arg.type.layout.repr {
      arg.mode = .indirect(byValue: false)
      return
    }
    if isResult && arg.type.size > 16 {
      arg.mode = .indirect(byValue: false)
      return
    }
    if case .memory(isSized: true) = arg.type.layout.repr, arg.type.size <= 8 {
      arg.mode = .cast(RegisterPart(kind: .integer, bytes: arg.type.size), nil, noundef: false)
    }
  }

  // MARK: SysV x86-64

  struct SysVRegisters {
    var integer = 6
    var sse = 8
  }
  private enum Class: UInt8 { case none, int, sse, sseUp }

  /// System V ABI for x86-64, "Parameter Passing".
  private func adjustForSysV(_ arg: inout ArgABI, _ left: inout SysVRegisters, isResult: Bool) {
    if case .ignore = arg.mode { return }
    let layout = arg.type.layout
    if layout.isUnsized { return }
    var classes: [Class]? = eightbytes(of: arg.type)
    let isAggregate: Bool =
      switch layout.repr {
      case .scalar, .vector: false
      case .scalarPair, .memory: true
      }
    if !isResult, let list = classes {
      let integers = list.count { $0 == .int }
      let sses = list.count { $0 == .sse }
      if integers <= left.integer && sses <= left.sse {
        left.integer -= integers
        left.sse -= sses
      } else if isAggregate {
        classes = nil
      }
    }
    guard let classes else {
      if isResult {
        arg.mode = .indirect(byValue: false)
        left.integer -= 1
      } else {
        arg.mode = .indirect(byValue: true)
      }
      return
    }
    if isAggregate {
      var parts: [RegisterPart] = []
      var i = 0
      while i < classes.count && parts.count < 2 {
        let rest = arg.type.size - UInt64(i) * 8
        switch classes[i] {
        case .int:
          parts.append(RegisterPart(kind: .integer, bytes: min(rest, 8)))
          i += 1
        case .sse:
          var length = 1
          while i + length < classes.count && classes[i + length] == .sseUp { length += 1 }
          parts.append(
            length == 1 ? RegisterPart(kind: .float, bytes: rest == 4 ? 4 : 8) : RegisterPart(kind: .vector, bytes: UInt64(length) * 8))
          i += length
        case .none, .sseUp: i = classes.count
        }
      }
      if let first = parts.first {
        arg.mode = .cast(first, parts.count > 1 ? parts[1] : nil, noundef: false)
      } else {
        arg.mode = .ignore
      }
    } else if !isResult, case .direct(var attributes) = arg.mode, case .scalar(let s) = layout.repr,
      case .int(let size, let signed) = s.primitive, size < .i32, !s.isBool
    {
      attributes.ext = signed ? .sign : .zero
      arg.mode = .direct(attributes)
    }
  }

  /// The class of each eight bytes; nil for memory.
  private func eightbytes(of type: TypedLayout) -> [Class]? {
    let count = Int((type.size + 7) / 8)
    if count > 8 { return nil }
    var classes = [Class](repeating: .none, count: count)
    guard classify(type, at: 0, &classes, depth: 0) else { return nil }
    if count > 2 {
      if classes[0] != .sse || classes[1...].contains(where: { $0 != .sseUp }) { return nil }
    } else {
      for i in classes.indices where classes[i] == .sseUp && (i == 0 || classes[i - 1] != .sse && classes[i - 1] != .sseUp) {
        classes[i] = .sse
      }
    }
    return classes
  }

  private func classify(_ type: TypedLayout, at offset: UInt64, _ classes: inout [Class], depth: Int) -> Bool {
    let layout = type.layout
    if offset & (layout.alignment - 1) != 0 { return type.isZeroSized }
    var unit: Class
    switch layout.repr {
    case .scalar(let s): unit = s.primitive.isFloat ? .sse : .int
    case .vector: unit = .sse
    case .scalarPair, .memory:
      if depth > 100 { return false }
      for i in 0..<layout.fieldCount {
        if !classify(field(i, of: type), at: offset + layout.fieldOffset(i), &classes, depth: depth + 1) { return false }
      }
      if case .multiple = layout.variants {
        for v in 0..<layout.variantCount {
          let variant = TypedLayout(type.type, layout.variant(UInt32(v)))
          if !classify(variant, at: offset, &classes, depth: depth + 1) { return false }
        }
      }
      return true
    }
    let first = Int(offset / 8)
    let last = Int((offset + max(1, layout.size) - 1) / 8)
    for i in first...last where i < classes.count {
      classes[i] = classes[i] == .none ? unit : Class(rawValue: min(classes[i].rawValue, unit.rawValue))!
      if unit == .sse { unit = .sseUp }
    }
    return true
  }

  func castType(_ a: RegisterPart, _ b: RegisterPart?) -> LLVMTypeRef {
    guard let b else { return registerType(a) }
    return ll.structType([registerType(a), registerType(b)])
  }
  private func registerType(_ part: RegisterPart) -> LLVMTypeRef {
    switch part.kind {
    case .integer: ll.intType(bytes: part.bytes)
    case .float: part.bytes == 4 ? ll.float : ll.double
    case .vector: LLVMVectorType(ll.i64, UInt32(part.bytes / 8))
    }
  }

  // MARK: attributes

  /// Puts the ABI's attributes on a function (`isCall: false`) or on a call.
  func applyAttributes(_ abi: FunctionABI, to value: LLVMValueRef, isCall: Bool) {
    func add(_ index: UInt32, _ attribute: LLVMAttributeRef) {
      if isCall { LLVMAddCallSiteAttribute(value, index, attribute) } else { LLVMAddAttributeAtIndex(value, index, attribute) }
    }
    func add(_ index: UInt32, _ a: ArgAttributes, _ scalar: Scalar?) {
      switch a.ext {
      case .none: break
      case .zero: add(index, ll.attribute(.zeroext))
      case .sign: add(index, ll.attribute(.signext))
      }
      if a.noundef { add(index, ll.attribute(.noundef)) }
      guard ll.worker.settings.optLevel.isOptimizing else { return }
      if a.nonnull && a.pointeeBytes == 0 { add(index, ll.attribute(.nonnull)) }
      if a.pointeeBytes > 0 {
        add(index, ll.attribute(.dereferenceable, a.pointeeBytes))
        if a.nonnull { add(index, ll.attribute(.nonnull)) }
      }
      if a.pointeeAlignmentLog2 > 0 { add(index, ll.attribute(.align, 1 << UInt64(a.pointeeAlignmentLog2))) }
      if a.noalias { add(index, ll.attribute(.noalias)) }
      if a.readonly { add(index, ll.attribute(.readonly)) }
      if a.nocapture { add(index, ll.attribute(.nocapture)) }
      if let scalar, !scalar.isUnion, !scalar.isBool, case .int(let size, _) = scalar.primitive, !scalar.isAlwaysValid {
        let end = (scalar.validRange.end &+ 1) & size.mask
        add(index, ll.rangeAttribute(bits: size.bits, start: scalar.validRange.start, end: end))
      }
    }
    let resultIndex: UInt32 = 0
    var next: UInt32 = 1
    switch abi.result.mode {
    case .ignore, .cast: break
    case .direct(let a): add(resultIndex, a, scalar(of: abi.result.type.layout))
    case .pair: break
    case .indirect:
      add(next, ll.attribute(.sret, type: ll.bytesType(abi.result.type.size)))
      add(next, ll.attribute(.align, abi.result.type.layout.alignment))
      add(next, ll.attribute(.noalias))
      add(next, ll.attribute(.nocapture))
      add(next, ll.attribute(.noundef))
      add(next, ll.attribute(.dereferenceable, abi.result.type.size))
      next += 1
    }
    for arg in abi.args {
      switch arg.mode {
      case .ignore: break
      case .direct(let a):
        add(next, a, scalar(of: arg.type.layout))
        next += 1
      case .pair(let a, let b):
        guard case .scalarPair(let x, let y) = arg.type.layout.repr else { break }
        add(next, a, x)
        add(next + 1, b, y)
        next += 2
      case .cast(_, _, let noundef):
        if noundef { add(next, ll.attribute(.noundef)) }
        next += 1
      case .indirect(let byValue):
        if byValue {
          add(next, ll.attribute(.byval, type: ll.bytesType(arg.type.size)))
        } else if !arg.type.layout.isUnsized {
          add(next, ll.attribute(.noalias))
          add(next, ll.attribute(.nocapture))
          add(next, ll.attribute(.dereferenceable, arg.type.size))
        }
        add(next, ll.attribute(.noundef))
        if arg.type.layout.isUnsized {
          next += 1
        } else {
          add(next, ll.attribute(.align, arg.type.layout.alignment))
        }
        next += 1
      }
    }
    if isCall { LLVMSetInstructionCallConv(value, abi.llvmConvention) } else { LLVMSetFunctionCallConv(value, abi.llvmConvention) }
  }

  func scalar(of layout: TypeLayout) -> Scalar? { if case .scalar(let s) = layout.repr { s } else { nil } }
}
