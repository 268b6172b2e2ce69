// Literals as constants.
import Defs
import HIR
import MIR
import Parallel
import Source
import Support
import Types

extension Builder {
  mutating func literal(_ l: Literal, _ type: TypeID, isNegated: Bool, _ span: Span) -> Operand? {
    let at = source(span)
    switch l {
    case .str(let n):
      let id = Allocations.add(.memory(ConstAllocation(Array(n.bytes), alignmentLog2: 0)))
      return mir.constant(.slice(id, length: UInt64(n.bytes.count)), type, at: at)
    case .byteStr(let n):
      let id = Allocations.add(.memory(ConstAllocation(Array(n.bytes), alignmentLog2: 0)))
      // `b"…"` is a reference to an array, or to a slice where a pattern expects that.
      if case .ref(_, let t, _) = type.kind, case .slice = t.kind {
        return mir.constant(.slice(id, length: UInt64(n.bytes.count)), type, at: at)
      }
      return mir.constant(.pointer(id, offset: 0), type, at: at)
    case .cStr(let n):
      let id = Allocations.add(.memory(ConstAllocation(Array(n.bytes), alignmentLog2: 0)))
      return mir.constant(.slice(id, length: UInt64(n.bytes.count)), type, at: at)
    case .error: return mir.constant(.undef, type, at: at)
    default:
      guard let bits = literalBits(l, type, isNegated: isNegated) else { return nil }
      return mir.constant(scalar(bits), type, at: at)
    }
  }

  func scalar(_ bits: UInt128) -> ConstantValue {
    .scalar(low: UInt64(truncatingIfNeeded: bits), high: UInt64(truncatingIfNeeded: bits >> 64))
  }

  /// The bits of a scalar literal of `type`; nil for strings.
  func literalBits(_ l: Literal, _ type: TypeID, isNegated: Bool) -> UInt128? {
    switch l {
    case .bool(let b): return b ? 1 : 0
    case .char(let c): return UInt128(c)
    case .byte(let b): return UInt128(b)
    case .int(let low, let high, _):
      let value = UInt128(high) << 64 | UInt128(low)
      if case .float(let f) = type.kind { return floatBits("\(value)", f, isNegated: isNegated) }
      let bits = isNegated ? (0 &- value) : value
      return bits & mask(bitWidth(of: type))
    case .float(let n, _):
      guard case .float(let f) = type.kind else { return nil }
      return floatBits(n.text, f, isNegated: isNegated)
    default: return nil
    }
  }

  func mask(_ bits: Int) -> UInt128 { bits >= 128 ? .max : (1 << UInt128(bits)) - 1 }

  /// Bits of a scalar type. `usize` is 64: the targets there are have no other.
  func bitWidth(of type: TypeID) -> Int {
    switch type.kind {
    case .bool: 8
    case .char: 32
    case .int(let i):
      switch i {
      case .i8: 8
      case .i16: 16
      case .i32: 32
      case .i64, .isize: 64
      case .i128: 128
      }
    case .uint(let u):
      switch u {
      case .u8: 8
      case .u16: 16
      case .u32: 32
      case .u64, .usize: 64
      case .u128: 128
      }
    case .float(let f):
      switch f {
      case .f16: 16
      case .f32: 32
      case .f64: 64
      case .f128: 128
      }
    case .pattern(let t, _): bitWidth(of: t)
    default: 64
    }
  }

  /// The nearest float of the type. `f16` goes through `Float16`; `f128` has exact values only as far as `f64` reaches.
  private func floatBits(_ text: String, _ type: FloatTy, isNegated: Bool) -> UInt128? {
    switch type {
    case .f32:
      guard let v = Float(text) else { return nil }
      return UInt128((isNegated ? -v : v).bitPattern)
    case .f64:
      guard let v = Double(text) else { return nil }
      return UInt128((isNegated ? -v : v).bitPattern)
    case .f16:
      guard let v = Float16(text) else { return nil }
      return UInt128((isNegated ? -v : v).bitPattern)
    case .f128:
      guard let v = Double(text), v.isFinite else { return nil }
      return widened(isNegated ? -v : v)
    }
  }

  /// A double as a quadruple: sign, exponent rebias, 60 more bits of fraction.
  private func widened(_ v: Double) -> UInt128 {
    let bits = v.bitPattern
    let sign = UInt128(bits >> 63) << 127
    if v == 0 { return sign }
    let exponent = UInt128(UInt64(v.exponent + 16383)) << 112
    let fraction = UInt128(v.significandBitPattern) << 60
    return sign | exponent | fraction
  }
}
