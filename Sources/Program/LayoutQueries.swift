// How layouts see types: normalised, everything revealed.
import Defs
import Infer
import Layout
import Parallel
import Source
import Support
import Traits
import Types

struct ProgramLayoutQueries: LayoutQueries {
  let facts: any HeaderFacts

  func normalize(_ type: TypeID) -> TypeID? {
    if !type.flags.isDisjoint(with: [.hasNonRegionParam, .hasInfer]) { return nil }
    if type.flags.isDisjoint(with: [.hasAlias, .hasFreeRegion]) { return type }
    var infer = InferContext(facts: facts, revealsAll: true)
    let result = infer.normalizeCompletely(type, env: .empty).erasingRegions
    return result.flags.isDisjoint(with: .hasInfer) ? result : nil
  }
}
