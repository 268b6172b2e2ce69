// Layouts before there are bodies.
import Collect
import Infer
import Layout
import Traits
import Types

/// Layout questions answered from headers and the trait solver.
struct HeaderLayoutQueries: LayoutQueries {
  let headers: CollectedHeaders
  var facts: any HeaderFacts { headers }

  func normalize(_ type: TypeID) -> TypeID? {
    let erased = type.erasingRegions
    if erased.flags.isDisjoint(with: .hasAlias) { return erased }
    var context = InferContext(facts: headers, revealsAll: true)
    return context.normalizeCompletely(erased, env: .empty)
  }
}
