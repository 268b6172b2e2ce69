// A small world of definitions, for programs built by hand: what the steps before code generation would answer.
import ABI
import Codegen
import Defs
import Glibc
import Link
import MIR
import Monomorphize
import Parallel
import Source
import Support
import Syntax
import Types

/// Definitions of one hand-made program. Written by one test, then only read.
final class TestProgram: @unchecked Sendable {
  // SAFETY: finished before code generation starts.
  struct Function {
    var inputs: [TypeID]
    var output: TypeID
    var convention: CallConvention = .rust
    var isVariadic = false
    var body: Body?
    var attributes = CodegenAttributes()
  }
  struct Adt {
    var variants: [[TypeID]]
    var isEnum: Bool
    var layout: TypeLayout
    var discriminants: [UInt128]
    var discriminantType: TypeID = .isize
    var drop: DefID?
  }
  struct StaticItem {
    var type: TypeID
    var value: ConstAllocation
    var attributes = CodegenAttributes()
  }
  var functions: [DefID: Function] = [:]
  var adts: [DefID: Adt] = [:]
  var statics: [DefID: StaticItem] = [:]
  var langItems: [Name: DefID] = [:]
  var intrinsics: [DefID: Name] = [:]
  /// Methods of a trait, and what a type implements them by.
  var traitMethods: [DefID: (trait: DefID, slot: Int)] = [:]
  var impls: [ImplKey: [DefID]] = [:]
  let root: DefID

  struct ImplKey: Hashable {
    var trait: DefID
    var type: TypeID
  }

  init() {
    root = Defs.add(
      Def(
        kind: .mod, visibility: .public, parent: .none, name: .empty, disambiguator: 0, tree: .none, node: .none, span: .none,
        identSpan: .none), to: .local)
  }

  func define(_ kind: DefKind, _ name: String, parent: DefID? = nil) -> DefID {
    Defs.add(
      Def(
        kind: kind, visibility: .public, parent: parent ?? root, name: Name(name), disambiguator: 0, tree: .none, node: .none,
        span: .none, identSpan: .none), to: .local)
  }

  func foreign(_ name: String, _ inputs: [TypeID], _ output: TypeID, isVariadic: Bool = false) -> DefID {
    let def = define(.fn, name)
    var f = Function(inputs: inputs, output: output, convention: .c, isVariadic: isVariadic)
    f.attributes.isForeign = true
    f.attributes.symbolName = Name(name)
    functions[def] = f
    return def
  }

  /// A function whose body `build` makes; its blocks start empty.
  func function(
    _ name: String, _ inputs: [TypeID], _ output: TypeID, def: DefID? = nil, exported: Bool = false,
    _ build: (inout BodyBuilder, TestProgram) -> Void
  ) -> DefID {
    let def = def ?? define(.fn, name)
    var f = Function(inputs: inputs, output: output)
    if exported {
      f.convention = .c
      f.attributes.symbolName = Name(name)
      f.attributes.isExported = true
    }
    functions[def] = f
    var b = BodyBuilder(.item(def), span: .none)
    b.phase = .runtime
    b.newLocal(output, kind: .returnPlace)
    for t in inputs { b.newLocal(t, kind: .arg) }
    b.argCount = inputs.count
    build(&b, self)
    let body = b.freeze()
    if let problem = body.verify() { fatalError("\(name): \(problem)") }
    functions[def]!.body = body
    return def
  }

  func lang(_ name: String, _ def: DefID) { langItems[Name(name)] = def }
  func intrinsic(_ name: String) -> DefID {
    let def = define(.fn, name)
    intrinsics[def] = Name(name)
    return def
  }

  /// A struct with fields in the order given.
  func structure(_ name: String, _ fields: [TypeID]) -> DefID {
    let def = define(.struct, name)
    adts[def] = Adt(
      variants: [fields], isEnum: false, layout: TestFacts(self).structLayout(fields), discriminants: [0])
    return def
  }
}

extension BodyBuilder {
  mutating func int(_ v: Int64, _ t: TypeID) -> Operand {
    let bits = t == .i32 ? UInt64(UInt32(bitPattern: Int32(v))) : UInt64(bitPattern: v)
    return constant(.scalar(low: bits, high: 0), t)
  }
  mutating func fn(_ def: DefID, _ args: GenericArgsID = .empty) -> Operand {
    constant(.zeroSized, TypeID(.fnDef(def, args)))
  }
}

final class TestFacts: ProgramFacts {
  let p: TestProgram
  init(_ p: TestProgram) { self.p = p }

  override func instantiate(_ type: TypeID, _ args: GenericArgsID) -> TypeID { type.instantiated(args) }
  override func instantiate(_ list: GenericArgsID, _ args: GenericArgsID) -> GenericArgsID { list.instantiated(args) }

  func structLayout(_ fields: [TypeID], prefix: UInt64 = 0, prefixAlign: UInt8 = 0) -> TypeLayout {
    var offset = prefix
    var align = prefixAlign
    var offsets: [UInt64] = []
    var sized = true
    let layouts = fields.map { layout(of: $0) }
    for l in layouts {
      let mask = l.alignment - 1
      offset = (offset + mask) & ~mask
      offsets.append(offset)
      offset += l.size
      align = max(align, l.alignmentLog2)
      if l.isUnsized { sized = false }
    }
    let mask = UInt64(1) << UInt64(align) - 1
    let size = sized ? (offset + mask) & ~mask : offset
    var repr = BackendRepr.memory(isSized: sized)
    let real = layouts.filter { !$0.isZeroSized }
    if sized && prefix == 0 {
      if real.count == 1, real[0].size == size { repr = real[0].repr }
      if real.count == 2, case .scalar(let a) = real[0].repr, case .scalar(let b) = real[1].repr { repr = .scalarPair(a, b) }
    }
    return TypeLayout(size: size, alignmentLog2: align, repr: repr, fields: .arbitrary, offsets: offsets)
  }

  override func layout(of type: TypeID) -> TypeLayout {
    switch type.kind {
    case .bool: return .scalar(Scalar(.int(.i8, signed: false), WrappingRange(0, 1)))
    case .char: return .scalar(Scalar(.int(.i32, signed: false), WrappingRange(0, 0x10FFFF)))
    case .int(let t):
      let size: IntegerSize =
        switch t {
        case .i8: .i8
        case .i16: .i16
        case .i32: .i32
        case .i64, .isize: .i64
        case .i128: .i128
        }
      return .scalar(Scalar(.int(size, signed: true)))
    case .uint(let t):
      let size: IntegerSize =
        switch t {
        case .u8: .i8
        case .u16: .i16
        case .u32: .i32
        case .u64, .usize: .i64
        case .u128: .i128
        }
      return .scalar(Scalar(.int(size, signed: false)))
    case .float(let t):
      switch t {
      case .f16: return .scalar(Scalar(.f16))
      case .f32: return .scalar(Scalar(.f32))
      case .f64: return .scalar(Scalar(.f64))
      case .f128: return .scalar(Scalar(.f128))
      }
    case .never: return .never
    case .ref(_, let t, _), .rawPtr(let t, _):
      var pointer = Scalar(.pointer)
      if case .ref = type.kind { pointer = Scalar(.pointer, WrappingRange(1, UInt128(UInt64.max))) }
      switch tail(of: t) {
      case .sized, .foreign, .tailOfStruct: return .scalar(pointer)
      case .slice, .str: return .scalarPair(pointer, Scalar(.int(.i64, signed: false)))
      case .trait: return .scalarPair(pointer, Scalar(.pointer, WrappingRange(1, UInt128(UInt64.max))))
      }
    case .fnPtr: return .scalar(Scalar(.pointer, WrappingRange(1, UInt128(UInt64.max))))
    case .fnDef: return .unit
    case .tuple(let list): return list.count == 0 ? .unit : structLayout(Array(list.elements))
    case .array(let t, let n):
      let e = layout(of: t)
      let count = UInt64(n.bits!)
      return TypeLayout(
        size: e.size * count, alignmentLog2: e.alignmentLog2, repr: .memory(isSized: true), fields: .array(stride: e.size, count: count))
    case .slice(let t):
      let e = layout(of: t)
      return TypeLayout(size: 0, alignmentLog2: e.alignmentLog2, repr: .memory(isSized: false), fields: .array(stride: e.size, count: 0))
    case .str:
      return TypeLayout(size: 0, alignmentLog2: 0, repr: .memory(isSized: false), fields: .array(stride: 1, count: 0))
    case .dynamic: return TypeLayout(size: 0, alignmentLog2: 0, repr: .memory(isSized: false), fields: .arbitrary)
    case .adt(let def, _): return p.adts[def]!.layout
    default: fatalError("no layout for \(type.kind)")
    }
  }
  override func fieldType(of type: TypeID, variant: UInt32, _ i: Int) -> TypeID {
    guard case .adt(let def, _) = type.kind else { fatalError("no field") }
    return p.adts[def]!.variants[Int(variant)][i]
  }
  override func needsDrop(_ type: TypeID) -> Bool {
    switch type.kind {
    case .adt(let def, _):
      let a = p.adts[def]!
      return a.drop != nil || a.variants.contains { $0.contains { needsDrop($0) } }
    case .tuple(let list): return list.elements.contains { needsDrop($0) }
    case .array(let t, _), .slice(let t): return needsDrop(t)
    case .dynamic: return true
    default: return false
    }
  }
  override func isFreeze(_ type: TypeID) -> Bool { true }
  override func isUnpin(_ type: TypeID) -> Bool { true }
  override func isCopy(_ type: TypeID) -> Bool { !needsDrop(type) }
  override func isBox(_ def: DefID) -> Bool { false }
  override func isEnum(_ type: TypeID) -> Bool { if case .adt(let def, _) = type.kind { p.adts[def]!.isEnum } else { false } }
  override func dropsFields(_ def: DefID) -> Bool { true }
  override func packedAlignment(of type: TypeID) -> UInt64? { nil }
  override func discriminant(of type: TypeID, variant: UInt32) -> UInt128 {
    guard case .adt(let def, _) = type.kind else { return 0 }
    return p.adts[def]!.discriminants[Int(variant)]
  }
  override func discriminantType(of type: TypeID) -> TypeID {
    guard case .adt(let def, _) = type.kind else { return .u8 }
    return p.adts[def]!.discriminantType
  }
  override func variantCount(of type: TypeID) -> Int {
    guard case .adt(let def, _) = type.kind else { return 0 }
    return p.adts[def]!.variants.count
  }
  override func typeIDHash(_ type: TypeID) -> UInt128 { 42 }
  override func typeName(_ type: TypeID) -> String { "T" }

  override func resolve(_ def: DefID, _ args: GenericArgsID) -> Instance? {
    if p.intrinsics[def] != nil { return Instance(.intrinsic(def), args) }
    if let method = p.traitMethods[def], let selfType = args.elements.first?.type {
      if case .dynamic = selfType.kind { return Instance(.virtual(def, index: UInt32(method.slot)), args) }
      return p.impls[TestProgram.ImplKey(trait: method.trait, type: selfType)].map { Instance(.item($0[method.slot]), .empty) }
    }
    if Name("drop_in_place") == Defs[def].name, let type = args.elements.first?.type { return Instance(.dropGlue(def, type), args) }
    return Instance(.item(def), args)
  }
  override func signature(of instance: Instance) -> MonoSignature {
    switch instance.kind {
    case .dropGlue(_, let type): return MonoSignature(inputs: [.rawPtr(type, .mut)], output: .unit)
    case .virtual(let def, _):
      let f = p.functions[def]!
      return MonoSignature(inputs: f.inputs, output: f.output)
    default:
      let f = p.functions[instance.def]!
      var inputs = f.inputs.map { $0.instantiated(instance.args) }
      if f.attributes.isTrackCaller { inputs.append(.ref(.unit)) }
      return MonoSignature(
        inputs: inputs, output: f.output.instantiated(instance.args), convention: f.convention, isVariadic: f.isVariadic,
        hasCallerLocation: f.attributes.isTrackCaller)
    }
  }
  override func signature(ofPointer type: TypeID) -> MonoSignature {
    guard case .fnPtr(let sig) = type.kind else { fatalError("not a fn pointer") }
    return MonoSignature(inputs: Array(sig.sig.inputs), output: sig.sig.output)
  }
  override func attributes(of def: DefID) -> CodegenAttributes {
    p.functions[def]?.attributes ?? p.statics[def]?.attributes ?? CodegenAttributes()
  }
  override func body(of def: DefID) -> Body? { p.functions[def]?.body }
  override func intrinsicName(of def: DefID) -> Name? { p.intrinsics[def] }
  override func intrinsicHasFallback(_ def: DefID) -> Bool { false }
  override func panicFunction(_ which: PanicFunction) -> Instance? {
    p.langItems[Name(which.langItem)].map { Instance(.item($0), .empty) }
  }
  override func dropImpl(of type: TypeID) -> Instance? {
    guard case .adt(let def, _) = type.kind, let d = p.adts[def]!.drop else { return nil }
    return Instance(.item(d), .empty)
  }
  override func langItem(_ name: Name) -> DefID? { p.langItems[name] }
  override func isRustCall(_ def: DefID) -> Bool { false }
  override func evaluate(_ constant: UnevaluatedConst, type: TypeID) -> EvaluatedConst? { nil }
  override func evaluate(_ constant: ConstID, _ args: GenericArgsID) -> EvaluatedConst? {
    constant.instantiated(args).bits.map { .scalar(low: UInt64(truncatingIfNeeded: $0), high: UInt64(truncatingIfNeeded: $0 >> 64)) }
  }
  override func staticValue(_ def: DefID) -> ConstAllocation? { p.statics[def]?.value }
  override func staticType(_ def: DefID) -> TypeID { p.statics[def]!.type }
  override func vtableEntries(of type: TypeID, _ trait: VTableTrait) -> [VTableEntry] {
    (p.impls[TestProgram.ImplKey(trait: trait.trait, type: type)] ?? []).map { .method(Instance(.item($0), .empty)) }
  }
  override func upcastSlot(from source: VTableTrait, to target: VTableTrait) -> Int? { nil }
  override func location(of span: Span) -> CallerLocation { CallerLocation(file: "test.rs", line: 7, column: 3) }
  override func traitTracksCaller(_ def: DefID) -> Bool { false }
  override func crateName(_ crate: CrateID) -> String { "test" }
  override func crateDisambiguator(_ crate: CrateID) -> UInt64 { 12345 }
  override func genericCounts(of def: DefID) -> (parent: Int, all: Int) { (0, 0) }
  override func implHeader(_ def: DefID) -> (selfType: TypeID, trait: TraitRef?) { (.unit, nil) }
}

// MARK: compile and run

struct Built {
  var objects: [[UInt8]]
  var errors: [String]
}

func build(_ p: TestProgram, _ level: OptLevel, units: Int = 1, threads: Int = 1, seed: UInt64 = 0, emit: EmitKinds = .object) -> (Built, [EmittedUnit]) {
  let workers = Workers(count: threads, seed: seed)
  let roots = p.functions.filter { $0.value.attributes.isExported && $0.value.body != nil }.map { MonoItem.fn(Instance(.item($0.key), .empty)) }
    .sorted { TestFacts(p).symbol(of: $0) < TestFacts(p).symbol(of: $1) }
  let options = PartitionOptions(unitCount: units, isOptimizing: level.isOptimizing, unitNameStem: "test.0")
  let makeFacts: @Sendable () -> ProgramFacts = { TestFacts(p) }
  let (program, problems) = monomorphize(
    roots: roots.map { MonoRoot($0, isExported: false) }, options: options, workers: workers, makeFacts: makeFacts)
  var settings = TargetSettings()
  settings.optLevel = level
  settings.verify = true
  let result = generateCode(program, settings: settings, emit: emit, workers: workers, makeFacts: makeFacts)
  return (Built(objects: result.units.map(\.object), errors: result.errors + problems.map { "\($0.1)" }), result.units)
}

nonisolated(unsafe) private var counter: UInt32 = 0

/// The program's standard output and exit code.
func run(_ p: TestProgram, _ level: OptLevel, units: Int = 1, threads: Int = 1) -> String {
  let (built, _) = build(p, level, units: units, threads: threads)
  if !built.errors.isEmpty { return "errors: \(built.errors)" }
  let n = withUnsafeMutablePointer(to: &counter) { p -> UInt32 in p.pointee += 1; return p.pointee }
  let stem = "/tmp/skein-codegen-\(getpid())-\(n)-\(UInt32.random(in: 0...UInt32.max))"
  var files: [String] = []
  for (i, object) in built.objects.enumerated() {
    let path = "\(stem)-\(i).o"
    let file = fopen(path, "w")!
    fwrite(object, 1, object.count, file)
    fclose(file)
    files.append(path)
  }
  defer { for f in files + [stem] { unlink(f) } }
  var o = LinkOptions(kind: .pieExecutable, output: stem, objects: files, path: getenv("PATH").map { String(cString: $0) } ?? "/usr/bin")
  o.linkArgs = ["-lc", "-lm"]
  do { try link(o) } catch { return error.message }
  let pipe = popen(stem, "r")!
  var text: [UInt8] = []
  var c = fgetc(pipe)
  while c != EOF {
    text.append(UInt8(c))
    c = fgetc(pipe)
  }
  let status = pclose(pipe)
  let code = status & 0x7F == 0 ? (status >> 8) & 0xFF : 128 + (status & 0x7F)
  return String(decoding: text, as: UTF8.self) + "[\(code)]"
}
