// The definitions that types and clauses name.
import Defs
import Support
import Syntax
import Types

/// Collects the definitions of one crate in types: those of data types, functions, closures and associated types, traits of `dyn` and
/// of bounds. What an `impl Trait` says of its type counts like the bounds of a `dyn`, its hidden type does not. Sharing: per task.
struct DefFinder: TypeFolder {
  let facts: any HeaderFacts
  let crate: CrateID
  private(set) var found: [DefID] = []
  private var seen: Set<DefID> = []
  private var seenTypes: Set<TypeID> = []

  init(_ facts: any HeaderFacts, crate: CrateID) {
    self.facts = facts
    self.crate = crate
  }

  mutating func add(_ def: DefID) { if def.crate == crate && seen.insert(def).inserted { found.append(def) } }

  mutating func add(_ trait: TraitRef) {
    add(trait.def)
    _ = fold(trait.args)
  }

  mutating func add(_ clauses: ClauseListID) {
    for c in clauses.elements {
      switch c.clause.kind {
      case .trait(let t, _), .hostEffect(let t, _): add(t)
      case .projection(let item, _, _):
        add(facts.trait(ofItem: item))
        _ = fold(c.clause.kind)
      default: _ = fold(c.clause.kind)
      }
    }
  }

  mutating func fold(_ type: TypeID) -> TypeID {
    guard seenTypes.insert(type).inserted else { return type }
    switch type.kind {
    case .adt(let def, _), .foreign(let def), .closure(let def, _), .coroutine(let def, _), .coroutineClosure(let def, _): add(def)
    case .fnDef(let def, _):
      add(def)
      _ = fold(facts.fnSig(of: def))
      let parent = Defs[def].parent
      if !parent.isNone && Defs[parent].kind.isImpl { _ = fold(facts.type(of: parent)) }
    case .alias(.opaque, let def, _): add(facts.itemBounds(of: def))
    case .alias(let kind, let def, _):
      add(def)
      if kind == .projection { add(facts.trait(ofItem: def)) }
    case .dynamic(let list, _):
      for p in list.all {
        switch p {
        case .trait(let def, _, _), .autoTrait(let def): add(def)
        case .projection(let item, _, _, _): add(facts.trait(ofItem: item))
        }
      }
    default: break
    }
    return superFold(type)
  }
}
