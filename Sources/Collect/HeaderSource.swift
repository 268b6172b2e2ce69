// Where headers come from: lowering and name resolution, seen from here.
import Defs
import Diagnostics
import HIR
import Parallel
import Source
import Support
import Syntax
import Types

/// Lowered headers and resolved definitions of all crates. Every answer is fixed.
public protocol HeaderSource: Sendable {
  func header(of def: DefID) -> ItemHeader
  /// After `cfg` and macro expansion, in order.
  func assocItems(of traitOrImpl: DefID) -> UnsafeBufferPointer<DefID>
  /// The first attribute with this one-word path.
  func attribute(_ name: Name, of def: DefID) -> (tree: Tree, node: ID<Attribute>)?
  /// All attributes, in order.
  func attributes(of def: DefID) -> [(tree: Tree, node: ID<Attribute>)]
  func langItem(_ name: Name) -> DefID?
  /// Impls of all crates, in order of crates and places.
  var allImpls: [DefID] { get }
  var crateCount: Int { get }
}

/// What checking bodies tells about headers: values of constants and types behind `impl Trait`.
public protocol BodyFacts: Sendable {
  func evaluate(_ const: ConstID, in env: ParamEnv) -> ConstID?
  func hiddenType(of opaque: DefID) -> TypeID?
}

extension CollectedHeaders {
  /// Whether `def` is a function that constants may call.
  public func isConstFn(_ def: DefID) -> Bool {
    guard case .fn(let header, _) = source.header(of: def).kind else { return false }
    return header.constness != .never
  }
}
