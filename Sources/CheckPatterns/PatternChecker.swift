// What the checker knows of one body's types.
import Defs
import Diagnostics
import HIR
import Infer
import Parallel
import Source
import Support
import Syntax
import Traits
import Typecheck
import Types

typealias HPat = ID<HIR.Pat>
typealias HExpr = ID<HIR.Expr>

/// The state of checking the patterns of one body. Sharing: none.
final class PatternChecker {
  let world: any PatternWorld
  let facts: any HeaderFacts
  let body: HIR.Body
  let hir: HIRTree
  let results: TypeckResults
  let owner: DefID
  var infer: InferContext
  lazy var env: ParamEnv = infer.normalizedEnv(facts.paramEnv(of: owner))
  lazy var hasExhaustivePatterns = world.hasFeature(Name("exhaustive_patterns"), in: owner.crate)
  var diagnostics = DiagnosticList()

  /// Patterns of the match being checked.
  var patterns: [Pattern] = []
  var branches: [BranchFacts] = []
  var tracksOverlaps = false
  /// A constant in a pattern has no value yet: nothing can be said about the match.
  var isUnknown = false
  var opaqueCount = 0

  private var knownEmpty: [TypeID: Bool] = [:]
  private var knownFields: [FieldKey: [(type: TypeID, isPrivateEmpty: Bool)]] = [:]
  private var knownSets: [TypeID: CtorSet] = [:]
  private struct FieldKey: Hashable { var type: TypeID; var variant: Int }

  init(_ body: HIR.Body, _ results: TypeckResults, _ world: any PatternWorld) {
    self.world = world
    facts = world.facts
    self.body = body
    hir = body.tree
    self.results = results
    owner = body.owner
    infer = InferContext(facts: world.facts)
  }

  // MARK: Types

  /// `type` with aliases replaced, opaque ones that this body defines too.
  func reveal(_ type: TypeID) -> TypeID {
    if type.flags.isDisjoint(with: .hasAlias) { return type }
    if case .alias(.opaque, let d, let args) = type.kind {
      for h in results.hiddenTypes where h.opaque == d { return reveal(h.type.instantiated(args).erasingRegions) }
      return type
    }
    let resolved = infer.normalizeCompletely(type, env: env)
    return resolved.flags.isDisjoint(with: .hasInfer) ? resolved : type
  }

  func arrayLength(_ n: ConstID) -> Int? { (n.bits ?? facts.evaluate(n, in: env)?.bits).map { Int(truncatingIfNeeded: $0) } }

  private func fieldTypes(_ variant: AdtVariant, _ adt: AdtFact, _ args: GenericArgsID) -> [TypeID] {
    adt.fields(of: variant).map { reveal(facts.type(of: $0.def).instantiated(args).erasingRegions) }
  }

  /// The places that a value made by `ctor` has inside.
  func fieldPlaces(of ctor: Ctor, _ place: MatchedPlace) -> [MatchedPlace] {
    let isValid = place.isKnownValid
    switch ctor {
    case .single, .variant, .unionField:
      var isUnion = false
      if case .unionField = ctor { isUnion = true }
      return fields(of: ctor, place.type).map {
        MatchedPlace(type: $0.type, isPrivateEmpty: $0.isPrivateEmpty, isKnownValid: isValid && !isUnion)
      }
    case .reference:
      guard case .ref(_, let t, _) = place.type.kind else { return [] }
      return [MatchedPlace(type: reveal(t), isKnownValid: false)]
    case .deref(let t): return [MatchedPlace(type: reveal(t), isKnownValid: false)]
    case .slice(let s):
      let element: TypeID
      switch place.type.kind {
      case .slice(let t), .array(let t, _): element = reveal(t)
      default: return []
      }
      return Array(repeating: MatchedPlace(type: element, isKnownValid: isValid), count: s.arity)
    default: return []
    }
  }

  private func fields(of ctor: Ctor, _ type: TypeID) -> [(type: TypeID, isPrivateEmpty: Bool)] {
    switch type.kind {
    case .tuple(let l): return l.elements.map { (reveal($0), false) }
    case .adt(let d, let args):
      var index = 0
      if case .variant(let i) = ctor { index = i }
      let key = FieldKey(type: type, variant: index)
      if let known = knownFields[key] { return known }
      let adt = facts.adt(d)
      guard index < adt.variants.count else { return [] }
      let variant = adt.variants[index]
      let result = zip(adt.fields(of: variant), fieldTypes(variant, adt, args)).map { f, t in
        (type: t, isPrivateEmpty: adt.kind != .enum && isEmpty(t) && !world.isAccessible(f.def, from: owner))
      }
      knownFields[key] = result
      return result
    default: return []
    }
  }

  // MARK: Constructors

  func constructors(of type: TypeID) -> CtorSet {
    if let known = knownSets[type] { return known }
    let set = computeConstructors(of: type)
    knownSets[type] = set
    return set
  }

  private func computeConstructors(of type: TypeID) -> CtorSet {
    switch type.kind {
    case .bool: return .bool
    case .char:
      return .integers(
        IntRange(low: IntBound(0), high: IntBound(0xD800)), IntRange(low: IntBound(0xE000), high: IntBound(0x11_0000)))
    case .int(.isize): return .integers(IntRange(low: .below, high: .above), nil)
    case .uint(.usize): return .integers(IntRange(low: IntBound(0), high: .above), nil)
    case .int, .uint:
      let bits = intWidth(type)
      return .integers(IntRange(low: IntBound(0), high: bits == 128 ? .above : IntBound(1 << UInt128(bits))), nil)
    case .slice(let t): return .slice(arrayLength: nil, hasEmptyElement: isEmpty(reveal(t)))
    case .array(let t, let n): return .slice(arrayLength: arrayLength(n), hasEmptyElement: isEmpty(reveal(t)))
    case .adt(let d, let args):
      let adt = facts.adt(d)
      switch adt.kind {
      case .union: return .union
      case .struct: return .single(isEmpty: isEmpty(type))
      case .enum:
        let isOpen = adt.isNonExhaustive && d.crate != owner.crate
        if adt.variants.isEmpty && !isOpen { return .none }
        return .variants(
          adt.variants.map { v in
            if isEmpty(v, adt, args) { return .empty }
            return d.crate != owner.crate && world.isHidden(v.def, from: owner) ? .hidden : .visible
          }, isNonExhaustive: isOpen)
      }
    case .tuple: return .single(isEmpty: isEmpty(type))
    case .ref: return .reference
    case .never: return .none
    default: return .unlistable
    }
  }

  /// Whether no value of `type` exists, as far as this body may know.
  func isEmpty(_ type: TypeID) -> Bool {
    switch type.kind {
    case .never: return true
    case .adt, .tuple, .array: break
    case .alias(.opaque, _, _):
      let t = reveal(type)
      return t != type && isEmpty(t)
    default: return false
    }
    if let known = knownEmpty[type] { return known }
    // Types that contain themselves have values, or are errors of their own.
    knownEmpty[type] = false
    let result: Bool
    switch type.kind {
    case .tuple(let l): result = l.elements.contains { isEmpty(reveal($0)) }
    case .array(let t, let n): result = (arrayLength(n) ?? 0) > 0 && isEmpty(reveal(t))
    case .adt(let d, let args):
      let adt = facts.adt(d)
      switch adt.kind {
      case .union: result = false
      case .struct: result = isEmpty(adt.variants[0], adt, args)
      case .enum:
        result = !(adt.isNonExhaustive && d.crate != owner.crate) && adt.variants.allSatisfy { isEmpty($0, adt, args) }
      }
    default: result = false
    }
    knownEmpty[type] = result
    return result
  }

  private func isEmpty(_ variant: AdtVariant, _ adt: AdtFact, _ args: GenericArgsID) -> Bool {
    if variant.fieldCount == 0 { return false }
    if adt.def.crate != owner.crate && world.isNonExhaustive(variant.def) { return false }
    return zip(adt.fields(of: variant), fieldTypes(variant, adt, args)).contains { f, t in
      isEmpty(t) && (adt.kind == .enum || world.isAccessible(f.def, from: owner))
    }
  }

  // MARK: Numbers

  func intWidth(_ type: TypeID) -> Int {
    switch type.kind {
    case .int(.i8), .uint(.u8), .bool: 8
    case .int(.i16), .uint(.u16): 16
    case .int(.i32), .uint(.u32), .char: 32
    case .int(.i128), .uint(.u128): 128
    default: 64
    }
  }
  func isSigned(_ type: TypeID) -> Bool { if case .int = type.kind { true } else { false } }

  /// The place of a value in its type's order.
  func bound(_ bits: UInt128, _ type: TypeID) -> IntBound {
    let width = intWidth(type)
    var b = width == 128 ? bits : bits & ((1 << UInt128(width)) - 1)
    if isSigned(type) { b ^= 1 << UInt128(width - 1) }
    return IntBound(b)
  }
}
