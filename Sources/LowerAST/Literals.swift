// Literals: from the token's text to a value.
import Defs
import Diagnostics
import HIR
import Parallel
import Resolve
import Source
import Support
import Syntax

extension Lowerer {
  mutating func lowerLiteral(_ kind: TokenKind, _ text: Name, at span: Span) -> Literal {
    switch kind {
    case .identifier, .rawIdentifier: return .bool(text == .true)
    case .char: return checked(kind, text, span, .char(decodeChar(text).value))
    case .byte: return checked(kind, text, span, .byte(decodeByte(text)))
    case .string, .rawString: return checked(kind, text, span, .str(decodeName(kind, text)))
    case .byteString, .rawByteString: return checked(kind, text, span, .byteStr(decodeName(kind, text)))
    case .cString, .rawCString:
      let bytes = decodeString(kind, text) + [0]
      return checked(kind, text, span, .cStr(bytes.withUnsafeBufferPointer { Name(bytes: $0) }))
    case .integer: return lowerInteger(text, at: span)
    case .float: return lowerFloat(kind, text, at: span)
    default: return .error
    }
  }

  private func decodeName(_ kind: TokenKind, _ text: Name) -> Name {
    decodeString(kind, text).withUnsafeBufferPointer { Name(bytes: $0) }
  }

  /// Literals but numbers take no suffix.
  private mutating func checked(_ kind: TokenKind, _ text: Name, _ span: Span, _ literal: Literal) -> Literal {
    let suffix = literalSuffix(kind, text)
    if suffix != .empty && suffix != .underscore {
      report(.literalSuffixNotAllowed(kind, suffix, at: span), .lowering)
      return .error
    }
    return literal
  }

  private mutating func lowerInteger(_ text: Name, at span: Span) -> Literal {
    let decoded = decodeInteger(text)
    // The lexer told of it.
    if !decoded.hasDigits { return .error }
    let suffix = decoded.suffix == .empty ? nil : PrimTy(numericSuffix: decoded.suffix)
    if decoded.suffix != .empty {
      guard let suffix else {
        report(.invalidNumberSuffix(decoded.suffix, isFloat: false, at: span), .lowering)
        return .error
      }
      if suffix.isFloat {
        if decoded.base != 10 {
          report(.floatInBase(decoded.base, at: span), .lowering)
          return .error
        }
        return .float(Name(decodeFloat(.integer, text).digits), suffix: suffix)
      }
    }
    if decoded.overflows {
      report(.integerTooLarge(at: span), .lowering)
      return .error
    }
    return .int(
      low: UInt64(truncatingIfNeeded: decoded.value), high: UInt64(truncatingIfNeeded: decoded.value >> 64), suffix: suffix)
  }

  private mutating func lowerFloat(_ kind: TokenKind, _ text: Name, at span: Span) -> Literal {
    let (digits, suffix) = decodeFloat(kind, text)
    if suffix == .empty { return .float(Name(digits), suffix: nil) }
    guard let type = PrimTy(numericSuffix: suffix), type.isFloat else {
      report(.invalidNumberSuffix(suffix, isFloat: true, at: span), .lowering)
      return .error
    }
    return .float(Name(digits), suffix: type)
  }
}

extension PrimTy {
  /// The type that a number's suffix names.
  init?(numericSuffix name: Name) {
    switch name {
    case .i8: self = .i8
    case .i16: self = .i16
    case .i32: self = .i32
    case .i64: self = .i64
    case .i128: self = .i128
    case .isize: self = .isize
    case .u8: self = .u8
    case .u16: self = .u16
    case .u32: self = .u32
    case .u64: self = .u64
    case .u128: self = .u128
    case .usize: self = .usize
    case .f16: self = .f16
    case .f32: self = .f32
    case .f64: self = .f64
    case .f128: self = .f128
    default: return nil
    }
  }
  var isFloat: Bool {
    switch self {
    case .f16, .f32, .f64, .f128: true
    default: false
    }
  }
}
