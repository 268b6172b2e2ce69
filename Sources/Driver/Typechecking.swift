// The step that infers the types of all bodies.
import CheckBodies
import CheckPatterns
import Collect
import Defs
import Diagnostics
import HIR
import LowerAST
import Parallel
import Program
import Resolve
import Session
import Source
import Support
import Typecheck

/// What checking the bodies of a crate gave.
struct CheckedBodies {
  struct Failure: Sendable {
    var owner: DefID
    /// The first error's code and text.
    var reason: String
  }
  var passed = 0
  var failures: [Failure] = []
  var diagnostics = DiagnosticList()
  var total: Int { passed + failures.count }
}

/// Lowers and checks each body of `crate` as a task of its own.
///
/// - Parameter items: what is wrong with items by themselves.
func checkBodies(
  of crate: CrateID, _ program: ProgramStore, _ checked: CheckedWorld, _ session: Session, isClean: Bool, items: DiagnosticList
) -> (CheckedBodies, DiagnosticList) {
  let owners = Array(program.world.bodyOwners(in: crate))
  let lints = LintLevels(world: checked.world, options: session.options)
  let costs = Defs.bodyCosts(owners)
  let types = parallelMap(count: owners.count, workers: session.workers, costs: costs) { check(owners[$0], program, checked, lints) }
  // Of a crate without errors the values of constants are a step of their own.
  let isWhole = isClean && !types.contains { $0.contains { $0.diagnostics.hasErrors } }
  let bad = items.all.map(\.primarySpan)
  let outputs = isWhole ? types : parallelMap(count: types.count, workers: session.workers) { withValues(types[$0], program, bad) }
  var result = CheckedBodies()
  for list in outputs {
    for o in list {
      result.diagnostics.add(contentsOf: o.diagnostics)
      if let first = o.diagnostics.all.first(where: { $0.level == .error || $0.level == .bug }) {
        result.failures.append(CheckedBodies.Failure(owner: o.owner, reason: "\(first.code ?? "-") \(first.message)"))
      } else {
        result.passed += 1
      }
    }
  }
  // What is checked on whole bodies comes after the types of all.
  for list in outputs { for o in list { result.diagnostics.add(contentsOf: o.late) } }
  if isClean && !result.diagnostics.hasErrors { for list in outputs { for o in list { result.diagnostics.add(contentsOf: o.lints) } } }
  return (result, result.diagnostics)
}

private struct BodyOutput: Sendable {
  var owner: DefID
  var diagnostics: DiagnosticList
  /// Of the checks that need all types of the body.
  var late = DiagnosticList()
  /// Told only if there are no errors.
  var lints = DiagnosticList()
}

/// The body of `owner`, then those of the items and constants in it.
private func check(_ owner: DefID, _ program: ProgramStore, _ checked: CheckedWorld, _ lints: LintLevels) -> [BodyOutput] {
  var result: [BodyOutput] = []
  for (def, lowered) in bodies(in: owner, program.world) {
    let hasBadNames = lowered.pointee.messages.hasBadNames
    var output = check(def, program, checked, lints, lowered.pointee.lintAttributes, hasBadNames: hasBadNames)
    output.diagnostics = merged(output.diagnostics, lowered.pointee.messages.ordered().last)
    result.append(output)
    // Constants written in the body, now that their types are known.
    for body in lowered.pointee.anonBodies { result.append(check(body.owner, program, checked, lints, lowered.pointee.lintAttributes, hasBadNames: hasBadNames)) }
  }
  return result
}

/// Adds what is wrong with the values of constants: of an item at its end, of one in a body or its types by place.
///
/// - Parameter bad: where something is wrong with items.
private func withValues(_ outputs: [BodyOutput], _ program: ProgramStore, _ bad: [Span]) -> [BodyOutput] {
  var result = outputs
  var body = 0
  for (i, o) in outputs.enumerated() {
    let isInBody = Defs[o.owner].kind == .anonConst
    if !isInBody { body = i }
    let place = Defs[o.owner].span
    if o.diagnostics.hasErrors || bad.contains(where: { place.lo <= $0.lo && $0.hi <= place.hi }) { continue }
    let problems = problems(evaluating: o.owner, program)
    if isInBody { result[body].diagnostics = merged(result[body].diagnostics, problems) } else { result[i].diagnostics.add(contentsOf: problems) }
  }
  return result
}

/// What is wrong with the constants in the header of `def`: lengths of arrays, arguments, discriminants.
func checkConstants(inHeaderOf def: DefID, _ program: ProgramStore, _ checked: CheckedWorld, _ lints: LintLevels) -> DiagnosticList {
  var result = DiagnosticList()
  let constants = Headers.constants(of: def, world: program.world)
  if constants.isEmpty { return result }
  let hasBadNames = Headers.messages(of: def, world: program.world).hasBadNames
  for body in constants {
    let output = check(body.owner, program, checked, lints, [], hasBadNames: hasBadNames)
    result.add(contentsOf: output.diagnostics)
    result.add(contentsOf: output.late)
    if !result.hasErrors { result.add(contentsOf: problems(evaluating: body.owner, program)) }
  }
  return result
}

/// Everything in the crate that has a body, with the items that stand in bodies, in source order.
func bodyOwnersAtAnyDepth(_ world: World, _ workers: Workers) -> [DefID] {
  let owners = Array(world.bodyOwners(in: .local))
  return Array(parallelMap(count: owners.count, workers: workers) { i in bodies(in: owners[i], world).map(\.owner) }.joined())
}

/// The body of `owner` and those of the items in it, in source order.
func bodies(in owner: DefID, _ world: World) -> [(owner: DefID, lowered: UnsafePointer<LoweredBody>)] {
  var result: [(owner: DefID, lowered: UnsafePointer<LoweredBody>)] = []
  var todo: [(def: DefID, outer: OuterScope)] = [(owner, OuterScope())]
  while let next = todo.popLast() {
    guard let lowered = Bodies.lowered(next.def, world: world, outer: next.outer) else { continue }
    todo += lowered.pointee.nestedItems.flatMap { item in bodyOwners(in: item.def, world).map { ($0, item.outer) } }.reversed()
    result.append((next.def, lowered))
  }
  return result
}

/// Messages about types with those about names that are told with them, by place.
private func merged(_ types: DiagnosticList, _ names: DiagnosticList) -> DiagnosticList {
  if names.isEmpty { return types }
  var result = DiagnosticList()
  var rest = names.all.sorted { $0.primarySpan.lo < $1.primarySpan.lo }[...]
  for d in types.all {
    while let first = rest.first, first.primarySpan.lo <= d.primarySpan.lo {
      result.add(first)
      rest.removeFirst()
    }
    result.add(d)
  }
  for d in rest { result.add(d) }
  return result
}

private func check(
  _ owner: DefID, _ program: ProgramStore, _ checked: CheckedWorld, _ lints: LintLevels, _ inner: [LintAttribute], hasBadNames: Bool
) -> BodyOutput {
  let output = program.check(owner)
  var result = BodyOutput(owner: owner, diagnostics: program.diagnostics(of: owner))
  guard let output else { return result }
  let body = output.body
  if !output.results.isTainted && !hasBadNames {
    let messages = checkBody(body, output.results, in: checked)
    var computed = lints.applied(to: checkPatterns(body, output.results, in: checked), at: body.owner, inner: inner)
    computed.add(contentsOf: messages.constness)
    result.late = messages.unsafety
    result.late.add(contentsOf: messages.sizes)
    // Constants are computed, and so looked at as a whole, at once.
    if [.const, .static, .anonConst].contains(Defs[body.owner].kind) {
      result.diagnostics.add(contentsOf: computed)
    } else {
      result.late.add(contentsOf: computed)
    }
    result.lints = lints.applied(to: messages.lints, at: body.owner, inner: inner)
  }
  return result
}

/// A nested item itself, or what has a body in it: methods of impls and traits, members of modules.
private func bodyOwners(in item: DefID, _ world: World) -> [DefID] {
  switch Defs[item].kind {
  case .inherentImpl, .traitImpl, .trait: Array(world.assocItems(of: item))
  default: [item]
  }
}

/// Prints how many bodies passed, and what stopped the others, most frequent first: `-Z dump=typeck`.
func dumpTypeck(_ bodies: CheckedBodies, _ session: Session) {
  guard session.options.unstable("dump") == "typeck" else { return }
  printText("bodies \(bodies.total)\npassed \(bodies.passed)\n")
  var counts: [String: (Int, DefID)] = [:]
  for f in bodies.failures { counts[f.reason] = ((counts[f.reason]?.0 ?? 0) + 1, counts[f.reason]?.1 ?? f.owner) }
  for (reason, (n, _)) in counts.sorted(by: { ($1.value.0, $0.key) < ($0.value.0, $1.key) }).prefix(200) {
    printText("\(n)\t\(reason)\n")
  }
}
