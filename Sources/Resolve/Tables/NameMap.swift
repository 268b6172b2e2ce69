// The names of one module: a small hash table in insertion order.
import Defs
import Glibc
import Parallel
import Source
import Support

/// A name as the key of a module: name, hygiene (only opaque marks count), namespace. `_` gets a number of its own in each module.
public struct NameKey: Hashable, Sendable, BitwiseCopyable {
  public var name: Name
  /// Normalised: opaque marks only, every root as `.root`.
  public var context: SyntaxContext
  /// Namespace in the low bits, disambiguator of `_` above.
  var tag: UInt32

  init(_ name: Name, _ context: SyntaxContext, _ namespace: Namespace, disambiguator: UInt32 = 0) {
    self.name = name
    self.context = context
    tag = UInt32(namespace.rawValue) | disambiguator << 2
  }
  public var namespace: Namespace { Namespace(rawValue: UInt8(tag & 3))! }
  var hash: UInt32 { (name.rawValue &* 0x9E37_79B1 ^ context.rawValue &* 0x85EB_CA6B &+ tag) &* 0xC2B2_AE35 }
}

/// What a name is in one module and namespace.
public struct NameEntry: Sendable, BitwiseCopyable {
  public var key: NameKey
  /// An item or single import; `.none` without.
  public var nonGlob = DeclID.none
  /// What glob imports bring; shadowed by `nonGlob`.
  public var glob = DeclID.none
  /// Single imports that may still define it: the last of a circle of `ImportLink`s.
  var singles: UInt32 = 0
  /// Where the name is written.
  var span: Span

  public var best: DeclID { nonGlob.isNone ? glob : nonGlob }
  /// The declaration, if it is known for sure.
  var binding: DeclID { nonGlob.isNone ? (singles == 0 ? glob : .none) : nonGlob }
}

/// Entries in insertion order, with an index once there are more than eight. Sharing: written by one owner (a merge, or a body's
/// task), read by all after.
public struct NameMap: @unchecked Sendable, BitwiseCopyable {
  // SAFETY: see above; memory is never freed while it is reachable.
  private var entries: UnsafeMutablePointer<NameEntry>? = nil
  private var slots: UnsafeMutablePointer<UInt32>? = nil
  public private(set) var count: UInt32 = 0
  private var capacity: UInt32 = 0
  private var mask: UInt32 = 0

  init() {}

  var all: UnsafeMutableBufferPointer<NameEntry> { UnsafeMutableBufferPointer(start: entries, count: Int(count)) }

  func find(_ key: NameKey) -> UnsafeMutablePointer<NameEntry>? {
    if let slots {
      var slot = (key.hash >> 7) & mask
      while true {
        let n = slots[Int(slot)]
        if n == 0 { return nil }
        if entries![Int(n - 1)].key == key { return entries! + Int(n - 1) }
        slot = (slot &+ 1) & mask
      }
    }
    for i in 0..<Int(count) where entries![i].key == key { return entries! + i }
    return nil
  }

  mutating func findOrAdd(_ key: NameKey, span: Span) -> UnsafeMutablePointer<NameEntry> {
    if let found = find(key) { return found }
    if count == capacity { grow() }
    let place = entries! + Int(count)
    place.initialize(to: NameEntry(key: key, span: span))
    count += 1
    if slots != nil { index(Int(count) - 1) }
    return place
  }

  private mutating func grow() {
    let newCapacity = max(4, capacity * 2)
    let bigger = UnsafeMutablePointer<NameEntry>.allocate(capacity: Int(newCapacity))
    if let entries {
      bigger.update(from: entries, count: Int(count))
      entries.deallocate()
    }
    entries = bigger
    capacity = newCapacity
    if newCapacity > 8 {
      slots?.deallocate()
      mask = newCapacity * 2 - 1
      let fresh = UnsafeMutablePointer<UInt32>.allocate(capacity: Int(mask) + 1)
      fresh.initialize(repeating: 0, count: Int(mask) + 1)
      slots = fresh
      for i in 0..<Int(count) { index(i) }
    }
  }

  private func index(_ i: Int) {
    var slot = (entries![i].key.hash >> 7) & mask
    while slots![Int(slot)] != 0 { slot = (slot &+ 1) & mask }
    slots![Int(slot)] = UInt32(i + 1)
  }
}
