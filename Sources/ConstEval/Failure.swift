// Why an evaluation ended without a value, and where.
import MIR
import Monomorphize
import Source
import Types

/// A failed evaluation: the reason, and the calls that led there.
public struct EvaluationFailure: Error, Sendable {
  /// Where a function stood when the evaluation failed.
  public struct Place: Sendable {
    public var span: Span
    /// Nil for the constant's own body.
    public var instance: Instance?
  }
  public var error: EvaluationError
  /// The constant's own body first, the failing function last; functions that report their caller's place are left out.
  public var places: [Place]
}

extension Machine {
  /// `error` with the places of all functions that are being evaluated.
  func failure(_ error: EvaluationError) -> EvaluationFailure {
    var places: [EvaluationFailure.Place] = []
    for (i, f) in frames.enumerated() {
      if let instance = f.instance, facts.attributes(of: instance.def).isTrackCaller { continue }
      let span = i + 1 < frames.count ? frames[i + 1].callerSpan : f.body.span(of: current)
      places.append(EvaluationFailure.Place(span: span, instance: f.instance))
    }
    return EvaluationFailure(error: error, places: places)
  }

  /// Runs `body` and makes of its value what `finish` says.
  static func evaluate<R>(
    _ body: Body, _ args: GenericArgsID, _ type: TypeID, _ facts: ProgramFacts,
    _ finish: (inout Machine, MemoryPlace) throws(EvaluationError) -> R
  ) throws(EvaluationFailure) -> R {
    var machine = Machine(facts)
    do throws(EvaluationError) {
      let place = try machine.run(body, args, resultType: type)
      return try finish(&machine, place)
    } catch {
      throw machine.failure(error)
    }
  }
}
