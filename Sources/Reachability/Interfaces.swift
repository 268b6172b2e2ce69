// What the outside can use without naming private parts of the crate: everything behind public names and in the interfaces of these.
import Collect
import Defs
import Parallel
import Program
import Resolve
import Source
import Support
import Typecheck
import Types

/// A definition that an interface mentions.
private struct Mention: Sendable {
  var def: DefID
  /// Used whatever its own visibility says: items of an impl of a trait.
  var isForced = false
}

/// The closure of "named by a public path" and "mentioned in the interface of a member". rustc's effective visibilities, of which only
/// "public or not" matters here. Parallel by rounds: each looks at what the last one found.
///
/// - Source: Rust Reference, "Visibility and Privacy"; the rule for impls ("its type and its trait are members, their arguments do not
///   count") and for what stands behind `impl Trait` ("always a member") are rustc's.
struct PublicInterface {
  let store: ProgramStore
  let workers: Workers
  private(set) var members: Set<DefID> = []
  private(set) var ordered: [DefID] = []
  private var frontier: [DefID] = []
  /// By impl, how many of its parts are not members yet; by definition, the impls that it is a part of.
  private var missing: [DefID: Int] = [:]
  private var implsOf: [DefID: [DefID]] = [:]

  init(_ store: ProgramStore, owners: [DefID], _ workers: Workers) {
    self.store = store
    self.workers = workers
    let world = store.world
    let impls = Array(world.impls(in: .local))
    let parts = parallelMap(count: impls.count, workers: workers) { [self] in shallowParts(of: impls[$0]) }
    add(Mention(def: world[world.crate(.local).root].def, isForced: true))
    for (i, list) in parts.enumerated() {
      missing[impls[i]] = list.count
      if list.isEmpty { add(Mention(def: impls[i], isForced: true)) }
      for p in list { implsOf[p, default: []].append(impls[i]) }
    }
    addHiddenTypes(owners)
    while !frontier.isEmpty {
      let round = frontier
      frontier = []
      let found = parallelMap(count: round.count, workers: workers) { [self] in mentions(of: round[$0]) }
      for list in found { for m in list { add(m) } }
    }
  }

  private mutating func add(_ m: Mention) {
    guard m.isForced || Defs[m.def].visibility == .public, members.insert(m.def).inserted else { return }
    ordered.append(m.def)
    frontier.append(m.def)
    for i in implsOf[m.def] ?? [] {
      missing[i]! -= 1
      if missing[i] == 0 { add(Mention(def: i, isForced: true)) }
    }
  }

  /// The types behind all `impl Trait`s of the crate, even those of private functions.
  private mutating func addHiddenTypes(_ owners: [DefID]) {
    let lists = parallelMap(count: owners.count, workers: workers) { [store] i -> [DefID] in
      guard let checked = store.check(owners[i]), !checked.results.hiddenTypes.isEmpty else { return [] }
      var finder = DefFinder(store.headers, crate: .local)
      for hidden in checked.results.hiddenTypes { _ = finder.fold(hidden.type) }
      return finder.found
    }
    for list in lists { for def in list { add(Mention(def: def, isForced: true)) } }
  }

  // MARK: Parts and interfaces

  /// The definitions of this crate that have to be members for the impl to be one: its type's and its trait's, not their arguments'.
  private func shallowParts(of impl: DefID) -> [DefID] {
    var parts: Set<DefID> = []
    switch store.headers.type(of: impl).kind {
    case .adt(let def, _), .foreign(let def), .closure(let def, _): parts.insert(def)
    case .dynamic(let list, _):
      for p in list.all {
        switch p {
        case .trait(let def, _, _), .autoTrait(let def): parts.insert(def)
        case .projection(let item, _, _, _): parts.insert(store.headers.trait(ofItem: item))
        }
      }
    default: break
    }
    if let trait = store.headers.implTraitRef(of: impl) { parts.insert(trait.def) }
    return parts.filter { $0.crate == .local }.sorted { $0.rawValue < $1.rawValue }
  }

  /// What a member gives away.
  private func mentions(of def: DefID) -> [Mention] {
    let headers = store.headers
    let world = store.world
    var finder = DefFinder(headers, crate: .local)
    var forced: [DefID] = []
    var direct: [DefID] = []
    switch Defs[def].kind {
    case .mod: return (world.module(of: def).map { world.exportedNames(of: $0) } ?? []).filter { $0.crate == .local }.map { Mention(def: $0) }
    case .macro: return macroMentions(def)
    case .fn, .assocFn, .const, .static, .assocConst, .tyAlias, .foreignTy:
      generics(of: def, &finder)
      _ = finder.fold(headers.type(of: def))
    case .assocTy:
      generics(of: def, &finder)
      if Defs[Defs[def].parent].kind == .trait { finder.add(headers.itemBounds(of: def)) }
      if headers.assocItem(def)?.hasValue ?? true { _ = finder.fold(headers.type(of: def)) }
    case .struct, .union, .enum:
      generics(of: def, &finder)
      let adt = headers.adt(def)
      for field in adt.fields where adt.kind == .enum || Defs[field.def].visibility == .public { _ = finder.fold(headers.type(of: field.def)) }
      for variant in adt.variants where variant.def != def { direct.append(variant.def) }
    case .variant: direct.append(Defs[def].parent)
    case .structCtorFn, .structCtorConst: direct.append(Defs[def].parent)
    case .variantCtorFn, .variantCtorConst: direct.append(Defs[Defs[def].parent].parent)
    case .trait, .traitAlias:
      generics(of: def, &finder)
      direct += headers.assocItems(of: def).map(\.def)
    case .inherentImpl, .traitImpl:
      generics(of: def, &finder)
      _ = finder.fold(headers.type(of: def))
      if let trait = headers.implTraitRef(of: def) { finder.add(trait) }
      let items = headers.assocItems(of: def).map(\.def)
      if Defs[def].kind == .traitImpl { forced += items } else { direct += items }
    default: break
    }
    return forced.map { Mention(def: $0, isForced: true) } + (direct + finder.found).map { Mention(def: $0) }
  }

  private func generics(of def: DefID, _ finder: inout DefFinder) {
    let generics = store.headers.generics(of: def)
    for p in generics.all.dropFirst(generics.parentCount) {
      switch p.kind {
      case .const: _ = finder.fold(store.headers.type(of: p.def))
      case .type: if p.hasDefault { _ = finder.fold(store.headers.type(of: p.def)) }
      case .lifetime: break
      }
    }
    finder.add(store.headers.predicates(of: def))
  }

  /// A `pub macro` resolves its names where it stands: what is accessible there may be used from outside through it.
  private func macroMentions(_ def: DefID) -> [Mention] {
    let world = store.world
    guard let info = world.macro(def), !info.isMacroRules, Defs[Defs[def].parent].kind == .mod else { return [] }
    var result: [Mention] = []
    var seen: Set<ModuleID> = []
    func look(into module: ModuleID) {
      guard seen.insert(module).inserted else { return }
      for name in world.names(of: module, accessibleFrom: info.module) where name.crate == .local {
        result.append(Mention(def: name))
        switch Defs[name].kind {
        case .mod: if let inner = world.module(of: name) { look(into: inner) }
        case .struct, .union:
          var finder = DefFinder(store.headers, crate: .local)
          for field in store.headers.adt(name).fields where world.isAccessible(Defs[field.def].visibility, from: info.module) {
            _ = finder.fold(store.headers.type(of: field.def))
          }
          result += finder.found.map { Mention(def: $0) }
        default: break
        }
      }
    }
    var place = Defs[def].parent
    while !place.isNone {
      if let module = world.module(of: place) { look(into: module) }
      place = Defs[place].parent
    }
    return result
  }
}
