// What needs a feature that the crate does not ask for, in items as written.
import Defs
import Diagnostics
import Parallel
import Resolve
import Source
import Support
import Syntax

extension ItemValidator {
  /// E0658 for syntax of items that is not stable.
  mutating func checkGates(_ item: Item) {
    switch item.kind {
    case .trait(let node):
      let trait = ast[node]
      if trait.isAuto { gate(Known.auto_traits, "auto traits are", item.span) }
      if trait.constness != .never { gate(Known.const_trait_impl, "`const` traits are", word(.const, in: item) ?? item.span) }
    case .traitAlias: gate(Known.trait_alias, "trait aliases are", item.span)
    case .impl(let node):
      let impl = ast[node]
      if impl.isNegative && !impl.ofTrait.isNone { gate(Known.negative_impls, "negative impls are", negatedTrait(impl, item)) }
      if item.isDefault { gate(Known.specialization, "specialization is", item.span) }
      if impl.constness != .never { gate(Known.const_trait_impl, "`const` impls are", word(.const, in: item) ?? item.span) }
    case .fn(let node):
      let fn = ast[node]
      if item.isDefault, isMember, !world.hasFeature(Known.min_specialization, in: def.crate) { gate(Known.specialization, "specialization is", item.span) }
      if let last = ast[fn.signature.params].last, ast.isVarArgs(last), Defs[Defs[def].parent].kind != .foreignMod {
        gate(Known.c_variadic, "functions with `...` of one's own are", item.span)
      }
    case .tyAlias(let node):
      if item.isDefault && isMember { gate(Known.specialization, "specialization is", item.span) }
      switch Defs[Defs[def].parent].kind {
      case .foreignMod: gate(Known.extern_types, "types of `extern` blocks are", item.span)
      case .trait: if !ast[node].ty.isNone { gate(Known.associated_type_defaults, "defaults of associated types are", item.span) }
      default: break
      }
    case .const(let node):
      if item.isDefault && isMember { gate(Known.specialization, "specialization is", item.span) }
      if !ast[node].generics.isNone, !ast[ast[node].generics].params.isEmpty {
        gate(Known.generic_const_items, "constants with parameters are", ast[ast[node].generics].span)
      }
    default: break
    }
  }

  /// Whether the item stands in a trait or an impl.
  private var isMember: Bool { [.assocFn, .assocConst, .assocTy].contains(Defs[def].kind) }

  private mutating func gate(_ feature: Name, _ what: String, _ span: Span) {
    if let message = world.gate(feature, what, at: span, in: def.crate) { messages.add(message, .gates) }
  }
}

extension World {
  /// E0658, unless the crate has the feature. What a macro of the library makes may use it.
  func gate(_ feature: Name, _ what: String, at span: Span, in crate: CrateID) -> Diagnostic? {
    if hasFeature(feature, in: crate) || ImportedFiles.contains(span) { return nil }
    return .unstable(what, feature: feature.text, at: span)
  }
}
