// Witnesses as text.
import Defs
import Parallel
import Support
import Syntax
import Types

extension PatternChecker {
  func text(_ w: Witness) -> String {
    switch w.ctor {
    case .bool(let b): return "\(b)"
    case .string(let n): return "\"\(String(decoding: n.bytes, as: UTF8.self))\""
    case .integers(let r): return text(r, w.type)
    case .single, .variant, .unionField: return structText(w)
    case .reference:
      if case .ref(_, _, .mut) = w.type.kind { return "&mut \(text(w.fields[0]))" }
      return "&\(text(w.fields[0]))"
    case .deref: return "box \(text(w.fields[0]))"
    case .slice(let s):
      var before = Array(w.fields.prefix(s.before))
      var after = Array(w.fields.dropFirst(s.before))
      if s.after != nil && s.arrayLength != nil {
        while let last = before.last, last.isWild { before.removeLast() }
        while let first = after.first, first.isWild { after.removeFirst() }
      }
      return "[" + (before.map(text) + (s.after == nil ? [] : [".."]) + after.map(text)).joined(separator: ", ") + "]"
    default: return "_"
    }
  }

  private func structText(_ w: Witness) -> String {
    guard case .adt(let d, _) = w.type.kind else {
      return "(" + w.fields.map(text).joined(separator: ", ") + (w.fields.count == 1 ? ",)" : ")")
    }
    let adt = facts.adt(d)
    var index = 0
    if case .variant(let i) = w.ctor { index = i }
    let variant = adt.variants[index]
    var name = pathText(d)
    if adt.kind == .enum {
      let isPrelude = facts.langItem(Name("Option")) == d || name == "Option" || name == "Result"
      name = isPrelude ? variant.name.text : "\(name)::\(variant.name)"
    }
    let fields = adt.fields(of: variant)
    switch variant.kind {
    case .unit: return name
    case .tuple: return fields.isEmpty ? name : "\(name)(\(w.fields.map(text).joined(separator: ", ")))"
    default:
      var parts = zip(fields, w.fields).filter { !$1.isWild }.map { "\($0.name): \(text($1))" }
      if parts.count < fields.count && (adt.kind != .union || parts.isEmpty) { parts.append("..") }
      return "\(name) { \(parts.joined(separator: ", ")) }"
    }
  }

  /// A type's name as messages have it.
  private func pathText(_ def: DefID) -> String {
    let args = facts.generics(of: def).all.map { p -> Types.GenericArg in
      p.kind == .lifetime ? Types.GenericArg(RegionID.erased) : p.kind == .type ? Types.GenericArg(TypeID.error) : Types.GenericArg(ConstID.error)
    }
    let all = TypePrinter.text(of: TypeID(.adt(def, GenericArgsID(args))))
    return String(all.prefix { $0 != "<" })
  }

  // MARK: Numbers

  private func text(_ r: IntRange, _ type: TypeID) -> String {
    if r.low == .below && r.high == .above { return "_" }
    if r.isSingle { return text(r.low, type) }
    var low = r.low.rank < 0 ? "" : text(r.low, type)
    if r.low.rank == 0, type == .usize || type == .isize, r.low.value >= 1 << 64 {
      // What would come after the greatest `usize`.
      low = "\(TypePrinter.text(of: type))::MAX"
    }
    if r.high.rank > 0 || isPastEnd(r.high, type) { return low + ".." }
    if r.high.value == 0 { return "\(low)..\(text(r.high, type))" }
    return "\(low)..=\(text(IntBound(r.high.value - 1), type))"
  }

  private func isPastEnd(_ b: IntBound, _ type: TypeID) -> Bool {
    (type == .usize || type == .isize) && b.value > 1 << 64
  }

  private func text(_ b: IntBound, _ type: TypeID) -> String {
    if type == .char { return charText(UInt32(truncatingIfNeeded: b.value)) }
    let width = UInt128(intWidth(type))
    var bits = b.value
    let name = TypePrinter.text(of: type)
    if isSigned(type) {
      bits ^= 1 << (width - 1)
      let shift = 128 - width
      let value = Int128(bitPattern: bits << shift) >> Int128(shift)
      let least: Int128 = width == 128 ? .min : -(1 << Int128(width - 1))
      let most: Int128 = width == 128 ? .max : (1 << Int128(width - 1)) - 1
      if value == least { return "\(name)::MIN" }
      if value == most { return "\(name)::MAX" }
      return "\(value)_\(name)"
    }
    let most: UInt128 = width == 128 ? .max : (1 << width) - 1
    return bits == most ? "\(name)::MAX" : "\(bits)_\(name)"
  }

  private func charText(_ c: UInt32) -> String {
    switch c {
    case 0: return "'\\0'"
    case 9: return "'\\t'"
    case 10: return "'\\n'"
    case 13: return "'\\r'"
    case 0x27: return "'\\''"
    case 0x5c: return "'\\\\'"
    case 0x20..<0x7f: return "'\(Character(Unicode.Scalar(c)!))'"
    default:
      guard let s = Unicode.Scalar(c), isPrintable(s) else { return "'\\u{\(String(c, radix: 16))}'" }
      return "'\(Character(s))'"
    }
  }

  private func isPrintable(_ s: Unicode.Scalar) -> Bool {
    switch s.properties.generalCategory {
    case .control, .format, .unassigned, .privateUse, .surrogate, .lineSeparator, .paragraphSeparator, .spaceSeparator: false
    default: !s.properties.isGraphemeExtend
    }
  }
}
