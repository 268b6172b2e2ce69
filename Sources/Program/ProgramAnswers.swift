// The program as monomorphisation, const evaluation and code generation see it.
import ABI
import Collect
import ConstEval
import Defs
import Diagnostics
import Infer
import Layout
import MIR
import Monomorphize
import Parallel
import Resolve
import Source
import Support
import Syntax
import Traits
import Types

/// Answers from the store. Sharing: per worker.
public final class ProgramAnswers: ProgramFacts {
  let store: ProgramStore
  var infer: InferContext
  var instantiated: [InstantiationKey: TypeID] = [:]
  var resolved: [ResolutionKey: Instance?] = [:]
  var attributeCache: [DefID: CodegenAttributes] = [:]
  var dropAnswers: [TypeID: Bool] = [:]

  struct InstantiationKey: Hashable {
    var type: TypeID
    var args: GenericArgsID
  }
  struct ResolutionKey: Hashable {
    var def: DefID
    var args: GenericArgsID
  }

  var facts: any HeaderFacts { store.headers }

  public init(_ store: ProgramStore) {
    self.store = store
    infer = InferContext(facts: store.headers, revealsAll: true)
  }

  func normalized(_ type: TypeID) -> TypeID { infer.normalizeCompletely(type, env: .empty).erasingRegions.anonymizingBinders }

  // MARK: Types

  /// Flags of types that are not yet as code generation wants them.
  static let isUnfinished: TypeFlags = [.hasParam, .hasAlias, .hasFreeRegion, .hasBinder]

  public override func instantiate(_ type: TypeID, _ args: GenericArgsID) -> TypeID {
    if type.flags.isDisjoint(with: Self.isUnfinished) { return type }
    let key = InstantiationKey(type: type, args: args)
    if let known = instantiated[key] { return known }
    let result = normalized(type.instantiated(args))
    instantiated[key] = result
    return result
  }

  public override func instantiate(_ args: GenericArgsID, _ owner: GenericArgsID) -> GenericArgsID {
    if args.flags.isDisjoint(with: Self.isUnfinished) { return args }
    return GenericArgsID(
      args.elements.map { a in
        switch a.kind {
        case .type(let t): Types.GenericArg(instantiate(t, owner))
        case .region: Types.GenericArg(RegionID.erased)
        case .const(let c): Types.GenericArg(constant(c.instantiated(owner)))
        }
      })
  }

  func constant(_ c: ConstID) -> ConstID {
    if case .unevaluated = c.kind { return facts.evaluate(c, in: .empty) ?? c }
    return c
  }

  public override func layout(of type: TypeID) -> TypeLayout {
    do throws(LayoutFailure) {
      return try store.layouts.layout(of: type)
    } catch {
      note(error, of: type)
      return .unit
    }
  }

  /// Keeps the message about a type that has no layout.
  private func note(_ failure: LayoutFailure, of type: TypeID) {
    // What is wrong with the type was said.
    if type.flags.contains(.hasError) { return }
    let text = TypePrinter.text(of: type)
    switch failure {
    case .sizeOverflow: store.note(.error("values of the type `\(text)` are too big for the target architecture", at: .none))
    case .unsupported(let what): store.note(.unsupported(what, at: .none))
    default: store.note(.error("the type `\(text)` has an unknown layout", at: .none))
    }
  }

  public override func fieldType(of type: TypeID, variant: UInt32, _ i: Int) -> TypeID {
    switch type.kind {
    case .adt(let d, let args):
      let adt = facts.adt(d)
      guard Int(variant) < adt.variants.count else { return .error }
      let fields = adt.fields(of: adt.variants[Int(variant)])
      guard i < fields.count else { return .error }
      return instantiate(facts.type(of: fields[i].def), args)
    case .tuple(let l): return i < l.count ? l[i] : .error
    case .closure(_, let args):
      let upvars = ClosureArgs(args).upvars(infer)
      return i < upvars.count ? upvars[i] : .error
    case .array(let t, _), .slice(let t): return t
    case .str: return .u8
    case .pattern(let t, _): return fieldType(of: t, variant: variant, i)
    default: return .error
    }
  }

  private func holds(_ type: TypeID, _ lang: String) -> Bool {
    guard let trait = facts.langItem(Name(lang)) else { return false }
    return infer.implements(type, trait, env: .empty) == .holds
  }
  public override func isFreeze(_ type: TypeID) -> Bool { holds(type, "freeze") }
  public override func isUnpin(_ type: TypeID) -> Bool { holds(type, "unpin") }
  public func isSized(_ type: TypeID) -> Bool { holds(type, "sized") }
  public override func isCopy(_ type: TypeID) -> Bool { holds(type, "copy") }
  public override func isEnum(_ type: TypeID) -> Bool {
    if case .adt(let d, _) = type.kind { facts.adt(d).kind == .enum } else { false }
  }
  public override func isBox(_ def: DefID) -> Bool { facts.adt(def).isBox }
  public override func dropsFields(_ def: DefID) -> Bool {
    let adt = facts.adt(def)
    return adt.kind != .union && !adt.isManuallyDrop
  }
  public override func packedAlignment(of type: TypeID) -> UInt64? {
    guard case .adt(let d, _) = type.kind else { return nil }
    let packed = facts.adt(d).repr.packed
    return packed == 0 ? nil : UInt64(packed)
  }

  public override func needsDrop(_ type: TypeID) -> Bool {
    if let known = dropAnswers[type] { return known }
    dropAnswers[type] = false
    let answer = computeNeedsDrop(type)
    dropAnswers[type] = answer
    return answer
  }
  private func computeNeedsDrop(_ type: TypeID) -> Bool {
    switch type.kind {
    case .array(let e, let n): return n.bits != 0 && needsDrop(e)
    case .slice(let e), .pattern(let e, _): return needsDrop(e)
    case .tuple(let l): return l.elements.contains { needsDrop($0) }
    case .closure(_, let args): return ClosureArgs(args).upvars(infer).contains { needsDrop($0) }
    case .dynamic: return true
    case .adt(let d, _):
      if dropImpl(of: type) != nil { return true }
      let adt = facts.adt(d)
      if !dropsFields(d) || adt.isPhantomData { return false }
      for (v, variant) in adt.variants.enumerated() {
        for i in 0..<Int(variant.fieldCount) where needsDrop(fieldType(of: type, variant: UInt32(v), i)) { return true }
      }
      return false
    default: return false
    }
  }

  public override var allowsLongEvaluation: Bool { store.options.allowsLongEvaluation }
  public override func discriminantType(of type: TypeID) -> TypeID { infer.discriminantType(of: type) ?? .isize }
  public override func variantCount(of type: TypeID) -> Int {
    if case .adt(let d, _) = type.kind { return facts.adt(d).variants.count }
    return 0
  }
  public override func discriminant(of type: TypeID, variant: UInt32) -> UInt128 {
    guard case .adt(let d, _) = type.kind else { return 0 }
    return facts.adt(d).discriminant(of: Int(variant)) { facts.evaluate($0, in: .empty)?.bits } ?? 0
  }

  public override func typeName(_ type: TypeID) -> String { TypeName.text(of: type, self) }
  public override func typeIDHash(_ type: TypeID) -> UInt128 {
    // FNV-1a of the mangled type, which is the same for equal types only.
    var h: UInt128 = 0x6c62_272e_07bb_0142_62b8_2175_6295_c58d
    for b in V0Mangler.text(of: type, self).utf8 {
      h ^= UInt128(b)
      h = h &* 0x0000_0000_0100_0000_0000_0000_0000_013B
    }
    return h
  }
  public override func orderingType() -> TypeID {
    facts.langItem(Name("Ordering")).map { TypeID(.adt($0, .empty)) } ?? .i8
  }
  public override func simdElement(of type: TypeID) -> TypeID {
    if case .array(let e, _) = fieldType(of: type, variant: 0, 0).kind { return e }
    return .error
  }

  // MARK: Functions

  public override func resolve(_ def: DefID, _ args: GenericArgsID) -> Instance? { resolveCached(def, args) }
  public override func signature(of instance: Instance) -> MonoSignature { computeSignature(instance) }
  public override func signature(ofPointer type: TypeID) -> MonoSignature {
    guard case .fnPtr(let id) = type.kind else { return MonoSignature(inputs: [], output: .unit) }
    let s = monoSig(id.sig, .empty)
    return MonoSignature(
      inputs: s.abi == .rustCall ? spread(Array(s.inputs)) : Array(s.inputs), output: s.output, convention: convention(s.abi),
      isVariadic: s.isVariadic)
  }
  public override func attributes(of def: DefID) -> CodegenAttributes {
    if let known = attributeCache[def] { return known }
    let result = computeAttributes(def)
    attributeCache[def] = result
    return result
  }
  public override func traitTracksCaller(_ def: DefID) -> Bool { computeTraitTracksCaller(def) }
  public override func body(of def: DefID) -> Body? {
    switch Defs[def].kind {
    case .structCtorFn, .variantCtorFn: return constructorBody(def)
    default: return store.body(of: def)
    }
  }
  public override func intrinsicName(of def: DefID) -> Name? { isIntrinsic(def) ? Defs[def].name : nil }
  public override func isConstFn(_ def: DefID) -> Bool { store.headers.isConstFn(def) }
  public override func intrinsicHasFallback(_ def: DefID) -> Bool { store.lowered(def) != nil }
  public override func panicFunction(_ which: PanicFunction) -> Instance? {
    facts.langItem(Name(which.langItem)).map { Instance(.item($0), .empty) }
  }
  public override func dropImpl(of type: TypeID) -> Instance? {
    guard case .adt(let d, _) = type.kind, let trait = facts.langItem(Name("drop")) else { return nil }
    guard facts.impls(of: trait).contains(where: { $0.simplified == SimplifiedType(.adt, d.rawValue) }) else { return nil }
    guard let method = facts.assocItems(of: trait).first(where: { $0.kind == .fn && $0.name == Name("drop") }) else { return nil }
    return resolve(method.def, GenericArgsID([Types.GenericArg(type)]))
  }
  public override func isRustCall(_ def: DefID) -> Bool {
    Defs[def].kind != .closure && facts.fnSig(of: def).abi == .rustCall
  }
  public override func fnItemSignature(_ def: DefID, _ args: GenericArgsID) -> (inputs: [TypeID], output: TypeID)? {
    let s = monoSig(facts.fnSig(of: def), args)
    return (Array(s.inputs), s.output)
  }
  public override func eraseBinder(_ sig: PolyFnSig) -> PolyFnSig { infer.open(sig) }
  public override func closureAsFunction(_ def: DefID, _ args: GenericArgsID) -> Instance? {
    guard let trait = facts.langItem(Name("fn_once")), let method = facts.assocItems(of: trait).first(where: { $0.kind == .fn }),
      case .fnPtr(let id) = ClosureArgs(args).signatureType.kind, let inputs = infer.open(id.sig).inputs.first
    else { return nil }
    let type = TypeID(.closure(def, args))
    return resolve(method.def, GenericArgsID([Types.GenericArg(type), Types.GenericArg(inputs.erasingRegions)]))
  }

  // MARK: Constants

  public override func evaluate(_ constant: UnevaluatedConst, type: TypeID) -> EvaluatedConst? {
    let key = ProgramStore.ConstantKey(constant: constant, type: type)
    if let known = store.evaluated.withLock({ $0[key] }) { return known.value }
    let value = computeConstant(constant, type)
    // The first to finish decides which allocation it is.
    return store.evaluated.withLock { all in
      if let first = all[key] { return first.value }
      all[key] = ProgramStore.EvaluatedSlot(value: value)
      return value
    }
  }
  public override func evaluate(_ constant: ConstID, _ args: GenericArgsID) -> EvaluatedConst? {
    let c = self.constant(constant.instantiated(args))
    if let bits = c.bits { return .scalar(low: UInt64(truncatingIfNeeded: bits), high: UInt64(truncatingIfNeeded: bits >> 64)) }
    if case .unevaluated(let d, let a) = c.kind {
      return evaluate(UnevaluatedConst(def: d, args: a), type: instantiate(facts.type(of: d), a))
    }
    return nil
  }
  public override func staticValue(_ def: DefID) -> ConstAllocation? {
    if let known = store.statics.withLock({ $0[def.rawValue] }) { return known }
    guard let body = store.body(of: def) else { return nil }
    let type = staticType(def)
    let isMutable = isMutableStatic(def) || !isFreeze(type)
    do throws(EvaluationFailure) {
      let value = try ConstEval.evaluateStatic(body, type: type, isMutable: isMutable, facts: self)
      return store.statics.withLock { all in
        if let first = all[def.rawValue] { return first }
        all[def.rawValue] = value
        return value
      }
    } catch {
      note(error, of: def)
      return nil
    }
  }
  private func isMutableStatic(_ def: DefID) -> Bool {
    if case .item(let id) = Defs[def].node, case .static(let s) = Trees[Defs[def].tree].tree[id].kind {
      return Trees[Defs[def].tree].tree[s].mutability == .mut
    }
    return false
  }
  public override func staticType(_ def: DefID) -> TypeID { normalized(facts.type(of: def).erasingRegions) }
  public override func vtableEntries(of type: TypeID, _ trait: VTableTrait) -> [VTableEntry] { entries(type, trait) }
  public override func upcastSlot(from source: VTableTrait, to target: VTableTrait) -> Int? {
    for (i, s) in vtableSlots(source).enumerated() { if case .superTrait(let t) = s, t == target { return i } }
    return nil
  }

  // MARK: Names

  public override func langItem(_ name: Name) -> DefID? { facts.langItem(name) }
  public override func crateName(_ crate: CrateID) -> String { store.world.crate(crate).name.text }
  public override func crateDisambiguator(_ crate: CrateID) -> UInt64 {
    var h: UInt64 = 0xcbf2_9ce4_8422_2325
    let text = crateName(crate) + (crate == .local ? "|" + store.options.metadata : "")
    for b in text.utf8 { h = (h ^ UInt64(b)) &* 0x100_0000_01b3 }
    return h
  }
  public override func genericCounts(of def: DefID) -> (parent: Int, all: Int) {
    let g = facts.generics(of: def)
    return (g.parentCount, g.count)
  }
  /// Arguments for a definition that has no parameters but lifetimes; nil if it has others.
  public func argsIfOnlyLifetimes(_ def: DefID) -> GenericArgsID? {
    let all = facts.generics(of: def).all
    return all.contains { $0.kind != .lifetime } ? nil : GenericArgsID(all.map { _ in Types.GenericArg(RegionID.erased) })
  }
  public override func trailingDefaults(of def: DefID, _ args: GenericArgsID) -> Int {
    let all = facts.generics(of: def).all
    guard all.count == args.count else { return 0 }
    // As they are written: a default that has to be evaluated first is not seen to be the same.
    var count = 0
    for (p, arg) in zip(all, args.elements).reversed() {
      let isDefault =
        switch arg.kind {
        case .type(let t): p.hasDefault && facts.type(of: p.def).instantiated(args).erasingRegions.anonymizingBinders == t
        case .const(let c): p.hasDefault && facts.constDefault(of: p.def).instantiated(args) == c
        case .region: false
        }
      if !isDefault { break }
      count += 1
    }
    return count
  }
  public override func implHeader(_ def: DefID) -> (selfType: TypeID, trait: TraitRef?) {
    (facts.type(of: def), facts.implTraitRef(of: def))
  }

  public override func location(of span: Span) -> CallerLocation {
    let root = Hygiene.callSiteAtRoot(span)
    guard let (file, place) = FileTable.lookup(root.lo) else { return CallerLocation(file: "", line: 0, column: 0) }
    return CallerLocation(file: FileTable[file].path, line: UInt32(place.line), column: UInt32(place.column))
  }
}
