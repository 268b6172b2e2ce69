// How wide characters are shown, and what is shown for those that cannot be.

/// Columns that `scalar` takes.
func displayWidth(_ scalar: Unicode.Scalar) -> Int {
  let value = scalar.value
  if value == 9 { return 4 }
  if value < 0x300 { return value == 0xAD ? 0 : 1 }
  if isShownAsReplacement(scalar) { return 1 }
  switch scalar.properties.generalCategory {
  case .nonspacingMark, .enclosingMark, .format: return 0
  default: break
  }
  if scalar.properties.isEmojiPresentation { return 2 }
  for range in wideRanges {
    if value < range.lowerBound { return 1 }
    if range.contains(value) { return 2 }
  }
  return 1
}

func displayWidth(_ text: some Sequence<Unicode.Scalar>) -> Int { text.reduce(0) { $0 + displayWidth($1) } }

/// East Asian wide and full-width characters (Unicode Standard Annex 11), in order.
private let wideRanges: [ClosedRange<UInt32>] = [
  0x1100...0x115F, 0x2E80...0x303E, 0x3041...0x33FF, 0x3400...0x4DBF, 0x4E00...0x9FFF, 0xA000...0xA4CF, 0xA960...0xA97F,
  0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE10...0xFE19, 0xFE30...0xFE6F, 0xFF01...0xFF60, 0xFFE0...0xFFE6, 0x17000...0x18AFF,
  0x1B000...0x1B2FF, 0x1F200...0x1F2FF, 0x1F300...0x1F320, 0x20000...0x3FFFD,
]

private func isShownAsReplacement(_ scalar: Unicode.Scalar) -> Bool {
  (0x202A...0x202E).contains(scalar.value) || (0x2066...0x2069).contains(scalar.value)
}

/// `text` with tabs as four spaces, control characters as pictures, and what changes the direction of writing replaced: so that
/// every character is seen, and marks stand below what they mean.
func visible(_ text: some Sequence<Unicode.Scalar>) -> [Unicode.Scalar] {
  var result: [Unicode.Scalar] = []
  for scalar in text {
    switch scalar.value {
    case 9: result += [" ", " ", " ", " "]
    case 0x0A: result.append(scalar)
    case 0..<0x20: result.append(Unicode.Scalar(0x2400 + scalar.value)!)
    case 0x7F: result.append("\u{2421}")
    case 0x200D: break
    case _ where isShownAsReplacement(scalar): result.append("\u{FFFD}")
    default: result.append(scalar)
    }
  }
  return result
}
func visible(_ text: String) -> String {
  var result = ""
  result.unicodeScalars.append(contentsOf: visible(text.unicodeScalars))
  return result
}
