// Drops of what may have been moved become drops of what is there: none, plain, flagged, or part by part.
import Defs
import Infer
import MIR
import Parallel
import Source
import Support
import Traits
import Types

/// `body` with every drop exact: it drops a value that is certainly there.
///
/// - Source: Rust Reference, "Destructors": partially moved variables drop their other fields.
func elaborateDrops(_ body: MIR.Body, facts: any HeaderFacts, env: ParamEnv) -> MIR.Body {
  var hasDrop = false
  for b in body.blocks.all { if case .drop = b.terminator.kind { hasDrop = true } }
  var e = DropElaborator(body, facts: facts, env: env)
  if hasDrop { e.run() }
  return e.finish()
}

private struct DropElaborator: ~Copyable {
  let body: MIR.Body
  let facts: any HeaderFacts
  let env: ParamEnv
  var infer: InferContext
  let moves: MovePaths
  var out: BodyBuilder
  /// The flag of each path that has one.
  var flags: [Int: LocalID] = [:]
  var entry: [InitState?]

  init(_ body: MIR.Body, facts: any HeaderFacts, env: ParamEnv) {
    self.body = body
    self.facts = facts
    self.env = env
    infer = InferContext(facts: facts)
    moves = MovePaths(body)
    out = BodyBuilder(copying: body)
    entry = Array(repeating: nil, count: body.blocks.count)
  }

  consuming func finish() -> MIR.Body {
    out.phase = .runtime
    return out.freeze()
  }

  mutating func run() {
    analyze()
    // What follows reads the old body and edits the new one.
    for i in 0..<body.blocks.count {
      let id = BasicBlockID(i)
      guard case .drop(let place, let target, let unwind, let replace) = body[id].terminator.kind else { continue }
      guard var state = entry[i] else {
        out.terminate(id, .unreachable, at: body[id].terminator.source)
        continue
      }
      for s in body[body[id].statements] { state.apply(s.kind, moves) }
      elaborate(place, state, from: id, to: target, unwind, replace, body[id].terminator.source)
    }
    if !flags.isEmpty { insertFlags() }
  }

  private mutating func analyze() {
    var first = InitState(pathCount: moves.paths.count)
    for i in 0..<body.locals.count {
      moves.forEachDescendant(of: i) { first.set($0, initialized: i >= 1 && i <= body.argCount) }
    }
    entry[0] = first
    var work = [0]
    while let i = work.popLast() {
      guard var state = entry[i] else { continue }
      let block = body[BasicBlockID(i)]
      for s in body[block.statements] { state.apply(s.kind, moves) }
      state.applyBefore(block.terminator.kind, moves)
      state.applyAfter(block.terminator.kind, moves)
      body.forEachSuccessor(of: BasicBlockID(i)) { next in
        if entry[next.index] == nil {
          entry[next.index] = state
          work.append(next.index)
        } else if entry[next.index]!.join(state) {
          work.append(next.index)
        }
      }
    }
  }

  // MARK: One drop

  private mutating func elaborate(
    _ place: Place, _ state: InitState, from id: BasicBlockID, to target: BasicBlockID, _ unwind: UnwindAction, _ replace: Bool,
    _ source: SourceInfoID
  ) {
    switch moves.lookup(place) {
    case .outside: return
    case .within(let p):
      // Never moved by itself: there if the whole is.
      if !state.mayBeInit(p) {
        out.terminate(id, .goto(target), at: source)
      } else if state.mayBeUninit(p) {
        branch(id, on: p, to: target, source) { e, b in
          e.out.terminate(b, .drop(place, target: target, unwind: unwind, replace: replace), at: source)
        }
      }
    case .exact(let p):
      out.terminate(id, .goto(dropPath(p, state, then: target, unwind, source)), at: source)
    }
  }

  /// A block that drops what is left of path `p`, then goes to `next`.
  private mutating func dropPath(
    _ p: Int, _ state: InitState, then next: BasicBlockID, _ unwind: UnwindAction, _ source: SourceInfoID
  ) -> BasicBlockID {
    var mayInit = false
    var mayUninit = false
    moves.forEachDescendant(of: p) {
      if state.mayBeInit($0) { mayInit = true }
      if state.mayBeUninit($0) { mayUninit = true }
    }
    if !mayInit { return next }
    let path = moves.paths[p]
    let place = makePlace(path)
    if !mayUninit {
      let b = out.newBlock()
      out.terminate(b, .drop(place, target: next, unwind: unwind, replace: false), at: source)
      return b
    }
    if path.children.isEmpty {
      let b = out.newBlock()
      branch(b, on: p, to: next, source) { e, inner in
        e.out.terminate(inner, .drop(place, target: next, unwind: unwind, replace: false), at: source)
      }
      return b
    }
    return dropParts(p, path, state, then: next, unwind, source)
  }

  private mutating func makePlace(_ path: MovePaths.Path) -> Place {
    Place(path.local, path.elements.isEmpty ? .empty : out.projections.append(contentsOf: path.elements))
  }

  /// From `block`: to a new block that `fill` ends if the path is there, else to `next`.
  private mutating func branch(
    _ block: BasicBlockID, on p: Int, to next: BasicBlockID, _ source: SourceInfoID,
    _ fill: (inout DropElaborator, BasicBlockID) -> Void
  ) {
    let flag = flag(of: p)
    let inner = out.newBlock()
    out.branch(block, on: .copy(Place(flag)), true: inner, false: next, at: source)
    fill(&self, inner)
  }

  private mutating func flag(of p: Int) -> LocalID {
    if let f = flags[p] { return f }
    let f = out.newLocal(.bool)
    flags[p] = f
    return f
  }

  /// Field by field, in order of declaration; parts that are moved apart by their own state, the rest by that of `p`.
  private mutating func dropParts(
    _ p: Int, _ path: MovePaths.Path, _ state: InitState, then next: BasicBlockID, _ unwind: UnwindAction, _ source: SourceInfoID
  ) -> BasicBlockID {
    let type = pathType(path)
    switch type.kind {
    case .adt(let d, let args):
      let adt = facts.adt(d)
      if adt.kind == .enum && !isDowncast(path) { return dropEnum(p, path, adt, state, then: next, unwind, source) }
      let variant: AdtVariant
      if case .downcast(let v)? = path.elements.last { variant = adt.variants[Int(v)] } else { variant = adt.variants[0] }
      let fields = adt.fields(of: variant)
      let types = fields.map { fieldType($0.def, args) }
      return dropFields(p, path, types, state, then: next, unwind, source)
    case .tuple(let l): return dropFields(p, path, Array(l.elements), state, then: next, unwind, source)
    case .closure(_, let args): return dropFields(p, path, ClosureArgs(args).upvars(infer), state, then: next, unwind, source)
    case .array(let element, let n):
      let count = Int(truncatingIfNeeded: n.bits ?? 0)
      // As rustc does: from the last part to the first, where neighbours that nothing moves apart are one part.
      var apart = Set<Int>()
      for c in path.children {
        if case .constantIndex(let i, _, fromEnd: false)? = moves.paths[c].elements.last { apart.insert(Int(i)) }
      }
      var order: [Range<Int>] = []
      for i in 0..<count {
        if let last = order.last, !apart.contains(i), !apart.contains(i - 1) {
          order[order.count - 1] = last.lowerBound..<i + 1
        } else {
          order.append(i..<i + 1)
        }
      }
      var after = next
      for i in order.lazy.flatMap({ $0.reversed() }) {
        let e = PlaceElement.constantIndex(offset: UInt32(i), minLength: UInt32(count), fromEnd: false)
        after = dropPart(p, path, e, element, state, then: after, unwind, source)
      }
      return after
    default: return next
    }
  }

  private func isDowncast(_ path: MovePaths.Path) -> Bool { if case .downcast? = path.elements.last { true } else { false } }

  private mutating func dropFields(
    _ p: Int, _ path: MovePaths.Path, _ types: [TypeID], _ state: InitState, then next: BasicBlockID, _ unwind: UnwindAction,
    _ source: SourceInfoID
  ) -> BasicBlockID {
    var after = next
    for (i, t) in types.enumerated().reversed() {
      after = dropPart(p, path, .field(UInt32(i), t), t, state, then: after, unwind, source)
    }
    return after
  }

  private mutating func dropPart(
    _ p: Int, _ path: MovePaths.Path, _ e: PlaceElement, _ type: TypeID, _ state: InitState, then next: BasicBlockID,
    _ unwind: UnwindAction, _ source: SourceInfoID
  ) -> BasicBlockID {
    if let child = path.children.first(where: { samePart(moves.paths[$0].elements.last, e) }) {
      return dropPath(child, state, then: next, unwind, source)
    }
    if !state.mayBeInit(p) || isPlain(type) { return next }
    let place = Place(path.local, out.projections.append(contentsOf: path.elements + [e]))
    let b = out.newBlock()
    if state.mayBeUninit(p) {
      branch(b, on: p, to: next, source) { me, inner in
        me.out.terminate(inner, .drop(place, target: next, unwind: unwind, replace: false), at: source)
      }
    } else {
      out.terminate(b, .drop(place, target: next, unwind: unwind, replace: false), at: source)
    }
    return b
  }

  private func samePart(_ a: PlaceElement?, _ b: PlaceElement) -> Bool {
    switch (a, b) {
    case (.field(let x, _)?, .field(let y, _)): return x == y
    case (.some(let x), _): return x == b
    default: return false
    }
  }

  /// Types whose drop certainly does nothing.
  private func isPlain(_ t: TypeID) -> Bool {
    switch t.kind {
    case .bool, .char, .int, .uint, .float, .never, .rawPtr, .ref, .fnDef, .fnPtr: true
    default: false
    }
  }

  /// By variant: only the one that is there has parts.
  private mutating func dropEnum(
    _ p: Int, _ path: MovePaths.Path, _ adt: AdtFact, _ state: InitState, then next: BasicBlockID, _ unwind: UnwindAction,
    _ source: SourceInfoID
  ) -> BasicBlockID {
    let place = makePlace(path)
    var arms: [SwitchArm] = []
    let type = pathType(path)
    let discriminantType = infer.discriminantType(of: type) ?? .isize
    for child in path.children {
      guard case .downcast(let v)? = moves.paths[child].elements.last else { continue }
      let target = dropParts(child, moves.paths[child], state, then: next, unwind, source)
      let bits = adt.discriminant(of: Int(v)) { facts.evaluate($0, in: .empty)?.bits } ?? 0
      arms.append(SwitchArm(low: UInt64(truncatingIfNeeded: bits), high: UInt64(truncatingIfNeeded: bits >> 64), target: target))
    }
    // Variants of which nothing was moved are dropped whole.
    let others = out.newBlock()
    out.terminate(others, .drop(place, target: next, unwind: unwind, replace: false), at: source)
    let b = out.newBlock()
    let t = out.newLocal(discriminantType)
    out.assign(Place(t), .discriminant(place), in: b, at: source)
    out.switchInt(b, on: .move(Place(t)), arms, otherwise: others, at: source)
    if !state.mayBeInit(p) { return next }
    if state.mayBeUninit(p) {
      let check = out.newBlock()
      out.branch(check, on: .copy(Place(flag(of: p))), true: b, false: next, at: source)
      return check
    }
    return b
  }

  private mutating func fieldType(_ field: DefID, _ args: GenericArgsID) -> TypeID {
    infer.normalizeCompletely(facts.type(of: field).instantiated(args), env: env).erasingRegions
  }

  private func pathType(_ path: MovePaths.Path) -> TypeID { moves.type(of: path.local, path.elements) }

  // MARK: Flags

  /// Sets each flag where its path is initialised, clears it where it is moved; at the start according to the arguments.
  private mutating func insertFlags() {
    let flagged = flags.sorted { $0.key < $1.key }
    for i in 0..<body.blocks.count {
      let id = BasicBlockID(i)
      guard entry[i] != nil else { continue }
      out.clearStatements(of: id)
      if i == 0 {
        for (p, f) in flagged {
          let isArgument = moves.paths[p].local.index >= 1 && moves.paths[p].local.index <= body.argCount
          set(f, isArgument, id)
        }
      }
      // What the predecessor's call wrote, if it has one way in.
      for (p, f) in flagged where initializedOnEntry.contains(EntryWrite(block: i, path: p)) { set(f, true, id) }
      for s in body[body[id].statements] {
        var state = InitState(pathCount: moves.paths.count)
        moves.forEachOperand(of: s.kind) { o in
          moves.forEachPath(movedBy: o) { state.maybeUninit[$0 >> 6] |= 1 << UInt64($0 & 63) }
        }
        for (p, f) in flagged where state.mayBeUninit(p) { set(f, false, id) }
        out.push(s.kind, in: id, at: s.source)
        if case .assign(let place, _) = s.kind, case .exact(let w) = moves.lookup(place) {
          var written = Set<Int>()
          moves.forEachDescendant(of: w) { written.insert($0) }
          for (p, f) in flagged where written.contains(p) { set(f, true, id) }
        }
      }
      let terminator = body[id].terminator.kind
      var moved = Set<Int>()
      moves.forEachOperand(of: terminator) { o in
        moves.forEachPath(movedBy: o) { moved.insert($0) }
      }
      for (p, f) in flagged where moved.contains(p) { set(f, false, id) }
    }
  }

  private struct EntryWrite: Hashable {
    var block: Int
    var path: Int
  }

  /// Paths that the terminator before a block writes.
  private var initializedOnEntry: Set<EntryWrite> {
    var result = Set<EntryWrite>()
    for i in 0..<body.blocks.count where entry[i] != nil {
      let terminator = body[BasicBlockID(i)].terminator.kind
      var written: [Int] = []
      moves.forEachWrite(of: terminator) { place in
        if case .exact(let w) = moves.lookup(place) { moves.forEachDescendant(of: w) { written.append($0) } }
      }
      if written.isEmpty { continue }
      body.forEachSuccessor(of: BasicBlockID(i)) { next in
        for w in written { result.insert(EntryWrite(block: next.index, path: w)) }
      }
    }
    return result
  }

  private mutating func set(_ flag: LocalID, _ value: Bool, _ block: BasicBlockID) {
    out.assign(Place(flag), .use(out.constant(.scalar(low: value ? 1 : 0, high: 0), .bool)), in: block)
  }
}
