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

  private static let arbitrarySelfTypes = Name("arbitrary_self_types")
  private static let arbitrarySelfTypesPointers = Name("arbitrary_self_types_pointers")

  /// E0307: the type of `self` does not dereference to `Self`; E0801: it is a parameter of the method; E0658: it would with a feature.
  mutating func checkReceiver(_ def: DefID) {
    let (receivers, pointers) = (Self.arbitrarySelfTypes, Self.arbitrarySelfTypesPointers)
    if context.world.hasFeature(receivers, in: context.crate) || context.world.hasFeature(pointers, in: context.crate) { return }
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
    let at = header.tree[written].span
    let types = chain(from: type, to: selfType, env, .stable)
    if let used = types.first(where: { isOwnParameter($0, of: def) }) {
      report(.error("the type of `self` is `\(TypePrinter.text(of: used))`, a parameter of the method", code: "E0801", at: at))
      return
    }
    if types.last == selfType { return }
    let text = TypePrinter.text(of: type)
    for (rule, feature) in [(ReceiverRule.anyReceiver, receivers), (.pointersToo, pointers)]
    where chain(from: type, to: selfType, env, rule).last == selfType {
      report(.unstable("`self` of the type `\(text)` is", feature: feature.text, at: at))
      return
    }
    report(
      .error("`self` cannot have the type `\(text)`", code: "E0307", at: at)
        .help("`self` is of the type `Self`, or of one that dereferences to it, as `&Self` and `Box<Self>`"))
  }

  /// `start` and the types that it dereferences to one after the other, as far as `goal`.
  private mutating func chain(from start: TypeID, to goal: TypeID, _ env: ParamEnv, _ rule: ReceiverRule) -> [TypeID] {
    var types = [start]
    while let type = types.last, type != goal, types.count < 128, rule != .stable || holds("legacy_receiver", type, env),
      let next = target(of: type, env, rule)
    {
      types.append(next)
    }
    return types
  }

  /// Whether `type` is a parameter that `method` itself declares.
  private func isOwnParameter(_ type: TypeID, of method: DefID) -> Bool {
    if case .param(let i, _) = type.kind { Int(i) >= facts.generics(of: method).parentCount } else { false }
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
    return evaluate(type, is: trait, env) == .holds
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
