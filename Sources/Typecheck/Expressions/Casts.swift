// `as`: decided at the end, when types are known.
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

private enum CastType {
  case int(isU8: Bool)
  case bool, char, cEnum, float, fnPtr
  case pointer(TypeID, Mutability)
}

private enum CastError {
  case castToBool, castToChar, illegal, nonScalar, needDeref, needViaPtr, needViaThinPtr, needViaInt, sizedToUnsized, differingKinds
  case unknownExprPointer, unknownTargetPointer, intToWide, addsAutoTrait
}

/// What besides the address a pointer carries.
private enum PointerKind: Equatable {
  case thin, length
  case vtable(TypeID)
  case alias(TypeID)
  case param(TypeID)
}

extension FnCtxt {
  /// Puts the cast off. Returns its type.
  func deferCast(_ c: DeferredCast) -> TypeID {
    switch kind(c.target) {
    case .dynamic, .slice:
      report(.castToUnsized(display(c.operandType), display(c.target), at: c.span))
      return .error
    default: break
    }
    deferredCasts.append(c)
    return c.target
  }

  func checkDeferredCasts() {
    let casts = deferredCasts
    deferredCasts = []
    for c in casts { check(c) }
  }

  private func check(_ c: DeferredCast) {
    var c = c
    c.operandType = structurallyResolve(c.operandType, span(c.operand))
    c.target = structurallyResolve(c.target, c.targetSpan)
    if !hasInfer(resolveVars(c.target)), !referencesError(c.target), !isKnownSized(c.target) {
      report(.castToUnsized(display(c.operandType), display(c.target), at: c.span))
      return
    }
    if referencesError(c.operandType) || referencesError(c.target) { return }
    // A coercion first: it is always a cast, too.
    if coerce(c.operand, c.operandType, to: c.target) != nil {
      if case .rawPtr = kind(c.operandType), case .rawPtr = kind(c.target) { return }
      coercionCasts.insert(c.expr)
      return
    }
    if let error = castError(c) { report(error, c) }
  }

  private func castType(_ type: TypeID) -> CastType? {
    switch kind(type) {
    case .int, .infer(.int): return .int(isU8: false)
    case .uint(let u): return .int(isU8: u == .u8)
    case .bool: return .bool
    case .char: return .char
    case .float, .infer(.float): return .float
    case .fnPtr: return .fnPtr
    case .rawPtr(let t, let m): return .pointer(t, m)
    case .adt(let def, _):
      let adt = cx.facts.adt(def)
      return adt.kind == .enum && !adt.variants.isEmpty && isPayloadFree(adt) ? .cEnum : nil
    case .pattern(let base, _): return castType(base)
    default: return nil
    }
  }

  /// No field in any variant, and no struct-like variant unless all are.
  private func isPayloadFree(_ adt: AdtFact) -> Bool { adt.variants.allSatisfy { $0.fieldCount == 0 } }

  private func castError(_ c: DeferredCast) -> CastError? {
    guard let to = castType(c.target) else { return .nonScalar }
    let from: CastType
    if let f = castType(c.operandType) {
      from = f
    } else {
      switch kind(c.operandType) {
      case .fnDef:
        guard let pointer = fnPtrOfItem(c.operandType), coerce(c.operand, c.operandType, to: normalize(pointer, c.span)) != nil else {
          return .nonScalar
        }
        from = .fnPtr
      case .ref(_, let inner, let m):
        switch to {
        case .int, .bool, .char, .cEnum, .float:
          if case .bool = to { return .castToBool }
          return isNumeric(shallowResolve(inner)) ? .needDeref : .needViaPtr
        case .pointer(let target, let tm):
          if !isKnownSized(target) { return .illegal }
          return refCastError(c, inner, m, target, tm)
        case .fnPtr: return .nonScalar
        }
      default: return .nonScalar
      }
    }
    switch (from, to) {
    case (_, .cEnum), (_, .fnPtr): return .nonScalar
    case (_, .bool): return .castToBool
    case (.int(isU8: true), .char): return nil
    case (.int, .char) where isIntVar(c.operandType): return eq(c.operandType, .u8, c.span) ? nil : .castToChar
    case (_, .char): return .castToChar
    case (.bool, .float), (.cEnum, .float), (.char, .float): return .needViaInt
    case (.bool, .pointer), (.cEnum, .pointer), (.char, .pointer), (.float, .pointer), (.pointer, .float), (.fnPtr, .float): return .illegal
    case (.pointer(let s, _), .pointer(let t, _)): return pointerCastError(s, t, c)
    case (.pointer(let s, _), .int):
      switch pointerKind(s, c.span) {
      case nil: return .unknownExprPointer
      case .thin: return nil
      default: return .needViaThinPtr
      }
    case (.fnPtr, .int): return nil
    case (.int, .pointer(let t, _)):
      switch pointerKind(t, c.span) {
      case nil: return .unknownTargetPointer
      case .thin: return nil
      default: return .intToWide
      }
    case (.fnPtr, .pointer(let t, _)):
      switch pointerKind(t, c.span) {
      case nil: return .unknownTargetPointer
      case .thin: return nil
      default: return .illegal
      }
    case (.cEnum, .int), (.char, .int), (.bool, .int), (.int, .int), (.int, .float), (.float, .int), (.float, .float): return nil
    }
  }

  /// `&[T; N] as *const T`.
  private func refCastError(_ c: DeferredCast, _ inner: TypeID, _ m: Mutability, _ target: TypeID, _ tm: Mutability) -> CastError? {
    let inner = tryStructurallyResolve(inner, c.span)
    guard m == .mut || tm == .not, let (element, _) = arrayParts(inner), canEq(element, target) else { return .illegal }
    _ = coerce(c.operand, c.operandType, to: mkPtr(inner, m))
    demandEq(element, target, c.span)
    return nil
  }

  private func pointerCastError(_ from: TypeID, _ to: TypeID, _ c: DeferredCast) -> CastError? {
    guard let target = pointerKind(to, c.span) else { return .unknownTargetPointer }
    if target == .thin { return nil }
    guard let source = pointerKind(from, c.span) else { return .unknownExprPointer }
    switch (source, target) {
    case (.thin, _): return .sizedToUnsized
    case (.vtable(let a), .vtable(let b)):
      guard case .dynamic(let x, _) = kind(a), case .dynamic(let y, _) = kind(b) else { return .differingKinds }
      switch (x.principal, y.principal) {
      case (nil, nil): return nil
      case (.some(let p), .some):
        guard eq(withoutAutoTraits(a), withoutAutoTraits(b), c.span) else { return .differingKinds }
        var have = Set(autoTraits(x))
        for s in supertraitDefs(p.def) where cx.facts.traitFact(s).isAuto { have.insert(s) }
        return autoTraits(y).allSatisfy { have.contains($0) } ? nil : .addsAutoTrait
      default: return .differingKinds
      }
    default: return source == target ? nil : .differingKinds
    }
  }

  private func autoTraits(_ list: ExistentialListID) -> [DefID] {
    list.all.compactMap { if case .autoTrait(let d) = $0 { d } else { nil } }
  }
  private func withoutAutoTraits(_ type: TypeID) -> TypeID {
    guard case .dynamic(let list, let r) = kind(type) else { return type }
    return TypeID(.dynamic(ExistentialListID(list.all.filter { if case .autoTrait = $0 { false } else { true } }), r))
  }

  /// Nil if it cannot be told.
  private func pointerKind(_ type: TypeID, _ span: Span) -> PointerKind? {
    let t = tryStructurallyResolve(type, span)
    if isError(t) { return .thin }
    if isKnownSized(t) { return .thin }
    switch kind(t) {
    case .slice, .str: return .length
    case .dynamic: return .vtable(t.erasingRegions)
    case .adt(let def, let args):
      let adt = cx.facts.adt(def)
      guard adt.kind == .struct, let last = adt.fields(of: adt.variants[0]).last else { return .thin }
      return pointerKind(fieldType(last, args, span), span)
    case .tuple(let list): return list.count == 0 ? .thin : pointerKind(list[list.count - 1], span)
    case .foreign: return .thin
    case .alias: return .alias(t.erasingRegions)
    case .param: return .param(t)
    case .infer: return nil
    default: return .thin
    }
  }

  private func report(_ error: CastError, _ c: DeferredCast) {
    let from = display(resolveVars(c.operandType))
    let to = display(resolveVars(c.target))
    let at = c.span
    switch error {
    case .castToBool: report(.castToBool(from, at: at))
    case .castToChar: report(.castToChar(from, at: at))
    case .intToWide: report(.invalidCast(from, to, at: c.targetSpan))
    case .needDeref, .needViaPtr, .needViaInt, .illegal, .needViaThinPtr, .differingKinds, .addsAutoTrait:
      report(.invalidCast(from, to, at: at))
    case .sizedToUnsized: report(.thinToWideCast(from, to, at: at))
    case .nonScalar: report(.nonPrimitiveCast(from, to, at: at))
    case .unknownExprPointer: report(.castOfUnknownPointer(at: at))
    case .unknownTargetPointer: report(.castOfUnknownPointer(at: c.targetSpan))
    }
  }
}
