// The nodes of one header or one body: plain values in one store per node type, addressed by 4-byte IDs.
// The types below list the same stores; keep them in step.
import Support

/// A tree while it is built. Sharing: none (lowering owns it).
public struct HIRBuilder: ~Copyable {
  public var exprs = Store<Expr>()
  public var methodCalls = Store<MethodCall>()
  public var fieldAccesses = Store<FieldAccess>()
  public var structExprs = Store<StructExpr>()
  public var exprFields = Store<ExprField>()
  public var lets = Store<LetExpr>()
  public var arms = Store<Arm>()
  public var loops = Store<LoopInfo>()
  public var closures = Store<Closure>()
  public var blocks = Store<Block>()
  public var stmts = Store<Stmt>()
  public var letStmts = Store<LetStmt>()
  public var asms = Store<InlineAsm>()
  public var asmPieces = Store<InlineAsm.Piece>()
  public var asmOperands = Store<InlineAsm.Operand>()
  public var names = Store<NameNode>()
  public var pats = Store<Pat>()
  public var bindings = Store<BindingPat>()
  public var structPats = Store<StructPat>()
  public var patFields = Store<PatField>()
  public var tupleStructPats = Store<TupleStructPat>()
  public var slicePats = Store<SlicePat>()
  public var patExprs = Store<PatExpr>()
  public var types = Store<Ty>()
  public var lifetimes = Store<Lifetime>()
  public var fnPtrTypes = Store<FnPtrTy>()
  public var opaqueTypes = Store<OpaqueTy>()
  public var qpaths = Store<QPath>()
  public var segments = Store<PathSegment>()
  public var genericArgLists = Store<GenericArgs>()
  public var genericArgs = Store<GenericArg>()
  public var constraints = Store<AssocConstraint>()
  public var constArgs = Store<ConstArg>()
  public var generics = Store<Generics>()
  public var genericParams = Store<GenericParam>()
  public var wherePredicates = Store<WherePredicate>()
  public var bounds = Store<Bound>()
  public var traitBounds = Store<TraitBound>()
  public var fnDecls = Store<FnDecl>()
  public var variants = Store<VariantDef>()
  public var fields = Store<FieldDef>()
  public var lists = IDLists()

  public init() {}

  /// Ends building.
  public consuming func freeze() -> HIRTree {
    HIRTree(
      HIRStores(
        exprs: exprs.freeze(),
        methodCalls: methodCalls.freeze(),
        fieldAccesses: fieldAccesses.freeze(),
        structExprs: structExprs.freeze(),
        exprFields: exprFields.freeze(),
        lets: lets.freeze(),
        arms: arms.freeze(),
        loops: loops.freeze(),
        closures: closures.freeze(),
        blocks: blocks.freeze(),
        stmts: stmts.freeze(),
        letStmts: letStmts.freeze(),
        asms: asms.freeze(),
        asmPieces: asmPieces.freeze(),
        asmOperands: asmOperands.freeze(),
        names: names.freeze(),
        pats: pats.freeze(),
        bindings: bindings.freeze(),
        structPats: structPats.freeze(),
        patFields: patFields.freeze(),
        tupleStructPats: tupleStructPats.freeze(),
        slicePats: slicePats.freeze(),
        patExprs: patExprs.freeze(),
        types: types.freeze(),
        lifetimes: lifetimes.freeze(),
        fnPtrTypes: fnPtrTypes.freeze(),
        opaqueTypes: opaqueTypes.freeze(),
        qpaths: qpaths.freeze(),
        segments: segments.freeze(),
        genericArgLists: genericArgLists.freeze(),
        genericArgs: genericArgs.freeze(),
        constraints: constraints.freeze(),
        constArgs: constArgs.freeze(),
        generics: generics.freeze(),
        genericParams: genericParams.freeze(),
        wherePredicates: wherePredicates.freeze(),
        bounds: bounds.freeze(),
        traitBounds: traitBounds.freeze(),
        fnDecls: fnDecls.freeze(),
        variants: variants.freeze(),
        fields: fields.freeze(),
        lists: lists.freeze()))
  }

  @inlinable public mutating func add(_ node: Expr) -> ID<Expr> { exprs.append(node) }
  @inlinable public mutating func add(_ node: MethodCall) -> ID<MethodCall> { methodCalls.append(node) }
  @inlinable public mutating func add(_ node: FieldAccess) -> ID<FieldAccess> { fieldAccesses.append(node) }
  @inlinable public mutating func add(_ node: StructExpr) -> ID<StructExpr> { structExprs.append(node) }
  @inlinable public mutating func add(_ node: ExprField) -> ID<ExprField> { exprFields.append(node) }
  @inlinable public mutating func add(_ node: LetExpr) -> ID<LetExpr> { lets.append(node) }
  @inlinable public mutating func add(_ node: Arm) -> ID<Arm> { arms.append(node) }
  @inlinable public mutating func add(_ node: LoopInfo) -> ID<LoopInfo> { loops.append(node) }
  @inlinable public mutating func add(_ node: Closure) -> ID<Closure> { closures.append(node) }
  @inlinable public mutating func add(_ node: Block) -> ID<Block> { blocks.append(node) }
  @inlinable public mutating func add(_ node: Stmt) -> ID<Stmt> { stmts.append(node) }
  @inlinable public mutating func add(_ node: LetStmt) -> ID<LetStmt> { letStmts.append(node) }
  @inlinable public mutating func add(_ node: InlineAsm) -> ID<InlineAsm> { asms.append(node) }
  @inlinable public mutating func add(_ node: InlineAsm.Piece) -> ID<InlineAsm.Piece> { asmPieces.append(node) }
  @inlinable public mutating func add(_ node: InlineAsm.Operand) -> ID<InlineAsm.Operand> { asmOperands.append(node) }
  @inlinable public mutating func add(_ node: NameNode) -> ID<NameNode> { names.append(node) }
  @inlinable public mutating func add(_ node: Pat) -> ID<Pat> { pats.append(node) }
  @inlinable public mutating func add(_ node: BindingPat) -> ID<BindingPat> { bindings.append(node) }
  @inlinable public mutating func add(_ node: StructPat) -> ID<StructPat> { structPats.append(node) }
  @inlinable public mutating func add(_ node: PatField) -> ID<PatField> { patFields.append(node) }
  @inlinable public mutating func add(_ node: TupleStructPat) -> ID<TupleStructPat> { tupleStructPats.append(node) }
  @inlinable public mutating func add(_ node: SlicePat) -> ID<SlicePat> { slicePats.append(node) }
  @inlinable public mutating func add(_ node: PatExpr) -> ID<PatExpr> { patExprs.append(node) }
  @inlinable public mutating func add(_ node: Ty) -> ID<Ty> { types.append(node) }
  @inlinable public mutating func add(_ node: Lifetime) -> ID<Lifetime> { lifetimes.append(node) }
  @inlinable public mutating func add(_ node: FnPtrTy) -> ID<FnPtrTy> { fnPtrTypes.append(node) }
  @inlinable public mutating func add(_ node: OpaqueTy) -> ID<OpaqueTy> { opaqueTypes.append(node) }
  @inlinable public mutating func add(_ node: QPath) -> ID<QPath> { qpaths.append(node) }
  @inlinable public mutating func add(_ node: PathSegment) -> ID<PathSegment> { segments.append(node) }
  @inlinable public mutating func add(_ node: GenericArgs) -> ID<GenericArgs> { genericArgLists.append(node) }
  @inlinable public mutating func add(_ node: GenericArg) -> ID<GenericArg> { genericArgs.append(node) }
  @inlinable public mutating func add(_ node: AssocConstraint) -> ID<AssocConstraint> { constraints.append(node) }
  @inlinable public mutating func add(_ node: ConstArg) -> ID<ConstArg> { constArgs.append(node) }
  @inlinable public mutating func add(_ node: Generics) -> ID<Generics> { generics.append(node) }
  @inlinable public mutating func add(_ node: GenericParam) -> ID<GenericParam> { genericParams.append(node) }
  @inlinable public mutating func add(_ node: WherePredicate) -> ID<WherePredicate> { wherePredicates.append(node) }
  @inlinable public mutating func add(_ node: Bound) -> ID<Bound> { bounds.append(node) }
  @inlinable public mutating func add(_ node: TraitBound) -> ID<TraitBound> { traitBounds.append(node) }
  @inlinable public mutating func add(_ node: FnDecl) -> ID<FnDecl> { fnDecls.append(node) }
  @inlinable public mutating func add(_ node: VariantDef) -> ID<VariantDef> { variants.append(node) }
  @inlinable public mutating func add(_ node: FieldDef) -> ID<FieldDef> { fields.append(node) }

  @inlinable public mutating func add(_ nodes: [Expr]) -> Run<Expr> { exprs.append(contentsOf: nodes) }
  @inlinable public mutating func add(_ nodes: [MethodCall]) -> Run<MethodCall> { methodCalls.append(contentsOf: nodes) }
  @inlinable public mutating func add(_ nodes: [FieldAccess]) -> Run<FieldAccess> { fieldAccesses.append(contentsOf: nodes) }
  @inlinable public mutating func add(_ nodes: [StructExpr]) -> Run<StructExpr> { structExprs.append(contentsOf: nodes) }
  @inlinable public mutating func add(_ nodes: [ExprField]) -> Run<ExprField> { exprFields.append(contentsOf: nodes) }
  @inlinable public mutating func add(_ nodes: [LetExpr]) -> Run<LetExpr> { lets.append(contentsOf: nodes) }
  @inlinable public mutating func add(_ nodes: [Arm]) -> Run<Arm> { arms.append(contentsOf: nodes) }
  @inlinable public mutating func add(_ nodes: [LoopInfo]) -> Run<LoopInfo> { loops.append(contentsOf: nodes) }
  @inlinable public mutating func add(_ nodes: [Closure]) -> Run<Closure> { closures.append(contentsOf: nodes) }
  @inlinable public mutating func add(_ nodes: [Block]) -> Run<Block> { blocks.append(contentsOf: nodes) }
  @inlinable public mutating func add(_ nodes: [Stmt]) -> Run<Stmt> { stmts.append(contentsOf: nodes) }
  @inlinable public mutating func add(_ nodes: [LetStmt]) -> Run<LetStmt> { letStmts.append(contentsOf: nodes) }
  @inlinable public mutating func add(_ nodes: [InlineAsm]) -> Run<InlineAsm> { asms.append(contentsOf: nodes) }
  @inlinable public mutating func add(_ nodes: [InlineAsm.Piece]) -> Run<InlineAsm.Piece> { asmPieces.append(contentsOf: nodes) }
  @inlinable public mutating func add(_ nodes: [InlineAsm.Operand]) -> Run<InlineAsm.Operand> { asmOperands.append(contentsOf: nodes) }
  @inlinable public mutating func add(_ nodes: [NameNode]) -> Run<NameNode> { names.append(contentsOf: nodes) }
  @inlinable public mutating func add(_ nodes: [Pat]) -> Run<Pat> { pats.append(contentsOf: nodes) }
  @inlinable public mutating func add(_ nodes: [BindingPat]) -> Run<BindingPat> { bindings.append(contentsOf: nodes) }
  @inlinable public mutating func add(_ nodes: [StructPat]) -> Run<StructPat> { structPats.append(contentsOf: nodes) }
  @inlinable public mutating func add(_ nodes: [PatField]) -> Run<PatField> { patFields.append(contentsOf: nodes) }
  @inlinable public mutating func add(_ nodes: [TupleStructPat]) -> Run<TupleStructPat> { tupleStructPats.append(contentsOf: nodes) }
  @inlinable public mutating func add(_ nodes: [SlicePat]) -> Run<SlicePat> { slicePats.append(contentsOf: nodes) }
  @inlinable public mutating func add(_ nodes: [PatExpr]) -> Run<PatExpr> { patExprs.append(contentsOf: nodes) }
  @inlinable public mutating func add(_ nodes: [Ty]) -> Run<Ty> { types.append(contentsOf: nodes) }
  @inlinable public mutating func add(_ nodes: [Lifetime]) -> Run<Lifetime> { lifetimes.append(contentsOf: nodes) }
  @inlinable public mutating func add(_ nodes: [FnPtrTy]) -> Run<FnPtrTy> { fnPtrTypes.append(contentsOf: nodes) }
  @inlinable public mutating func add(_ nodes: [OpaqueTy]) -> Run<OpaqueTy> { opaqueTypes.append(contentsOf: nodes) }
  @inlinable public mutating func add(_ nodes: [QPath]) -> Run<QPath> { qpaths.append(contentsOf: nodes) }
  @inlinable public mutating func add(_ nodes: [PathSegment]) -> Run<PathSegment> { segments.append(contentsOf: nodes) }
  @inlinable public mutating func add(_ nodes: [GenericArgs]) -> Run<GenericArgs> { genericArgLists.append(contentsOf: nodes) }
  @inlinable public mutating func add(_ nodes: [GenericArg]) -> Run<GenericArg> { genericArgs.append(contentsOf: nodes) }
  @inlinable public mutating func add(_ nodes: [AssocConstraint]) -> Run<AssocConstraint> { constraints.append(contentsOf: nodes) }
  @inlinable public mutating func add(_ nodes: [ConstArg]) -> Run<ConstArg> { constArgs.append(contentsOf: nodes) }
  @inlinable public mutating func add(_ nodes: [Generics]) -> Run<Generics> { generics.append(contentsOf: nodes) }
  @inlinable public mutating func add(_ nodes: [GenericParam]) -> Run<GenericParam> { genericParams.append(contentsOf: nodes) }
  @inlinable public mutating func add(_ nodes: [WherePredicate]) -> Run<WherePredicate> { wherePredicates.append(contentsOf: nodes) }
  @inlinable public mutating func add(_ nodes: [Bound]) -> Run<Bound> { bounds.append(contentsOf: nodes) }
  @inlinable public mutating func add(_ nodes: [TraitBound]) -> Run<TraitBound> { traitBounds.append(contentsOf: nodes) }
  @inlinable public mutating func add(_ nodes: [FnDecl]) -> Run<FnDecl> { fnDecls.append(contentsOf: nodes) }
  @inlinable public mutating func add(_ nodes: [VariantDef]) -> Run<VariantDef> { variants.append(contentsOf: nodes) }
  @inlinable public mutating func add(_ nodes: [FieldDef]) -> Run<FieldDef> { fields.append(contentsOf: nodes) }

  @inlinable public mutating func add<T>(_ ids: [ID<T>]) -> IDList<T> { lists.append(ids) }
  @inlinable public subscript(id: ID<Expr>) -> Expr {
    get { exprs[id] }
    set { exprs[id] = newValue }
  }
  @inlinable public subscript(id: ID<MethodCall>) -> MethodCall {
    get { methodCalls[id] }
    set { methodCalls[id] = newValue }
  }
  @inlinable public subscript(id: ID<FieldAccess>) -> FieldAccess {
    get { fieldAccesses[id] }
    set { fieldAccesses[id] = newValue }
  }
  @inlinable public subscript(id: ID<StructExpr>) -> StructExpr {
    get { structExprs[id] }
    set { structExprs[id] = newValue }
  }
  @inlinable public subscript(id: ID<ExprField>) -> ExprField {
    get { exprFields[id] }
    set { exprFields[id] = newValue }
  }
  @inlinable public subscript(id: ID<LetExpr>) -> LetExpr {
    get { lets[id] }
    set { lets[id] = newValue }
  }
  @inlinable public subscript(id: ID<Arm>) -> Arm {
    get { arms[id] }
    set { arms[id] = newValue }
  }
  @inlinable public subscript(id: ID<LoopInfo>) -> LoopInfo {
    get { loops[id] }
    set { loops[id] = newValue }
  }
  @inlinable public subscript(id: ID<Closure>) -> Closure {
    get { closures[id] }
    set { closures[id] = newValue }
  }
  @inlinable public subscript(id: ID<Block>) -> Block {
    get { blocks[id] }
    set { blocks[id] = newValue }
  }
  @inlinable public subscript(id: ID<Stmt>) -> Stmt {
    get { stmts[id] }
    set { stmts[id] = newValue }
  }
  @inlinable public subscript(id: ID<LetStmt>) -> LetStmt {
    get { letStmts[id] }
    set { letStmts[id] = newValue }
  }
  @inlinable public subscript(id: ID<InlineAsm>) -> InlineAsm {
    get { asms[id] }
    set { asms[id] = newValue }
  }
  @inlinable public subscript(id: ID<InlineAsm.Piece>) -> InlineAsm.Piece {
    get { asmPieces[id] }
    set { asmPieces[id] = newValue }
  }
  @inlinable public subscript(id: ID<InlineAsm.Operand>) -> InlineAsm.Operand {
    get { asmOperands[id] }
    set { asmOperands[id] = newValue }
  }
  @inlinable public subscript(id: ID<NameNode>) -> NameNode {
    get { names[id] }
    set { names[id] = newValue }
  }
  @inlinable public subscript(id: ID<Pat>) -> Pat {
    get { pats[id] }
    set { pats[id] = newValue }
  }
  @inlinable public subscript(id: ID<BindingPat>) -> BindingPat {
    get { bindings[id] }
    set { bindings[id] = newValue }
  }
  @inlinable public subscript(id: ID<StructPat>) -> StructPat {
    get { structPats[id] }
    set { structPats[id] = newValue }
  }
  @inlinable public subscript(id: ID<PatField>) -> PatField {
    get { patFields[id] }
    set { patFields[id] = newValue }
  }
  @inlinable public subscript(id: ID<TupleStructPat>) -> TupleStructPat {
    get { tupleStructPats[id] }
    set { tupleStructPats[id] = newValue }
  }
  @inlinable public subscript(id: ID<SlicePat>) -> SlicePat {
    get { slicePats[id] }
    set { slicePats[id] = newValue }
  }
  @inlinable public subscript(id: ID<PatExpr>) -> PatExpr {
    get { patExprs[id] }
    set { patExprs[id] = newValue }
  }
  @inlinable public subscript(id: ID<Ty>) -> Ty {
    get { types[id] }
    set { types[id] = newValue }
  }
  @inlinable public subscript(id: ID<Lifetime>) -> Lifetime {
    get { lifetimes[id] }
    set { lifetimes[id] = newValue }
  }
  @inlinable public subscript(id: ID<FnPtrTy>) -> FnPtrTy {
    get { fnPtrTypes[id] }
    set { fnPtrTypes[id] = newValue }
  }
  @inlinable public subscript(id: ID<OpaqueTy>) -> OpaqueTy {
    get { opaqueTypes[id] }
    set { opaqueTypes[id] = newValue }
  }
  @inlinable public subscript(id: ID<QPath>) -> QPath {
    get { qpaths[id] }
    set { qpaths[id] = newValue }
  }
  @inlinable public subscript(id: ID<PathSegment>) -> PathSegment {
    get { segments[id] }
    set { segments[id] = newValue }
  }
  @inlinable public subscript(id: ID<GenericArgs>) -> GenericArgs {
    get { genericArgLists[id] }
    set { genericArgLists[id] = newValue }
  }
  @inlinable public subscript(id: ID<GenericArg>) -> GenericArg {
    get { genericArgs[id] }
    set { genericArgs[id] = newValue }
  }
  @inlinable public subscript(id: ID<AssocConstraint>) -> AssocConstraint {
    get { constraints[id] }
    set { constraints[id] = newValue }
  }
  @inlinable public subscript(id: ID<ConstArg>) -> ConstArg {
    get { constArgs[id] }
    set { constArgs[id] = newValue }
  }
  @inlinable public subscript(id: ID<Generics>) -> Generics {
    get { generics[id] }
    set { generics[id] = newValue }
  }
  @inlinable public subscript(id: ID<GenericParam>) -> GenericParam {
    get { genericParams[id] }
    set { genericParams[id] = newValue }
  }
  @inlinable public subscript(id: ID<WherePredicate>) -> WherePredicate {
    get { wherePredicates[id] }
    set { wherePredicates[id] = newValue }
  }
  @inlinable public subscript(id: ID<Bound>) -> Bound {
    get { bounds[id] }
    set { bounds[id] = newValue }
  }
  @inlinable public subscript(id: ID<TraitBound>) -> TraitBound {
    get { traitBounds[id] }
    set { traitBounds[id] = newValue }
  }
  @inlinable public subscript(id: ID<FnDecl>) -> FnDecl {
    get { fnDecls[id] }
    set { fnDecls[id] = newValue }
  }
  @inlinable public subscript(id: ID<VariantDef>) -> VariantDef {
    get { variants[id] }
    set { variants[id] = newValue }
  }
  @inlinable public subscript(id: ID<FieldDef>) -> FieldDef {
    get { fields[id] }
    set { fields[id] = newValue }
  }
}

/// The stores of a finished tree. Sharing: frozen; they live as long as the process. Large: pass it as `HIRTree`.
public struct HIRStores: Sendable {
  public let exprs: FrozenStore<Expr>
  public let methodCalls: FrozenStore<MethodCall>
  public let fieldAccesses: FrozenStore<FieldAccess>
  public let structExprs: FrozenStore<StructExpr>
  public let exprFields: FrozenStore<ExprField>
  public let lets: FrozenStore<LetExpr>
  public let arms: FrozenStore<Arm>
  public let loops: FrozenStore<LoopInfo>
  public let closures: FrozenStore<Closure>
  public let blocks: FrozenStore<Block>
  public let stmts: FrozenStore<Stmt>
  public let letStmts: FrozenStore<LetStmt>
  public let asms: FrozenStore<InlineAsm>
  public let asmPieces: FrozenStore<InlineAsm.Piece>
  public let asmOperands: FrozenStore<InlineAsm.Operand>
  public let names: FrozenStore<NameNode>
  public let pats: FrozenStore<Pat>
  public let bindings: FrozenStore<BindingPat>
  public let structPats: FrozenStore<StructPat>
  public let patFields: FrozenStore<PatField>
  public let tupleStructPats: FrozenStore<TupleStructPat>
  public let slicePats: FrozenStore<SlicePat>
  public let patExprs: FrozenStore<PatExpr>
  public let types: FrozenStore<Ty>
  public let lifetimes: FrozenStore<Lifetime>
  public let fnPtrTypes: FrozenStore<FnPtrTy>
  public let opaqueTypes: FrozenStore<OpaqueTy>
  public let qpaths: FrozenStore<QPath>
  public let segments: FrozenStore<PathSegment>
  public let genericArgLists: FrozenStore<GenericArgs>
  public let genericArgs: FrozenStore<GenericArg>
  public let constraints: FrozenStore<AssocConstraint>
  public let constArgs: FrozenStore<ConstArg>
  public let generics: FrozenStore<Generics>
  public let genericParams: FrozenStore<GenericParam>
  public let wherePredicates: FrozenStore<WherePredicate>
  public let bounds: FrozenStore<Bound>
  public let traitBounds: FrozenStore<TraitBound>
  public let fnDecls: FrozenStore<FnDecl>
  public let variants: FrozenStore<VariantDef>
  public let fields: FrozenStore<FieldDef>
  public let lists: FrozenIDLists
}

/// A finished tree, by address: one word to pass around, nothing to count. Sharing: frozen.
public struct HIRTree: @unchecked Sendable, BitwiseCopyable {
  // SAFETY: the tree is written once by `init` and never freed.
  @usableFromInline let stores: UnsafePointer<HIRStores>

  public init(_ stores: HIRStores) {
    let place = UnsafeMutablePointer<HIRStores>.allocate(capacity: 1)
    place.initialize(to: stores)
    self.stores = UnsafePointer(place)
  }

  @inlinable public subscript(id: ID<Expr>) -> Expr { stores.pointee.exprs[id] }
  @inlinable public subscript(id: ID<MethodCall>) -> MethodCall { stores.pointee.methodCalls[id] }
  @inlinable public subscript(id: ID<FieldAccess>) -> FieldAccess { stores.pointee.fieldAccesses[id] }
  @inlinable public subscript(id: ID<StructExpr>) -> StructExpr { stores.pointee.structExprs[id] }
  @inlinable public subscript(id: ID<ExprField>) -> ExprField { stores.pointee.exprFields[id] }
  @inlinable public subscript(id: ID<LetExpr>) -> LetExpr { stores.pointee.lets[id] }
  @inlinable public subscript(id: ID<Arm>) -> Arm { stores.pointee.arms[id] }
  @inlinable public subscript(id: ID<LoopInfo>) -> LoopInfo { stores.pointee.loops[id] }
  @inlinable public subscript(id: ID<Closure>) -> Closure { stores.pointee.closures[id] }
  @inlinable public subscript(id: ID<Block>) -> Block { stores.pointee.blocks[id] }
  @inlinable public subscript(id: ID<Stmt>) -> Stmt { stores.pointee.stmts[id] }
  @inlinable public subscript(id: ID<LetStmt>) -> LetStmt { stores.pointee.letStmts[id] }
  @inlinable public subscript(id: ID<InlineAsm>) -> InlineAsm { stores.pointee.asms[id] }
  @inlinable public subscript(id: ID<InlineAsm.Piece>) -> InlineAsm.Piece { stores.pointee.asmPieces[id] }
  @inlinable public subscript(id: ID<InlineAsm.Operand>) -> InlineAsm.Operand { stores.pointee.asmOperands[id] }
  @inlinable public subscript(id: ID<NameNode>) -> NameNode { stores.pointee.names[id] }
  @inlinable public subscript(id: ID<Pat>) -> Pat { stores.pointee.pats[id] }
  @inlinable public subscript(id: ID<BindingPat>) -> BindingPat { stores.pointee.bindings[id] }
  @inlinable public subscript(id: ID<StructPat>) -> StructPat { stores.pointee.structPats[id] }
  @inlinable public subscript(id: ID<PatField>) -> PatField { stores.pointee.patFields[id] }
  @inlinable public subscript(id: ID<TupleStructPat>) -> TupleStructPat { stores.pointee.tupleStructPats[id] }
  @inlinable public subscript(id: ID<SlicePat>) -> SlicePat { stores.pointee.slicePats[id] }
  @inlinable public subscript(id: ID<PatExpr>) -> PatExpr { stores.pointee.patExprs[id] }
  @inlinable public subscript(id: ID<Ty>) -> Ty { stores.pointee.types[id] }
  @inlinable public subscript(id: ID<Lifetime>) -> Lifetime { stores.pointee.lifetimes[id] }
  @inlinable public subscript(id: ID<FnPtrTy>) -> FnPtrTy { stores.pointee.fnPtrTypes[id] }
  @inlinable public subscript(id: ID<OpaqueTy>) -> OpaqueTy { stores.pointee.opaqueTypes[id] }
  @inlinable public subscript(id: ID<QPath>) -> QPath { stores.pointee.qpaths[id] }
  @inlinable public subscript(id: ID<PathSegment>) -> PathSegment { stores.pointee.segments[id] }
  @inlinable public subscript(id: ID<GenericArgs>) -> GenericArgs { stores.pointee.genericArgLists[id] }
  @inlinable public subscript(id: ID<GenericArg>) -> GenericArg { stores.pointee.genericArgs[id] }
  @inlinable public subscript(id: ID<AssocConstraint>) -> AssocConstraint { stores.pointee.constraints[id] }
  @inlinable public subscript(id: ID<ConstArg>) -> ConstArg { stores.pointee.constArgs[id] }
  @inlinable public subscript(id: ID<Generics>) -> Generics { stores.pointee.generics[id] }
  @inlinable public subscript(id: ID<GenericParam>) -> GenericParam { stores.pointee.genericParams[id] }
  @inlinable public subscript(id: ID<WherePredicate>) -> WherePredicate { stores.pointee.wherePredicates[id] }
  @inlinable public subscript(id: ID<Bound>) -> Bound { stores.pointee.bounds[id] }
  @inlinable public subscript(id: ID<TraitBound>) -> TraitBound { stores.pointee.traitBounds[id] }
  @inlinable public subscript(id: ID<FnDecl>) -> FnDecl { stores.pointee.fnDecls[id] }
  @inlinable public subscript(id: ID<VariantDef>) -> VariantDef { stores.pointee.variants[id] }
  @inlinable public subscript(id: ID<FieldDef>) -> FieldDef { stores.pointee.fields[id] }
  @inlinable public subscript(run: Run<Expr>) -> UnsafeBufferPointer<Expr> { stores.pointee.exprs[run] }
  @inlinable public subscript(run: Run<MethodCall>) -> UnsafeBufferPointer<MethodCall> { stores.pointee.methodCalls[run] }
  @inlinable public subscript(run: Run<FieldAccess>) -> UnsafeBufferPointer<FieldAccess> { stores.pointee.fieldAccesses[run] }
  @inlinable public subscript(run: Run<StructExpr>) -> UnsafeBufferPointer<StructExpr> { stores.pointee.structExprs[run] }
  @inlinable public subscript(run: Run<ExprField>) -> UnsafeBufferPointer<ExprField> { stores.pointee.exprFields[run] }
  @inlinable public subscript(run: Run<LetExpr>) -> UnsafeBufferPointer<LetExpr> { stores.pointee.lets[run] }
  @inlinable public subscript(run: Run<Arm>) -> UnsafeBufferPointer<Arm> { stores.pointee.arms[run] }
  @inlinable public subscript(run: Run<LoopInfo>) -> UnsafeBufferPointer<LoopInfo> { stores.pointee.loops[run] }
  @inlinable public subscript(run: Run<Closure>) -> UnsafeBufferPointer<Closure> { stores.pointee.closures[run] }
  @inlinable public subscript(run: Run<Block>) -> UnsafeBufferPointer<Block> { stores.pointee.blocks[run] }
  @inlinable public subscript(run: Run<Stmt>) -> UnsafeBufferPointer<Stmt> { stores.pointee.stmts[run] }
  @inlinable public subscript(run: Run<LetStmt>) -> UnsafeBufferPointer<LetStmt> { stores.pointee.letStmts[run] }
  @inlinable public subscript(run: Run<InlineAsm>) -> UnsafeBufferPointer<InlineAsm> { stores.pointee.asms[run] }
  @inlinable public subscript(run: Run<InlineAsm.Piece>) -> UnsafeBufferPointer<InlineAsm.Piece> { stores.pointee.asmPieces[run] }
  @inlinable public subscript(run: Run<InlineAsm.Operand>) -> UnsafeBufferPointer<InlineAsm.Operand> { stores.pointee.asmOperands[run] }
  @inlinable public subscript(run: Run<NameNode>) -> UnsafeBufferPointer<NameNode> { stores.pointee.names[run] }
  @inlinable public subscript(run: Run<Pat>) -> UnsafeBufferPointer<Pat> { stores.pointee.pats[run] }
  @inlinable public subscript(run: Run<BindingPat>) -> UnsafeBufferPointer<BindingPat> { stores.pointee.bindings[run] }
  @inlinable public subscript(run: Run<StructPat>) -> UnsafeBufferPointer<StructPat> { stores.pointee.structPats[run] }
  @inlinable public subscript(run: Run<PatField>) -> UnsafeBufferPointer<PatField> { stores.pointee.patFields[run] }
  @inlinable public subscript(run: Run<TupleStructPat>) -> UnsafeBufferPointer<TupleStructPat> { stores.pointee.tupleStructPats[run] }
  @inlinable public subscript(run: Run<SlicePat>) -> UnsafeBufferPointer<SlicePat> { stores.pointee.slicePats[run] }
  @inlinable public subscript(run: Run<PatExpr>) -> UnsafeBufferPointer<PatExpr> { stores.pointee.patExprs[run] }
  @inlinable public subscript(run: Run<Ty>) -> UnsafeBufferPointer<Ty> { stores.pointee.types[run] }
  @inlinable public subscript(run: Run<Lifetime>) -> UnsafeBufferPointer<Lifetime> { stores.pointee.lifetimes[run] }
  @inlinable public subscript(run: Run<FnPtrTy>) -> UnsafeBufferPointer<FnPtrTy> { stores.pointee.fnPtrTypes[run] }
  @inlinable public subscript(run: Run<OpaqueTy>) -> UnsafeBufferPointer<OpaqueTy> { stores.pointee.opaqueTypes[run] }
  @inlinable public subscript(run: Run<QPath>) -> UnsafeBufferPointer<QPath> { stores.pointee.qpaths[run] }
  @inlinable public subscript(run: Run<PathSegment>) -> UnsafeBufferPointer<PathSegment> { stores.pointee.segments[run] }
  @inlinable public subscript(run: Run<GenericArgs>) -> UnsafeBufferPointer<GenericArgs> { stores.pointee.genericArgLists[run] }
  @inlinable public subscript(run: Run<GenericArg>) -> UnsafeBufferPointer<GenericArg> { stores.pointee.genericArgs[run] }
  @inlinable public subscript(run: Run<AssocConstraint>) -> UnsafeBufferPointer<AssocConstraint> { stores.pointee.constraints[run] }
  @inlinable public subscript(run: Run<ConstArg>) -> UnsafeBufferPointer<ConstArg> { stores.pointee.constArgs[run] }
  @inlinable public subscript(run: Run<Generics>) -> UnsafeBufferPointer<Generics> { stores.pointee.generics[run] }
  @inlinable public subscript(run: Run<GenericParam>) -> UnsafeBufferPointer<GenericParam> { stores.pointee.genericParams[run] }
  @inlinable public subscript(run: Run<WherePredicate>) -> UnsafeBufferPointer<WherePredicate> { stores.pointee.wherePredicates[run] }
  @inlinable public subscript(run: Run<Bound>) -> UnsafeBufferPointer<Bound> { stores.pointee.bounds[run] }
  @inlinable public subscript(run: Run<TraitBound>) -> UnsafeBufferPointer<TraitBound> { stores.pointee.traitBounds[run] }
  @inlinable public subscript(run: Run<FnDecl>) -> UnsafeBufferPointer<FnDecl> { stores.pointee.fnDecls[run] }
  @inlinable public subscript(run: Run<VariantDef>) -> UnsafeBufferPointer<VariantDef> { stores.pointee.variants[run] }
  @inlinable public subscript(run: Run<FieldDef>) -> UnsafeBufferPointer<FieldDef> { stores.pointee.fields[run] }
  @inlinable public subscript<T>(list: IDList<T>) -> IDListView<T> { stores.pointee.lists[list] }
  @inlinable public var nodes: HIRStores { stores.pointee }
}
