// `transmute` keeps the bytes: both types have as many.
import Defs
import Diagnostics
import HIR
import Parallel
import Source
import Support
import Syntax
import Typecheck
import Types

extension BodyChecker {
  private static let transmute = Name("transmute")

  /// E0512: the sizes of the two types differ, or one depends on a parameter.
  mutating func checkTransmute(_ expr: HExpr, _ kind: HIR.ExprKind) {
    guard case .path = kind, case .fnDef(let d, let args) = results.type(of: expr).kind, Defs[d].name == Self.transmute,
      d.crate != body.owner.crate, world.isIntrinsic(d), args.count == 2, let from = args[0].type?.erasingRegions, let to = args[1].type?.erasingRegions, from != to
    else { return }
    for type in [from, to] { if case .param = type.kind { return reportTransmute(from, to, "depends on a parameter", at: tree[expr].span) } }
    if !from.flags.union(to.flags).isDisjoint(with: [.hasNonRegionParam, .hasAlias, .hasError]) { return }
    guard let a = world.size(of: from), let b = world.size(of: to), a != b else { return }
    reportTransmute(from, to, "\(a) and \(b) bytes", at: tree[expr].span)
  }

  private mutating func reportTransmute(_ from: TypeID, _ to: TypeID, _ why: String, at span: Span) {
    messages.sizes.add(
      .error("`transmute` between types of other sizes: `\(TypePrinter.text(of: from))` and `\(TypePrinter.text(of: to))`", code: "E0512", at: span)
        .note("the size: \(why)"))
  }
}
