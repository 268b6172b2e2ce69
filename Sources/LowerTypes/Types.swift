// Types as written, to types.
import Defs
import Diagnostics
import HIR
import Parallel
import Source
import Support
import Syntax
import Types

extension TypeLowering where Self: ~Copyable {
  public mutating func lower(_ id: ID<HIR.Ty>) -> TypeID {
    if id.isNone { return .unit }
    let ty = hir[id]
    guard open(at: ty.span) else {
      close()
      return .error
    }
    defer { close() }
    switch ty.kind {
    case .slice(let t): return .slice(lower(t))
    case .array(let t, let n):
      let element = lower(t)
      return .array(element, lower(n, type: .usize, at: ty.span))
    case .ptr(let m, let t): return .rawPtr(lower(t), m)
    case .ref(let r, let m, let t):
      let region = lower(r)
      let outer = lowering.objectDefault
      lowering.objectDefault = region
      let referent = lower(t)
      lowering.objectDefault = outer
      return .ref(referent, m, region)
    case .fnPtr(let f): return .fnPtr(lower(hir[f], at: ty.span))
    case .never: return .never
    case .tuple(let list):
      let outer = lowering.objectDefault
      lowering.objectDefault = nil
      defer { lowering.objectDefault = outer }
      var types: [TypeID] = []
      for t in hir[list] { types.append(lower(t)) }
      return .tuple(types)
    case .path(let path): return lowerType(path)
    case .opaque(let opaque): return lowerOpaque(hir[opaque], ty.span)
    case .traitObject(let bounds, let lifetime): return lowerTraitObject(bounds, lifetime, ty.span)
    case .pattern(let base, let pat):
      let base = lower(base)
      guard let pattern = lowerTypePattern(pat, base) else { return .error }
      return TypeID(.pattern(base, pattern))
    case .unsafeBinder(let params, let inner):
      let (type, vars) = underBinder(lifetimes(of: params)) { $0.lower(inner) }
      return TypeID(.unsafeBinder(type, vars))
    case .infer: return inferType(ty.span, for: nil)
    case .error: return .error
    }
  }

  // MARK: Functions

  /// - Errors: E0045 (`...` where the convention has none), E0581 (a lifetime in the output alone), E0703.
  public mutating func lower(_ f: HIR.FnPtrTy, at span: Span = .none) -> PolyFnSig {
    let outer = lowering.objectDefault
    lowering.objectDefault = nil
    defer { lowering.objectDefault = outer }
    let (types, vars) = underBinder(lifetimes(of: f.binder)) { l in
      var types: [TypeID] = []
      for t in l.hir[f.inputs] { types.append(l.lower(t)) }
      types.append(l.lower(f.output))
      return types
    }
    if f.isVariadic && f.abi == .rust { report(.error("functions of the ABI `Rust` take no `...`", code: "E0045", at: span)) }
    if vars.count > 0, let output = types.last {
      var inputs = BoundRegionCollector(skipsAliases: true)
      for t in types.dropLast() { _ = inputs.fold(t) }
      var used = BoundRegionCollector()
      _ = used.fold(output)
      if !used.found.isSubset(of: inputs.found) {
        report(.error("a lifetime of the returned type occurs in no parameter", code: "E0581", at: f.output.isNone ? span : hir[f.output].span))
      }
    }
    return PolyFnSig(
      inputsAndOutput: TypeListID(types), vars: vars, isVariadic: f.isVariadic, isUnsafe: f.safety == .unsafe,
      abi: lower(f.abi, span))
  }

  /// Where the literal `name` stands in `span`, else `span`.
  private func place(of name: Name, in span: Span) -> Span {
    if span.isNone { return span }
    let text = FileTable.text(of: span)
    let wanted = Array(name.text.utf8)
    guard text.count >= wanted.count else { return span }
    for i in 0...(text.count - wanted.count) where text[i..<(i + wanted.count)].elementsEqual(wanted) {
      return Span(lo: span.lo &+ UInt32(i), hi: span.lo &+ UInt32(i + wanted.count), context: span.context)
    }
    return span
  }

  /// - Errors: E0703 (no such ABI).
  public mutating func lower(_ abi: Abi, _ span: Span) -> CallAbi {
    switch abi {
    case .rust: return .rust
    case .implicit: return .c
    case .explicit(let name):
      var text = name.text
      if text.hasPrefix("r") { text = String(text.drop { $0 == "r" || $0 == "#" }) }
      text = String(text.drop { $0 == "\"" })
      while text.hasSuffix("\"") || text.hasSuffix("#") { text.removeLast() }
      guard let found = CallAbi(text: text) else {
        report(.error("invalid ABI: found `\(text)`", code: "E0703", at: place(of: name, in: span), label: "invalid ABI"))
        return .rust
      }
      return found
    }
  }

  // MARK: Constants

  /// A constant argument whose value must have this type.
  ///
  /// - Parameter place: of the array type or expression that it is the length of, for messages.
  public mutating func lower(_ id: ID<ConstArg>, type: TypeID, at place: Span = .none) -> ConstID {
    let arg = hir[id]
    switch arg.kind {
    case .path(let path):
      if case .resolved(_, let res) = hir[path].kind {
        switch res {
        case .def(.constParam, let def):
          guard let (index, param) = facts.param(def) else { return .error }
          let own = facts.type(of: def).erasingRegions
          if own != type.erasingRegions, ![own, type].contains(where: { $0.flags.contains(.hasError) }) {
            report(.constOfOtherType(param.name, type, at: place.isNone ? arg.span : place))
            return .error
          }
          return ConstID(.param(index: index, param.name))
        case .def(.const, let def), .def(.assocConst, let def): return ConstID(.unevaluated(def, facts.identityArgs(of: def)))
        case .err: return .error
        default: break
        }
      }
      report(.unsupported("this kind of constant in a type", at: arg.span))
      return .error
    case .anon(let def):
      noteAnonConst(def, type: type)
      return ConstID(.unevaluated(def, facts.identityArgs(of: def)))
    case .literal(let literal, let isNegated): return lower(literal, isNegated: isNegated, type: type, arg.span)
    case .infer: return inferConst(arg.span, for: nil)
    case .error: return .error
    }
  }

  /// A literal as a value of this type.
  ///
  /// - Errors: E0308; E0600 for a `-` before what has no sign.
  mutating func lower(_ literal: HIR.Literal, isNegated: Bool, type: TypeID, _ span: Span) -> ConstID {
    switch (literal, type.kind) {
    case (.bool, .bool) where isNegated, (.char, .char) where isNegated, (.byte, .uint(.u8)) where isNegated,
      (.int(_, _, nil), .uint) where isNegated:
      report(.unaryOpNotImplemented("-", TypePrinter.text(of: type), at: span))
      return .error
    case (.bool(let b), .bool): return .bool(b)
    case (.char(let c), .char): return ConstID(bits: UInt128(c), byteSize: 4, type: .char)
    case (.byte(let b), .uint(.u8)): return ConstID(bits: UInt128(b), byteSize: 1, type: .u8)
    case (.int(let low, let high, let suffix), .int), (.int(let low, let high, let suffix), .uint):
      if let suffix, TypeID.primitive(suffix) != type { break }
      let size = type.integerByteSize
      var bits = UInt128(high) << 64 | UInt128(low)
      if isNegated { bits = 0 &- bits }
      return ConstID(bits: bits & type.integerMask, byteSize: size, type: type)
    case (.error, _), (_, .error): return .error
    case (.str(let name), .ref(_, .str, _)):
      let bytes = name.bytes.map { ConstID(bits: UInt128($0), byteSize: 1, type: .u8) }
      return ConstID(.value(type, ValTreeID(.branch(ConstListID(bytes)))))
    default: break
    }
    report(.error("mismatched types", code: "E0308", at: span))
    return .error
  }

  /// The pattern of a pattern type. Ends of ranges are inclusive in the result.
  mutating func lowerTypePattern(_ id: ID<HIR.Pat>, _ base: TypeID) -> PatternID? {
    let pat = hir[id]
    switch pat.kind {
    case .range(let start, let end, let kind):
      let size = base.integerByteSize
      let (low, high) = base.valueRange
      guard let s = start.isNone ? ConstID(bits: low, byteSize: size, type: base) : lowerRangeEnd(start, base),
        var e = end.isNone ? ConstID(bits: high, byteSize: size, type: base) : lowerRangeEnd(end, base)
      else { return nil }
      if !end.isNone, kind == .excluded {
        guard let bits = facts.evaluate(e, in: .empty)?.bits else {
          report(.unsupported("this range in a pattern type", at: hir[end].span))
          return nil
        }
        e = ConstID(bits: (bits &- 1) & base.integerMask, byteSize: size, type: base)
      }
      return PatternID(.range(start: s, end: e))
    case .or(let list):
      var parts: [PatternID] = []
      for p in hir[list] {
        guard let part = lowerTypePattern(p, base) else { return nil }
        parts.append(part)
      }
      return PatternID(.or(PatternListID(parts)))
    case .never: return PatternID(.notNull)
    case .error: return nil
    default:
      report(.unsupported("this pattern in a pattern type", at: pat.span))
      return nil
    }
  }

  private mutating func lowerRangeEnd(_ id: ID<HIR.PatExpr>, _ base: TypeID) -> ConstID? {
    let end = hir[id]
    switch end.kind {
    case .literal(let literal, let isNegated): return lower(literal, isNegated: isNegated, type: base, end.span)
    case .path(let path):
      switch hir[path].kind {
      case .resolved(_, .def(let kind, let def)) where kind == .const || kind == .assocConst:
        return ConstID(.unevaluated(def, facts.identityArgs(of: def)))
      case .typeRelative(let type):
        let name = hir[hir[path].segments[hir[path].segments.count - 1]].ident.name
        if let def = facts.inherentAssocConst(lower(type), name) { return ConstID(.unevaluated(def, facts.identityArgs(of: def))) }
      default: break
      }
    case .constBlock(let def, _):
      noteAnonConst(def, type: base)
      return ConstID(.unevaluated(def, .empty))
    }
    report(.unsupported("this range in a pattern type", at: end.span))
    return nil
  }
}
