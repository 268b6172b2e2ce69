// `#[repr(…)]` and other attributes of items: their arguments, and what they may stand on.
import Defs
import Diagnostics
import Expand
import Parallel
import Parse
import Resolve
import Source
import Support
import Syntax

extension ItemValidator {
  /// What the attributes of the item say, as far as they have their own form.
  ///
  /// - Errors: E0454, E0459, E0517, E0538, E0539, E0552, E0565, E0566, E0589, E0692, E0693, E0734, E0737, E0754, E0805, and those without code for what an
  ///   attribute does not stand on.
  mutating func checkAttributes(_ item: Item) {
    var hints: [MetaItem] = []
    for attribute in world.attributes(of: def) {
      let node = attribute.node
      switch attribute.name {
      case .repr: hints += representation(node)
      case .inline:
        checkTarget(node, attribute.name, isOn: isFunction || isOneOf(.assocConst, .macro))
        if let list = arguments(node) {
          if list.count != 1 {
            refuse(node, "takes `always` or `never`", code: "E0805")
          } else if !(list[0].name.text == "always" || list[0].name.text == "never") {
            refuse(node, "takes `always` or `never`", code: "E0539")
          }
        }
      case Known.non_exhaustive:
        checkTarget(node, attribute.name, isOn: isOneOf(.enum, .struct))
        checkNoArguments(node)
      case .track_caller:
        checkTarget(node, attribute.name, isOn: isFunction)
        checkNoArguments(node)
        if case .fn(let fn) = item.kind, !isRustAbi(ast[fn].header.abi) {
          report(.error("`#[track_caller]` is for functions of the ABI `Rust`", code: "E0737", at: node.span))
        }
      case .link: checkLink(node)
      case .target_feature:
        checkTarget(node, attribute.name, isOn: isFunction)
        checkTargetFeature(node)
      case Known.used: checkTarget(node, attribute.name, isOn: isOneOf(.static))
      case .no_mangle:
        checkNoArguments(node)
        if !item.ident.isNone, !item.ident.name.text.utf8.allSatisfy({ $0 < 128 }) {
          report(.error("a symbol's name that is not given is ASCII", code: "E0754", at: head(of: item)))
        }
      case .cold, .automatically_derived: checkNoArguments(node)
      case .must_use:
        switch node.arguments {
        case .none, .doc: break
        case .delimited: refuse(node, "takes a text after `=`", code: "E0539")
        case .value: _ = text(node)
        }
      case .export_name, .link_name, .link_section:
        if let text = text(node), text.utf8.contains(0) {
          messages.add(.error("a symbol's name has no null characters", code: "E0648", at: node.span), .lowering)
        }
      case .deprecated: checkDeprecated(node)
      case .stable, .unstable, .rustc_const_unstable, Known.rustc_const_stable, Known.rustc_default_body_unstable:
        if !world.hasFeature(Known.staged_api, in: def.crate) {
          messages.add(.error("only the standard library says what is stable", code: "E0734", at: node.span), .lowering)
        }
      default: break
      }
    }
    if !hints.isEmpty { check(hints) }
  }

  // MARK: Representation

  /// The hints of one `#[repr]` that have the right form; messages for the others.
  private mutating func representation(_ node: Attribute) -> [MetaItem] {
    guard let list = arguments(node) else {
      refuse(node, "takes a list", code: "E0539")
      return []
    }
    var result: [MetaItem] = []
    for item in list {
      if case .literal = item.kind {
        messages.add(.error("`#[repr]` takes words, no literals", code: "E0565", at: node.span), .lowering)
      } else if isHint(item) {
        result.append(item)
      }
    }
    return result
  }

  private mutating func isHint(_ item: MetaItem) -> Bool {
    func tell(_ text: String, _ code: String, _ span: Span) -> Bool {
      messages.add(.error(text, code: code, at: span), .lowering)
      return false
    }
    let name = item.name.text
    switch (name, item.kind) {
    case ("C", .word), ("Rust", .word), ("transparent", .word), ("simd", .word), ("packed", .word): return true
    case ("align", .word): return tell("`align` needs a number", "E0589", item.span)
    case ("align", .value), ("packed", .value): return tell("the number of `\(name)` stands in parentheses", "E0693", item.span)
    case ("align", .list(let list)), ("packed", .list(let list)):
      guard list.count == 1 else { return tell("`\(name)` takes one number", "E0693", item.span) }
      guard case .literal(let literal) = list[0].kind else { return tell("`\(name)` takes a number", "E0693", list[0].span) }
      guard literal.kind == .integer, let n = integer(literal.text.text) else {
        return tell("invalid `repr(\(name))` attribute: not a plain number", "E0589", literal.span)
      }
      if n == 0 || n & (n - 1) != 0 { return tell("invalid `repr(\(name))` attribute: not a power of two", "E0589", literal.span) }
      if n > 1 << 29 { return tell("invalid `repr(\(name))` attribute: more than 2^29", "E0589", literal.span) }
      return true
    case (_, .word) where Self.integerTypes.contains(name): return true
    default: return tell("unrecognized representation hint", "E0552", item.span)
    }
  }

  private static var integerTypes: [String] {
    ["i8", "u8", "i16", "u16", "i32", "u32", "i64", "u64", "i128", "u128", "isize", "usize"]
  }

  private func integer(_ text: String) -> UInt64? {
    let digits = text.filter { $0 != "_" }.lowercased()
    for (prefix, radix) in [("0x", 16), ("0o", 8), ("0b", 2)] where digits.hasPrefix(prefix) {
      return UInt64(digits.dropFirst(2), radix: radix)
    }
    return UInt64(digits)
  }

  /// Whether the hints suit the item and each other.
  private mutating func check(_ hints: [MetaItem]) {
    let kind = Defs[def].kind
    let isType = kind == .struct || kind == .enum || kind == .union
    var integers = 0
    var isC = false
    var isSimd = false
    var isTransparent = false
    for hint in hints {
      var what: String?
      switch hint.name.text {
      case "Rust": if !isType { what = "a struct, enum or union" }
      case "C":
        isC = true
        if !isType { what = "a struct, enum or union" }
      case "align": if !isType { what = "a struct, enum or union" }
      case "packed": if kind != .struct && kind != .union { what = "a struct or union" }
      case "simd":
        isSimd = true
        if kind != .struct { what = "a struct" }
      case "transparent":
        isTransparent = true
        if !isType { what = "a struct, enum or union" }
      default:
        integers += 1
        if kind != .enum { what = "an enum" }
      }
      if let what { messages.add(.error("`\(hint.name)` is the representation of \(what)", code: "E0517", at: hint.span), .passes) }
    }
    let spans = hints.map(\.span)
    if isTransparent && hints.count > 1 {
      messages.add(.error("a transparent type has no other representation", code: "E0692", at: spans), .passes)
    }
    let isFieldless: Bool =
      if kind == .enum { world.variants(of: def).allSatisfy { world.fields(of: $0).isEmpty } && !world.variants(of: def).isEmpty } else { false }
    if integers > 1 || isSimd && isC || integers == 1 && isC && isFieldless {
      messages.add(.error("these representations contradict each other", code: "E0566", at: spans), .passes)
    }
  }

  // MARK: Other attributes

  private var isFunction: Bool { isOneOf(.fn, .assocFn) }

  private func isOneOf(_ kinds: DefKind...) -> Bool { kinds.contains(Defs[def].kind) }

  private mutating func checkTarget(_ node: Attribute, _ name: Name, isOn: Bool) {
    if !isOn { messages.add(.error("`#[\(name)]` does not stand on this", at: node.span), .lowering) }
  }

  private mutating func checkNoArguments(_ node: Attribute) {
    switch node.arguments {
    case .none, .doc: break
    default: refuse(node, "takes nothing", code: "E0565")
    }
  }

  private mutating func refuse(_ node: Attribute, _ what: String, code: String) {
    messages.add(.error("`\(world.sourceText(node.span))` is no form of it: it \(what)", code: code, at: node.span), .lowering)
  }

  /// The arguments in parentheses; nil if there are none, or they are no list of the usual form.
  private func arguments(_ node: Attribute) -> [MetaItem]? {
    guard case .delimited(let range) = node.arguments else { return nil }
    var ignored = DiagnosticList()
    return parseMetaItems(buffer, range, diagnostics: &ignored)
  }

  /// The text after `=`; nil, with a message, if it is something else.
  private mutating func text(_ node: Attribute) -> String? {
    if case .value(let range) = node.arguments {
      guard let literal = parseMetaValue(buffer, range) else { return nil }
      if let text = literal.string { return text }
    }
    refuse(node, "takes a text after `=`", code: "E0539")
    return nil
  }

  private mutating func checkTargetFeature(_ node: Attribute) {
    guard let list = arguments(node) else {
      refuse(node, "takes `enable = \"…\"`", code: "E0539")
      return
    }
    for item in list {
      if item.name.text == "enable", case .value(let value) = item.kind, value.string != nil { continue }
      refuse(node, "takes `enable = \"…\"`", code: "E0539")
      return
    }
  }

  private func isRustAbi(_ abi: Abi) -> Bool {
    switch abi {
    case .rust: true
    case .implicit: false
    case .explicit(let text): text.text == "\"Rust\""
    }
  }

  /// `#[link(name = "…", kind = "…")]`.
  private mutating func checkLink(_ node: Attribute) {
    guard let list = arguments(node) else {
      refuse(node, "takes `name = \"…\"`", code: "E0539")
      return
    }
    var hasName = false
    for item in list {
      guard case .value(let value) = item.kind else { continue }
      switch item.name.text {
      case "name":
        hasName = true
        if value.string == "" { messages.add(.error("a library has a name", code: "E0454", at: value.span), .lowering) }
      case "kind":
        if let kind = value.string, !Self.linkKinds.contains(kind) {
          refuse(node, "does not know the kind `\(kind)`", code: "E0539")
        }
      default: break
      }
    }
    if !hasName { messages.add(.error("`#[link]` needs `name = \"…\"`", code: "E0459", at: node.span), .lowering) }
  }

  private static var linkKinds: [String] { ["dylib", "static", "framework", "raw-dylib", "link-arg"] }

  private mutating func checkDeprecated(_ node: Attribute) {
    switch node.arguments {
    case .none, .doc: return
    case .value: _ = text(node)
    case .delimited:
      var seen: Set<UInt32> = []
      for item in arguments(node) ?? [] {
        let isKnown = ["since", "note", "suggestion"].contains(item.name.text)
        if !isKnown {
          refuse(node, "does not know `\(item.name)`", code: "E0539")
          return
        }
        if !seen.insert(item.name.rawValue).inserted {
          refuse(node, "has `\(item.name)` twice", code: "E0538")
          return
        }
        if case .value(let value) = item.kind, value.string != nil { continue }
        refuse(node, "takes texts", code: "E0539")
        return
      }
    }
  }
}
