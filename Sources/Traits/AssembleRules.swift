// Rules of the language for lang-item traits.
import Defs
import Infer
import Support
import enum Syntax.Mutability
import Types

extension InferContext {
  mutating func assembleRule(
    _ rule: BuiltinTrait?, _ trait: TraitRef, _ selfType: TypeID, _ env: ParamEnv, _ into: inout Assembly
  ) {
    guard let rule else { return }
    switch rule {
    case .sized: add(sizedConditions(selfType, isMeta: false), &into)
    case .metaSized: add(sizedConditions(selfType, isMeta: true), &into)
    case .pointeeSized, .destruct, .discriminantKind, .pointee, .transmute: into.candidates.append(.builtin(hasConditions: false))
    case .copy, .clone: add(copyConditions(selfType), &into)
    case .tuple:
      switch selfType.kind {
      case .tuple: into.candidates.append(.builtin(hasConditions: false))
      case .infer(.type): into.isAmbiguous = true
      default: break
      }
    case .fnPtr:
      switch selfType.kind {
      case .fnPtr: into.candidates.append(.builtin(hasConditions: false))
      case .infer(.type): into.isAmbiguous = true
      default: break
      }
    case .bikeshedNoDrop:
      switch selfType.kind {
      case .ref: into.candidates.append(.builtin(hasConditions: false))
      case .adt(let d, _) where facts.adt(d).isManuallyDrop: into.candidates.append(.builtin(hasConditions: false))
      case .tuple: into.candidates.append(.builtin(hasConditions: true))
      case .array: into.candidates.append(.builtin(hasConditions: true))
      default:
        if lang.copy != .none {
          let r = evaluate(TraitRef(lang.copy, GenericArgsID([GenericArg(selfType)])), env: env)
          if r == .holds { into.candidates.append(.builtin(hasConditions: false)) } else if r == .ambiguous { into.isAmbiguous = true }
        }
      }
    case .fn, .fnMut, .fnOnce: assembleCallable(rule, trait, selfType, &into)
    case .unsize: assembleUnsize(trait, selfType, env, &into)
    }
  }

  enum Conditions {
    case always
    case types([TypeID])
    case never
    case ambiguous
  }

  private func add(_ c: Conditions, _ into: inout Assembly) {
    switch c {
    case .always: into.candidates.append(.builtin(hasConditions: false))
    case .types: into.candidates.append(.builtin(hasConditions: true))
    case .never: break
    case .ambiguous: into.isAmbiguous = true
    }
  }

  /// The types for which `trait` must hold so that it holds for `selfType` by a rule of the language.
  func ruleConditions(_ trait: DefID, _ selfType: TypeID) -> [TypeID] {
    let conditions: Conditions
    switch builtin(trait) {
    case .sized: conditions = sizedConditions(selfType, isMeta: false)
    case .metaSized: conditions = sizedConditions(selfType, isMeta: true)
    case .copy, .clone: conditions = copyConditions(selfType)
    case .bikeshedNoDrop:
      switch selfType.kind {
      case .tuple(let l): return Array(l.elements)
      case .array(let t, _): return [t]
      default: return []
      }
    default: return []
    }
    if case .types(let t) = conditions { return t }
    return []
  }

  /// Whether the head of `type` alone says that it is `Sized`.
  public func isPlainlySized(_ type: TypeID) -> Bool {
    switch type.kind {
    case .bool, .char, .int, .uint, .float, .never, .fnDef, .fnPtr, .rawPtr, .ref, .array, .closure, .infer(.int), .infer(.float): true
    case .tuple(let l): l.count == 0
    default: false
    }
  }

  /// When values of `type` have a size known at compile time (`isMeta`: known from their metadata).
  private func sizedConditions(_ type: TypeID, isMeta: Bool) -> Conditions {
    switch type.kind {
    case .bool, .char, .int, .uint, .float, .never, .fnDef, .fnPtr, .rawPtr, .ref, .array, .closure, .coroutine,
      .coroutineClosure, .coroutineWitness, .pattern, .error, .infer(.int), .infer(.float), .infer(.fresh), .unsafeBinder:
      return .always
    case .str, .slice, .dynamic: return isMeta ? .always : .never
    case .foreign: return .never
    case .tuple(let l): return l.count == 0 ? .always : .types([l[l.count - 1]])
    case .adt(let d, let args):
      let adt = facts.adt(d)
      // Only a struct's last field may be unsized; where the others are not, the struct is an error already.
      guard adt.kind == .struct, let last = adt.fields.last else { return .always }
      let t = facts.type(of: last.def)
      // A field whose type has no parameter and is sized by itself is not asked again and again.
      switch t.kind {
      case .bool, .char, .int, .uint, .float, .never, .fnDef, .fnPtr, .rawPtr, .ref, .array: return .always
      default: return .types([t.instantiated(args)])
      }
    // Without `Sized` only parameters bounded by `PointeeSized` alone (in `core`, a handful) have no metadata; they are let through.
    case .alias, .param, .placeholder, .bound: return isMeta ? .always : .never
    case .infer(.type): return .ambiguous
    }
  }

  private func copyConditions(_ type: TypeID) -> Conditions {
    switch type.kind {
    case .fnDef, .fnPtr, .error: return .always
    case .tuple(let l): return .types(Array(l.elements))
    case .pattern(let t, _): return .types([t])
    case .closure(_, let args):
      let upvars = shallow(ClosureArgs(args).upvarsType)
      switch upvars.kind {
      case .tuple(let l): return .types(Array(l.elements))
      case .infer: return .ambiguous
      default: return .never
      }
    case .infer(.type): return .ambiguous
    default: return .never
    }
  }

  // MARK: Callables

  private mutating func assembleCallable(_ rule: BuiltinTrait, _ trait: TraitRef, _ selfType: TypeID, _ into: inout Assembly) {
    switch selfType.kind {
    case .closure(_, let args):
      let parts = ClosureArgs(args)
      let wanted = rule == .fn ? 0 : rule == .fnMut ? 1 : 2
      if let rank = ClosureArgs.kindRank(shallow(parts.kindType)) {
        if rank > wanted { return }
      } else if wanted < 2 {
        // What its body does with captures is not known yet.
        into.isAmbiguous = true
        return
      }
      guard case .fnPtr = shallow(parts.signatureType).kind else {
        into.isAmbiguous = true
        return
      }
    case .fnDef(let d, _):
      let sig = facts.fnSig(of: d)
      if sig.isUnsafe || sig.isVariadic { return }
    case .fnPtr(let id):
      let sig = id.sig
      if sig.isUnsafe || sig.isVariadic { return }
    default: return
    }
    into.candidates.append(.callable)
  }

  /// The tuple of params and the output of a call of `type`, binders opened.
  func callSignature(_ type: TypeID) -> (inputs: TypeID, output: TypeID)? {
    switch type.kind {
    case .closure(_, let args):
      guard case .fnPtr(let id) = shallow(ClosureArgs(args).signatureType).kind else { return nil }
      let sig = open(id.sig)
      return (sig.inputs.first ?? .unit, sig.output)
    case .fnDef(let d, let args):
      let sig = open(facts.fnSig(of: d).instantiated(args))
      return (.tuple(Array(sig.inputs)), sig.output)
    case .fnPtr(let id):
      let sig = open(id.sig)
      return (.tuple(Array(sig.inputs)), sig.output)
    default: return nil
    }
  }

  // MARK: Unsizing

  private mutating func assembleUnsize(_ trait: TraitRef, _ source: TypeID, _ env: ParamEnv, _ into: inout Assembly) {
    guard let targetArg = trait.args[1].type else { return }
    let target = shallow(targetArg)
    switch (source.kind, target.kind) {
    case (.dynamic(let from, _), .dynamic(let to, _)):
      if canUpcast(from, to, source) { into.candidates.append(.unsize(.dynUpcast)) }
    case (.infer(.type), _), (_, .infer(.type)): into.isAmbiguous = true
    case (_, .dynamic): into.candidates.append(.unsize(.dynFromSized))
    case (.array, .slice): into.candidates.append(.unsize(.array))
    case (.adt(let d, _), .adt(let e, _)) where d == e && facts.adt(d).kind == .struct:
      into.candidates.append(.unsize(.structTail))
    default: break
    }
  }

  private func canUpcast(_ from: ExistentialListID, _ to: ExistentialListID, _ source: TypeID) -> Bool {
    // Auto traits may be dropped, or gained if a supertrait of the principal.
    let supers = from.principal.map { principalSupertraits($0, source) } ?? []
    for b in to.all {
      guard case .autoTrait(let d) = b else { continue }
      let has = from.all.contains { if case .autoTrait(let e) = $0 { e == d } else { false } } || supers.contains { $0.def == d }
      if !has { return false }
    }
    guard let principal = to.principal else { return true }
    return supers.contains { $0.def == principal.def }
  }
}
