// Entry: headers and bodies on demand, each a task of its own, and all of a crate for checking.
import Defs
import Diagnostics
import HIR
import Parallel
import Resolve
import Source
import Support
import Syntax

/// One owner's body with what was found inside it.
public struct LoweredBody: Sendable {
  public var body: Body
  /// Items in the body; their headers and bodies are tasks of their own: `lowerBody(of:world:outer:)`.
  public var nestedItems: [NestedItem]
  /// Bodies of anonymous consts in the body, also published in `Bodies`.
  public var anonBodies: [Body]
  /// Levels of lints that parts of the body ask for, outer ones before inner ones where both start at one place.
  public var lintAttributes: [LintAttribute]
  public var messages: PhasedMessages
  /// The messages in the order to print them.
  public var diagnostics: DiagnosticList { messages.all }
}

/// The header of `def`, an item, associated item, foreign item or impl, with the messages of lowering it.
///
/// Pure but for the definitions it makes (lifetimes, `impl Trait`, anonymous consts): ask `Headers` so that all users see the same.
public func lowerHeader(of def: DefID, world: World) -> (ItemHeader, [Body], opaques: [(DefID, ID<OpaqueTy>)], PhasedMessages) {
  var lowerer = Lowerer(owner: def, world: world)
  let (kind, generics) = lowerer.lowerHeaderOfOwner()
  let opaques = lowerer.opaques.map { (lowerer.hir.opaqueTypes[$0].def, $0) }
  let (tree, bodies, messages) = lowerer.finish()
  return (ItemHeader(def: def, generics: generics, kind: kind, tree: tree), bodies, opaques, messages)
}

/// The body of `def`; nil if it has none.
///
/// - Parameter outer: what is around it in the bodies it is nested in, for messages.
public func lowerBody(of def: DefID, world: World, outer: OuterScope = OuterScope()) -> LoweredBody? {
  var lowerer = Lowerer(owner: def, world: world)
  lowerer.outer = outer
  guard let (params, value) = lowerer.lowerBodyOfOwner() else { return nil }
  let localCount = lowerer.localCount
  let nested = lowerer.nestedItems
  let lints = lowerer.lintAttributes
  let (tree, anonBodies, messages) = lowerer.finish()
  let body = Body(owner: def, params: params, value: value, localCount: localCount, tree: tree)
  return LoweredBody(body: body, nestedItems: nested, anonBodies: anonBodies, lintAttributes: lints, messages: messages)
}

extension Lowerer {
  consuming func finish() -> (HIRTree, [Body], PhasedMessages) {
    var all = messages
    all.add(ofNames: expander.diagnostics, hasExpanded: expander.hasExpanded)
    let bodies = anonBodies
    return (hir.freeze(), bodies, all)
  }
}

/// Bodies by owner, each lowered once. SHARED: see `OnceTable`; an entry never changes.
public enum Bodies {
  struct Ref: BitwiseCopyable, @unchecked Sendable {
    // SAFETY: written before it is published, never freed. Nil: the owner has no body.
    var body: UnsafePointer<LoweredBody>?
  }
  static let crates: [OnceTable<Ref>] = (0..<64).map { _ in OnceTable(capacity: 1 << 21, name: "lowered bodies") }

  /// The body of `def`, a function, constant or static; nil if it has none. Lowered when it is first asked for.
  ///
  /// - Parameter outer: for an item inside a body, what its `NestedItem` says.
  public static func lowered(_ def: DefID, world: World, outer: OuterScope = OuterScope()) -> UnsafePointer<LoweredBody>? {
    let table = crates[Int(def.crate.rawValue)]
    if let found = table[def.index] { return found.body }
    guard let lowered = lowerBody(of: def, world: world, outer: outer) else {
      return table.publish(Ref(body: nil), at: def.index).body
    }
    // Before the body, so that whoever has the body finds them.
    Headers.publish(lowered.anonBodies)
    let place = UnsafeMutablePointer<LoweredBody>.allocate(capacity: 1)
    place.initialize(to: lowered)
    return table.publish(Ref(body: UnsafePointer(place)), at: def.index).body
  }
}

/// Headers and bodies of anonymous consts, by definition. SHARED: see `OnceTable`; an entry never changes.
public enum Headers {
  struct Entry: @unchecked Sendable {
    // SAFETY: written before it is published, never freed.
    var header: ItemHeader
    var messages: PhasedMessages
    var bodies: [Body]
  }
  struct Ref: BitwiseCopyable, @unchecked Sendable {
    // SAFETY: see `Entry`.
    var entry: UnsafePointer<Entry>
  }
  static let crates: [OnceTable<Ref>] = (0..<64).map { _ in OnceTable(capacity: 1 << 21, name: "headers of anonymous consts") }
  static let bodies: [OnceTable<Body>] = (0..<64).map { _ in OnceTable(capacity: 1 << 21, name: "bodies of anonymous consts") }

  /// The header of `def`, lowered when it is first asked for. For an opaque type: that of its own, in its item's tree.
  public static func header(of def: DefID, world: World) -> ItemHeader { entry(of: def, world: world).pointee.header }

  /// The messages of lowering it.
  public static func messages(of def: DefID, world: World) -> PhasedMessages {
    entry(of: def, world: world).pointee.messages
  }

  /// The messages of lowering it, in the order to print them.
  public static func diagnostics(of def: DefID, world: World) -> DiagnosticList {
    messages(of: def, world: world).all
  }

  /// The anonymous consts in the header of `def`, in source order: lengths, arguments, discriminants. None if it has no header.
  public static func constants(of def: DefID, world: World) -> [Body] {
    hasHeader(Defs[def].kind) ? entry(of: def, world: world).pointee.bodies : []
  }

  /// The body of an anonymous const; nil unless the header or body it stands in was lowered.
  public static func anonBody(of def: DefID) -> Body? { bodies[Int(def.crate.rawValue)][def.index] }

  /// Makes the bodies of anonymous consts known; the first of equal ones stays.
  public static func publish(_ anonBodies: [Body]) {
    for body in anonBodies { bodies[Int(body.owner.crate.rawValue)].publish(body, at: body.owner.index) }
  }

  static func entry(of def: DefID, world: World) -> UnsafePointer<Entry> {
    let table = crates[Int(def.crate.rawValue)]
    if let found = table[def.index] { return found.entry }
    if Defs[def].kind == .opaqueTy {
      // Published together with the header it stands in.
      var owner = Defs[def].parent
      while Defs[owner].kind == .opaqueTy { owner = Defs[owner].parent }
      _ = entry(of: owner, world: world)
      if let found = table[def.index] { return found.entry }
    }
    let (header, anonBodies, opaques, messages) = lowerHeader(of: def, world: world)
    // Before the header, so that whoever has the header finds them.
    publish(anonBodies)
    for (opaque, id) in opaques {
      let entry = Entry(
        header: ItemHeader(def: opaque, generics: header.generics, kind: .opaque(id), tree: header.tree),
        messages: PhasedMessages(), bodies: [])
      table.publish(Ref(entry: box(entry)), at: opaque.index)
    }
    return table.publish(Ref(entry: box(Entry(header: header, messages: messages, bodies: anonBodies))), at: def.index).entry
  }

  private static func box(_ entry: Entry) -> UnsafePointer<Entry> {
    let place = UnsafeMutablePointer<Entry>.allocate(capacity: 1)
    place.initialize(to: entry)
    return UnsafePointer(place)
  }
}
