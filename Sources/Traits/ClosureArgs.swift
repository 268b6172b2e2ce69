// The arguments of a closure type, by name.
import Infer
import Support
import Types

/// Parts of a closure type's arguments: the parent's, then kind, signature and captured types.
public struct ClosureArgs {
  public let args: GenericArgsID
  public init(_ args: GenericArgsID) { self.args = args }
  private var count: Int { args.count }

  /// The enclosing item's arguments.
  public var parent: [GenericArg] { Array(args.elements.dropLast(3)) }
  /// `i8` for `Fn`, `i16` for `FnMut`, `i32` for `FnOnce`; a variable while it is not known.
  public var kindType: TypeID { args[count - 3].type! }
  /// A fn pointer whose one input is the tuple of the closure's params.
  public var signatureType: TypeID { args[count - 2].type! }
  /// A tuple; a variable while captures are not known.
  public var upvarsType: TypeID { args[count - 1].type! }

  public static func make(parent: [GenericArg], kind: TypeID, signature: TypeID, upvars: TypeID) -> GenericArgsID {
    GenericArgsID(parent + [GenericArg(kind), GenericArg(signature), GenericArg(upvars)])
  }
  /// 0 `Fn`, 1 `FnMut`, 2 `FnOnce`; nil while not known.
  public static func kindRank(_ type: TypeID) -> Int? {
    switch type {
    case .i8: 0
    case .i16: 1
    case .i32: 2
    default: nil
    }
  }
  public static func kindType(rank: Int) -> TypeID { rank == 0 ? .i8 : rank == 1 ? .i16 : .i32 }

  public func upvars(_ context: borrowing InferContext) -> [TypeID] {
    let t = context.shallow(upvarsType)
    if case .tuple(let l) = t.kind { return Array(l.elements) }
    return [t]
  }
}
