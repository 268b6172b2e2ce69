// Rebuilding types with parts replaced.
import Defs
import Support
import Syntax

/// Replaces parts of types. A conformance overrides what it cares about and calls `superFold` for the rest.
public protocol TypeFolder {
  mutating func fold(_ type: TypeID) -> TypeID
  mutating func fold(_ region: RegionID) -> RegionID
  mutating func fold(_ const: ConstID) -> ConstID
  mutating func enterBinder()
  mutating func exitBinder()
}

extension TypeFolder {
  public mutating func fold(_ region: RegionID) -> RegionID { region }
  public mutating func fold(_ const: ConstID) -> ConstID { superFold(const) }
  public mutating func enterBinder() {}
  public mutating func exitBinder() {}

  public mutating func fold(_ arg: GenericArg) -> GenericArg {
    switch arg.kind {
    case .type(let t): GenericArg(fold(t))
    case .region(let r): GenericArg(fold(r))
    case .const(let c): GenericArg(fold(c))
    }
  }

  public mutating func fold(_ args: GenericArgsID) -> GenericArgsID {
    let old = args.elements
    var new: [GenericArg]? = nil
    for i in 0..<old.count {
      let f = fold(old[i])
      if f != old[i] && new == nil { new = Array(old[0..<i]) }
      new?.append(f)
    }
    return new.map { GenericArgsID($0) } ?? args
  }

  public mutating func fold(_ list: TypeListID) -> TypeListID {
    let old = list.elements
    var new: [TypeID]? = nil
    for i in 0..<old.count {
      let f = fold(old[i])
      if f != old[i] && new == nil { new = Array(old[0..<i]) }
      new?.append(f)
    }
    return new.map { TypeListID($0) } ?? list
  }

  public mutating func fold(_ term: Term) -> Term {
    switch term {
    case .type(let t): .type(fold(t))
    case .const(let c): .const(fold(c))
    }
  }

  public mutating func fold(_ sig: PolyFnSig) -> PolyFnSig {
    var sig = sig
    enterBinder()
    sig.inputsAndOutput = fold(sig.inputsAndOutput)
    exitBinder()
    return sig
  }

  public mutating func fold(_ list: ExistentialListID) -> ExistentialListID {
    ExistentialListID(
      list.all.map { p in
        enterBinder()
        defer { exitBinder() }
        switch p {
        case .trait(let d, let a, let v): return .trait(d, fold(a), v)
        case .projection(let d, let a, let t, let v): return .projection(d, fold(a), fold(t), v)
        case .autoTrait: return p
        }
      })
  }

  public mutating func fold(_ t: TraitRef) -> TraitRef { TraitRef(t.def, fold(t.args)) }

  /// The clause's content; the caller is inside its binder.
  public mutating func fold(_ kind: ClauseKind) -> ClauseKind {
    switch kind {
    case .trait(let t, let n): .trait(fold(t), isNegative: n)
    case .projection(let d, let a, let t): .projection(d, fold(a), fold(t))
    case .typeOutlives(let t, let r): .typeOutlives(fold(t), fold(r))
    case .regionOutlives(let a, let b): .regionOutlives(fold(a), fold(b))
    case .constArgHasType(let c, let t): .constArgHasType(fold(c), fold(t))
    case .wellFormed(let a): .wellFormed(fold(a))
    case .constEvaluatable(let c): .constEvaluatable(fold(c))
    case .hostEffect(let t, let m): .hostEffect(fold(t), isMaybe: m)
    }
  }

  public mutating func fold(_ clause: Clause) -> Clause {
    enterBinder()
    defer { exitBinder() }
    return Clause(fold(clause.kind), vars: clause.vars)
  }
  public mutating func fold(_ clause: ClauseID) -> ClauseID { ClauseID(fold(clause.clause)) }

  public mutating func fold(_ pattern: PatternID) -> PatternID {
    switch pattern.kind {
    case .range(let a, let b): PatternID(.range(start: fold(a), end: fold(b)))
    case .notNull: pattern
    case .or(let l): PatternID(.or(PatternListID(l.elements.map { fold($0) })))
    }
  }

  /// `type` with its parts folded.
  public mutating func superFold(_ type: TypeID) -> TypeID {
    let kind = type.kind
    let new: TypeKind
    switch kind {
    case .bool, .char, .str, .never, .int, .uint, .float, .foreign, .param, .bound, .placeholder, .infer, .error: return type
    case .adt(let d, let a): new = .adt(d, fold(a))
    case .fnDef(let d, let a): new = .fnDef(d, fold(a))
    case .closure(let d, let a): new = .closure(d, fold(a))
    case .coroutine(let d, let a): new = .coroutine(d, fold(a))
    case .coroutineClosure(let d, let a): new = .coroutineClosure(d, fold(a))
    case .coroutineWitness(let d, let a): new = .coroutineWitness(d, fold(a))
    case .array(let e, let n): new = .array(fold(e), fold(n))
    case .slice(let e): new = .slice(fold(e))
    case .pattern(let e, let p): new = .pattern(fold(e), fold(p))
    case .rawPtr(let e, let m): new = .rawPtr(fold(e), m)
    case .ref(let r, let e, let m): new = .ref(fold(r), fold(e), m)
    case .fnPtr(let f): new = .fnPtr(PolyFnSigID(fold(f.sig)))
    case .dynamic(let e, let r): new = .dynamic(fold(e), fold(r))
    case .tuple(let l): new = .tuple(fold(l))
    case .alias(let k, let d, let a): new = .alias(k, d, fold(a))
    case .unsafeBinder(let t, let v):
      enterBinder()
      new = .unsafeBinder(fold(t), v)
      exitBinder()
    }
    return new == kind ? type : TypeID(new)
  }

  public mutating func superFold(_ const: ConstID) -> ConstID {
    switch const.kind {
    case .unevaluated(let d, let a): ConstID(.unevaluated(d, fold(a)))
    case .value(let t, let v): ConstID(.value(fold(t), v))
    default: const
    }
  }
}

// MARK: Substitution

/// Puts arguments in place of early-bound parameters.
public struct Instantiator: TypeFolder {
  let args: UnsafeBufferPointer<GenericArg>
  var depth: UInt32 = 0

  public init(_ args: GenericArgsID) { self.args = args.elements }
  public mutating func enterBinder() { depth += 1 }
  public mutating func exitBinder() { depth -= 1 }

  public mutating func fold(_ type: TypeID) -> TypeID {
    if type.flags.isDisjoint(with: .hasParam) { return type }
    if case .param(let i, _) = type.kind {
      guard Int(i) < args.count, let t = args[Int(i)].type else { return .error }
      return depth == 0 ? t : t.shifted(by: depth)
    }
    return superFold(type)
  }
  public mutating func fold(_ region: RegionID) -> RegionID {
    if case .earlyParam(let i, _) = region.kind {
      guard Int(i) < args.count, let r = args[Int(i)].region else { return .erased }
      return depth == 0 ? r : r.shifted(by: depth)
    }
    return region
  }
  public mutating func fold(_ const: ConstID) -> ConstID {
    if const.flags.isDisjoint(with: .hasParam) { return const }
    if case .param(let i, _) = const.kind {
      guard Int(i) < args.count, let c = args[Int(i)].const else { return .error }
      return depth == 0 ? c : c.shifted(by: depth)
    }
    return superFold(const)
  }
}

/// Moves variables bound outside by some binders in or out.
public struct Shifter: TypeFolder {
  let amount: Int
  var depth: UInt32 = 0
  public init(_ amount: Int) { self.amount = amount }
  public mutating func enterBinder() { depth += 1 }
  public mutating func exitBinder() { depth -= 1 }
  public mutating func fold(_ type: TypeID) -> TypeID {
    if type.outerBinder <= depth { return type }
    if case .bound(let d, let v) = type.kind { return TypeID(.bound(UInt32(Int(d) + amount), variable: v)) }
    return superFold(type)
  }
  public mutating func fold(_ region: RegionID) -> RegionID {
    if case .bound(let d, let v) = region.kind, d >= depth { return RegionID(.bound(UInt32(Int(d) + amount), variable: v)) }
    return region
  }
  public mutating func fold(_ const: ConstID) -> ConstID {
    if const.outerBinder <= depth { return const }
    if case .bound(let d, let v) = const.kind { return ConstID(.bound(UInt32(Int(d) + amount), variable: v)) }
    return superFold(const)
  }
}

extension TypeID {
  public func shifted(by n: UInt32) -> TypeID {
    if n == 0 || outerBinder == 0 { return self }
    var s = Shifter(Int(n))
    return s.fold(self)
  }
  public func instantiated(_ args: GenericArgsID) -> TypeID {
    var f = Instantiator(args)
    return f.fold(self)
  }
}
extension RegionID {
  public func shifted(by n: UInt32) -> RegionID {
    var s = Shifter(Int(n))
    return s.fold(self)
  }
}
extension ConstID {
  public func shifted(by n: UInt32) -> ConstID {
    if n == 0 || outerBinder == 0 { return self }
    var s = Shifter(Int(n))
    return s.fold(self)
  }
  public func instantiated(_ args: GenericArgsID) -> ConstID {
    var f = Instantiator(args)
    return f.fold(self)
  }
}
extension GenericArgsID {
  public func instantiated(_ args: GenericArgsID) -> GenericArgsID {
    var f = Instantiator(args)
    return f.fold(self)
  }
}
extension PolyFnSig {
  public func instantiated(_ args: GenericArgsID) -> PolyFnSig {
    var f = Instantiator(args)
    return f.fold(self)
  }
}
extension TraitRef {
  public func instantiated(_ args: GenericArgsID) -> TraitRef { TraitRef(def, self.args.instantiated(args)) }
}
extension Clause {
  public func instantiated(_ args: GenericArgsID) -> Clause {
    var f = Instantiator(args)
    return f.fold(self)
  }
}

// MARK: Binders and regions

/// Replaces the variables of the outermost binder.
public struct BinderOpener: TypeFolder {
  /// One argument for each variable, in order.
  let replacements: [GenericArg]
  var depth: UInt32 = 0
  public init(_ replacements: [GenericArg]) { self.replacements = replacements }
  public mutating func enterBinder() { depth += 1 }
  public mutating func exitBinder() { depth -= 1 }
  public mutating func fold(_ type: TypeID) -> TypeID {
    if type.outerBinder <= depth { return type }
    if case .bound(let d, let v) = type.kind {
      if d == depth { return replacements[Int(v)].type!.shifted(by: depth) }
      return d > depth ? TypeID(.bound(d - 1, variable: v)) : type
    }
    return superFold(type)
  }
  public mutating func fold(_ region: RegionID) -> RegionID {
    if case .bound(let d, let v) = region.kind {
      if d == depth { return replacements[Int(v)].region!.shifted(by: depth) }
      return d > depth ? RegionID(.bound(d - 1, variable: v)) : region
    }
    return region
  }
  public mutating func fold(_ const: ConstID) -> ConstID {
    if const.outerBinder <= depth { return const }
    if case .bound(let d, let v) = const.kind {
      if d == depth { return replacements[Int(v)].const!.shifted(by: depth) }
      return d > depth ? ConstID(.bound(d - 1, variable: v)) : const
    }
    return superFold(const)
  }
}

/// Makes every lifetime erased, but those bound by a binder inside.
public struct RegionEraser: TypeFolder {
  public init() {}
  public mutating func fold(_ type: TypeID) -> TypeID {
    type.flags.contains(.hasFreeRegion) ? superFold(type) : type
  }
  public mutating func fold(_ region: RegionID) -> RegionID {
    switch region.kind {
    // An error stays: nothing more is told of a type with a lifetime that means nothing.
    case .bound, .error: region
    default: .erased
    }
  }
  public mutating func fold(_ const: ConstID) -> ConstID {
    const.flags.contains(.hasFreeRegion) ? superFold(const) : const
  }
}

extension TypeID {
  public var erasingRegions: TypeID {
    var f = RegionEraser()
    return f.fold(self)
  }
}
extension GenericArgsID {
  public var erasingRegions: GenericArgsID {
    if !flags.contains(.hasFreeRegion) { return self }
    var f = RegionEraser()
    return f.fold(self)
  }
}
extension ClauseID {
  public var erasingRegions: ClauseID {
    var f = RegionEraser()
    return f.fold(self)
  }
}
