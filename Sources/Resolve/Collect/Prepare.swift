// What one tree's items look like after `cfg` and `cfg_attr`: found by the task that parsed the tree, before anything is merged.
import Defs
import Diagnostics
import Expand
import Parallel
import Source
import Support
import Syntax

/// One item, variant or field after `cfg`.
struct Prepared: Sendable, BitwiseCopyable {
  struct Flags: OptionSet, Sendable, BitwiseCopyable {
    let rawValue: UInt16
    /// `cfg` took it away (also: not looked at).
    static let isGone = Flags(rawValue: 1)
    /// Has an attribute that is not built in.
    static let hasMacroAttribute = Flags(rawValue: 2)
    static let hasMacroUse = Flags(rawValue: 4)
    static let hasMacroExport = Flags(rawValue: 8)
    static let hasLang = Flags(rawValue: 16)
    static let hasPath = Flags(rawValue: 32)
    static let isNonExhaustive = Flags(rawValue: 128)
    static let hasPreludeImport = Flags(rawValue: 256)
    static let hasNoImplicitPrelude = Flags(rawValue: 512)
    static let hasProcMacro = Flags(rawValue: 1024)
  }
  /// In `WorldTables.attributes`.
  var attributes: Range32
  var flags: Flags
}

/// All items of one tree. Plain memory that lives as long as the process.
struct PreparedTree: @unchecked Sendable, BitwiseCopyable {
  // SAFETY: written by the task that made it, before anybody else sees it.
  let items: UnsafeMutablePointer<Prepared>
  let variants: UnsafeMutablePointer<Prepared>
  let fields: UnsafeMutablePointer<Prepared>
  let genericParams: UnsafeMutablePointer<Prepared>
  /// The rules of each macro definition, compiled by the task that parsed it.
  let macros: UnsafeMutablePointer<CompiledMacro?>
  subscript(id: ID<Item>) -> Prepared { items[id.index] }
  subscript(id: ID<Variant>) -> Prepared { variants[id.index] }
  subscript(id: ID<FieldDef>) -> Prepared { fields[id.index] }
  subscript(id: ID<GenericParam>) -> Prepared { genericParams[id.index] }

  init(_ tree: Tree) {
    func room(_ count: Int) -> UnsafeMutablePointer<Prepared> {
      let place = UnsafeMutablePointer<Prepared>.allocate(capacity: max(count, 1))
      place.initialize(repeating: Prepared(attributes: .empty, flags: .isGone), count: max(count, 1))
      return place
    }
    let nodes = tree.nodes
    items = room(nodes.items.count)
    variants = room(nodes.variants.count)
    fields = room(nodes.fields.count)
    genericParams = room(nodes.genericParams.count)
    macros = .allocate(capacity: max(nodes.macroDefs.count, 1))
    macros.initialize(repeating: nil, count: max(nodes.macroDefs.count, 1))
  }
}

/// Rules with the messages about them, which are given when the macro is defined. Sharing: frozen.
struct CompiledMacro: Sendable {
  var rules: MacroRulesDefinition
  var diagnostics: DiagnosticList
  /// What is wrong unless the crate has the feature.
  var gates: [MacroGate]
}

/// An inline module on the way to a `mod name;`.
struct ModStep: Sendable {
  var name: Name
  var path: String?
}

/// A `mod name;` whose file is wanted.
struct OutlineMod: Sendable {
  var item: ID<Item>
  var prepared: Prepared
  var path: [ModStep]
}

/// The work of preparing one tree. Sharing: per worker.
struct Preparer {
  let world: World
  let cfg: CfgSet
  let tree: Tree
  let tokens: TokenBuffer
  let result: PreparedTree
  var diagnostics = DiagnosticList()
  /// `mod name;` items found, in order.
  var outlineMods: [OutlineMod] = []
  /// The inline modules around.
  private var modPath: [ModStep] = []

  init(_ world: World, _ cfg: CfgSet, _ tree: Tree, _ tokens: TokenBuffer) {
    self.world = world
    self.cfg = cfg
    self.tree = tree
    self.tokens = tokens
    result = PreparedTree(tree)
  }

  /// Prepares more of a tree that has been prepared in part.
  init(_ world: World, _ cfg: CfgSet, _ tree: Tree, _ tokens: TokenBuffer, into result: PreparedTree) {
    self.world = world
    self.cfg = cfg
    self.tree = tree
    self.tokens = tokens
    self.result = result
  }

  mutating func prepare(_ items: IDList<Item>) {
    for id in tree[items] { prepare(id) }
  }

  mutating func prepare(_ id: ID<Item>) {
    let item = tree[id]
    let (prepared, isActive) = prepare(item.attributes)
    guard isActive else { return }
    switch item.kind {
    case .inlineMod(_, let items):
      modPath.append(ModStep(name: item.ident.name, path: prepared.flags.contains(.hasPath) ? pathAttribute(prepared) : nil))
      prepare(items)
      modPath.removeLast()
    case .foreignMod(let m): prepare(tree[m].items)
    case .trait(let t):
      prepare(tree[t].items)
      prepare(generics: tree[t].generics)
    case .impl(let i):
      prepare(tree[i].items)
      prepare(generics: tree[i].generics)
    case .enum(let e):
      let e = tree[e]
      for v in e.variants {
        let variant = tree[v]
        let (p, isActive) = prepare(variant.attributes)
        guard isActive else { continue }
        result.variants[v.index] = p
        prepare(fields: variant.data.fields)
      }
      prepare(generics: e.generics)
    case .struct(let s), .union(let s):
      let s = tree[s]
      prepare(fields: s.data.fields)
      prepare(generics: s.generics)
    case .fn(let f):
      prepare(generics: tree[f].generics)
    case .const(let c): prepare(generics: tree[c].generics)
    case .tyAlias(let t): prepare(generics: tree[t].generics)
    case .traitAlias(let t): prepare(generics: tree[t].generics)
    case .macroDef(let m): compile(item, m, prepared)
    case .outlineMod: outlineMods.append(OutlineMod(item: id, prepared: prepared, path: modPath))
    default: break
    }
    result.items[id.index] = prepared
  }

  /// Compiles a macro's rules, unless it is one of the builtin macros.
  private func compile(_ item: Item, _ id: ID<MacroDef>, _ prepared: Prepared) {
    var transparency: Transparency? = nil
    for a in world.t.pointee.attributes[prepared.attributes] {
      switch a.name {
      case .rustc_builtin_macro: return
      case .rustc_macro_transparency:
        switch a.stringValue(tokens) {
        case "transparent": transparency = .transparent
        case "semiopaque", "semitransparent": transparency = .semiOpaque
        case "opaque": transparency = .opaque
        default: break
        }
      default: break
      }
    }
    let node = tree[id]
    var messages = DiagnosticList()
    var gates: [MacroGate] = []
    let rules = compileMacro(
      MacroSource(
        name: item.ident, isMacroRules: node.isMacroRules, tokens: tokens, body: node.body, span: item.span,
        edition: Hygiene.edition(of: item.ident.span.context), transparency: transparency), into: &messages, &gates)
    result.macros[id.index] = CompiledMacro(rules: rules, diagnostics: messages, gates: gates)
  }

  func pathAttribute(_ prepared: Prepared) -> String? {
    for a in world.t.pointee.attributes[prepared.attributes] where a.name == .path {
      if let text = a.stringValue(tokens) { return text }
    }
    return nil
  }

  private mutating func prepare(fields: Run<FieldDef>) {
    for f in fields {
      let (p, isActive) = prepare(tree[f].attributes)
      if isActive { result.fields[f.index] = p }
    }
  }

  private mutating func prepare(generics: ID<Generics>) {
    if generics.isNone { return }
    for p in tree[generics].params {
      let (prepared, isActive) = prepare(tree[p].attributes)
      if isActive { result.genericParams[p.index] = prepared }
    }
  }

  /// The attributes in effect, and whether `cfg` lets the node stand.
  mutating func prepare(_ attributes: Run<Attribute>) -> (Prepared, isActive: Bool) {
    if attributes.isEmpty { return (Prepared(attributes: .empty, flags: []), true) }
    guard let active = cfg.activeAttributes(attributes, tree, tokens, into: &diagnostics) else {
      return (Prepared(attributes: .empty, flags: .isGone), false)
    }
    var flags: Prepared.Flags = []
    for a in active {
      let segments = a.tree[a.tree[a.node.path].segments]
      let name = segments.count == 1 ? segments[0].ident.name : .empty
      switch name {
      case .doc, .inline, .stable, .unstable: break
      case .macro_use, .macro_escape: flags.insert(.hasMacroUse)
      case .macro_export: flags.insert(.hasMacroExport)
      case .lang, .panic_handler: flags.insert(.hasLang)
      case .path: flags.insert(.hasPath)
      case .prelude_import: flags.insert(.hasPreludeImport)
      case .no_implicit_prelude: flags.insert(.hasNoImplicitPrelude)
      case .empty:
        if segments.count < 2 || !world.t.pointee.builtins.isTool(segments[0].ident.name) { flags.insert(.hasMacroAttribute) }
      default:
        if name == Known.nonExhaustive {
          flags.insert(.isNonExhaustive)
        } else if name == Known.procMacro || name == Known.procMacroAttribute || name == Known.procMacroDerive {
          flags.insert(.hasProcMacro)
        } else if !name.isBuiltinAttribute {
          flags.insert(.hasMacroAttribute)
        }
      }
    }
    return (Prepared(attributes: world.t.pointee.attributes.append(contentsOf: active), flags: flags), true)
  }
}

/// Names that only this step knows.
enum Known {
  static let nonExhaustive = Name("non_exhaustive")
  static let procMacro = Name("proc_macro")
  static let procMacroAttribute = Name("proc_macro_attribute")
  static let procMacroDerive = Name("proc_macro_derive")
  static let localInnerMacros = Name("local_inner_macros")
  static let registerTool = Name("register_tool")
  static let attributes = Name("attributes")
  static let prelude = Name("prelude")
  static let underscoreSelf = Name("self")
}

/// The conservative test whether a body may hold what other bodies must see: impls, and macros with `#[macro_export]`.
struct BodyScan: Sendable {
  /// Macros whose expansion may hold an `impl` that its arguments do not show.
  let makers: Set<UInt32>
  static let none = BodyScan(makers: [])

  func isEager(_ tokens: TokenBuffer, _ range: TokenRange) -> Bool {
    var i = range.start
    while i < range.end {
      let t = tokens[i]
      i += 1
      guard t.kind == .identifier else { continue }
      switch t.name {
      case .impl, .derive, .derive_const, .macro_export: return true
      default: continue
      }
    }
    return false
  }

  /// Whether `range` names a macro that makes impls: calls it, or hands it to a macro that does.
  func namesMaker(_ tokens: TokenBuffer, _ range: TokenRange) -> Bool {
    if makers.isEmpty { return false }
    var i = range.start
    while i < range.end {
      let t = tokens[i]
      i += 1
      if t.kind.isAnyIdentifier, makers.contains(t.payload) { return true }
    }
    return false
  }
}
