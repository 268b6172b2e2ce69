// The linker's fingerprint of this very program.
import CParallel

enum BuildID {
  /// 40 hexadecimal digits; zeros where the linker wrote none.
  static var text: String {
    var digits = ""
    withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 20) { bytes in
      let count = skein_build_id(bytes.baseAddress!, 20)
      for byte in bytes[..<count] { digits += (byte < 16 ? "0" : "") + String(byte, radix: 16) }
    }
    return digits + String(repeating: "0", count: max(0, 40 - digits.utf8.count))
  }
}
