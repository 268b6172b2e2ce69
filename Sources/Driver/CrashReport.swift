// What the user sees when the compiler itself fails.
import CParallel
import Glibc
import Parallel

/// Reports of failures of the compiler: what it was doing, and for which item. Exit status 101, as rustc's.
public enum CrashReport {
  /// Says which item a number means that a step gave to `Activity`; called while the process is ending, so it may fail.
  nonisolated(unsafe) public static var describeItem: (@Sendable (UInt64) -> String?)? = nil

  /// - Requires: called once, by the thread that compiles.
  public static func install() {
    skein_install_crash_handlers { signal, stage, item, isStackOverflow in
      var text = "error: internal compiler error: the compiler unexpectedly panicked"
      text += isStackOverflow ? ": the input is nested too deeply for its stack\n\n" : ". This is a bug in Skein.\n\n"
      let doing = stage.map { String(cString: $0) } ?? "working"
      text += "note: it was \(doing)"
      if item != .max, let description = CrashReport.describeItem?(item) { text += " `\(description)`" }
      text += " (signal \(signal))\n"
      text += "note: rustc \(Version.rust), Skein \(Version.skein) build \(Version.build)\n"
      text.withUTF8 { _ = write(2, $0.baseAddress!, $0.count) }
    }
  }
}
