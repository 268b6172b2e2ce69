// The one way in: collected headers give messages about items that contradict each other.
import Collect
import Defs
import Diagnostics
import Expand
import HIR
import Infer
import Parallel
import Resolve
import Source
import Support
import Syntax
import Traits
import Types

/// Definitions by their place in the source, what macros made by the place of the call.
func inSourceOrder(_ defs: [DefID]) -> [DefID] {
  let places = defs.map { Hygiene.callSiteAtRoot(Defs[$0].span).lo }
  return defs.indices.sorted { (places[$0], $0) < (places[$1], $1) }.map { defs[$0] }
}

/// Checks items of `crate` against each other: impls against their traits, impls among each other, the shape of types.
///
/// - Requires: names and headers have no error, or those they have are given.
/// - Errors: E0038, E0044–E0046, E0049, E0050, E0053, E0072, E0081, E0084, E0091, E0116–E0120, E0184–E0186, E0195, E0199, E0200, E0204, E0206, E0207, E0210,
///   E0276, E0307, E0321, E0322, E0326, E0366, E0367, E0370, E0371, E0390–E0392, E0587, E0588, E0592, E0643, E0690, E0731, E0732, E0740, E0751, E0801.
/// - Returns: the messages in rustc's order: items as they stand, an impl's trait as a whole where its first impl is.
/// - Parameters:
///   - nested: items in bodies. Impls are checked in any case.
///   - constants: what is wrong with the constants in the header of a definition. Asked once of each item and member.
///   - hasUnknownTraits: whether a header names a trait that does not exist: inherent impls are not looked at then.
public func checkItems(
  of crate: CrateID, nested: [DefID] = [], in world: World, _ headers: CollectedHeaders, hasUnknownTraits: Bool = false, workers: Workers,
  constants: @Sendable (DefID) -> DiagnosticList = { _ in DiagnosticList() }
) -> DiagnosticList {
  let context = ItemContext(world: world, headers: headers, crate: crate)
  let items = Array(world.items(in: crate)) + nested + nestedImpls(of: crate, in: world, besides: nested)
  // Traits in the order of their first impl here, as written: derived ones stand at their `derive`.
  var traits: [DefID] = []
  var indexOfTrait: [DefID: Int] = [:]
  for item in inSourceOrder(items.filter { Defs[$0].kind == .traitImpl }) {
    if let t = headers.implTraitRef(of: item)?.def, indexOfTrait[t] == nil {
      indexOfTrait[t] = traits.count
      traits.append(t)
    }
  }
  let index = indexOfTrait
  let ordered = traits
  let coherence = parallelMap(count: ordered.count, workers: workers) { i in
    var checker = ItemChecker(context)
    return checker.checkCoherence(of: ordered[i])
  }
  let perItem = parallelMap(count: items.count, workers: workers) { i in
    var checker = ItemChecker(context)
    let item = items[i]
    let trait = Defs[item].kind == .traitImpl ? headers.implTraitRef(of: item)?.def : nil
    let isCoherent = trait.flatMap { index[$0] }.map { !coherence[$0].hasErrors } ?? true
    var list = DiagnosticList()
    switch Defs[item].kind {
    case .traitImpl: for def in [item] + world.assocItems(of: item) { list.add(contentsOf: constants(def)) }
    // Those of other members come with their heads, those of aliases last.
    case .assocFn, .assocConst, .assocTy, .tyAlias: break
    default: list = constants(item)
    }
    list.add(contentsOf: checker.check(item, isCoherent: isCoherent))
    return list
  }
  var result = DiagnosticList()
  for item in items where [.struct, .union, .enum].contains(Defs[item].kind) { result.add(contentsOf: duplicateFields(item, headers)) }
  var given = Set<Int>()
  for (item, list) in zip(items, perItem) {
    if Defs[item].kind == .traitImpl, let t = headers.implTraitRef(of: item)?.def, let i = index[t], given.insert(i).inserted {
      result.add(contentsOf: coherence[i])
    }
    result.add(contentsOf: list)
  }
  // Heads of associated and foreign items come after those of all items.
  let members: [DefID] = [.traitImpl, .inherentImpl].flatMap { kind in items.filter { Defs[$0].kind == kind } }.sorted { Defs[$0].span.lo < Defs[$1].span.lo }
    .flatMap { Array(world.assocItems(of: $0)) } + items.filter { Defs[$0].kind == .trait }.flatMap { Array(world.assocItems(of: $0)) }
  let headers = parallelMap(count: members.count, workers: workers) { i in
    var checker = ItemChecker(context)
    var list = Defs[Defs[members[i]].parent].kind == .traitImpl ? DiagnosticList() : constants(members[i])
    list.add(contentsOf: checker.checkMember(members[i]))
    return list
  }
  for list in headers { result.add(contentsOf: list) }
  if !hasUnknownTraits {
    var last = ItemChecker(context)
    result.add(contentsOf: last.checkInherentImpls(items.filter { Defs[$0].kind == .inherentImpl }))
  }
  for item in items where Defs[item].kind == .tyAlias { result.add(contentsOf: constants(item)) }
  return result
}

/// E0124: two fields of one name.
private func duplicateFields(_ def: DefID, _ headers: CollectedHeaders) -> DiagnosticList {
  var result = DiagnosticList()
  let adt = headers.adt(def)
  for v in adt.variants where v.kind == .named {
    let fields = adt.fields(of: v)
    if fields.count < 2 { continue }
    var first: [Name: DefID] = [:]
    for f in fields {
      let context = Defs[f.def].identSpan.context
      guard let other = first.updateValue(first[f.name] ?? f.def, forKey: f.name), Defs[other].identSpan.context == context else { continue }
      result.add(
        .error("field `\(f.name)` is declared twice", code: "E0124", at: fieldSpan(f.def), label: "declared again here")
          .label(fieldSpan(other), "first declared here"))
    }
  }
  return result
}

/// A field from its name to its type.
private func fieldSpan(_ def: DefID) -> Span {
  guard case .field(let id) = Defs[def].node else { return Defs[def].identSpan }
  let tree = Trees[Defs[def].tree].tree
  return Defs[def].identSpan.to(tree[tree[id].ty].span)
}

/// Impls in bodies, which are no items of a module.
private func nestedImpls(of crate: CrateID, in world: World, besides others: [DefID]) -> [DefID] {
  let known = Set((Array(world.items(in: crate)) + others).filter { Defs[$0].kind.isImpl })
  return world.impls(in: crate).filter { !known.contains($0) }.sorted { Defs[$0].span.lo < Defs[$1].span.lo }
}

/// What all tasks share. Sharing: frozen.
struct ItemContext: Sendable {
  let world: World
  let headers: CollectedHeaders
  let crate: CrateID
}

/// Checks one item. Sharing: none.
struct ItemChecker: ~Copyable {
  let context: ItemContext
  var facts: CollectedHeaders { context.headers }
  var infer: InferContext
  var diagnostics = DiagnosticList()

  init(_ context: ItemContext) {
    self.context = context
    infer = InferContext(facts: context.headers)
  }

  mutating func report(_ d: Diagnostic) { diagnostics.add(d) }

  mutating func check(_ item: DefID, isCoherent: Bool) -> DiagnosticList {
    switch Defs[item].kind {
    case .fn, .assocFn, .static, .const, .assocConst, .struct, .union, .enum, .traitImpl, .inherentImpl: checkTraitObjects(item)
    default: break
    }
    switch Defs[item].kind {
    case .struct, .union, .enum: checkType(item)
    case .tyAlias: checkAlias(item)
    case .trait: checkSupertraits(item)
    case .traitImpl:
      if isCoherent { checkImplItems(item) }
      if isCoherent { checkDropImpl(item) }
      checkConstrained(item)
      checkItemBounds(ofImpl: item)
    case .inherentImpl: checkConstrained(item)
    case .fn, .static, .foreignTy: checkForeign(item)
    default: break
    }
    switch Defs[item].kind {
    case .assocFn, .assocConst, .assocTy: break  // see `checkMember`
    default: checkHeaderTypes(item, isCoherent: isCoherent)
    }
    return diagnostics
  }

  /// The head of an associated item.
  mutating func checkMember(_ item: DefID) -> DiagnosticList {
    checkHeaderTypes(item)
    checkReceiver(item)
    return diagnostics
  }

  /// What is left to prove of `o` once its projections are normalised.
  mutating func normalizedParts(of o: Obligation) -> [Obligation] {
    var all: [Obligation] = []
    infer.normalized(o, &all)
    return all
  }

  // MARK: Places

  /// The head of an impl, function or type, as messages point at it.
  func headSpan(_ def: DefID) -> Span {
    let d = Defs[def]
    guard case .item(let id) = d.node else { return d.identSpan }
    let tree = Trees[d.tree].tree
    switch tree[id].kind {
    case .impl(let impl):
      // A derived impl stands at its `derive`; the names in it do not.
      let selfType = tree[tree[impl].selfTy].span
      var end = selfType.context == d.span.context && selfType.hi <= d.span.hi ? selfType.hi : d.span.hi
      let header = facts.source.header(of: def)
      for p in header.tree[header.tree[header.generics].predicates] where p.span.context == d.span.context {
        if p.span.lo >= end { end = max(end, p.span.hi) }
      }
      return Span(lo: d.span.lo, hi: end, context: d.span.context)
    case .fn(let f): return tree[f].signature.span
    case .const(let c) where !tree[c].ty.isNone: return Span(lo: d.span.lo, hi: tree[tree[c].ty].span.hi, context: d.span.context)
    case .struct, .union, .enum, .trait:
      var end = d.identSpan.hi
      let header = facts.source.header(of: def)
      let generics = header.tree[header.generics].span
      if !generics.isNone, generics.lo >= end, generics.context == d.span.context { end = generics.hi }
      return Span(lo: d.span.lo, hi: end, context: d.span.context)
    default: return d.span
    }
  }

  /// Where an impl's self type is written.
  func selfTypeSpan(_ impl: DefID) -> Span {
    let header = facts.source.header(of: impl)
    if case .impl(_, _, _, _, let ty) = header.kind { return header.tree[ty].span }
    return Defs[impl].identSpan
  }

  func own(_ def: DefID) -> [GenericParamFact] {
    let g = facts.generics(of: def)
    return Array(g.all.dropFirst(g.parentCount))
  }

  /// Whether `clause` holds in `env`. What is inferred on the way is forgotten.
  mutating func evaluate(_ clause: Clause, _ env: ParamEnv) -> EvaluationResult {
    let s = infer.snapshot()
    defer { infer.rollBack(to: s) }
    return infer.evaluate(normalizedParts(of: Obligation(clause, env: env, cause: Cause(span: .none))))
  }

  /// Whether `type: trait` holds in `env`, for a trait without arguments.
  mutating func evaluate(_ type: TypeID, is trait: DefID, _ env: ParamEnv) -> EvaluationResult {
    evaluate(Clause(.trait(TraitRef(trait, GenericArgsID([Types.GenericArg(type)])), isNegative: false)), env)
  }

  /// `def`'s own parameters as arguments of itself.
  func identityArgs(_ def: DefID) -> GenericArgsID { facts.identityArgs(of: def) }

  func isLang(_ def: DefID, _ name: StaticString) -> Bool { facts.langItem(Name("\(name)")) == def }
}

/// The parameters of types and constants that occur in a type.
struct ParamCollector: TypeFolder {
  var found: Set<UInt32> = []
  /// Parameters inside of projections do not follow from the type.
  var skipsAliases = false
  var findsLifetimes = false
  mutating func fold(_ region: RegionID) -> RegionID {
    if findsLifetimes, case .earlyParam(let i, _) = region.kind { found.insert(i) }
    return region
  }
  mutating func fold(_ type: TypeID) -> TypeID {
    if !findsLifetimes && type.flags.isDisjoint(with: .hasNonRegionParam) { return type }
    switch type.kind {
    case .param(let i, _): found.insert(i)
    case .alias(let kind, _, _) where skipsAliases && kind != .opaque: return type
    default: return superFold(type)
    }
    return type
  }
  mutating func fold(_ const: ConstID) -> ConstID {
    switch const.kind {
    case .param(let i, _): found.insert(i)
    case .unevaluated where skipsAliases: return const
    default: return superFold(const)
    }
    return const
  }
}
