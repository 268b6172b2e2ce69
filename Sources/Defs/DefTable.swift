// The table of a crate's definitions.
import Parallel
import Source
import Support
import Syntax

/// The syntax a definition was made from: which tree, and which node in it.
public enum DefNode: Sendable, BitwiseCopyable {
  /// Made by the compiler (constructors share their struct's or variant's node; roots; impl-trait params).
  case none
  case item(ID<Item>)
  case variant(ID<Variant>)
  case field(ID<FieldDef>)
  case genericParam(ID<GenericParam>)
  /// Anonymous consts (array lengths, const arguments, discriminants), inline consts, closures.
  case expr(ID<Expr>)
  /// `impl Trait` in a type.
  case ty(ID<Ty>)
}

/// Who may see a definition: everybody, or code inside a module.
public enum DefVisibility: Hashable, Sendable, BitwiseCopyable {
  case `public`
  /// The module's definition; the crate's root means `pub(crate)`.
  case restricted(DefID)
}

/// One definition. Plain data; never changes after it was added, but for what the comment of `DefTable` says.
public struct Def: Sendable, BitwiseCopyable {
  public var kind: DefKind
  public var visibility: DefVisibility
  /// The definition it stands in: module, impl, trait, enum, function… `.none` for crate roots.
  public var parent: DefID
  /// `.empty` for impls and other definitions without a name.
  public var name: Name
  /// How many definitions with equal parent, name and namespace precede it: tells them apart in paths and symbols.
  public var disambiguator: UInt32
  /// Which tree, as an index into `Trees`.
  public var tree: TreeID
  public var node: DefNode
  /// Of the whole item.
  public var span: Span
  /// Of the name, or of the head of the item where it has none. Its context is the name's hygiene.
  public var identSpan: Span

  public init(
    kind: DefKind, visibility: DefVisibility, parent: DefID, name: Name, disambiguator: UInt32, tree: TreeID, node: DefNode,
    span: Span, identSpan: Span
  ) {
    self.kind = kind
    self.visibility = visibility
    self.parent = parent
    self.name = name
    self.disambiguator = disambiguator
    self.tree = tree
    self.node = node
    self.span = span
    self.identSpan = identSpan
  }
}

/// A syntax tree with the tokens it was parsed from.
public struct ParsedTree: Sendable, BitwiseCopyable {
  public var tree: Tree
  public var buffer: TokenBuffer
  /// The crate whose source it belongs to: edition and features.
  public var crate: CrateID
  public init(tree: Tree, buffer: TokenBuffer, crate: CrateID) { self.tree = tree; self.buffer = buffer; self.crate = crate }
}

/// Number of a tree. Arrival order for trees of bodies and of expansions in bodies.
public struct TreeID: Hashable, Sendable, BitwiseCopyable {
  public let rawValue: UInt32
  @inlinable public init(rawValue: UInt32) { self.rawValue = rawValue }
  @inlinable public static var none: TreeID { TreeID(rawValue: .max) }
}

/// All trees of the process. SHARED: see `StaticTable`.
public enum Trees {
  static var table: StaticTable<ParsedTree> { StaticTable(.trees) }
  public static func add(_ tree: ParsedTree) -> TreeID { TreeID(rawValue: UInt32(table.append(tree))) }
  public static subscript(id: TreeID) -> ParsedTree { table[Int(id.rawValue)] }
}

/// All definitions of the process, by crate. SHARED: see `StaticTables`.
///
/// Item-level definitions are added in the serial merges of expansion rounds, before any body is lowered.
public enum Defs {
  static var tables: StaticTables<Def> { StaticTables(.defTables, capacity: 1 << 21) }
  public static func add(_ def: Def, to crate: CrateID) -> DefID {
    DefID(crate: crate, index: tables.append(def, to: Int(crate.rawValue)))
  }
  public static subscript(id: DefID) -> Def { tables[Int(id.crate.rawValue), id.index] }
  public static func count(in crate: CrateID) -> Int { tables.count(Int(crate.rawValue)) }

  /// Costs for `parallelMap` over the bodies of `owners`, by the length of their source; nil if they are even.
  public static func bodyCosts(_ owners: [DefID]) -> [Int]? {
    unevenCosts(count: owners.count) { self[owners[$0]].span.length }
  }
}
