// Instances: a function, static or piece of glue with all its generic arguments, ready for code generation.
import Defs
import Support
import Types

/// rustc's `InstanceKind`. Types inside are monomorphic.
public enum InstanceKind: Hashable, Sendable, BitwiseCopyable {
  /// A function, method, closure or constructor with its own body.
  case item(DefID)
  /// A function that code generation replaces by instructions.
  case intrinsic(DefID)
  /// A method whose `self` is unsized by value: takes a pointer.
  case vtableShim(DefID)
  /// A `#[track_caller]` function as a function pointer: without the implicit location.
  case reifyShim(DefID)
  /// `Fn*::call*` of a `fn` pointer or function item: the trait method, the callee's type.
  case fnPtrShim(DefID, TypeID)
  /// A call through slot `index` of the receiver's vtable.
  case virtual(DefID, index: UInt32)
  /// `FnOnce::call_once` of a closure that is called by reference.
  case closureOnceShim(callOnce: DefID, trackCaller: Bool)
  /// Gives the address of a thread-local of another crate.
  case threadLocalShim(DefID)
  /// `drop_in_place::<T>`; `.none` if dropping does nothing.
  case dropGlue(DefID, TypeID)
  /// `Clone::clone` of arrays, tuples, closures, fn items and pointers.
  case cloneShim(DefID, TypeID)
  /// `FnPtr::addr`.
  case fnPtrAddrShim(DefID, TypeID)

  /// The definition that names it: for shims the trait method or lang item behind.
  public var def: DefID {
    switch self {
    case .item(let d), .intrinsic(let d), .vtableShim(let d), .reifyShim(let d), .fnPtrShim(let d, _), .virtual(let d, _),
      .closureOnceShim(let d, _), .threadLocalShim(let d), .dropGlue(let d, _), .cloneShim(let d, _), .fnPtrAddrShim(let d, _):
      d
    }
  }
}

/// A monomorphic function. Equal instances are one function in the program.
public struct Instance: Hashable, Sendable, BitwiseCopyable {
  public var kind: InstanceKind
  public var args: GenericArgsID
  public init(_ kind: InstanceKind, _ args: GenericArgsID) { self.kind = kind; self.args = args }
  public var def: DefID { kind.def }
}
