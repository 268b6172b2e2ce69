// Which patterns are useful, and what no pattern matches: Maranget's algorithm on a matrix of patterns, one column per place.
import Support
import Types

/// A pattern as constructor and fields. Fields that are not listed match everything.
struct Pattern {
  var ctor: Ctor
  var type: TypeID
  var fields: [(index: Int, pattern: PatternRef)] = []
  var arity = 0
  var source: HPat
}

/// A pattern's number; `anything` stands for one that matches everything.
typealias PatternRef = Int32
let anything: PatternRef = -1

/// A value that no pattern matches, as a pattern.
struct Witness {
  var ctor: Ctor
  var fields: [Witness]
  var type: TypeID
  var isWild: Bool {
    switch ctor {
    case .wild, .nonExhaustive, .hidden, .privateEmpty, .never: true
    case .integers(let r): r.low == .below && r.high == .above
    default: false
    }
  }
}

/// A part of the matched value.
struct MatchedPlace {
  var type: TypeID
  /// No value, and the place cannot be seen from here.
  var isPrivateEmpty = false
  /// What is behind references and in unions may be no valid value.
  var isKnownValid: Bool
  var isScrutinee = false
}

struct MatchArm {
  var pattern: PatternRef
  var hasGuard: Bool
}

/// What is found out about a pattern that stands for itself: an arm, or an alternative of an or-pattern.
struct BranchFacts {
  var isSeen = false
  var isUseful = false
  /// Patterns before it that match some of the same values; those that make it useless, if it is.
  var coveredBy: [PatternRef] = []
}

extension PatternChecker {
  struct Row {
    var patterns: [PatternRef]
    /// Whether a witness could still come of it that is not found elsewhere.
    var isRelevant: Bool
    var hasGuard: Bool
    var parent: Int
    var isBranch: Bool
    var isUseful = false
    /// Rows before it that match a value which this one matches too. Only filled where `tracksOverlaps`.
    var overlaps: Set<Int> = []
  }

  /// Values that no arm matches. Notes in `branches` which patterns are useful.
  func analyze(_ arms: [MatchArm], type: TypeID, isKnownValid: Bool, tracksOverlaps: Bool = false) -> [Witness] {
    branches = Array(repeating: BranchFacts(), count: patterns.count)
    self.tracksOverlaps = tracksOverlaps
    var rows = arms.enumerated().map {
      Row(patterns: [$1.pattern], isRelevant: true, hasGuard: $1.hasGuard, parent: $0, isBranch: true)
    }
    let place = MatchedPlace(type: type, isKnownValid: isKnownValid, isScrutinee: true)
    return compute(&rows, [place], wildcardIsRelevant: true).map { $0[0] }
  }

  /// Witnesses as stacks, the first column's last.
  private func compute(_ rows: inout [Row], _ places: [MatchedPlace], wildcardIsRelevant: Bool) -> [[Witness]] {
    if !wildcardIsRelevant && !rows.contains(where: { $0.isRelevant }) { return [] }
    guard let place = places.first else {
      var isUseful = true
      for i in rows.indices {
        rows[i].isUseful = isUseful
        if tracksOverlaps { rows[i].overlaps.formUnion(0..<i) }
        if !rows[i].hasGuard { isUseful = false }
      }
      return isUseful && wildcardIsRelevant ? [[]] : []
    }
    let (divided, missing) = divide(rows, place)
    var result: [[Witness]] = []
    for ctor in divided {
      let isRelevant = ctor.isMissing || missing.isEmpty
      var inner: [Row] = []
      let innerPlaces: [MatchedPlace]
      if ctor.isOr {
        innerPlaces = places
        for (i, row) in rows.enumerated() { expand(row, i, &inner) }
      } else {
        let fields = fieldPlaces(of: ctor, place)
        innerPlaces = fields + places.dropFirst()
        for (i, row) in rows.enumerated() {
          let head = row.patterns[0]
          let isWild = head == anything || patterns[Int(head)].ctor.isWild
          if !isWild && !ctor.isCovered(by: patterns[Int(head)].ctor) { continue }
          var new = row
          new.patterns = specialize(head, ctor, fields.count) + row.patterns.dropFirst()
          new.isRelevant = row.isRelevant && (!isWild || isRelevant)
          new.parent = i
          new.isBranch = false
          new.isUseful = false
          new.overlaps = []
          inner.append(new)
        }
      }
      let found = compute(&inner, innerPlaces, wildcardIsRelevant: wildcardIsRelevant && (isRelevant || ctor.isOr))
      result += apply(ctor, missing, place.type, found)
      for child in inner {
        if child.isUseful { rows[child.parent].isUseful = true }
        for o in child.overlaps where inner[o].parent != child.parent { rows[child.parent].overlaps.insert(inner[o].parent) }
      }
    }
    for row in rows where row.isBranch && row.patterns[0] != anything { note(row, rows) }
    return result
  }

  private func note(_ row: Row, _ rows: [Row]) {
    let i = Int(row.patterns[0])
    branches[i].isSeen = true
    if row.isUseful { branches[i].isUseful = true }
    for o in row.overlaps.sorted() {
      let other = rows[o].patterns[0]
      if rows[o].isUseful && !rows[o].hasGuard && other != anything && !branches[i].coveredBy.contains(other) {
        branches[i].coveredBy.append(other)
      }
    }
  }

  private func expand(_ row: Row, _ parent: Int, _ into: inout [Row]) {
    var new = row
    new.parent = parent
    new.isUseful = false
    new.overlaps = []
    let head = row.patterns[0]
    guard head != anything, patterns[Int(head)].ctor.isOr else {
      new.isBranch = false
      into.append(new)
      return
    }
    for f in patterns[Int(head)].fields {
      new.patterns[0] = f.pattern
      new.isBranch = true
      into.append(new)
    }
  }

  private func specialize(_ head: PatternRef, _ ctor: Ctor, _ arity: Int) -> [PatternRef] {
    var result = [PatternRef](repeating: anything, count: arity)
    if head == anything { return result }
    let p = patterns[Int(head)]
    if case .privateEmpty = ctor { return result }
    for f in p.fields {
      var i = f.index
      // The part behind `..` counts from the end.
      if case .slice(let s) = p.ctor, s.after != nil, i >= s.before { i += arity - p.arity }
      result[i] = f.pattern
    }
    return result
  }

  /// The constructors to look at one by one, and those that are missing, as they are to be named.
  private func divide(_ rows: [Row], _ place: MatchedPlace) -> (divided: [Ctor], missing: [Ctor]) {
    if place.isPrivateEmpty { return ([.privateEmpty], []) }
    var column: [Ctor] = []
    for r in rows where r.patterns[0] != anything {
      let c = patterns[Int(r.patterns[0])].ctor
      if c.isOr { return ([.or], []) }
      if !c.isWild { column.append(c) }
    }
    let set = constructors(of: place.type)
    var isEmptyScrutinee = false
    if place.isScrutinee, case .none = set { isEmptyScrutinee = true }
    let emptyIsUnreachable = place.isKnownValid && (isEmptyScrutinee || hasExhaustivePatterns)
    let emptyMayBeOmitted = place.isKnownValid || isEmptyScrutinee || hasExhaustivePatterns
    let (present, missing, missingEmpty) = set.divide(column)
    var divided = present
    if !(missing.isEmpty && (missingEmpty.isEmpty || emptyIsUnreachable)) { divided.append(.missing) }
    var named = missing
    if !emptyMayBeOmitted { named += missingEmpty }
    if !named.isEmpty && !place.isScrutinee && present.isEmpty {
      named = [.wild]
    } else if named.contains(where: { $0.isNonExhaustive }) {
      named = [.nonExhaustive]
    }
    return (divided, named)
  }

  private func apply(_ ctor: Ctor, _ missing: [Ctor], _ type: TypeID, _ found: [[Witness]]) -> [[Witness]] {
    if found.isEmpty || ctor.isOr { return found }
    if ctor.isMissing {
      return missing.flatMap { m in
        let w = wildWitness(m, type)
        return found.map { $0 + [w] }
      }
    }
    let arity = fieldPlaces(of: ctor, MatchedPlace(type: type, isKnownValid: true)).count
    return found.flatMap { stack -> [[Witness]] in
      var rest = stack
      let fields = Array(rest.suffix(arity).reversed())
      rest.removeLast(arity)
      if case .unionField = ctor, fields.filter({ !$0.isWild }).count > 1 {
        // One field of a union at a time.
        return fields.indices.filter { !fields[$0].isWild }.map { i in
          var w = wildWitness(ctor, type)
          w.fields[i] = fields[i]
          return rest + [w]
        }
      }
      return [rest + [Witness(ctor: ctor, fields: fields, type: type)]]
    }
  }

  /// The witness for all values made by `ctor`.
  private func wildWitness(_ ctor: Ctor, _ type: TypeID) -> Witness {
    if ctor.isWild { return anyWitness(type) }
    let fields = fieldPlaces(of: ctor, MatchedPlace(type: type, isKnownValid: true)).filter { !$0.isPrivateEmpty }
    return Witness(ctor: ctor, fields: fields.map { anyWitness($0.type) }, type: type)
  }

  private func anyWitness(_ type: TypeID) -> Witness {
    Witness(ctor: constructors(of: type).isEmpty ? .never : .wild, fields: [], type: type)
  }
}
