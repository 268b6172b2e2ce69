// Names of attributes, interned once.
import Parallel

enum Words {
  static let repr = Name("repr")
  static let rustc_reservation_impl = Name("rustc_reservation_impl")
  static let marker = Name("marker")
  static let fundamental = Name("fundamental")
  static let rustc_coinductive = Name("rustc_coinductive")
  static let rustc_paren_sugar = Name("rustc_paren_sugar")
  static let rustc_specialization_trait = Name("rustc_specialization_trait")
  static let rustc_unsafe_specialization_marker = Name("rustc_unsafe_specialization_marker")
  static let rustc_skip_during_method_dispatch = Name("rustc_skip_during_method_dispatch")
  static let rustc_deny_explicit_impl = Name("rustc_deny_explicit_impl")
  static let rustc_layout_scalar_valid_range_start = Name("rustc_layout_scalar_valid_range_start")
  static let rustc_layout_scalar_valid_range_end = Name("rustc_layout_scalar_valid_range_end")
  static let non_exhaustive = Name("non_exhaustive")
  static let boxed_slice = Name("boxed_slice")
  static let array = Name("array")
}
