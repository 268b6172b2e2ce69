// Fragment specifiers, and which tokens may begin a fragment.
import Parallel
import Source
import Support
import Syntax

/// What `$name:fragment` matches. All but the last three have the numbers of the `FragmentKind` of the invisible group that such a
/// fragment is put into; the others are spliced bare.
enum MacroFragment: UInt8, Sendable, BitwiseCopyable {
  case block, expr, expr2021, item, literal, meta, pat, patParam, path, stmt, ty, vis, `guard`
  case ident, lifetime, tt

  /// The kind of the group around it; nil for those spliced bare.
  var group: FragmentKind? { FragmentKind(rawValue: rawValue) }

  /// The specifier of that name in code of `edition`, and whether the edition chose it.
  static func named(_ name: Name, _ edition: Edition) -> (MacroFragment, isInferred: Bool)? {
    switch name {
    case .block: (.block, false)
    case .expr: edition >= .e2024 ? (.expr, false) : (.expr2021, true)
    case .expr_2021: (.expr2021, false)
    case .item: (.item, false)
    case .literal: (.literal, false)
    case .meta: (.meta, false)
    case .pat: edition >= .e2021 ? (.pat, false) : (.patParam, true)
    case .pat_param: (.patParam, false)
    case .path: (.path, false)
    case .stmt: (.stmt, false)
    case .ty: (.ty, false)
    case .vis: (.vis, false)
    case Name.guardFragment: (.guard, false)
    case .ident: (.ident, false)
    case .lifetime: (.lifetime, false)
    case .tt: (.tt, false)
    default: nil
    }
  }

  /// As it is spelled in the definition.
  func text(isInferred: Bool) -> String {
    switch self {
    case .expr2021: isInferred ? "expr" : "expr_2021"
    case .patParam: isInferred ? "pat" : "pat_param"
    default: "\(self)"
    }
  }

  /// A fragment that cannot go on after it is complete, so that anything may follow.
  var mayBeFollowedByAnything: Bool {
    switch self {
    case .item, .block, .ident, .literal, .meta, .lifetime, .tt: true
    default: false
    }
  }

  /// Whether a fragment may begin with `token`. False is a promise of the language; true may turn out wrong.
  ///
  /// - Parameter next: the token after it, looked at where `token` opens an invisible group.
  func mayBegin(with token: Token, next: Token, after: Token) -> Bool {
    switch self {
    case .tt, .item, .stmt: return !token.kind.isClose && token.kind != .endOfInput
    case .ident: return token.kind == .rawIdentifier || token.kind == .identifier && token.name != .underscore
    case .lifetime: return token.kind == .lifetime || token.kind == .rawLifetime
    case .expr2021: return token.canBeginExpr && !token.isWord(.let) && !token.isWord(.const)
    case .expr: return (token.canBeginExpr || token.isWord(.underscore)) && !token.isWord(.let)
    case .ty: return token.canBeginType
    case .pat: return token.canBeginPattern(withOr: true)
    case .patParam: return token.canBeginPattern(withOr: false)
    case .literal: return token.canBeginLiteral(next: next, after: after)
    case .vis:
      switch token.kind {
      case .comma, .identifier, .rawIdentifier, .openInvisible: return true
      default: return token.canBeginType
      }
    case .guard: return token.isWord(.if)
    case .block:
      guard token.kind == .openInvisible else { return token.kind == .openBrace }
      switch token.fragment {
      case .block, .stmt, .expr, .expr2021, .literal: return true
      default: return false
      }
    case .path, .meta:
      switch token.kind {
      case .colonColon, .identifier, .rawIdentifier: return true
      case .openInvisible:
        switch token.fragment {
        case .item, .block, .vis, .guard: return false
        default: return true
        }
      default: return false
      }
    }
  }
}

extension Token {
  /// A plain (not raw) identifier of that name.
  @inline(__always) func isWord(_ name: Name) -> Bool { kind == .identifier && payload == name.rawValue }

  /// An identifier that is a keyword in the edition of its code.
  var isReservedIdentifier: Bool {
    if kind != .identifier || payload > Name.dollarCrate.rawValue { return false }
    return name.isReserved(in: Hygiene.edition(of: context))
  }

  var isPathSegmentKeyword: Bool {
    guard kind == .identifier else { return false }
    switch name {
    case .super, .selfValue, .selfType, .crate, .dollarCrate, .pathRoot: return true
    default: return false
    }
  }

  var canBeginExpr: Bool {
    switch kind {
    case .identifier:
      if !isReservedIdentifier || isPathSegmentKeyword { return true }
      switch name {
      case .async, .do, .box, .break, .const, .continue, .false, .for, .gen, .if, .let, .loop, .match, .move, .return, .true,
        .try, .unsafe, .while, .yield, .safe, .static:
        return true
      default: return false
      }
    case .rawIdentifier, .openParen, .openBrace, .openBracket, .not, .minus, .star, .or, .orOr, .and, .andAnd, .dotDot,
      .dotDotDot, .dotDotEq, .lt, .shl, .colonColon, .lifetime, .rawLifetime, .pound:
      return true
    case .openInvisible:
      switch fragment {
      case .block, .expr, .expr2021, .literal, .path: return true
      default: return false
      }
    default: return kind.isLiteral
    }
  }

  var canBeginType: Bool {
    switch kind {
    case .identifier:
      if !isReservedIdentifier || isPathSegmentKeyword { return true }
      switch name {
      case .underscore, .for, .impl, .fn, .unsafe, .extern, .typeof, .dyn: return true
      default: return false
      }
    case .rawIdentifier, .openParen, .openBracket, .not, .star, .and, .andAnd, .question, .lifetime, .rawLifetime, .lt, .shl,
      .colonColon:
      return true
    case .openInvisible: return fragment == .ty || fragment == .path
    default: return false
    }
  }

  func canBeginPattern(withOr: Bool) -> Bool {
    switch kind {
    case .identifier, .rawIdentifier, .openParen, .openBracket, .and, .minus, .andAnd, .dotDot, .dotDotDot, .colonColon, .lt,
      .shl:
      return true
    case .or: return withOr
    case .openInvisible:
      switch fragment {
      case .expr, .expr2021, .literal, .meta, .pat, .patParam, .path, .ty: return true
      default: return false
      }
    default: return kind.isLiteral
    }
  }

  func canBeginLiteral(next: Token, after: Token) -> Bool {
    switch kind {
    case .minus: true
    case .identifier: name == .true || name == .false
    case .openInvisible:
      switch fragment {
      case .literal: true
      // The group must hold a literal, perhaps with a minus, and nothing else.
      case .expr, .expr2021:
        next.kind == .minus ? after.kind.isLiteral : next.kind.isLiteral || next.isWord(.true) || next.isWord(.false)
      default: false
      }
    default: kind.isLiteral
    }
  }
}

extension Name {
  static let guardFragment = Name("guard")
}
