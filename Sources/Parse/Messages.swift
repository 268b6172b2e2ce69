// The messages of the parser that have more than a sentence.
import Diagnostics
import Source

extension Diagnostic {
  static func expected(_ what: String, found: String, at span: Span) -> Diagnostic {
    .error("expected \(what), found \(found)", at: span, label: "expected \(what)")
  }

  static func tooDeep(at span: Span) -> Diagnostic {
    .error("the code is nested too deeply here", at: span)
      .note("at most \(Parser.maxDepth) levels of nesting, and chains of \(Parser.maxChain) links, are supported")
  }
}
