// Contexts as keys of name tables: how marks are stripped on the way from a use to a definition.
import Parallel
import Source
import Support
import Syntax

extension SyntaxContext {
  /// With opaque marks only, and every crate's root as one.
  var normalized: SyntaxContext {
    if isRoot { return .root }
    let opaque = Hygiene.data(self).opaque
    return opaque.isRoot ? .root : opaque
  }

  var outerExpansion: ExpansionID { isRoot ? ExpansionID(rawValue: 0) : Hygiene.data(self).outerExpansion }

  /// Takes the newest mark off.
  mutating func removeMark() -> ExpansionID {
    if isRoot { return ExpansionID(rawValue: 0) }
    let data = Hygiene.data(self)
    self = data.parent.isRoot ? .root : data.parent
    return data.outerExpansion
  }

  /// Takes off the marks of expansions that `expansion` is not inside of. Returns the last of them.
  mutating func adjust(to expansion: ExpansionID) -> ExpansionID? {
    var last: ExpansionID? = nil
    while !expansion.isInside(outerExpansion) { last = removeMark() }
    return last
  }

  /// This context for a lookup through a glob import written in `globContext`, in a module that `expansion` made. The outer nil: not
  /// visible through it; the inner one: the expansion whose definition decides on privacy.
  mutating func globAdjust(to expansion: ExpansionID, _ globContext: SyntaxContext) -> ExpansionID?? {
    if isRoot && globContext.isRoot { return .some(nil) }
    var last: ExpansionID? = nil
    var glob = globContext.normalized
    while !expansion.isInside(glob.outerExpansion) {
      let mark = glob.removeMark()
      last = mark
      if removeMark() != mark { return nil }
    }
    if adjust(to: expansion) != nil { return nil }
    return .some(last)
  }

  /// The other direction: under which context a name of a module that `expansion` made is seen through a glob import.
  mutating func reverseGlobAdjust(to expansion: ExpansionID, _ globContext: SyntaxContext) -> ExpansionID?? {
    if isRoot && globContext.isRoot { return .some(nil) }
    if adjust(to: expansion) != nil { return nil }
    let glob = globContext.normalized
    var rest = glob
    var last: ExpansionID? = nil
    while !expansion.isInside(rest.outerExpansion) { last = rest.removeMark() }
    guard let last else { return .some(nil) }
    // The marks of the import go on top of what is left of them; other marks below cannot be combined with them.
    guard self == rest else { return nil }
    self = glob
    return .some(last)
  }
}

extension ExpansionID {
  func isInside(_ ancestor: ExpansionID) -> Bool {
    if ancestor.isRoot { return true }
    var e = self
    while true {
      if e == ancestor { return true }
      if e.isRoot { return false }
      e = Hygiene[e].parent
    }
  }
}

extension Ident {
  var key: SyntaxContext { span.context.normalized }
}
