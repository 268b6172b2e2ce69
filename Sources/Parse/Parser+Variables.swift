// Spans of what is partly from a macro and partly from its call.
import Source
import Support
import Syntax

extension Parser {
  /// From the start of `a` to the end of `b`.
  @inline(__always) mutating func join(_ a: Span, _ b: Span) -> Span {
    a.context == b.context ? a.to(b) : joinOverVariables(a, b)
  }

  /// A part that a macro was given counts as the variable that stands for it, so that `$x + 1` is all of that in the macro. Parts
  /// that have nothing to do with each other give the first.
  @inline(never) func joinOverVariables(_ a: Span, _ b: Span) -> Span {
    let ofB = variable(for: b)
    if let ofB, a.context == ofB.context { return a.to(ofB) }
    if let ofA = variable(for: a) {
      if ofA.context == b.context { return ofA.to(b) }
      if let ofB, ofA.context == ofB.context { return ofA.to(ofB) }
    }
    return a
  }

  /// Where the operand `expr` stands that was just read: at the variable, if a macro was given it.
  @inline(__always) mutating func operandSpan(_ expr: ID<Expr>) -> Span {
    previous.kind == .closeInvisible ? previous.span : previous.standsForVariable ? previousSpan : tree[expr].span
  }

  /// So many tokens are looked at for the variable that a span is of: what is longer than that keeps the span of its start.
  private static var longestSearch: TokenIndex { 1024 }

  /// Where the variable stands that what was just read at `span` was put in the place of, if it is all of it.
  private func variable(for span: Span) -> Span? {
    var i = min(index, limit)
    let stop = i > Parser.longestSearch ? i - Parser.longestSearch : 0
    while i > stop {
      i -= 1
      let t = tokens[Int(i)]
      guard t.lo == span.lo && t.context == span.context else { continue }
      if i > 0, tokens[Int(i - 1)].kind == .openInvisible {
        let open = tokens[Int(i - 1)]
        if open.payload > 0, tokens[Int(open.payload - 1)].span.hi == span.hi { return buffer.place(at: i - 1) ?? open.span }
      }
      let end = t.kind.isOpen && t.span.hi != span.hi ? tokens[Int(t.payload)].span.hi : t.span.hi
      if end == span.hi, let place = buffer.place(at: i) { return place }
    }
    return nil
  }
}
