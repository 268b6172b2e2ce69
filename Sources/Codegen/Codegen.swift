// The entry of code generation: each unit from MIR to bytes, all units at once.
import CLLVM
import Defs
import MIR
import Monomorphize
import Parallel
import Support
import Types

public struct CodegenResult: Sendable {
  /// In order of the units.
  public var units: [EmittedUnit] = []
  /// Without duplicates, in order of the units.
  public var errors: [String] = []
}

/// Generates, optimises and emits every unit of `program`.
///
/// A unit's bytes depend on the program, the settings and its number only. Units start in order of falling cost.
public func generateCode(
  _ program: MonoProgram, settings: TargetSettings, emit: EmitKinds, workers: Workers, makeFacts: @Sendable () -> ProgramFacts
) -> CodegenResult {
  var result = CodegenResult()
  do throws(BackendError) { try Backend.start() } catch {
    result.errors = [error.message]
    return result
  }
  let intrinsics = IntrinsicTable()
  let outputs = parallelMap(
    count: program.units.count, workers: workers, costs: program.units.map(\.cost), makeWorker: makeFacts
  ) { facts, i in
    StepProfile.label("unit \(program.units[i].name), \(program.units[i].cost) statements")
    return generateUnit(program, i, settings, emit, facts, intrinsics)
  }
  var seen = Set<String>()
  for output in outputs {
    switch output {
    case .success(let unit): result.units.append(unit)
    case .failure(let failure): for e in failure.messages where seen.insert(e).inserted { result.errors.append(e) }
    }
  }
  return result
}

struct UnitFailure: Error { var messages: [String] }

func generateUnit(
  _ program: MonoProgram, _ number: Int, _ settings: TargetSettings, _ emit: EmitKinds, _ facts: ProgramFacts, _ intrinsics: IntrinsicTable
) -> Result<EmittedUnit, UnitFailure> {
  do throws(BackendError) {
    let worker = try BackendWorker(settings)
    let context = UnitContext(worker, name: program.units[number].name)
    let unit = UnitCodegen(context, facts: facts, plan: UnitPlan(program: program, unit: number, facts: facts), intrinsics: intrinsics)
    StepProfile.part("LLVM IR") { unit.defineItems() }
    if !unit.problems.isEmpty { return .failure(UnitFailure(messages: unit.problems.map { "not supported yet: \($0)" })) }
    return .success(try context.finish(emit))
  } catch {
    return .failure(UnitFailure(messages: [error.message]))
  }
}

extension UnitCodegen {
  /// Defines everything that belongs to the unit, in symbol order.
  func defineItems() {
    let items = plan.definition.items
    // Declared first, so that definitions stand in this order whatever refers to what.
    for n in items {
      if case .fn(let instance) = plan.program.items[n] { _ = function(instance) }
    }
    for n in items {
      switch plan.program.items[n] {
      case .static(let def): defineStatic(def)
      case .assembly(let def): defineAssembly(def)
      case .fn(let instance): define(instance)
      }
    }
    finish()
  }

  private func define(_ instance: Instance) {
    Activity.set("generating code of", item: UInt64(instance.def.rawValue))
    let function = function(instance)
    let attributes = facts.attributes(of: instance.def)
    guard let body = facts.shimOrBody(of: instance) else {
      problems.append("a function without a body")
      return
    }
    if LLVMCountBasicBlocks(function) > 0 {
      problems.append("symbol `\(plan.symbol(of: instance))` is defined twice")
      return
    }
    if attributes.isNaked, case .item = instance.kind { return defineNaked(instance, body, attributes, function) }
    setDefinitionLinkage(function, instance, attributes)
    FunctionCodegen(self, instance, body, function).generate()
  }
}
