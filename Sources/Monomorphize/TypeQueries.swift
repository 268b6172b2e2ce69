// Simple questions about monomorphic types, answered from their kind and layout.
import ABI
import Defs
import MIR
import Support
import Syntax
import Types

/// What makes a type unsized, at its own level.
public enum UnsizedKind: Sendable {
  case sized
  case slice(TypeID)
  case str
  case trait
  case foreign
  /// A struct or tuple whose last field is unsized.
  case tailOfStruct
}

extension ProgramFacts {
  /// The type behind a reference, raw pointer or `Box`.
  public func pointee(of type: TypeID) -> TypeID {
    switch type.kind {
    case .ref(_, let t, _), .rawPtr(let t, _): return t
    case .adt(_, let args): return args.count > 0 ? args[0].type ?? .error : .error
    case .pattern(let t, _): return pointee(of: t)
    default: return .error
    }
  }
  public func elementType(of type: TypeID) -> TypeID {
    switch type.kind {
    case .array(let t, _), .slice(let t): t
    case .str: .u8
    default: .error
    }
  }

  public func unsizedKind(of type: TypeID) -> UnsizedKind {
    switch type.kind {
    case .slice(let t): return .slice(t)
    case .str: return .str
    case .dynamic: return .trait
    case .foreign: return .foreign
    case .adt, .tuple: return layout(of: type).isUnsized ? .tailOfStruct : .sized
    default: return .sized
    }
  }

  /// The kind of the innermost last field: what the metadata of a pointer to `type` is.
  public func tail(of type: TypeID) -> UnsizedKind { unsizedKind(of: tailType(of: type)) }
  public func tailType(of type: TypeID) -> TypeID {
    var type = type
    for _ in 0..<1000 {
      guard case .tailOfStruct = unsizedKind(of: type) else { break }
      let layout = layout(of: type)
      type = fieldType(layout.fieldCount - 1, of: TypedLayout(type, layout))
    }
    return type
  }

  /// The type of part `i` of a value: field, element, or part of a wide pointer.
  public func fieldType(_ i: Int, of type: TypedLayout) -> TypeID {
    if case .multiple(let tag, _, _) = type.layout.variants { return integerType(tag.primitive) }
    switch type.type.kind {
    case .array(let t, _), .slice(let t): return t
    case .str: return .u8
    case .tuple(let list): return list[i]
    case .ref(_, let t, _), .rawPtr(let t, _):
      if i == 0 { return .rawPtr(.unit, .mut) }
      if case .trait = tail(of: t) { return .rawPtr(.unit, .not) }
      return .usize
    case .pattern(let t, _): return fieldType(i, of: TypedLayout(t, type.layout))
    case .dynamic: return i == 0 ? .rawPtr(.unit, .mut) : .rawPtr(.unit, .not)
    default:
      var variant: UInt32 = 0
      if case .single(let v) = type.layout.variants { variant = v }
      return fieldType(of: type.type, variant: variant, i)
    }
  }

  /// An unsigned integer type (or pointer, or float) for a primitive.
  public func integerType(_ p: Primitive) -> TypeID {
    switch p {
    case .int(let size, let signed):
      switch size {
      case .i8: signed ? .i8 : .u8
      case .i16: signed ? .i16 : .u16
      case .i32: signed ? .i32 : .u32
      case .i64: signed ? .i64 : .u64
      case .i128: signed ? .i128 : .u128
      }
    case .f16: .float(.f16)
    case .f32: .f32
    case .f64: .f64
    case .f128: .float(.f128)
    case .pointer: .rawPtr(.unit, .mut)
    }
  }

  public func isSigned(_ type: TypeID) -> Bool {
    switch type.kind {
    case .int: true
    case .pattern(let t, _): isSigned(t)
    default: false
    }
  }
  public func isFloat(_ type: TypeID) -> Bool { if case .float = type.kind { true } else { false } }
  public func isPointerLike(_ type: TypeID) -> Bool {
    switch type.kind {
    case .ref, .rawPtr, .fnPtr: true
    default: false
    }
  }

  /// What LLVM may assume of the memory behind a pointer at `offset` in a value.
  public struct PointeeInfo {
    public enum Kind {
      case raw
      case shared(isFrozen: Bool)
      case mutable(isUnpin: Bool)
      case box(isUnique: Bool)
    }
    public var kind: Kind
    public var size: UInt64
    public var alignmentLog2: UInt8
  }
  public func pointeeInfo(in type: TypedLayout, at offset: UInt64, depth: Int = 0) -> PointeeInfo? {
    switch type.type.kind {
    case .ref(_, let t, let mutability):
      guard offset == 0 else { return nil }
      let layout = layout(of: t)
      if case .trait = unsizedKind(of: t) {
        return PointeeInfo(kind: kind(t, mutability), size: 0, alignmentLog2: 0)
      }
      return PointeeInfo(
        kind: kind(t, mutability), size: layout.isSized ? layout.size : 0, alignmentLog2: layout.isSized || !isTrait(t) ? layout.alignmentLog2 : 0)
    case .adt(let def, _):
      if depth > 20 { return nil }
      if isBox(def) {
        guard offset == 0 else { return nil }
        let t = pointee(of: type.type)
        let layout = layout(of: t)
        return PointeeInfo(
          kind: .box(isUnique: isUnpin(t)), size: layout.isSized ? layout.size : 0, alignmentLog2: isTrait(t) ? 0 : layout.alignmentLog2)
      }
      // The one field that covers the offset; the niche variant of an enum like `Option<&T>` may be null.
      switch type.layout.variants {
      case .single:
        guard case .arbitrary = type.layout.fields else { return nil }
        for i in 0..<type.layout.fieldCount {
          let start = type.layout.fieldOffset(i)
          let t = fieldType(i, of: type)
          let field = TypedLayout(t, self.layout(of: t))
          if field.layout.isSized && start <= offset && offset + 8 <= start + field.size {
            return pointeeInfo(in: field, at: offset - start, depth: depth + 1)
          }
        }
        return nil
      case .multiple(_, .niche(let untagged, _, _, _), _):
        guard var info = pointeeInfo(
          in: TypedLayout(type.type, type.layout.variant(untagged)), at: offset, depth: depth + 1)
        else { return nil }
        // Valid only when it is the untagged variant: nothing can be read through it otherwise.
        info.size = 0
        return info
      default: return nil
      }
    case .tuple:
      if depth > 20 { return nil }
      for i in 0..<type.layout.fieldCount {
        let start = type.layout.fieldOffset(i)
        let t = fieldType(i, of: type)
        let field = TypedLayout(t, self.layout(of: t))
        if field.layout.isSized && start <= offset && offset + 8 <= start + field.size {
          return pointeeInfo(in: field, at: offset - start, depth: depth + 1)
        }
      }
      return nil
    default: return nil
    }
  }
  private func isTrait(_ t: TypeID) -> Bool { if case .trait = tail(of: t) { true } else { false } }
  private func kind(_ t: TypeID, _ m: Mutability) -> PointeeInfo.Kind {
    m == .mut ? .mutable(isUnpin: isUnpin(t)) : .shared(isFrozen: isFreeze(t))
  }
}

extension ProgramFacts {
  /// A method in a vtable: takes the implicit location argument if the trait says that all implementations do.
  public func vtableMethod(_ instance: Instance) -> Instance {
    if case .item(let def) = instance.kind, traitTracksCaller(def) { return instance }
    return reified(instance)
  }

  /// A function as a pointer: without the implicit location argument of `#[track_caller]`.
  public func reified(_ instance: Instance) -> Instance {
    if case .item(let def) = instance.kind, attributes(of: def).isTrackCaller { return Instance(.reifyShim(def), instance.args) }
    return instance
  }

  /// The principal trait of a `dyn` type, as vtables are keyed.
  public func vtableTrait(_ list: ExistentialListID) -> VTableTrait {
    guard let principal = list.principal else { return .none }
    return VTableTrait(trait: principal.def, args: eraseBinder(principal.args))
  }

  /// The parts of two types that differ in an unsizing coercion: the last fields of equal structs.
  public func unsizingTails(_ from: TypeID, _ to: TypeID) -> (TypeID, TypeID) {
    var a = from
    var b = to
    for _ in 0..<1000 {
      guard case .adt(let d1, _) = a.kind, case .adt(let d2, _) = b.kind, d1 == d2 else { break }
      let la = layout(of: a)
      let lb = layout(of: b)
      guard la.fieldCount > 0, la.fieldCount == lb.fieldCount else { break }
      a = fieldType(la.fieldCount - 1, of: TypedLayout(a, la))
      b = fieldType(lb.fieldCount - 1, of: TypedLayout(b, lb))
    }
    return (a, b)
  }
}
