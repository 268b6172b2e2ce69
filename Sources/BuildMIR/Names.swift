// `HIR`, `MIR` and `Syntax` share some names: what they mean here.
import HIR
import Support
import Types
import MIR
import Syntax

typealias HExpr = ID<HIR.Expr>
typealias HPat = ID<HIR.Pat>
typealias ExprKind = HIR.ExprKind
typealias PatKind = HIR.PatKind
typealias Literal = HIR.Literal
typealias Place = MIR.Place
typealias GenericArg = Types.GenericArg
typealias Pat = HIR.Pat
typealias Block = HIR.Block
typealias Closure = HIR.Closure
