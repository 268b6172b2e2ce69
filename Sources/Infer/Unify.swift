// Making two types equal.
import Defs
import Support
import enum Syntax.Mutability
import Types

extension InferContext {
  /// Makes `a` and `b` equal, lifetimes aside, binding variables as needed; false if they cannot be.
  ///
  /// After a failure some variables may be bound: callers that go on take a snapshot first, or call `tryUnify`.
  /// - Requires: aliases have been normalised as far as they can: what is left is rigid.
  public mutating func unify(_ a: TypeID, _ b: TypeID) -> Bool {
    if a == b { return true }
    let a = shallow(a)
    let b = shallow(b)
    if a == b { return true }
    switch (a.kind, b.kind) {
    case (.infer(.type(let v)), .infer(.type(let w))):
      note(GenericArg(a), GenericArg(b))
      types.unify(v, w, value: Self.unknown)
      return true
    case (.infer(.type(let v)), _): return bind(v, to: b)
    case (_, .infer(.type(let v))): return bind(v, to: a)
    case (.error, _), (_, .error): return true
    case (.infer(.int(let v)), .infer(.int(let w))):
      note(GenericArg(a), GenericArg(b))
      ints.unify(v, w, value: Self.unknown)
      return true
    case (.infer(.int(let v)), .int), (.infer(.int(let v)), .uint):
      knownCount &+= 1
      note(GenericArg(a), GenericArg(a))
      ints.setValue(b.rawValue, of: v)
      return true
    case (.int, .infer(.int(let v))), (.uint, .infer(.int(let v))):
      knownCount &+= 1
      note(GenericArg(b), GenericArg(b))
      ints.setValue(a.rawValue, of: v)
      return true
    case (.infer(.float(let v)), .infer(.float(let w))):
      note(GenericArg(a), GenericArg(b))
      floats.unify(v, w, value: Self.unknown)
      return true
    case (.infer(.float(let v)), .float):
      knownCount &+= 1
      note(GenericArg(a), GenericArg(a))
      floats.setValue(b.rawValue, of: v)
      return true
    case (.float, .infer(.float(let v))):
      knownCount &+= 1
      note(GenericArg(b), GenericArg(b))
      floats.setValue(a.rawValue, of: v)
      return true
    case (.alias(.opaque, let d, let x), .alias(.opaque, let e, let y)) where d == e: return unify(x, y)
    case (.alias(.opaque, let d, let x), _) where definableOpaques.contains(d): return define(d, x, as: b)
    case (_, .alias(.opaque, let d, let x)) where definableOpaques.contains(d): return define(d, x, as: a)
    case (.adt(let d, let x), .adt(let e, let y)), (.fnDef(let d, let x), .fnDef(let e, let y)),
      (.closure(let d, let x), .closure(let e, let y)), (.coroutine(let d, let x), .coroutine(let e, let y)),
      (.coroutineClosure(let d, let x), .coroutineClosure(let e, let y)),
      (.coroutineWitness(let d, let x), .coroutineWitness(let e, let y)):
      return d == e && unify(x, y)
    case (.alias(let k, let d, let x), .alias(let l, let e, let y)): return k == l && d == e && unify(x, y)
    case (.array(let x, let n), .array(let y, let m)): return unify(x, y) && unify(n, m)
    case (.slice(let x), .slice(let y)): return unify(x, y)
    case (.pattern(let x, let p), .pattern(let y, let q)): return unify(x, y) && unify(p, q)
    case (.rawPtr(let x, let m), .rawPtr(let y, let n)): return m == n && unify(x, y)
    case (.ref(_, let x, let m), .ref(_, let y, let n)): return m == n && unify(x, y)
    case (.tuple(let x), .tuple(let y)): return unify(x, y)
    case (.fnPtr(let f), .fnPtr(let g)):
      let f = f.sig
      let g = g.sig
      return f.abi == g.abi && f.isUnsafe == g.isUnsafe && f.isVariadic == g.isVariadic
        && unify(f.inputsAndOutput, g.inputsAndOutput)
    case (.dynamic(let x, _), .dynamic(let y, _)): return unify(x, y)
    case (.unsafeBinder(let x, let v), .unsafeBinder(let y, let w)): return v.count == w.count && unify(x, y)
    default: return false
    }
  }

  /// `unify`, undone if it fails.
  public mutating func tryUnify(_ a: TypeID, _ b: TypeID) -> Bool {
    let s = snapshot()
    if unify(a, b) {
      commit(s)
      return true
    }
    rollBack(to: s)
    return false
  }

  /// Whether `unify` would succeed.
  public mutating func canUnify(_ a: TypeID, _ b: TypeID) -> Bool {
    let s = snapshot()
    defer { rollBack(to: s) }
    return unify(a, b)
  }

  public mutating func unify(_ a: GenericArgsID, _ b: GenericArgsID) -> Bool {
    if a == b { return true }
    let x = a.elements
    let y = b.elements
    if x.count != y.count { return false }
    for i in 0..<x.count where !unify(x[i], y[i]) { return false }
    return true
  }

  public mutating func unify(_ a: GenericArg, _ b: GenericArg) -> Bool {
    switch (a.kind, b.kind) {
    case (.type(let x), .type(let y)): unify(x, y)
    case (.const(let x), .const(let y)): unify(x, y)
    case (.region, .region): true
    default: false
    }
  }

  public mutating func unify(_ a: TraitRef, _ b: TraitRef) -> Bool { a.def == b.def && unify(a.args, b.args) }
  public mutating func unify(_ a: Term, _ b: Term) -> Bool { unify(a.arg, b.arg) }

  public mutating func unify(_ a: TypeListID, _ b: TypeListID) -> Bool {
    if a == b { return true }
    let x = a.elements
    let y = b.elements
    if x.count != y.count { return false }
    for i in 0..<x.count where !unify(x[i], y[i]) { return false }
    return true
  }

  mutating func unify(_ a: PatternID, _ b: PatternID) -> Bool {
    if a == b { return true }
    switch (a.kind, b.kind) {
    case (.range(let x, let y), .range(let z, let w)): return unify(x, z) && unify(y, w)
    case (.or(let x), .or(let y)):
      let x = x.elements
      let y = y.elements
      if x.count != y.count { return false }
      for i in 0..<x.count where !unify(x[i], y[i]) { return false }
      return true
    default: return false
    }
  }

  /// Bounds of two `dyn` types: principals in order, auto traits as a set.
  mutating func unify(_ a: ExistentialListID, _ b: ExistentialListID) -> Bool {
    if a == b { return true }
    var autosA = Set<DefID>()
    var autosB = Set<DefID>()
    let x = a.all.filter { if case .autoTrait(let d) = $0 { autosA.insert(d); return false } else { return true } }
    let y = b.all.filter { if case .autoTrait(let d) = $0 { autosB.insert(d); return false } else { return true } }
    if x.count != y.count || autosA != autosB { return false }
    for p in x {
      switch p {
      case .trait(let d, let args, _):
        guard let other = b.principal, other.def == d, unify(args, other.args) else { return false }
      case .projection(let d, let args, let term, _):
        var found = false
        for q in y {
          if case .projection(let e, let args2, let term2, _) = q, d == e {
            if !unify(args, args2) || !unify(term, term2) { return false }
            found = true
            break
          }
        }
        if !found { return false }
      case .autoTrait: break
      }
    }
    return true
  }

  public mutating func unify(_ a: ConstID, _ b: ConstID) -> Bool {
    if a == b { return true }
    let a = shallow(a)
    let b = shallow(b)
    if a == b { return true }
    switch (a.kind, b.kind) {
    case (.error, _), (_, .error): return true
    case (.infer(let v), .infer(let w)):
      note(GenericArg(a), GenericArg(b))
      consts.unify(v, w, value: Self.unknown)
      return true
    case (.infer(let v), _):
      knownCount &+= 1
      note(GenericArg(a), GenericArg(a))
      consts.setValue(b.rawValue, of: v)
      return true
    case (_, .infer(let v)):
      knownCount &+= 1
      note(GenericArg(b), GenericArg(b))
      consts.setValue(a.rawValue, of: v)
      return true
    case (.value(let t, let x), .value(let u, let y)): return x == y && unify(t, u)
    case (.unevaluated(let d, let x), .unevaluated(let e, let y)) where d == e:
      let s = snapshot()
      if unify(x, y) {
        commit(s)
        return true
      }
      rollBack(to: s)
      return unifyEvaluated(a, b)
    case (.unevaluated, _), (_, .unevaluated): return unifyEvaluated(a, b)
    default: return false
    }
  }

  /// Constants that are not both plain: equal if their values are; not known to differ while they depend on parameters.
  private mutating func unifyEvaluated(_ a: ConstID, _ b: ConstID) -> Bool {
    let x = facts.evaluate(resolve(a), in: .empty) ?? a
    let y = facts.evaluate(resolve(b), in: .empty) ?? b
    if case .unevaluated = x.kind { return true }
    if case .unevaluated = y.kind { return true }
    return x == y || unify(x, y)
  }

  /// Binds an unbound variable (a class representative).
  private mutating func bind(_ v: UInt32, to type: TypeID) -> Bool {
    if notesBindings {
      let variable = GenericArg(TypeID(.infer(.type(v))))
      note(variable, variable)
    }
    if type.flags.contains(.hasTypeInfer) {
      let resolved = resolve(type)
      if occurs(v, in: resolved) { return false }
      knownCount &+= 1
      types.setValue(resolved.rawValue, of: v)
      return true
    }
    knownCount &+= 1
    types.setValue(type.rawValue, of: v)
    return true
  }

  private func occurs(_ v: UInt32, in type: TypeID) -> Bool {
    var f = OccursCheck(variable: v)
    _ = f.fold(type)
    return f.found
  }

  struct OccursCheck: TypeFolder {
    let variable: UInt32
    var found = false
    mutating func fold(_ type: TypeID) -> TypeID {
      if found || type.flags.isDisjoint(with: .hasTypeInfer) { return type }
      if case .infer(.type(let w)) = type.kind {
        if w == variable { found = true }
        return type
      }
      return superFold(type)
    }
  }

  /// Notes the hidden type of an opaque type that the body at hand defines.
  private mutating func define(_ def: DefID, _ args: GenericArgsID, as type: TypeID) -> Bool {
    for o in definedOpaques where o.def == def && o.args == args { return unify(o.type, type) }
    definedOpaques.append((def, args, type))
    return true
  }
}
