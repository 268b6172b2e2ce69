// What `self` may be the type of.
import Collect
import Defs
import Diagnostics
import HIR
import Infer
import Parallel
import Resolve
import Source
import Support
import Traits
import Types

extension ItemChecker {
  /// How far the type of `self` may be from `Self`.
  private enum ReceiverRule { case stable, anyReceiver, pointersToo }

  /// E0307: the type of `self` does not dereference to `Self`; E0801: it is a parameter of the method; E0658: it would with a feature.
  mutating func checkReceiver(_ def: DefID) {
    let header = facts.source.header(of: def)
    guard Defs[def].kind == .assocFn, case .fn(_, let decl) = header.kind, header.tree[decl].implicitSelf != .none,
      let written = header.tree[header.tree[decl].inputs].first
    else { return }
    let parent = Defs[def].parent
    let env = infer.normalizedEnv(facts.paramEnv(of: def))
    guard let first = infer.open(facts.fnSig(of: def)).inputs.first else { return }
    let selfType: TypeID
    if Defs[parent].kind == .trait {
      guard let own = identityArgs(parent).elements.first?.type else { return }
      selfType = own
    } else {
      selfType = plain(facts.type(of: parent), env)
    }
    let type = plain(first, env)
    if type.flags.contains(.hasError) || selfType.flags.contains(.hasError) || type == selfType { return }
    if context.world.hasFeature(Name("arbitrary_self_types"), in: context.crate)
      || context.world.hasFeature(Name("arbitrary_self_types_pointers"), in: context.crate)
    {
      return
    }
    let at = header.tree[written].span
    let text = TypePrinter.text(of: type)
    if let used = parameter(of: def, reachedFrom: type, selfType, env, .stable) {
      report(.error("the type of `self` is `\(TypePrinter.text(of: used))`, a parameter of the method", code: "E0801", at: at))
      return
    }
    if reaches(selfType, from: type, env, .stable) { return }
    for (rule, feature) in [(ReceiverRule.anyReceiver, "arbitrary_self_types"), (.pointersToo, "arbitrary_self_types_pointers")]
    where reaches(selfType, from: type, env, rule) {
      report(
        .error("`\(text)` is the type of `self` with an unstable feature only", code: "E0658", at: at)
          .note("`#![feature(\(feature))]` asks for it, where that is allowed"))
      return
    }
    report(
      .error("`self` cannot have the type `\(text)`", code: "E0307", at: at)
        .help("`self` is of the type `Self`, or of one that dereferences to it, as `&Self` and `Box<Self>`"))
  }

  private mutating func reaches(_ goal: TypeID, from start: TypeID, _ env: ParamEnv, _ rule: ReceiverRule) -> Bool {
    var type = start
    for _ in 0..<128 {
      if type == goal { return true }
      if rule == .stable, !holds("legacy_receiver", type, env) { return false }
      guard let next = target(of: type, env, rule) else { return false }
      type = next
    }
    return false
  }

  /// The method's own parameter among the types on the way to `goal`.
  private mutating func parameter(of def: DefID, reachedFrom start: TypeID, _ goal: TypeID, _ env: ParamEnv, _ rule: ReceiverRule) -> TypeID? {
    let count = facts.generics(of: def).parentCount
    var type = start
    for _ in 0..<128 {
      if type == goal { return nil }
      if case .param(let i, _) = type.kind, Int(i) >= count { return type }
      if rule == .stable, !holds("legacy_receiver", type, env) { return nil }
      guard let next = target(of: type, env, rule) else { return nil }
      type = next
    }
    return nil
  }

  private mutating func target(of type: TypeID, _ env: ParamEnv, _ rule: ReceiverRule) -> TypeID? {
    switch type.kind {
    case .ref(_, let t, _): return plain(t, env)
    case .rawPtr(let t, _) where rule == .pointersToo: return plain(t, env)
    default: break
    }
    let names: (trait: StaticString, target: StaticString) = rule == .stable ? ("deref", "deref_target") : ("receiver", "receiver_target")
    guard holds(names.trait, type, env), let target = facts.langItem(Name("\(names.target)")) else { return nil }
    let result = plain(TypeID(.alias(.projection, target, GenericArgsID([Types.GenericArg(type)]))), env)
    if case .alias = result.kind, result != type { return result }
    return result.flags.contains(.hasError) ? nil : result
  }

  private mutating func holds(_ trait: StaticString, _ type: TypeID, _ env: ParamEnv) -> Bool {
    guard let trait = facts.langItem(Name("\(trait)")) else { return false }
    let goal = Obligation(.trait(TraitRef(trait, GenericArgsID([Types.GenericArg(type)])), isNegative: false), env: env, cause: Cause(span: .none))
    let s = infer.snapshot()
    defer { infer.rollBack(to: s) }
    return infer.evaluate(normalizedParts(of: goal)) == .holds
  }

  /// `type` without regions and without projections that are known.
  private mutating func plain(_ type: TypeID, _ env: ParamEnv) -> TypeID {
    var nested: [Obligation] = []
    let result = infer.resolve(infer.normalize(type.erasingRegions, env: env, cause: Cause(span: .none), depth: 0, &nested))
    if !nested.isEmpty {
      var f = Fulfillment()
      f.register(nested)
      _ = f.selectWherePossible(&infer)
    }
    return infer.resolve(result).erasingRegions
  }
}
