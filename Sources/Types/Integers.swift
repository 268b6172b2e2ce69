// The sizes of integer types. `usize` is of 64 bits: the targets there are have no other.
extension TypeID {
  /// Bytes of an integer, `char` or `bool`; 8 for pointers and whatever else.
  public var integerByteSize: Int {
    switch kind {
    case .int(let t):
      switch t {
      case .i8: 1
      case .i16: 2
      case .i32: 4
      case .i64, .isize: 8
      case .i128: 16
      }
    case .uint(let t):
      switch t {
      case .u8: 1
      case .u16: 2
      case .u32: 4
      case .u64, .usize: 8
      case .u128: 16
      }
    case .bool: 1
    case .char: 4
    default: 8
    }
  }

  /// All bits of an integer of this type.
  public var integerMask: UInt128 { UInt128.max >> UInt128(128 - integerByteSize * 8) }

  /// Smallest and largest value of an integer or `char`, as bits.
  public var valueRange: (low: UInt128, high: UInt128) {
    let mask = integerMask
    switch kind {
    case .int: return (mask & ~(mask >> 1), mask >> 1)
    case .char: return (0, 0x10FFFF)
    default: return (0, mask)
    }
  }
}
