// Memory of constants: bytes with pointers in them. Shared by const evaluation and code generation.
import Defs
import Parallel
import Support
import Types

/// What a pointer in a constant points to. Arrival order: compare for equality only; equal contents may have several IDs.
public struct AllocID: Hashable, Sendable, BitwiseCopyable {
  public let rawValue: UInt32
  @inlinable public init(rawValue: UInt32) { self.rawValue = rawValue }
}

/// rustc's `GlobalAlloc`.
public enum GlobalAlloc: Sendable, BitwiseCopyable {
  case memory(ConstAllocation)
  case function(Instance)
  /// The memory of a `static`; its value is asked from const evaluation by definition.
  case `static`(DefID)
  /// The vtable of a type for a principal trait (`.none`: only drop, size and align). Laid out by code generation.
  case vtable(TypeID, VTableTrait)
  /// The 16 bytes that stand for a type in `TypeId`: one pointer-sized piece is this "pointer", whose address is part of the hash.
  case typeID(TypeID)
}

/// The principal of a trait object: trait and its arguments without `Self`, bound regions erased. `.none` without a principal.
public struct VTableTrait: Hashable, Sendable, BitwiseCopyable {
  public var trait: DefID
  public var args: GenericArgsID
  public init(trait: DefID, args: GenericArgsID) { self.trait = trait; self.args = args }
  /// Of `dyn Send` and the like.
  public static var none: VTableTrait { VTableTrait(trait: .none, args: .empty) }
}

/// A pointer-sized field within an allocation: `offset` bytes from its start the bytes hold the pointer's own offset into `target`.
public struct Relocation: Hashable, Sendable, BitwiseCopyable {
  public var offset: UInt32
  public var target: AllocID
  public init(offset: UInt32, target: AllocID) { self.offset = offset; self.target = target }
}

/// Bytes of a constant, complete and immutable as data (the program may change them if `isMutable`).
///
/// Sharing: frozen; lives as long as the process.
public struct ConstAllocation: @unchecked Sendable, BitwiseCopyable {
  // SAFETY: written once in `init`, never freed.
  public let bytes: UnsafePointer<UInt8>
  public let byteCount: Int
  /// Ascending by offset.
  public let relocations: FrozenStore<Relocation>
  /// One bit per byte, 1 for initialised; nil if all are.
  public let initMask: UnsafePointer<UInt8>?
  public let alignmentLog2: UInt8
  /// Interior mutability or `static mut`: not in read-only memory.
  public let isMutable: Bool

  public init(
    _ bytes: UnsafeBufferPointer<UInt8>, relocations: [Relocation] = [], initMask: [UInt8]? = nil, alignmentLog2: UInt8,
    isMutable: Bool = false
  ) {
    let copy = UnsafeMutablePointer<UInt8>.allocate(capacity: max(1, bytes.count))
    if bytes.count > 0 { copy.update(from: bytes.baseAddress!, count: bytes.count) }
    self.bytes = UnsafePointer(copy)
    byteCount = bytes.count
    var store = Store<Relocation>()
    for r in relocations.sorted(by: { $0.offset < $1.offset }) { store.append(r) }
    self.relocations = store.freeze()
    if let initMask {
      let mask = UnsafeMutablePointer<UInt8>.allocate(capacity: max(1, initMask.count))
      for (i, b) in initMask.enumerated() { mask[i] = b }
      self.initMask = UnsafePointer(mask)
    } else {
      self.initMask = nil
    }
    self.alignmentLog2 = alignmentLog2
    self.isMutable = isMutable
  }

  public init(_ bytes: [UInt8], relocations: [Relocation] = [], alignmentLog2: UInt8, isMutable: Bool = false) {
    self = bytes.withUnsafeBufferPointer {
      ConstAllocation($0, relocations: relocations, alignmentLog2: alignmentLog2, isMutable: isMutable)
    }
  }

  @inlinable public func isInitialized(at offset: Int) -> Bool {
    guard let initMask else { return true }
    return initMask[offset >> 3] >> UInt8(offset & 7) & 1 == 1
  }
  public var buffer: UnsafeBufferPointer<UInt8> { UnsafeBufferPointer(start: bytes, count: byteCount) }
}

/// All global allocations of the process. SHARED: see `ConcurrentStore`.
public enum Allocations {
  static let table = ConcurrentStore<GlobalAlloc>(capacity: 1 << 26)
  public static func add(_ alloc: GlobalAlloc) -> AllocID { AllocID(rawValue: UInt32(table.append(alloc))) }
  public static subscript(id: AllocID) -> GlobalAlloc { table[Int(id.rawValue)] }
}
