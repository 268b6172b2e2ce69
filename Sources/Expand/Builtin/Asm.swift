// asm!, global_asm!, naked_asm!
import Diagnostics
import Parallel
import Parse
import Source
import Support
import Syntax

extension BuiltinCall {
  mutating func inlineAsm(_ macro: InlineAsm.Macro) -> Expanded {
    diagnostics.add(.unsupported("inline assembly", at: input.span))
    return .failed
  }
}
