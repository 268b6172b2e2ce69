// What a program consists of: functions and statics, each with a symbol and a unit.
import Defs
import MIR
import Support
import Types

public enum MonoItem: Hashable, Sendable, BitwiseCopyable {
  case fn(Instance)
  case `static`(DefID)
  /// A `global_asm!`.
  case assembly(DefID)
}

/// All items of a program, sorted by symbol, divided into units. Sharing: frozen.
public final class MonoProgram: Sendable {
  public struct Unit: Sendable {
    public var name: String
    /// Numbers of items to define: those owned, then local copies.
    public var items: [Int]
    public var cost: Int
  }
  public let items: [MonoItem]
  public let symbols: [String]
  public let units: [Unit]
  /// The one unit that owns each item; -1 for items that are copied into each unit that uses them.
  let owner: [Int32]
  /// Used by another unit than its owner.
  let isShared: [Bool]
  let isExported: [Bool]
  let numberOf: [MonoItem: Int]

  init(
    items: [MonoItem], symbols: [String], units: [Unit], owner: [Int32], isShared: [Bool], isExported: [Bool]
  ) {
    self.items = items
    self.symbols = symbols
    self.units = units
    self.owner = owner
    self.isShared = isShared
    self.isExported = isExported
    var numbers = [MonoItem: Int](minimumCapacity: items.count)
    for (i, item) in items.enumerated() { numbers[item] = i }
    numberOf = numbers
  }

  public func number(of item: MonoItem) -> Int? { numberOf[item] }

  public enum Scope: Sendable {
    /// Defined elsewhere: another crate, C.
    case declared
    case local, hidden, exported
  }
  public func scope(_ number: Int) -> Scope {
    if isExported[number] { return .exported }
    return owner[number] < 0 || !isShared[number] ? .local : .hidden
  }
}
