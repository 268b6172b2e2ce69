// derive(Default) and derive(From)
import Diagnostics
import Parallel
import Source
import Support
import Syntax

extension Deriver {
  mutating func deriveDefault() {
    let isEnum = item.kind == .enumeration
    let hasDefaultVariant = isEnum && item.variants.contains { $0.attributes.contains { $0.name == .default } }
    beginImpl(DerivedTrait(path: "$crate::default::Default", skipsOwnBound: hasDefaultVariant, isConst: input.isConst))
    w.text("#[inline] fn default() ->")
    selfType()
    w.text("{")
    if isEnum {
      if let variant = defaultVariant() {
        w.text("Self::")
        w.token(variant.name)
        if variant.shape == .named { defaultFields(variant) }
      } else {
        // There is an impl all the same: what uses it is not wrong as well.
        w.text("loop {}")
      }
    } else {
      w.token(item.name)
      let variant = item.variants[0]
      if variant.shape == .tuple && !variant.fields.isEmpty {
        w.text("(")
        for field in variant.fields {
          enter(field)
          w.text("$crate::default::Default::default(),")
          leaveField()
        }
        w.text(")")
      } else {
        defaultFields(variant)
      }
    }
    w.text("}")
    endImpl()
  }

  private mutating func defaultFields(_ variant: DeriveItem.Variant) {
    w.text("{")
    for field in variant.fields {
      w.token(field.name!)
      w.text(":")
      if let value = field.defaultValue {
        w.text("const {")
        w.splice(tokens, value)
        w.text("}")
      } else {
        enter(field)
        w.text("$crate::default::Default::default()")
        leaveField()
      }
      w.text(",")
    }
    w.text("}")
  }

  /// The one variant with `#[default]`; nil after a message.
  private mutating func defaultVariant() -> DeriveItem.Variant? {
    func marks(_ v: DeriveItem.Variant) -> [DeriveItem.Attribute] { v.attributes.filter { $0.name == .default } }
    let candidates = item.variants.filter { !marks($0).isEmpty }
    guard let variant = candidates.first else {
      diagnostics.add(
        .error("`#[derive(Default)]` on an enum without `#[default]` on one of its variants", code: "E0665", at: input.traitSpan)
          .label(item.name.span, "this enum needs a unit variant marked with `#[default]`"))
      return nil
    }
    if candidates.count > 1 {
      var d = Diagnostic.error("several variants are marked as default", at: input.traitSpan)
        .label(variant.span, "first default")
      for other in candidates.dropFirst() { d = d.label(other.span, "additional default") }
      diagnostics.add(d)
      return nil
    }
    let hasDefaultValues = variant.shape == .named && !variant.fields.isEmpty && variant.fields.allSatisfy { $0.defaultValue != nil }
    if variant.shape != .unit && !hasDefaultValues {
      diagnostics.add(.error("`#[default]` is for unit variants only", at: variant.name.span))
      return nil
    }
    if let attribute = variant.attributes.first(where: { $0.name.text == "non_exhaustive" }) {
      diagnostics.add(
        .error("the default variant must be exhaustive", at: variant.name.span).label(attribute.span, "declared here"))
      return nil
    }
    let attributes = marks(variant)
    if attributes.count > 1 {
      diagnostics.add(.error("several `#[default]` attributes", at: variant.name.span).label(attributes[0].span, "the first one"))
      return nil
    }
    if attributes[0].hasArguments {
      diagnostics.add(.error("`#[default]` takes no value", at: attributes[0].span))
      return nil
    }
    return variant
  }

  // MARK: From

  mutating func deriveFrom() {
    guard item.kind == .structure, item.variants[0].fields.count == 1 else {
      let message =
        item.kind == .structure
        ? "`#[derive(From)]` is for structs with one field" : "`#[derive(From)]` is for structs only"
      diagnostics.add(.error(message, at: input.traitSpan).label(item.name.span, ""))
      return
    }
    let field = item.variants[0].fields[0]
    beginImpl(
      DerivedTrait(path: "$crate::convert::From", skipsOwnBound: true, argument: field.type, isConst: input.isConst))
    w.text("#[inline] fn from(value:")
    w.splice(tokens, field.type)
    w.text(") ->")
    selfType()
    w.text("{ Self")
    if let name = field.name {
      w.text("{")
      w.token(name)
      w.text(": value }")
    } else {
      w.text("(value)")
    }
    w.text("}")
    endImpl()
  }
}
