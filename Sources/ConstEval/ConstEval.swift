// Values of constants and statics, for code generation and for the type system.
import ABI
import Defs
import MIR
import Monomorphize
import Support
import Types

/// The value of the constant whose body is `body`, as code generation uses it.
///
/// - Requires: `type` and `args` are monomorphic, or the body does not depend on what is not (else `tooGeneric`).
/// - Source: Rust Reference, "Constant evaluation".
public func evaluate(
  _ body: Body, _ args: GenericArgsID, type: TypeID, facts: ProgramFacts
) throws(EvaluationFailure) -> EvaluatedConst {
  try Machine.evaluate(body, args, type, facts) { machine, place throws(EvaluationError) in try machine.constant(place) }
}

/// The value as a constant of the type system, if its type can be one: integers, `bool`, `char`, and what is made of them.
public func evaluateForTypes(
  _ body: Body, _ args: GenericArgsID, type: TypeID, facts: ProgramFacts
) throws(EvaluationFailure) -> ConstID? {
  try Machine.evaluate(body, args, type, facts) { machine, place throws(EvaluationError) in try machine.valueTree(place) }
}

/// The memory of a static.
public func evaluateStatic(
  _ body: Body, type: TypeID, isMutable: Bool, facts: ProgramFacts
) throws(EvaluationFailure) -> ConstAllocation {
  try Machine.evaluate(body, .empty, type, facts) { machine, place throws(EvaluationError) in
    guard case .local(let i)? = place.base else { throw .invalid }
    var done: [Int: AllocID] = [:]
    let id = machine.memory.intern(i, isMutable: isMutable, &done)
    guard case .memory(let m) = Allocations[id] else { throw .invalid }
    return m
  }
}

extension Machine {
  /// A value that is complete, out of the evaluation's memory.
  mutating func constant(_ p: MemoryPlace) throws(EvaluationError) -> EvaluatedConst {
    if p.layout.isZeroSized { return .zeroSized }
    guard case .local(let i)? = p.base else { throw .invalid }
    var done: [Int: AllocID] = [:]
    if case .scalar(let s) = p.layout.repr, !s.isUnion, isWhole(i) {
      let v = try memory.read(.local(i), 0, Int(s.bytes), statics)
      switch v.provenance {
      case nil: return .scalar(low: UInt64(truncatingIfNeeded: v.bits), high: UInt64(truncatingIfNeeded: v.bits >> 64))
      case .local(let j)?: return .pointer(memory.intern(j, isMutable: false, &done), offset: UInt64(truncatingIfNeeded: v.bits))
      case .global(let id)?: return .pointer(id, offset: UInt64(truncatingIfNeeded: v.bits))
      }
    }
    if case .ref(_, let t, _) = p.type.kind, isSliceLike(t), isWhole(i) {
      if case .pair(let data, let length) = try read(p), data.bits == 0, let target = data.provenance {
        switch target {
        case .local(let j): return .slice(memory.intern(j, isMutable: false, &done), length: UInt64(truncatingIfNeeded: length.bits))
        case .global(let id): return .slice(id, length: UInt64(truncatingIfNeeded: length.bits))
        }
      }
    }
    return .indirect(memory.intern(i, isMutable: false, &done), offset: 0)
  }

  private func isWhole(_ i: Int) -> Bool { !memory.allocations[i].isInitialized.contains(false) }

  private func isSliceLike(_ t: TypeID) -> Bool {
    switch t.kind {
    case .str, .slice: true
    default: false
    }
  }

  /// The value as a tree of plain scalars; nil where the type has no such form.
  mutating func valueTree(_ p: MemoryPlace) throws(EvaluationError) -> ConstID? {
    switch p.type.kind {
    case .bool, .char, .int, .uint, .float:
      let v = try readScalar(p)
      if v.provenance != nil { return nil }
      return ConstID(bits: v.bits, byteSize: Int(p.layout.size), type: p.type)
    case .pattern(let t, _):
      var inner = p
      inner.type = t
      return try valueTree(inner)
    case .tuple(let l): return try branch(p.type, (0..<l.count).map { $0 }, in: p)
    case .array:
      var parts: [ConstID] = []
      for i in 0..<(try length(p)) {
        guard let c = try valueTree(element(p, i)) else { return nil }
        parts.append(c)
      }
      return ConstID(.value(p.type, ValTreeID(.branch(ConstListID(parts)))))
    case .slice, .str:
      var parts: [ConstID] = []
      for i in 0..<(try length(p)) {
        guard let c = try valueTree(element(p, i)) else { return nil }
        parts.append(c)
      }
      return ConstID(.value(p.type, ValTreeID(.branch(ConstListID(parts)))))
    case .ref:
      guard let inner = try valueTree(dereference(read(p), p.type)), case .value(_, let tree) = inner.kind else { return nil }
      return ConstID(.value(p.type, tree))
    case .adt:
      if facts.variantCount(of: p.type) == 0 { return nil }
      var inner = p
      var first: [ConstID] = []
      if isEnum(p.type) {
        let v = try variant(of: p)
        first = [ConstID(bits: UInt128(v), byteSize: 4, type: .u32)]
        inner.layout = p.layout.variant(v)
      }
      if case .union = inner.layout.fields, inner.layout.fieldCount > 0 { return nil }
      return try branch(p.type, Array(0..<inner.layout.fieldCount), in: inner, first)
    case .fnDef: return ConstID(.value(p.type, ValTreeID(.branch(ConstListID([])))))
    default: return nil
    }
  }

  private func isEnum(_ t: TypeID) -> Bool {
    guard case .adt(let d, _) = t.kind else { return false }
    return Defs[d].kind == .enum
  }

  private mutating func branch(
    _ type: TypeID, _ fields: [Int], in p: MemoryPlace, _ first: [ConstID] = []
  ) throws(EvaluationError) -> ConstID? {
    var parts = first
    for i in fields {
      guard let c = try valueTree(field(p, i)) else { return nil }
      parts.append(c)
    }
    return ConstID(.value(type, ValTreeID(.branch(ConstListID(parts)))))
  }
}
