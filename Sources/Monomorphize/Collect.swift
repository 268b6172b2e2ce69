// Which items a program needs: everything reached from its roots.
import ABI
import Defs
import MIR
import Parallel
import Source
import Support
import Types

/// What one item refers to, in the order of its body.
struct ItemUses: Sendable {
  var items: [MonoItem] = []
  /// Statements and terminators of its body: an estimate of what it costs to generate.
  var cost = 1
  var problem: String?
}

/// Walks one item. Sharing: per worker.
struct UseCollector {
  let facts: ProgramFacts
  var uses = ItemUses()
  private var seen: Set<MonoItem> = []
  private var seenAllocations: Set<AllocID> = []
  private var args: GenericArgsID = .empty
  private var isMonomorphic = false

  init(_ facts: ProgramFacts) { self.facts = facts }

  static func uses(of item: MonoItem, _ facts: ProgramFacts) -> ItemUses {
    var c = UseCollector(facts)
    c.visit(item)
    return c.uses
  }

  private mutating func add(_ item: MonoItem) {
    if seen.insert(item).inserted { uses.items.append(item) }
  }

  private mutating func add(_ instance: Instance) {
    switch instance.kind {
    case .intrinsic, .virtual: return
    case .dropGlue(_, let type): if !facts.needsDrop(type) { return }
    case .item(let def):
      let attributes = facts.attributes(of: def)
      if attributes.isForeign || facts.isExternal(instance) { return }
    default: break
    }
    add(.fn(instance))
  }

  private mutating func visit(_ item: MonoItem) {
    switch item {
    case .fn(let instance):
      guard let body = facts.shimOrBody(of: instance) else {
        uses.problem = "no body"
        return
      }
      args = instance.args
      if case .shim = body.source { isMonomorphic = true }
      visit(body)
    case .assembly(let def):
      if let body = facts.body(of: def) { visit(body) } else { uses.problem = "assembly without a body" }
    case .static(let def):
      guard let memory = facts.staticValue(def) else {
        uses.problem = "static without a value"
        return
      }
      uses.cost += memory.byteCount / 64
      visit(memory)
    }
  }

  private func mono(_ type: TypeID) -> TypeID { isMonomorphic ? type : facts.instantiate(type, args) }

  private mutating func visit(_ body: Body) {
    for id in body.requiredConsts { visit(constant: body[id], body) }
    for (b, block) in body.blocks.all.enumerated() {
      _ = b
      uses.cost += block.statements.count + 1
      for s in body[block.statements] { visit(s.kind, body) }
      visit(block.terminator.kind, body)
    }
  }

  private mutating func visit(_ o: Operand, _ body: Body) { if case .constant(let c) = o { visit(constant: body[c], body) } }

  private mutating func visit(constant c: Constant, _ body: Body) {
    let value: EvaluatedConst?
    switch c.value {
    case .unevaluated(let id):
      var u = body[id]
      if !isMonomorphic { u.args = facts.instantiate(u.args, args) }
      value = facts.evaluate(u, type: mono(c.type))
    case .typeSystem(let id): value = facts.evaluate(id, isMonomorphic ? .empty : args)
    default: value = c.value
    }
    guard let value else { return }
    visit(value)
  }
  private mutating func visit(_ value: EvaluatedConst) {
    switch value {
    case .pointer(let a, _), .slice(let a, _), .indirect(let a, _): visit(a)
    default: break
    }
  }
  private mutating func visit(_ alloc: AllocID) {
    guard seenAllocations.insert(alloc).inserted else { return }
    switch Allocations[alloc] {
    case .memory(let memory): visit(memory)
    case .function(let instance):
      add(facts.reified(instance))
    case .static(let def): addStatic(def)
    case .vtable(let type, let trait): addVTable(type, trait)
    case .typeID: break
    }
  }
  private mutating func visit(_ memory: ConstAllocation) { for r in memory.relocations.all { visit(r.target) } }

  private mutating func addStatic(_ def: DefID) {
    if !facts.attributes(of: def).isForeign && !facts.isExternal(static: def) { add(.static(def)) }
  }

  private mutating func addVTable(_ type: TypeID, _ trait: VTableTrait, depth: Int = 0) {
    if depth > 100 { return }
    if facts.needsDrop(type), let glue = facts.dropGlue(of: type) { add(glue) }
    for entry in facts.vtableEntries(of: type, trait) {
      switch entry {
      case .method(let instance): add(facts.vtableMethod(instance))
      case .superTrait(let t): addVTable(type, t, depth: depth + 1)
      case .vacant: break
      }
    }
  }

  private mutating func visit(_ kind: StatementKind, _ body: Body) {
    switch kind {
    case .assign(_, let r): visit(body[r], body)
    case .assume(let o): visit(body[o], body)
    case .copyNonOverlapping(let run): for o in body[run] { visit(o, body) }
    default: break
    }
  }

  private mutating func visit(_ rvalue: Rvalue, _ body: Body) {
    switch rvalue {
    case .use(let o), .repeat(let o, _), .unary(_, let o), .shallowInitBox(let o, _), .wrapUnsafeBinder(let o, _): visit(o, body)
    case .binary(_, let a, let b): visit(a, body); visit(b, body)
    case .aggregate(let id): for o in body[body[id].fields] { visit(o, body) }
    case .threadLocalRef(let def): addStatic(def)
    case .cast(let kind, let o, let to):
      visit(o, body)
      switch kind {
      case .reifyFnPointer:
        if case .fnDef(let def, let fnArgs) = mono(type(of: o, body)).kind, let instance = facts.resolve(def, fnArgs) {
          add(facts.reified(instance))
        }
      case .closureFnPointer:
        if case .closure(let def, let fnArgs) = mono(type(of: o, body)).kind, let instance = facts.closureAsFunction(def, fnArgs) {
          add(instance)
        }
      case .unsize: addUnsizing(mono(type(of: o, body)), mono(to))
      default: break
      }
    case .ref, .rawPtr, .discriminant, .copyForDeref: break
    }
  }

  /// The vtable that an unsizing coercion needs.
  private mutating func addUnsizing(_ from: TypeID, _ to: TypeID) {
    var from = from
    var to = to
    for _ in 0..<100 {
      if let source = pointee(from), let target = pointee(to) {
        let (a, b) = facts.unsizingTails(source, target)
        if case .dynamic(let list, _) = b.kind {
          if case .dynamic = a.kind { return }
          addVTable(a, facts.vtableTrait(list))
        }
        return
      }
      let la = TypedLayout(from, facts.layout(of: from))
      let lb = TypedLayout(to, facts.layout(of: to))
      var found = false
      for i in 0..<min(la.layout.fieldCount, lb.layout.fieldCount) {
        let fa = facts.fieldType(i, of: la)
        let fb = facts.fieldType(i, of: lb)
        if fa != fb {
          from = fa
          to = fb
          found = true
          break
        }
      }
      if !found { return }
    }
  }
  private func pointee(_ type: TypeID) -> TypeID? {
    switch type.kind {
    case .ref(_, let t, _), .rawPtr(let t, _): t
    case .adt(let def, _): facts.isBox(def) ? facts.pointee(of: type) : nil
    default: nil
    }
  }

  /// Not yet instantiated.
  private func type(of o: Operand, _ body: Body) -> TypeID {
    switch o {
    case .constant(let c): body[c].type
    case .runtimeChecks: .bool
    case .copy(let p), .move(let p): type(of: p, body)
    }
  }
  private func type(of p: Place, _ body: Body) -> TypeID {
    var type = body[p.local].type
    for e in body[p.projection] {
      switch e {
      case .deref: type = facts.pointee(of: mono(type))
      case .field(_, let t), .opaqueCast(let t), .unwrapUnsafeBinder(let t): type = t
      case .index, .constantIndex: type = facts.elementType(of: mono(type))
      case .subslice, .downcast: break
      }
    }
    return type
  }

  private mutating func visit(_ kind: TerminatorKind, _ body: Body) {
    switch kind {
    case .switchInt(let o, _): visit(o, body)
    case .drop(let p, _, _, _):
      let type = mono(type(of: p, body))
      if case .dynamic = type.kind { return }
      if facts.needsDrop(type), let glue = facts.dropGlue(of: type) { add(glue) }
    case .call(let id), .tailCall(let id):
      let c = body[id]
      visit(c.function, body)
      for o in body[c.args] { visit(o, body) }
      if case .fnDef(let def, let fnArgs) = mono(type(of: c.function, body)).kind, let instance = facts.resolve(def, fnArgs) {
        if case .intrinsic(let intrinsic) = instance.kind { visitIntrinsic(intrinsic, instance) } else { add(instance) }
      }
    case .assert(let id):
      let a = body[id]
      visit(a.condition, body)
      switch a.message {
      case .boundsCheck(let x, let y): visit(x, body); visit(y, body); addPanic(.boundsCheck)
      case .misalignedPointerDereference(let x, let y): visit(x, body); visit(y, body); addPanic(.misalignedPointer)
      case .invalidEnumConstruction(let x): visit(x, body); addPanic(.invalidEnum)
      case .overflow(let op, _, _):
        switch op {
        case .add, .addWithOverflow, .addUnchecked: addPanic(.addOverflow)
        case .sub, .subWithOverflow, .subUnchecked: addPanic(.subOverflow)
        case .mul, .mulWithOverflow, .mulUnchecked: addPanic(.mulOverflow)
        case .div: addPanic(.divOverflow)
        case .rem: addPanic(.remOverflow)
        case .shl, .shlUnchecked: addPanic(.shlOverflow)
        default: addPanic(.shrOverflow)
        }
      case .overflowNeg: addPanic(.negOverflow)
      case .divisionByZero: addPanic(.divByZero)
      case .remainderByZero: addPanic(.remByZero)
      case .nullPointerDereference: addPanic(.nullPointer)
      case .resumedAfterReturn: addPanic(.coroutineResumed)
      case .resumedAfterPanic: addPanic(.coroutineResumedPanic)
      case .resumedAfterDrop: addPanic(.coroutineResumedDrop)
      }
    case .inlineAsm(let id):
      for o in body[body[id].operands] {
        switch o {
        case .input(_, _, let v), .inOut(_, _, _, let v, _): visit(v, body)
        case .symFn(let c):
          if case .fnDef(let def, let fnArgs) = mono(body[c].type).kind, let instance = facts.resolve(def, fnArgs) { add(instance) }
        case .symStatic(let def): addStatic(def)
        case .const(let c): visit(constant: body[c], body)
        case .output, .label: break
        }
      }
    case .unwindTerminate(let reason): addPanic(reason == .abi ? .cannotUnwind : .inCleanup)
    case .goto, .unwindResume, .return, .unreachable, .falseEdge, .falseUnwind: break
    }
  }

  private mutating func addPanic(_ which: PanicFunction) { if let f = facts.panicFunction(which) { add(f) } }

  private mutating func visitIntrinsic(_ def: DefID, _ instance: Instance) {
    guard let name = facts.intrinsicName(of: def) else { return }
    let text = name.text
    if text == "const_eval_select" {
      let types = instance.args.elements.compactMap { $0.type }
      if types.count > 2, case .fnDef(let f, let fnArgs) = types[2].kind, let target = facts.resolve(f, fnArgs) { add(target) }
    } else if text.hasPrefix("assert_") {
      addPanic(.nounwind)
    }
    if facts.intrinsicHasFallback(def) && !loweredIntrinsics.contains(text) { add(.fn(Instance(.item(def), instance.args))) }
  }
}

/// Intrinsics with a fallback body that code generation replaces all the same.
let loweredIntrinsics: Set<String> = [
  "assume", "cold_path", "rotate_left", "rotate_right", "select_unpredictable", "ub_checks", "overflow_checks", "contract_checks",
  "unchecked_funnel_shl", "unchecked_funnel_shr", "maximum_number_nsz_f16", "maximum_number_nsz_f32", "maximum_number_nsz_f64",
  "maximum_number_nsz_f128", "minimum_number_nsz_f16", "minimum_number_nsz_f32", "minimum_number_nsz_f64", "minimum_number_nsz_f128",
  "variant_count", "volatile_copy_memory",
]

/// What one program needs, with an edge list per item. Serial merges between parallel rounds: each round walks all items that the
/// last one found, so the result does not depend on threads.
func collectItems(
  roots: [MonoItem], workers: Workers, makeFacts: @Sendable () -> ProgramFacts
) -> (items: [MonoItem], uses: [ItemUses]) {
  var items: [MonoItem] = []
  var uses: [ItemUses] = []
  var seen: Set<MonoItem> = []
  var frontier: [MonoItem] = []
  for r in roots where seen.insert(r).inserted { frontier.append(r) }
  while !frontier.isEmpty {
    let round = frontier
    // Its source tells how much MIR an instance may have before that is built.
    let costs = unevenCosts(count: round.count) { i in if case .fn(let f) = round[i] { Defs[f.def].span.length } else { 0 } }
    let found = parallelMap(count: round.count, workers: workers, costs: costs, makeWorker: makeFacts) { facts, i in
      UseCollector.uses(of: round[i], facts)
    }
    items += round
    uses += found
    frontier = []
    for u in found { for item in u.items where seen.insert(item).inserted { frontier.append(item) } }
  }
  return (items, uses)
}
