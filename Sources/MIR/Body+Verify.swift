// What must hold of every body after every pass.
import Support
import Types

extension Body {
  /// Calls `visit` with each block that may follow `block`.
  public func forEachSuccessor(of block: BasicBlockID, _ visit: (BasicBlockID) -> Void) {
    func unwind(_ u: UnwindAction) { if case .cleanup(let b) = u { visit(b) } }
    switch self[block].terminator.kind {
    case .goto(let b): visit(b)
    case .switchInt(_, let id):
      for arm in self[self[id].arms] { visit(arm.target) }
      visit(self[id].otherwise)
    case .unwindResume, .unwindTerminate, .return, .unreachable, .tailCall: break
    case .drop(_, let target, let u, _): visit(target); unwind(u)
    case .call(let id):
      if let t = self[id].target.some { visit(t) }
      unwind(self[id].unwind)
    case .assert(let id): visit(self[id].target); unwind(self[id].unwind)
    case .falseEdge(let real, let imaginary): visit(real); visit(imaginary)
    case .falseUnwind(let real, let u): visit(real); unwind(u)
    case .inlineAsm(let id):
      for t in self[self[id].targets] { visit(t.block) }
      unwind(self[id].unwind)
    }
  }

  /// Blocks that control can reach, each before its successors but for loops.
  public func reversePostorder() -> [BasicBlockID] {
    var order: [BasicBlockID] = []
    var state = [UInt8](repeating: 0, count: blocks.count)
    var stack: [(BasicBlockID, [BasicBlockID])] = []
    func successors(_ b: BasicBlockID) -> [BasicBlockID] {
      var list: [BasicBlockID] = []
      forEachSuccessor(of: b) { list.append($0) }
      return list
    }
    if blocks.isEmpty { return [] }
    state[0] = 1
    stack.append((BasicBlockID(0), successors(BasicBlockID(0))))
    while let (block, rest) = stack.last {
      if let next = rest.last {
        stack[stack.count - 1].1.removeLast()
        if state[next.index] == 0 {
          state[next.index] = 1
          stack.append((next, successors(next)))
        }
      } else {
        order.append(block)
        stack.removeLast()
      }
    }
    return order.reversed()
  }

  /// The first broken rule, in words; nil if the body is well formed.
  public func verify() -> String? {
    if blocks.isEmpty { return "no blocks" }
    if locals.count < argCount + 1 { return "fewer locals than arguments" }
    for b in 0..<blocks.count {
      let id = BasicBlockID(b)
      let block = self[id]
      var problem: String?
      forEachSuccessor(of: id) { next in
        if next.index >= blocks.count { problem = "bb\(b) goes to bb\(next.rawValue), which does not exist" }
        else if block.isCleanup && !self[next].isCleanup { problem = "cleanup bb\(b) goes to normal bb\(next.rawValue)" }
      }
      if let problem { return problem }
      for s in self[block.statements] {
        if let p = verify(s.kind) { return "bb\(b): \(p)" }
      }
      if let p = verify(block.terminator.kind, in: block) { return "bb\(b): \(p)" }
    }
    return nil
  }

  private func verify(_ place: Place) -> String? {
    if place.local.index >= locals.count { return "_\(place.local.rawValue) does not exist" }
    for (i, e) in self[place.projection].enumerated() {
      switch e {
      case .index(let l): if l.index >= locals.count { return "_\(l.rawValue) does not exist" }
      case .downcast:
        let rest = self[place.projection]
        if i + 1 < rest.count, case .deref = rest[i + 1] { return "deref of a downcast" }
      default: break
      }
    }
    return nil
  }
  private func verify(_ operand: Operand) -> String? {
    switch operand {
    case .copy(let p), .move(let p): verify(p)
    case .constant(let c): c.index < constants.count ? nil : "constant does not exist"
    case .runtimeChecks: nil
    }
  }
  private func verify(_ kind: StatementKind) -> String? {
    switch kind {
    case .assign(let p, let r): return verify(p) ?? verify(self[r])
    case .setDiscriminant(let p, _): return verify(p)
    case .fakeRead(_, let p): return phase == .built ? verify(p) : "fake read after borrow checking"
    case .placeMention(let p): return verify(p)
    case .storageLive(let l), .storageDead(let l):
      if l.index >= locals.count { return "_\(l.rawValue) does not exist" }
      return l.index <= argCount ? "storage of an argument or the return place" : nil
    case .assume(let o): return verify(self[o])
    case .copyNonOverlapping(let run): return run.count == 3 ? nil : "copy_nonoverlapping needs three operands"
    case .nop: return nil
    }
  }
  private func verify(_ rvalue: Rvalue) -> String? {
    switch rvalue {
    case .use(let o), .repeat(let o, _), .unary(_, let o), .shallowInitBox(let o, _), .wrapUnsafeBinder(let o, _): return verify(o)
    case .cast(_, let o, _): return verify(o)
    case .ref(let kind, let p):
      if phase != .built && (kind == .fakeShallow || kind == .fakeDeep) { return "fake borrow after borrow checking" }
      return verify(p)
    case .rawPtr(_, let p), .discriminant(let p), .copyForDeref(let p): return verify(p)
    case .binary(_, let a, let b): return verify(a) ?? verify(b)
    case .aggregate(let id):
      for o in self[self[id].fields] { if let p = verify(o) { return p } }
      return nil
    case .threadLocalRef: return nil
    }
  }
  private func verify(_ kind: TerminatorKind, in block: BasicBlock) -> String? {
    switch kind {
    case .falseEdge, .falseUnwind: return phase == .built ? nil : "false edge after borrow checking"
    case .unwindResume: return block.isCleanup ? nil : "resume outside of cleanup"
    case .return: return block.isCleanup ? "return in cleanup" : nil
    case .switchInt(let o, _): return verify(o)
    case .drop(let p, _, _, _): return verify(p)
    case .call(let id), .tailCall(let id):
      let c = self[id]
      for o in self[c.args] { if let p = verify(o) { return p } }
      return verify(c.function) ?? verify(c.destination)
    case .assert(let id): return verify(self[id].condition)
    case .goto, .unwindTerminate, .unreachable, .inlineAsm: return nil
    }
  }
}
