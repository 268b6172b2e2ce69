// Impls among each other: overlap, orphans, and traits with rules of their own.
import Collect
import Defs
import Diagnostics
import HIR
import Infer
import Expand
import Parallel
import Resolve
import Source
import Support
import Syntax
import Traits
import Types

extension ItemChecker {
  /// All impls of `trait` in this crate against each other and those of other crates, then each by itself.
  mutating func checkCoherence(of trait: DefID) -> DiagnosticList {
    let all = facts.impls(of: trait).map(\.def)
    let mine = all.filter { $0.crate == context.crate }
    let fact = facts.traitFact(trait)
    // Orphans overlap with what others may write: one message is enough.
    var orphans = Set<DefID>()
    for impl in mine {
      guard let ref = facts.implTraitRef(of: impl), !ref.args.flags.contains(.hasError) else { continue }
      let count = diagnostics.all.count
      checkOrphan(impl, ref, fact)
      if diagnostics.all.count > count { orphans.insert(impl) }
    }
    diagnostics = DiagnosticList()
    checkOverlap(all.filter { $0.crate != context.crate } + mine, trait, orphans: orphans)
    for impl in inSourceOrder(mine) {
      guard let ref = facts.implTraitRef(of: impl), !ref.args.flags.contains(.hasError) else { continue }
      checkManual(impl, ref, fact)
      checkObject(impl, ref)
      checkSafety(impl, ref, fact)
      checkOrphan(impl, ref, fact)
      checkBuiltin(impl, ref)
    }
    return diagnostics
  }

  // MARK: Overlap

  private mutating func checkOverlap(_ all: [DefID], _ trait: DefID, orphans: Set<DefID>) {
    if facts.traitFact(trait).isMarker { return }
    let specializes = ["specialization", "min_specialization"].contains { context.world.hasFeature(Name($0), in: context.crate) }
    // Impls of different outermost self types cannot overlap.
    let keys = all.map { facts.implTraitRef(of: $0).flatMap { SimplifiedType($0.selfType) } }
    for j in all.indices where all[j].crate == context.crate {
      for i in 0..<j {
        if let a = keys[i], let b = keys[j], a != b { continue }
        if all[i].crate != context.crate, orphans.contains(all[j]) { continue }
        guard overlap(all[i], all[j]) else { continue }
        if specializes, infer.specializes(all[j], all[i]) || infer.specializes(all[i], all[j]) { continue }
        guard let ref = facts.implTraitRef(of: all[j]) else { continue }
        if facts.isNegative(impl: all[i]) != facts.isNegative(impl: all[j]) {
          report(
            .error(
              "`\(TypePrinter.text(of: ref))` is said to hold and not to hold\(typeText(ref.selfType))", code: "E0751", at: headSpan(all[j]),
              label: "contradicts another implementation"))
          break
        }
        let traitText = TypePrinter.text(of: ref)
        var d = Diagnostic.error(
          "conflicting implementations of `\(traitText)`\(typeText(ref.selfType))", code: "E0119", at: headSpan(all[j]),
          label: "conflicts\(typeText(ref.selfType))")
        if all[i].crate == context.crate {
          d.labels.append(Label(headSpan(all[i]), "the other implementation"))
        } else {
          d = d.note("the other implementation is in crate `\(context.world.crate(all[i].crate).name)`")
        }
        report(d)
        break
      }
    }
  }

  private func typeText(_ type: TypeID) -> String {
    if case .param = type.kind { return "" }
    return " for type `\(TypePrinter.text(of: type))`"
  }

  /// Whether some type could use both impls.
  private mutating func overlap(_ a: DefID, _ b: DefID) -> Bool {
    guard let x = facts.implTraitRef(of: a), let y = facts.implTraitRef(of: b) else { return false }
    if x.args.flags.contains(.hasError) || y.args.flags.contains(.hasError) { return false }
    if facts.isReservation(impl: a) || facts.isReservation(impl: b) { return false }
    let s = infer.snapshot()
    defer { infer.rollBack(to: s) }
    let argsA = infer.freshArgs(for: a)
    let argsB = infer.freshArgs(for: b)
    let cause = Cause(span: .none)
    var nested: [Obligation] = []
    let first = infer.normalize(x.args.instantiated(argsA).erasingRegions, env: .empty, cause: cause, &nested)
    let second = infer.normalize(y.args.instantiated(argsB).erasingRegions, env: .empty, cause: cause, &nested)
    guard infer.unify(first, second) else { return false }
    nested += infer.obligations(of: a, argsA, env: .empty, cause: cause)
    nested += infer.obligations(of: b, argsB, env: .empty, cause: cause)
    for o in nested {
      let clause = Clause(infer.open(infer.resolve(o.clause)))
      for n in normalizedParts(of: Obligation(clause, env: .empty, cause: cause)) where isRefuted(n) { return false }
    }
    return true
  }

  /// Whether `o` does not hold now nor ever will: other crates may add impls later.
  private mutating func isRefuted(_ o: Obligation) -> Bool {
    guard infer.evaluate(o) == .fails else { return false }
    guard case .trait(let t, false) = infer.open(infer.resolve(o.clause)) else { return true }
    return isKnowable(t)
  }

  /// Whether no crate but those there are may say that the trait reference holds.
  private func isKnowable(_ t: TraitRef) -> Bool {
    if t.def.crate == context.crate || facts.traitFact(t.def).isFundamental { return true }
    // A type of this crate: nobody else can write the impl. One of others: they may, in a later version.
    for a in t.args.elements {
      guard let type = a.type else { continue }
      switch locality(infer.shallow(type)) {
      case .local: return true
      case .open: return false
      case .foreign: continue
      }
    }
    return false
  }

  // MARK: Orphans

  private enum Locality { case local, foreign, open }

  /// Whether `type` itself, past `&`, `Box` and the like, is of this crate; open: a parameter or variable.
  private func locality(_ type: TypeID) -> Locality {
    switch type.kind {
    case .ref(_, let t, _): return locality(infer.shallow(t))
    case .adt(let d, let args):
      if d.crate == context.crate { return .local }
      if facts.adt(d).isFundamental {
        // The first parameter is what counts, as in `Box<T>` and `Pin<T>`.
        for a in args.elements { if let t = a.type { return locality(infer.shallow(t)) } }
      }
      return .foreign
    case .foreign(let d): return d.crate == context.crate ? .local : .foreign
    case .dynamic(let list, _):
      guard let p = list.principal else { return .foreign }
      return p.def.crate == context.crate ? .local : .foreign
    case .closure(let d, _), .coroutine(let d, _), .coroutineClosure(let d, _): return d.crate == context.crate ? .local : .foreign
    case .param, .placeholder, .bound, .infer: return .open
    case .error: return .local
    default: return .foreign
    }
  }

  private func openParam(_ type: TypeID) -> UInt32? {
    switch type.kind {
    case .ref(_, let t, _): return openParam(t)
    case .adt(let d, let args) where facts.adt(d).isFundamental && d.crate != context.crate:
      for a in args.elements { if let t = a.type { return openParam(t) } }
      return nil
    case .param(let i, _): return i
    default: return nil
    }
  }

  private mutating func checkOrphan(_ impl: DefID, _ ref: TraitRef, _ fact: TraitFact) {
    if fact.isAuto && ref.def.crate != context.crate {
      switch ref.selfType.kind {
      case .adt(let d, _) where d.crate == context.crate: break
      case .adt, .error, .param: break
      default:
        report(
          .error(
            "`\(Defs[ref.def].name)`, an auto trait of another crate, can only be implemented for structs and enums of this one",
            code: "E0321", at: headSpan(impl), label: "not a struct or enum of this crate"))
        return
      }
    }
    if ref.def.crate == context.crate { return }
    var uncovered: UInt32?
    for a in ref.args.elements {
      guard let type = a.type else { continue }
      switch locality(type) {
      case .local:
        if let p = uncovered { reportUncovered(impl, p, hasLocal: true) }
        return
      case .open: if uncovered == nil { uncovered = openParam(type) }
      case .foreign: continue
      }
    }
    if let p = uncovered { return reportUncovered(impl, p, hasLocal: false) }
    if case .alias = ref.selfType.kind { return }
    let isPrimitive: Bool
    switch ref.selfType.kind {
    case .adt, .dynamic, .foreign: isPrimitive = false
    default: isPrimitive = true
    }
    report(
      .error(
        "a trait of another crate can only be implemented for types of this crate\(isPrimitive ? ", not for primitive types" : "")",
        code: "E0117", at: headSpan(impl), label: "neither trait nor type is of this crate"
      ).label(selfTypeSpan(impl), "`\(TypePrinter.text(of: ref.selfType))` is not defined in this crate"))
  }

  private mutating func reportUncovered(_ impl: DefID, _ param: UInt32, hasLocal: Bool) {
    let p = facts.generics(of: impl).all[Int(param)]
    report(
      .error(
        hasLocal
          ? "type parameter `\(p.name)` must be an argument of a type of this crate where it stands before the first of these"
          : "type parameter `\(p.name)` must be an argument of some type of this crate", code: "E0210", at: Defs[p.def].identSpan,
        label: "not covered by a type of this crate"))
  }

  // MARK: Rules of single traits

  private mutating func checkManual(_ impl: DefID, _ ref: TraitRef, _ fact: TraitFact) {
    if fact.deniesExplicitImpl {
      report(
        .error(
          "`\(Defs[ref.def].name)` cannot be implemented: the compiler does it", code: isLang(ref.def, "unsize") ? "E0328" : "E0322",
          at: headSpan(impl), label: "not allowed"))
    }
  }

  private mutating func checkObject(_ impl: DefID, _ ref: TraitRef) {
    guard case .dynamic(let list, _) = ref.selfType.kind, let p = list.principal else { return }
    let args = GenericArgsID([Types.GenericArg(ref.selfType)] + Array(p.args.elements))
    guard supertraits(of: TraitRef(p.def, args), facts: facts).contains(where: { $0.def == ref.def }) || p.def == ref.def else { return }
    if !isDynCompatible(p.def) { return }
    report(
      .error(
        "`\(TypePrinter.text(of: ref.selfType))` implements `\(Defs[ref.def].name)` by itself", code: "E0371", at: headSpan(impl),
        label: "implemented already"))
  }

  /// As far as `Self: Sized` on the trait tells.
  private func isDynCompatible(_ trait: DefID) -> Bool {
    !facts.superPredicates(of: trait).elements.contains {
      if case .trait(let t, false) = $0.clause.kind { isLang(t.def, "sized") } else { false }
    }
  }

  private mutating func checkSafety(_ impl: DefID, _ ref: TraitRef, _ fact: TraitFact) {
    guard case .impl(let safety, _, let isNegative, _, _) = facts.source.header(of: impl).kind else { return }
    let isUnsafe = safety == .unsafe
    let name = TypePrinter.text(of: ref)
    if isNegative { return }
    let mayDangle = hasMayDangle(impl)
    if fact.isUnsafe && !isUnsafe {
      report(
        .error("the trait `\(name)` needs an `unsafe impl`", code: "E0200", at: headSpan(impl)).help("write `unsafe impl` after making sure that what the trait promises holds"))
    } else if !fact.isUnsafe && !mayDangle && isUnsafe {
      report(.error("implementing the trait `\(name)` is not unsafe", code: "E0199", at: headSpan(impl)))
    } else if !fact.isUnsafe && mayDangle && !isUnsafe {
      report(.error("`#[may_dangle]` needs an `unsafe impl`", code: "E0569", at: headSpan(impl)))
    }
  }

  private func hasMayDangle(_ impl: DefID) -> Bool {
    let header = facts.source.header(of: impl)
    return header.tree[header.tree[header.generics].params].contains { $0.mayDangle }
  }

  private mutating func checkBuiltin(_ impl: DefID, _ ref: TraitRef) {
    if facts.isNegative(impl: impl) { return }
    if isLang(ref.def, "drop") {
      if case .adt(let d, _) = ref.selfType.kind, d.crate == context.crate { return }
      if ref.selfType.flags.contains(.hasError) { return }
      report(
        .error("`Drop` can only be implemented for structs, enums and unions of this crate", code: "E0120", at: selfTypeSpan(impl), label: "not a type of this crate"))
    } else if isLang(ref.def, "copy") {
      checkCopy(impl, ref)
    }
  }

  private mutating func checkCopy(_ impl: DefID, _ ref: TraitRef) {
    let at = selfTypeSpan(impl)
    switch ref.selfType.kind {
    case .adt(let d, let args):
      let adt = facts.adt(d)
      let env = infer.normalizedEnv(facts.paramEnv(of: impl))
      var bad: [AdtField] = []
      for v in adt.variants {
        for f in adt.fields(of: v) {
          let type = facts.type(of: f.def).instantiated(args).erasingRegions
          if type.flags.contains(.hasError) { continue }
          if evaluate(type, is: ref.def, env) == .fails { bad.append(f) }
        }
      }
      if !bad.isEmpty {
        var d = Diagnostic.error("this type cannot be `Copy`", code: "E0204", at: at)
        for f in bad { d.labels.append(Label(fieldTypeSpan(f), "this field is not `Copy`")) }
        report(d)
      } else if hasDropImpl(d) {
        report(.error("this type has a destructor and cannot be `Copy`", code: "E0184", at: at, label: "types with destructors are not `Copy`"))
      }
    case .error, .bool, .char, .int, .uint, .float, .never, .rawPtr, .array: break
    case .ref(_, _, .not): break
    default:
      report(.error("only structs, enums and unions can be made `Copy`", code: "E0206", at: at, label: "not a struct, enum or union"))
    }
  }

  func hasDropImpl(_ adt: DefID) -> Bool {
    guard let drop = facts.langItem(Name("drop")) else { return false }
    let key = SimplifiedType(.adt, adt.rawValue)
    return facts.impls(of: drop).contains { $0.simplified == key }
  }

  func fieldTypeSpan(_ field: AdtField) -> Span {
    guard case .field(let id) = Defs[field.def].node else { return Defs[field.def].identSpan }
    let tree = Trees[Defs[field.def].tree].tree
    return tree[tree[id].ty].span
  }

  // MARK: Inherent impls

  mutating func checkInherentImpls(_ impls: [DefID]) -> DiagnosticList {
    if context.world.attribute(Name("rustc_coherence_is_core"), of: DefID.root(of: context.crate)) != nil { return diagnostics }
    for impl in impls { checkInherent(impl) }
    checkInherentOverlap(impls)
    return diagnostics
  }

  private mutating func checkInherent(_ impl: DefID) {
    let type = facts.type(of: impl)
    let head = headSpan(impl)
    if context.world.attribute(Name("rustc_allow_incoherent_impl"), of: impl) != nil { return }
    switch type.kind {
    case .adt(let d, _), .foreign(let d): if d.crate == context.crate { return }
    case .dynamic(let list, _):
      guard let p = list.principal else {
        report(.error("a trait object without a trait of its own has no inherent impls", code: "E0785", at: head))
        return
      }
      if p.def.crate == context.crate { return }
    case .param, .alias:
      report(.error("an inherent impl needs a type with a name", code: "E0118", at: head, label: "no struct, enum, union or trait object"))
      return
    case .error: return
    default:
      let text = TypePrinter.text(of: type)
      report(
        .error("a primitive type cannot have inherent impls in this crate: `\(text)`", code: "E0390", at: head)
          .help("use a trait of your own, or a struct around it"))
      return
    }
    if facts.assocItems(of: impl).contains(where: { context.world.attribute(Name("rustc_allow_incoherent_impl"), of: $0.def) != nil }) { return }
    report(
      .error("a type of another crate cannot have inherent impls here", code: "E0116", at: head, label: "not a type of this crate")
        .help("use a trait of your own, or a struct around it"))
  }

  private mutating func checkInherentOverlap(_ impls: [DefID]) {
    var groups: [SimplifiedType: [DefID]] = [:]
    for impl in impls { if let key = SimplifiedType(facts.type(of: impl)) { groups[key, default: []].append(impl) } }
    for impl in impls {
      let items = facts.assocItems(of: impl)
      for (i, item) in items.enumerated() {
        if let first = items[..<i].first(where: { isSame($0, item) }) { reportDuplicate(first, item) }
      }
      guard let key = SimplifiedType(facts.type(of: impl)), let all = groups[key], all.count > 1 else { continue }
      for later in all.drop(while: { $0 != impl }).dropFirst() {
        let others = facts.assocItems(of: later)
        let pairs = items.compactMap { a in others.first { isSame(a, $0) }.map { (a, $0) } }
        if pairs.isEmpty || !typesOverlap(impl, later) { continue }
        for (a, b) in pairs { reportDuplicate(b, a) }
      }
    }
  }
  private func isSame(_ a: AssocItemFact, _ b: AssocItemFact) -> Bool {
    a.name == b.name && (a.kind == .type) == (b.kind == .type) && Defs[a.def].identSpan.context == Defs[b.def].identSpan.context
  }

  private mutating func typesOverlap(_ a: DefID, _ b: DefID) -> Bool {
    let s = infer.snapshot()
    defer { infer.rollBack(to: s) }
    let argsA = infer.freshArgs(for: a)
    let argsB = infer.freshArgs(for: b)
    guard infer.unify(facts.type(of: a).instantiated(argsA).erasingRegions, facts.type(of: b).instantiated(argsB).erasingRegions) else {
      return false
    }
    let cause = Cause(span: .none)
    for o in infer.obligations(of: a, argsA, env: .empty, cause: cause) + infer.obligations(of: b, argsB, env: .empty, cause: cause) {
      let clause = Clause(infer.open(infer.resolve(o.clause)))
      for n in normalizedParts(of: Obligation(clause, env: .empty, cause: cause)) where isRefuted(n) { return false }
    }
    return true
  }

  private mutating func reportDuplicate(_ first: AssocItemFact, _ second: AssocItemFact) {
    report(
      .error("duplicate definitions with name `\(second.name)`", code: "E0592", at: memberSpan(second.def), label: "defined again here")
        .label(memberSpan(first.def), "also defined here"))
  }
  private func memberSpan(_ def: DefID) -> Span { headSpan(def) }
}
