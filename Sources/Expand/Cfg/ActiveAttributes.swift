// Attributes after `cfg` and `cfg_attr`.
import Diagnostics
import Parallel
import Source
import Support
import Syntax

/// An attribute in effect. Its token ranges are of the buffer of the node that it stands on, also if `cfg_attr` made it.
public struct AttributeRef: Sendable, BitwiseCopyable {
  public var tree: Tree
  public var id: ID<Attribute>
  public init(tree: Tree, id: ID<Attribute>) { self.tree = tree; self.id = id }
  public var node: Attribute { tree[id] }
  /// The attribute's name if its path is one segment, else `Name.empty`.
  public var name: Name {
    let segments = tree[tree[node.path].segments]
    return segments.count == 1 ? segments[0].ident.name : .empty
  }
  /// The path's names; a leading `::` is `Name.pathRoot`.
  public var path: [Ident] { tree[tree[node.path].segments].map(\.ident) }
}
