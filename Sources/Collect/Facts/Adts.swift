// Structs, enums, unions and traits: what their definitions and attributes say.
import Defs
import Diagnostics
import HIR
import LowerTypes
import Parallel
import Parse
import Source
import Support
import Syntax
import Types

extension CollectedHeaders {
  public func adt(_ def: DefID) -> AdtFact {
    let none = AdtFact(
      def: def, kind: .struct, variants: UnsafeBufferPointer(start: nil, count: 0), fields: UnsafeBufferPointer(start: nil, count: 0),
      repr: ReprFact())
    return demand(.adt, def, in: tables(of: def).adts, cyclic: none) { diagnostics in
      let lowered = ItemLowering(self, def)
      guard case .adt(let run) = lowered.header.kind else { return none }
      var variants: [AdtVariant] = []
      var fields: [AdtField] = []
      for v in lowered.hir[run] {
        variants.append(
          AdtVariant(
            def: v.def, ctor: v.ctor, name: v.ident.name, kind: v.kind, firstField: fields.count, fieldCount: v.fields.count,
            discriminant: v.discriminant))
        for f in lowered.hir[v.fields] { fields.append(AdtField(def: f.def, name: f.ident.name)) }
      }
      let kind: AdtKind =
        switch Defs[def].kind {
        case .enum: .enum
        case .union: .union
        default: .struct
        }
      var fact = AdtFact(
        def: def, kind: kind, variants: frozen(variants), fields: frozen(fields), repr: repr(of: def, &diagnostics))
      func isLang(_ name: String) -> Bool { source.langItem(Name(name)) == def }
      fact.isBox = isLang("owned_box")
      fact.isPhantomData = isLang("phantom_data")
      fact.isManuallyDrop = isLang("manually_drop")
      fact.isUnsafeCell = isLang("unsafe_cell")
      fact.isUnsafePinned = isLang("unsafe_pinned")
      fact.isMaybeDangling = isLang("maybe_dangling")
      fact.isFundamental = source.attribute(Words.fundamental, of: def) != nil
      fact.isNonExhaustive = source.attribute(Words.non_exhaustive, of: def) != nil
      fact.validRangeStart = rangeEnd(Words.rustc_layout_scalar_valid_range_start, of: def)
      fact.validRangeEnd = rangeEnd(Words.rustc_layout_scalar_valid_range_end, of: def)
      return fact
    }
  }

  /// The arguments of an attribute of `def`. Its tokens are those of the item's tree.
  private func items(
    of attribute: (tree: Tree, node: ID<Attribute>), on def: DefID, _ diagnostics: inout DiagnosticList
  ) -> [MetaItem] {
    guard case .delimited(let range) = attribute.tree[attribute.node].arguments, Defs[def].tree != .none else { return [] }
    return parseMetaItems(Trees[Defs[def].tree].buffer, range, diagnostics: &diagnostics) ?? []
  }

  private func rangeEnd(_ name: Name, of def: DefID) -> UInt128? {
    guard let attribute = source.attribute(name, of: def) else { return nil }
    var ignored = DiagnosticList()
    guard let item = items(of: attribute, on: def, &ignored).first, case .literal(let literal) = item.kind else { return nil }
    return integer(literal)
  }

  private func integer(_ literal: MetaLiteral) -> UInt128? {
    guard literal.kind == .integer else { return nil }
    let text = literal.text.text.filter { $0 != "_" }.lowercased()
    if text.hasPrefix("0x") { return UInt128(text.dropFirst(2), radix: 16) }
    if text.hasPrefix("0o") { return UInt128(text.dropFirst(2), radix: 8) }
    if text.hasPrefix("0b") { return UInt128(text.dropFirst(2), radix: 2) }
    return UInt128(text)
  }

  /// What all `#[repr(…)]` of a definition say together; what means nothing was told of with the attributes.
  private func repr(of def: DefID, _ diagnostics: inout DiagnosticList) -> ReprFact {
    var fact = ReprFact()
    for attribute in source.attributes(of: def) where name(of: attribute) == Words.repr {
      for item in items(of: attribute, on: def, &diagnostics) { apply(item, to: &fact) }
    }
    return fact
  }

  private func name(of attribute: (tree: Tree, node: ID<Attribute>)) -> Name {
    let tree = attribute.tree
    let path = tree[tree[attribute.node].path]
    return path.segments.count == 1 ? tree[path.segments[0]].ident.name : .empty
  }

  private func apply(_ item: MetaItem, to fact: inout ReprFact) {
    let text = item.name.text
    switch (text, item.kind) {
    case ("C", .word): fact.isC = true
    case ("Rust", .word): break
    case ("transparent", .word): fact.isTransparent = true
    case ("simd", .word): fact.isSimd = true
    case ("packed", .word): fact.packed = fact.packed == 0 ? 1 : min(fact.packed, 1)
    case ("packed", .list(let list)), ("align", .list(let list)):
      guard list.count == 1, case .literal(let literal) = list[0].kind, let n = integer(literal), n > 0, n & (n - 1) == 0, n <= 1 << 29
      else {
        return
      }
      if text == "packed" { fact.packed = fact.packed == 0 ? UInt32(n) : min(fact.packed, UInt32(n)) } else { fact.align = max(fact.align, UInt32(n)) }
    case (_, .word):
      if let i = IntTy.allCases.first(where: { "\($0)" == text }) {
        fact.int = i
      } else if let u = UintTy.allCases.first(where: { "\($0)" == text }) {
        fact.uint = u
      }
    default: break
    }
  }

  public func traitFact(_ trait: DefID) -> TraitFact {
    demand(.trait, trait, in: tables(of: trait).traitFacts, cyclic: TraitFact()) { diagnostics in
      var fact = TraitFact()
      if case .trait(let safety, let constness, let isAuto, _) = source.header(of: trait).kind {
        fact.isAuto = isAuto
        fact.isUnsafe = safety == .unsafe
        fact.isConst = constness != .never
      }
      func has(_ name: Name) -> Bool { source.attribute(name, of: trait) != nil }
      fact.isMarker = has(Words.marker)
      fact.isCoinductive = fact.isAuto || has(Words.rustc_coinductive)
      fact.isFundamental = has(Words.fundamental)
      fact.hasParenSugar = has(Words.rustc_paren_sugar)
      fact.isSpecializationTrait = has(Words.rustc_specialization_trait)
      fact.isSpecializationMarker = has(Words.rustc_unsafe_specialization_marker)
      fact.deniesExplicitImpl = has(Words.rustc_deny_explicit_impl)
      if let attribute = source.attribute(Words.rustc_skip_during_method_dispatch, of: trait) {
        for item in items(of: attribute, on: trait, &diagnostics) {
          if item.name == Words.array { fact.skipsArrayMethods = true }
          if item.name == Words.boxed_slice { fact.skipsBoxedSliceMethods = true }
        }
      }
      return fact
    }
  }
}
