// The decision tree of a match: test one place, divide the candidates, go on.
import Defs
import HIR
import MIR
import Parallel
import Source
import Support
import Traits
import Types

extension Builder {
  /// Where a candidate that matches goes: to the end of `leaves` with the block it is found in.
  struct Leaf {
    var candidate: MatchCandidate
    var block: BasicBlockID
    /// Where to go on if its guard is false; `.none` without guard.
    var otherwise: BasicBlockID
  }

  /// Tests `candidates` in order from `block` on; where none matches goes to `otherwise`.
  mutating func decide(
    _ candidates: [MatchCandidate], from start: BasicBlockID, otherwise: BasicBlockID, hasGuard: (Int) -> Bool,
    _ span: Span, _ leaves: inout [Leaf]
  ) {
    depth += 1
    defer { depth -= 1 }
    if depth > Self.depthLimit {
      unsupported("a match this large", span)
      return
    }
    var candidates = candidates[...]
    var start = start
    while true {
      guard let first = candidates.first else {
        mir.terminate(start, .goto(otherwise), at: source(span))
        return
      }
      guard let pair = first.pairs.first else {
        // Nothing left to test: it matches. Later ones are reached only through its guard.
        candidates = candidates.dropFirst()
        if !hasGuard(first.arm) {
          leaves.append(Leaf(candidate: first, block: start, otherwise: .none))
          return
        }
        let next = mir.newBlock()
        leaves.append(Leaf(candidate: first, block: start, otherwise: next))
        start = next
        continue
      }
      test(pair, candidates, start, otherwise, hasGuard, span, &leaves)
      return
    }
  }

  private mutating func test(
    _ pair: PatternPair, _ candidates: ArraySlice<MatchCandidate>, _ start: BasicBlockID, _ otherwise: BasicBlockID,
    _ hasGuard: (Int) -> Bool, _ span: Span, _ leaves: inout [Leaf]
  ) {
    let outer = block
    defer { block = outer }
    block = start
    if case .any(let list) = pair.test {
      oneOf(list, candidates, otherwise, hasGuard, span, &leaves)
      return
    }
    let place = place(pair.place)
    switch pair.test {
    case .never: decide(Array(candidates.dropFirst()), from: block, otherwise: otherwise, hasGuard: hasGuard, span, &leaves)
    case .variant(let adt, _): switchOnVariants(adt, pair, place, candidates, otherwise, hasGuard, span, &leaves)
    case .scalar where isSwitchable(pair.type): switchOnScalars(pair, place, candidates, otherwise, hasGuard, span, &leaves)
    default: twoWay(pair, place, candidates, otherwise, hasGuard, span, &leaves)
    }
  }

  /// The first candidate's or-pattern for itself: whichever alternative matches, its other tests follow.
  private mutating func oneOf(
    _ list: [MatchCandidate], _ candidates: ArraySlice<MatchCandidate>, _ otherwise: BasicBlockID, _ hasGuard: (Int) -> Bool,
    _ span: Span, _ leaves: inout [Leaf]
  ) {
    let yes = mir.newBlock()
    let no = mir.newBlock()
    var found: [Leaf] = []
    decide(list, from: block, otherwise: no, hasGuard: { _ in false }, span, &found)
    for l in found { mir.terminate(l.block, .goto(yes), at: source(span)) }
    decide([without(candidates.first!, 0)], from: yes, otherwise: no, hasGuard: hasGuard, span, &leaves)
    decide(Array(candidates.dropFirst()), from: no, otherwise: otherwise, hasGuard: hasGuard, span, &leaves)
  }

  private func isSwitchable(_ t: TypeID) -> Bool {
    switch t.kind {
    case .bool, .char, .int, .uint: true
    case .pattern(let u, _): isSwitchable(u)
    default: false
    }
  }

  private func samePlace(_ a: PlaceBuilder, _ b: PlaceBuilder) -> Bool {
    if a.elements != b.elements { return false }
    switch (a.base, b.base) {
    case (.local(let x), .local(let y)): return x == y
    case (.captured(let x), .captured(let y)): return x == y
    default: return false
    }
  }

  private func pairIndex(_ c: MatchCandidate, _ p: PlaceBuilder) -> Int? { c.pairs.firstIndex { samePlace($0.place, p) } }

  private func without(_ c: MatchCandidate, _ i: Int) -> MatchCandidate {
    var c = c
    c.pairs.remove(at: i)
    return c
  }

  // MARK: Switches

  private mutating func switchOnVariants(
    _ adt: DefID, _ pair: PatternPair, _ place: Place, _ candidates: ArraySlice<MatchCandidate>, _ otherwise: BasicBlockID,
    _ hasGuard: (Int) -> Bool, _ span: Span, _ leaves: inout [Leaf]
  ) {
    // Candidates in order, as long as each asks for a variant of this place; one that does not ends the switch.
    var groups: [(variant: UInt32, list: [MatchCandidate])] = []
    var rest = candidates
    while let c = rest.first, let i = pairIndex(c, pair.place), case .variant(_, let v) = c.pairs[i].test {
      if let g = groups.firstIndex(where: { $0.variant == v }) {
        groups[g].list.append(without(c, i))
      } else {
        groups.append((v, [without(c, i)]))
      }
      rest = rest.dropFirst()
    }
    let restBlock = mir.newBlock()
    let fact = facts.adt(adt)
    let discriminantType = infer.discriminantType(of: pair.type) ?? .isize
    let d = scratch(discriminantType, span)
    mir.assign(Place(d), .discriminant(place), in: block, at: source(span))
    var arms: [SwitchArm] = []
    var targets: [(BasicBlockID, [MatchCandidate])] = []
    for g in groups {
      let b = mir.newBlock()
      let bits = fact.discriminant(of: Int(g.variant)) { facts.evaluate($0, in: .empty)?.bits } ?? 0
      arms.append(SwitchArm(low: UInt64(truncatingIfNeeded: bits), high: UInt64(truncatingIfNeeded: bits >> 64), target: b))
      targets.append((b, g.list))
    }
    // All variants named: nothing else can be there.
    var fallback = restBlock
    if groups.count == fact.variants.count {
      fallback = mir.newBlock()
      mir.terminate(fallback, .unreachable, at: source(span))
    }
    mir.switchInt(block, on: .move(Place(d)), arms, otherwise: fallback, at: source(span))
    for (b, list) in targets { decide(list, from: b, otherwise: restBlock, hasGuard: hasGuard, span, &leaves) }
    decide(Array(rest), from: restBlock, otherwise: otherwise, hasGuard: hasGuard, span, &leaves)
  }

  private mutating func switchOnScalars(
    _ pair: PatternPair, _ place: Place, _ candidates: ArraySlice<MatchCandidate>, _ otherwise: BasicBlockID,
    _ hasGuard: (Int) -> Bool, _ span: Span, _ leaves: inout [Leaf]
  ) {
    var groups: [(value: UInt128, list: [MatchCandidate])] = []
    var index: [UInt128: Int] = [:]
    var rest = candidates
    while let c = rest.first, let i = pairIndex(c, pair.place), case .scalar(let v, _) = c.pairs[i].test {
      if let g = index[v] {
        groups[g].list.append(without(c, i))
      } else {
        index[v] = groups.count
        groups.append((v, [without(c, i)]))
      }
      rest = rest.dropFirst()
    }
    let restBlock = mir.newBlock()
    var arms: [SwitchArm] = []
    var targets: [(BasicBlockID, [MatchCandidate])] = []
    for g in groups {
      let b = mir.newBlock()
      arms.append(
        SwitchArm(low: UInt64(truncatingIfNeeded: g.value), high: UInt64(truncatingIfNeeded: g.value >> 64), target: b))
      targets.append((b, g.list))
    }
    var fallback = restBlock
    if pair.type == .bool && groups.count == 2 {
      fallback = mir.newBlock()
      mir.terminate(fallback, .unreachable, at: source(span))
    }
    mir.switchInt(block, on: .copy(place), arms, otherwise: fallback, at: source(span))
    for (b, list) in targets { decide(list, from: b, otherwise: restBlock, hasGuard: hasGuard, span, &leaves) }
    decide(Array(rest), from: restBlock, otherwise: otherwise, hasGuard: hasGuard, span, &leaves)
  }

  // MARK: Yes or no

  /// The first candidate's test alone: those with the very same test share the yes side, as long as they follow each other.
  private mutating func twoWay(
    _ pair: PatternPair, _ place: Place, _ candidates: ArraySlice<MatchCandidate>, _ otherwise: BasicBlockID,
    _ hasGuard: (Int) -> Bool, _ span: Span, _ leaves: inout [Leaf]
  ) {
    var yesList: [MatchCandidate] = []
    var rest = candidates
    while let c = rest.first, let i = pairIndex(c, pair.place), sameTest(c.pairs[i].test, pair.test) {
      yesList.append(without(c, i))
      rest = rest.dropFirst()
    }
    let yes = mir.newBlock()
    let no = mir.newBlock()
    switch pair.test {
    case .scalar(let bits, let t):
      let c = mir.constant(scalar(bits), t, at: source(span))
      compare(.eq, .copy(place), c, yes, no, span)
    case .equal(let operand, let t): compareByTrait(place, operand, t, yes, no, span)
    case .range(let low, let high, let t, let excludesEnd):
      if let low {
        let next = mir.newBlock()
        compare(.ge, .copy(place), mir.constant(scalar(low), t, at: source(span)), next, no, span)
        block = next
      }
      if let high {
        compare(excludesEnd ? .lt : .le, .copy(place), mir.constant(scalar(high), t, at: source(span)), yes, no, span)
      } else {
        mir.terminate(block, .goto(yes), at: source(span))
      }
    case .length(let n, let isExact):
      let length = sliceLength(pair.place, pair.type, span)
      compare(isExact ? .eq : .ge, length, mir.constant(.scalar(low: n, high: 0), .usize, at: source(span)), yes, no, span)
    case .variant, .any, .never: mir.terminate(block, .goto(no), at: source(span))
    }
    decide(yesList, from: yes, otherwise: no, hasGuard: hasGuard, span, &leaves)
    decide(Array(rest), from: no, otherwise: otherwise, hasGuard: hasGuard, span, &leaves)
  }

  private func sameTest(_ a: PatternTest, _ b: PatternTest) -> Bool {
    switch (a, b) {
    case (.scalar(let x, _), .scalar(let y, _)): x == y
    case (.range(let a, let b, _, let e), .range(let c, let d, _, let f)): a == c && b == d && e == f
    case (.length(let a, let b), .length(let c, let d)): a == c && b == d
    case (.equal(let x, _), .equal(let y, _)): x == y
    default: false
    }
  }

  private mutating func compare(
    _ op: BinOp, _ a: Operand, _ b: Operand, _ yes: BasicBlockID, _ no: BasicBlockID, _ span: Span
  ) {
    let t = scratch(.bool, span)
    mir.assign(Place(t), .binary(op, a, b), in: block, at: source(span))
    mir.branch(block, on: .move(Place(t)), true: yes, false: no, at: source(span))
  }

  /// Strings are compared by `<str as PartialEq>::eq`.
  private mutating func compareByTrait(
    _ place: Place, _ constant: Operand, _ type: TypeID, _ yes: BasicBlockID, _ no: BasicBlockID, _ span: Span
  ) {
    if isScalar(type) {
      compare(.eq, .copy(place), constant, yes, no, span)
      return
    }
    guard let trait = facts.langItem(Name("eq")), let method = facts.assocItems(of: trait).first(where: { $0.name == Name("eq") })
    else {
      unsupported("a string pattern without the `eq` lang item", span)
      return
    }
    let reference: Operand
    if type == .str {
      let r = scratch(.ref(.str), span)
      mir.assign(Place(r), .ref(.shared, place), in: block, at: source(span))
      reference = .move(Place(r))
    } else {
      reference = .copy(place)
    }
    let result = scratch(.bool, span)
    let next = mir.newBlock()
    let f = functionConstant(method.def, GenericArgsID([GenericArg(TypeID.str), GenericArg(TypeID.str)]), span)
    mir.call(
      block, f, [reference, constant], into: Place(result), target: next, callSource: .matchCmp, fnSpan: span, at: source(span))
    block = next
    mir.branch(block, on: .move(Place(result)), true: yes, false: no, at: source(span))
  }
}
