// What the library says of its items: stable, or behind a feature.
import Defs
import Expand
import Glibc
import Parallel
import Resolve
import Source
import Support
import Syntax

extension World {
  /// The feature that `def` belongs to, nil if it is stable; what says nothing is as stable as what it stands in.
  public func unstableFeature(of def: DefID) -> Name? {
    var d = def
    while !d.isNone {
      if attribute(.stable, of: d) != nil { return nil }
      if let a = attribute(.unstable, of: d) {
        // Its text: the tokens of a module's own attributes are those of its file.
        return feature(in: FileTable.text(of: a.node.span))
      }
      d = Defs[d].parent
    }
    return nil
  }

  /// What stands in quotes after `feature =`. Asked for each item of the library that a program names: no text is copied.
  private func feature(in text: UnsafeBufferPointer<UInt8>) -> Name? {
    let word: StaticString = "feature"
    func skipSpaces(_ i: inout Int) { while i < text.count, text[i] == UInt8(ascii: " ") { i += 1 } }
    var i = 0
    while i + word.utf8CodeUnitCount < text.count {
      guard memcmp(text.baseAddress! + i, word.utf8Start, word.utf8CodeUnitCount) == 0 else {
        i += 1
        continue
      }
      i += word.utf8CodeUnitCount
      skipSpaces(&i)
      guard i < text.count, text[i] == UInt8(ascii: "=") else { continue }
      i += 1
      skipSpaces(&i)
      guard i < text.count, text[i] == UInt8(ascii: "\"") else { continue }
      guard let end = text[(i + 1)...].firstIndex(of: UInt8(ascii: "\"")) else { return nil }
      return Name(bytes: UnsafeBufferPointer(rebasing: text[(i + 1)..<end]))
    }
    return nil
  }
}
