// Bodies that no source has: drop glue, clone, calls through pointers.
import ABI
import Defs
import MIR
import Parallel
import Source
import Support
import Syntax
import Types

extension ProgramFacts {
  /// The body of an instance: its item's, or one made here. Nil for what has no code of its own.
  public func shimOrBody(of instance: Instance) -> Body? {
    switch instance.kind {
    case .item(let def): return body(of: def)
    case .intrinsic(let def): return body(of: def)
    case .virtual: return nil
    case .dropGlue(_, let type): return dropGlueBody(instance, type)
    case .fnPtrShim(_, let type): return callShim(instance, callee: .pointer(type))
    case .closureOnceShim(let callOnce, _): return closureOnceShim(instance, callOnce)
    case .reifyShim(let def): return reifyShim(instance, def)
    case .vtableShim(let def): return vtableShim(instance, def)
    case .cloneShim(_, let type): return cloneShim(instance, type)
    case .fnPtrAddrShim(_, let type): return fnPtrAddrShim(instance, type)
    case .threadLocalShim(let def): return threadLocalShim(instance, def)
    }
  }

  /// A builder with the return place and arguments of `instance`.
  func shimBuilder(_ instance: Instance, _ inputs: [TypeID], _ output: TypeID) -> BodyBuilder {
    var b = BodyBuilder(.shim(instance), span: headSpan(instance.def))
    b.phase = .runtime
    b.newLocal(output, kind: .returnPlace)
    for t in inputs { b.newLocal(t, kind: .arg, isMutable: false) }
    b.argCount = inputs.count
    return b
  }

  /// From the first qualifier of a function to the end of its signature; the params of a closure. What a shim calls has it as its caller.
  func headSpan(_ def: DefID) -> Span {
    if case .item(let id) = Defs[def].node {
      let tree = Trees[Defs[def].tree].tree
      if case .fn(let f) = tree[id].kind { return tree[f].signature.span }
    }
    return Defs[def].identSpan
  }

  func functionOperand(_ instance: Instance, _ b: inout BodyBuilder) -> Operand {
    b.constant(.zeroSized, TypeID(.fnDef(instance.def, instance.args)))
  }

  // MARK: drop

  /// `drop_in_place::<type>(*mut type)`: `Drop::drop`, then the fields in order.
  private func dropGlueBody(_ instance: Instance, _ type: TypeID) -> Body {
    var b = shimBuilder(instance, [.rawPtr(type, .mut)], .unit)
    let pointer = Place(LocalID(1))
    let start = b.newBlock()
    let end = b.newBlock()
    b.terminate(end, .return)
    let value = b.project(pointer, .deref)
    var glue = DropGlueBuilder(facts: self, b: b)
    let after = glue.drop(value, type, from: start)
    glue.b.terminate(after, .goto(end))
    return glue.finish()
  }

  // MARK: calls

  enum ShimCallee {
    /// A `fn` pointer or item in the first argument.
    case pointer(TypeID)
  }

  /// `<fn(A, B) -> R as FnOnce<(A, B)>>::call_once`, and `Fn`, `FnMut`: calls the pointer with the tuple's elements.
  private func callShim(_ instance: Instance, callee: ShimCallee) -> Body? {
    guard case .pointer(let type) = callee else { return nil }
    let signature: (inputs: [TypeID], output: TypeID)
    switch type.kind {
    case .fnPtr(let sig):
      let s = eraseBinder(sig.sig)
      signature = (Array(s.inputs), s.output)
    case .fnDef(let def, let args):
      guard let found = fnItemSignature(def, args) else { return nil }
      signature = found
    default: return nil
    }
    let name = Defs[instance.def].name.text
    let selfType: TypeID = name == "call_once" ? type : name == "call_mut" ? .ref(type, .mut) : .ref(type, .not)
    let tuple = TypeID.tuple(signature.inputs)
    var b = shimBuilder(instance, [selfType, tuple], signature.output)
    b.spreadArg = LocalID(2)
    let block = b.newBlock()
    let end = b.newBlock()
    b.terminate(end, .return)
    let base = Place(LocalID(1))
    let function: Operand
    if case .fnDef = type.kind {
      function = b.constant(.zeroSized, type)
    } else {
      let place = name == "call_once" ? base : b.project(base, .deref)
      function = .copy(place)
    }
    var args: [Operand] = []
    for (i, t) in signature.inputs.enumerated() { args.append(.move(b.project(Place(LocalID(2)), .field(UInt32(i), t)))) }
    b.call(block, function, args, into: Place(.returnPlace), target: end)
    return b.freeze()
  }

  /// `FnOnce::call_once` of a closure whose body takes it by reference.
  private func closureOnceShim(_ instance: Instance, _ callOnce: DefID) -> Body? {
    guard instance.args.count >= 2, let closure = instance.args[0].type, let inputs = instance.args[1].type,
      let target = closureBody(closure)
    else { return nil }
    let bodySignature = signature(of: target)
    var b = shimBuilder(instance, [closure, inputs], bodySignature.output)
    b.spreadArg = LocalID(2)
    let start = b.newBlock()
    let after = b.newBlock()
    let end = b.newBlock()
    b.terminate(end, .return)
    let isMutable: Bool
    if case .ref(_, _, let m)? = bodySignature.inputs.first?.kind { isMutable = m == .mut } else { isMutable = false }
    let reference = b.newLocal(.ref(closure, isMutable ? .mut : .not))
    b.assign(Place(reference), .ref(isMutable ? .mut : .shared, Place(LocalID(1))), in: start)
    let function = functionOperand(target, &b)
    var args: [Operand] = [.move(Place(reference))]
    if case .tuple(let list) = inputs.kind {
      for (i, t) in list.elements.enumerated() { args.append(.move(b.project(Place(LocalID(2)), .field(UInt32(i), t)))) }
    }
    b.call(start, function, args, into: Place(.returnPlace), target: after)
    if needsDrop(closure) {
      b.terminate(after, .drop(Place(LocalID(1)), target: end, unwind: .continue, replace: false))
    } else {
      b.terminate(after, .goto(end))
    }
    return b.freeze()
  }

  /// The function without its implicit location.
  private func reifyShim(_ instance: Instance, _ def: DefID) -> Body? {
    let target = Instance(.item(def), instance.args)
    var s = signature(of: target)
    if s.hasCallerLocation { s.inputs.removeLast() }
    var b = shimBuilder(instance, s.inputs, s.output)
    let start = b.newBlock()
    let end = b.newBlock()
    b.terminate(end, .return)
    let function = functionOperand(target, &b)
    let args = s.inputs.indices.map { Operand.move(Place(LocalID($0 + 1))) }
    b.call(start, function, args, into: Place(.returnPlace), target: layout(of: s.output).isUninhabited ? .none : end)
    return b.freeze()
  }

  /// A method that takes `self` by value, called through a trait object: gets a pointer.
  private func vtableShim(_ instance: Instance, _ def: DefID) -> Body? {
    let target = Instance(.item(def), instance.args)
    let s = signature(of: target)
    guard let selfType = s.inputs.first else { return nil }
    var b = shimBuilder(instance, [.rawPtr(selfType, .mut)] + s.inputs.dropFirst(), s.output)
    let start = b.newBlock()
    let end = b.newBlock()
    b.terminate(end, .return)
    let function = functionOperand(target, &b)
    var args: [Operand] = [.move(b.project(Place(LocalID(1)), .deref))]
    for i in s.inputs.indices.dropFirst() { args.append(.move(Place(LocalID(i + 1)))) }
    b.call(start, function, args, into: Place(.returnPlace), target: end)
    return b.freeze()
  }

  private func fnPtrAddrShim(_ instance: Instance, _ type: TypeID) -> Body {
    let output = TypeID.rawPtr(.unit, .not)
    var b = shimBuilder(instance, [type], output)
    let start = b.newBlock()
    b.assign(Place(.returnPlace), .cast(.fnPtrToPtr, .move(Place(LocalID(1))), output), in: start)
    b.terminate(start, .return)
    return b.freeze()
  }

  private func threadLocalShim(_ instance: Instance, _ def: DefID) -> Body {
    var b = shimBuilder(instance, [], .rawPtr(staticType(def), .mut))
    let start = b.newBlock()
    b.assign(Place(.returnPlace), .threadLocalRef(def), in: start)
    b.terminate(start, .return)
    return b.freeze()
  }

  // MARK: clone

  /// `Clone::clone` of a type that the language makes cloneable: a copy, or field by field.
  private func cloneShim(_ instance: Instance, _ type: TypeID) -> Body? {
    var b = shimBuilder(instance, [.ref(type)], type)
    let start = b.newBlock()
    let source = b.project(Place(LocalID(1)), .deref)
    let fields: [TypeID]
    switch type.kind {
    case .tuple(let list): fields = Array(list.elements)
    case .closure:
      let layout = layout(of: type)
      fields = (0..<layout.fieldCount).map { fieldType($0, of: TypedLayout(type, layout)) }
    default: fields = []
    }
    if isCopy(type) || fields.isEmpty {
      b.assign(Place(.returnPlace), .use(.copy(source)), in: start)
      b.terminate(start, .return)
      return b.freeze()
    }
    var block = start
    for (i, t) in fields.enumerated() {
      guard let clone = resolve(instance.def, GenericArgsID([Types.GenericArg(t)])) else { return nil }
      let next = b.newBlock()
      let reference = b.newLocal(.ref(t))
      b.assign(Place(reference), .ref(.shared, b.project(source, .field(UInt32(i), t))), in: block)
      let function = b.constant(.zeroSized, TypeID(.fnDef(instance.def, GenericArgsID([Types.GenericArg(t)]))))
      _ = clone
      b.call(block, function, [.move(Place(reference))], into: b.project(Place(.returnPlace), .field(UInt32(i), t)), target: next)
      block = next
    }
    b.terminate(block, .return)
    return b.freeze()
  }
}
