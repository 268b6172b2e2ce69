// Constants as operands.
import ABI
import CLLVM
import MIR
import Monomorphize
import Support
import Types

extension FunctionCodegen {
  func constant(_ c: Constant) -> OperandRef {
    let type = unit.typed(mono(c.type))
    return evaluated(evaluate(c, type.type), type)
  }

  /// `c` with the instance's arguments, evaluated.
  func evaluate(_ c: Constant, _ type: TypeID) -> EvaluatedConst? {
    switch c.value {
    case .unevaluated(let id):
      var u = body[id]
      u.args = monoArgs(u.args)
      return facts.evaluate(u, type: type)
    case .typeSystem(let id):
      if case .shim = body.source { return facts.evaluate(id, .empty) }
      return facts.evaluate(id, instance.args)
    default: return c.value
    }
  }

  func evaluated(_ value: EvaluatedConst?, _ type: TypedLayout) -> OperandRef {
    guard let value else {
      unit.problems.append("a constant that cannot be evaluated")
      return poison(type)
    }
    if type.isZeroSized { return OperandRef(.zeroSized, type) }
    switch value {
    case .zeroSized: return OperandRef(.zeroSized, type)
    case .scalar(let low, let high):
      let bits = UInt128(high) << 64 | UInt128(low)
      switch type.layout.repr {
      case .scalar(let s): return OperandRef(.immediate(unit.scalarConstant(bits, s)), type)
      case .scalarPair, .vector, .memory:
        // Bits of a small aggregate.
        let place = alloca(type)
        if type.size > 0 { ll.store(ll.const(ll.intType(bytes: type.size), bits), place.pointer, alignLog2: place.alignLog2) }
        return load(place)
      }
    case .pointer(let alloc, let offset):
      let p = unit.pointerConstant(alloc, offset)
      if case .scalar(let s) = type.layout.repr, s.primitive != .pointer {
        return OperandRef(.immediate(LLVMConstPtrToInt(p, unit.memoryType(s))), type)
      }
      return OperandRef(.immediate(p), type)
    case .slice(let alloc, let length):
      return OperandRef(.pair(unit.address(of: alloc), ll.const64(length)), type)
    case .indirect(let alloc, let offset):
      guard case .memory(let memory) = Allocations[alloc] else { return poison(type) }
      switch type.layout.repr {
      case .scalar(let s):
        return OperandRef(.immediate(unit.scalarConstant(in: memory, at: Int(offset), s)), type)
      case .scalarPair(let a, let b):
        return OperandRef(
          .pair(
            unit.scalarConstant(in: memory, at: Int(offset), a),
            unit.scalarConstant(in: memory, at: Int(offset) + Int(TypeLayout.pairOffset(a, b)), b)), type)
      default:
        let p = unit.constantOffset(unit.address(of: alloc), offset)
        return load(PlaceRef(p, alignLog2: alignmentLog2(max(memory.alignmentLog2, 0), at: offset), type))
      }
    case .undef: return poison(type)
    case .unevaluated, .typeSystem:
      unit.problems.append("a constant that cannot be evaluated")
      return poison(type)
    }
  }
}
