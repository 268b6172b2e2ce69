// Expressions as text: what `assert!` says has failed.
import Parallel
import Source
import Support
import Syntax

/// The text of an expression as rustc prints its tree.
func expressionText(_ tree: Tree, _ expr: ID<Expr>, _ tokens: TokenBuffer, _ range: TokenRange) -> String {
  stringify(tokens, range)
}
