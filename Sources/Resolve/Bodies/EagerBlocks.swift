// Bodies whose items others must see: opened before any body is lowered.
import Defs
import Diagnostics
import Expand
import Parallel
import Source
import Support
import Syntax

struct EagerKey: Hashable, Sendable {
  var tree: TreeID
  var start: UInt32
}

/// What was made of eager bodies. Sharing: frozen once the crate is resolved.
final class EagerBlocks: Sendable {
  let blocks: [EagerKey: OpenedBlock]
  let bodies: [EagerKey: (TreeID, ID<Block>)]
  init(blocks: [EagerKey: OpenedBlock], bodies: [EagerKey: (TreeID, ID<Block>)]) {
    self.blocks = blocks
    self.bodies = bodies
  }
}
