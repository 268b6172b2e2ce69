// How tokens are named in messages.
import Parallel
import Source
import Syntax

/// A token with its kind and text, as "`+`", "identifier `x`", "keyword `fn`".
func describe(_ token: Token) -> String {
  switch token.kind {
  case .endOfInput: "the end of the macro's arguments"
  case .openInvisible: "a `\(token.fragment)` fragment"
  case .closeInvisible: "the end of a `\(token.fragment)` fragment"
  case .identifier where token.name.isReserved(in: Hygiene.edition(of: token.context)): "keyword `\(token.name)`"
  case .outerLineDoc, .innerLineDoc, .outerBlockDoc, .innerBlockDoc: "a doc comment"
  default: "`\(text(of: token))`"
  }
}

/// A token as it is written, without the spaces around it.
func text(of token: Token) -> String {
  switch token.kind {
  case .endOfInput, .openInvisible, .closeInvisible, .unknown: return ""
  case .identifier, .lifetime: return token.name.text
  case .rawIdentifier: return "r#" + token.name.text
  case .rawLifetime: return "'r#" + token.name.text.dropFirst()
  case .integer, .float, .char, .byte, .string, .rawString, .byteString, .rawByteString, .cString, .rawCString:
    return token.name.text
  case .outerLineDoc: return "///" + token.name.text
  case .innerLineDoc: return "//!" + token.name.text
  case .outerBlockDoc: return "/**" + token.name.text + "*/"
  case .innerBlockDoc: return "/*!" + token.name.text + "*/"
  default: return token.kind.operatorText
  }
}

extension TokenKind {
  /// The text of brackets and operators.
  var operatorText: String {
    switch self {
    case .openParen: "("
    case .closeParen: ")"
    case .openBrace: "{"
    case .closeBrace: "}"
    case .openBracket: "["
    case .closeBracket: "]"
    case .semi: ";"
    case .comma: ","
    case .dot: "."
    case .dotDot: ".."
    case .dotDotDot: "..."
    case .dotDotEq: "..="
    case .colon: ":"
    case .colonColon: "::"
    case .rArrow: "->"
    case .lArrow: "<-"
    case .fatArrow: "=>"
    case .at: "@"
    case .pound: "#"
    case .tilde: "~"
    case .question: "?"
    case .dollar: "$"
    case .eq: "="
    case .lt: "<"
    case .le: "<="
    case .eqEq: "=="
    case .ne: "!="
    case .ge: ">="
    case .gt: ">"
    case .andAnd: "&&"
    case .orOr: "||"
    case .not: "!"
    case .plus: "+"
    case .minus: "-"
    case .star: "*"
    case .slash: "/"
    case .percent: "%"
    case .caret: "^"
    case .and: "&"
    case .or: "|"
    case .shl: "<<"
    case .shr: ">>"
    case .plusEq: "+="
    case .minusEq: "-="
    case .starEq: "*="
    case .slashEq: "/="
    case .percentEq: "%="
    case .caretEq: "^="
    case .andEq: "&="
    case .orEq: "|="
    case .shlEq: "<<="
    case .shrEq: ">>="
    default: ""
    }
  }
}

extension Name {
  /// Whether the word is a keyword everywhere in code of that edition (reserved, not merely special at some places).
  func isReserved(in edition: Edition) -> Bool {
    if rawValue >= 1 && rawValue <= Name.yield.rawValue { return true }
    switch self {
    case .underscore, .pathRoot, .dollarCrate: return true
    case .async, .await, .dyn, .try: return edition >= .e2018
    case .gen: return edition >= .e2024
    default: return false
    }
  }
}
