// Names that may have been meant.
import Parallel

/// The candidate with the smallest edit distance to `name`, if that is at most a third of its length; the first in text order
/// among equals.
public func bestMatch(for name: Name, among candidates: some Sequence<Name>) -> Name {
  let wanted = Array(name.bytes)
  let limit = max(wanted.count, 3) / 3
  var best: (distance: Int, text: String, name: Name)? = nil
  for candidate in candidates where candidate != name && candidate != .underscore && !candidate.isEmpty {
    let bytes = candidate.bytes
    if abs(bytes.count - wanted.count) > limit { continue }
    let distance = editDistance(wanted, bytes, limit)
    if distance > limit { continue }
    let text = candidate.text
    if best == nil || (distance, text) < (best!.distance, best!.text) { best = (distance, text, candidate) }
  }
  return best?.name ?? .empty
}

private func editDistance(_ a: [UInt8], _ b: UnsafeBufferPointer<UInt8>, _ limit: Int) -> Int {
  var previous = Array(0...b.count)
  var before = previous
  var current = previous
  for i in 0..<a.count {
    current[0] = i + 1
    var least = current[0]
    for j in 0..<b.count {
      current[j + 1] = min(previous[j] + (a[i] == b[j] ? 0 : 1), min(previous[j + 1], current[j]) + 1)
      if i > 0, j > 0, a[i] == b[j - 1], a[i - 1] == b[j] { current[j + 1] = min(current[j + 1], before[j - 1] + 1) }
      least = min(least, current[j + 1])
    }
    if least > limit { return limit + 1 }
    swap(&before, &previous)
    swap(&previous, &current)
  }
  return previous[b.count]
}
