// What stands in a vtable behind drop, size and align, and in which order.
import Defs
import Infer
import MIR
import Monomorphize
import Parallel
import Source
import Support
import Traits
import Types

/// A place in a vtable, whatever type it is for.
enum VTableSlot {
  /// A method of a trait, with that trait's arguments (without `Self`).
  case method(DefID, GenericArgsID)
  case superTrait(VTableTrait)
}

extension ProgramAnswers {
  /// Supertraits come before what extends them; the first of each is a prefix, the others are pointed to.
  func vtableSlots(_ trait: VTableTrait) -> [VTableSlot] {
    var slots: [VTableSlot] = []
    if trait.trait.isNone { return slots }
    var seen: [VTableTrait] = []
    addSlots(trait, isPrefix: true, &seen, &slots)
    return slots
  }

  private func addSlots(_ trait: VTableTrait, isPrefix: Bool, _ seen: inout [VTableTrait], _ slots: inout [VTableSlot]) {
    if seen.contains(trait) { return }
    seen.append(trait)
    for (i, s) in directSupertraits(trait).enumerated() { addSlots(s, isPrefix: isPrefix && i == 0, &seen, &slots) }
    for item in facts.assocItems(of: trait.trait) where item.kind == .fn && isDispatchable(item.def) {
      slots.append(.method(item.def, trait.args))
    }
    if !isPrefix { slots.append(.superTrait(trait)) }
  }

  func directSupertraits(_ trait: VTableTrait) -> [VTableTrait] {
    // Any self type does: arguments of supertraits that mention it make a trait impossible as an object.
    let dummy = TypeID(.dynamic(ExistentialListID([.trait(trait.trait, trait.args, .empty)]), .erased))
    let ref = TraitRef(trait.trait, GenericArgsID([GenericArg(dummy)] + trait.args.elements))
    var result: [VTableTrait] = []
    for c in facts.superPredicates(of: trait.trait).elements {
      guard case .trait(let t, isNegative: false) = infer.open(Clause(c.clause.kind, vars: c.clause.vars).instantiated(ref.args)),
        t.args[0] == ref.args[0], !facts.traitFact(t.def).isAuto
      else { continue }
      // `trait B<T: A>: Gen<T::X>`: as other places say it.
      let args = t.args.elements.dropFirst().map { a in a.type.map { GenericArg(normalized($0.erasingRegions)) } ?? a }
      let own = VTableTrait(trait: t.def, args: GenericArgsID(args).erasingRegions)
      if Defs[t.def].kind == .trait && !result.contains(own) { result.append(own) }
    }
    return result
  }

  /// A method that a trait object has: no `where Self: Sized`, no type parameters of its own, a receiver.
  private func isDispatchable(_ method: DefID) -> Bool {
    guard let item = facts.assocItem(method), item.hasSelfParam else { return false }
    let g = facts.generics(of: method)
    if g.all.dropFirst(g.parentCount).contains(where: { $0.kind != .lifetime }) { return false }
    guard let sized = facts.langItem(Name("sized")) else { return true }
    for c in facts.predicates(of: method).elements {
      if case .trait(let t, isNegative: false) = c.clause.kind, t.def == sized, case .param(0, _) = t.selfType.kind { return false }
    }
    return true
  }

  func entries(_ type: TypeID, _ trait: VTableTrait) -> [VTableEntry] {
    vtableSlots(trait).map { slot in
      switch slot {
      case .superTrait(let t): return .superTrait(t)
      case .method(let d, let args):
        let g = facts.generics(of: d)
        var all = [GenericArg(type)] + args.elements
        while all.count < g.count { all.append(GenericArg(RegionID.erased)) }
        guard let instance = resolve(d, GenericArgsID(all)) else { return .vacant }
        return .method(receiverIsByValue(d) ? byValue(instance) : instance)
      }
    }
  }

  private func receiverIsByValue(_ method: DefID) -> Bool {
    if case .param(0, _)? = facts.fnSig(of: method).inputs.first?.kind { return true }
    return false
  }
  private func byValue(_ i: Instance) -> Instance {
    if case .item(let d) = i.kind, Defs[d].kind != .closure { return Instance(.vtableShim(d), i.args) }
    return i
  }
}
