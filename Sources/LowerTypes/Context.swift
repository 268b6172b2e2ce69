// Who asks for types as written to be lowered: an item's header, or a body.
import Defs
import Diagnostics
import HIR
import Parallel
import Source
import Support
import Syntax
import Types

/// One binder that types are being lowered under: the lifetimes it binds, in order of their variables.
public struct BinderScope {
  public var lifetimes: [DefID]
  public init(_ lifetimes: [DefID] = []) { self.lifetimes = lifetimes }
  public var vars: BoundVarsID { BoundVarsID(lifetimes.map { .region($0) }) }
}

/// What lowering changes on its way. Part of every conformer of `TypeLowering`.
public struct TypeLoweringState {
  /// Open binders, outermost first.
  public var binders: [BinderScope] = []
  /// What a trait object without lifetime gets; nil outside of references and arguments that decide it.
  public var objectDefault: RegionID? = nil
  public var depth = 0
  /// E0393 of the trait object being lowered: no news where associated types are missing too.
  var missingInObject: [Diagnostic] = []
  /// The arguments being lowered are those of a method call.
  public var isMethodCall = false
  public init() {}
}

/// Lowers types of one HIR tree. The extension below does the work; conformers say what is particular to an item or a body.
///
/// - Errors: E0107, E0109, E0121, E0191, E0212, E0220, E0221, E0223, E0224, E0225, E0229, E0393.
public protocol TypeLowering: ~Copyable {
  var facts: any HeaderFacts { get }
  var hir: HIRTree { get }
  /// The item, or the owner of the body, that the types stand in.
  var owner: DefID { get }
  /// Lifetimes that are not bound inside of the type are of no interest: each becomes the erased one. True in bodies.
  var erasesRegions: Bool { get }
  var lowering: TypeLoweringState { get set }

  mutating func report(_ diagnostic: Diagnostic)
  /// The type of `_`, or of an argument that was left out where that is allowed.
  mutating func inferType(_ span: Span, for param: GenericParamFact?) -> TypeID
  mutating func inferConst(_ span: Span, for param: GenericParamFact?) -> ConstID
  /// Asked for each anonymous constant met: its value is to have this type.
  mutating func noteAnonConst(_ def: DefID, type: TypeID)
  /// Asked for each trait object met; false, after a message, if there can be none. Headers are checked as a whole later.
  mutating func allowsTraitObject(_ trait: DefID, at span: Span) -> Bool
  /// `T::name` where `T` is no param and no `Self` of an impl: nil gives E0223. Bodies find inherent associated types and more.
  mutating func typeRelative(_ base: TypeID, _ segment: HIR.PathSegment, _ span: Span) -> TypeID?
  /// The bounds of param `param` (or of a trait's `Self`) of the owner that may lead to an associated item called `name`, with their
  /// binders.
  func bounds(of param: DefID, mayDefine name: Name) -> [PolyTraitRef]
  /// What `impl Trait` in the output, or in an alias, means: the opaque type.
  mutating func lowerOpaque(_ opaque: HIR.OpaqueTy, _ span: Span) -> TypeID
}

extension TypeLowering where Self: ~Copyable {
  public mutating func typeRelative(_ base: TypeID, _ segment: HIR.PathSegment, _ span: Span) -> TypeID? { nil }
  public mutating func allowsTraitObject(_ trait: DefID, at span: Span) -> Bool { true }

  /// Opens one level of recursion; false after a message if that is too deep.
  mutating func open(at span: Span) -> Bool {
    lowering.depth += 1
    if lowering.depth <= 1_000 { return true }
    if lowering.depth == 1_001 { report(.error("this type is nested too deeply", at: span)) }
    return false
  }
  mutating func close() { lowering.depth -= 1 }

  /// Runs `body` under a binder of these lifetimes; returns what the binder binds in the end.
  public mutating func underBinder<R>(_ lifetimes: [DefID], _ body: (inout Self) -> R) -> (R, BoundVarsID) {
    lowering.binders.append(BinderScope(lifetimes))
    let result = body(&self)
    let scope = lowering.binders.removeLast()
    return (result, scope.vars)
  }

  /// The lifetime params among `params`.
  public func lifetimes(of params: Run<HIR.GenericParam>) -> [DefID] {
    hir[params].compactMap { if case .lifetime = $0.kind { $0.def } else { nil } }
  }

  // MARK: Lifetimes

  public mutating func lower(_ id: ID<Lifetime>) -> RegionID {
    if id.isNone { return .erased }
    if erasesRegions {
      switch hir[id].kind {
      case .error: return .error
      // Binders inside of the type stay: `fn(&u8)` is another type than `fn(&'static u8)`.
      case .param(let def):
        let r = region(ofParam: def)
        if case .bound = r.kind { return r }
        return .erased
      case .objectDefault:
        if let r = lowering.objectDefault, case .bound = r.kind { return r }
        return .erased
      case .static, .infer: return .erased
      }
    }
    switch hir[id].kind {
    case .param(let def): return region(ofParam: def)
    case .static: return .static
    case .infer: return .erased
    case .objectDefault: return lowering.objectDefault ?? .static
    case .error: return .error
    }
  }

  /// The lifetime that a mention of param `def` means here.
  public func region(ofParam def: DefID) -> RegionID {
    for (depth, scope) in lowering.binders.reversed().enumerated() {
      if let i = scope.lifetimes.firstIndex(of: def) { return RegionID(.bound(UInt32(depth), variable: UInt32(i))) }
    }
    let parent = Defs[def].parent
    if let (index, param) = facts.param(def) { return RegionID(.earlyParam(index: index, param.name)) }
    return RegionID(.lateParam(scope: parent, def))
  }
}
