// Which columns of long lines are shown.

/// The part of each line that is shown where lines are longer than the terminal.
struct Margin {
  private var left = 0
  private var right = 0
  let width: Int

  /// - Parameter whitespace: columns of white space that all lines start with.
  /// - Parameter spans: the columns that marks stand in.
  /// - Parameter labelRight: the last column of a label beside its mark.
  init(whitespace: Int, spans: ClosedRange<Int>, labelRight: Int, longestLine: Int, width: Int) {
    self.width = width
    // Room for the dots that stand for what is left out.
    let room = 6
    let whitespaceLeft = max(0, whitespace - room)
    let spanLeft = max(0, spans.lowerBound - room)
    let spanRight = spans.upperBound + room
    let labelRight = labelRight + room
    // A lot of white space is no use to anybody.
    left = whitespaceLeft > 20 ? whitespaceLeft - 16 : 0
    right = max(longestLine, left)
    if right - left <= width { return }
    if labelRight >= whitespaceLeft && labelRight - whitespaceLeft <= width {
      left = whitespaceLeft
      right = left + width
    } else if labelRight - spanLeft <= width {
      left = max(0, spanLeft - (width - (labelRight - spanLeft)) / 2)
      right = left + width
    } else if spanRight - spanLeft <= width {
      left = max(0, spanLeft - (width - (spanRight - spanLeft)) / 5 * 2)
      right = left + width
    } else {
      left = spanLeft
      right = spanRight
    }
  }

  var isCutLeft: Bool { left > 0 }
  func left(_ lineWidth: Int) -> Int { min(left, lineWidth) }
  func right(_ lineWidth: Int) -> Int { max(0, lineWidth - left) <= width ? lineWidth : min(lineWidth, right) }
}
