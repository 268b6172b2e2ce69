// The tree of one file, one expansion or one body: plain nodes in one store per node type, addressed by 4-byte IDs.
// The two types list the same stores; keep them in step.
import Support

/// A tree while it is built. Sharing: none (the parser owns it).
public struct SyntaxTreeBuilder: ~Copyable {
  public var items = Store<Item>()
  public var useTrees = Store<UseTree>()
  public var statics = Store<StaticItem>()
  public var consts = Store<ConstItem>()
  public var fns = Store<FnItem>()
  public var contracts = Store<FnContract>()
  public var params = Store<Param>()
  public var foreignMods = Store<ForeignMod>()
  public var tyAliases = Store<TyAliasItem>()
  public var enums = Store<EnumItem>()
  public var structs = Store<StructItem>()
  public var fields = Store<FieldDef>()
  public var variants = Store<Variant>()
  public var traits = Store<TraitItem>()
  public var traitAliases = Store<TraitAliasItem>()
  public var impls = Store<ImplItem>()
  public var macroDefs = Store<MacroDef>()
  public var delegations = Store<Delegation>()
  public var macroCalls = Store<MacroCall>()
  public var attributes = Store<Attribute>()
  public var paths = Store<Path>()
  public var segments = Store<PathSegment>()
  public var qselfs = Store<QSelf>()
  public var genericArgLists = Store<GenericArgs>()
  public var genericArgs = Store<GenericArg>()
  public var constraints = Store<AssocConstraint>()
  public var generics = Store<Generics>()
  public var genericParams = Store<GenericParam>()
  public var wherePredicates = Store<WherePredicate>()
  public var bounds = Store<Bound>()
  public var traitBounds = Store<TraitBound>()
  public var types = Store<Ty>()
  public var refTypes = Store<RefTy>()
  public var fnPtrTypes = Store<FnPtrTy>()
  public var exprs = Store<Expr>()
  public var methodCalls = Store<MethodCall>()
  public var fieldAccesses = Store<FieldAccess>()
  public var labels = Store<Label>()
  public var structExprs = Store<StructExpr>()
  public var exprFields = Store<ExprField>()
  public var arms = Store<Arm>()
  public var forLoops = Store<ForLoop>()
  public var closures = Store<Closure>()
  public var blocks = Store<Block>()
  public var stmts = Store<Stmt>()
  public var stmtMacros = Store<StmtMacro>()
  public var lets = Store<LetStmt>()
  public var pats = Store<Pat>()
  public var identPats = Store<IdentPat>()
  public var tupleStructPats = Store<TupleStructPat>()
  public var structPats = Store<StructPat>()
  public var patFields = Store<PatField>()
  public var formatArgs = Store<FormatArgs>()
  public var formatPieces = Store<FormatPiece>()
  public var formatArguments = Store<FormatArgument>()
  public var inlineAsms = Store<InlineAsm>()
  public var asmPieces = Store<AsmPiece>()
  public var asmOperands = Store<AsmOperand>()
  public var asmClobberABIs = Store<AsmClobberABI>()
  public var lists = IDLists()

  public init() {}

  /// Ends building.
  public consuming func freeze() -> SyntaxTree {
    SyntaxTree(
      items: items.freeze(),
      useTrees: useTrees.freeze(),
      statics: statics.freeze(),
      consts: consts.freeze(),
      fns: fns.freeze(),
      contracts: contracts.freeze(),
      params: params.freeze(),
      foreignMods: foreignMods.freeze(),
      tyAliases: tyAliases.freeze(),
      enums: enums.freeze(),
      structs: structs.freeze(),
      fields: fields.freeze(),
      variants: variants.freeze(),
      traits: traits.freeze(),
      traitAliases: traitAliases.freeze(),
      impls: impls.freeze(),
      macroDefs: macroDefs.freeze(),
      delegations: delegations.freeze(),
      macroCalls: macroCalls.freeze(),
      attributes: attributes.freeze(),
      paths: paths.freeze(),
      segments: segments.freeze(),
      qselfs: qselfs.freeze(),
      genericArgLists: genericArgLists.freeze(),
      genericArgs: genericArgs.freeze(),
      constraints: constraints.freeze(),
      generics: generics.freeze(),
      genericParams: genericParams.freeze(),
      wherePredicates: wherePredicates.freeze(),
      bounds: bounds.freeze(),
      traitBounds: traitBounds.freeze(),
      types: types.freeze(),
      refTypes: refTypes.freeze(),
      fnPtrTypes: fnPtrTypes.freeze(),
      exprs: exprs.freeze(),
      methodCalls: methodCalls.freeze(),
      fieldAccesses: fieldAccesses.freeze(),
      labels: labels.freeze(),
      structExprs: structExprs.freeze(),
      exprFields: exprFields.freeze(),
      arms: arms.freeze(),
      forLoops: forLoops.freeze(),
      closures: closures.freeze(),
      blocks: blocks.freeze(),
      stmts: stmts.freeze(),
      stmtMacros: stmtMacros.freeze(),
      lets: lets.freeze(),
      pats: pats.freeze(),
      identPats: identPats.freeze(),
      tupleStructPats: tupleStructPats.freeze(),
      structPats: structPats.freeze(),
      patFields: patFields.freeze(),
      formatArgs: formatArgs.freeze(),
      formatPieces: formatPieces.freeze(),
      formatArguments: formatArguments.freeze(),
      inlineAsms: inlineAsms.freeze(),
      asmPieces: asmPieces.freeze(),
      asmOperands: asmOperands.freeze(),
      asmClobberABIs: asmClobberABIs.freeze(),
      lists: lists.freeze())
  }

  @inlinable public mutating func add(_ node: Item) -> ID<Item> { items.append(node) }
  @inlinable public mutating func add(_ node: UseTree) -> ID<UseTree> { useTrees.append(node) }
  @inlinable public mutating func add(_ node: StaticItem) -> ID<StaticItem> { statics.append(node) }
  @inlinable public mutating func add(_ node: ConstItem) -> ID<ConstItem> { consts.append(node) }
  @inlinable public mutating func add(_ node: FnItem) -> ID<FnItem> { fns.append(node) }
  @inlinable public mutating func add(_ node: FnContract) -> ID<FnContract> { contracts.append(node) }
  @inlinable public mutating func add(_ node: Param) -> ID<Param> { params.append(node) }
  @inlinable public mutating func add(_ node: ForeignMod) -> ID<ForeignMod> { foreignMods.append(node) }
  @inlinable public mutating func add(_ node: TyAliasItem) -> ID<TyAliasItem> { tyAliases.append(node) }
  @inlinable public mutating func add(_ node: EnumItem) -> ID<EnumItem> { enums.append(node) }
  @inlinable public mutating func add(_ node: StructItem) -> ID<StructItem> { structs.append(node) }
  @inlinable public mutating func add(_ node: FieldDef) -> ID<FieldDef> { fields.append(node) }
  @inlinable public mutating func add(_ node: Variant) -> ID<Variant> { variants.append(node) }
  @inlinable public mutating func add(_ node: TraitItem) -> ID<TraitItem> { traits.append(node) }
  @inlinable public mutating func add(_ node: TraitAliasItem) -> ID<TraitAliasItem> { traitAliases.append(node) }
  @inlinable public mutating func add(_ node: ImplItem) -> ID<ImplItem> { impls.append(node) }
  @inlinable public mutating func add(_ node: MacroDef) -> ID<MacroDef> { macroDefs.append(node) }
  @inlinable public mutating func add(_ node: Delegation) -> ID<Delegation> { delegations.append(node) }
  @inlinable public mutating func add(_ node: MacroCall) -> ID<MacroCall> { macroCalls.append(node) }
  @inlinable public mutating func add(_ node: Attribute) -> ID<Attribute> { attributes.append(node) }
  @inlinable public mutating func add(_ node: Path) -> ID<Path> { paths.append(node) }
  @inlinable public mutating func add(_ node: PathSegment) -> ID<PathSegment> { segments.append(node) }
  @inlinable public mutating func add(_ node: QSelf) -> ID<QSelf> { qselfs.append(node) }
  @inlinable public mutating func add(_ node: GenericArgs) -> ID<GenericArgs> { genericArgLists.append(node) }
  @inlinable public mutating func add(_ node: GenericArg) -> ID<GenericArg> { genericArgs.append(node) }
  @inlinable public mutating func add(_ node: AssocConstraint) -> ID<AssocConstraint> { constraints.append(node) }
  @inlinable public mutating func add(_ node: Generics) -> ID<Generics> { generics.append(node) }
  @inlinable public mutating func add(_ node: GenericParam) -> ID<GenericParam> { genericParams.append(node) }
  @inlinable public mutating func add(_ node: WherePredicate) -> ID<WherePredicate> { wherePredicates.append(node) }
  @inlinable public mutating func add(_ node: Bound) -> ID<Bound> { bounds.append(node) }
  @inlinable public mutating func add(_ node: TraitBound) -> ID<TraitBound> { traitBounds.append(node) }
  @inlinable public mutating func add(_ node: Ty) -> ID<Ty> { types.append(node) }
  @inlinable public mutating func add(_ node: RefTy) -> ID<RefTy> { refTypes.append(node) }
  @inlinable public mutating func add(_ node: FnPtrTy) -> ID<FnPtrTy> { fnPtrTypes.append(node) }
  @inlinable public mutating func add(_ node: Expr) -> ID<Expr> { exprs.append(node) }
  @inlinable public mutating func add(_ node: MethodCall) -> ID<MethodCall> { methodCalls.append(node) }
  @inlinable public mutating func add(_ node: FieldAccess) -> ID<FieldAccess> { fieldAccesses.append(node) }
  @inlinable public mutating func add(_ node: Label) -> ID<Label> { labels.append(node) }
  @inlinable public mutating func add(_ node: StructExpr) -> ID<StructExpr> { structExprs.append(node) }
  @inlinable public mutating func add(_ node: ExprField) -> ID<ExprField> { exprFields.append(node) }
  @inlinable public mutating func add(_ node: Arm) -> ID<Arm> { arms.append(node) }
  @inlinable public mutating func add(_ node: ForLoop) -> ID<ForLoop> { forLoops.append(node) }
  @inlinable public mutating func add(_ node: Closure) -> ID<Closure> { closures.append(node) }
  @inlinable public mutating func add(_ node: Block) -> ID<Block> { blocks.append(node) }
  @inlinable public mutating func add(_ node: Stmt) -> ID<Stmt> { stmts.append(node) }
  @inlinable public mutating func add(_ node: StmtMacro) -> ID<StmtMacro> { stmtMacros.append(node) }
  @inlinable public mutating func add(_ node: LetStmt) -> ID<LetStmt> { lets.append(node) }
  @inlinable public mutating func add(_ node: Pat) -> ID<Pat> { pats.append(node) }
  @inlinable public mutating func add(_ node: IdentPat) -> ID<IdentPat> { identPats.append(node) }
  @inlinable public mutating func add(_ node: TupleStructPat) -> ID<TupleStructPat> { tupleStructPats.append(node) }
  @inlinable public mutating func add(_ node: StructPat) -> ID<StructPat> { structPats.append(node) }
  @inlinable public mutating func add(_ node: PatField) -> ID<PatField> { patFields.append(node) }
  @inlinable public mutating func add(_ node: FormatArgs) -> ID<FormatArgs> { formatArgs.append(node) }
  @inlinable public mutating func add(_ node: FormatPiece) -> ID<FormatPiece> { formatPieces.append(node) }
  @inlinable public mutating func add(_ node: FormatArgument) -> ID<FormatArgument> { formatArguments.append(node) }
  @inlinable public mutating func add(_ node: InlineAsm) -> ID<InlineAsm> { inlineAsms.append(node) }
  @inlinable public mutating func add(_ node: AsmPiece) -> ID<AsmPiece> { asmPieces.append(node) }
  @inlinable public mutating func add(_ node: AsmOperand) -> ID<AsmOperand> { asmOperands.append(node) }
  @inlinable public mutating func add(_ node: AsmClobberABI) -> ID<AsmClobberABI> { asmClobberABIs.append(node) }

  @inlinable public mutating func add(_ nodes: [Item]) -> Run<Item> { items.append(contentsOf: nodes) }
  @inlinable public mutating func add(_ nodes: [UseTree]) -> Run<UseTree> { useTrees.append(contentsOf: nodes) }
  @inlinable public mutating func add(_ nodes: [StaticItem]) -> Run<StaticItem> { statics.append(contentsOf: nodes) }
  @inlinable public mutating func add(_ nodes: [ConstItem]) -> Run<ConstItem> { consts.append(contentsOf: nodes) }
  @inlinable public mutating func add(_ nodes: [FnItem]) -> Run<FnItem> { fns.append(contentsOf: nodes) }
  @inlinable public mutating func add(_ nodes: [FnContract]) -> Run<FnContract> { contracts.append(contentsOf: nodes) }
  @inlinable public mutating func add(_ nodes: [Param]) -> Run<Param> { params.append(contentsOf: nodes) }
  @inlinable public mutating func add(_ nodes: [ForeignMod]) -> Run<ForeignMod> { foreignMods.append(contentsOf: nodes) }
  @inlinable public mutating func add(_ nodes: [TyAliasItem]) -> Run<TyAliasItem> { tyAliases.append(contentsOf: nodes) }
  @inlinable public mutating func add(_ nodes: [EnumItem]) -> Run<EnumItem> { enums.append(contentsOf: nodes) }
  @inlinable public mutating func add(_ nodes: [StructItem]) -> Run<StructItem> { structs.append(contentsOf: nodes) }
  @inlinable public mutating func add(_ nodes: [FieldDef]) -> Run<FieldDef> { fields.append(contentsOf: nodes) }
  @inlinable public mutating func add(_ nodes: [Variant]) -> Run<Variant> { variants.append(contentsOf: nodes) }
  @inlinable public mutating func add(_ nodes: [TraitItem]) -> Run<TraitItem> { traits.append(contentsOf: nodes) }
  @inlinable public mutating func add(_ nodes: [TraitAliasItem]) -> Run<TraitAliasItem> { traitAliases.append(contentsOf: nodes) }
  @inlinable public mutating func add(_ nodes: [ImplItem]) -> Run<ImplItem> { impls.append(contentsOf: nodes) }
  @inlinable public mutating func add(_ nodes: [MacroDef]) -> Run<MacroDef> { macroDefs.append(contentsOf: nodes) }
  @inlinable public mutating func add(_ nodes: [Delegation]) -> Run<Delegation> { delegations.append(contentsOf: nodes) }
  @inlinable public mutating func add(_ nodes: [MacroCall]) -> Run<MacroCall> { macroCalls.append(contentsOf: nodes) }
  @inlinable public mutating func add(_ nodes: [Attribute]) -> Run<Attribute> { attributes.append(contentsOf: nodes) }
  @inlinable public mutating func add(_ nodes: [Path]) -> Run<Path> { paths.append(contentsOf: nodes) }
  @inlinable public mutating func add(_ nodes: [PathSegment]) -> Run<PathSegment> { segments.append(contentsOf: nodes) }
  @inlinable public mutating func add(_ nodes: [QSelf]) -> Run<QSelf> { qselfs.append(contentsOf: nodes) }
  @inlinable public mutating func add(_ nodes: [GenericArgs]) -> Run<GenericArgs> { genericArgLists.append(contentsOf: nodes) }
  @inlinable public mutating func add(_ nodes: [GenericArg]) -> Run<GenericArg> { genericArgs.append(contentsOf: nodes) }
  @inlinable public mutating func add(_ nodes: [AssocConstraint]) -> Run<AssocConstraint> { constraints.append(contentsOf: nodes) }
  @inlinable public mutating func add(_ nodes: [Generics]) -> Run<Generics> { generics.append(contentsOf: nodes) }
  @inlinable public mutating func add(_ nodes: [GenericParam]) -> Run<GenericParam> { genericParams.append(contentsOf: nodes) }
  @inlinable public mutating func add(_ nodes: [WherePredicate]) -> Run<WherePredicate> { wherePredicates.append(contentsOf: nodes) }
  @inlinable public mutating func add(_ nodes: [Bound]) -> Run<Bound> { bounds.append(contentsOf: nodes) }
  @inlinable public mutating func add(_ nodes: [TraitBound]) -> Run<TraitBound> { traitBounds.append(contentsOf: nodes) }
  @inlinable public mutating func add(_ nodes: [Ty]) -> Run<Ty> { types.append(contentsOf: nodes) }
  @inlinable public mutating func add(_ nodes: [RefTy]) -> Run<RefTy> { refTypes.append(contentsOf: nodes) }
  @inlinable public mutating func add(_ nodes: [FnPtrTy]) -> Run<FnPtrTy> { fnPtrTypes.append(contentsOf: nodes) }
  @inlinable public mutating func add(_ nodes: [Expr]) -> Run<Expr> { exprs.append(contentsOf: nodes) }
  @inlinable public mutating func add(_ nodes: [MethodCall]) -> Run<MethodCall> { methodCalls.append(contentsOf: nodes) }
  @inlinable public mutating func add(_ nodes: [FieldAccess]) -> Run<FieldAccess> { fieldAccesses.append(contentsOf: nodes) }
  @inlinable public mutating func add(_ nodes: [Label]) -> Run<Label> { labels.append(contentsOf: nodes) }
  @inlinable public mutating func add(_ nodes: [StructExpr]) -> Run<StructExpr> { structExprs.append(contentsOf: nodes) }
  @inlinable public mutating func add(_ nodes: [ExprField]) -> Run<ExprField> { exprFields.append(contentsOf: nodes) }
  @inlinable public mutating func add(_ nodes: [Arm]) -> Run<Arm> { arms.append(contentsOf: nodes) }
  @inlinable public mutating func add(_ nodes: [ForLoop]) -> Run<ForLoop> { forLoops.append(contentsOf: nodes) }
  @inlinable public mutating func add(_ nodes: [Closure]) -> Run<Closure> { closures.append(contentsOf: nodes) }
  @inlinable public mutating func add(_ nodes: [Block]) -> Run<Block> { blocks.append(contentsOf: nodes) }
  @inlinable public mutating func add(_ nodes: [Stmt]) -> Run<Stmt> { stmts.append(contentsOf: nodes) }
  @inlinable public mutating func add(_ nodes: [StmtMacro]) -> Run<StmtMacro> { stmtMacros.append(contentsOf: nodes) }
  @inlinable public mutating func add(_ nodes: [LetStmt]) -> Run<LetStmt> { lets.append(contentsOf: nodes) }
  @inlinable public mutating func add(_ nodes: [Pat]) -> Run<Pat> { pats.append(contentsOf: nodes) }
  @inlinable public mutating func add(_ nodes: [IdentPat]) -> Run<IdentPat> { identPats.append(contentsOf: nodes) }
  @inlinable public mutating func add(_ nodes: [TupleStructPat]) -> Run<TupleStructPat> { tupleStructPats.append(contentsOf: nodes) }
  @inlinable public mutating func add(_ nodes: [StructPat]) -> Run<StructPat> { structPats.append(contentsOf: nodes) }
  @inlinable public mutating func add(_ nodes: [PatField]) -> Run<PatField> { patFields.append(contentsOf: nodes) }
  @inlinable public mutating func add(_ nodes: [FormatArgs]) -> Run<FormatArgs> { formatArgs.append(contentsOf: nodes) }
  @inlinable public mutating func add(_ nodes: [FormatPiece]) -> Run<FormatPiece> { formatPieces.append(contentsOf: nodes) }
  @inlinable public mutating func add(_ nodes: [FormatArgument]) -> Run<FormatArgument> { formatArguments.append(contentsOf: nodes) }
  @inlinable public mutating func add(_ nodes: [InlineAsm]) -> Run<InlineAsm> { inlineAsms.append(contentsOf: nodes) }
  @inlinable public mutating func add(_ nodes: [AsmPiece]) -> Run<AsmPiece> { asmPieces.append(contentsOf: nodes) }
  @inlinable public mutating func add(_ nodes: [AsmOperand]) -> Run<AsmOperand> { asmOperands.append(contentsOf: nodes) }
  @inlinable public mutating func add(_ nodes: [AsmClobberABI]) -> Run<AsmClobberABI> { asmClobberABIs.append(contentsOf: nodes) }

  @inlinable public mutating func add<T>(_ ids: [ID<T>]) -> IDList<T> { lists.append(ids) }
  @inlinable public subscript(id: ID<Item>) -> Item {
    get { items[id] }
    set { items[id] = newValue }
  }
  @inlinable public subscript(id: ID<UseTree>) -> UseTree {
    get { useTrees[id] }
    set { useTrees[id] = newValue }
  }
  @inlinable public subscript(id: ID<StaticItem>) -> StaticItem {
    get { statics[id] }
    set { statics[id] = newValue }
  }
  @inlinable public subscript(id: ID<ConstItem>) -> ConstItem {
    get { consts[id] }
    set { consts[id] = newValue }
  }
  @inlinable public subscript(id: ID<FnItem>) -> FnItem {
    get { fns[id] }
    set { fns[id] = newValue }
  }
  @inlinable public subscript(id: ID<FnContract>) -> FnContract {
    get { contracts[id] }
    set { contracts[id] = newValue }
  }
  @inlinable public subscript(id: ID<Param>) -> Param {
    get { params[id] }
    set { params[id] = newValue }
  }
  @inlinable public subscript(id: ID<ForeignMod>) -> ForeignMod {
    get { foreignMods[id] }
    set { foreignMods[id] = newValue }
  }
  @inlinable public subscript(id: ID<TyAliasItem>) -> TyAliasItem {
    get { tyAliases[id] }
    set { tyAliases[id] = newValue }
  }
  @inlinable public subscript(id: ID<EnumItem>) -> EnumItem {
    get { enums[id] }
    set { enums[id] = newValue }
  }
  @inlinable public subscript(id: ID<StructItem>) -> StructItem {
    get { structs[id] }
    set { structs[id] = newValue }
  }
  @inlinable public subscript(id: ID<FieldDef>) -> FieldDef {
    get { fields[id] }
    set { fields[id] = newValue }
  }
  @inlinable public subscript(id: ID<Variant>) -> Variant {
    get { variants[id] }
    set { variants[id] = newValue }
  }
  @inlinable public subscript(id: ID<TraitItem>) -> TraitItem {
    get { traits[id] }
    set { traits[id] = newValue }
  }
  @inlinable public subscript(id: ID<TraitAliasItem>) -> TraitAliasItem {
    get { traitAliases[id] }
    set { traitAliases[id] = newValue }
  }
  @inlinable public subscript(id: ID<ImplItem>) -> ImplItem {
    get { impls[id] }
    set { impls[id] = newValue }
  }
  @inlinable public subscript(id: ID<MacroDef>) -> MacroDef {
    get { macroDefs[id] }
    set { macroDefs[id] = newValue }
  }
  @inlinable public subscript(id: ID<Delegation>) -> Delegation {
    get { delegations[id] }
    set { delegations[id] = newValue }
  }
  @inlinable public subscript(id: ID<MacroCall>) -> MacroCall {
    get { macroCalls[id] }
    set { macroCalls[id] = newValue }
  }
  @inlinable public subscript(id: ID<Attribute>) -> Attribute {
    get { attributes[id] }
    set { attributes[id] = newValue }
  }
  @inlinable public subscript(id: ID<Path>) -> Path {
    get { paths[id] }
    set { paths[id] = newValue }
  }
  @inlinable public subscript(id: ID<PathSegment>) -> PathSegment {
    get { segments[id] }
    set { segments[id] = newValue }
  }
  @inlinable public subscript(id: ID<QSelf>) -> QSelf {
    get { qselfs[id] }
    set { qselfs[id] = newValue }
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
  @inlinable public subscript(id: ID<Ty>) -> Ty {
    get { types[id] }
    set { types[id] = newValue }
  }
  @inlinable public subscript(id: ID<RefTy>) -> RefTy {
    get { refTypes[id] }
    set { refTypes[id] = newValue }
  }
  @inlinable public subscript(id: ID<FnPtrTy>) -> FnPtrTy {
    get { fnPtrTypes[id] }
    set { fnPtrTypes[id] = newValue }
  }
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
  @inlinable public subscript(id: ID<Label>) -> Label {
    get { labels[id] }
    set { labels[id] = newValue }
  }
  @inlinable public subscript(id: ID<StructExpr>) -> StructExpr {
    get { structExprs[id] }
    set { structExprs[id] = newValue }
  }
  @inlinable public subscript(id: ID<ExprField>) -> ExprField {
    get { exprFields[id] }
    set { exprFields[id] = newValue }
  }
  @inlinable public subscript(id: ID<Arm>) -> Arm {
    get { arms[id] }
    set { arms[id] = newValue }
  }
  @inlinable public subscript(id: ID<ForLoop>) -> ForLoop {
    get { forLoops[id] }
    set { forLoops[id] = newValue }
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
  @inlinable public subscript(id: ID<StmtMacro>) -> StmtMacro {
    get { stmtMacros[id] }
    set { stmtMacros[id] = newValue }
  }
  @inlinable public subscript(id: ID<LetStmt>) -> LetStmt {
    get { lets[id] }
    set { lets[id] = newValue }
  }
  @inlinable public subscript(id: ID<Pat>) -> Pat {
    get { pats[id] }
    set { pats[id] = newValue }
  }
  @inlinable public subscript(id: ID<IdentPat>) -> IdentPat {
    get { identPats[id] }
    set { identPats[id] = newValue }
  }
  @inlinable public subscript(id: ID<TupleStructPat>) -> TupleStructPat {
    get { tupleStructPats[id] }
    set { tupleStructPats[id] = newValue }
  }
  @inlinable public subscript(id: ID<StructPat>) -> StructPat {
    get { structPats[id] }
    set { structPats[id] = newValue }
  }
  @inlinable public subscript(id: ID<PatField>) -> PatField {
    get { patFields[id] }
    set { patFields[id] = newValue }
  }
  @inlinable public subscript(id: ID<FormatArgs>) -> FormatArgs {
    get { formatArgs[id] }
    set { formatArgs[id] = newValue }
  }
  @inlinable public subscript(id: ID<FormatPiece>) -> FormatPiece {
    get { formatPieces[id] }
    set { formatPieces[id] = newValue }
  }
  @inlinable public subscript(id: ID<FormatArgument>) -> FormatArgument {
    get { formatArguments[id] }
    set { formatArguments[id] = newValue }
  }
  @inlinable public subscript(id: ID<InlineAsm>) -> InlineAsm {
    get { inlineAsms[id] }
    set { inlineAsms[id] = newValue }
  }
  @inlinable public subscript(id: ID<AsmPiece>) -> AsmPiece {
    get { asmPieces[id] }
    set { asmPieces[id] = newValue }
  }
  @inlinable public subscript(id: ID<AsmOperand>) -> AsmOperand {
    get { asmOperands[id] }
    set { asmOperands[id] = newValue }
  }
  @inlinable public subscript(id: ID<AsmClobberABI>) -> AsmClobberABI {
    get { asmClobberABIs[id] }
    set { asmClobberABIs[id] = newValue }
  }
}

/// A finished tree. Sharing: frozen; its stores live as long as the process. Large: pass it as `Tree`.
public struct SyntaxTree: Sendable {
  public let items: FrozenStore<Item>
  public let useTrees: FrozenStore<UseTree>
  public let statics: FrozenStore<StaticItem>
  public let consts: FrozenStore<ConstItem>
  public let fns: FrozenStore<FnItem>
  public let contracts: FrozenStore<FnContract>
  public let params: FrozenStore<Param>
  public let foreignMods: FrozenStore<ForeignMod>
  public let tyAliases: FrozenStore<TyAliasItem>
  public let enums: FrozenStore<EnumItem>
  public let structs: FrozenStore<StructItem>
  public let fields: FrozenStore<FieldDef>
  public let variants: FrozenStore<Variant>
  public let traits: FrozenStore<TraitItem>
  public let traitAliases: FrozenStore<TraitAliasItem>
  public let impls: FrozenStore<ImplItem>
  public let macroDefs: FrozenStore<MacroDef>
  public let delegations: FrozenStore<Delegation>
  public let macroCalls: FrozenStore<MacroCall>
  public let attributes: FrozenStore<Attribute>
  public let paths: FrozenStore<Path>
  public let segments: FrozenStore<PathSegment>
  public let qselfs: FrozenStore<QSelf>
  public let genericArgLists: FrozenStore<GenericArgs>
  public let genericArgs: FrozenStore<GenericArg>
  public let constraints: FrozenStore<AssocConstraint>
  public let generics: FrozenStore<Generics>
  public let genericParams: FrozenStore<GenericParam>
  public let wherePredicates: FrozenStore<WherePredicate>
  public let bounds: FrozenStore<Bound>
  public let traitBounds: FrozenStore<TraitBound>
  public let types: FrozenStore<Ty>
  public let refTypes: FrozenStore<RefTy>
  public let fnPtrTypes: FrozenStore<FnPtrTy>
  public let exprs: FrozenStore<Expr>
  public let methodCalls: FrozenStore<MethodCall>
  public let fieldAccesses: FrozenStore<FieldAccess>
  public let labels: FrozenStore<Label>
  public let structExprs: FrozenStore<StructExpr>
  public let exprFields: FrozenStore<ExprField>
  public let arms: FrozenStore<Arm>
  public let forLoops: FrozenStore<ForLoop>
  public let closures: FrozenStore<Closure>
  public let blocks: FrozenStore<Block>
  public let stmts: FrozenStore<Stmt>
  public let stmtMacros: FrozenStore<StmtMacro>
  public let lets: FrozenStore<LetStmt>
  public let pats: FrozenStore<Pat>
  public let identPats: FrozenStore<IdentPat>
  public let tupleStructPats: FrozenStore<TupleStructPat>
  public let structPats: FrozenStore<StructPat>
  public let patFields: FrozenStore<PatField>
  public let formatArgs: FrozenStore<FormatArgs>
  public let formatPieces: FrozenStore<FormatPiece>
  public let formatArguments: FrozenStore<FormatArgument>
  public let inlineAsms: FrozenStore<InlineAsm>
  public let asmPieces: FrozenStore<AsmPiece>
  public let asmOperands: FrozenStore<AsmOperand>
  public let asmClobberABIs: FrozenStore<AsmClobberABI>
  public let lists: FrozenIDLists
}

/// A finished tree, by address: one word to pass around, nothing to count. Sharing: frozen.
public struct Tree: @unchecked Sendable, BitwiseCopyable {
  // SAFETY: the tree is written once by `init` and never freed.
  @usableFromInline let tree: UnsafePointer<SyntaxTree>

  public init(_ tree: SyntaxTree) {
    let place = UnsafeMutablePointer<SyntaxTree>.allocate(capacity: 1)
    place.initialize(to: tree)
    self.tree = UnsafePointer(place)
  }

  @inlinable public subscript(id: ID<Item>) -> Item { tree.pointee.items[id] }
  @inlinable public subscript(id: ID<UseTree>) -> UseTree { tree.pointee.useTrees[id] }
  @inlinable public subscript(id: ID<StaticItem>) -> StaticItem { tree.pointee.statics[id] }
  @inlinable public subscript(id: ID<ConstItem>) -> ConstItem { tree.pointee.consts[id] }
  @inlinable public subscript(id: ID<FnItem>) -> FnItem { tree.pointee.fns[id] }
  @inlinable public subscript(id: ID<FnContract>) -> FnContract { tree.pointee.contracts[id] }
  @inlinable public subscript(id: ID<Param>) -> Param { tree.pointee.params[id] }
  @inlinable public subscript(id: ID<ForeignMod>) -> ForeignMod { tree.pointee.foreignMods[id] }
  @inlinable public subscript(id: ID<TyAliasItem>) -> TyAliasItem { tree.pointee.tyAliases[id] }
  @inlinable public subscript(id: ID<EnumItem>) -> EnumItem { tree.pointee.enums[id] }
  @inlinable public subscript(id: ID<StructItem>) -> StructItem { tree.pointee.structs[id] }
  @inlinable public subscript(id: ID<FieldDef>) -> FieldDef { tree.pointee.fields[id] }
  @inlinable public subscript(id: ID<Variant>) -> Variant { tree.pointee.variants[id] }
  @inlinable public subscript(id: ID<TraitItem>) -> TraitItem { tree.pointee.traits[id] }
  @inlinable public subscript(id: ID<TraitAliasItem>) -> TraitAliasItem { tree.pointee.traitAliases[id] }
  @inlinable public subscript(id: ID<ImplItem>) -> ImplItem { tree.pointee.impls[id] }
  @inlinable public subscript(id: ID<MacroDef>) -> MacroDef { tree.pointee.macroDefs[id] }
  @inlinable public subscript(id: ID<Delegation>) -> Delegation { tree.pointee.delegations[id] }
  @inlinable public subscript(id: ID<MacroCall>) -> MacroCall { tree.pointee.macroCalls[id] }
  @inlinable public subscript(id: ID<Attribute>) -> Attribute { tree.pointee.attributes[id] }
  @inlinable public subscript(id: ID<Path>) -> Path { tree.pointee.paths[id] }
  @inlinable public subscript(id: ID<PathSegment>) -> PathSegment { tree.pointee.segments[id] }
  @inlinable public subscript(id: ID<QSelf>) -> QSelf { tree.pointee.qselfs[id] }
  @inlinable public subscript(id: ID<GenericArgs>) -> GenericArgs { tree.pointee.genericArgLists[id] }
  @inlinable public subscript(id: ID<GenericArg>) -> GenericArg { tree.pointee.genericArgs[id] }
  @inlinable public subscript(id: ID<AssocConstraint>) -> AssocConstraint { tree.pointee.constraints[id] }
  @inlinable public subscript(id: ID<Generics>) -> Generics { tree.pointee.generics[id] }
  @inlinable public subscript(id: ID<GenericParam>) -> GenericParam { tree.pointee.genericParams[id] }
  @inlinable public subscript(id: ID<WherePredicate>) -> WherePredicate { tree.pointee.wherePredicates[id] }
  @inlinable public subscript(id: ID<Bound>) -> Bound { tree.pointee.bounds[id] }
  @inlinable public subscript(id: ID<TraitBound>) -> TraitBound { tree.pointee.traitBounds[id] }
  @inlinable public subscript(id: ID<Ty>) -> Ty { tree.pointee.types[id] }
  @inlinable public subscript(id: ID<RefTy>) -> RefTy { tree.pointee.refTypes[id] }
  @inlinable public subscript(id: ID<FnPtrTy>) -> FnPtrTy { tree.pointee.fnPtrTypes[id] }
  @inlinable public subscript(id: ID<Expr>) -> Expr { tree.pointee.exprs[id] }
  @inlinable public subscript(id: ID<MethodCall>) -> MethodCall { tree.pointee.methodCalls[id] }
  @inlinable public subscript(id: ID<FieldAccess>) -> FieldAccess { tree.pointee.fieldAccesses[id] }
  @inlinable public subscript(id: ID<Label>) -> Label { tree.pointee.labels[id] }
  @inlinable public subscript(id: ID<StructExpr>) -> StructExpr { tree.pointee.structExprs[id] }
  @inlinable public subscript(id: ID<ExprField>) -> ExprField { tree.pointee.exprFields[id] }
  @inlinable public subscript(id: ID<Arm>) -> Arm { tree.pointee.arms[id] }
  @inlinable public subscript(id: ID<ForLoop>) -> ForLoop { tree.pointee.forLoops[id] }
  @inlinable public subscript(id: ID<Closure>) -> Closure { tree.pointee.closures[id] }
  @inlinable public subscript(id: ID<Block>) -> Block { tree.pointee.blocks[id] }
  @inlinable public subscript(id: ID<Stmt>) -> Stmt { tree.pointee.stmts[id] }
  @inlinable public subscript(id: ID<StmtMacro>) -> StmtMacro { tree.pointee.stmtMacros[id] }
  @inlinable public subscript(id: ID<LetStmt>) -> LetStmt { tree.pointee.lets[id] }
  @inlinable public subscript(id: ID<Pat>) -> Pat { tree.pointee.pats[id] }
  @inlinable public subscript(id: ID<IdentPat>) -> IdentPat { tree.pointee.identPats[id] }
  @inlinable public subscript(id: ID<TupleStructPat>) -> TupleStructPat { tree.pointee.tupleStructPats[id] }
  @inlinable public subscript(id: ID<StructPat>) -> StructPat { tree.pointee.structPats[id] }
  @inlinable public subscript(id: ID<PatField>) -> PatField { tree.pointee.patFields[id] }
  @inlinable public subscript(id: ID<FormatArgs>) -> FormatArgs { tree.pointee.formatArgs[id] }
  @inlinable public subscript(id: ID<FormatPiece>) -> FormatPiece { tree.pointee.formatPieces[id] }
  @inlinable public subscript(id: ID<FormatArgument>) -> FormatArgument { tree.pointee.formatArguments[id] }
  @inlinable public subscript(id: ID<InlineAsm>) -> InlineAsm { tree.pointee.inlineAsms[id] }
  @inlinable public subscript(id: ID<AsmPiece>) -> AsmPiece { tree.pointee.asmPieces[id] }
  @inlinable public subscript(id: ID<AsmOperand>) -> AsmOperand { tree.pointee.asmOperands[id] }
  @inlinable public subscript(id: ID<AsmClobberABI>) -> AsmClobberABI { tree.pointee.asmClobberABIs[id] }
  @inlinable public subscript(run: Run<Item>) -> UnsafeBufferPointer<Item> { tree.pointee.items[run] }
  @inlinable public subscript(run: Run<UseTree>) -> UnsafeBufferPointer<UseTree> { tree.pointee.useTrees[run] }
  @inlinable public subscript(run: Run<StaticItem>) -> UnsafeBufferPointer<StaticItem> { tree.pointee.statics[run] }
  @inlinable public subscript(run: Run<ConstItem>) -> UnsafeBufferPointer<ConstItem> { tree.pointee.consts[run] }
  @inlinable public subscript(run: Run<FnItem>) -> UnsafeBufferPointer<FnItem> { tree.pointee.fns[run] }
  @inlinable public subscript(run: Run<FnContract>) -> UnsafeBufferPointer<FnContract> { tree.pointee.contracts[run] }
  @inlinable public subscript(run: Run<Param>) -> UnsafeBufferPointer<Param> { tree.pointee.params[run] }
  @inlinable public subscript(run: Run<ForeignMod>) -> UnsafeBufferPointer<ForeignMod> { tree.pointee.foreignMods[run] }
  @inlinable public subscript(run: Run<TyAliasItem>) -> UnsafeBufferPointer<TyAliasItem> { tree.pointee.tyAliases[run] }
  @inlinable public subscript(run: Run<EnumItem>) -> UnsafeBufferPointer<EnumItem> { tree.pointee.enums[run] }
  @inlinable public subscript(run: Run<StructItem>) -> UnsafeBufferPointer<StructItem> { tree.pointee.structs[run] }
  @inlinable public subscript(run: Run<FieldDef>) -> UnsafeBufferPointer<FieldDef> { tree.pointee.fields[run] }
  @inlinable public subscript(run: Run<Variant>) -> UnsafeBufferPointer<Variant> { tree.pointee.variants[run] }
  @inlinable public subscript(run: Run<TraitItem>) -> UnsafeBufferPointer<TraitItem> { tree.pointee.traits[run] }
  @inlinable public subscript(run: Run<TraitAliasItem>) -> UnsafeBufferPointer<TraitAliasItem> { tree.pointee.traitAliases[run] }
  @inlinable public subscript(run: Run<ImplItem>) -> UnsafeBufferPointer<ImplItem> { tree.pointee.impls[run] }
  @inlinable public subscript(run: Run<MacroDef>) -> UnsafeBufferPointer<MacroDef> { tree.pointee.macroDefs[run] }
  @inlinable public subscript(run: Run<Delegation>) -> UnsafeBufferPointer<Delegation> { tree.pointee.delegations[run] }
  @inlinable public subscript(run: Run<MacroCall>) -> UnsafeBufferPointer<MacroCall> { tree.pointee.macroCalls[run] }
  @inlinable public subscript(run: Run<Attribute>) -> UnsafeBufferPointer<Attribute> { tree.pointee.attributes[run] }
  @inlinable public subscript(run: Run<Path>) -> UnsafeBufferPointer<Path> { tree.pointee.paths[run] }
  @inlinable public subscript(run: Run<PathSegment>) -> UnsafeBufferPointer<PathSegment> { tree.pointee.segments[run] }
  @inlinable public subscript(run: Run<QSelf>) -> UnsafeBufferPointer<QSelf> { tree.pointee.qselfs[run] }
  @inlinable public subscript(run: Run<GenericArgs>) -> UnsafeBufferPointer<GenericArgs> { tree.pointee.genericArgLists[run] }
  @inlinable public subscript(run: Run<GenericArg>) -> UnsafeBufferPointer<GenericArg> { tree.pointee.genericArgs[run] }
  @inlinable public subscript(run: Run<AssocConstraint>) -> UnsafeBufferPointer<AssocConstraint> { tree.pointee.constraints[run] }
  @inlinable public subscript(run: Run<Generics>) -> UnsafeBufferPointer<Generics> { tree.pointee.generics[run] }
  @inlinable public subscript(run: Run<GenericParam>) -> UnsafeBufferPointer<GenericParam> { tree.pointee.genericParams[run] }
  @inlinable public subscript(run: Run<WherePredicate>) -> UnsafeBufferPointer<WherePredicate> { tree.pointee.wherePredicates[run] }
  @inlinable public subscript(run: Run<Bound>) -> UnsafeBufferPointer<Bound> { tree.pointee.bounds[run] }
  @inlinable public subscript(run: Run<TraitBound>) -> UnsafeBufferPointer<TraitBound> { tree.pointee.traitBounds[run] }
  @inlinable public subscript(run: Run<Ty>) -> UnsafeBufferPointer<Ty> { tree.pointee.types[run] }
  @inlinable public subscript(run: Run<RefTy>) -> UnsafeBufferPointer<RefTy> { tree.pointee.refTypes[run] }
  @inlinable public subscript(run: Run<FnPtrTy>) -> UnsafeBufferPointer<FnPtrTy> { tree.pointee.fnPtrTypes[run] }
  @inlinable public subscript(run: Run<Expr>) -> UnsafeBufferPointer<Expr> { tree.pointee.exprs[run] }
  @inlinable public subscript(run: Run<MethodCall>) -> UnsafeBufferPointer<MethodCall> { tree.pointee.methodCalls[run] }
  @inlinable public subscript(run: Run<FieldAccess>) -> UnsafeBufferPointer<FieldAccess> { tree.pointee.fieldAccesses[run] }
  @inlinable public subscript(run: Run<Label>) -> UnsafeBufferPointer<Label> { tree.pointee.labels[run] }
  @inlinable public subscript(run: Run<StructExpr>) -> UnsafeBufferPointer<StructExpr> { tree.pointee.structExprs[run] }
  @inlinable public subscript(run: Run<ExprField>) -> UnsafeBufferPointer<ExprField> { tree.pointee.exprFields[run] }
  @inlinable public subscript(run: Run<Arm>) -> UnsafeBufferPointer<Arm> { tree.pointee.arms[run] }
  @inlinable public subscript(run: Run<ForLoop>) -> UnsafeBufferPointer<ForLoop> { tree.pointee.forLoops[run] }
  @inlinable public subscript(run: Run<Closure>) -> UnsafeBufferPointer<Closure> { tree.pointee.closures[run] }
  @inlinable public subscript(run: Run<Block>) -> UnsafeBufferPointer<Block> { tree.pointee.blocks[run] }
  @inlinable public subscript(run: Run<Stmt>) -> UnsafeBufferPointer<Stmt> { tree.pointee.stmts[run] }
  @inlinable public subscript(run: Run<StmtMacro>) -> UnsafeBufferPointer<StmtMacro> { tree.pointee.stmtMacros[run] }
  @inlinable public subscript(run: Run<LetStmt>) -> UnsafeBufferPointer<LetStmt> { tree.pointee.lets[run] }
  @inlinable public subscript(run: Run<Pat>) -> UnsafeBufferPointer<Pat> { tree.pointee.pats[run] }
  @inlinable public subscript(run: Run<IdentPat>) -> UnsafeBufferPointer<IdentPat> { tree.pointee.identPats[run] }
  @inlinable public subscript(run: Run<TupleStructPat>) -> UnsafeBufferPointer<TupleStructPat> { tree.pointee.tupleStructPats[run] }
  @inlinable public subscript(run: Run<StructPat>) -> UnsafeBufferPointer<StructPat> { tree.pointee.structPats[run] }
  @inlinable public subscript(run: Run<PatField>) -> UnsafeBufferPointer<PatField> { tree.pointee.patFields[run] }
  @inlinable public subscript(run: Run<FormatArgs>) -> UnsafeBufferPointer<FormatArgs> { tree.pointee.formatArgs[run] }
  @inlinable public subscript(run: Run<FormatPiece>) -> UnsafeBufferPointer<FormatPiece> { tree.pointee.formatPieces[run] }
  @inlinable public subscript(run: Run<FormatArgument>) -> UnsafeBufferPointer<FormatArgument> { tree.pointee.formatArguments[run] }
  @inlinable public subscript(run: Run<InlineAsm>) -> UnsafeBufferPointer<InlineAsm> { tree.pointee.inlineAsms[run] }
  @inlinable public subscript(run: Run<AsmPiece>) -> UnsafeBufferPointer<AsmPiece> { tree.pointee.asmPieces[run] }
  @inlinable public subscript(run: Run<AsmOperand>) -> UnsafeBufferPointer<AsmOperand> { tree.pointee.asmOperands[run] }
  @inlinable public subscript(run: Run<AsmClobberABI>) -> UnsafeBufferPointer<AsmClobberABI> { tree.pointee.asmClobberABIs[run] }
  @inlinable public subscript<T>(list: IDList<T>) -> IDListView<T> { tree.pointee.lists[list] }
  @inlinable public var nodes: SyntaxTree { tree.pointee }
}
