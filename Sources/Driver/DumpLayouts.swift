// `-Z dump=layouts`: sizes and places of the crate's own types, for comparing with another compiler.
import ABI
import Collect
import Defs
import Infer
import Layout
import Parallel
import Resolve
import Source
import Support
import Traits
import Types

/// One line for each type without params: `name size N align N |variant: offsets…`.
func layoutText(_ headers: CollectedHeaders, _ world: World) -> String {
  let layouts = Layouts(HeaderLayoutQueries(headers: headers))
  var text = ""
  for def in world.items(in: .local) {
    switch Defs[def].kind {
    case .struct, .enum, .union: break
    default: continue
    }
    if headers.generics(of: def).count > 0 { continue }
    text += "\(Defs[def].name)"
    do throws(LayoutFailure) {
      let layout = try layouts.layout(of: headers.type(of: def))
      text += " size \(layout.size) align \(layout.alignment)"
      for (i, variant) in headers.adt(def).variants.enumerated() {
        let v = layout.variant(UInt32(i))
        guard case .single(let only) = v.variants, only == UInt32(i) || headers.adt(def).variants.count == 1 else { continue }
        text += " |\(i):"
        for f in 0..<variant.fieldCount { text += " \(v.fieldOffset(Int(f)))" }
      }
    } catch { text += " failed: \(error)" }
    text += "\n"
  }
  return text
}
