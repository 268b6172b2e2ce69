// `Syntax` and `HIR` share names: here they mean the nodes of `HIR`.
import HIR
import Source
import Types

typealias Expr = HIR.Expr
typealias ExprKind = HIR.ExprKind
typealias Pat = HIR.Pat
typealias PatKind = HIR.PatKind
typealias Ty = HIR.Ty
typealias TyKind = HIR.TyKind
typealias Block = HIR.Block
typealias Stmt = HIR.Stmt
typealias Closure = HIR.Closure
typealias MethodCall = HIR.MethodCall
typealias PathSegment = HIR.PathSegment
typealias FieldAccess = HIR.FieldAccess
typealias Arm = HIR.Arm
typealias LetExpr = HIR.LetExpr
typealias LetStmt = HIR.LetStmt
typealias StructExpr = HIR.StructExpr
typealias ExprField = HIR.ExprField
typealias StructPat = HIR.StructPat
typealias PatField = HIR.PatField
typealias InlineAsm = HIR.InlineAsm
typealias Literal = HIR.Literal
typealias TupleStructPat = HIR.TupleStructPat
typealias SlicePat = HIR.SlicePat
typealias BindingPat = HIR.BindingPat
typealias PatExpr = HIR.PatExpr
typealias QPath = HIR.QPath
typealias ConstArg = HIR.ConstArg
typealias GenericArgs = HIR.GenericArgs
typealias GenericArg = Types.GenericArg
typealias Lifetime = HIR.Lifetime
typealias Body = HIR.Body
