// Which locals can live in registers: assigned once, before every use, and never by address.
import ABI
import MIR
import Monomorphize
import Support
import Types

/// Immediate dominators of the reachable blocks. Source: Cooper, Harvey, Kennedy, "A simple, fast dominance algorithm".
struct Dominators {
  /// Position of each block in reverse postorder; -1 if unreachable.
  var number: [Int32]
  private var parent: [Int32]

  init(_ body: Body, _ order: [BasicBlockID]) {
    var numbers = [Int32](repeating: -1, count: body.blocks.count)
    for (i, b) in order.enumerated() { numbers[b.index] = Int32(i) }
    var predecessors = [[Int32]](repeating: [], count: order.count)
    for (i, b) in order.enumerated() {
      body.forEachSuccessor(of: b) { next in
        let n = numbers[next.index]
        if n >= 0 { predecessors[Int(n)].append(Int32(i)) }
      }
    }
    number = numbers
    parent = [Int32](repeating: -1, count: order.count)
    if order.isEmpty { return }
    parent[0] = 0
    var changed = true
    while changed {
      changed = false
      for i in 1..<max(1, order.count) {
        var new: Int32 = -1
        for p in predecessors[i] where parent[Int(p)] >= 0 {
          if new < 0 { new = p; continue }
          var a = p
          var b = new
          while a != b {
            while a > b { a = parent[Int(a)] }
            while b > a { b = parent[Int(b)] }
          }
          new = a
        }
        if new != parent[i] {
          parent[i] = new
          changed = true
        }
      }
    }
  }

  func dominates(_ a: BasicBlockID, _ b: BasicBlockID) -> Bool {
    let x = number[a.index]
    var y = number[b.index]
    if x < 0 || y < 0 { return false }
    while y > x { y = parent[Int(y)] }
    return x == y
  }
}

/// What is known of a local while a body is analysed.
private enum LocalState {
  case unassigned
  /// In `block`, as its `statement`-th (-1: on entry of the block).
  case assigned(BasicBlockID, statement: Int)
  case memory
}

/// Whether each local has to be in memory.
func localsInMemory(_ f: FunctionCodegen, _ order: [BasicBlockID]) -> [Bool] {
  let body = f.body
  var states = [LocalState](repeating: .unassigned, count: body.locals.count)
  for i in 0..<body.locals.count {
    let layout = f.unit.typed(f.mono(body[LocalID(i)].type)).layout
    switch layout.repr {
    case .scalar, .scalarPair, .vector: break
    case .memory: if !layout.isZeroSized { states[i] = .memory }
    }
    if i >= 1 && i <= body.argCount, case .unassigned = states[i] {
      states[i] = .assigned(BasicBlockID(0), statement: -1)
    }
  }
  var predecessorCount = [Int](repeating: 0, count: body.blocks.count)
  for b in order { body.forEachSuccessor(of: b) { predecessorCount[$0.index] += 1 } }
  let dominators = Dominators(body, order)
  var analysis = Analysis(f: f, body: body, states: states, dominators: dominators, predecessorCount: predecessorCount)
  for b in order { analysis.visit(b) }
  return analysis.states.map { if case .memory = $0 { true } else { false } }
}

private struct Analysis {
  let f: FunctionCodegen
  let body: Body
  var states: [LocalState]
  let dominators: Dominators
  let predecessorCount: [Int]
  var block = BasicBlockID(0)
  var statement = 0

  mutating func visit(_ b: BasicBlockID) {
    block = b
    let data = body[b]
    for (i, s) in body[data.statements].enumerated() {
      statement = i
      visit(s.kind)
    }
    statement = Int.max
    visit(data.terminator.kind)
  }

  mutating func define(_ l: LocalID, _ block: BasicBlockID, _ statement: Int) {
    switch states[l.index] {
    case .unassigned: states[l.index] = .assigned(block, statement: statement)
    case .assigned, .memory: states[l.index] = .memory
    }
  }
  mutating func makeMemory(_ l: LocalID) { states[l.index] = .memory }

  mutating func use(_ l: LocalID) {
    switch states[l.index] {
    case .memory: break
    case .unassigned: states[l.index] = .memory
    case .assigned(let b, let s):
      let isBefore = b == block ? s < statement : dominators.dominates(b, block)
      if !isBefore { states[l.index] = .memory }
    }
  }

  /// A place that is read by value.
  mutating func consume(_ p: Place) {
    let elements = body[p.projection]
    var isDirect = true
    var type = f.unit.typed(f.mono(body[p.local].type))
    loop: for e in elements {
      switch e {
      case .deref:
        break loop
      case .field(let i, let t):
        // Parts of scalar pairs are read from registers.
        switch type.layout.repr {
        case .scalarPair, .scalar: break
        default: isDirect = false
        }
        _ = i
        type = f.unit.typed(f.mono(t))
      case .opaqueCast(let t), .unwrapUnsafeBinder(let t): type = f.unit.typed(f.mono(t))
      case .downcast(let v): type.layout = type.layout.variant(v)
      case .index, .constantIndex, .subslice: isDirect = false
      }
    }
    for e in elements { if case .index(let i) = e { use(i) } }
    if isDirect { use(p.local) } else { makeMemory(p.local) }
  }

  /// A place whose address is taken.
  mutating func address(_ p: Place) {
    let elements = body[p.projection]
    for e in elements { if case .index(let i) = e { use(i) } }
    // Behind a deref the local is only read.
    for e in elements { if case .deref = e { return consumePrefix(p) } }
    makeMemory(p.local)
  }
  private mutating func consumePrefix(_ p: Place) {
    let elements = body[p.projection]
    var count = 0
    for e in elements {
      if case .deref = e { break }
      count += 1
    }
    consume(Place(p.local, Run(start: Int(p.projection.start), count: count)))
  }

  mutating func assign(_ p: Place) {
    if let l = p.asLocal { define(l, block, statement) } else { address(p) }
  }

  mutating func visit(_ o: Operand) { if let p = o.place { consume(p) } }
  mutating func visit(_ run: Run<Operand>) { for o in body[run] { visit(o) } }

  mutating func visit(_ kind: StatementKind) {
    switch kind {
    case .assign(let p, let r):
      // The value is computed before the place is assigned.
      visit(body[r])
      assign(p)
    case .setDiscriminant(let p, _): address(p)
    case .assume(let o): visit(body[o])
    case .copyNonOverlapping(let run): visit(run)
    case .storageLive, .storageDead, .fakeRead, .placeMention, .nop: break
    }
  }

  mutating func visit(_ r: Rvalue) {
    switch r {
    case .use(let o), .repeat(let o, _), .unary(_, let o), .shallowInitBox(let o, _), .wrapUnsafeBinder(let o, _): visit(o)
    case .cast(_, let o, _): visit(o)
    case .ref(_, let p), .rawPtr(_, let p): address(p)
    case .binary(_, let a, let b): visit(a); visit(b)
    case .discriminant(let p): consume(p)
    case .copyForDeref(let p): consume(p)
    case .aggregate(let id): visit(body[id].fields)
    case .threadLocalRef: break
    }
  }

  mutating func visit(_ kind: TerminatorKind) {
    switch kind {
    case .switchInt(let o, _): visit(o)
    case .drop(let p, _, _, _): address(p)
    case .call(let id):
      let c = body[id]
      visit(c.function)
      visit(c.args)
      if let l = c.destination.asLocal {
        if let target = c.target.some, predecessorCount[target.index] == 1 {
          define(l, target, -1)
        } else if c.target.isNone {
          break
        } else {
          makeMemory(l)
        }
      } else {
        address(c.destination)
      }
    case .tailCall(let id):
      visit(body[id].function)
      visit(body[id].args)
    case .assert(let id):
      let a = body[id]
      visit(a.condition)
      switch a.message {
      case .boundsCheck(let x, let y), .overflow(_, let x, let y), .misalignedPointerDereference(let x, let y): visit(x); visit(y)
      case .overflowNeg(let x), .divisionByZero(let x), .remainderByZero(let x), .invalidEnumConstruction(let x): visit(x)
      case .nullPointerDereference, .resumedAfterReturn, .resumedAfterPanic, .resumedAfterDrop: break
      }
    case .inlineAsm(let id):
      for o in body[body[id].operands] {
        switch o {
        case .input(_, _, let v): visit(v)
        case .output(_, _, _, let p): if let p { address(p) }
        case .inOut(_, _, _, let v, let p):
          visit(v)
          if let p { address(p) }
        case .const, .symFn, .symStatic, .label: break
        }
      }
    case .return: use(.returnPlace)
    case .goto, .unwindResume, .unwindTerminate, .unreachable, .falseEdge, .falseUnwind: break
    }
  }
}
