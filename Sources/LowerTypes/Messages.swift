// Messages about types as written, by code.
import Defs
import Diagnostics
import Parallel
import Source
import Types

extension Diagnostic {
  static func wrongArgCount(
    _ what: String, _ name: Name, _ kind: String, expected: Int, bound: String = "", found: Int, at span: Span, def: DefID
  ) -> Diagnostic {
    func plural(_ n: Int) -> String { n == 1 ? "" : "s" }
    let given = found == 0 ? "" : "\(found) "
    let verb = found == 1 ? "was" : "were"
    let message: String
    if found == 0 && expected > 0 {
      message = "missing generics for \(what) `\(name)`"
    } else {
      message =
        "\(what) takes \(bound)\(expected) \(kind) argument\(plural(expected)) but \(given)\(kind) argument\(plural(found)) \(verb) supplied"
    }
    return Diagnostic.error(
      message, code: "E0107", at: span,
      label: "expected \(bound)\(expected) \(kind) argument\(plural(expected))"
    ).label(Defs[def].identSpan, "\(what) defined here")
  }

  static func assocTypeNotFound(_ name: Name, for owner: String, at span: Span) -> Diagnostic {
    .error("associated type `\(name)` not found for `\(owner)`", code: "E0220", at: span, label: "associated type `\(name)` not found")
  }

  static func ambiguousAssocType(_ name: Name, at span: Span) -> Diagnostic {
    .error("ambiguous associated type", code: "E0223", at: span)
  }

  static func constOfOtherType(_ name: Name, _ wanted: TypeID, at span: Span) -> Diagnostic {
    .error("the constant `\(name)` is not of type `\(TypePrinter.text(of: wanted))`", at: span)
  }

  /// E0600.
  public static func unaryOpNotImplemented(_ op: String, _ type: String, at span: Span) -> Diagnostic {
    .error("unary `\(op)` cannot be applied to `\(type)`", code: "E0600", at: span)
  }

  /// E0599. A path through an enum names no variant of it.
  public static func noVariant(_ name: Name, of type: String, at span: Span) -> Diagnostic {
    .error("no variant `\(name)` in `\(type)`", code: "E0599", at: span, label: "no such variant")
  }

  static func constraintNotAllowed(at span: Span) -> Diagnostic {
    .error(
      "associated item constraints are not allowed here", code: "E0229", at: span,
      label: "associated item constraint not allowed here")
  }

  static func alreadySpecified(_ name: Name, in trait: DefID, first: Span, at span: Span) -> Diagnostic {
    Diagnostic.error(
      "the value of the associated type `\(name)` in trait `\(Defs[trait].name)` is already specified", code: "E0719", at: span,
      label: "re-bound here"
    ).label(first, "`\(name)` bound here first")
  }
}
