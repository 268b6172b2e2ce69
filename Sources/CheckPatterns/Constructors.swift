// Constructors: the ways in which a value of a type can have been made, and how patterns divide them.
import Parallel
import Types

/// An end of a range of integers. Values of signed types are moved so that the least is 0.
struct IntBound: Comparable {
  /// -1: below everything; 0: a value; 1: above everything.
  var rank: Int8
  var value: UInt128
  static let below = IntBound(rank: -1, value: 0)
  static let above = IntBound(rank: 1, value: 0)
  init(rank: Int8, value: UInt128) {
    self.rank = rank
    self.value = value
  }
  init(_ value: UInt128) { self.init(rank: 0, value: value) }
  static func < (a: IntBound, b: IntBound) -> Bool { (a.rank, a.value) < (b.rank, b.value) }
  var successor: IntBound { rank != 0 ? self : value == .max ? .above : IntBound(value + 1) }
}

/// A range of integers: `low` belongs to it, `high` does not.
struct IntRange: Equatable {
  var low: IntBound
  var high: IntBound
  var isSingle: Bool { low.rank == 0 && low.successor == high }
  func isWithin(_ other: IntRange) -> Bool { other.low <= low && high <= other.high }

  /// Pieces such that each of `others` covers a piece whole or not at all, and whether any does.
  func pieces(cutBy others: [IntRange]) -> [(range: IntRange, isSeen: Bool)] {
    var cuts: [(bound: IntBound, step: Int)] = []
    for o in others {
      let lo = max(low, o.low)
      let hi = min(high, o.high)
      if lo < hi {
        cuts.append((lo, 1))
        cuts.append((hi, -1))
      }
    }
    cuts.sort { $0.bound < $1.bound }
    var result: [(range: IntRange, isSeen: Bool)] = []
    var start = low
    var open = 0
    for c in cuts {
      if start < c.bound { result.append((IntRange(low: start, high: c.bound), open > 0)) }
      start = c.bound
      open += c.step
    }
    if start < high { result.append((IntRange(low: start, high: high), open > 0)) }
    return result
  }
}

/// The lengths that a slice pattern matches.
struct SliceCtor: Equatable {
  /// Of an array.
  var arrayLength: Int?
  var before: Int
  /// Nil without `..`.
  var after: Int?
  init(arrayLength: Int?, before: Int, after: Int?) {
    self.arrayLength = arrayLength
    if let a = after, let n = arrayLength, before + a >= n {
      self.before = n
      self.after = nil
    } else {
      self.before = before
      self.after = after
    }
  }
  var arity: Int { before + (after ?? 0) }
  func matches(length: Int) -> Bool { after == nil ? length == before : length >= arity }

  /// All slices, divided as `seen` does it: every length up to one from which on they are alike, then the rest.
  static func divide(arrayLength: Int?, by seen: [SliceCtor]) -> [(slice: SliceCtor, isSeen: Bool)] {
    var before = 0
    var after = 0
    var aboveFixed = 1
    var leastOpen = Int.max
    var fixed: Set<Int> = []
    for s in seen {
      if let a = s.after {
        before = max(before, s.before)
        after = max(after, a)
        leastOpen = min(leastOpen, s.arity)
      } else {
        aboveFixed = max(aboveFixed, s.before + 1)
        fixed.insert(s.before)
      }
    }
    // Past the longest fixed length, and with all prefixes and suffixes apart, every length is like the next.
    if before + after < aboveFixed { before = aboveFixed - after }
    let last = SliceCtor(arrayLength: arrayLength, before: before, after: after)
    var all: [SliceCtor] = []
    if arrayLength == nil { for n in 0..<last.arity { all.append(SliceCtor(arrayLength: nil, before: n, after: nil)) } }
    all.append(last)
    return all.map { ($0, leastOpen <= $0.arity || fixed.contains($0.arity)) }
  }
}

/// One way to make a value, or a set of ways that patterns do not tell apart.
enum Ctor {
  /// The only constructor of a struct or tuple.
  case single
  case variant(Int)
  case reference
  case unionField
  case slice(SliceCtor)
  case bool(Bool)
  case integers(IntRange)
  case floats(Double, Double, isClosed: Bool)
  case string(Name)
  /// What an overloaded dereference gives; of this type.
  case deref(TypeID)
  /// A constant that cannot be looked into; equal to nothing but itself.
  case opaque(Int)
  case or
  case wild
  // Only among what is missing:
  /// No value of the type exists.
  case never
  /// Values that cannot be listed.
  case nonExhaustive
  /// Variants that should not be named.
  case hidden
  /// Everything that no pattern of the column names.
  case missing
  /// A field that has no value and cannot be seen: left out.
  case privateEmpty

  var isWild: Bool { if case .wild = self { true } else { false } }
  var isOr: Bool { if case .or = self { true } else { false } }
  var isMissing: Bool { if case .missing = self { true } else { false } }
  var isNonExhaustive: Bool { if case .nonExhaustive = self { true } else { false } }

  /// Whether all values of this constructor, a piece of a divided column, match patterns with `other`.
  func isCovered(by other: Ctor) -> Bool {
    switch (self, other) {
    case (_, .wild), (.privateEmpty, _): return true
    case (.single, .single), (.reference, .reference), (.unionField, .unionField), (.deref, .deref): return true
    case (.variant(let a), .variant(let b)): return a == b
    case (.bool(let a), .bool(let b)): return a == b
    case (.integers(let a), .integers(let b)): return a.isWithin(b)
    case (.floats(let a, let b, let closed), .floats(let c, let d, let otherClosed)):
      return a >= c && (b < d || (b == d && closed == otherClosed))
    case (.string(let a), .string(let b)): return a == b
    case (.slice(let a), .slice(let b)): return b.matches(length: a.arity)
    case (.opaque(let a), .opaque(let b)): return a == b
    default: return false
    }
  }
}

/// All constructors of a type.
enum CtorSet {
  enum Variant { case visible, hidden, empty }
  case single(isEmpty: Bool)
  case variants([Variant], isNonExhaustive: Bool)
  case reference
  case union
  case bool
  case integers(IntRange, IntRange?)
  case slice(arrayLength: Int?, hasEmptyElement: Bool)
  case unlistable
  case none

  /// Divides the set by the constructors of a column.
  func divide(_ column: [Ctor]) -> (present: [Ctor], missing: [Ctor], missingEmpty: [Ctor]) {
    var present: [Ctor] = []
    var missing: [Ctor] = []
    var missingEmpty: [Ctor] = []
    var seen: [Ctor] = []
    for c in column {
      switch c {
      case .wild: break
      case .opaque: present.append(c)
      // One dereference stands for all: nothing is missing then.
      case .deref: return ([c], [], [])
      default: seen.append(c)
      }
    }
    func sort(_ ctor: Ctor, isSeen: Bool) { if isSeen { present.append(ctor) } else { missing.append(ctor) } }
    switch self {
    case .single(let isEmpty):
      if seen.isEmpty && isEmpty { missingEmpty.append(.single) } else { sort(.single, isSeen: !seen.isEmpty) }
    case .reference: sort(.reference, isSeen: !seen.isEmpty)
    case .union: sort(.unionField, isSeen: !seen.isEmpty)
    case .variants(let variants, let isNonExhaustive):
      var named = [Bool](repeating: false, count: variants.count)
      for case .variant(let i) in seen { named[i] = true }
      var hides = false
      for (i, v) in variants.enumerated() {
        if named[i] {
          present.append(.variant(i))
        } else {
          switch v {
          case .visible: missing.append(.variant(i))
          case .hidden: hides = true
          case .empty: missingEmpty.append(.variant(i))
          }
        }
      }
      if hides { missing.append(.hidden) }
      if isNonExhaustive { missing.append(.nonExhaustive) }
    case .bool:
      for b in [true, false] { sort(.bool(b), isSeen: seen.contains { if case .bool(b) = $0 { true } else { false } }) }
    case .integers(let first, let second):
      let ranges = seen.compactMap { if case .integers(let r) = $0 { r } else { nil } }
      for part in [first, second] {
        guard let part else { continue }
        for piece in part.pieces(cutBy: ranges) { sort(.integers(piece.range), isSeen: piece.isSeen) }
      }
    case .slice(let length, let hasEmptyElement):
      let slices = seen.compactMap { if case .slice(let s) = $0 { s } else { nil } }
      for (slice, isSeen) in SliceCtor.divide(arrayLength: length, by: slices) {
        if !isSeen && hasEmptyElement && slice.arity != 0 {
          missingEmpty.append(.slice(slice))
        } else {
          sort(.slice(slice), isSeen: isSeen)
        }
      }
    case .unlistable:
      present += seen
      missing.append(.nonExhaustive)
    case .none: missingEmpty.append(.never)
    }
    return (present, missing, missingEmpty)
  }

  /// Whether the type has no value at all.
  var isEmpty: Bool {
    switch self {
    case .none: true
    case .single(let isEmpty): isEmpty
    case .variants(let all, let isNonExhaustive): !isNonExhaustive && all.allSatisfy { $0 == .empty }
    case .slice(let n, let hasEmptyElement): hasEmptyElement && (n ?? 0) > 0
    case .bool, .integers, .reference, .union, .unlistable: false
    }
  }
}
