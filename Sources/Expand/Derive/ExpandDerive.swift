// The builtin derives.
import Diagnostics
import Parallel
import Source
import Support
import Syntax

/// The items that a builtin derive adds; nil after a message.
///
/// - Requires: the item is a struct, enum or union (else `Diagnostic.badDeriveTarget`).
public func expandDerive(
  _ derive: BuiltinDerive, _ input: DeriveInput, cfg: CfgSet, into diagnostics: inout DiagnosticList
) -> TokenBuffer? {
  var reader = DeriveItemReader(tokens: input.tokens, range: input.item, cfg: cfg)
  guard let item = reader.read() else {
    diagnostics.add(.badDeriveTarget(at: input.traitSpan))
    return nil
  }
  if item.kind == .union && !derive.supportsUnions {
    diagnostics.add(.error("this trait cannot be derived for unions", at: input.traitSpan))
    return nil
  }
  var deriver = Deriver(item, reader.tokens, input)
  switch derive {
  case .Clone: deriver.deriveClone()
  case .Copy: deriver.deriveMarker("$crate::marker::Copy")
  case .ConstParamTy: deriver.deriveMarker("$crate::marker::ConstParamTy_", additionalBounds: ["$crate::cmp::Eq"])
  case .Debug: deriver.deriveDebug()
  case .Default: deriver.deriveDefault()
  case .Eq: deriver.deriveEq()
  case .From: deriver.deriveFrom()
  case .Hash: deriver.deriveHash()
  case .Ord: deriver.deriveOrd(isPartial: false)
  case .PartialOrd: deriver.deriveOrd(isPartial: true)
  case .PartialEq: deriver.derivePartialEq()
  case .CoercePointee: deriver.deriveCoercePointee()
  }
  let messages = deriver.diagnostics
  diagnostics.add(contentsOf: messages)
  return messages.hasErrors && derive != .Default ? nil : deriver.finish()
}

extension BuiltinDerive {
  fileprivate var supportsUnions: Bool { self == .Clone || self == .Copy || self == .Eq }
}

extension Diagnostic {
  /// A `derive` stands on something else than a struct, enum or union.
  public static func badDeriveTarget(at span: Span) -> Diagnostic {
    .error("`derive` is for structs, enums and unions", code: "E0774", at: span)
  }
}

extension Deriver {
  mutating func deriveMarker(_ path: StaticString, additionalBounds: [StaticString] = []) {
    beginImpl(DerivedTrait(path: path, additionalBounds: additionalBounds, isConst: input.isConst))
    endImpl()
  }

  // MARK: Clone

  mutating func deriveClone() {
    let isUnion = item.kind == .union
    let isSimple = isUnion || input.alsoDerivesCopy && !item.hasTypeParameters
    let bounds: [StaticString] = isUnion ? ["$crate::marker::Copy"] : []
    if isSimple {
      beginImpl(
        DerivedTrait(
          path: "$crate::clone::TrivialClone", additionalBounds: bounds, needsCopyIfPacked: true, isUnsafe: true, isHidden: true,
          isConst: input.isConst))
      endImpl()
    }
    beginImpl(
      DerivedTrait(
        path: "$crate::clone::Clone", additionalBounds: bounds, needsCopyIfPacked: true, isConst: input.isConst))
    w.text("#[inline] fn clone(&self) ->")
    selfType()
    w.text("{")
    if isUnion {
      w.text("let _: $crate::clone::AssertParamIsCopy<Self>; *self")
    } else if isSimple {
      assertFields("$crate::clone::AssertParamIsClone")
      w.text("*self")
    } else if item.kind == .structure {
      clone(item.variants[0])
    } else if item.variants.isEmpty {
      w.text("match *self {}")
    } else if item.variants.count == 1 && item.variants[0].fields.isEmpty {
      clone(item.variants[0])
    } else {
      w.text("match self {")
      for variant in item.variants {
        pattern(variant, "__self")
        w.text("=>")
        clone(variant)
        w.text(",")
      }
      w.text("}")
    }
    w.text("}")
    endImpl()
  }

  /// `Path { a: clone(a), … }`
  private mutating func clone(_ variant: DeriveItem.Variant) {
    constructor(variant)
    switch variant.shape {
    case .unit: break
    case .tuple:
      w.text("(")
      for i in variant.fields.indices {
        enter(variant.fields[i])
        w.text("$crate::clone::Clone::clone(")
        field(variant, i, "self", "__self")
        w.text("),")
        leaveField()
      }
      w.text(")")
    case .named:
      w.text("{")
      for (i, f) in variant.fields.enumerated() {
        w.token(f.name!)
        enter(f)
        w.text(": $crate::clone::Clone::clone(")
        field(variant, i, "self", "__self")
        w.text("),")
        leaveField()
      }
      w.text("}")
    }
  }

  // MARK: Eq

  mutating func deriveEq() {
    beginImpl(DerivedTrait(path: "$crate::cmp::Eq", needsCopyIfPacked: true, isConst: input.isConst))
    w.text("#[inline] #[doc(hidden)] #[coverage(off)] fn assert_fields_are_eq(&self) {")
    assertFields("$crate::cmp::AssertParamIsEq")
    w.text("}")
    endImpl()
  }

  /// `let _: Assert<FieldType>;` for each field; plain names once.
  private mutating func assertFields(_ path: StaticString) {
    var seen: Set<Name> = []
    for variant in item.variants {
      for field in variant.fields {
        if let name = simpleName(field.type), !seen.insert(name).inserted { continue }
        enter(field)
        w.text("let _:")
        w.text(path)
        w.text("<")
        w.splice(tokens, field.type)
        w.text(">;")
        leaveField()
      }
    }
  }

  /// The type's name if it is one name without arguments.
  private func simpleName(_ type: TokenRange) -> Name? {
    var type = type
    while type.count > 2 && tokens[type.start].kind == .openInvisible && tokens[type.start].payload + 1 == type.end {
      type = TokenRange(type.start + 1, type.end - 1)
    }
    let token = tokens[type.start]
    return type.count == 1 && token.kind.isAnyIdentifier && token.name != .underscore ? token.name : nil
  }

  // MARK: PartialEq

  mutating func derivePartialEq() {
    beginImpl(DerivedTrait(path: "$crate::marker::StructuralPartialEq", skipsOwnBound: true))
    endImpl()
    beginImpl(DerivedTrait(path: "$crate::cmp::PartialEq", needsCopyIfPacked: true, isConst: input.isConst))
    w.text("#[inline] fn eq(&self, other: &")
    selfType()
    w.text(") -> bool {")
    if item.kind == .structure {
      equal(item.variants[0])
    } else {
      let hasMatch = beginUnified()
      if item.variants.count > 1 {
        w.text("__self_discr == __arg1_discr")
        if hasMatch { w.text("&&") }
      }
      if hasMatch {
        w.text("match (self, other) {")
        for variant in item.variants where !variant.fields.isEmpty {
          bothPatterns(variant)
          w.text("=>")
          equal(variant)
          w.text(",")
        }
        if let fieldless = item.variants.first(where: \.fields.isEmpty) {
          w.text("_ =>")
          equal(fieldless)
        } else if item.variants.count > 1 {
          w.text("_ => unsafe { $crate::intrinsics::unreachable() }")
        }
        w.text("}")
      } else if item.variants.count == 1 {
        equal(item.variants[0])
      }
    }
    w.text("}")
    endImpl()
  }

  /// `a == b && …`, scalars first.
  private mutating func equal(_ variant: DeriveItem.Variant) {
    if variant.fields.isEmpty {
      w.text("true")
      return
    }
    var isFirst = true
    for scalars in [true, false] {
      for (i, f) in variant.fields.enumerated() where isScalar(f.type) == scalars {
        if !isFirst { w.text("&&") }
        isFirst = false
        enter(f)
        comparedField(variant, i, "self", "__self")
        w.text("==")
        comparedField(variant, i, "other", "__arg1")
        leaveField()
      }
    }
  }

  private mutating func comparedField(_ variant: DeriveItem.Variant, _ i: Int, _ object: StaticString, _ prefix: StaticString) {
    guard item.kind == .structure else { return field(variant, i, object, prefix) }
    if item.isPacked { w.text("({") }
    w.text(object)
    w.text(".")
    member(variant, i)
    if item.isPacked { w.text("})") }
  }

  private func isScalar(_ type: TokenRange) -> Bool {
    var type = type
    while !type.isEmpty {
      switch tokens[type.start].kind {
      // References do not count.
      case .and, .andAnd: type = TokenRange(type.start + 1, type.end)
      case .lifetime where type.count > 1: type = TokenRange(type.start + 1, type.end)
      case .identifier where tokens[type.start].name == .mut && type.count > 1: type = TokenRange(type.start + 1, type.end)
      case .openInvisible where tokens[type.start].payload + 1 == type.end && type.count > 2:
        type = TokenRange(type.start + 1, type.end - 1)
      case .openParen: return type.count == 2
      default:
        guard let name = simpleName(type) else { return false }
        switch name.text {
        case "i8", "i16", "i32", "i64", "i128", "u8", "u16", "u32", "u64", "u128", "f16", "f32", "f64", "f128", "char", "bool":
          return true
        default: return false
        }
      }
    }
    return false
  }

  // MARK: Ord, PartialOrd

  mutating func deriveOrd(isPartial: Bool) {
    let path: StaticString = isPartial ? "$crate::cmp::PartialOrd" : "$crate::cmp::Ord"
    beginImpl(DerivedTrait(path: path, needsCopyIfPacked: true, isConst: input.isConst))
    w.text(isPartial ? "#[inline] fn partial_cmp(&self, other: &" : "#[inline] fn cmp(&self, other: &")
    selfType()
    w.text(isPartial ? ") -> $crate::option::Option<$crate::cmp::Ordering> {" : ") -> $crate::cmp::Ordering {")
    if item.kind == .structure {
      compare(item.variants[0], isPartial)
    } else {
      let hasMatch = beginUnified()
      let call: StaticString = isPartial
        ? "$crate::cmp::PartialOrd::partial_cmp(&__self_discr, &__arg1_discr)"
        : "$crate::cmp::Ord::cmp(&__self_discr, &__arg1_discr)"
      if !hasMatch {
        if item.variants.count > 1 { w.text(call) } else if item.variants.count == 1 { compare(item.variants[0], isPartial) }
      } else if item.variants.count == 1 {
        compareMatch(isPartial, lastArm: nil)
      } else if isPartial && !comparesDiscriminantFirst {
        compareMatch(isPartial, lastArm: call)
      } else {
        w.text("match")
        w.text(call)
        w.text("{")
        equalPattern(isPartial)
        w.text("=>")
        compareMatch(isPartial, lastArm: nil)
        w.text(", cmp => cmp }")
      }
    }
    w.text("}")
    endImpl()
  }

  /// `PartialOrd` compares the discriminants before the data only if the variants with data are many or apart.
  private var comparesDiscriminantFirst: Bool {
    let hasData = item.variants.map { !$0.fields.isEmpty }
    switch hasData.filter({ $0 }).count {
    case 0: return true
    case 1, 2: return false
    default:
      var last: Int?
      for (i, data) in hasData.enumerated() where data {
        if let last, i - last - 1 >= 2 { return true }
        last = i
      }
      return false
    }
  }

  private mutating func equalPattern(_ isPartial: Bool) {
    w.text(isPartial ? "$crate::option::Option::Some($crate::cmp::Ordering::Equal)" : "$crate::cmp::Ordering::Equal")
  }

  /// The match over both values; `lastArm` takes the place of what the last arm says.
  private mutating func compareMatch(_ isPartial: Bool, lastArm: StaticString?) {
    w.text("match (self, other) {")
    for variant in item.variants where !variant.fields.isEmpty {
      bothPatterns(variant)
      w.text("=>")
      compare(variant, isPartial)
      w.text(",")
    }
    if item.variants.count > 1 {
      w.text("_ =>")
      if let lastArm {
        w.text(lastArm)
      } else if item.variants.contains(where: \.fields.isEmpty) {
        equalPattern(isPartial)
      } else {
        w.text("unsafe { $crate::intrinsics::unreachable() }")
      }
    }
    w.text("}")
  }

  /// Field after field, the next only if this one is equal.
  private mutating func compare(_ variant: DeriveItem.Variant, _ isPartial: Bool) {
    if variant.fields.isEmpty { return equalPattern(isPartial) }
    for i in variant.fields.indices {
      let isLast = i == variant.fields.count - 1
      if !isLast { w.text("match") }
      enter(variant.fields[i])
      w.text(isPartial ? "$crate::cmp::PartialOrd::partial_cmp(" : "$crate::cmp::Ord::cmp(")
      field(variant, i, "self", "__self")
      w.text(",")
      field(variant, i, "other", "__arg1")
      w.text(")")
      leaveField()
      if !isLast {
        w.text("{")
        equalPattern(isPartial)
        w.text("=>")
      }
    }
    for _ in 1..<variant.fields.count { w.text(", cmp => cmp }") }
  }

  // MARK: Hash

  mutating func deriveHash() {
    beginImpl(DerivedTrait(path: "$crate::hash::Hash", needsCopyIfPacked: true, isConst: input.isConst))
    w.text("#[inline] fn hash<__H: $crate::hash::Hasher>(&self, state: &mut __H) {")
    if item.kind == .structure {
      hash(item.variants[0])
    } else if item.variants.isEmpty {
      w.text("match *self {}")
    } else {
      if item.variants.count > 1 {
        w.text("let __self_discr = $crate::intrinsics::discriminant_value(self);")
        w.text("$crate::hash::Hash::hash(&__self_discr, state)")
      }
      if item.variants.contains(where: { !$0.fields.isEmpty }) {
        if item.variants.count > 1 { w.text(";") }
        w.text("match self {")
        for variant in item.variants where !variant.fields.isEmpty {
          pattern(variant, "__self")
          w.text(variant.fields.count > 1 ? "=> {" : "=>")
          hash(variant)
          w.text(variant.fields.count > 1 ? "}" : ",")
        }
        if item.variants.contains(where: \.fields.isEmpty) { w.text("_ => {}") }
        w.text("}")
      }
    }
    w.text("}")
    endImpl()
  }

  private mutating func hash(_ variant: DeriveItem.Variant) {
    for i in variant.fields.indices {
      if i > 0 { w.text(";") }
      enter(variant.fields[i])
      w.text("$crate::hash::Hash::hash(")
      field(variant, i, "self", "__self")
      w.text(", state)")
      leaveField()
    }
  }

  // MARK: Pieces

  /// Writes what comes before the match of a method that takes `self` and `other` of an enum, and says whether a match follows:
  /// there is none if no variant has fields.
  private mutating func beginUnified() -> Bool {
    if item.variants.isEmpty {
      w.text("match *self {}")
      return false
    }
    if item.variants.count > 1 {
      w.text("let __self_discr = $crate::intrinsics::discriminant_value(self);")
      w.text("let __arg1_discr = $crate::intrinsics::discriminant_value(other);")
    }
    return item.variants.contains { !$0.fields.isEmpty }
  }

  /// A reference to field `i`: `&self.a`, or what the pattern has bound.
  mutating func field(_ variant: DeriveItem.Variant, _ i: Int, _ object: StaticString, _ prefix: StaticString) {
    if item.kind == .enumeration {
      w.text("\(prefix)_\(i)")
      return
    }
    w.text("&")
    if item.isPacked { w.text("{") }
    w.text(object)
    w.text(".")
    member(variant, i)
    if item.isPacked { w.text("}") }
  }

  private mutating func member(_ variant: DeriveItem.Variant, _ i: Int) {
    if let name = variant.fields[i].name { w.token(name) } else { w.text(String(i)) }
  }

  /// `Name` or `Enum::Variant`.
  mutating func constructor(_ variant: DeriveItem.Variant) {
    w.token(item.name)
    if item.kind == .enumeration {
      w.text("::")
      w.token(variant.name)
    }
  }

  mutating func pattern(_ variant: DeriveItem.Variant, _ prefix: StaticString) {
    constructor(variant)
    switch variant.shape {
    case .unit: break
    case .tuple:
      w.text("(")
      for i in variant.fields.indices { w.text("\(prefix)_\(i),") }
      w.text(")")
    case .named:
      w.text("{")
      for (i, f) in variant.fields.enumerated() {
        w.token(f.name!)
        w.text(": \(prefix)_\(i),")
      }
      w.text("}")
    }
  }

  private mutating func bothPatterns(_ variant: DeriveItem.Variant) {
    w.text("(")
    pattern(variant, "__self")
    w.text(",")
    pattern(variant, "__arg1")
    w.text(")")
  }
}
