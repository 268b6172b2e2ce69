// The table of a crate's definitions.
import CParallel
import Glibc
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

/// All trees of the process. SHARED: see `GrowingTable`.
public enum Trees {
  static let table = GrowingTable<ParsedTree>(capacity: 1 << 24)
  public static func add(_ tree: ParsedTree) -> TreeID { TreeID(rawValue: UInt32(table.append(tree))) }
  public static subscript(id: TreeID) -> ParsedTree { table[Int(id.rawValue)] }
}

/// All definitions of the process, by crate. SHARED: see `GrowingTable`.
///
/// Item-level definitions are added in the serial merges of expansion rounds, before any body is lowered.
public enum Defs {
  static let tables: [GrowingTable<Def>] = (0..<2048).map { _ in GrowingTable<Def>(capacity: 1 << 21) }
  public static func add(_ def: Def, to crate: CrateID) -> DefID {
    DefID(crate: crate, index: tables[Int(crate.rawValue)].append(def))
  }
  public static subscript(id: DefID) -> Def { tables[Int(id.crate.rawValue)][id.index] }
  public static func count(in crate: CrateID) -> Int { tables[Int(crate.rawValue)].count }
}

/// An append-only table that any thread may append to and read. SHARED: an atomic counter; an element is written by whoever got
/// its number, before that number is passed on; nothing moves or changes. Address space is reserved on first use.
public final class GrowingTable<Element: BitwiseCopyable & Sendable>: @unchecked Sendable {
  // SAFETY: see above.
  private var address: UInt64 = 0
  private var next: UInt32 = 0
  private let capacity: Int
  public init(capacity: Int) { self.capacity = capacity }

  private func base() -> UnsafeMutablePointer<Element> {
    let found = skein_load_acquire_u64(&address)
    if found != 0 { return UnsafeMutablePointer(bitPattern: UInt(found))! }
    let size = capacity * MemoryLayout<Element>.stride
    let memory = mmap(nil, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0)
    guard let memory, memory != MAP_FAILED else { fatalError("out of address space") }
    var expected: UInt64 = 0
    if skein_cas_u64(&address, &expected, UInt64(UInt(bitPattern: memory))) {
      return memory.bindMemory(to: Element.self, capacity: capacity)
    }
    munmap(memory, size)
    return UnsafeMutablePointer(bitPattern: UInt(expected))!
  }

  public func append(_ element: Element) -> Int {
    let n = Int(skein_fetch_add_u32(&next, 1))
    precondition(n < capacity, "a table of the compiler is full")
    base()[n] = element
    return n
  }
  public subscript(i: Int) -> Element { base()[i] }
  public var count: Int { Int(skein_load_acquire_u32(&next)) }
}
