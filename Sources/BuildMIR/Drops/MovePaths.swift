// The parts of variables that are moved out of on their own, and what is initialised where.
import Defs
import MIR
import Support
import Types

/// A tree of places: each local, and each part of one that some instruction moves. Parents come before children.
struct MovePaths {
  struct Path {
    var local: LocalID
    var elements: [PlaceElement]
    var parent: Int
    var children: [Int] = []
  }
  var paths: [Path] = []
  let body: MIR.Body

  init(_ body: MIR.Body) {
    self.body = body
    for i in 0..<body.locals.count { paths.append(Path(local: LocalID(i), elements: [], parent: -1)) }
    forEachMove { place, me in me.makePaths(place) }
  }

  /// The elements of a place up to the first that leaves the variable's own memory.
  private func owned(_ place: Place) -> (elements: [PlaceElement], isWhole: Bool) {
    var result: [PlaceElement] = []
    for e in body[place.projection] {
      switch e {
      case .field, .downcast, .constantIndex: result.append(e)
      default: return (result, false)
      }
    }
    return (result, true)
  }

  private mutating func makePaths(_ place: Place) {
    let (elements, isWhole) = owned(place)
    if isWhole { return makePath(place.local, elements) }
    // Moving out of something behind a pointer moves no part of the variable; of an array some elements may go together.
    guard let part = part(place, elements), case .array(_, let n) = type(of: place.local, elements).kind, let count = n.bits else {
      return
    }
    for i in part {
      makePath(place.local, elements + [.constantIndex(offset: i, minLength: UInt32(truncatingIfNeeded: count), fromEnd: false)])
    }
  }

  private mutating func makePath(_ local: LocalID, _ elements: [PlaceElement]) {
    var at = local.index
    for (i, e) in elements.enumerated() {
      if let found = paths[at].children.first(where: { paths[$0].elements.last == e }) {
        at = found
        continue
      }
      paths.append(Path(local: local, elements: Array(elements[...i]), parent: at))
      paths[at].children.append(paths.count - 1)
      at = paths.count - 1
    }
  }

  /// The elements of an array that `place` is, if it ends with such a part after the owned elements.
  private func part(_ place: Place, _ owned: [PlaceElement]) -> Range<UInt32>? {
    let projection = body[place.projection]
    guard projection.count == owned.count + 1, case .subslice(let from, let to, fromEnd: false)? = projection.last else { return nil }
    return from..<max(from, to)
  }

  func type(of local: LocalID, _ elements: [PlaceElement]) -> TypeID {
    var type = body[local].type
    for e in elements {
      switch e {
      case .field(_, let t): type = t
      case .constantIndex:
        switch type.kind {
        case .array(let t, _), .slice(let t): type = t
        default: break
        }
      default: break
      }
    }
    return type
  }

  enum Lookup {
    /// A path of its own.
    case exact(Int)
    /// Part of this path, and of no smaller one.
    case within(Int)
    /// Behind a pointer.
    case outside
  }

  func lookup(_ place: Place) -> Lookup {
    let (elements, isWhole) = owned(place)
    if !isWhole { return .outside }
    var at = place.local.index
    for e in elements {
      guard let found = paths[at].children.first(where: { paths[$0].elements.last == e }) else { return .within(at) }
      at = found
    }
    return .exact(at)
  }

  func forEachDescendant(of path: Int, _ visit: (Int) -> Void) {
    visit(path)
    for c in paths[path].children { forEachDescendant(of: c, visit) }
  }

  /// The paths that are gone when `operand` was taken.
  func forEachPath(movedBy operand: Operand, _ visit: (Int) -> Void) {
    guard case .move(let place) = operand else { return }
    let (elements, isWhole) = owned(place)
    let part = isWhole ? nil : part(place, elements)
    if !isWhole && part == nil { return }
    var at = place.local.index
    for e in elements {
      guard let found = paths[at].children.first(where: { paths[$0].elements.last == e }) else { return }
      at = found
    }
    guard let part else { return forEachDescendant(of: at, visit) }
    for c in paths[at].children {
      if case .constantIndex(let i, _, false)? = paths[c].elements.last, part.contains(i) { forEachDescendant(of: c, visit) }
    }
  }

  // MARK: What instructions move

  private mutating func forEachMove(_ visit: (Place, inout MovePaths) -> Void) {
    for b in 0..<body.blocks.count {
      let block = body[BasicBlockID(b)]
      for s in body[block.statements] { forEachOperand(of: s.kind) { if case .move(let p) = $0 { visit(p, &self) } } }
      forEachOperand(of: block.terminator.kind) { if case .move(let p) = $0 { visit(p, &self) } }
    }
  }

  func forEachOperand(of kind: StatementKind, _ visit: (Operand) -> Void) {
    guard case .assign(_, let r) = kind else { return }
    switch body[r] {
    case .use(let o), .repeat(let o, _), .cast(_, let o, _), .unary(_, let o), .shallowInitBox(let o, _), .wrapUnsafeBinder(let o, _):
      visit(o)
    case .binary(_, let a, let b):
      visit(a)
      visit(b)
    case .aggregate(let a): for o in body[body[a].fields] { visit(o) }
    case .ref, .rawPtr, .threadLocalRef, .discriminant, .copyForDeref: break
    }
  }

  func forEachOperand(of kind: TerminatorKind, _ visit: (Operand) -> Void) {
    switch kind {
    case .switchInt(let o, _): visit(o)
    case .call(let c), .tailCall(let c):
      visit(body[c].function)
      for o in body[body[c].args] { visit(o) }
    case .assert(let a): visit(body[a].condition)
    case .inlineAsm(let a):
      for o in body[body[a].operands] {
        switch o {
        case .input(_, _, let v), .inOut(_, _, _, let v, _): visit(v)
        default: break
        }
      }
    default: break
    }
  }

  /// Places that the terminator writes when it goes on normally.
  func forEachWrite(of kind: TerminatorKind, _ visit: (Place) -> Void) {
    switch kind {
    case .call(let c): visit(body[c].destination)
    case .inlineAsm(let a):
      for o in body[body[a].operands] {
        switch o {
        case .output(_, _, _, let p?): visit(p)
        case .inOut(_, _, _, _, let p?): visit(p)
        default: break
        }
      }
    default: break
    }
  }
}

/// Which paths may be initialised, and which may not be, at one point.
struct InitState: Equatable {
  var maybeInit: [UInt64]
  var maybeUninit: [UInt64]

  init(pathCount: Int) {
    maybeInit = Array(repeating: 0, count: (pathCount + 63) / 64)
    maybeUninit = maybeInit
  }
  mutating func set(_ path: Int, initialized: Bool) {
    let bit = UInt64(1) << UInt64(path & 63)
    if initialized {
      maybeInit[path >> 6] |= bit
      maybeUninit[path >> 6] &= ~bit
    } else {
      maybeInit[path >> 6] &= ~bit
      maybeUninit[path >> 6] |= bit
    }
  }
  func mayBeInit(_ path: Int) -> Bool { maybeInit[path >> 6] >> UInt64(path & 63) & 1 == 1 }
  func mayBeUninit(_ path: Int) -> Bool { maybeUninit[path >> 6] >> UInt64(path & 63) & 1 == 1 }
  /// Whether joining `other` changed anything.
  mutating func join(_ other: InitState) -> Bool {
    var changed = false
    for i in maybeInit.indices {
      let a = maybeInit[i] | other.maybeInit[i]
      let b = maybeUninit[i] | other.maybeUninit[i]
      if a != maybeInit[i] || b != maybeUninit[i] { changed = true }
      maybeInit[i] = a
      maybeUninit[i] = b
    }
    return changed
  }
}

extension InitState {
  mutating func write(_ place: Place, _ m: MovePaths) {
    if case .exact(let p) = m.lookup(place) { m.forEachDescendant(of: p) { set($0, initialized: true) } }
  }
  mutating func move(_ operand: Operand, _ m: MovePaths) {
    m.forEachPath(movedBy: operand) { set($0, initialized: false) }
  }
  mutating func apply(_ kind: StatementKind, _ m: MovePaths) {
    m.forEachOperand(of: kind) { move($0, m) }
    switch kind {
    case .assign(let place, _): write(place, m)
    case .storageLive(let l), .storageDead(let l): m.forEachDescendant(of: l.index) { set($0, initialized: false) }
    default: break
    }
  }
  /// Up to the point where control leaves.
  mutating func applyBefore(_ kind: TerminatorKind, _ m: MovePaths) {
    m.forEachOperand(of: kind) { move($0, m) }
    if case .drop(let place, _, _, _) = kind, case .exact(let p) = m.lookup(place) {
      m.forEachDescendant(of: p) { set($0, initialized: false) }
    }
  }
  mutating func applyAfter(_ kind: TerminatorKind, _ m: MovePaths) { m.forEachWrite(of: kind) { write($0, m) } }
}
