// Terminators: where control goes after a basic block.
import Defs
import Parallel
import Source
import Support
import Types

public struct Terminator: Sendable, BitwiseCopyable {
  public var kind: TerminatorKind
  public var source: SourceInfoID
  public init(_ kind: TerminatorKind, _ source: SourceInfoID) { self.kind = kind; self.source = source }
}

public enum TerminatorKind: Sendable, BitwiseCopyable {
  case goto(BasicBlockID)
  case switchInt(Operand, ID<SwitchTargets>)
  case unwindResume
  case unwindTerminate(UnwindTerminateReason)
  case `return`
  case unreachable
  /// `replace`: the drop of an assignment, for messages.
  case drop(Place, target: BasicBlockID, unwind: UnwindAction, replace: Bool)
  case call(ID<Call>)
  case tailCall(ID<Call>)
  case assert(ID<Assert>)
  /// Before borrow checking only: the imaginary edge keeps later arms reachable.
  case falseEdge(real: BasicBlockID, imaginary: BasicBlockID)
  /// Before borrow checking only: a loop that might be left by unwinding.
  case falseUnwind(real: BasicBlockID, unwind: UnwindAction)
  case inlineAsm(ID<InlineAsm>)
}

public enum UnwindTerminateReason: UInt8, Sendable, BitwiseCopyable { case abi, inCleanup }

/// What happens if a call unwinds. 8 bytes.
public enum UnwindAction: Hashable, Sendable, BitwiseCopyable {
  /// Nothing to clean up here: the caller goes on.
  case `continue`
  /// It cannot happen.
  case unreachable
  case terminate(UnwindTerminateReason)
  case cleanup(BasicBlockID)
}

/// The arms of a switch: values in the order of the source, and where all other values go.
public struct SwitchTargets: Sendable, BitwiseCopyable {
  public var arms: Run<SwitchArm>
  public var otherwise: BasicBlockID
  public init(arms: Run<SwitchArm>, otherwise: BasicBlockID) { self.arms = arms; self.otherwise = otherwise }
}

/// Bits of the value, zero-extended to 128.
public struct SwitchArm: Sendable, BitwiseCopyable {
  public var low: UInt64
  public var high: UInt64
  public var target: BasicBlockID
  public init(low: UInt64, high: UInt64 = 0, target: BasicBlockID) { self.low = low; self.high = high; self.target = target }
}

public enum CallSource: UInt8, Sendable, BitwiseCopyable { case overloadedOperator, matchCmp, misc, use, normal }

public struct Call: Sendable, BitwiseCopyable {
  public var function: Operand
  public var args: Run<Operand>
  public var destination: Place
  /// `.none` if the call does not return.
  public var target: BasicBlockID
  public var unwind: UnwindAction
  public var callSource: CallSource
  /// Of the callee's path and arguments, without the receiver: what `#[track_caller]` reports.
  public var fnSpan: Span
  public init(
    function: Operand, args: Run<Operand>, destination: Place, target: BasicBlockID, unwind: UnwindAction,
    callSource: CallSource = .normal, fnSpan: Span = .none
  ) {
    self.function = function
    self.args = args
    self.destination = destination
    self.target = target
    self.unwind = unwind
    self.callSource = callSource
    self.fnSpan = fnSpan
  }
}

public struct Assert: Sendable, BitwiseCopyable {
  public var condition: Operand
  public var expected: Bool
  public var message: AssertMessage
  public var target: BasicBlockID
  public var unwind: UnwindAction
  public init(condition: Operand, expected: Bool, message: AssertMessage, target: BasicBlockID, unwind: UnwindAction) {
    self.condition = condition
    self.expected = expected
    self.message = message
    self.target = target
    self.unwind = unwind
  }
}

/// Which panic function a failed assertion calls, and with what.
public enum AssertMessage: Sendable, BitwiseCopyable {
  case boundsCheck(length: Operand, index: Operand)
  case overflow(BinOp, Operand, Operand)
  case overflowNeg(Operand)
  case divisionByZero(Operand)
  case remainderByZero(Operand)
  case misalignedPointerDereference(required: Operand, found: Operand)
  case nullPointerDereference
  case invalidEnumConstruction(Operand)
  /// A coroutine was resumed after it had returned, panicked, or been dropped.
  case resumedAfterReturn, resumedAfterPanic, resumedAfterDrop
}

/// An `asm!`. Sizes are small; made rarely.
public struct InlineAsm: Sendable, BitwiseCopyable {
  public enum Piece: Sendable, BitwiseCopyable {
    case text(Name)
    /// Operand number; modifier letter or 0.
    case operand(index: UInt32, modifier: UInt8)
  }
  public enum AsmOperand: Sendable, BitwiseCopyable {
    /// Registers and register classes by name (`eax`, `reg`, `xmm_reg`…).
    case input(register: Name, isClass: Bool, Operand)
    /// No place for `_`.
    case output(register: Name, isClass: Bool, late: Bool, Place?)
    case inOut(register: Name, isClass: Bool, late: Bool, input: Operand, output: Place?)
    case const(ID<Constant>)
    case symFn(ID<Constant>)
    case symStatic(DefID)
    /// Index into `targets`.
    case label(UInt32)
  }
  public struct Options: OptionSet, Sendable, BitwiseCopyable {
    public let rawValue: UInt16
    public init(rawValue: UInt16) { self.rawValue = rawValue }
    public static let pure = Options(rawValue: 1)
    public static let nomem = Options(rawValue: 2)
    public static let readonly = Options(rawValue: 4)
    public static let preservesFlags = Options(rawValue: 8)
    public static let noreturn = Options(rawValue: 16)
    public static let nostack = Options(rawValue: 32)
    public static let attSyntax = Options(rawValue: 64)
    public static let raw = Options(rawValue: 128)
    public static let mayUnwind = Options(rawValue: 256)
  }
  /// A naked function's whole body.
  public var isNaked: Bool
  public var pieces: Run<Piece>
  public var operands: Run<AsmOperand>
  /// Clobbered ABIs, as `clobber_abi` names them.
  public var clobberABIs: Run<NameNode>
  public var options: Options
  /// The block that follows (absent with `noreturn`), then those of labels.
  public var targets: Run<BlockTarget>
  public var unwind: UnwindAction
  public init(
    isNaked: Bool = false, pieces: Run<Piece>, operands: Run<AsmOperand>, clobberABIs: Run<NameNode> = .empty, options: Options,
    targets: Run<BlockTarget>, unwind: UnwindAction
  ) {
    self.isNaked = isNaked
    self.pieces = pieces
    self.operands = operands
    self.clobberABIs = clobberABIs
    self.options = options
    self.targets = targets
    self.unwind = unwind
  }
}

/// A block as an element of a list.
public struct BlockTarget: Sendable, BitwiseCopyable {
  public var block: BasicBlockID
  public init(_ block: BasicBlockID) { self.block = block }
}

/// A name as an element of a list.
public struct NameNode: Sendable, BitwiseCopyable {
  public var name: Name
  public init(_ name: Name) { self.name = name }
}
