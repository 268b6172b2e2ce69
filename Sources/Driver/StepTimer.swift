// `-Z time-passes`: how long each step took.
import Diagnostics
import Glibc

/// Wall and processor time of the steps. Sharing: none.
struct StepTimer {
  let isOn: Bool
  private var wall: Double = 0
  private var cpu: Double = 0

  init(isOn: Bool) {
    self.isOn = isOn
    if isOn { (wall, cpu) = Self.now() }
  }

  /// Ends a step and starts the next.
  mutating func end(_ step: String) {
    guard isOn else { return }
    let (w, c) = Self.now()
    let busy = w > wall ? (c - cpu) / (w - wall) : 0
    var usage = rusage()
    getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
    let line = "time: \(Self.padded(w - wall, 3)); cpu: \(Self.padded(c - cpu, 3)); busy cores: \(Self.padded(busy, 2)); rss: "
      + "\(usage.ru_maxrss / 1024) MB\t\(step)\n"
    writeToStandardError(line)
    (wall, cpu) = (w, c)
  }

  private static func now() -> (Double, Double) {
    func read(_ clock: clockid_t) -> Double {
      var time = timespec()
      clock_gettime(clock, &time)
      return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }
    return (read(CLOCK_MONOTONIC), read(CLOCK_PROCESS_CPUTIME_ID))
  }

  private static func padded(_ seconds: Double, _ digits: Int) -> String {
    let scale = digits == 3 ? 1000 : 100
    let n = Int((seconds * Double(scale)).rounded())
    let fraction = String(n % scale)
    return "\(n / scale).\(String(repeating: "0", count: digits - fraction.count))\(fraction)"
  }
}
