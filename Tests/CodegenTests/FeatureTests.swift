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

@Test func callsThroughVtables() {
  let p = TestProgram()
  let printing = Printing(p)
  let trait = p.define(.trait, "Shape")
  let dynType = TypeID(.dynamic(ExistentialListID([.trait(trait, .empty, .empty)]), .erased))
  let area = p.define(.assocFn, "area", parent: trait)
  let scaled = p.define(.assocFn, "scaled", parent: trait)
  p.traitMethods[area] = (trait, 0)
  p.traitMethods[scaled] = (trait, 1)
  p.functions[area] = TestProgram.Function(inputs: [.ref(dynType)], output: .i64)
  p.functions[scaled] = TestProgram.Function(inputs: [.ref(dynType), .i64], output: .i64)
  func implement(_ name: String, _ type: TypeID, _ factor: Int64) {
    let a = p.function(name + "_area", [.ref(type)], .i64) { b, _ in
      let e = b.newBlock()
      b.assign(Place(.returnPlace), .binary(.mul, .copy(b.project(Place(LocalID(1)), .deref, .field(0, .i64))), b.int(factor, .i64)), in: e)
      b.terminate(e, .return)
    }
    let s = p.function(name + "_scaled", [.ref(type), .i64], .i64) { b, _ in
      let e = b.newBlock()
      let t = Place(b.newLocal(.i64))
      b.assign(t, .binary(.mul, .copy(b.project(Place(LocalID(1)), .deref, .field(0, .i64))), .copy(Place(LocalID(2)))), in: e)
      b.assign(Place(.returnPlace), .binary(.add, .copy(t), b.int(factor, .i64)), in: e)
      b.terminate(e, .return)
    }
    p.impls[TestProgram.ImplKey(trait: trait, type: type)] = [a, s]
  }
  let square = TypeID(.adt(p.structure("Square", [.i64]), .empty))
  let wide = TypeID(.adt(p.structure("Wide", [.i64, .i64, .i64]), .empty))
  implement("square", square, 10)
  implement("wide", wide, 1000)
  // fn both(x: &dyn Shape) -> i64 { x.area() + x.scaled(3) }
  let both = p.function("both", [.ref(dynType)], .i64) { b, _ in
    let args = GenericArgsID([Types.GenericArg(dynType)])
    let x = Place(b.newLocal(.i64))
    let y = Place(b.newLocal(.i64))
    let e = b.newBlock()
    let next = b.callThen(e, b.fn(area, args), [.copy(Place(LocalID(1)))], into: x)
    let last = b.callThen(next, b.fn(scaled, args), [.copy(Place(LocalID(1))), b.int(3, .i64)], into: y)
    b.assign(Place(.returnPlace), .binary(.add, .copy(x), .copy(y)), in: last)
    b.terminate(last, .return)
  }
  // drop_in_place::<dyn Shape> and size_of_val through the vtable.
  let sizeOf = p.intrinsic("size_of_val")
  p.functions[sizeOf] = TestProgram.Function(inputs: [.rawPtr(dynType, .not)], output: .usize)
  main(p) { b, entry in
    var block = entry
    for (type, value) in [(square, Int64(7)), (wide, 5)] {
      let object = Place(b.newLocal(type))
      b.assign(b.project(object, .field(0, .i64)), .use(b.int(value, .i64)), in: block)
      let thin = Place(b.newLocal(.ref(type)))
      let fat = Place(b.newLocal(.ref(dynType)))
      let raw = Place(b.newLocal(.rawPtr(dynType, .not)))
      let size = Place(b.newLocal(.usize))
      let r = Place(b.newLocal(.i64))
      b.assign(thin, .ref(.shared, object), in: block)
      b.assign(fat, .cast(.unsize, .copy(thin), .ref(dynType)), in: block)
      block = b.callThen(block, b.fn(both), [.copy(fat)], into: r)
      block = b.show(block, printing, .copy(r))
      b.assign(raw, .rawPtr(isMutable: false, b.project(fat, .deref)), in: block)
      block = b.callThen(block, b.fn(sizeOf, GenericArgsID([Types.GenericArg(dynType)])), [.copy(raw)], into: size)
      b.assign(r, .cast(.intToInt, .copy(size), .i64), in: block)
      block = b.show(block, printing, .copy(r))
    }
    return block
  }
  for level in levels { #expect(run(p, level, units: 2) == "101\n8\n6015\n24\n[0]", "\(level)") }
}

@Test func dropGlueRunsInOrder() {
  let p = TestProgram()
  let printing = Printing(p)
  // struct Noisy(i64): prints itself when dropped.
  let noisyDef = p.structure("Noisy", [.i64])
  let noisy = TypeID(.adt(noisyDef, .empty))
  let drop = p.function("noisy_drop", [.ref(noisy, .mut)], .unit) { b, _ in
    let e = b.newBlock()
    let last = b.show(e, printing, .copy(b.project(Place(LocalID(1)), .deref, .field(0, .i64))))
    b.terminate(last, .return)
  }
  p.adts[noisyDef]!.drop = drop
  p.lang("drop_in_place", p.define(.fn, "drop_in_place"))
  let pair = TypeID.tuple([noisy, .i32, noisy])
  let list = TypeID.array(noisy, .usize(3))
  main(p) { b, entry in
    let value = Place(b.newLocal(pair))
    b.assign(b.project(value, .field(0, noisy), .field(0, .i64)), .use(b.int(1, .i64)), in: entry)
    b.assign(b.project(value, .field(2, noisy), .field(0, .i64)), .use(b.int(2, .i64)), in: entry)
    let array = Place(b.newLocal(list))
    for i in 0..<3 {
      b.assign(
        b.project(array, .constantIndex(offset: UInt32(i), minLength: 3, fromEnd: false), .field(0, .i64)), .use(b.int(Int64(10 + i), .i64)),
        in: entry)
    }
    let next = b.newBlock()
    let last = b.newBlock()
    b.terminate(entry, .drop(value, target: next, unwind: .continue, replace: false))
    b.terminate(next, .drop(array, target: last, unwind: .continue, replace: false))
    return last
  }
  for level in levels { #expect(run(p, level) == "1\n2\n10\n11\n12\n[0]", "\(level)") }
}

@Test func wideIntegersAndFloats() {
  let p = TestProgram()
  let printing = Printing(p)
  // A black box that keeps the optimiser from folding everything.
  let hide = p.foreign("llabs", [.i64], .i64)
  main(p) { b, entry in
    let x = Place(b.newLocal(.i64))
    var block = b.callThen(entry, b.fn(hide), [b.int(1_000_000_007, .i64)], into: x)
    let w = Place(b.newLocal(.u128))
    let sq = Place(b.newLocal(.u128))
    let cube = Place(b.newLocal(.u128))
    let q = Place(b.newLocal(.u128))
    let r = Place(b.newLocal(.u128))
    let out = Place(b.newLocal(.i64))
    b.assign(w, .cast(.intToInt, .copy(x), .u128), in: block)
    b.assign(sq, .binary(.mul, .copy(w), .copy(w)), in: block)
    b.assign(cube, .binary(.mul, .copy(sq), .copy(w)), in: block)
    b.assign(q, .binary(.div, .copy(cube), .copy(sq)), in: block)
    b.assign(out, .cast(.intToInt, .copy(q), .i64), in: block)
    block = b.show(block, printing, .copy(out))
    b.assign(r, .binary(.rem, .copy(cube), b.constant(.scalar(low: 998_244_353, high: 0), .u128)), in: block)
    b.assign(out, .cast(.intToInt, .copy(r), .i64), in: block)
    block = b.show(block, printing, .copy(out))
    // Saturating casts: NaN is 0, too big is the maximum.
    func double(_ d: Double) -> Operand { b.constant(.scalar(low: d.bitPattern, high: 0), .f64) }
    let i = Place(b.newLocal(.i32))
    for d in [Double.nan, 1e20, -1e20, 41.9] {
      let f = Place(b.newLocal(.f64))
      b.assign(f, .binary(.add, double(d), double(0.0)), in: block)
      b.assign(i, .cast(.floatToInt, .copy(f), .i32), in: block)
      b.assign(out, .cast(.intToInt, .copy(i), .i64), in: block)
      block = b.show(block, printing, .copy(out))
    }
    // f32 arithmetic and comparison with NaN.
    let h = Place(b.newLocal(.f32))
    b.assign(h, .cast(.intToFloat, .copy(x), .f32), in: block)
    b.assign(out, .cast(.floatToInt, .copy(h), .i64), in: block)
    block = b.show(block, printing, .copy(out))
    let flag = Place(b.newLocal(.bool))
    b.assign(flag, .binary(.ne, double(.nan), double(.nan)), in: block)
    b.assign(out, .cast(.intToInt, .copy(flag), .i64), in: block)
    block = b.show(block, printing, .copy(out))
    // Checked arithmetic on i8, shifts.
    let sum = Place(b.newLocal(.tuple([.i8, .bool])))
    let small = Place(b.newLocal(.i8))
    b.assign(small, .use(b.constant(.scalar(low: 100, high: 0), .i8)), in: block)
    b.assign(sum, .binary(.addWithOverflow, .copy(small), .copy(small)), in: block)
    b.assign(out, .cast(.intToInt, .copy(b.project(sum, .field(0, .i8))), .i64), in: block)
    block = b.show(block, printing, .copy(out))
    b.assign(out, .cast(.intToInt, .copy(b.project(sum, .field(1, .bool))), .i64), in: block)
    block = b.show(block, printing, .copy(out))
    b.assign(out, .binary(.shr, b.int(-256, .i64), b.int(68, .i32)), in: block)
    return b.show(block, printing, .copy(out))
  }
  let cubeRem = (UInt128(1_000_000_007) * 1_000_000_007 * 1_000_000_007) % 998_244_353
  let want = "1000000007\n\(cubeRem)\n0\n2147483647\n-2147483648\n41\n1000000000\n1\n-56\n1\n-16\n[0]"
  for level in levels { #expect(run(p, level) == want, "\(level)") }
}

@Test func staticsSlicesAndFunctionPointers() {
  let p = TestProgram()
  let printing = Printing(p)
  // static NUMBERS: [i64; 4]; static TABLE: (&[i64; 4], fn(i64) -> i64); static mut COUNT: i64.
  let array = TypeID.array(.i64, .usize(4))
  let numbers = p.define(.static, "NUMBERS")
  var bytes: [UInt8] = []
  for n in [3, 1, 4, 1] as [Int64] { withUnsafeBytes(of: n) { bytes += Array($0) } }
  p.statics[numbers] = TestProgram.StaticItem(type: array, value: ConstAllocation(bytes, alignmentLog2: 3))
  let double = p.function("double", [.i64], .i64) { b, _ in
    let e = b.newBlock()
    b.assign(Place(.returnPlace), .binary(.add, .copy(Place(LocalID(1))), .copy(Place(LocalID(1)))), in: e)
    b.terminate(e, .return)
  }
  let fnPtr = TypeID.fnPtr(PolyFnSig(inputs: [.i64], output: .i64))
  let tableType = TypeID.tuple([.ref(array), fnPtr])
  let table = p.define(.static, "TABLE")
  let toNumbers = Allocations.add(.static(numbers))
  let toDouble = Allocations.add(.function(Instance(.item(double), .empty)))
  p.statics[table] = TestProgram.StaticItem(
    type: tableType,
    value: ConstAllocation(
      [UInt8](repeating: 0, count: 16), relocations: [Relocation(offset: 0, target: toNumbers), Relocation(offset: 8, target: toDouble)],
      alignmentLog2: 3))
  let count = p.define(.static, "COUNT")
  p.statics[count] = TestProgram.StaticItem(
    type: .i64, value: ConstAllocation([100, 0, 0, 0, 0, 0, 0, 0], alignmentLog2: 3, isMutable: true))
  let toTable = Allocations.add(.static(table))
  let toCount = Allocations.add(.static(count))

  // fn sum(xs: &[i64], f: fn(i64) -> i64) -> i64: a loop with bounds checks.
  let boundsCheck = p.function("panic_bounds_check", [.usize, .usize], .never) { b, _ in
    let e = b.newBlock()
    b.terminate(e, .unreachable)
  }
  p.functions[boundsCheck]!.attributes.isTrackCaller = true
  p.lang("panic_bounds_check", boundsCheck)
  let slice = TypeID.slice(.i64)
  let sum = p.function("sum", [.ref(slice), fnPtr], .i64) { b, _ in
    let xs = Place(LocalID(1))
    let i = Place(b.newLocal(.usize))
    let length = Place(b.newLocal(.usize))
    let isDone = Place(b.newLocal(.bool))
    let inBounds = Place(b.newLocal(.bool))
    let v = Place(b.newLocal(.i64))
    let (entry, head, body, load, add, end) = (b.newBlock(), b.newBlock(), b.newBlock(), b.newBlock(), b.newBlock(), b.newBlock())
    b.assign(i, .use(b.int(0, .usize)), in: entry)
    b.assign(Place(.returnPlace), .use(b.int(0, .i64)), in: entry)
    b.assign(length, .unary(.ptrMetadata, .copy(xs)), in: entry)
    b.terminate(entry, .goto(head))
    b.assign(isDone, .binary(.eq, .copy(i), .copy(length)), in: head)
    b.branch(head, on: .move(isDone), true: end, false: body)
    b.assign(inBounds, .binary(.lt, .copy(i), .copy(length)), in: body)
    let check = b.asserts.append(
      Assert(condition: .move(inBounds), expected: true, message: .boundsCheck(length: .copy(length), index: .copy(i)), target: load, unwind: .continue))
    b.terminate(body, .assert(check))
    b.call(load, .copy(Place(LocalID(2))), [.copy(b.project(xs, .deref, .index(i.local)))], into: v, target: add)
    b.assign(Place(.returnPlace), .binary(.add, .copy(Place(.returnPlace)), .copy(v)), in: add)
    b.assign(i, .binary(.add, .copy(i), b.int(1, .usize)), in: add)
    b.terminate(add, .goto(head))
    b.terminate(end, .return)
  }
  main(p) { b, entry in
    let tableRef = Place(b.newLocal(.ref(tableType)))
    let numbersRef = Place(b.newLocal(.ref(array)))
    let fat = Place(b.newLocal(.ref(slice)))
    let f = Place(b.newLocal(fnPtr))
    let g = Place(b.newLocal(fnPtr))
    let r = Place(b.newLocal(.i64))
    b.assign(tableRef, .use(b.constant(.pointer(toTable, offset: 0), .ref(tableType))), in: entry)
    b.assign(numbersRef, .use(.copy(b.project(tableRef, .deref, .field(0, .ref(array))))), in: entry)
    b.assign(f, .use(.copy(b.project(tableRef, .deref, .field(1, fnPtr)))), in: entry)
    b.assign(fat, .cast(.unsize, .copy(numbersRef), .ref(slice)), in: entry)
    var block = b.callThen(entry, b.fn(sum), [.copy(fat), .copy(f)], into: r)
    block = b.show(block, printing, .copy(r))
    // &xs[1..3], with the function item as a pointer.
    let part = Place(b.newLocal(.ref(slice)))
    b.assign(part, .ref(.shared, b.project(fat, .deref, .subslice(from: 1, to: 1, fromEnd: true))), in: block)
    b.assign(g, .cast(.reifyFnPointer, b.fn(double), fnPtr), in: block)
    block = b.callThen(block, b.fn(sum), [.copy(part), .copy(g)], into: r)
    block = b.show(block, printing, .copy(r))
    let counter = Place(b.newLocal(.rawPtr(.i64, .mut)))
    b.assign(counter, .use(b.constant(.pointer(toCount, offset: 0), .rawPtr(.i64, .mut))), in: block)
    let target = b.project(counter, .deref)
    b.assign(target, .binary(.add, .copy(target), b.int(11, .i64)), in: block)
    block = b.show(block, printing, .copy(target))
    // A string constant, byte by byte.
    let text = Allocations.add(.memory(ConstAllocation(Array("hi\n".utf8), alignmentLog2: 0)))
    let str = Place(b.newLocal(.ref(.slice(.u8))))
    let one = Place(b.newLocal(.usize))
    b.assign(str, .use(b.constant(.slice(text, length: 3), .ref(.slice(.u8)))), in: block)
    for i in 0..<3 {
      let c = Place(b.newLocal(.i32))
      let ignored = Place(b.newLocal(.i32))
      b.assign(one, .use(b.int(Int64(i), .usize)), in: block)
      b.assign(c, .cast(.intToInt, .copy(b.project(str, .deref, .index(one.local))), .i32), in: block)
      block = b.callThen(block, b.fn(printing.putchar), [.copy(c)], into: ignored)
    }
    // [7; 100] by repetition.
    let big = TypeID.array(.i32, .usize(100))
    let filled = Place(b.newLocal(big))
    b.assign(filled, .repeat(b.int(7, .i32), .usize(100)), in: block)
    b.assign(r, .cast(.intToInt, .copy(b.project(filled, .constantIndex(offset: 99, minLength: 100, fromEnd: false))), .i64), in: block)
    return b.show(block, printing, .copy(r))
  }
  for level in levels {
    for units in [1, 3] { #expect(run(p, level, units: units) == "18\n10\n111\nhi\n7\n[0]", "\(level)") }
  }
}

@Test func intrinsicsAndInlineAssembly() {
  let p = TestProgram()
  let printing = Printing(p)
  let hide = p.foreign("llabs", [.i64], .i64)
  func intrinsic(_ name: String, _ inputs: [TypeID], _ output: TypeID) -> DefID {
    let def = p.intrinsic(name)
    p.functions[def] = TestProgram.Function(inputs: inputs, output: output)
    return def
  }
  let popcount = intrinsic("ctpop", [.u64], .u32)
  let leading = intrinsic("ctlz", [.u64], .u32)
  let swap = intrinsic("bswap", [.u64], .u64)
  let rotate = intrinsic("rotate_left", [.u64, .u32], .u64)
  let saturating = intrinsic("saturating_add", [.i8, .i8], .i8)
  let add = intrinsic("add_with_overflow", [.u8, .u8], .tuple([.u8, .bool]))
  let size = intrinsic("size_of", [], .usize)
  let sqrt = intrinsic("sqrtf64", [.f64], .f64)
  let exchange = intrinsic("atomic_cxchg", [.rawPtr(.i64, .mut), .i64, .i64], .tuple([.i64, .bool]))
  let fetchAdd = intrinsic("atomic_xadd", [.rawPtr(.i64, .mut), .i64], .i64)
  let load = intrinsic("atomic_load", [.rawPtr(.i64, .mut)], .i64)
  let copy = intrinsic("copy_nonoverlapping", [.rawPtr(.i64, .not), .rawPtr(.i64, .mut), .usize], .unit)
  let blackBox = intrinsic("black_box", [.i64], .i64)
  let compare = intrinsic("three_way_compare", [.i64, .i64], .i8)
  let transmute = intrinsic("transmute", [.f64], .i64)
  func types(_ t: TypeID...) -> GenericArgsID { GenericArgsID(t.map { Types.GenericArg($0) }) }
  let seqCst = ConstID(bits: 4, byteSize: 1, type: .u8)
  main(p) { b, entry in
    let hidden = Place(b.newLocal(.i64))
    var block = b.callThen(entry, b.fn(hide), [b.int(-0xF0F, .i64)], into: hidden)
    let x = Place(b.newLocal(.u64))
    b.assign(x, .cast(.intToInt, .copy(hidden), .u64), in: block)
    let out = Place(b.newLocal(.i64))
    func show(_ f: DefID, _ args: GenericArgsID, _ operands: [Operand], _ type: TypeID) {
      let r = Place(b.newLocal(type))
      block = b.callThen(block, b.fn(f, args), operands, into: r)
      let wide = Place(b.newLocal(.i64))
      b.assign(wide, .cast(.intToInt, .copy(r), .i64), in: block)
      block = b.show(block, printing, .copy(wide))
    }
    show(popcount, types(.u64), [.copy(x)], .u32)
    show(leading, types(.u64), [.copy(x)], .u32)
    show(swap, types(.u64), [.copy(x)], .u64)
    show(rotate, types(.u64), [.copy(x), b.constant(.scalar(low: 4, high: 0), .u32)], .u64)
    show(saturating, types(.i8), [b.constant(.scalar(low: 100, high: 0), .i8), b.constant(.scalar(low: 100, high: 0), .i8)], .i8)
    show(size, types(.tuple([.i64, .u8])), [], .usize)
    show(compare, types(.i64), [.copy(hidden), b.int(4000, .i64)], .i8)
    show(blackBox, types(.i64), [.copy(hidden)], .i64)
    let pair = Place(b.newLocal(.tuple([.u8, .bool])))
    block = b.callThen(
      block, b.fn(add, types(.u8)), [b.constant(.scalar(low: 200, high: 0), .u8), b.constant(.scalar(low: 100, high: 0), .u8)], into: pair)
    b.assign(out, .cast(.intToInt, .copy(b.project(pair, .field(0, .u8))), .i64), in: block)
    block = b.show(block, printing, .copy(out))
    let root = Place(b.newLocal(.f64))
    block = b.callThen(block, b.fn(sqrt), [b.constant(.scalar(low: (144.0 as Double).bitPattern, high: 0), .f64)], into: root)
    b.assign(out, .cast(.floatToInt, .copy(root), .i64), in: block)
    block = b.show(block, printing, .copy(out))
    show(transmute, types(.f64, .i64), [b.constant(.scalar(low: 77, high: 0), .f64)], .i64)
    // Atomics on a local.
    let cell = Place(b.newLocal(.i64))
    b.assign(cell, .use(b.int(5, .i64)), in: block)
    let pointer = Place(b.newLocal(.rawPtr(.i64, .mut)))
    b.assign(pointer, .rawPtr(isMutable: true, cell), in: block)
    let one = GenericArgsID([Types.GenericArg(TypeID.i64), Types.GenericArg(seqCst)])
    let rmw = GenericArgsID([Types.GenericArg(TypeID.i64), Types.GenericArg(TypeID.i64), Types.GenericArg(seqCst)])
    let two = GenericArgsID([Types.GenericArg(TypeID.i64), Types.GenericArg(seqCst), Types.GenericArg(seqCst)])
    show(fetchAdd, rmw, [.copy(pointer), b.int(37, .i64)], .i64)
    let swapped = Place(b.newLocal(.tuple([.i64, .bool])))
    block = b.callThen(block, b.fn(exchange, two), [.copy(pointer), b.int(42, .i64), b.int(99, .i64)], into: swapped)
    b.assign(out, .cast(.intToInt, .copy(b.project(swapped, .field(1, .bool))), .i64), in: block)
    block = b.show(block, printing, .copy(out))
    show(load, one, [.copy(pointer)], .i64)
    // copy_nonoverlapping
    let target = Place(b.newLocal(.i64))
    b.assign(target, .use(b.int(0, .i64)), in: block)
    let raw = Place(b.newLocal(.rawPtr(.i64, .mut)))
    let source = Place(b.newLocal(.rawPtr(.i64, .not)))
    let unit = Place(b.newLocal(.unit))
    b.assign(raw, .rawPtr(isMutable: true, target), in: block)
    b.assign(source, .rawPtr(isMutable: false, cell), in: block)
    block = b.callThen(block, b.fn(copy, types(.i64)), [.copy(source), .copy(raw), b.int(1, .usize)], into: unit)
    block = b.show(block, printing, .copy(target))
    // asm!("lea {out}, [{a} + {b}*2]", out = out(reg) r, a = in(reg) x, b = in("rcx") y)
    let result = Place(b.newLocal(.i64))
    let next = b.newBlock()
    let pieces = b.asmPieces.append(contentsOf: [
      .text(Name("lea ")), .operand(index: 0, modifier: 0), .text(Name(", [")), .operand(index: 1, modifier: 0), .text(Name(" + ")),
      .operand(index: 2, modifier: 0), .text(Name("*2]")),
    ])
    let operands = b.asmOperands.append(contentsOf: [
      .output(register: Name("reg"), isClass: true, late: true, result),
      .input(register: Name("reg"), isClass: true, .copy(hidden)),
      .input(register: Name("rcx"), isClass: false, b.int(1000, .i64)),
    ])
    let targets = b.blockTargets.append(contentsOf: [BlockTarget(next)])
    let asm = b.asms.append(
      InlineAsm(pieces: pieces, operands: operands, options: [.pure, .nomem, .nostack], targets: targets, unwind: .unreachable))
    b.terminate(block, .inlineAsm(asm))
    return b.show(next, printing, .copy(result))
  }
  let x: UInt64 = 0xF0F
  let want =
    "\(x.nonzeroBitCount)\n\(x.leadingZeroBitCount)\n\(Int64(bitPattern: x.byteSwapped))\n\(x << 4)\n127\n16\n-1\n3855\n44\n12\n77\n5\n1\n99\n99\n5855\n[0]"
  for level in levels { #expect(run(p, level) == want, "\(level)") }
}

@Test func everyKindOfOutput() {
  let p = TestProgram()
  let printing = Printing(p)
  main(p) { b, entry in b.show(entry, printing, b.int(1, .i64)) }
  let (built, units) = build(p, .default, emit: [.object, .assembly, .llvmIR, .bitcode])
  #expect(built.errors.isEmpty)
  #expect(units[0].object.starts(with: [0x7F, 0x45, 0x4C, 0x46]))
  #expect(String(decoding: units[0].assembly, as: UTF8.self).contains("main:"))
  #expect(String(decoding: units[0].llvmIR, as: UTF8.self).contains("define"))
  #expect(units[0].bitcode.starts(with: [0x42, 0x43]))
}

@Test func symbolsAreVersionZero() {
  let p = TestProgram()
  let module = p.define(.mod, "shapes")
  let f = p.define(.fn, "größe", parent: module)
  p.functions[f] = TestProgram.Function(inputs: [], output: .unit)
  let symbol = TestFacts(p).symbol(of: .fn(Instance(.item(f), .empty)))
  // The last part is as rustc 1.96 writes it.
  #expect(symbol == "_RNvNtCs3d5_4test6shapesu9gre_6ka8i")
}

@Suite struct MemoryLimitTests {
  @Test func asManyUnitsAsFit() {
    let costs = [1000, 100_000, 100_000, 200_000]
    func units(_ megabytes: Int) -> Int { MemoryLimit.unitsInFlight(costs, limit: megabytes << 20, inUse: 100 << 20) }
    // One at least, however little there is; then the largest together, whichever are in flight.
    #expect(units(1) == 1)
    #expect(units(250) == 1)
    #expect(units(290) == 2)
    #expect(units(400) == 4)
    #expect(MemoryLimit.unitsInFlight([], limit: 1 << 40, inUse: 0) == 1)
  }
}
