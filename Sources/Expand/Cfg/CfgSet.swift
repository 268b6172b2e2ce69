// The configuration of a compilation, and evaluation of `cfg` predicates.
import Diagnostics
import Parallel
import Source
import Support
import Syntax

/// The options that `cfg` asks for: names, and names with values. Sharing: frozen.
public struct CfgSet: Sendable {
  private struct Entry: Hashable {
    var name: Name
    /// Nil: the name alone is set.
    var value: Name?
  }
  private var entries: Set<Entry> = []
  /// The version of the language that `cfg(version("…"))` compares with.
  static let version = (1, 96, 0)
  /// Predicates nested deeper than this are refused.
  static let maxDepth = 200

  public init() {}

  /// Sets `name`, or `name = "value"`. The value is text, without quotes.
  public mutating func insert(_ name: Name, _ value: Name? = nil) { entries.insert(Entry(name: name, value: value)) }
  public func contains(_ name: Name, _ value: Name? = nil) -> Bool { entries.contains(Entry(name: name, value: value)) }

  /// The value of the one predicate between the brackets of `cfg(…)`; true after a message if it makes no sense.
  ///
  /// - Parameter span: the whole attribute or macro call, for messages.
  public func evaluate(
    _ tokens: TokenBuffer, _ range: TokenRange, at span: Span, into diagnostics: inout DiagnosticList
  ) -> Bool {
    var reader = MetaReader(tokens, range)
    if reader.isAtEnd {
      diagnostics.add(.cfg("`cfg` takes one predicate", code: "E0805", at: span))
      return true
    }
    let value = predicate(&reader, 0, &diagnostics)
    if value == nil { return true }
    _ = reader.eat(.comma)
    if !reader.isAtEnd {
      diagnostics.add(.cfg("`cfg` takes one predicate only; use `all` or `any` for several", code: "E0805", at: span))
      return true
    }
    return value ?? true
  }

  /// The predicate at hand; nil after a message.
  func predicate(_ reader: inout MetaReader, _ depth: Int, _ diagnostics: inout DiagnosticList) -> Bool? {
    let first = reader.token
    if depth > Self.maxDepth {
      diagnostics.add(.cfg("this predicate is nested too deeply", at: first.span))
      return nil
    }
    if first.isWord(.true) || first.isWord(.false) {
      reader.advance()
      return first.isWord(.true)
    }
    if first.kind.isLiteral {
      diagnostics.add(.cfg("expected a name, found a literal", code: "E0539", at: first.span))
      return nil
    }
    let path = reader.path()
    guard let name = path.last else {
      diagnostics.add(.cfg("expected a `cfg` predicate, found \(describe(first))", at: first.span))
      return nil
    }
    switch reader.token.kind {
    case .openParen:
      let inside = reader.inside
      let span = first.span.to(reader.tokens[reader.token.payload].span)
      reader.skipTree()
      guard path.count == 1 else {
        diagnostics.add(.cfg("there is no predicate of this name", code: "E0537", at: span))
        return nil
      }
      return operation(name, reader.tokens, inside, span, depth, &diagnostics)
    case .eq:
      reader.advance()
      let value = reader.token
      guard path.count == 1, !first.isPathSegmentKeyword else {
        diagnostics.add(.cfg("a `cfg` key is one identifier", code: "E0539", at: first.span))
        return nil
      }
      guard let text = plainString(value) else {
        diagnostics.add(.cfg("the value of a `cfg` key is a string", code: "E0539", at: value.span))
        if !reader.isAtEnd { reader.skipTree() }
        return nil
      }
      reader.advance()
      return contains(name.name, text)
    default:
      guard path.count == 1, !first.isPathSegmentKeyword else {
        diagnostics.add(.cfg("a `cfg` key is one identifier", code: "E0539", at: first.span))
        return nil
      }
      return contains(name.name)
    }
  }

  private func operation(
    _ name: Ident, _ tokens: TokenBuffer, _ inside: TokenRange, _ span: Span, _ depth: Int,
    _ diagnostics: inout DiagnosticList
  ) -> Bool? {
    var reader = MetaReader(tokens, inside)
    /// What is in the list, without those that gave a message.
    func list(_ prefix: String?) -> [Bool]? {
      var values: [Bool] = []
      while !reader.isAtEnd {
        let value = prefix == nil ? predicate(&reader, depth + 1, &diagnostics) : target(&reader, &diagnostics)
        if let value { values.append(value) }
        if reader.isAtEnd { break }
        if !reader.eat(.comma) {
          if value != nil { diagnostics.add(.cfg("expected `,`, found \(describe(reader.token))", at: reader.token.span)) }
          return nil
        }
      }
      return values
    }
    switch name.name {
    case .all: return list(nil).map { $0.allSatisfy { $0 } }
    case .any: return list(nil).map { $0.contains(true) }
    case .not:
      let value = reader.isAtEnd ? nil : predicate(&reader, depth + 1, &diagnostics)
      if reader.isAtEnd && value == nil && inside.isEmpty || value != nil && !(reader.eat(.comma) || reader.isAtEnd)
        || !reader.isAtEnd && value != nil
      {
        diagnostics.add(.cfg("`not` takes one predicate", code: "E0805", at: span))
        return nil
      }
      return value.map { !$0 }
    default: break
    }
    switch name.name.text {
    case "target": return list("target_").map { $0.allSatisfy { $0 } }
    case "version":
      guard let text = plainString(reader.token) else {
        diagnostics.add(.cfg("expected a version literal", at: reader.token.span))
        return nil
      }
      return isVersionReached(text.text, at: reader.token.span, &diagnostics)
    default:
      diagnostics.add(.cfg("there is no predicate `\(name.name)`", code: "E0537", at: span))
      return nil
    }
  }

  /// `os = "linux"` in `target(…)`.
  private func target(_ reader: inout MetaReader, _ diagnostics: inout DiagnosticList) -> Bool? {
    let first = reader.token
    guard first.kind.isAnyIdentifier else {
      diagnostics.add(.cfg("expected `key = \"value\"`", code: "E0539", at: first.span))
      reader.skipTree()
      return nil
    }
    reader.advance()
    guard reader.eat(.eq), let text = plainString(reader.token) else {
      diagnostics.add(.cfg("expected `key = \"value\"`", code: "E0539", at: first.span))
      return nil
    }
    reader.advance()
    return contains(Name("target_" + first.name.text), text)
  }

  private func isVersionReached(_ text: String, at span: Span, _ diagnostics: inout DiagnosticList) -> Bool {
    let parts = text.split(separator: ".", omittingEmptySubsequences: false)
    let numbers = parts.compactMap { UInt16($0) }
    guard parts.count >= 2 && parts.count <= 3 && numbers.count == parts.count else {
      diagnostics.add(Diagnostic(.warning, "unknown version literal format, assuming it refers to a future version", at: span))
      return false
    }
    return (Int(numbers[0]), Int(numbers[1]), numbers.count == 3 ? Int(numbers[2]) : 0) <= Self.version
  }
}

/// The content of a string literal without suffix; nil for any other token.
func plainString(_ token: Token) -> Name? {
  guard token.kind == .string || token.kind == .rawString, literalSuffix(token.kind, token.name).isEmpty else { return nil }
  let bytes = decodeString(token.kind, token.name)
  return bytes.withUnsafeBufferPointer { Name(bytes: $0) }
}

extension Diagnostic {
  static func cfg(_ message: String, code: String? = nil, at span: Span) -> Diagnostic {
    .error(message, code: code, at: span)
  }
}
