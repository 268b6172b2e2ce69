// Headers of a resolved world.
import Defs
import Diagnostics
import Expand
import HIR
import LowerAST
import Parallel
import Resolve
import Source
import Support
import Syntax
import Types

struct WorldHeaders: HeaderSource {
  let world: World
  func header(of def: DefID) -> ItemHeader { Headers.header(of: def, world: world) }
  func assocItems(of traitOrImpl: DefID) -> UnsafeBufferPointer<DefID> { world.assocItems(of: traitOrImpl) }
  func attribute(_ name: Name, of def: DefID) -> (tree: Tree, node: ID<Attribute>)? {
    world.attribute(name, of: def).map { ($0.tree, $0.id) }
  }
  func attributes(of def: DefID) -> [(tree: Tree, node: ID<Attribute>)] { world.attributes(of: def).map { ($0.tree, $0.id) } }
  func langItem(_ name: Name) -> DefID? { world.langItem(name) }
  var crateCount: Int { world.crateCount }
  var allImpls: [DefID] {
    (0..<world.crateCount).flatMap { Array(world.impls(in: CrateID(rawValue: UInt16($0)))) }
  }
  func diagnostics(of def: DefID) -> DiagnosticList { Headers.diagnostics(of: def, world: world) }
}

extension CollectedHeaders {
  public init(_ world: World) { self.init(WorldHeaders(world: world)) }

  /// Makes all facts of a crate's headers, each item a task, and sorts the impls of all crates. Returns the messages of the crate's
  /// headers, those of lowering them first unless they were told already.
  ///
  /// - Parameter nested: items in bodies, whose facts are made too.
  public func collect(_ crate: CrateID, nested: [DefID] = [], workers: Workers, namesAreTold: Bool = false) -> DiagnosticList {
    guard let world = (source as? WorldHeaders)?.world else { return DiagnosticList() }
    prepareImpls(workers: workers)
    let items = Array(world.items(in: crate)) + nested
    let lowered = parallelMap(count: items.count, workers: workers) { i in
      let def = items[i]
      guard hasFacts(Defs[def].kind) else { return DiagnosticList() }
      demandAll(of: def)
      return namesAreTold ? DiagnosticList() : Headers.diagnostics(of: def, world: world)
    }
    var result = DiagnosticList()
    for l in lowered { result.add(contentsOf: l) }
    result.add(contentsOf: diagnostics)
    return result
  }

  private func hasFacts(_ kind: DefKind) -> Bool {
    switch kind {
    case .struct, .union, .enum, .trait, .traitAlias, .tyAlias, .foreignTy, .assocTy, .fn, .const, .static, .assocFn, .assocConst,
      .inherentImpl, .traitImpl:
      true
    default: false
    }
  }

  /// How many headers of each kind a crate has.
  public func counts(in crate: CrateID) -> [(kind: String, count: Int)] {
    guard let world = (source as? WorldHeaders)?.world else { return [] }
    var result: [(kind: String, count: Int)] = []
    for def in world.items(in: crate) where hasFacts(Defs[def].kind) {
      let kind = "\(Defs[def].kind)"
      if let i = result.firstIndex(where: { $0.kind == kind }) { result[i].count += 1 } else { result.append((kind, 1)) }
    }
    return result.sorted { $0.kind < $1.kind }
  }

  /// All signatures, for comparing and looking at.
  public func dump(_ crate: CrateID) -> String {
    guard let world = (source as? WorldHeaders)?.world else { return "" }
    var text = ""
    for def in world.items(in: crate) where hasFacts(Defs[def].kind) {
      let d = Defs[def]
      text += "\(d.kind) \(TypePrinter.path(of: def))"
      switch d.kind {
      case .fn, .assocFn: text += ": \(TypePrinter.text(of: .fnPtr(fnSig(of: def))))"
      case .inherentImpl: text += " \(TypePrinter.text(of: type(of: def)))"
      case .traitImpl:
        text += " \(isNegative(impl: def) ? "!" : "")\(implTraitRef(of: def).map { TypePrinter.text(of: $0) } ?? "?") for \(TypePrinter.text(of: type(of: def)))"
      case .struct, .enum, .union:
        let adt = adt(def)
        for v in adt.variants {
          let fields = adt.fields(of: v).map { "\($0.name): \(TypePrinter.text(of: type(of: $0.def)))" }
          text += "\n  \(v.name) { \(fields.joined(separator: ", ")) }"
        }
      case .trait, .traitAlias: break
      case .assocTy:
        let bounds = itemBounds(of: def).elements.map { TypePrinter.text(of: $0.clause) }
        text += ": \(bounds.joined(separator: ", "))"
        if case .tyAlias(_, let ty) = source.header(of: def).kind, !ty.isNone { text += " = \(TypePrinter.text(of: type(of: def)))" }
      default: text += ": \(TypePrinter.text(of: type(of: def)))"
      }
      let own = predicates(of: def).elements.dropFirst(inheritedCount(def)).map { TypePrinter.text(of: $0.clause) }
      if !own.isEmpty { text += "\n  where \(own.joined(separator: ", "))" }
      text += "\n"
    }
    return text
  }

  private func inheritedCount(_ def: DefID) -> Int {
    switch Defs[def].kind {
    case .assocFn, .assocConst, .assocTy: predicates(of: Defs[def].parent).elements.count
    default: 0
    }
  }
}
