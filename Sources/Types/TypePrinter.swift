// Types in Rust's notation, for messages.
import Defs
import Parallel
import Source
import Support
import Syntax

/// Prints types as rustc's messages do: paths by their last name, lifetimes only where they are named.
public struct TypePrinter {
  var text = ""
  /// Print paths in full, from the crate's name.
  var isFull: Bool
  var depth = 0
  /// Names of the variables of open binders, outermost first.
  var binders: [[String]] = []
  public init(isFull: Bool = false) { self.isFull = isFull }

  public static func text(of type: TypeID, isFull: Bool = false) -> String {
    var p = TypePrinter(isFull: isFull)
    p.print(type)
    return p.text
  }
  public static func text(of arg: GenericArg) -> String {
    var p = TypePrinter()
    p.print(arg)
    return p.text
  }
  public static func text(of const: ConstID) -> String {
    var p = TypePrinter()
    p.print(const)
    return p.text
  }
  /// As a bound: `Trait<Args>`, without `Self`.
  public static func text(of trait: TraitRef) -> String {
    var p = TypePrinter()
    p.printTrait(trait.def, Array(trait.args.elements.dropFirst()), [])
    return p.text
  }
  /// As in `where`: `T: Trait<Args>`.
  public static func text(of clause: Clause) -> String {
    var p = TypePrinter()
    p.print(clause)
    return p.text
  }
  /// The path of a definition, from the crate's root on, without generics.
  public static func path(of def: DefID) -> String {
    var p = TypePrinter(isFull: true)
    p.printPath(def)
    return p.text
  }

  mutating func print(_ arg: GenericArg) {
    switch arg.kind {
    case .type(let t): print(t)
    case .region(let r): text += name(of: r) ?? "'_"
    case .const(let c): print(c)
    }
  }

  mutating func print(_ type: TypeID) {
    depth += 1
    defer { depth -= 1 }
    if depth > 60 {
      text += "…"
      return
    }
    switch type.kind {
    case .bool: text += "bool"
    case .char: text += "char"
    case .str: text += "str"
    case .never: text += "!"
    case .int(let t): text += "\(t)"
    case .uint(let t): text += "\(t)"
    case .float(let t): text += "\(t)"
    case .error: text += "{type error}"
    case .adt(let d, let args):
      printPath(d)
      printArgs(Array(args.elements))
    case .foreign(let d): printPath(d)
    case .array(let t, let n):
      text += "["
      print(t)
      text += "; "
      print(n)
      text += "]"
    case .slice(let t):
      text += "["
      print(t)
      text += "]"
    case .pattern(let t, let p):
      text += "("
      print(t)
      text += ") is "
      print(p)
    case .rawPtr(let t, let m):
      text += m == .mut ? "*mut " : "*const "
      print(t)
    case .ref(let r, let t, let m):
      text += "&"
      if let n = name(of: r) { text += n + " " }
      if m == .mut { text += "mut " }
      if case .dynamic(let list, let region) = t.kind, list.count > 1 || name(of: region) != nil {
        text += "("
        print(t)
        text += ")"
      } else {
        print(t)
      }
    case .fnDef(let d, let args):
      text += "fn item {"
      printPath(d)
      if args.count > 0 {
        text += "::"
        printArgs(Array(args.elements))
      }
      text += "}"
    case .fnPtr(let f): print(f.sig)
    case .unsafeBinder(let t, let vars):
      text += "unsafe"
      open(vars)
      text += " "
      print(t)
      binders.removeLast()
    case .dynamic(let list, let region): print(list, region)
    case .closure(let d, _): text += "{closure@\(place(of: d))}"
    case .coroutine(let d, _): text += "{coroutine@\(place(of: d))}"
    case .coroutineClosure(let d, _): text += "{async closure@\(place(of: d))}"
    case .coroutineWitness(let d, _): text += "{coroutine witness@\(place(of: d))}"
    case .tuple(let list):
      text += "("
      for (i, t) in list.elements.enumerated() {
        if i > 0 { text += ", " }
        print(t)
      }
      text += list.count == 1 ? ",)" : ")"
    case .alias(.opaque, let d, _): text += "impl \(Defs[d].name.isEmpty ? "Trait" : Defs[d].name.text)"
    case .alias(.projection, let d, _) where Defs[d].kind == .opaqueTy: text += "impl Trait"
    case .alias(.projection, let d, let args):
      let trait = Defs[d].parent
      if args.count == 0 || Defs[trait].kind != .trait { return text += Defs[d].name.text }
      text += "<"
      print(args[0])
      text += " as "
      let count = traitArgCount(d, args)
      printTrait(trait, Array(args.elements[1..<max(1, count)]), [])
      text += ">::\(Defs[d].name)"
      printArgs(Array(args.elements.dropFirst(count)))
    case .alias(_, let d, let args):
      printPath(d)
      printArgs(Array(args.elements))
    case .param(_, let n): text += n.text
    case .bound(let d, let v): text += "^\(d)_\(v)"
    case .placeholder(let u, let v): text += "!\(u)_\(v)"
    case .infer(.int): text += "{integer}"
    case .infer(.float): text += "{float}"
    case .infer: text += "_"
    }
  }

  /// How many of a projection's arguments belong to the trait. Own params of the item are known by its generics only; an item
  /// without own params has as many as there are.
  private func traitArgCount(_ item: DefID, _ args: GenericArgsID) -> Int { args.count }

  mutating func print(_ const: ConstID) {
    switch const.kind {
    case .param(_, let n): text += n.text
    case .infer, .fresh: text += "_"
    case .bound(let d, let v): text += "^\(d)_\(v)"
    case .placeholder(let u, let v): text += "!\(u)_\(v)"
    case .unevaluated(let d, _): text += Defs[d].kind == .anonConst ? "_" : Defs[d].name.text
    case .error: text += "{const error}"
    case .value(let type, let tree):
      switch (type.kind, tree.tree) {
      case (.bool, .leaf(let low, _, _)): text += low == 0 ? "false" : "true"
      case (.char, .leaf(let low, _, _)): text += "'\(Unicode.Scalar(UInt32(low)).map { String($0) } ?? "?")'"
      case (.int, .leaf(let low, let high, let size)):
        let bits = UInt128(high) << 64 | UInt128(low)
        let shift = UInt128(128 - Int(size) * 8)
        let value = Int128(truncatingIfNeeded: bits << shift) >> Int128(shift)
        let max = Int128.max >> Int128(shift)
        text += value == max || value == -max - 1 ? "\(TypePrinter.text(of: type))::\(value < 0 ? "MIN" : "MAX")" : "\(value)"
      case (let kind, .leaf(let low, let high, let size)):
        let value = UInt128(high) << 64 | UInt128(low)
        if case .uint = kind, value == UInt128.max >> UInt128(128 - Int(size) * 8) {
          text += "\(TypePrinter.text(of: type))::MAX"
        } else {
          text += "\(value)"
        }
      case (_, .branch): text += "_"
      }
    }
  }

  mutating func print(_ pattern: PatternID) {
    switch pattern.kind {
    case .range(let a, let b):
      print(a)
      text += "..="
      print(b)
    case .notNull: text += "!null"
    case .or(let list):
      for (i, p) in list.elements.enumerated() {
        if i > 0 { text += " | " }
        print(p)
      }
    }
  }

  mutating func print(_ sig: PolyFnSig) {
    if sig.vars.count > 0 {
      let named = sig.vars.all.contains { if case .region(let d) = $0 { Defs[d].name != .underscoreLifetime } else { false } }
      if named { text += "for" }
      open(sig.vars, prints: named)
      if named { text += " " }
    } else {
      binders.append([])
    }
    if sig.isUnsafe { text += "unsafe " }
    if sig.abi != .rust { text += "extern \"\(sig.abi.text)\" " }
    text += "fn("
    for (i, t) in sig.inputs.enumerated() {
      if i > 0 { text += ", " }
      print(t)
    }
    if sig.isVariadic { text += sig.inputs.isEmpty ? "..." : ", ..." }
    text += ")"
    if sig.output != .unit {
      text += " -> "
      print(sig.output)
    }
    binders.removeLast()
  }

  mutating func print(_ list: ExistentialListID, _ region: RegionID) {
    text += "dyn "
    var isFirst = true
    func separator() -> String {
      defer { isFirst = false }
      return isFirst ? "" : " + "
    }
    let all = list.all
    for p in all {
      switch p {
      case .trait(let d, let args, let vars):
        text += separator()
        binders.append(names(of: vars))
        var projections: [(DefID, Term)] = []
        for q in all { if case .projection(let item, _, let term, _) = q { projections.append((item, term)) } }
        printTrait(d, Array(args.elements), projections)
        binders.removeLast()
      case .autoTrait(let d):
        text += separator()
        printPath(d)
      case .projection: break
      }
    }
    if let n = name(of: region) { text += separator() + n }
  }

  mutating func print(_ clause: Clause) {
    if clause.vars.count > 0 {
      text += "for"
      open(clause.vars)
      text += " "
    } else {
      binders.append([])
    }
    defer { binders.removeLast() }
    switch clause.kind {
    case .trait(let t, let isNegative):
      print(t.selfType)
      text += isNegative ? ": !" : ": "
      printTrait(t.def, Array(t.args.elements.dropFirst()), [])
    case .hostEffect(let t, let isMaybe):
      print(t.selfType)
      text += isMaybe ? ": [const] " : ": const "
      printTrait(t.def, Array(t.args.elements.dropFirst()), [])
    case .projection(let d, let args, let term):
      print(TypeID(.alias(.projection, d, args)))
      text += " == "
      print(term.arg)
    case .typeOutlives(let t, let r):
      print(t)
      text += ": \(name(of: r) ?? "'_")"
    case .regionOutlives(let a, let b): text += "\(name(of: a) ?? "'_"): \(name(of: b) ?? "'_")"
    case .constArgHasType(let c, let t):
      text += "the constant `"
      print(c)
      text += "` has type `"
      print(t)
      text += "`"
    case .wellFormed(let a):
      print(a)
      text += " well-formed"
    case .constEvaluatable(let c):
      print(c)
      text += " evaluatable"
    }
  }

  /// A trait with arguments, in its sugared form for `Fn` and friends.
  mutating func printTrait(_ def: DefID, _ args: [GenericArg], _ projections: [(DefID, Term)]) {
    printPath(def)
    let name = Defs[def].name.text
    if name == "Fn" || name == "FnMut" || name == "FnOnce", args.count == 1, let t = args[0].type, case .tuple(let inputs) = t.kind {
      text += "("
      for (i, t) in inputs.elements.enumerated() {
        if i > 0 { text += ", " }
        print(t)
      }
      text += ")"
      if let (_, term) = projections.first, term != .type(.unit) {
        text += " -> "
        print(term.arg)
      }
      return
    }
    printArgs(args, projections)
  }

  mutating func printArgs(_ args: [GenericArg], _ projections: [(DefID, Term)] = []) {
    var isFirst = true
    for arg in args {
      if let r = arg.region, name(of: r) == nil { continue }
      text += isFirst ? "<" : ", "
      isFirst = false
      print(arg)
    }
    for (item, term) in projections {
      text += isFirst ? "<" : ", "
      isFirst = false
      text += "\(Defs[item].name) = "
      print(term.arg)
    }
    if !isFirst { text += ">" }
  }

  mutating func printPath(_ def: DefID) {
    let d = Defs[def]
    switch d.kind {
    case .structCtorFn, .structCtorConst, .variantCtorFn, .variantCtorConst: return printPath(d.parent)
    case .variant:
      printPath(d.parent)
      text += "::\(d.name)"
      return
    case .assocFn, .assocConst, .assocTy:
      let parent = Defs[d.parent]
      if parent.kind == .trait {
        printPath(d.parent)
        text += "::"
      }
      text += d.name.text
      return
    default: break
    }
    if isFull, !d.parent.isNone {
      printPath(d.parent)
      if !text.isEmpty && !d.name.isEmpty { text += "::" }
    }
    if d.name.isEmpty {
      if d.kind.isImpl { text += "{impl#\(d.disambiguator)}" } else if d.kind == .closure { text += "{closure#\(d.disambiguator)}" }
      return
    }
    text += d.name.text
  }

  /// Nil for lifetimes that are not printed.
  func name(of region: RegionID) -> String? {
    switch region.kind {
    case .earlyParam(_, let n): return n == .underscoreLifetime ? nil : n.text
    case .lateParam(_, let d):
      let n = d.isNone ? Name.underscoreLifetime : Defs[d].name
      return n == .underscoreLifetime ? nil : n.text
    case .static: return "'static"
    case .bound(let d, let v):
      guard Int(d) < binders.count else { return nil }
      let names = binders[binders.count - 1 - Int(d)]
      guard Int(v) < names.count, !names[Int(v)].isEmpty else { return nil }
      return names[Int(v)]
    default: return nil
    }
  }

  func names(of vars: BoundVarsID) -> [String] {
    vars.all.map { kind in
      if case .region(let d) = kind, Defs[d].name != .underscoreLifetime { return Defs[d].name.text }
      return ""
    }
  }

  mutating func open(_ vars: BoundVarsID, prints: Bool = true) {
    let list = names(of: vars)
    if prints { text += "<" + list.map { $0.isEmpty ? "'_" : $0 }.joined(separator: ", ") + ">" }
    binders.append(list)
  }

  func place(of def: DefID) -> String {
    let span = Defs[def].span
    guard let place = FileTable.lookup(span.lo) else { return "" }
    return "\(FileTable[place.file].path):\(place.place.line):\(place.place.column)"
  }
}
