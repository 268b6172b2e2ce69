// What dropping a value does: its own `Drop::drop`, then its parts.
import ABI
import Defs
import MIR
import Parallel
import Support
import Syntax
import Types

/// Builds the blocks of a drop. Sharing: none.
struct DropGlueBuilder: ~Copyable {
  let facts: ProgramFacts
  var b: BodyBuilder

  init(facts: ProgramFacts, b: consuming BodyBuilder) {
    self.facts = facts
    self.b = b
  }
  consuming func finish() -> Body { b.freeze() }

  /// Drops the value at `place`, starting in `block`; returns the block where control goes on.
  mutating func drop(_ place: Place, _ type: TypeID, from block: BasicBlockID) -> BasicBlockID {
    switch type.kind {
    case .adt(let def, _):
      if facts.isBox(def) { return dropBox(place, type, from: block) }
      var block = block
      if let implementation = facts.dropImpl(of: type) {
        let reference = b.newLocal(.ref(type, .mut))
        b.assign(Place(reference), .ref(.mut, place), in: block)
        let next = b.newBlock()
        let function = b.constant(.zeroSized, TypeID(.fnDef(implementation.def, implementation.args)))
        let unit = b.newLocal(.unit)
        b.call(block, function, [.move(Place(reference))], into: Place(unit), target: next)
        block = next
      }
      if !facts.dropsFields(def) { return block }
      return dropVariants(place, type, from: block)
    case .tuple, .closure, .coroutineClosure:
      let layout = facts.layout(of: type)
      return dropFields(place, TypedLayout(type, layout), from: block)
    case .array(let element, let n):
      guard facts.needsDrop(element), case .scalar(let count, _)? = facts.evaluate(n, .empty) else { return block }
      let length = b.constant(.scalar(low: count, high: 0), .usize)
      return dropElements(place, element, length, from: block)
    case .slice(let element):
      guard facts.needsDrop(element) else { return block }
      // The place is the deref of the argument, a wide pointer.
      let length = b.newLocal(.usize)
      b.assign(Place(length), .unary(.ptrMetadata, .copy(Place(LocalID(1)))), in: block)
      return dropElements(place, element, .copy(Place(length)), from: block)
    case .dynamic:
      return dropInPlace(place, from: block)
    case .pattern(let inner, _): return drop(place, inner, from: block)
    case .coroutine: return dropInPlace(place, from: block)
    default: return block
    }
  }

  private mutating func dropInPlace(_ place: Place, from block: BasicBlockID) -> BasicBlockID {
    let next = b.newBlock()
    b.terminate(block, .drop(place, target: next, unwind: .continue, replace: false))
    return next
  }

  private mutating func dropFields(_ place: Place, _ type: TypedLayout, from block: BasicBlockID) -> BasicBlockID {
    var block = block
    for i in 0..<type.layout.fieldCount {
      let field = facts.fieldType(i, of: type)
      if facts.needsDrop(field) { block = dropInPlace(b.project(place, .field(UInt32(i), field)), from: block) }
    }
    return block
  }

  private mutating func dropVariants(_ place: Place, _ type: TypeID, from block: BasicBlockID) -> BasicBlockID {
    let layout = facts.layout(of: type)
    guard case .multiple = layout.variants else {
      if case .empty = layout.variants { return block }
      if case .single(let v) = layout.variants, facts.isEnum(type) {
        return dropFields(b.project(place, .downcast(v)), TypedLayout(type, layout), from: block)
      }
      return dropFields(place, TypedLayout(type, layout), from: block)
    }
    let discriminantType = facts.discriminantType(of: type)
    let discriminant = b.newLocal(discriminantType)
    b.assign(Place(discriminant), .discriminant(place), in: block)
    let end = b.newBlock()
    var arms: [SwitchArm] = []
    for v in 0..<UInt32(layout.variantCount) {
      let variant = TypedLayout(type, layout.variant(v))
      if variant.layout.isUninhabited { continue }
      var needsDrop = false
      for i in 0..<variant.layout.fieldCount where facts.needsDrop(facts.fieldType(of: type, variant: v, i)) { needsDrop = true }
      if !needsDrop { continue }
      let start = b.newBlock()
      let bits = facts.discriminant(of: type, variant: v)
      arms.append(SwitchArm(low: UInt64(truncatingIfNeeded: bits), high: UInt64(truncatingIfNeeded: bits >> 64), target: start))
      var last = start
      let downcast = b.project(place, .downcast(v))
      for i in 0..<variant.layout.fieldCount {
        let field = facts.fieldType(of: type, variant: v, i)
        if facts.needsDrop(field) { last = dropInPlace(b.project(downcast, .field(UInt32(i), field)), from: last) }
      }
      b.terminate(last, .goto(end))
    }
    b.switchInt(block, on: .copy(Place(discriminant)), arms, otherwise: end)
    return end
  }

  private mutating func dropElements(_ place: Place, _ element: TypeID, _ length: Operand, from block: BasicBlockID) -> BasicBlockID {
    let index = b.newLocal(.usize)
    let isDone = b.newLocal(.bool)
    let head = b.newBlock()
    let body = b.newBlock()
    let next = b.newBlock()
    let end = b.newBlock()
    b.assign(Place(index), .use(b.constant(.scalar(low: 0, high: 0), .usize)), in: block)
    b.terminate(block, .goto(head))
    b.assign(Place(isDone), .binary(.eq, .copy(Place(index)), length), in: head)
    b.branch(head, on: .move(Place(isDone)), true: end, false: body)
    b.terminate(body, .drop(b.project(place, .index(index)), target: next, unwind: .continue, replace: false))
    b.assign(Place(index), .binary(.add, .copy(Place(index)), b.constant(.scalar(low: 1, high: 0), .usize)), in: next)
    b.terminate(next, .goto(head))
    return end
  }

  /// The content, then `Drop for Box`, which frees it, then the allocator.
  private mutating func dropBox(_ place: Place, _ type: TypeID, from block: BasicBlockID) -> BasicBlockID {
    var block = block
    let inner = facts.pointee(of: type)
    if facts.needsDrop(inner) {
      let pointer = b.newLocal(.rawPtr(inner, .mut))
      b.assign(Place(pointer), .cast(.transmute, .copy(facts.boxPointer(of: place, type, &b)), .rawPtr(inner, .mut)), in: block)
      block = dropInPlace(b.project(Place(pointer), .deref), from: block)
    }
    if let implementation = facts.dropImpl(of: type) {
      let reference = b.newLocal(.ref(type, .mut))
      b.assign(Place(reference), .ref(.mut, place), in: block)
      let next = b.newBlock()
      let function = b.constant(.zeroSized, TypeID(.fnDef(implementation.def, implementation.args)))
      let unit = b.newLocal(.unit)
      b.call(block, function, [.move(Place(reference))], into: Place(unit), target: next)
      block = next
    }
    let layout = facts.layout(of: type)
    if layout.fieldCount > 1 {
      let allocator = facts.fieldType(1, of: TypedLayout(type, layout))
      if facts.needsDrop(allocator) { block = dropInPlace(b.project(place, .field(1, allocator)), from: block) }
    }
    return block
  }
}

extension ProgramFacts {
  /// The raw pointer within a `Box`: its first field (`Unique`), transmuted to a pointer by the caller.
  func boxPointer(of place: Place, _ type: TypeID, _ b: inout BodyBuilder) -> Place {
    let layout = layout(of: type)
    let unique = fieldType(0, of: TypedLayout(type, layout))
    return b.project(place, .field(0, unique))
  }
}
