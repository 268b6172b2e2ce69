// What each variable of a rule was matched with, addressed by repetition.
import Parallel
import Source
import Support
import Syntax

/// The matches of a rule's variables. For each variable a list of token ranges (one if it does not repeat), and for each level of
/// repetition the places where its repetitions begin in the next level.
struct MatchedVariables {
  private var ranges: [TokenRange] = []
  /// Starts of repetitions, and one end per level.
  private var starts: [UInt32] = []
  private struct Place {
    var firstRange: UInt32 = 0
    /// Index in `starts` of the outermost level.
    var firstLevel: UInt32 = 0
    var depth: UInt8 = 0
  }
  private var places: [Place] = []
  /// Index in `starts` of each level of each variable, from `Place.firstLevel` on.
  private var levels: [UInt32] = []

  init(_ definition: MacroRulesDefinition, _ rule: MacroRule, _ entries: [MatchEntry], _ final: UInt32) {
    let variables = definition.variables[rule.variables]
    // The entries in the order of matching.
    var order: [UInt32] = []
    var e = final
    while e != MatchEntry.none {
      order.append(e)
      e = entries[Int(e)].parent
    }

    // Count: per variable its ranges, and per level its repetitions.
    var counts = [UInt32](repeating: 0, count: variables.count)
    var levelCounts: [UInt32] = []
    for v in variables {
      places.append(Place(firstRange: 0, firstLevel: UInt32(levelCounts.count), depth: v.depth))
      for _ in 0..<v.depth { levelCounts.append(0) }
    }
    func offset(_ step: MatcherStep, _ stepIndex: UInt32) -> Int {
      // Variables of an attribute's arguments come first; those of what it stands on are numbered after them already.
      Int(step.variable)
    }
    for e in order {
      let entry = entries[Int(e)]
      let step = definition.steps[index: Int(entry.step)]
      if step.kind == .variable {
        counts[Int(step.variable)] += 1
      } else {
        for v in Int(step.variable)..<Int(step.variable + step.variableCount) {
          levelCounts[Int(places[v].firstLevel) + Int(step.depth)] += 1
        }
      }
    }
    var next: UInt32 = 0
    for v in 0..<variables.count {
      places[v].firstRange = next
      next += counts[v]
      counts[v] = 0
    }
    ranges = [TokenRange](repeating: TokenRange(0, 0), count: Int(next))
    next = 0
    for count in levelCounts {
      levels.append(next)
      next += count + 1
    }
    starts = [UInt32](repeating: 0, count: Int(next))
    var filled = [UInt32](repeating: 0, count: levels.count)

    for e in order.reversed() {
      let entry = entries[Int(e)]
      let step = definition.steps[index: Int(entry.step)]
      if step.kind == .variable {
        let v = Int(step.variable)
        ranges[Int(places[v].firstRange + counts[v])] = entry.range
        counts[v] += 1
      } else {
        for v in Int(step.variable)..<Int(step.variable + step.variableCount) {
          let level = Int(places[v].firstLevel) + Int(step.depth)
          let isLast = Int(step.depth) + 1 == Int(places[v].depth)
          starts[Int(levels[level] + filled[level])] = isLast ? counts[v] : filled[level + 1]
          filled[level] += 1
        }
      }
    }
    // Each level's end: how many the next level has.
    for v in 0..<variables.count {
      let depth = Int(places[v].depth)
      for d in 0..<depth {
        let level = Int(places[v].firstLevel) + d
        starts[Int(levels[level] + filled[level])] = d + 1 == depth ? counts[v] : filled[level + 1]
      }
    }
  }

  enum Found {
    case single(TokenRange)
    case repeating(count: Int)
  }

  /// What the variable stands for in the repetitions that are at `indices`, outermost first.
  @inline(__always) func look(_ variable: Int, _ indices: [Transcriber.Repeat]) -> Found {
    let place = places[variable]
    if place.depth == 0 { return .single(ranges[Int(place.firstRange)]) }
    var node: UInt32 = 0
    for d in 0..<min(Int(place.depth), indices.count) {
      node = starts[Int(levels[Int(place.firstLevel) + d] + node)] + indices[d].index
    }
    if indices.count >= Int(place.depth) { return .single(ranges[Int(place.firstRange + node)]) }
    let at = Int(levels[Int(place.firstLevel) + indices.count] + node)
    return .repeating(count: Int(starts[at + 1] - starts[at]))
  }

  func depth(of variable: Int) -> Int { Int(places[variable].depth) }

  /// The deepest level that the first of each repetition reaches (a repetition of nothing has no levels below it).
  func reachedDepth(_ variable: Int) -> Int {
    let place = places[variable]
    var reached = 0
    var node: UInt32 = 0
    for d in 0..<Int(place.depth) {
      reached += 1
      let at = Int(levels[Int(place.firstLevel) + d] + node)
      if starts[at + 1] == starts[at] { break }
      node = starts[at]
    }
    return reached
  }

  /// How many repetitions there are `depth` levels below the place at `indices`.
  func count(_ variable: Int, _ indices: [Transcriber.Repeat], depth: Int) -> Int? {
    let place = places[variable]
    guard indices.count < Int(place.depth) else { return nil }
    var low: UInt32 = 0
    for d in 0..<indices.count { low = starts[Int(levels[Int(place.firstLevel) + d] + low)] + indices[d].index }
    var high = low + 1
    for d in indices.count..<min(Int(place.depth), indices.count + depth + 1) {
      let level = levels[Int(place.firstLevel) + d]
      (low, high) = (starts[Int(level + low)], starts[Int(level + high)])
    }
    return Int(high - low)
  }
}
