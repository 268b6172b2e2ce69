// Line breaking: Oppen's algorithm, with rustc's widths, as `stringify!` and `assert!` show their text.

/// Lays out text in lines of at most 78 columns. Boxes are broken all at once (consistent) or where they must (inconsistent).
/// Sharing: none.
struct PrettyPrinter {
  private struct Break {
    var offset = 0
    var blankSpace = 0
    var preBreak: Character?
  }
  private enum Piece {
    case string(String)
    case breakable(Break)
    case begin(offset: Int, isVisual: Bool, isConsistent: Bool)
    case end
  }
  private struct Entry {
    var piece: Piece
    var size: Int
  }
  private enum Frame {
    case fits
    case broken(indent: Int, isConsistent: Bool)
  }

  private static let margin = 78
  private static let minSpace = 60
  private static let infinity = 0xFFFF

  private var output = ""
  private var space = PrettyPrinter.margin
  /// Pieces that are not printed yet; the first one has number `bufferStart`.
  private var buffer: [Entry] = []
  private var bufferHead = 0
  private var bufferOffset = 0
  private var leftTotal = 0
  private var rightTotal = 0
  private var scanStack: [Int] = []
  private var scanHead = 0
  private var frames: [Frame] = []
  private var indent = 0
  private var pendingIndentation = 0
  private var lastPrintedIsHardBreak: Bool?

  // MARK: What printers call

  mutating func word(_ text: String) {
    if scanIsEmpty { return printString(text) }
    push(.string(text), text.utf8.count)
    rightTotal += text.utf8.count
    checkStream()
  }

  mutating func space(_ count: Int = 1, offset: Int = 0) { scanBreak(Break(offset: offset, blankSpace: count)) }
  mutating func zeroBreak() { space(0) }
  mutating func hardBreak() { space(Self.infinity) }
  mutating func noBreakSpace() { word(" ") }
  mutating func trailingComma() { scanBreak(Break(preBreak: ",")) }
  mutating func trailingCommaOrSpace() { scanBreak(Break(blankSpace: 1, preBreak: ",")) }
  mutating func beginConsistent(_ offset: Int) { begin(.begin(offset: offset, isVisual: false, isConsistent: true)) }
  mutating func beginInconsistent(_ offset: Int) { begin(.begin(offset: offset, isVisual: false, isConsistent: false)) }
  mutating func beginVisual() { begin(.begin(offset: 0, isVisual: true, isConsistent: true)) }

  mutating func end() {
    if scanIsEmpty { return printEnd() }
    scanStack.append(push(.end, -1))
  }

  /// A break, but not right after a hard one: then its offset is given to that.
  mutating func breakIfNotAtLineStart(_ count: Int, _ offset: Int) {
    if !isAtLineStart {
      space(count, offset: offset)
    } else if offset != 0, let last = buffer.indices.last, last >= bufferHead, case .breakable(let b) = buffer[last].piece,
      b.blankSpace == Self.infinity
    {
      buffer[last].piece = .breakable(Break(offset: offset, blankSpace: Self.infinity))
    }
  }

  mutating func hardBreakIfNotAtLineStart() {
    if !isAtLineStart { hardBreak() }
  }

  var isAtLineStart: Bool {
    if buffer.count > bufferHead {
      if case .breakable(let b) = buffer[buffer.count - 1].piece { return b.blankSpace == Self.infinity }
      return false
    }
    return lastPrintedIsHardBreak ?? true
  }

  mutating func finish() -> String {
    if !scanIsEmpty {
      checkStack()
      advanceLeft()
    }
    return output
  }

  // MARK: Scanning

  private var scanIsEmpty: Bool { scanHead == scanStack.count }
  private var bufferIsEmpty: Bool { bufferHead == buffer.count }

  @discardableResult private mutating func push(_ piece: Piece, _ size: Int) -> Int {
    buffer.append(Entry(piece: piece, size: size))
    return bufferOffset + buffer.count - 1
  }

  private mutating func clear() {
    leftTotal = 1
    rightTotal = 1
    bufferOffset += buffer.count
    buffer.removeAll(keepingCapacity: true)
    bufferHead = 0
    scanStack.removeAll(keepingCapacity: true)
    scanHead = 0
  }

  private mutating func begin(_ piece: Piece) {
    if scanIsEmpty { clear() }
    scanStack.append(push(piece, -rightTotal))
  }

  private mutating func scanBreak(_ b: Break) {
    if scanIsEmpty { clear() } else { checkStack() }
    scanStack.append(push(.breakable(b), -rightTotal))
    rightTotal += b.blankSpace
  }

  private mutating func checkStream() {
    while rightTotal - leftTotal > space {
      if !scanIsEmpty && scanStack[scanHead] == bufferOffset + bufferHead {
        scanHead += 1
        buffer[bufferHead].size = Self.infinity
      }
      advanceLeft()
      if bufferIsEmpty { break }
    }
  }

  private mutating func advanceLeft() {
    while !bufferIsEmpty && buffer[bufferHead].size >= 0 {
      let left = buffer[bufferHead]
      bufferHead += 1
      var isHardBreak = false
      switch left.piece {
      case .string(let text):
        leftTotal += text.utf8.count
        printString(text)
      case .breakable(let b):
        leftTotal += b.blankSpace
        isHardBreak = b.blankSpace == Self.infinity
        printBreak(b, left.size)
      case .begin(let offset, let isVisual, let isConsistent): printBegin(offset, isVisual, isConsistent, left.size)
      case .end: printEnd()
      }
      lastPrintedIsHardBreak = isHardBreak
    }
  }

  private mutating func checkStack() {
    var depth = 0
    while !scanIsEmpty {
      let i = scanStack[scanStack.count - 1] - bufferOffset
      switch buffer[i].piece {
      case .begin:
        if depth == 0 { return }
        scanStack.removeLast()
        buffer[i].size += rightTotal
        depth -= 1
      case .end:
        scanStack.removeLast()
        buffer[i].size = 1
        depth += 1
      default:
        scanStack.removeLast()
        buffer[i].size += rightTotal
        if depth == 0 { return }
      }
    }
  }

  // MARK: Printing

  private mutating func printString(_ text: String) {
    if pendingIndentation > 0 { output += String(repeating: " ", count: pendingIndentation) }
    pendingIndentation = 0
    output += text
    space -= text.utf8.count
    lastPrintedIsHardBreak = false
  }

  private mutating func printBegin(_ offset: Int, _ isVisual: Bool, _ isConsistent: Bool, _ size: Int) {
    if size > space {
      frames.append(.broken(indent: indent, isConsistent: isConsistent))
      indent = isVisual ? Self.margin - space : max(0, indent + offset)
    } else {
      frames.append(.fits)
    }
  }

  private mutating func printEnd() {
    if case .broken(let outer, _)? = frames.popLast() { indent = outer }
  }

  private mutating func printBreak(_ b: Break, _ size: Int) {
    let fits =
      switch frames.last ?? .broken(indent: 0, isConsistent: false) {
      case .fits: true
      case .broken(_, isConsistent: true): false
      case .broken(_, isConsistent: false): size <= space
      }
    if fits {
      pendingIndentation += b.blankSpace
      space -= b.blankSpace
      return
    }
    if let preBreak = b.preBreak { output.append(preBreak) }
    output += "\n"
    pendingIndentation = max(0, indent + b.offset)
    space = max(Self.margin - (indent + b.offset), Self.minSpace)
  }
}
