// Attributes after `cfg` and `cfg_attr`.
import Diagnostics
import Parallel
import Source
import Support
import Syntax

/// An attribute in effect. Its token ranges are of the buffer of the node that it stands on, also if `cfg_attr` made it.
public struct AttributeRef: Sendable, BitwiseCopyable {
  public var tree: Tree
  public var id: ID<Attribute>
  public init(tree: Tree, id: ID<Attribute>) { self.tree = tree; self.id = id }
  public var node: Attribute { tree[id] }
  /// The attribute's name if its path is one segment, else `Name.empty`.
  public var name: Name { node.name(in: tree) }
  /// The path's names; a leading `::` is `Name.pathRoot`.
  public var path: [Ident] { tree[tree[node.path].segments].map(\.ident) }
}

extension Attribute {
  /// The attribute's name if its path is one segment, else `Name.empty`.
  @inline(__always) public func name(in tree: Tree) -> Name {
    let segments = tree[tree[path].segments]
    return segments.count == 1 ? segments[0].ident.name : .empty
  }
}

extension CfgSet {
  /// False if a `cfg` among the attributes (also one that `cfg_attr` adds) is false.
  public func isEnabled(
    _ attributes: Run<Attribute>, _ tree: Tree, _ tokens: TokenBuffer, into diagnostics: inout DiagnosticList
  ) -> Bool {
    for attribute in tree[attributes] {
      switch attribute.name(in: tree) {
      case .cfg: if !evaluate(attribute, tokens, into: &diagnostics) { return false }
      case .cfg_attr:
        guard let found = expandCfgAttr(attribute, tokens, 0, into: &diagnostics) else { continue }
        for inner in found where inner.path.count == 1 && inner.path[0].name == .cfg {
          if !evaluate(inner.attribute, tokens, into: &diagnostics) { return false }
        }
      default: break
      }
    }
    return true
  }

  /// The attributes in effect, without `cfg` and `cfg_attr`; nil if a `cfg` is false.
  public func activeAttributes(
    _ attributes: Run<Attribute>, _ tree: Tree, _ tokens: TokenBuffer, into diagnostics: inout DiagnosticList
  ) -> [AttributeRef]? {
    var result: [AttributeRef] = []
    result.reserveCapacity(attributes.count)
    // Attributes that `cfg_attr` makes live in a tree of their own; their places in `result` are filled in at the end.
    var added: [(place: Int, attribute: ConditionalAttribute)] = []
    for (offset, attribute) in tree[attributes].enumerated() {
      switch attribute.name(in: tree) {
      case .cfg: if !evaluate(attribute, tokens, into: &diagnostics) { return nil }
      case .cfg_attr:
        for inner in expandCfgAttr(attribute, tokens, 0, into: &diagnostics) ?? [] {
          if inner.path.count == 1 && inner.path[0].name == .cfg {
            if !evaluate(inner.attribute, tokens, into: &diagnostics) { return nil }
          } else {
            added.append((result.count, inner))
            result.append(AttributeRef(tree: tree, id: attributes[offset]))
          }
        }
      default: result.append(AttributeRef(tree: tree, id: attributes[offset]))
      }
    }
    if added.isEmpty { return result }

    var side = SyntaxTreeBuilder()
    var ids: [ID<Attribute>] = []
    for (_, inner) in added {
      var node = inner.attribute
      let segments = side.add(inner.path.map { PathSegment(ident: $0, args: .none) })
      let span = inner.path.first.map { $0.span.to(inner.path.last!.span) } ?? node.span
      node.path = side.add(Path(segments: segments, span: span))
      ids.append(side.add(node))
    }
    let sideTree = Tree(side.freeze())
    for (i, (place, _)) in added.enumerated() { result[place] = AttributeRef(tree: sideTree, id: ids[i]) }
    return result
  }

  /// The value of a `cfg` attribute.
  private func evaluate(
    _ attribute: Attribute, _ tokens: TokenBuffer, into diagnostics: inout DiagnosticList
  ) -> Bool {
    guard case .delimited(let range) = attribute.arguments else {
      diagnostics.add(.cfg("`cfg` takes a predicate in parentheses", code: "E0539", at: attribute.span))
      return true
    }
    return evaluate(tokens, range, at: attribute.span, into: &diagnostics)
  }

  /// An attribute out of `cfg_attr`; its `attribute.path` is not set.
  struct ConditionalAttribute {
    var path: [Ident]
    var attribute: Attribute
  }

  /// The attribute between the brackets of `#[…]`, or what it stands for if it is a `cfg_attr`.
  func effective(
    _ tokens: TokenBuffer, _ inside: TokenRange, into diagnostics: inout DiagnosticList
  ) -> [ConditionalAttribute] {
    var reader = MetaReader(tokens, inside)
    let outer = Attribute(
      isInner: false, isUnsafe: false, path: .none, arguments: .none, span: reader.token.span, tokens: inside)
    guard let attribute = conditionalAttribute(&reader, outer, &diagnostics) else { return [] }
    guard attribute.path.count == 1, attribute.path[0].name == .cfg_attr else { return [attribute] }
    return expandCfgAttr(attribute.attribute, tokens, 0, into: &diagnostics) ?? []
  }

  /// The attributes that a `cfg_attr` stands for, those within inner `cfg_attr` too; nil after a message.
  private func expandCfgAttr(
    _ attribute: Attribute, _ tokens: TokenBuffer, _ depth: Int, into diagnostics: inout DiagnosticList
  ) -> [ConditionalAttribute]? {
    guard case .delimited(let range) = attribute.arguments else {
      diagnostics.add(.cfg("`cfg_attr` takes a predicate and attributes in parentheses", code: "E0539", at: attribute.span))
      return nil
    }
    if depth > CfgSet.maxDepth {
      diagnostics.add(.cfg("this attribute is nested too deeply", at: attribute.span))
      return nil
    }
    var reader = MetaReader(tokens, range)
    if reader.isAtEnd {
      diagnostics.add(.cfg("`cfg_attr` takes at least a predicate", code: "E0539", at: attribute.span))
      return nil
    }
    guard let isOn = predicate(&reader, 0, &diagnostics) else { return nil }
    guard reader.isAtEnd || reader.eat(.comma) else {
      diagnostics.add(.cfg("expected `,`, found \(describe(reader.token))", at: reader.token.span))
      return nil
    }
    var result: [ConditionalAttribute] = []
    while !reader.isAtEnd {
      guard let inner = conditionalAttribute(&reader, attribute, &diagnostics) else { return nil }
      if isOn {
        if inner.path.count == 1 && inner.path[0].name == .cfg_attr {
          result += expandCfgAttr(inner.attribute, tokens, depth + 1, into: &diagnostics) ?? []
        } else {
          result.append(inner)
        }
      }
      if reader.isAtEnd { break }
      guard reader.eat(.comma) else {
        diagnostics.add(.cfg("expected `,`, found \(describe(reader.token))", at: reader.token.span))
        return nil
      }
    }
    return result
  }

  private func conditionalAttribute(
    _ reader: inout MetaReader, _ outer: Attribute, _ diagnostics: inout DiagnosticList
  ) -> ConditionalAttribute? {
    let start = reader.index
    if reader.token.isWord(.unsafe), reader.index + 1 < reader.end, reader.tokens[reader.index + 1].kind == .openParen {
      reader.advance()
      var inner = MetaReader(reader.tokens, reader.inside)
      reader.skipTree()
      var result = conditionalAttribute(&inner, outer, &diagnostics)
      result?.attribute.isUnsafe = true
      return result
    }
    let path = reader.path()
    if path.isEmpty {
      diagnostics.add(.cfg("expected an attribute, found \(describe(reader.token))", at: reader.token.span))
      return nil
    }
    var attribute = outer
    attribute.isUnsafe = false
    attribute.arguments = .none
    if reader.token.kind.isOpen {
      attribute.arguments = .delimited(reader.inside)
      reader.skipTree()
    } else if reader.eat(.eq) {
      let valueStart = reader.index
      while !reader.isAtEnd && reader.token.kind != .comma { reader.skipTree() }
      if reader.index == valueStart {
        diagnostics.add(.cfg("expected a value, found \(describe(reader.token))", at: reader.token.span))
        return nil
      }
      attribute.arguments = .value(TokenRange(valueStart, reader.index))
    }
    attribute.span = reader.tokens.span(of: TokenRange(start, reader.index))
    attribute.tokens = TokenRange(start, reader.index)
    return ConditionalAttribute(path: path, attribute: attribute)
  }
}

/// A macro named in a `derive` list.
public struct DerivePath: Sendable {
  /// A leading `::` is `Name.pathRoot`.
  public var path: [Ident]
  public var span: Span
}

/// The macros that a `derive(…)` or `derive_const(…)` attribute names.
public func derivePaths(
  of attribute: Attribute, _ tokens: TokenBuffer, into diagnostics: inout DiagnosticList
) -> [DerivePath] {
  guard case .delimited(let range) = attribute.arguments else {
    diagnostics.add(.error("malformed `derive` attribute: traits stand in parentheses", at: attribute.span))
    return []
  }
  var result: [DerivePath] = []
  var reader = MetaReader(tokens, range)
  while !reader.isAtEnd {
    let first = reader.token
    let path = reader.path()
    if let last = path.last {
      result.append(DerivePath(path: path, span: first.span.to(last.span)))
      if reader.token.kind.isOpen {
        let span = reader.token.span.to(tokens[reader.token.payload].span)
        diagnostics.add(.error("traits in `derive` take no arguments", at: span))
        reader.skipTree()
      } else if reader.token.kind == .eq {
        diagnostics.add(.error("traits in `derive` take no value", at: reader.token.span))
        while !reader.isAtEnd && reader.token.kind != .comma { reader.skipTree() }
      }
    } else if first.kind.isLiteral {
      diagnostics.add(.error("expected a path to a trait, found a literal", code: "E0777", at: first.span))
      reader.advance()
    } else {
      diagnostics.add(.error("expected a path to a trait, found \(describe(first))", at: first.span))
      return result
    }
    if reader.isAtEnd { break }
    if !reader.eat(.comma) {
      diagnostics.add(.error("expected `,`, found \(describe(reader.token))", at: reader.token.span))
      return result
    }
  }
  return result
}
