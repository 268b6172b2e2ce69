// Attributes that code generation looks at.
import Defs
import Expand
import Monomorphize
import Parallel
import Resolve
import Session
import Source
import Support
import Syntax
import Types

extension ProgramAnswers {
  func computeAttributes(_ def: DefID) -> CodegenAttributes {
    var result = CodegenAttributes()
    let world = store.world
    let parent = Defs[def].parent
    result.isForeign = !parent.isNone && Defs[parent].kind == .foreignMod
    let isIntrinsic = world.attribute(.rustc_intrinsic, of: def) != nil
    if result.isForeign && !isIntrinsic { result.symbolName = Defs[def].name }
    if Defs[def].kind == .closure { return result }
    for a in world.attributes(of: def) {
      switch a.name {
      case .inline:
        let words = wordsInside(a, def)
        result.inline = words.contains("always") ? .always : words.contains("never") ? .never : .hint
      case .rustc_force_inline: result.inline = .always
      case .cold: result.isCold = true
      case .naked: result.isNaked = true
      case .track_caller: result.isTrackCaller = true
      case .thread_local: result.isThreadLocal = true
      case .used: result.isUsed = true
      case .no_mangle:
        result.symbolName = Defs[def].name
        result.isExported = true
      case .export_name:
        if let n = stringValue(a, def) {
          result.symbolName = n
          result.isExported = true
        }
      case .link_name: if let n = stringValue(a, def) { result.symbolName = n }
      case .link_section: if let n = stringValue(a, def) { result.section = n }
      case .panic_handler:
        result.symbolName = Name("rust_begin_unwind")
        result.isExported = true
      case .lang:
        // Declared in `core`, defined by the crate with the attribute: one symbol.
        if result.isForeign, let n = stringValue(a, def) {
          if n == Name("panic_impl") { result.symbolName = Name("rust_begin_unwind") }
          if n == Name("eh_personality") { result.symbolName = Name("rust_eh_personality") }
        }
      case .target_feature: result.targetFeatures = Name(features(a, def))
      case .optimize: if wordsInside(a, def).contains("size") { result.optimizeForSize = true }
      default: break
      }
    }
    if !result.isTrackCaller { result.isTrackCaller = inheritsTrackCaller(def) }
    return result
  }

  func computeTraitTracksCaller(_ def: DefID) -> Bool {
    guard Defs[def].kind == .assocFn else { return false }
    if Defs[Defs[def].parent].kind == .trait { return attributes(of: def).isTrackCaller }
    return inheritsTrackCaller(def)
  }

  /// Whether the trait's declaration of this method has `#[track_caller]`: it holds for every impl.
  ///
  /// - Source: Rust Reference, "The track_caller attribute", "Behavior".
  private func inheritsTrackCaller(_ def: DefID) -> Bool {
    guard Defs[def].kind == .assocFn, Defs[Defs[def].parent].kind == .traitImpl, let trait = facts.implTraitRef(of: Defs[def].parent)?.def,
      let declared = facts.assocItems(of: trait).first(where: { $0.kind == .fn && $0.name == Defs[def].name })
    else { return false }
    return store.world.attribute(.track_caller, of: declared.def) != nil
  }

  private func tokens(_ a: AttributeRef, _ def: DefID) -> [Token] {
    let buffer = Trees[Defs[def].tree].buffer
    let range: TokenRange
    switch a.node.arguments {
    case .delimited(let r), .value(let r): range = r
    case .none, .doc: return []
    }
    if Int(range.end) > buffer.count { return [] }
    return (range.start..<range.end).map { buffer[$0] }
  }
  private func wordsInside(_ a: AttributeRef, _ def: DefID) -> [String] {
    tokens(a, def).filter { $0.kind.isAnyIdentifier }.map { $0.name.text }
  }
  private func stringValue(_ a: AttributeRef, _ def: DefID) -> Name? {
    guard let t = tokens(a, def).first(where: { $0.kind == .string || $0.kind == .rawString }) else { return nil }
    return Name(String(decoding: decodeString(t.kind, t.name), as: UTF8.self))
  }
  private func features(_ a: AttributeRef, _ def: DefID) -> String {
    let list = tokens(a, def).filter { $0.kind == .string }.map { String(decoding: decodeString($0.kind, $0.name), as: UTF8.self) }
    return list.flatMap { $0.split(separator: ",") }.flatMap { TargetFeatures.llvmNames(String($0)).map { "+" + $0 } }.joined(separator: ",")
  }
}

extension Name {
  static let rustc_force_inline = Name("rustc_force_inline")
  static let naked = Name("naked")
  static let thread_local = Name("thread_local")
  static let used = Name("used")
  static let optimize = Name("optimize")
}
