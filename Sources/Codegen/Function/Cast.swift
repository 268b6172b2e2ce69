// Casts and coercions.
import ABI
import CLLVM
import Defs
import MIR
import Monomorphize
import Support
import Syntax
import Types

extension FunctionCodegen {
  func cast(_ kind: CastKind, _ o: OperandRef, _ to: TypedLayout) -> OperandRef {
    switch kind {
    case .subtype, .mutToConstPointer, .arrayToPointer, .unsafeFnPointer:
      return OperandRef(o.value, to)
    case .pointerExposeProvenance:
      return OperandRef(.immediate(ll.intCast(LLVMBuildPtrToInt(ll.builder, o.immediate, ll.i64, ""), unit.immediateType(to.layout), signed: false)), to)
    case .pointerWithExposedProvenance:
      let integer = ll.intCast(enumToInteger(o).immediate, ll.i64, signed: facts.isSigned(o.type.type))
      return OperandRef(.immediate(LLVMBuildIntToPtr(ll.builder, integer, ll.pointer, "")), to)
    case .ptrToPtr, .fnPtrToPtr:
      switch o.value {
      case .pair(let p, let meta):
        if case .scalarPair = to.layout.repr { return OperandRef(.pair(p, meta), to) }
        return OperandRef(.immediate(p), to)
      default: return OperandRef(o.value, to)
      }
    case .reifyFnPointer:
      guard case .fnDef(let def, let args) = o.type.type.kind, let instance = facts.resolve(def, args) else {
        unit.problems.append("pointer to an unresolved function")
        return poison(to)
      }
      return OperandRef(.immediate(unit.function(facts.reified(instance))), to)
    case .closureFnPointer:
      guard case .closure(let def, let args) = o.type.type.kind, let instance = facts.closureAsFunction(def, args) else {
        unit.problems.append("pointer to an unresolved closure")
        return poison(to)
      }
      return OperandRef(.immediate(unit.function(instance)), to)
    case .unsize: return unsize(o, to)
    case .transmute: return transmute(o, to)
    case .intToInt:
      let source = enumToInteger(o)
      return OperandRef(
        .immediate(ll.intCast(source.immediate, unit.immediateType(to.layout), signed: isSignedSource(source))), to)
    case .intToFloat:
      let source = enumToInteger(o)
      let type = unit.immediateType(to.layout)
      return OperandRef(
        .immediate(
          isSignedSource(source) ? LLVMBuildSIToFP(ll.builder, source.immediate, type, "") : LLVMBuildUIToFP(ll.builder, source.immediate, type, "")),
        to)
    case .floatToFloat:
      return OperandRef(.immediate(LLVMBuildFPCast(ll.builder, o.immediate, unit.immediateType(to.layout), "")), to)
    case .floatToInt:
      return OperandRef(.immediate(floatToInt(o.immediate, to, saturating: true)), to)
    }
  }

  func floatToInt(_ v: LLVMValueRef, _ to: TypedLayout, saturating: Bool) -> LLVMValueRef {
    let type = unit.immediateType(to.layout)
    let signed = facts.isSigned(to.type)
    if !saturating {
      return signed ? LLVMBuildFPToSI(ll.builder, v, type, "") : LLVMBuildFPToUI(ll.builder, v, type, "")
    }
    let from = LLVMTypeOf(v)!
    let f = ll.intrinsic("llvm.fpto\(signed ? "si" : "ui").sat.\(ll.mangle(type)).\(ll.mangle(from))", [from], type)
    return ll.call(f, [v])
  }

  /// An enum without fields as its discriminant; others as they are.
  private func enumToInteger(_ o: OperandRef) -> OperandRef {
    guard case .adt = o.type.type.kind else { return o }
    let type = unit.typed(facts.discriminantType(of: o.type.type))
    switch o.type.layout.variants {
    case .empty: return poison(type)
    case .single(let v):
      return OperandRef(.immediate(ll.const(unit.immediateType(type.layout), facts.discriminant(of: o.type.type, variant: v))), type)
    case .multiple(let tag, _, _):
      let signed: Bool =
        switch tag.primitive {
        case .int(_, let s): s && !tag.isBool
        default: false
        }
      return OperandRef(.immediate(ll.intCast(o.immediate, unit.immediateType(type.layout), signed: signed)), type)
    }
  }
  private func isSignedSource(_ o: OperandRef) -> Bool { facts.isSigned(o.type.type) }

  /// The same bytes as another type.
  func transmute(_ o: OperandRef, _ to: TypedLayout) -> OperandRef {
    if to.layout.isUninhabited || o.type.size != to.size && !to.layout.isUnsized {
      if o.type.size != to.size { return poison(to) }
    }
    switch (o.value, to.layout.repr) {
    case (.zeroSized, _): return to.isZeroSized ? OperandRef(.zeroSized, to) : poison(to)
    case (.immediate(let v), .scalar(let s)):
      return OperandRef(.immediate(reinterpret(v, as: s)), to)
    case (.pair(let a, let b), .scalarPair(let sa, let sb)):
      if case .scalarPair(let fa, let fb) = o.type.layout.repr, fa.bytes == sa.bytes, fb.bytes == sb.bytes,
        TypeLayout.pairOffset(fa, fb) == TypeLayout.pairOffset(sa, sb)
      {
        return OperandRef(.pair(reinterpret(a, as: sa), reinterpret(b, as: sb)), to)
      }
    case (.immediate(let v), .vector(let s, let n)):
      let want = unit.vectorType(s, n)
      if LLVMGetTypeKind(LLVMTypeOf(v)) != LLVMPointerTypeKind { return OperandRef(.immediate(ll.bitcast(fromImmediate(v), want)), to) }
    case (.ref(let p, let meta, let align), _):
      return load(PlaceRef(p, meta: meta, alignLog2: align, to))
    default: break
    }
    // Through memory that is big and aligned enough for both.
    let memory = alloca(bytes: max(o.type.size, to.size), alignLog2: max(o.type.layout.alignmentLog2, to.layout.alignmentLog2))
    store(o, to: PlaceRef(memory, o.type))
    return load(PlaceRef(memory, to))
  }

  // MARK: unsizing

  /// A pointer to a sized value as a pointer to a slice or trait object; upcasting of trait objects.
  private func unsize(_ o: OperandRef, _ to: TypedLayout) -> OperandRef {
    switch o.value {
    case .immediate(let p):
      let (pointer, meta) = unsizePointer(p, nil, from: o.type.type, to: to.type)
      return OperandRef(.pair(pointer, meta), to)
    case .pair(let p, let meta):
      let (pointer, newMeta) = unsizePointer(p, meta, from: o.type.type, to: to.type)
      return OperandRef(.pair(pointer, newMeta), to)
    case .ref, .zeroSized:
      let place = alloca(to)
      coerceUnsizedStruct(spill(o), to: place)
      return load(place)
    }
  }

  /// `from` and `to` are pointers, or structs around one (`Rc`, `Pin`…).
  private func unsizePointer(_ p: LLVMValueRef, _ meta: LLVMValueRef?, from: TypeID, to: TypeID) -> (LLVMValueRef, LLVMValueRef) {
    var from = from
    var to = to
    for _ in 0..<100 {
      if let source = pointeeIfPointer(from), let target = pointeeIfPointer(to) {
        return (p, unsizedMetadata(meta, from: source, to: target))
      }
      // The one field that holds bytes.
      let a = unit.typed(from)
      let b = unit.typed(to)
      var found = false
      for i in 0..<min(a.layout.fieldCount, b.layout.fieldCount) {
        let field = unit.field(i, of: a)
        if !field.isZeroSized {
          from = field.type
          to = unit.field(i, of: b).type
          found = true
          break
        }
      }
      if !found { break }
    }
    unit.problems.append("coercion of this pointer type")
    return (p, ll.poison(ll.i64))
  }

  private func pointeeIfPointer(_ type: TypeID) -> TypeID? {
    switch type.kind {
    case .ref(_, let t, _), .rawPtr(let t, _): t
    case .adt(let def, _): facts.isBox(def) ? facts.pointee(of: type) : nil
    default: nil
    }
  }

  private func unsizedMetadata(_ old: LLVMValueRef?, from: TypeID, to: TypeID) -> LLVMValueRef {
    // Structs with an unsized last field: the tails decide.
    let (source, target) = facts.unsizingTails(from, to)
    switch (source.kind, target.kind) {
    case (.array(_, let n), .slice):
      guard case .scalar(let count, _)? = facts.evaluate(n, instance.args) else { return ll.poison(ll.i64) }
      return ll.const64(count)
    case (.dynamic(let a, _), .dynamic(let b, _)):
      guard let old else { return ll.poison(ll.pointer) }
      let from = facts.vtableTrait(a)
      let to = facts.vtableTrait(b)
      if from == to { return old }
      guard let slot = facts.upcastSlot(from: from, to: to) else { return old }
      return vtableSlot(old, UInt32(slot) + 3, ll.pointer, isSize: false)
    case (_, .dynamic(let b, _)): return unit.vtable(source, facts.vtableTrait(b))
    default: return old ?? ll.poison(ll.i64)
    }
  }

  /// A struct in memory whose pointer field is unsized; other fields are copied.
  func coerceUnsizedStruct(_ from: PlaceRef, to: PlaceRef) {
    if case .scalar = from.type.layout.repr, case .scalarPair = to.type.layout.repr {
      return store(unsize(load(from), to.type), to: to)
    }
    if case .scalarPair = from.type.layout.repr, case .scalarPair = to.type.layout.repr, pointeeIfPointer(from.type.type) != nil {
      return store(unsize(load(from), to.type), to: to)
    }
    for i in 0..<min(from.type.layout.fieldCount, to.type.layout.fieldCount) {
      let source = projectField(from, i)
      let target = projectField(to, i)
      if source.type.isZeroSized { continue }
      if source.type.type == target.type.type {
        store(load(source), to: target)
      } else {
        coerceUnsizedStruct(source, to: target)
      }
    }
  }
}
