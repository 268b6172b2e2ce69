// Lang items the checker knows, and the names of operator methods.
import Parallel

enum LangItem: Int, CaseIterable {
  case sized, copy, drop, deref, derefMut, derefTarget, derefPure, receiver, receiverTarget, index, indexMut
  case fn, fnMut, fnOnce, fnOnceOutput, unsize, coerceUnsized, cStr, pin, ownedBox, vaList, not, neg
  case add, sub, mul, div, rem, bitXor, bitAnd, bitOr, shl, shr
  case addAssign, subAssign, mulAssign, divAssign, remAssign, bitXorAssign, bitAndAssign, bitOrAssign, shlAssign, shrAssign
  case eq, partialOrd

  private static let names: [Name] = allCases.map { Name($0.text) }
  /// The item's name in `#[lang = "…"]`.
  var name: Name { LangItem.names[rawValue] }

  private var text: String {
    switch self {
    case .sized: "sized"
    case .copy: "copy"
    case .drop: "drop"
    case .deref: "deref"
    case .derefMut: "deref_mut"
    case .derefTarget: "deref_target"
    case .derefPure: "deref_pure"
    case .receiver: "receiver"
    case .receiverTarget: "receiver_target"
    case .index: "index"
    case .indexMut: "index_mut"
    case .fn: "fn"
    case .fnMut: "fn_mut"
    case .fnOnce: "fn_once"
    case .fnOnceOutput: "fn_once_output"
    case .unsize: "unsize"
    case .coerceUnsized: "coerce_unsized"
    case .cStr: "CStr"
    case .pin: "pin"
    case .ownedBox: "owned_box"
    case .vaList: "va_list"
    case .not: "not"
    case .neg: "neg"
    case .add: "add"
    case .sub: "sub"
    case .mul: "mul"
    case .div: "div"
    case .rem: "rem"
    case .bitXor: "bitxor"
    case .bitAnd: "bitand"
    case .bitOr: "bitor"
    case .shl: "shl"
    case .shr: "shr"
    case .addAssign: "add_assign"
    case .subAssign: "sub_assign"
    case .mulAssign: "mul_assign"
    case .divAssign: "div_assign"
    case .remAssign: "rem_assign"
    case .bitXorAssign: "bitxor_assign"
    case .bitAndAssign: "bitand_assign"
    case .bitOrAssign: "bitor_assign"
    case .shlAssign: "shl_assign"
    case .shrAssign: "shr_assign"
    case .eq: "eq"
    case .partialOrd: "partial_ord"
    }
  }
}

/// Methods of operator traits.
enum OperatorMethod {
  static let deref = Name("deref")
  static let derefMut = Name("deref_mut")
  static let index = Name("index")
  static let indexMut = Name("index_mut")
  static let call = Name("call")
  static let callMut = Name("call_mut")
  static let callOnce = Name("call_once")
  static let not = Name("not")
  static let neg = Name("neg")
}
