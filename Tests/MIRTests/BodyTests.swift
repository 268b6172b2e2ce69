import Defs
import MIR
import Parallel
import Source
import Support
import Testing
import Types

private struct Names: MIRNames {
  func text(of type: TypeID) -> String {
    switch type {
    case .i32: "i32"
    case .bool: "bool"
    case .unit: "()"
    default: "?"
    }
  }
  func text(of constant: ConstID) -> String { "N" }
  func path(of def: DefID, args: GenericArgsID) -> String { "f" }
  func variant(_ index: UInt32, of def: DefID) -> String { "V\(index)" }
}

/// `fn abs(x: i32) -> i32 { if x < 0 { -x } else { x } }`
private func absolute() -> BodyBuilder {
  var b = BodyBuilder(.item(.none), span: .none)
  b.newLocal(.i32, kind: .returnPlace)
  let x = b.newLocal(.i32, kind: .arg, isMutable: false)
  let isNegative = b.newLocal(.bool)
  b.argCount = 1
  let entry = b.newBlock()
  let negate = b.newBlock()
  let keep = b.newBlock()
  let end = b.newBlock()
  let zero = b.constant(.scalar(low: 0, high: 0), .i32)
  b.assign(Place(isNegative), .binary(.lt, .copy(Place(x)), zero), in: entry)
  b.branch(entry, on: .move(Place(isNegative)), true: negate, false: keep)
  b.assign(Place(.returnPlace), .unary(.neg, .copy(Place(x))), in: negate)
  b.terminate(negate, .goto(end))
  b.assign(Place(.returnPlace), .use(.copy(Place(x))), in: keep)
  b.terminate(keep, .goto(end))
  b.terminate(end, .return)
  return b
}

@Test func hotNodesAreSmall() {
  #expect(MemoryLayout<Place>.size == 12)
  #expect(MemoryLayout<Statement>.stride <= 24)
  #expect(MemoryLayout<Operand>.stride <= 16)
  #expect(MemoryLayout<PlaceElement>.stride <= 16)
  #expect(MemoryLayout<Rvalue>.stride <= 40)
  #expect(MemoryLayout<TerminatorKind>.stride <= 32)
}

@Test func aBodyPrintsAsRustcWouldPrintIt() {
  let body = absolute().freeze()
  #expect(body.verify() == nil)
  let text = body.text(signature: "fn abs(_1: i32) -> i32", names: Names())
  #expect(
    text == """
      fn abs(_1: i32) -> i32 {
          let mut _0: i32;
          let mut _2: bool;

          bb0: {
              _2 = Lt(copy _1, const 0_i32);
              switchInt(move _2) -> [0: bb2, otherwise: bb1];
          }

          bb1: {
              _0 = Neg(copy _1);
              goto -> bb3;
          }

          bb2: {
              _0 = copy _1;
              goto -> bb3;
          }

          bb3: {
              return;
          }
      }

      """)
}

@Test func copiesAreEqual() {
  let body = absolute().freeze()
  let again = BodyBuilder(copying: body).freeze()
  #expect(again.text(signature: "fn f()", names: Names()) == body.text(signature: "fn f()", names: Names()))
}

@Test func reversePostorderStartsAtTheEntry() {
  let order = absolute().freeze().reversePostorder()
  #expect(order.count == 4)
  #expect(order.first == BasicBlockID(0))
  #expect(order.last == BasicBlockID(3))
}

@Test func brokenBodiesAreFound() {
  var b = absolute()
  b.terminate(BasicBlockID(3), .goto(BasicBlockID(17)))
  #expect(b.freeze().verify() != nil)
  var c = absolute()
  c.terminate(BasicBlockID(3), .unwindResume)
  #expect(c.freeze().verify() != nil)
}
