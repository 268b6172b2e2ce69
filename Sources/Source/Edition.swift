/// An edition of the language. Ordered by year.
public enum Edition: UInt8, Sendable, BitwiseCopyable, Comparable {
  case e2015, e2018, e2021, e2024
  @inlinable public static func < (a: Edition, b: Edition) -> Bool { a.rawValue < b.rawValue }
}
