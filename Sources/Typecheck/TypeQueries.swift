// Small questions about types, and types made from parts.
import Defs
import Diagnostics
import HIR
import Infer
import Parallel
import Source
import Support
import Syntax
import Traits
import Types

extension FnCtxt {
  func kind(_ type: TypeID) -> TypeKind { type.kind }
  func isError(_ type: TypeID) -> Bool { type == .error }
  func referencesError(_ type: TypeID) -> Bool { type != .unset && type.flags.contains(.hasError) }

  func mkRef(_ type: TypeID, _ m: Mutability) -> TypeID { .ref(type, m) }
  func mkPtr(_ type: TypeID, _ m: Mutability) -> TypeID { .rawPtr(type, m) }
  func mkSlice(_ type: TypeID) -> TypeID { .slice(type) }
  func mkTuple(_ types: [TypeID]) -> TypeID { .tuple(types) }
  func mkArray(_ type: TypeID, _ n: UInt64) -> TypeID { .array(type, .usize(n)) }
  func mkArray(_ type: TypeID, _ n: ConstID) -> TypeID { .array(type, n) }
  func mkAdt(_ def: DefID, _ args: GenericArgsID) -> TypeID { TypeID(.adt(def, args)) }
  func mkArgs(_ args: [GenericArg]) -> GenericArgsID { GenericArgsID(args) }
  /// `<types[0] as Trait<types[1…]>>::item`
  func mkProjection(_ item: DefID, _ types: [TypeID]) -> TypeID {
    TypeID(.alias(.projection, item, GenericArgsID(types.map { GenericArg($0) })))
  }
  func primitive(_ p: PrimTy) -> TypeID { .primitive(p) }
  func typeArg(_ args: GenericArgsID, _ i: Int) -> TypeID { i < args.count ? args[i].type ?? .error : .error }

  func isIntegral(_ type: TypeID) -> Bool { shallowResolve(type).isIntegral }
  func isFloat(_ type: TypeID) -> Bool { shallowResolve(type).isFloat }
  func isNumeric(_ type: TypeID) -> Bool { isIntegral(type) || isFloat(type) }

  /// What `*` gives without a trait.
  func builtinDeref(_ type: TypeID, explicit: Bool) -> TypeID? {
    switch type.kind {
    case .ref(_, let t, _): return t
    case .rawPtr(let t, _): return explicit ? t : nil
    case .adt(let def, let args): return cx.facts.adt(def).isBox ? args[0].type : nil
    default: return nil
    }
  }
  func builtinIndex(_ type: TypeID) -> TypeID? {
    switch type.kind {
    case .array(let t, _), .slice(let t): t
    default: nil
    }
  }
  func tupleFields(_ type: TypeID) -> [TypeID]? { if case .tuple(let l) = type.kind { Array(l.elements) } else { nil } }
  func arrayParts(_ type: TypeID) -> (element: TypeID, length: ConstID)? {
    if case .array(let e, let n) = type.kind { (e, n) } else { nil }
  }
  func isUnion(_ type: TypeID) -> Bool { if case .adt(let d, _) = shallowResolve(type).kind { cx.facts.adt(d).kind == .union } else { false } }
  func isManuallyDrop(_ type: TypeID) -> Bool { if case .adt(let d, _) = shallowResolve(type).kind { cx.facts.adt(d).isManuallyDrop } else { false } }
  func isBoxedSlice(_ type: TypeID) -> Bool {
    guard case .adt(let d, let args) = type.kind, cx.facts.adt(d).isBox, let inner = args[0].type else { return false }
    if case .slice = shallowResolve(inner).kind { return true }
    return false
  }

  /// The last field of the last field…, as far as structs and tuples go.
  func structTailWithoutNormalizing(_ type: TypeID) -> TypeID {
    var t = shallowResolve(type)
    for _ in 0..<recursionLimit {
      switch t.kind {
      case .adt(let def, let args):
        let adt = cx.facts.adt(def)
        guard adt.kind == .struct, let last = adt.fields(of: adt.variants[0]).last else { return t }
        t = shallowResolve(typeOf(last.def, args))
      case .tuple(let l):
        guard l.count > 0 else { return t }
        t = shallowResolve(l[l.count - 1])
      default: return t
      }
    }
    return t
  }

  // MARK: Functions

  func isUnsafeFn(_ type: TypeID) -> Bool {
    switch type.kind {
    case .fnPtr(let s): s.sig.isUnsafe
    case .fnDef(let d, _): cx.facts.fnSig(of: d).isUnsafe
    default: false
    }
  }
  func asUnsafeFnPtr(_ type: TypeID) -> TypeID {
    guard case .fnPtr(let s) = type.kind else { return type }
    var sig = s.sig
    sig.isUnsafe = true
    return .fnPtr(sig)
  }
  /// The fn pointer that a function item becomes; nil for intrinsics, which have no address.
  func fnPtrOfItem(_ type: TypeID) -> TypeID? {
    guard case .fnDef(let d, let args) = type.kind, !cx.isIntrinsic(d) else { return nil }
    return TypeID.fnPtr(cx.facts.fnSig(of: d).instantiated(args)).erasingRegions
  }

  // MARK: World

  func isAccessible(_ def: DefID) -> Bool { cx.isAccessible(def, from: owner) }
  /// Items of traits are as visible as the trait; of impls, by themselves.
  func isAccessible(_ item: DefID, of container: DefID) -> Bool {
    switch Defs[container].kind {
    case .trait, .traitAlias: true
    default: cx.isAccessible(item, from: owner)
    }
  }
  func isSameHygienically(_ ident: Ident, _ def: DefID) -> Bool { true }
  func hasDestructor(_ adt: DefID) -> Bool { cx.hasDestructor(adt) }
  func missingFeature(of def: DefID) -> Name? { cx.missingFeature(of: def, for: owner) }
  func edition(of span: Span) -> Edition { Hygiene.edition(of: span.context) }
  var ownerEdition: Edition { Hygiene.edition(of: hir[body.value].span.context) }
  var bodySpan: Span { hir[body.value].span }
  var recursionLimit: Int { 128 }
  func traitsInScope(call: MethodCall) -> TraitsInScope { traitsInScope(block: call.blockModule) }
  func traitsInScope(path: ID<HIR.QPath>) -> TraitsInScope { traitsInScope(block: hir[path].blockModule) }
  private func traitsInScope(block: UInt32) -> TraitsInScope {
    if block == .max { return ownerTraits }
    if let known = blockTraits[block] { return known }
    let all = cx.traitsInScope(of: owner, block: block)
    blockTraits[block] = all
    return all
  }
  func display(_ clause: Clause) -> String { TypePrinter.text(of: clause) }
  func display(_ type: TypeID) -> String { TypePrinter.text(of: resolveVars(type)) }
}
