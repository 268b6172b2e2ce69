// Statements: what a basic block does before its terminator.
import Support
import Types

/// 24 bytes.
public struct Statement: Sendable, BitwiseCopyable {
  public var kind: StatementKind
  public var source: SourceInfoID
  public init(_ kind: StatementKind, _ source: SourceInfoID) { self.kind = kind; self.source = source }
}

public enum StatementKind: Sendable, BitwiseCopyable {
  case assign(Place, ID<Rvalue>)
  /// For borrow checking only.
  case fakeRead(FakeReadCause, Place)
  case setDiscriminant(Place, variant: UInt32)
  case storageLive(LocalID)
  case storageDead(LocalID)
  /// `let _ = place;`: for checks only.
  case placeMention(Place)
  case assume(ID<Operand>)
  /// Three operands in a row: source, destination, count of elements.
  case copyNonOverlapping(Run<Operand>)
  case nop
}

public enum FakeReadCause: UInt8, Sendable, BitwiseCopyable { case matchGuard, matchedPlace, guardBinding, `let`, index }
