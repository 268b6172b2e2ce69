// One crate on its way to being resolved: what grows from round to round.
import Defs
import Diagnostics
import Expand
import Parallel
import Source
import Support
import Syntax

/// What a crate is made from.
public struct CrateInput: Sendable {
  public var name: Name
  public var edition: Edition
  /// The root file as it is named on the command line.
  public var rootPath: String
  /// The root file, if it has been read already.
  public var rootFile: FileID?
  /// Its tokens, if it has been lexed too, and the messages given.
  public var rootTokens: TokenBuffer?
  public var cfg: CfgSet
  public var workers: Workers
  /// Crates that paths may start with. The standard library's are found by their names `core`, `alloc`, `std`.
  public var dependencies: [(name: Name, crate: CrateID)]
  /// Whether paths may start with `alloc` too, as when it is given by `--extern`: else only `extern crate` finds it.
  public var hasAllocInPaths = false
  /// Variables of the environment that `env!` sees.
  public var environment: @Sendable (String) -> String?

  public init(
    name: Name, edition: Edition, rootPath: String, rootFile: FileID? = nil, rootTokens: TokenBuffer? = nil, cfg: CfgSet, workers: Workers,
    dependencies: [(name: Name, crate: CrateID)], environment: @escaping @Sendable (String) -> String?
  ) {
    self.name = name
    self.edition = edition
    self.rootPath = rootPath
    self.rootFile = rootFile
    self.rootTokens = rootTokens
    self.cfg = cfg
    self.workers = workers
    self.dependencies = dependencies
    self.environment = environment
  }
}

/// What kind of items a fragment holds.
enum ItemPosition: Hashable, Sendable, BitwiseCopyable {
  case module, traitItems, implItems(ofTrait: Bool), foreignItems
}

/// A tree with what belongs to it.
struct SourceUnit: Sendable, BitwiseCopyable {
  var treeID: TreeID
  var tree: Tree
  var tokens: TokenBuffer
  var items: IDList<Item>
  var onlyItem = ID<Item>.none
  var prepared: PreparedTree
}

/// A macro call that is not expanded yet.
struct Invocation: Sendable {
  enum Kind: Sendable {
    case bang(ID<MacroCall>)
    /// An attribute macro, by its place in the item's attributes.
    case attribute(Int)
    case derive(Int)
  }
  var kind: Kind
  var unit: SourceUnit
  var item: ID<Item>
  var scope: Scope
  /// The step of the textual macro scope that stands for it; `.empty` for derives.
  var node: MacroScopeID
  var position: ItemPosition
  var container: DefID
  var directory: Int
  var depth: Int
  /// Whether `module` waits for it.
  var isCounted: Bool
}

/// The state of resolving one crate. Sharing: changed by serial merges only; in the parallel parts of a round everybody reads it.
final class CrateResolver: @unchecked Sendable {
  // SAFETY: see above.
  let world: World
  let crate: CrateID
  let input: CrateInput
  var lookup: Lookup
  var diagnostics = DiagnosticList()
  var directories: [ModDirectory] = []
  /// The unit of a `mod name;`, by tree and item.
  var unitOfMod: [UInt64: LoadedMod] = [:]
  /// Files read, with the file that asked for each.
  var filePaths: [String] = []
  var fileParents: [Int] = []

  var openImports: [ImportID] = []
  var allImports: [ImportID] = []
  var invocations: [Invocation] = []
  /// Macro calls resolved, to be checked at the end.
  var macroUses: [MacroUse] = []
  /// A `#[prelude_import]` that could not be resolved yet: its path's idents.
  var openPrelude: (path: [Ident], scope: Scope, span: Span)?

  var items: [DefID] = []
  var bodyOwners: [DefID] = []
  var impls: [DefID] = []
  /// Members of impls, traits and extern blocks that macro calls add to.
  var openMembers: [DefID: [DefID]] = [:]
  var openMemberOrder: [DefID] = []
  var disambiguators: Disambiguators = [:]
  var reportedClashes: Set<ClashKey> = []
  var lateAmbiguities: [AmbiguityError] = []
  var latePrivacies: [PrivacyError] = []
  /// Whether any macro call had a meaning.
  var hasExpanded = false
  /// Where a name has had its message.
  var reportedPlaces: Set<Span> = []
  /// Names of tuple fields.
  var indexNames: [Name] = []

  /// The owner of the body that is worked on; `.none` for the crate itself.
  let body: DefID
  /// Modules made by the body.
  var ownModules: Set<ModuleID> = []
  private var blockDirectories: [String: Int] = [:]

  init(_ world: World, _ input: CrateInput, crate: CrateID, body: DefID = .none) {
    self.world = world
    self.input = input
    self.crate = crate
    self.body = body
    lookup = Lookup(world, crate: crate)
  }

  /// Where a `mod name;` in a block looks for its file: beside the file it is written in, with `#[path]` only.
  func blockDirectory(at span: Span) -> Int {
    let place = Hygiene.callSiteAtRoot(span)
    var folder = ""
    if let file = FileTable.file(at: place.lo) { folder = ModDirectory.folder(of: FileTable[file].path) }
    if let found = blockDirectories[folder] { return found }
    directories.append(ModDirectory(path: folder, relative: nil, file: -1, isInBlock: true))
    blockDirectories[folder] = directories.count - 1
    return directories.count - 1
  }

  // MARK: Definitions

  func addDef(
    _ kind: DefKind, _ visibility: DefVisibility, parent: DefID, _ ident: Ident, _ context: borrowing CollectContext, node: DefNode,
    span: Span, identSpan: Span? = nil
  ) -> DefID {
    addDef(
      kind, visibility, parent: parent, ident, context.unit.treeID, node: node, span: span, identSpan: identSpan ?? ident.span)
  }

  func addDef(
    _ kind: DefKind, _ visibility: DefVisibility, parent: DefID, _ ident: Ident, _ tree: TreeID, node: DefNode, span: Span,
    identSpan: Span
  ) -> DefID {
    var disambiguator: UInt32 = 0
    if ident.isNone || ident.name == .underscore || kind == .macro || parent == body {
      let number: UInt8 = kind.isImpl ? 255 : kind.rawDiscriminator
      let key = DisambiguatorKey(parent: parent, name: ident.name, kind: number)
      disambiguator = disambiguators[key, default: 0]
      disambiguators[key] = disambiguator + 1
    }
    return Defs.add(
      Def(
        kind: kind, visibility: visibility, parent: parent, name: ident.name, disambiguator: disambiguator, tree: tree, node: node,
        span: span, identSpan: identSpan), to: crate)
  }

  func setScope(_ def: DefID, _ scope: Scope) {
    let info = world.infos(def)
    info.pointee.hasScope = true
    info.pointee.scope = scope
  }

  func addModule(
    _ kind: Module.Kind, def: DefID, parent: ModuleID, expansion: ExpansionID, span: Span, noImplicitPrelude: Bool
  ) -> ModuleID {
    let id = ModuleID(
      world.modules.append(
        Module(
          kind: kind, crate: crate, def: def, parent: parent, nearestMod: parent.isNone ? .none : world[parent].nearestMod,
          expansion: expansion, span: span)))
    if !body.isNone { ownModules.insert(id) }
    let module = world.modules.base + id.index
    if kind == .mod { module.pointee.nearestMod = id }
    module.pointee.noImplicitPrelude = noImplicitPrelude
    if kind != .block {
      let defKind: DefKind = kind == .mod ? .mod : kind == .enum ? .enum : .trait
      module.pointee.selfDecl = addDecl(.def(defKind, def), visibility: .public, span: span, expansion, in: parent)
      world.infos(def).pointee.module = id.rawValue + 1
    }
    return id
  }

  func addDecl(_ res: Res, visibility: DefVisibility, span: Span, _ expansion: ExpansionID, in module: ModuleID) -> DeclID {
    DeclID(
      world.decls.append(
        Decl(
          res: res, visibility: visibility, span: span, expansion: expansion, module: module, importID: .none, source: .none)))
  }

  /// Gives `ident` a meaning in `module`. Reports a second one.
  func define(
    _ ident: Ident, _ ns: Namespace, _ res: Res, _ visibility: DefVisibility, span: Span, _ expansion: ExpansionID,
    in module: ModuleID
  ) {
    let decl = addDecl(res, visibility: visibility, span: span, expansion, in: module)
    plant(ident, ns, decl, in: module)
  }

  func indexName(_ i: Int) -> Name {
    while indexNames.count <= i { indexNames.append(Name(String(indexNames.count))) }
    return indexNames[i]
  }

  func addMember(_ def: DefID, to container: DefID) {
    if openMembers[container] == nil {
      openMemberOrder.append(container)
      openMembers[container] = Array(world.members(of: container))
    }
    openMembers[container]!.append(def)
  }
}

/// How many definitions of one kind and name each parent has so far.
typealias Disambiguators = [DisambiguatorKey: UInt32]
struct DisambiguatorKey: Hashable {
  var parent: DefID
  var name: Name
  var kind: UInt8
}

extension DefKind {
  /// Tells kinds without a name apart; the same number for kinds that share a namespace.
  var rawDiscriminator: UInt8 {
    switch self {
    case .use: 1
    case .foreignMod: 2
    case .globalAsm: 3
    case .anonConst, .inlineConst: 4
    case .closure, .coroutineClosure: 5
    case .macro: 6
    case .opaqueTy: 7
    case .externCrate: 8
    default: namespace == .type ? 9 : namespace == .value ? 10 : 11
    }
  }
}
