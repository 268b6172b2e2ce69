// Definitions: everything with a name or a place of its own that another part of a program can mean.
import Parallel
import Source
import Support

/// Number of a crate in this compilation. 0 is the crate being compiled; dependencies follow in the order they are loaded.
public struct CrateID: Hashable, Sendable, BitwiseCopyable {
  public let rawValue: UInt16
  @inlinable public init(rawValue: UInt16) { self.rawValue = rawValue }
  @inlinable public static var local: CrateID { CrateID(rawValue: 0) }
}

/// A definition: crate in the upper 11 bits, index in the crate's table below. 4 bytes.
///
/// Definitions found at item level are numbered in source order. Those inside bodies (nested items, closures, anonymous consts)
/// are numbered when their body is lowered, in arrival order. So a `DefID` is never compared for order or printed as a number:
/// order comes from positions or `DefTable.pathHash`.
public struct DefID: Hashable, Sendable, BitwiseCopyable {
  public let rawValue: UInt32
  @inlinable public init(rawValue: UInt32) { self.rawValue = rawValue }
  @inlinable public init(crate: CrateID, index: Int) { rawValue = UInt32(crate.rawValue) << 21 | UInt32(index) }
  @inlinable public static var none: DefID { DefID(rawValue: .max) }
  @inlinable public var isNone: Bool { rawValue == .max }
  @inlinable public var some: DefID? { isNone ? nil : self }
  @inlinable public var crate: CrateID { CrateID(rawValue: UInt16(rawValue >> 21)) }
  @inlinable public var index: Int { Int(rawValue & 0x1F_FFFF) }
  /// The root module of `crate`.
  @inlinable public static func root(of crate: CrateID) -> DefID { DefID(crate: crate, index: 0) }
}

public enum CtorKind: UInt8, Sendable, BitwiseCopyable { case fn, const }

/// What a definition is. rustc's `DefKind`.
public enum DefKind: UInt8, Sendable, BitwiseCopyable {
  case mod, `struct`, union, `enum`, variant, trait, traitAlias, tyAlias, foreignTy, assocTy, tyParam
  case fn, const, constParam, `static`, structCtorFn, structCtorConst, variantCtorFn, variantCtorConst, assocFn, assocConst
  case macro
  case externCrate, use, foreignMod, anonConst, inlineConst, opaqueTy, field, lifetimeParam, globalAsm
  case inherentImpl, traitImpl, closure, coroutineClosure

  public enum Namespace: UInt8, Sendable, BitwiseCopyable, CaseIterable { case type, value, macro }

  /// The namespace its name lives in; nil for definitions without a name that paths can mean.
  public var namespace: Namespace? {
    switch self {
    case .mod, .struct, .union, .enum, .variant, .trait, .traitAlias, .tyAlias, .foreignTy, .assocTy, .tyParam, .opaqueTy:
      .type
    case .fn, .const, .constParam, .static, .structCtorFn, .structCtorConst, .variantCtorFn, .variantCtorConst, .assocFn,
      .assocConst:
      .value
    case .macro: .macro
    default: nil
    }
  }
  public var isImpl: Bool { self == .inherentImpl || self == .traitImpl }
}
public typealias Namespace = DefKind.Namespace

/// The primitive types, which are in scope everywhere unless shadowed.
public enum PrimTy: UInt8, Sendable, BitwiseCopyable, CaseIterable {
  case bool, char, str
  case i8, i16, i32, i64, i128, isize, u8, u16, u32, u64, u128, usize
  case f16, f32, f64, f128
}

/// What a path means. rustc's `Res`, without the locals that only bodies know.
public enum Res: Hashable, Sendable, BitwiseCopyable {
  case def(DefKind, DefID)
  case primTy(PrimTy)
  /// `Self` inside a trait.
  case selfTyParam(trait: DefID)
  /// `Self` inside an impl (or a struct, enum, union: its own type).
  case selfTyAlias(DefID)
  /// `Self(…)`/`Self` as a value.
  case selfCtor(DefID)
  /// A binding of the body being lowered.
  case local(LocalBindingID)
  /// `rustfmt::skip`, `clippy::…`
  case toolMod
  /// An attribute that is no macro: built in, a derive helper, or of a tool.
  case nonMacroAttr
  case err
}

/// A variable binding within one body; numbered by lowering in source order.
public struct LocalBindingID: Hashable, Sendable, BitwiseCopyable {
  public let rawValue: UInt32
  @inlinable public init(rawValue: UInt32) { self.rawValue = rawValue }
  @inlinable public var index: Int { Int(rawValue) }
}
