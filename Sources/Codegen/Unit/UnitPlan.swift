// What a unit knows of the symbols of the program.
import Defs
import MIR
import Monomorphize
import Parallel
import Support
import Types

/// One unit's view of the program. Sharing: per worker.
struct UnitPlan {
  let program: MonoProgram
  let unit: Int
  let facts: ProgramFacts
  var definition: MonoProgram.Unit { program.units[unit] }

  func symbol(of instance: Instance) -> String {
    if let n = program.number(of: .fn(instance)) { return program.symbols[n] }
    return facts.symbol(of: .fn(instance))
  }
  func symbol(ofStatic def: DefID) -> String {
    if let n = program.number(of: .static(def)) { return program.symbols[n] }
    return facts.symbol(of: .static(def))
  }
  func scope(of instance: Instance) -> SymbolScope { scope(program.number(of: .fn(instance))) }
  func scope(ofStatic def: DefID) -> SymbolScope { scope(program.number(of: .static(def))) }
  private func scope(_ number: Int?) -> SymbolScope {
    guard let number else { return .declared }
    switch program.scope(number) {
    case .declared: return .declared
    case .local: return .local
    case .hidden: return .hidden
    case .exported: return .exported
    }
  }
}
