// Symbol names, version 0. Source: the rustc book, "v0 Symbol Format".
import Defs
import MIR
import Parallel
import Source
import Support
import Syntax
import Types

/// Writes one symbol. Parts that were written before are referred to by position.
public struct V0Mangler {
  let facts: ProgramFacts
  public private(set) var out: [UInt8] = []
  private var paths: [PathKey: Int] = [:]
  private var types: [TypeID: Int] = [:]
  private var consts: [ConstID: Int] = [:]
  private var depth = 0
  private var binders: [Int] = []

  private struct PathKey: Hashable {
    var def: DefID
    var args: GenericArgsID
    var hasArgs: Bool
  }

  public init(_ facts: ProgramFacts) { self.facts = facts }

  public var text: String { String(decoding: out, as: UTF8.self) }

  /// A type as it stands in symbols: different types have different texts.
  public static func text(of type: TypeID, _ facts: ProgramFacts) -> String {
    var mangler = V0Mangler(facts)
    mangler.push("_R")
    mangler.type(type)
    return mangler.text
  }

  mutating func mangle(_ instance: Instance) {
    out += Array("_R".utf8)
    let shim: String? =
      switch instance.kind {
      case .vtableShim: "vtable"
      case .reifyShim: "reify"
      case .closureOnceShim: "once"
      case .fnPtrShim: "fn_ptr"
      case .cloneShim: "clone"
      case .fnPtrAddrShim: "fn_ptr_addr"
      case .threadLocalShim: "tls"
      default: nil
      }
    if let shim {
      out += Array("NS".utf8)
      path(instance.def, pathArgs(instance.def, instance.args))
      identifier(disambiguator: 0, shim)
      // Shims over one method differ by type.
      switch instance.kind {
      case .fnPtrShim(_, let t), .cloneShim(_, let t), .fnPtrAddrShim(_, let t): _ = t
      default: break
      }
    } else {
      path(instance.def, pathArgs(instance.def, instance.args))
    }
  }
  mutating func mangle(static def: DefID) {
    out += Array("_R".utf8)
    path(def, .empty)
  }

  // MARK: numbers and identifiers

  private mutating func push(_ c: Character) { out.append(c.asciiValue!) }
  private mutating func push(_ s: String) { out += Array(s.utf8) }

  /// Base 62 with a closing `_`; 0 is `_`, 1 is `0_`.
  private mutating func base62(_ n: UInt64) {
    if n > 0 {
      var value = n - 1
      var digits: [UInt8] = []
      repeat {
        let d = UInt8(value % 62)
        digits.append(d < 10 ? 48 + d : d < 36 ? 97 + d - 10 : 65 + d - 36)
        value /= 62
      } while value > 0
      out += digits.reversed()
    }
    push("_")
  }
  private mutating func optional(_ tag: Character, _ n: UInt64) {
    if n > 0 {
      push(tag)
      base62(n - 1)
    }
  }
  mutating func identifier(disambiguator: UInt64, _ name: String) {
    optional("s", disambiguator)
    var bytes = Array(name.utf8)
    if bytes.contains(where: { $0 >= 0x80 }) {
      push("u")
      bytes = punycode(name)
    }
    push(String(bytes.count))
    if let first = bytes.first, first == UInt8(ascii: "_") || (first >= 48 && first <= 57) { push("_") }
    out += bytes
  }
  private func isSeen(_ position: Int) -> Bool { position >= 0 }
  private mutating func backReference(_ position: Int) {
    push("B")
    // Counted from behind `_R`.
    base62(UInt64(position - 2))
  }

  // MARK: paths

  mutating func path(_ def: DefID, _ args: GenericArgsID, hasArgs: Bool = true) {
    if depth > 250 || def.isNone { return push("Cs_4deep") }
    depth += 1
    defer { depth -= 1 }
    let key = PathKey(def: def, args: args, hasArgs: hasArgs)
    if let seen = paths[key] { return backReference(seen) }
    let start = out.count
    let data = Defs[def]
    if data.parent.isNone {
      push("C")
      identifier(disambiguator: facts.crateDisambiguator(def.crate), facts.crateName(def.crate))
      paths[key] = start
      return
    }
    switch data.kind {
    case .inherentImpl, .traitImpl:
      let header = facts.implHeader(def)
      if let trait = header.trait {
        push("X")
        optional("s", UInt64(data.disambiguator))
        path(data.parent, .empty)
        type(facts.instantiate(header.selfType, args))
        path(trait.def, ownArgs(trait.def, facts.instantiate(trait.args, args)), hasArgs: true)
      } else {
        push("M")
        optional("s", UInt64(data.disambiguator))
        path(data.parent, .empty)
        type(facts.instantiate(header.selfType, args))
      }
    default:
      let isClosure = data.kind == .closure || data.kind == .coroutineClosure || data.kind == .inlineConst
      let counts = isClosure ? (parent: args.count, all: args.count) : facts.genericCounts(of: def)
      let defaults = hasArgs && !isClosure ? facts.trailingDefaults(of: def, args) : 0
      var own = hasArgs ? Array(args.elements.dropFirst(counts.parent).dropLast(defaults)) : []
      // Lifetimes only where one of them is bound.
      if own.allSatisfy({ $0.region == nil || $0.region == .erased }) { own.removeAll { $0.region != nil } }
      if !own.isEmpty { push("I") }
      plainPath(def, data, args, counts.parent)
      if !own.isEmpty {
        for a in own { argument(a) }
        push("E")
      }
    }
    // What refers to a binder around it means something else elsewhere.
    if paths[key] == nil && args.outerBinder == 0 { paths[key] = start }
  }

  private mutating func plainPath(_ def: DefID, _ data: Def, _ args: GenericArgsID, _ parentCount: Int) {
    let parent = data.parent
    let parentArgs = GenericArgsID(Array(args.elements.prefix(parentCount)))
    if Defs[parent].kind == .trait, let selfType = args.elements.first?.type {
      // An item of a trait, for one type: `<T as Trait>::item`.
      push("N")
      push(namespace(data.kind))
      push("Y")
      type(selfType)
      path(parent, ownArgs(parent, parentArgs))
      return identifier(disambiguator: UInt64(data.disambiguator), data.name.text)
    }
    push("N")
    push(namespace(data.kind))
    path(parent, parentArgs)
    identifier(disambiguator: UInt64(data.disambiguator), data.kind == .closure || data.kind == .coroutineClosure ? "" : data.name.text)
  }

  private func namespace(_ kind: DefKind) -> Character {
    switch kind {
    case .closure, .coroutineClosure: "C"
    case .fn, .assocFn, .const, .assocConst, .static, .structCtorFn, .structCtorConst, .variantCtorFn, .variantCtorConst: "v"
    case .macro: "m"
    case .anonConst, .inlineConst: "k"
    case .opaqueTy: "i"
    default: "t"
    }
  }

  private mutating func argument(_ a: Types.GenericArg) {
    switch a.kind {
    case .type(let t): type(t)
    case .region(let r): region(r)
    case .const(let c):
      push("K")
      const(c)
    }
  }

  // MARK: types

  public mutating func type(_ t: TypeID) {
    if depth > 250 { return push("p") }
    depth += 1
    defer { depth -= 1 }
    if let basic = basic(t) { return push(basic) }
    if let seen = types[t] { return backReference(seen) }
    let start = out.count
    switch t.kind {
    case .ref(let r, let inner, let m):
      push(m == .mut ? "Q" : "R")
      if r != .erased { region(r) }
      type(inner)
    case .rawPtr(let inner, let m):
      push(m == .mut ? "O" : "P")
      type(inner)
    case .array(let inner, let n):
      push("A")
      type(inner)
      const(n)
    case .slice(let inner):
      push("S")
      type(inner)
    case .pattern(let inner, _):
      push("W")
      type(inner)
      push("N")
    case .tuple(let list):
      push("T")
      for e in list.elements { type(e) }
      push("E")
    case .adt(let d, let args), .fnDef(let d, let args), .closure(let d, let args), .coroutine(let d, let args),
      .coroutineClosure(let d, let args), .coroutineWitness(let d, let args):
      path(d, pathArgs(d, args))
    case .foreign(let d): path(d, .empty)
    case .alias(_, let d, let args): path(d, args)
    case .fnPtr(let sig):
      let s = sig.sig
      push("F")
      binder(s.vars) { m in
        if s.isUnsafe { m.push("U") }
        if s.abi != .rust {
          m.push("K")
          if s.abi == .c { m.push("C") } else { m.identifier(disambiguator: 0, s.abi.text.replacing("-", with: "_")) }
        }
        for input in s.inputs { m.type(input) }
        if s.isVariadic { m.push("v") }
        m.push("E")
        m.type(s.output)
      }
    case .dynamic(let list, let region):
      push("D")
      binder(list.principal?.vars ?? .empty) { m in
        for p in list.all {
          switch p {
          case .trait(let d, let args, _):
            // A type that no default can be.
            m.path(d, m.ownArgs(d, GenericArgsID([GenericArg(TypeID(.infer(.fresh(0))))] + Array(args.elements))))
          case .autoTrait(let d): m.path(d, .empty)
          case .projection(let d, _, let term, _):
            m.push("p")
            m.identifier(disambiguator: 0, Defs[d].name.text)
            m.argument(term.arg)
          }
        }
        m.push("E")
      }
      self.region(region)
    case .unsafeBinder(let inner, let vars): binder(vars) { m in m.push("W"); m.type(inner) }
    default: push("p")
    }
    if types[t] == nil && t.outerBinder == 0 { types[t] = start }
  }

  /// A trait's arguments without `Self` and without what its parameters' defaults say.
  private func ownArgs(_ trait: DefID, _ args: GenericArgsID) -> GenericArgsID {
    GenericArgsID(Array(args.elements.dropFirst().dropLast(facts.trailingDefaults(of: trait, args))))
  }

  /// A closure's own arguments (kind, signature, captures) are not part of its name.
  private func pathArgs(_ d: DefID, _ args: GenericArgsID) -> GenericArgsID {
    switch Defs[d].kind {
    case .closure, .coroutineClosure: GenericArgsID(Array(args.elements.prefix(ownerCount(of: d))))
    default: args
    }
  }
  /// Number of generic arguments of the item that a closure stands in.
  private func ownerCount(of closure: DefID) -> Int {
    var d = closure
    while Defs[d].kind == .closure || Defs[d].kind == .coroutineClosure || Defs[d].kind == .inlineConst { d = Defs[d].parent }
    return facts.genericCounts(of: d).all
  }

  private func basic(_ t: TypeID) -> String? {
    switch t.kind {
    case .bool: "b"
    case .char: "c"
    case .str: "e"
    case .never: "z"
    case .int(let i):
      switch i {
      case .i8: "a"
      case .i16: "s"
      case .i32: "l"
      case .i64: "x"
      case .i128: "n"
      case .isize: "i"
      }
    case .uint(let i):
      switch i {
      case .u8: "h"
      case .u16: "t"
      case .u32: "m"
      case .u64: "y"
      case .u128: "o"
      case .usize: "j"
      }
    case .float(let f):
      switch f {
      case .f16: "C3f16"
      case .f32: "f"
      case .f64: "d"
      case .f128: "C4f128"
      }
    case .tuple(let l): l.count == 0 ? "u" : nil
    default: nil
    }
  }

  private mutating func binder(_ vars: BoundVarsID, _ body: (inout V0Mangler) -> Void) {
    let count = vars.count
    if count > 0 {
      push("G")
      base62(UInt64(count - 1))
    }
    binders.append(count)
    body(&self)
    binders.removeLast()
  }
  private mutating func region(_ r: RegionID) {
    push("L")
    if case .bound(let d, let v) = r.kind, Int(d) < binders.count {
      // Counted from the innermost binder outwards.
      var index = UInt64(1)
      for i in 0..<Int(d) { index += UInt64(binders[binders.count - 1 - i]) }
      index += UInt64(binders[binders.count - 1 - Int(d)] - 1 - Int(v))
      return base62(index)
    }
    base62(0)
  }

  // MARK: constants

  mutating func const(_ c: ConstID) {
    if depth > 250 { return push("p") }
    depth += 1
    defer { depth -= 1 }
    if let seen = consts[c] { return backReference(seen) }
    let start = out.count
    guard case .value(let t, let tree) = c.kind else { return push("p") }
    constant(t, tree.tree)
    consts[c] = start
  }
  private mutating func constant(_ t: TypeID, _ tree: ValTree) {
    switch tree {
    case .leaf(let low, let high, let bytes):
      if let b = basic(t) { push(b) } else { type(t) }
      var bits = UInt128(high) << 64 | UInt128(low)
      if facts.isSigned(t), bytes > 0 {
        let shift = UInt128(128 - UInt128(bytes) * 8)
        let value = Int128(truncatingIfNeeded: bits << shift) >> Int128(shift)
        if value < 0 {
          push("n")
          bits = value.magnitude
        }
      }
      push(String(bits, radix: 16))
      push("_")
    case .branch(let list):
      // Tuples, arrays and ADTs: structure by elements.
      switch t.kind {
      case .tuple:
        push("T")
        for e in list.elements { const(e) }
        push("E")
      case .array, .slice:
        push("A")
        for e in list.elements { const(e) }
        push("E")
      case .ref(_, let inner, let m):
        if inner == .str {
          push("e")
          for e in list.elements { if let b = e.bits { push(String(UInt8(truncatingIfNeeded: b) >> 4, radix: 16) + String(UInt8(truncatingIfNeeded: b) & 15, radix: 16)) } }
          push("_")
          return
        }
        push(m == .mut ? "Q" : "R")
        constant(inner, tree)
      default:
        push("T")
        for e in list.elements { const(e) }
        push("E")
      }
    }
  }
}

extension GenericArgsID {
  /// All but `Self`.
  var withoutFirst: GenericArgsID { GenericArgsID(Array(elements.dropFirst())) }
}

/// Punycode as v0 symbols use it: `_` as the delimiter. Source: RFC 3492.
func punycode(_ text: String) -> [UInt8] {
  let points = text.unicodeScalars.map { Int($0.value) }
  var out: [UInt8] = points.filter { $0 < 0x80 }.map { UInt8($0) }
  let basicCount = out.count
  if basicCount > 0 { out.append(UInt8(ascii: "_")) }
  var n = 128
  var delta = 0
  var bias = 72
  var handled = basicCount
  func adapt(_ delta: Int, _ count: Int, first: Bool) -> Int {
    var d = first ? delta / 700 : delta / 2
    d += d / count
    var k = 0
    while d > 455 {
      d /= 35
      k += 36
    }
    return k + 36 * d / (d + 38)
  }
  while handled < points.count {
    let m = points.filter { $0 >= n }.min()!
    delta += (m - n) * (handled + 1)
    n = m
    for c in points {
      if c < n { delta += 1 }
      if c == n {
        var q = delta
        var k = 36
        while true {
          let t = k <= bias ? 1 : k >= bias + 26 ? 26 : k - bias
          if q < t { break }
          let digit = t + (q - t) % (36 - t)
          out.append(UInt8(digit < 26 ? 97 + digit : 48 + digit - 26))
          q = (q - t) / (36 - t)
          k += 36
        }
        out.append(UInt8(q < 26 ? 97 + q : 48 + q - 26))
        bias = adapt(delta, handled + 1, first: handled == basicCount)
        delta = 0
        handled += 1
      }
    }
    delta += 1
    n += 1
  }
  return out
}

extension ProgramFacts {
  /// The symbol of an item: as its attributes say, else mangled.
  public func symbol(of item: MonoItem) -> String {
    switch item {
    case .assembly(let def):
      // Not a symbol, but unique, and in source order.
      func digits(_ n: some BinaryInteger) -> String { String(repeating: "0", count: max(0, 12 - "\(n)".count)) + "\(n)" }
      let place = Hygiene.callSiteAtRoot(Defs[def].span).lo
      return " assembly \(digits(place)) \(digits(Defs[def].span.lo)) \(digits(def.index))"
    case .static(let def):
      let a = attributes(of: def)
      if a.symbolName != .empty { return a.symbolName.text }
      var m = V0Mangler(self)
      m.mangle(static: def)
      return m.text
    case .fn(let instance):
      if case .item = instance.kind {
        let a = attributes(of: instance.def)
        if a.symbolName != .empty { return a.symbolName.text }
      }
      var m = V0Mangler(self)
      m.mangle(instance)
      return m.text
    }
  }
}
