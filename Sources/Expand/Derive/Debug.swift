// derive(Debug)
import Parallel
import Source
import Support
import Syntax

extension Deriver {
  mutating func deriveDebug() {
    beginImpl(DerivedTrait(path: "$crate::fmt::Debug", needsCopyIfPacked: true, isConst: input.isConst))
    w.text("#[inline] fn fmt(&self, f: &mut $crate::fmt::Formatter) -> $crate::fmt::Result {")
    if item.kind == .structure {
      debug(item.variants[0], name: item.name.name)
    } else if item.variants.isEmpty {
      w.text("match *self {}")
    } else if item.variants.count == 1 && item.variants[0].fields.isEmpty {
      debug(item.variants[0], name: item.variants[0].name.name)
    } else if item.variants.allSatisfy(\.fields.isEmpty) {
      w.text("$crate::fmt::Formatter::write_str(f, match self {")
      for variant in item.variants {
        pattern(variant, "__self")
        w.text("=>")
        w.string(variant.name.name.text)
        w.text(",")
      }
      w.text("})")
    } else {
      w.text("match self {")
      for variant in item.variants {
        pattern(variant, "__self")
        w.text(variant.fields.count > 5 ? "=> {" : "=>")
        debug(variant, name: variant.name.name)
        w.text(variant.fields.count > 5 ? "}" : ",")
      }
      w.text("}")
    }
    w.text("}")
    endImpl()
  }

  private mutating func debug(_ variant: DeriveItem.Variant, name: Name) {
    let fields = variant.fields
    let isNamed = variant.shape == .named
    if fields.isEmpty {
      w.text("$crate::fmt::Formatter::write_str(f,")
      w.string(name.text)
      w.text(")")
      return
    }
    // Up to five fields there is a function for each number of them.
    if fields.count <= 5 {
      w.text("$crate::fmt::Formatter::debug_\(isNamed ? "struct" : "tuple")_field\(fields.count)_finish(f,")
      w.string(name.text)
      for i in fields.indices {
        w.text(",")
        if let name = fields[i].name {
          w.string(name.name.text)
          w.text(",")
        }
        debugField(variant, i)
      }
      w.text(")")
      return
    }
    if isNamed {
      w.text("let names: &'static _ = &[")
      for field in fields {
        w.string(field.name?.name.text ?? "")
        w.text(",")
      }
      w.text("];")
    }
    w.text("let values: &[&dyn $crate::fmt::Debug] = &[")
    for i in fields.indices {
      debugField(variant, i)
      w.text(",")
    }
    w.text("];")
    w.text(isNamed ? "$crate::fmt::Formatter::debug_struct_fields_finish(f," : "$crate::fmt::Formatter::debug_tuple_fields_finish(f,")
    w.string(name.text)
    w.text(isNamed ? ", names, values)" : ", values)")
  }

  /// The last field may be unsized: a reference to the reference is taken.
  private mutating func debugField(_ variant: DeriveItem.Variant, _ i: Int) {
    enter(variant.fields[i])
    if i == variant.fields.count - 1 { w.text("&") }
    field(variant, i, "self", "__self")
    leaveField()
  }
}
