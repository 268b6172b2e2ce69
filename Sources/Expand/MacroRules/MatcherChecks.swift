// What is refused in a matcher: fragments followed by tokens that could become part of them, repetitions of nothing, and names
// bound twice.
import Diagnostics
import Parallel
import Source
import Support
import Syntax

/// The leaves that may come first (or last) at a place.
private struct LeafSet {
  /// Tokens and declarations.
  var leaves: [QuotedTree] = []
  var mayBeEmpty = true

  mutating func replace(with leaf: QuotedTree) {
    leaves = [leaf]
    mayBeEmpty = false
  }
  /// A leaf after which anything may follow.
  mutating func replaceWithIrrelevant() {
    leaves = []
    mayBeEmpty = false
  }
  mutating func add(_ leaf: QuotedTree) {
    let isKnown = leaves.contains {
      $0.kind == leaf.kind && $0.token.kind == leaf.token.kind && $0.span == leaf.span && $0.token.payload == leaf.token.payload
    }
    if !isKnown { leaves.append(leaf) }
  }
  mutating func add(all other: LeafSet) {
    for leaf in other.leaves { add(leaf) }
    if !other.mayBeEmpty { mayBeEmpty = false }
  }
}

/// Checks the matchers of one definition. Sharing: none.
struct MatcherChecker {
  var diagnostics = DiagnosticList()
  let edition: Edition

  init(edition: Edition) { self.edition = edition }

  /// - Parameter matcher: the tree of the whole matcher; must be delimited.
  mutating func check(_ matcher: QuotedTree) {
    guard matcher.kind == .delimited else {
      diagnostics.add(.matcherNotDelimited(at: matcher.span))
      return
    }
    _ = checkFollow(matcher.children, follow: LeafSet())
    checkEmptyRepetitions([matcher])
  }

  // MARK: Names

  mutating func checkNames(_ trees: [QuotedTree], _ seen: inout [VariableKey: Span]) {
    for tree in trees {
      if tree.kind == .declaration {
        let key = VariableKey(tree.token)
        if let previous = seen[key] {
          diagnostics.add(.duplicateBinding(tree.token.name, at: tree.span, previous: previous))
        } else {
          seen[key] = tree.span
        }
      }
      checkNames(tree.children, &seen)
    }
  }

  // MARK: Repetitions of nothing

  /// Stops at the first one.
  @discardableResult private mutating func checkEmptyRepetitions(_ trees: [QuotedTree]) -> Bool {
    for tree in trees {
      if tree.kind == .sequence && tree.separator == nil && tree.children.allSatisfy(matchesNothing) {
        var d = Diagnostic.emptyRepetition(at: tree.span)
        if tree.repetition == .zeroOrOne, let first = tree.children.first, first.kind == .declaration, first.fragment == .vis {
          d = d.note("a `vis` fragment can already be empty")
        }
        diagnostics.add(d)
        return false
      }
      if !checkEmptyRepetitions(tree.children) { return false }
    }
    return true
  }

  private func matchesNothing(_ tree: QuotedTree) -> Bool {
    switch tree.kind {
    case .declaration: tree.fragment == .vis
    case .token: tree.token.kind.isDoc
    case .sequence: tree.repetition != .oneOrMore
    default: false
    }
  }

  // MARK: First and follow sets

  private func leaf(_ token: Token) -> QuotedTree { QuotedTree(.token, token, span: token.span) }

  private func first(_ trees: ArraySlice<QuotedTree>) -> LeafSet {
    var result = LeafSet()
    for tree in trees {
      switch tree.kind {
      case .delimited:
        result.add(leaf(tree.token))
        result.mayBeEmpty = false
        return result
      case .sequence:
        let inner = first(tree.children[...])
        if inner.mayBeEmpty, let separator = tree.separator { result.add(leaf(separator)) }
        result.add(all: inner)
        if !inner.mayBeEmpty && tree.repetition == .oneOrMore { return result }
        result.mayBeEmpty = true
      default:
        result.add(tree)
        result.mayBeEmpty = false
        return result
      }
    }
    return result
  }

  /// Checks `matcher`, after which `follow` may come; returns the leaves that may be its last.
  private mutating func checkFollow(_ matcher: [QuotedTree], follow: LeafSet) -> LeafSet {
    var last = LeafSet()
    for (i, tree) in matcher.enumerated() {
      func suffixFirst() -> LeafSet {
        var s = first(matcher[(i + 1)...])
        if s.mayBeEmpty { s.add(all: follow) }
        return s
      }
      let suffix: LeafSet
      switch tree.kind {
      case .delimited:
        var close = LeafSet()
        close.replace(with: leaf(tree.close))
        _ = checkFollow(tree.children, follow: close)
        last.replaceWithIrrelevant()
        continue
      case .sequence:
        var inner = suffixFirst()
        if let separator = tree.separator { inner.add(leaf(separator)) }
        let next = checkFollow(tree.children, follow: inner)
        if next.mayBeEmpty { last.add(all: next) } else { last = next }
        continue
      default:
        if tree.kind != .declaration || tree.fragment.mayBeFollowedByAnything {
          last.replaceWithIrrelevant()
          continue
        }
        last.replace(with: tree)
        suffix = suffixFirst()
      }
      for declaration in last.leaves where declaration.kind == .declaration {
        for next in suffix.leaves where !mayFollow(next, declaration.fragment) {
          diagnostics.add(
            .notAllowedAfter(declaration, next, isCertain: last.leaves.count == 1 && suffix.leaves.count == 1))
        }
      }
    }
    return last
  }

  private func mayFollow(_ next: QuotedTree, _ fragment: MacroFragment) -> Bool {
    let token = next.token
    let isToken = next.kind == .token
    if isToken && token.kind.isClose { return true }
    switch fragment {
    case .stmt, .expr, .expr2021:
      return isToken && (token.kind == .fatArrow || token.kind == .comma || token.kind == .semi)
    case .pat, .patParam:
      guard isToken else { return next.kind == .declaration && next.fragment == .guard }
      switch token.kind {
      case .fatArrow, .comma, .eq: return true
      case .or: return fragment == .patParam
      default: return token.isWord(.if) || token.isWord(.in)
      }
    case .guard: return isToken && (token.kind == .fatArrow || token.kind == .comma || token.kind == .openBrace)
    case .path, .ty:
      guard isToken else { return next.kind == .declaration && next.fragment == .block }
      switch token.kind {
      case .openBrace, .openBracket, .comma, .fatArrow, .colon, .eq, .gt, .shr, .semi, .or: return true
      default: return token.isWord(.as) || token.isWord(.where)
      }
    case .vis:
      guard isToken else {
        return next.kind == .declaration && (next.fragment == .ident || next.fragment == .ty || next.fragment == .path)
      }
      switch token.kind {
      case .comma, .rawIdentifier: return true
      case .identifier: return token.name != .priv
      default: return token.canBeginType
      }
    case .item, .block, .ident, .lifetime, .literal, .meta, .tt: return true
    }
  }
}

extension MacroFragment {
  /// What may follow, for messages.
  var allowedAfter: String {
    switch self {
    case .stmt, .expr, .expr2021: "`=>`, `,` or `;`"
    case .pat: "`=>`, `,`, `=`, `if`, `if let` or `in`"
    case .patParam: "`=>`, `,`, `=`, `|`, `if`, `if let` or `in`"
    case .guard: "`=>`, `,` or `{`"
    case .path, .ty: "`{`, `[`, `=>`, `,`, `>`, `=`, `:`, `;`, `|`, `as` or `where`"
    case .vis: "`,`, an identifier or a type"
    default: "anything"
    }
  }
}
