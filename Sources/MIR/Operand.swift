// Operands: what an instruction reads. A place or a constant.
import Defs
import Source
import Support
import Types

/// A value read by an rvalue or terminator. 16 bytes.
public enum Operand: Hashable, Sendable, BitwiseCopyable {
  case copy(Place)
  /// Reads the place and leaves it uninitialised.
  case move(Place)
  case constant(ID<Constant>)
  /// Whether a kind of check is on in the crate being generated (not the crate that wrote the code).
  case runtimeChecks(RuntimeChecks)

  @inlinable public var place: Place? {
    switch self {
    case .copy(let p), .move(let p): p
    case .constant, .runtimeChecks: nil
    }
  }
}

public enum RuntimeChecks: UInt8, Sendable, BitwiseCopyable { case ubChecks, contractChecks, overflowChecks }

/// A constant as it stands in a body. Generic until its owner's params are substituted.
public struct Constant: Sendable, BitwiseCopyable {
  public var value: ConstantValue
  public var type: TypeID
  public var source: SourceInfoID
  public init(_ value: ConstantValue, _ type: TypeID, _ source: SourceInfoID = .none) {
    self.value = value
    self.type = type
    self.source = source
  }
}

public enum ConstantValue: Hashable, Sendable, BitwiseCopyable {
  /// A value of a zero-sized type: units, function items, captureless closures, empty structs.
  case zeroSized
  /// The bits of an integer, float, `bool`, `char` or thin pointer without provenance, zero-extended to 128.
  case scalar(low: UInt64, high: UInt64)
  /// A thin pointer to `offset` bytes into an allocation, function, static or vtable.
  case pointer(AllocID, offset: UInt64)
  /// `&str`, `&[u8]`: a pointer to the allocation and the number of elements.
  case slice(AllocID, length: UInt64)
  /// Any other value: its bytes are at `offset` in the allocation.
  case indirect(AllocID, offset: UInt64)
  /// A constant item, inline const, associated const or (with `promoted` ≥ 0) a promoted temporary: its body decides the value.
  case unevaluated(ID<UnevaluatedConst>)
  /// A constant of the type system: a const param or its value.
  case typeSystem(ConstID)
  /// Uninitialised bytes.
  case undef
}

public struct UnevaluatedConst: Hashable, Sendable, BitwiseCopyable {
  public var def: DefID
  public var args: GenericArgsID
  /// Number of the promoted body of `def`, or -1.
  public var promoted: Int32
  public init(def: DefID, args: GenericArgsID, promoted: Int32 = -1) {
    self.def = def
    self.args = args
    self.promoted = promoted
  }
}
