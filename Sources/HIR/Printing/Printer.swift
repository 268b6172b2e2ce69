// A compact text of headers and bodies, like Rust with every name's meaning: for debugging and tests.
//
// Locals print as `name#number`, definitions by their path, what lowering made up in words (`lang`-like paths are paths).
import Defs
import Parallel
import Source
import Support
import Syntax

/// Writes one tree as text. Sharing: none.
public struct HIRPrinter {
  public private(set) var text = ""
  let tree: HIRTree
  private var indent = 0

  public init(_ tree: HIRTree) { self.tree = tree }

  /// The text of a body.
  public static func print(_ body: Body) -> String {
    var p = HIRPrinter(body.tree)
    p.write("body \(p.pathText(body.owner))(")
    p.list(body.tree[body.params]) { $0.pattern($1) }
    p.write(") = ")
    p.expression(body.value)
    p.write("\n")
    return p.text
  }

  /// The text of a header.
  public static func print(_ header: ItemHeader) -> String {
    var p = HIRPrinter(header.tree)
    p.item(header)
    p.write("\n")
    return p.text
  }

  mutating func write(_ s: String) { text += s }
  mutating func newLine() {
    text += "\n"
    for _ in 0..<indent { text += "  " }
  }
  mutating func nested(_ body: (inout HIRPrinter) -> Void) {
    indent += 1
    body(&self)
    indent -= 1
  }
  mutating func list<C: Collection>(_ elements: C, separator: String = ", ", _ one: (inout HIRPrinter, C.Element) -> Void) {
    var isFirst = true
    for e in elements {
      if !isFirst { write(separator) }
      isFirst = false
      one(&self, e)
    }
  }

  /// `a::b::c` of a definition; `{kind}` where it has no name.
  public func pathText(_ def: DefID) -> String {
    if def.isNone { return "{none}" }
    let data = Defs[def]
    var name = data.name.isEmpty ? "{\(data.kind)}" : data.name.text
    if data.disambiguator > 0 { name += "#\(data.disambiguator)" }
    if data.parent.isNone { return data.name.isEmpty ? "crate" : data.name.text }
    return pathText(data.parent) + "::" + name
  }

  func resText(_ res: Res) -> String {
    switch res {
    case .def(let kind, let def):
      switch kind {
      case .tyParam, .constParam, .lifetimeParam: Defs[def].name.text
      default: pathText(def)
      }
    case .primTy(let p): "\(p)"
    case .selfTyParam(let trait): "Self(\(pathText(trait)))"
    case .selfTyAlias(let def): "Self(\(pathText(def)))"
    case .selfCtor(let def): "SelfCtor(\(pathText(def)))"
    case .local(let local): "#\(local.rawValue)"
    case .toolMod: "{tool}"
    case .nonMacroAttr: "{attribute}"
    case .err: "{error}"
    }
  }

  static func quoted(_ bytes: UnsafeBufferPointer<UInt8>) -> String {
    var s = "\""
    for b in bytes {
      switch b {
      case UInt8(ascii: "\""), UInt8(ascii: "\\"): s += "\\" + String(UnicodeScalar(b))
      case 0x20..<0x7F: s.unicodeScalars.append(UnicodeScalar(b))
      default:
        let digits = String(b, radix: 16)
        s += "\\x" + (digits.count < 2 ? "0" : "") + digits
      }
    }
    return s + "\""
  }
}
