// `-Z max-memory`: how many units may be in LLVM's hands at once.
import MIR
import Monomorphize

/// What units need while they are generated, estimated from their MIR, and how many of them fit a limit.
///
/// Measured 2026-11-28 (peaks of the stage `code`, one unit, one thread; statements and terminators of its MIR, copies included):
/// 8,939 statements add 56 MB at level 0 and 61 MB at level 2, 72,019 add 70 and 74 MB, 176,139 add 88 and 80 MB, 288,019 add 129 MB.
/// So LLVM itself takes 53 MB once, and a statement about 260 bytes at any level. The figures below leave half as much again.
public enum MemoryLimit {
  private static let backend = 64 << 20
  /// A context, a target machine, and the bytes it makes.
  private static let bytesPerUnit = 2 << 20
  private static let bytesPerStatement = 400

  /// The largest number of units any of which may be in flight together, `costs` being their sizes: the sum of the largest estimates
  /// fits what `limit` leaves beside the memory in use. At least 1, because a unit alone must be made in any case.
  public static func unitsInFlight(_ costs: [Int], limit: Int, inUse: Int) -> Int {
    var left = limit - inUse - backend
    var count = 0
    for cost in costs.sorted(by: >) {
      left -= bytesPerUnit + cost * bytesPerStatement
      if left < 0 { break }
      count += 1
    }
    return max(1, count)
  }
}
