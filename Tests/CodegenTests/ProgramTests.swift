import ABI
import Codegen
import Defs
import MIR
import Monomorphize
import Parallel
import Source
import Support
import Syntax
import Testing
import Types

private let levels: [OptLevel] = [.no, .less, .default, .aggressive, .size, .sizeMin]

/// `putchar`, and `fn print(n: i64)`, which writes decimal digits and a newline by recursion.
struct Printing {
  let putchar: DefID
  let print: DefID
  init(_ p: TestProgram) {
    let putchar = p.foreign("putchar", [.i32], .i32)
    let digits = p.define(.fn, "digits")
    _ = p.function("digits", [.i64], .unit, def: digits) { b, _ in
      // if n >= 10 { digits(n / 10) } putchar(48 + (n % 10) as i32)
      let n = Place(LocalID(1))
      let isBig = Place(b.newLocal(.bool))
      let quotient = Place(b.newLocal(.i64))
      let unit = Place(b.newLocal(.unit))
      let digit = Place(b.newLocal(.i64))
      let narrow = Place(b.newLocal(.i32))
      let code = Place(b.newLocal(.i32))
      let ignored = Place(b.newLocal(.i32))
      let entry = b.newBlock()
      let more = b.newBlock()
      let last = b.newBlock()
      let end = b.newBlock()
      b.assign(isBig, .binary(.ge, .copy(n), b.int(10, .i64)), in: entry)
      b.branch(entry, on: .move(isBig), true: more, false: last)
      b.assign(quotient, .binary(.div, .copy(n), b.int(10, .i64)), in: more)
      b.call(more, b.fn(digits), [.move(quotient)], into: unit, target: last)
      b.assign(digit, .binary(.rem, .copy(n), b.int(10, .i64)), in: last)
      b.assign(narrow, .cast(.intToInt, .copy(digit), .i32), in: last)
      b.assign(code, .binary(.add, .copy(narrow), b.int(48, .i32)), in: last)
      b.call(last, b.fn(putchar), [.copy(code)], into: ignored, target: end)
      b.terminate(end, .return)
    }
    print = p.function("print", [.i64], .unit) { b, _ in
      let unit = Place(b.newLocal(.unit))
      let ignored = Place(b.newLocal(.i32))
      let positive = Place(b.newLocal(.i64))
      let isNegative = Place(b.newLocal(.bool))
      let entry = b.newBlock()
      let minus = b.newBlock()
      let negate = b.newBlock()
      let plain = b.newBlock()
      let show = b.newBlock()
      let newline = b.newBlock()
      let end = b.newBlock()
      let n = Place(LocalID(1))
      b.assign(isNegative, .binary(.lt, .copy(n), b.int(0, .i64)), in: entry)
      b.branch(entry, on: .move(isNegative), true: minus, false: plain)
      b.call(minus, b.fn(putchar), [b.int(45, .i32)], into: ignored, target: negate)
      b.assign(positive, .unary(.neg, .copy(n)), in: negate)
      b.terminate(negate, .goto(show))
      b.assign(positive, .use(.copy(n)), in: plain)
      b.terminate(plain, .goto(show))
      b.call(show, b.fn(digits), [.copy(positive)], into: unit, target: newline)
      b.call(newline, b.fn(putchar), [b.int(10, .i32)], into: ignored, target: end)
      b.terminate(end, .return)
    }
    self.putchar = putchar
  }
}

/// `extern "C" fn main() -> i32`, whose statements `build` adds; it gives the last block.
func main(_ p: TestProgram, _ build: (inout BodyBuilder, BasicBlockID) -> BasicBlockID) {
  _ = p.function("main", [], .i32, exported: true) { b, _ in
    let entry = b.newBlock()
    let last = build(&b, entry)
    b.assign(Place(.returnPlace), .use(b.int(0, .i32)), in: last)
    b.terminate(last, .return)
  }
}
extension BodyBuilder {
  /// Calls `f(args)`; returns the block behind.
  mutating func callThen(_ block: BasicBlockID, _ f: Operand, _ args: [Operand], into place: Place) -> BasicBlockID {
    let next = newBlock()
    call(block, f, args, into: place, target: next)
    return next
  }
  mutating func show(_ block: BasicBlockID, _ printing: Printing, _ value: Operand) -> BasicBlockID {
    let unit = Place(newLocal(.unit))
    return callThen(block, fn(printing.print), [value], into: unit)
  }
}

private func fibonacci() -> TestProgram {
  let p = TestProgram()
  let printing = Printing(p)
  let abort = p.foreign("abort", [], .never)
  let overflow = p.function("panic_const_add_overflow", [], .never) { b, _ in
    let e = b.newBlock()
    let never = Place(b.newLocal(.never))
    b.call(e, b.fn(abort), [], into: never, target: .none)
  }
  p.functions[overflow]!.attributes.isTrackCaller = true
  p.lang("panic_const_add_overflow", overflow)
  let fib = p.define(.fn, "fib")
  _ = p.function("fib", [.i64], .i64, def: fib) { b, _ in
    let n = Place(LocalID(1))
    let isSmall = Place(b.newLocal(.bool))
    let n1 = Place(b.newLocal(.i64))
    let n2 = Place(b.newLocal(.i64))
    let a = Place(b.newLocal(.i64))
    let c = Place(b.newLocal(.i64))
    let sum = Place(b.newLocal(.tuple([.i64, .bool])))
    let entry = b.newBlock()
    let small = b.newBlock()
    let big = b.newBlock()
    let second = b.newBlock()
    let add = b.newBlock()
    let done = b.newBlock()
    b.assign(isSmall, .binary(.lt, .copy(n), b.int(2, .i64)), in: entry)
    b.branch(entry, on: .move(isSmall), true: small, false: big)
    b.assign(Place(.returnPlace), .use(.copy(n)), in: small)
    b.terminate(small, .return)
    b.assign(n1, .binary(.sub, .copy(n), b.int(1, .i64)), in: big)
    b.call(big, b.fn(fib), [.move(n1)], into: a, target: second)
    b.assign(n2, .binary(.sub, .copy(n), b.int(2, .i64)), in: second)
    b.call(second, b.fn(fib), [.move(n2)], into: c, target: add)
    b.assign(sum, .binary(.addWithOverflow, .copy(a), .copy(c)), in: add)
    let flag = b.project(sum, .field(1, .bool))
    let assertion = b.asserts.append(
      Assert(condition: .move(flag), expected: false, message: .overflow(.add, .copy(a), .copy(c)), target: done, unwind: .continue))
    b.terminate(add, .assert(assertion))
    b.assign(Place(.returnPlace), .use(.move(b.project(sum, .field(0, .i64)))), in: done)
    b.terminate(done, .return)
  }
  main(p) { b, entry in
    let r = Place(b.newLocal(.i64))
    let next = b.callThen(entry, b.fn(fib), [b.int(20, .i64)], into: r)
    return b.show(next, printing, .copy(r))
  }
  return p
}

@Test func fibonacciAtAllLevels() {
  let p = fibonacci()
  for level in levels { #expect(run(p, level) == "6765\n[0]", "\(level)") }
}

@Test func unitsAndThreadsGiveEqualBytes() {
  let p = fibonacci()
  for level in [OptLevel.no, .default] {
    for units in [1, 2, 4] {
      let reference = build(p, level, units: units).0
      #expect(reference.errors.isEmpty)
      #expect(reference.objects.count == units || units == 4)
      for threads in [1, 2, 4] {
        for seed in [UInt64(0), 99] {
          #expect(build(p, level, units: units, threads: threads, seed: seed).0.objects == reference.objects)
        }
      }
      #expect(run(p, level, units: units, threads: 2) == "6765\n[0]")
    }
  }
}

@Test func structsTravelInRegistersAndMemory() {
  let p = TestProgram()
  let printing = Printing(p)
  let bytes = TypeID(.adt(p.structure("Bytes", [.u8, .u8, .u8]), .empty))
  let pair = TypeID(.adt(p.structure("Pair", [.i64, .i32]), .empty))
  let triple = TypeID(.adt(p.structure("Triple", [.i64, .i64, .i64]), .empty))
  func adt(_ t: TypeID) -> DefID { if case .adt(let d, _) = t.kind { d } else { .none } }
  func maker(_ name: String, _ type: TypeID, _ fields: [TypeID]) -> DefID {
    p.function(name, fields, type) { b, _ in
      let e = b.newBlock()
      let operands = fields.indices.map { Operand.move(Place(LocalID($0 + 1))) }
      b.assign(Place(.returnPlace), b.aggregate(.adt(adt(type), variant: 0, .empty, activeField: -1), operands), in: e)
      b.terminate(e, .return)
    }
  }
  func taker(_ name: String, _ type: TypeID, _ fields: [TypeID]) -> DefID {
    // Sum of the fields, as i64.
    p.function(name, [type], .i64) { b, _ in
      let e = b.newBlock()
      var total: Operand = b.int(0, .i64)
      for (i, t) in fields.enumerated() {
        let wide = Place(b.newLocal(.i64))
        let sum = Place(b.newLocal(.i64))
        b.assign(wide, .cast(.intToInt, .copy(b.project(Place(LocalID(1)), .field(UInt32(i), t))), .i64), in: e)
        b.assign(sum, .binary(.add, total, .copy(wide)), in: e)
        total = .copy(sum)
      }
      b.assign(Place(.returnPlace), .use(total), in: e)
      b.terminate(e, .return)
    }
  }
  let cases: [(TypeID, [TypeID])] = [(bytes, [.u8, .u8, .u8]), (pair, [.i64, .i32]), (triple, [.i64, .i64, .i64])]
  let makers = cases.enumerated().map { maker("make\($0.offset)", $0.element.0, $0.element.1) }
  let takers = cases.enumerated().map { taker("take\($0.offset)", $0.element.0, $0.element.1) }
  main(p) { b, entry in
    var block = entry
    for (i, (type, fields)) in cases.enumerated() {
      let value = Place(b.newLocal(type))
      let sum = Place(b.newLocal(.i64))
      let args = fields.enumerated().map { k, t in b.constant(.scalar(low: UInt64(100 * i + 10 * k + 1), high: 0), t) }
      block = b.callThen(block, b.fn(makers[i]), args, into: value)
      block = b.callThen(block, b.fn(takers[i]), [.move(value)], into: sum)
      block = b.show(block, printing, .copy(sum))
    }
    return block
  }
  // 1+11+21; 101+111; 201+211+221
  for level in levels { #expect(run(p, level, units: 2) == "33\n212\n633\n[0]", "\(level)") }
}

@Test func cStructsFollowTheSystemABI() {
  let p = TestProgram()
  let printing = Printing(p)
  let pair = TypeID(.adt(p.structure("div_t", [.i32, .i32]), .empty))
  let longPair = TypeID(.adt(p.structure("ldiv_t", [.i64, .i64]), .empty))
  let div = p.foreign("div", [.i32, .i32], pair)
  let ldiv = p.foreign("ldiv", [.i64, .i64], longPair)
  let pow = p.foreign("pow", [.f64, .f64], .f64)
  main(p) { b, entry in
    let a = Place(b.newLocal(pair))
    let c = Place(b.newLocal(longPair))
    let f = Place(b.newLocal(.f64))
    let wide = Place(b.newLocal(.i64))
    let wide2 = Place(b.newLocal(.i64))
    let wide3 = Place(b.newLocal(.i64))
    var block = b.callThen(entry, b.fn(div), [b.int(47, .i32), b.int(5, .i32)], into: a)
    b.assign(wide, .cast(.intToInt, .copy(b.project(a, .field(0, .i32))), .i64), in: block)
    block = b.show(block, printing, .copy(wide))
    b.assign(wide2, .cast(.intToInt, .copy(b.project(a, .field(1, .i32))), .i64), in: block)
    block = b.show(block, printing, .copy(wide2))
    block = b.callThen(block, b.fn(ldiv), [b.int(-1_000_000_007, .i64), b.int(1000, .i64)], into: c)
    block = b.show(block, printing, .copy(b.project(c, .field(0, .i64))))
    block = b.show(block, printing, .copy(b.project(c, .field(1, .i64))))
    let two = b.constant(.scalar(low: (2.0 as Double).bitPattern, high: 0), .f64)
    let ten = b.constant(.scalar(low: (10.0 as Double).bitPattern, high: 0), .f64)
    block = b.callThen(block, b.fn(pow), [two, ten], into: f)
    b.assign(wide3, .cast(.floatToInt, .copy(f), .i64), in: block)
    return b.show(block, printing, .copy(wide3))
  }
  for level in levels { #expect(run(p, level) == "9\n2\n-1000000\n-7\n1024\n[0]", "\(level)") }
}

@Test func enumsWithTagsAndNiches() {
  let p = TestProgram()
  let printing = Printing(p)
  let facts = TestFacts(p)
  // Option<&i64>: null is None. Variants: None, Some.
  let reference = TypeID.ref(.i64)
  let pointer = Scalar(.pointer)
  let optionDef = p.define(.enum, "OptionRef")
  let none = TypeLayout(size: 8, alignmentLog2: 3, repr: .memory(isSized: true), fields: .arbitrary, variants: .single(variant: 0))
  let some = TypeLayout(
    size: 8, alignmentLog2: 3, repr: .scalar(Scalar(.pointer, WrappingRange(1, UInt128(UInt64.max)))), fields: .arbitrary, offsets: [0],
    variants: .single(variant: 1))
  p.adts[optionDef] = TestProgram.Adt(
    variants: [[], [reference]], isEnum: true,
    layout: TypeLayout(
      size: 8, alignmentLog2: 3, repr: .scalar(pointer), fields: .arbitrary, offsets: [0],
      variants: .multiple(tag: pointer, encoding: .niche(untaggedVariant: 1, first: 0, last: 0, nicheStart: 0), tagOffset: 0),
      variantLayouts: [none, some]), discriminants: [0, 1])
  let option = TypeID(.adt(optionDef, .empty))
  // enum Shape { Empty, Square(i64), Rect(i64, i64) } with a tag of four bytes.
  let tag = Scalar(.int(.i32, signed: false), WrappingRange(0, 2))
  let shapeDef = p.define(.enum, "Shape")
  func variant(_ v: UInt32, _ offsets: [UInt64]) -> TypeLayout {
    TypeLayout(size: 24, alignmentLog2: 3, repr: .memory(isSized: true), fields: .arbitrary, offsets: offsets, variants: .single(variant: v))
  }
  p.adts[shapeDef] = TestProgram.Adt(
    variants: [[], [.i64], [.i64, .i64]], isEnum: true,
    layout: TypeLayout(
      size: 24, alignmentLog2: 3, repr: .memory(isSized: true), fields: .arbitrary, offsets: [0],
      variants: .multiple(tag: tag, encoding: .direct, tagOffset: 0), variantLayouts: [variant(0, []), variant(1, [8]), variant(2, [8, 16])]),
    discriminants: [0, 1, 2])
  let shape = TypeID(.adt(shapeDef, .empty))
  // Option<Ordering>-like: niche in the middle of a byte, three niche variants around an untagged one.
  let byte = Scalar(.int(.i8, signed: false), WrappingRange(0, 4))
  let inner = Scalar(.int(.i8, signed: false), WrappingRange(0, 1))
  let nicheDef = p.define(.enum, "Niche")
  let payload = TypeLayout(size: 1, alignmentLog2: 0, repr: .scalar(inner), fields: .arbitrary, offsets: [0], variants: .single(variant: 1))
  func empty(_ v: UInt32) -> TypeLayout {
    TypeLayout(size: 1, alignmentLog2: 0, repr: .memory(isSized: true), fields: .arbitrary, variants: .single(variant: v))
  }
  p.adts[nicheDef] = TestProgram.Adt(
    variants: [[], [.bool], [], []], isEnum: true,
    layout: TypeLayout(
      size: 1, alignmentLog2: 0, repr: .scalar(byte), fields: .arbitrary, offsets: [0],
      variants: .multiple(tag: byte, encoding: .niche(untaggedVariant: 1, first: 0, last: 3, nicheStart: 2), tagOffset: 0),
      variantLayouts: [empty(0), payload, empty(2), empty(3)]), discriminants: [0, 1, 2, 3])
  let niche = TypeID(.adt(nicheDef, .empty))
  _ = facts

  func discriminantOf(_ name: String, _ type: TypeID) -> DefID {
    p.function(name, [type], .i64) { b, _ in
      let e = b.newBlock()
      let d = Place(b.newLocal(.isize))
      b.assign(d, .discriminant(Place(LocalID(1))), in: e)
      b.assign(Place(.returnPlace), .cast(.intToInt, .copy(d), .i64), in: e)
      b.terminate(e, .return)
    }
  }
  let ofOption = discriminantOf("of_option", option)
  let ofShape = discriminantOf("of_shape", shape)
  let ofNiche = discriminantOf("of_niche", niche)
  // fn area(s: Shape) -> i64 by switch.
  let area = p.function("area", [shape], .i64) { b, _ in
    let s = Place(LocalID(1))
    let d = Place(b.newLocal(.isize))
    let e = b.newBlock()
    let (zero, square, rect, never) = (b.newBlock(), b.newBlock(), b.newBlock(), b.newBlock())
    b.assign(d, .discriminant(s), in: e)
    b.switchInt(
      e, on: .move(d), [SwitchArm(low: 0, target: zero), SwitchArm(low: 1, target: square), SwitchArm(low: 2, target: rect)], otherwise: never)
    b.assign(Place(.returnPlace), .use(b.int(0, .i64)), in: zero)
    b.terminate(zero, .return)
    let side = b.project(s, .downcast(1), .field(0, .i64))
    b.assign(Place(.returnPlace), .binary(.mul, .copy(side), .copy(side)), in: square)
    b.terminate(square, .return)
    b.assign(
      Place(.returnPlace),
      .binary(.mul, .copy(b.project(s, .downcast(2), .field(0, .i64))), .copy(b.project(s, .downcast(2), .field(1, .i64)))), in: rect)
    b.terminate(rect, .return)
    b.terminate(never, .unreachable)
  }
  main(p) { b, entry in
    var block = entry
    func value(_ type: TypeID, _ def: DefID, _ v: UInt32, _ fields: [Operand], _ b: inout BodyBuilder, _ block: BasicBlockID) -> Place {
      let place = Place(b.newLocal(type))
      b.assign(place, b.aggregate(.adt(def, variant: v, .empty, activeField: -1), fields), in: block)
      return place
    }
    func show(_ f: DefID, _ place: Place, _ b: inout BodyBuilder, _ block: BasicBlockID) -> BasicBlockID {
      let r = Place(b.newLocal(.i64))
      let next = b.callThen(block, b.fn(f), [.copy(place)], into: r)
      return b.show(next, printing, .copy(r))
    }
    let number = Place(b.newLocal(.i64))
    b.assign(number, .use(b.int(5, .i64)), in: block)
    let address = Place(b.newLocal(reference))
    b.assign(address, .ref(.shared, number), in: block)
    block = show(ofOption, value(option, optionDef, 0, [], &b, block), &b, block)
    let filled = value(option, optionDef, 1, [.copy(address)], &b, block)
    block = show(ofOption, filled, &b, block)
    block = b.show(block, printing, .copy(b.project(filled, .downcast(1), .field(0, reference), .deref)))
    block = show(area, value(shape, shapeDef, 0, [], &b, block), &b, block)
    block = show(area, value(shape, shapeDef, 1, [b.int(7, .i64)], &b, block), &b, block)
    let rect = value(shape, shapeDef, 2, [b.int(6, .i64), b.int(9, .i64)], &b, block)
    block = show(area, rect, &b, block)
    block = show(ofShape, rect, &b, block)
    for v in UInt32(0)..<4 {
      let fields: [Operand] = v == 1 ? [b.constant(.scalar(low: 1, high: 0), .bool)] : []
      block = show(ofNiche, value(niche, nicheDef, v, fields, &b, block), &b, block)
    }
    return block
  }
  for level in levels { #expect(run(p, level) == "0\n1\n5\n0\n49\n54\n2\n0\n1\n2\n3\n[0]", "\(level)") }
}
