// What `#[repr(…)]` asks of a type as a whole.
import Collect
import Defs
import Diagnostics
import Expand
import HIR
import Infer
import Parallel
import Resolve
import Source
import Support
import Syntax
import Traits
import Types

extension ItemChecker {
  /// E0084, E0587, E0588, E0690, E0731, E0732, E0740.
  mutating func checkRepr(_ def: DefID) {
    let adt = facts.adt(def)
    if adt.kind == .enum {
      checkEmptyEnum(adt)
      checkFieldsBesideDiscriminants(adt)
    }
    checkTransparent(adt)
    if adt.kind == .union { checkUnionFields(adt) }
    if adt.repr.packed != 0 { checkPacked(adt) }
  }

  private mutating func checkEmptyEnum(_ adt: AdtFact) {
    guard adt.variants.isEmpty, let attribute = context.world.attribute(.repr, of: adt.def) else { return }
    // The first hint, or the attribute if it has none.
    var at = attribute.node.span
    if case .delimited(let range) = attribute.node.arguments, !range.isEmpty, Defs[adt.def].tree != .none {
      let buffer = Trees[Defs[adt.def].tree].buffer
      at = buffer.span(at: range.start)
      if buffer[range.start + 1].kind == .openParen, range.start + 1 < range.end { at = at.to(buffer.span(at: buffer.afterTree(at: range.start + 1) - 1)) }
    }
    report(.error("an enum without variants has no representation to choose", code: "E0084", at: at).label(headSpan(adt.def), "no variants"))
  }

  /// Discriminants of one's own beside fields want a type that is written.
  private mutating func checkFieldsBesideDiscriminants(_ adt: AdtFact) {
    if adt.repr.int != nil || adt.repr.uint != nil { return }
    let hasFields = adt.variants.contains { $0.kind != .unit }
    guard hasFields, adt.variants.contains(where: { !$0.discriminant.isNone }) else { return }
    report(.error("an enum with fields that gives discriminants needs `#[repr(…)]` with their type", code: "E0732", at: headSpan(adt.def)))
  }

  private mutating func checkTransparent(_ adt: AdtFact) {
    guard adt.repr.isTransparent else { return }
    if adt.kind == .enum && adt.variants.count != 1 {
      report(.error("a transparent enum has one variant, not \(adt.variants.count)", code: "E0731", at: headSpan(adt.def)))
      return
    }
    let filled = adt.fields.filter { !isTrivial(facts.type(of: $0.def), 0) }
    if filled.count < 2 { return }
    var d = Diagnostic.error("a transparent type has at most one field that takes room, not \(filled.count)", code: "E0690", at: headSpan(adt.def))
    for f in filled { d.labels.append(Label(fieldTypeSpan(f), "takes room")) }
    report(d)
  }

  /// Whether values of `type` take no room and may stand anywhere.
  private func isTrivial(_ type: TypeID, _ depth: Int) -> Bool {
    if depth > 64 { return false }
    switch type.kind {
    case .tuple(let l): return l.elements.allSatisfy { isTrivial($0, depth + 1) }
    case .array(let t, let n):
      if isTrivial(t, depth + 1) { return true }
      guard facts.evaluate(n, in: .empty)?.bits == 0 else { return false }
      switch t.kind {
      case .bool, .int(.i8), .uint(.u8): return true
      default: return false
      }
    case .never, .fnDef: return true
    case .adt(let d, let args):
      let adt = facts.adt(d)
      if adt.isPhantomData { return true }
      if adt.repr.align > 1 || adt.kind == .union && adt.fields.isEmpty { return false }
      if adt.kind == .enum && adt.variants.count > 1 { return false }
      return adt.fields.allSatisfy { isTrivial(facts.type(of: $0.def).instantiated(args), depth + 1) }
    case .error: return true
    default: return false
    }
  }

  /// E0740: nothing says which field of a union to drop.
  private mutating func checkUnionFields(_ adt: AdtFact) {
    guard let copy = facts.langItem(Name("copy")) else { return }
    let env = infer.normalizedEnv(facts.paramEnv(of: adt.def))
    func isPlain(_ type: TypeID) -> Bool {
      switch type.kind {
      case .ref, .error: return true
      case .tuple(let l): return l.elements.allSatisfy { isPlain($0) }
      case .array(let t, _): return isPlain(t)
      case .adt(let d, _) where facts.adt(d).isManuallyDrop: return true
      default: return false
      }
    }
    for f in adt.fields {
      let type = facts.type(of: f.def).erasingRegions
      if isPlain(type) || type.flags.contains(.hasError) { continue }
      if evaluate(type, is: copy, env) != .fails { continue }
      let at = fieldTypeSpan(f)
      report(
        .error("a field of a union is `Copy` or in `ManuallyDrop<…>`", code: "E0740", at: Defs[f.def].identSpan.to(at))
          .help("nobody knows which field to drop"))
    }
  }

  private mutating func checkPacked(_ adt: AdtFact) {
    if adt.repr.align != 0 {
      report(.error("a type is not both packed and aligned", code: "E0587", at: headSpan(adt.def)))
      return
    }
    var seen: Set<DefID> = [adt.def]
    guard let aligned = alignedPart(of: adt, &seen) else { return }
    report(
      .error("a packed type has no part with an alignment of its own", code: "E0588", at: headSpan(adt.def))
        .note("`\(Defs[aligned].name)` has `#[repr(align)]`"))
  }

  private func alignedPart(of adt: AdtFact, _ seen: inout Set<DefID>) -> DefID? {
    if adt.kind == .enum { return nil }
    for f in adt.fields {
      guard case .adt(let d, _) = facts.type(of: f.def).kind else { continue }
      let part = facts.adt(d)
      if part.kind != .enum, part.repr.align != 0 { return d }
      if seen.insert(d).inserted, let found = alignedPart(of: part, &seen) { return found }
    }
    return nil
  }

  // MARK: Items of `extern` blocks

  /// E0044: types and constants as parameters of a foreign function; E0045: `...` where the convention has none.
  mutating func checkForeign(_ def: DefID) {
    let parent = Defs[def].parent
    guard !parent.isNone, Defs[parent].kind == .foreignMod else { return }
    let params = own(def).filter { $0.kind != .lifetime }
    if !params.isEmpty {
      let words = params.allSatisfy { $0.kind == .const } ? "constants" : params.allSatisfy { $0.kind == .type } ? "types" : "types and constants"
      report(.error("a foreign item has no \(words) as parameters", code: "E0044", at: Defs[def].span))
    }
    let header = facts.source.header(of: def)
    guard case .fn(_, let decl) = header.kind, header.tree[decl].isVariadic, case .item(let id) = Defs[parent].node,
      case .foreignMod(let node) = Trees[Defs[parent].tree].tree[id].kind
    else { return }
    if case .explicit(let text) = Trees[Defs[parent].tree].tree[node].abi, text.text == "\"Rust\"" {
      report(.error("functions of the ABI `Rust` take no `...`", code: "E0045", at: Defs[def].span))
    }
  }
}
