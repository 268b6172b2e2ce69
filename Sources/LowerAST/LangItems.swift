// Lang items that desugarings name.
import Parallel

/// A lang item by the name its `#[lang]` attribute gives.
enum LangItem {
  case intoIter, next, some, none
  case branch, fromResidual, fromOutput, fromYeet, intoTryType, `continue`, `break`
  case range, rangeFrom, rangeTo, rangeFull, rangeInclusiveNew, rangeToInclusive
  case newRange, newRangeFrom, newRangeInclusive, newRangeToInclusive
  case formatArguments, formatArgument, future

  var name: Name {
    switch self {
    case .intoIter: Known.into_iter
    case .next: .next
    case .some: .Some
    case .none: .None
    case .branch: Known.branch
    case .fromResidual: Known.from_residual
    case .fromOutput: Known.from_output
    case .fromYeet: Known.from_yeet
    case .intoTryType: Known.into_try_type
    case .continue: Known.Continue
    case .break: Known.Break
    case .range: Known.Range
    case .rangeFrom: Known.RangeFrom
    case .rangeTo: Known.RangeTo
    case .rangeFull: Known.RangeFull
    case .rangeInclusiveNew: Known.range_inclusive_new
    case .rangeToInclusive: Known.RangeToInclusive
    case .newRange: Known.RangeCopy
    case .newRangeFrom: Known.RangeFromCopy
    case .newRangeInclusive: Known.RangeInclusiveCopy
    case .newRangeToInclusive: Known.RangeToInclusiveCopy
    case .formatArguments: Known.format_arguments
    case .formatArgument: Known.format_argument
    case .future: Known.future_trait
    }
  }
}
