// Where a piece of source is, and which expansion made it.
import Support

/// A position in the concatenation of all files of the compilation: the file's base plus the byte offset in it.
///
/// Bases are given in the order in which files are found by the (deterministic) merge of a round, so positions are in
/// assigned order and may be compared. `FileTable.lookup` gives file, line and column.
public typealias BytePos = UInt32

/// Which chain of macro expansions a token came from, for hygiene and for messages.
///
/// Numbers below `crateLimit` are roots: code as written, one per crate (number of the crate), because a token's edition is that
/// of the crate that wrote it. Others are made by `HygieneTable.applyMark`; bodies are expanded in parallel, so their numbers
/// are in arrival order: compare for equality only.
public struct SyntaxContext: Hashable, Sendable, BitwiseCopyable {
  public let rawValue: UInt32
  @inlinable public init(rawValue: UInt32) { self.rawValue = rawValue }
  @inlinable public static var crateLimit: UInt32 { 2048 }
  /// The root of crate 0, and of spans that stand nowhere.
  @inlinable public static var root: SyntaxContext { SyntaxContext(rawValue: 0) }
  @inlinable public static func root(ofCrate crate: Int) -> SyntaxContext { SyntaxContext(rawValue: UInt32(crate)) }
  @inlinable public var isRoot: Bool { rawValue < SyntaxContext.crateLimit }
}

/// A range of source bytes with the expansion it came from. 12 bytes.
public struct Span: Hashable, Sendable, BitwiseCopyable {
  public let lo: BytePos
  public let hi: BytePos
  public let context: SyntaxContext

  @inlinable public init(lo: BytePos, hi: BytePos, context: SyntaxContext = .root) {
    self.lo = lo
    self.hi = hi
    self.context = context
  }

  /// The span of nothing: of items the compiler makes and of messages without a place.
  @inlinable public static var none: Span { Span(lo: 0, hi: 0) }
  @inlinable public var isNone: Bool { lo == 0 && hi == 0 }
  @inlinable public var isEmpty: Bool { lo == hi }
  /// In bytes.
  @inlinable public var length: Int { max(0, Int(hi) - Int(lo)) }

  /// From the start of this to the end of `end`. Parts from different expansions give this span itself.
  @inlinable public func to(_ end: Span) -> Span {
    if context == end.context { return Span(lo: min(lo, end.lo), hi: max(hi, end.hi), context: context) }
    return self
  }
  @inlinable public var start: Span { Span(lo: lo, hi: lo, context: context) }
  @inlinable public var end: Span { Span(lo: hi, hi: hi, context: context) }
  @inlinable public func with(_ context: SyntaxContext) -> Span { Span(lo: lo, hi: hi, context: context) }
}
