// Code that is never reached is emptied: later steps must not see what it calls.
import MIR
import Support

/// `body` with unreachable blocks emptied.
func simplify(_ body: MIR.Body) -> MIR.Body {
  var isReached = Array(repeating: false, count: body.blocks.count)
  var work = [0]
  isReached[0] = true
  while let i = work.popLast() {
    body.forEachSuccessor(of: BasicBlockID(i)) { next in
      if !isReached[next.index] {
        isReached[next.index] = true
        work.append(next.index)
      }
    }
  }
  if isReached.allSatisfy({ $0 }) { return body }
  var out = BodyBuilder(copying: body)
  for i in 0..<body.blocks.count where !isReached[i] {
    out.clearStatements(of: BasicBlockID(i))
    out.terminate(BasicBlockID(i), .unreachable)
  }
  return out.freeze()
}
