// Types and signatures of definitions.
import Defs
import Diagnostics
import HIR
import LowerTypes
import Parallel
import Source
import Support
import Syntax
import Types

extension CollectedHeaders {
  public func type(of def: DefID) -> TypeID {
    demand(.type, def, in: tables(of: def).types, cyclic: .error) { computeType(def, &$0) }
  }

  private func computeType(_ def: DefID, _ diagnostics: inout DiagnosticList) -> TypeID {
    let data = Defs[def]
    switch data.kind {
    case .struct, .enum, .union: return TypeID(.adt(def, identityArgs(of: def)))
    case .variant: return type(of: data.parent)
    case .fn, .assocFn, .structCtorFn, .variantCtorFn: return TypeID(.fnDef(def, identityArgs(of: def)))
    case .structCtorConst: return type(of: data.parent)
    case .variantCtorConst: return type(of: Defs[data.parent].parent)
    case .foreignTy: return TypeID(.foreign(def))
    case .field: return fieldType(def, &diagnostics)
    case .tyParam, .constParam: return paramType(def, &diagnostics)
    case .opaqueTy: return hiddenType(of: def) ?? .error
    case .anonConst: return anonConstType(def)
    case .globalAsm: return .unit
    case .trait, .traitAlias: return .error
    default: break
    }
    var lowered = ItemLowering(self, def)
    defer { diagnostics.add(contentsOf: lowered.diagnostics) }
    switch lowered.header.kind {
    case .const(let ty, _), .static(_, _, let ty, _): return lowered.lower(ty)
    case .tyAlias(_, let ty): return ty.isNone ? .error : lowered.lower(ty)
    case .impl(_, _, _, _, let ty): return lowered.lower(ty)
    default: return .error
    }
  }

  private func fieldType(_ field: DefID, _ diagnostics: inout DiagnosticList) -> TypeID {
    var owner = Defs[field].parent
    if Defs[owner].kind == .variant { owner = Defs[owner].parent }
    var lowered = ItemLowering(self, owner)
    defer { diagnostics.add(contentsOf: lowered.diagnostics) }
    guard case .adt(let variants) = lowered.header.kind else { return .error }
    for v in lowered.hir[variants] {
      for f in lowered.hir[v.fields] where f.def == field { return lowered.lower(f.ty) }
    }
    return .error
  }

  private func paramType(_ param: DefID, _ diagnostics: inout DiagnosticList) -> TypeID {
    var lowered = ItemLowering(self, Defs[param].parent)
    defer { diagnostics.add(contentsOf: lowered.diagnostics) }
    for p in lowered.hir[lowered.generics.params] where p.def == param {
      switch p.kind {
      case .type(let value, _): return value.isNone ? .error : lowered.lower(value)
      case .const(let type, _): return lowered.lower(type)
      case .lifetime: return .error
      }
    }
    return .error
  }

  public func constDefault(of param: DefID) -> ConstID {
    demand(.constDefault, param, in: tables(of: param).constDefaults, cyclic: .error) { diagnostics in
      var lowered = ItemLowering(self, Defs[param].parent)
      defer { diagnostics.add(contentsOf: lowered.diagnostics) }
      for p in lowered.hir[lowered.generics.params] where p.def == param {
        if case .const(_, let value) = p.kind, !value.isNone { return lowered.lower(value, type: type(of: param)) }
      }
      return .error
    }
  }

  /// What an anonymous const must be, as the place says that it stands in.
  private func anonConstType(_ def: DefID) -> TypeID {
    let table = tables(of: def).anonConstTypes
    if let found = table[def.index] { return found }
    let parent = Defs[def].parent
    if Defs[parent].kind == .enum || Defs[parent].kind == .variant {
      let owner = Defs[parent].kind == .enum ? parent : Defs[parent].parent
      let adt = adt(owner)
      if adt.variants.contains(where: { $0.discriminant == def }) { return adt.discriminantType }
    }
    // The header that it stands in says so when it is lowered.
    demandAll(of: parent)
    return table[def.index] ?? .usize
  }

  /// Makes all facts of a header.
  public func demandAll(of def: DefID) {
    _ = generics(of: def)
    _ = predicates(of: def)
    switch Defs[def].kind {
    case .fn, .assocFn:
      _ = type(of: def)
      _ = fnSig(of: def)
    case .const, .static, .assocConst, .tyAlias: _ = type(of: def)
    case .struct, .enum, .union:
      _ = type(of: def)
      let adt = adt(def)
      for field in adt.fields { _ = type(of: field.def) }
      for v in adt.variants where !v.ctor.isNone {
        if Defs[v.ctor].kind == .structCtorFn || Defs[v.ctor].kind == .variantCtorFn { _ = fnSig(of: v.ctor) }
      }
    case .trait:
      _ = superPredicates(of: def)
      _ = traitFact(def)
      _ = assocItems(of: def)
    case .traitAlias: _ = superPredicates(of: def)
    case .inherentImpl, .traitImpl:
      _ = type(of: def)
      _ = implTraitRef(of: def)
      _ = assocItems(of: def)
    case .assocTy:
      _ = itemBounds(of: def)
      if case .tyAlias(_, let ty) = source.header(of: def).kind, !ty.isNone { _ = type(of: def) }
    default: break
    }
    for opaque in source.header(of: def).tree.nodes.opaqueTypes.all { _ = itemBounds(of: opaque.def) }
    for p in generics(of: def).all.dropFirst(generics(of: def).parentCount) {
      if p.kind == .const { _ = type(of: p.def) }
      if p.hasDefault {
        if p.kind == .const { _ = constDefault(of: p.def) } else { _ = type(of: p.def) }
      }
    }
  }

  // MARK: Signatures

  public func fnSig(of def: DefID) -> PolyFnSig {
    let failed = PolyFnSig(inputs: [], output: .error)
    return demand(.fnSig, def, in: tables(of: def).fnSigs, cyclic: failed) { computeFnSig(def, &$0) ?? failed }
  }

  private func computeFnSig(_ def: DefID, _ diagnostics: inout DiagnosticList) -> PolyFnSig? {
    let data = Defs[def]
    switch data.kind {
    case .structCtorFn, .variantCtorFn:
      let owner = data.kind == .structCtorFn ? data.parent : Defs[data.parent].parent
      let adt = adt(owner)
      guard let variant = adt.variants.first(where: { $0.ctor == def }) else { return nil }
      let inputs = adt.fields(of: variant).map { type(of: $0.def) }
      return PolyFnSig(inputs: inputs, output: type(of: owner))
    case .fn, .assocFn: break
    default: return nil
    }
    var lowered = ItemLowering(self, def)
    defer { diagnostics.add(contentsOf: lowered.diagnostics) }
    guard case .fn(let head, let id) = lowered.header.kind else { return nil }
    let decl = lowered.hir[id]
    let (types, vars) = lowered.underBinder(Array(lateBound(of: def))) { l in
      var types: [TypeID] = []
      for t in l.hir[decl.inputs] { types.append(l.lower(t)) }
      types.append(l.lower(decl.output))
      return types
    }
    var isUnsafe = head.safety == .unsafe
    var abi = lowered.lower(head.abi, decl.span)
    if Defs[data.parent].kind == .foreignMod {
      abi = lowered.lower(foreignAbi(data.parent), decl.span)
      isUnsafe = head.safety != .safe
    }
    return PolyFnSig(
      inputsAndOutput: TypeListID(types), vars: vars, isVariadic: decl.isVariadic, isUnsafe: isUnsafe, abi: abi)
  }

  private func foreignAbi(_ def: DefID) -> Abi {
    let data = Defs[def]
    guard case .item(let id) = data.node, data.tree != .none, case .foreignMod(let node) = Trees[data.tree].tree[id].kind else {
      return .implicit
    }
    let abi = Trees[data.tree].tree[node].abi
    return abi == .rust ? .implicit : abi
  }

  // MARK: From bodies

  public func hiddenType(of opaque: DefID) -> TypeID? { t.pointee.bodyFacts?.hiddenType(of: opaque) }
  public func evaluate(_ const: ConstID, in env: ParamEnv) -> ConstID? {
    if case .value = const.kind { return const }
    if case .unevaluated(let def, _) = const.kind, let found = simpleValue(of: def) { return found.const }
    return t.pointee.bodyFacts?.evaluate(const, in: env)
  }
}
