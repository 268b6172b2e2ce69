// How much processor time the control group of this process may use.
import Glibc

/// The CPU quota of control groups, of version 2 (`cpu.max`) and 1 (`cpu.cfs_quota_us`).
enum CPUQuota {
  /// The quota in whole cores, rounded down but at least 1: the smallest of the process's group and those above it. Nil without one.
  ///
  /// - Parameter read: the text of a file, nil if it cannot be read.
  static func cores(_ read: (String) -> String?) -> Int? {
    var smallest: Int?
    func note(_ cores: Int?) { if let cores { smallest = min(smallest ?? cores, cores) } }
    // In a container the group's own path may not be visible; its root is then what binds.
    for line in (read("/proc/self/cgroup") ?? "0::/").split(separator: "\n") {
      let parts = line.split(separator: ":", maxSplits: 2, omittingEmptySubsequences: false)
      guard parts.count == 3 else { continue }
      let isUnified = parts[1].isEmpty
      guard isUnified || parts[1].split(separator: ",").contains("cpu") else { continue }
      let roots = isUnified ? ["/sys/fs/cgroup", "/sys/fs/cgroup/unified"] : ["/sys/fs/cgroup/\(parts[1])", "/sys/fs/cgroup/cpu"]
      for group in paths(to: String(parts[2])) {
        for root in roots { note(isUnified ? unified(read("\(root)\(group)/cpu.max")) : separate(root + group, read)) }
      }
    }
    return smallest
  }

  /// A group and those it lies in: "/a/b", "/a", "".
  private static func paths(to group: String) -> [String] {
    var result = [group == "/" ? "" : group]
    while let slash = result.last?.lastIndex(of: "/") { result.append(String(result.last![..<slash])) }
    return result
  }

  /// `cpu.max`: quota (or "max") and period in microseconds.
  private static func unified(_ text: String?) -> Int? {
    let words = (text ?? "").split { $0 == " " || $0 == "\n" }
    return words.count == 2 ? cores(Int(words[0]), Int(words[1])) : nil
  }

  private static func separate(_ folder: String, _ read: (String) -> String?) -> Int? {
    func number(_ name: String) -> Int? { read("\(folder)/\(name)").flatMap { Int($0.prefix { $0 != "\n" }) } }
    return cores(number("cpu.cfs_quota_us"), number("cpu.cfs_period_us"))
  }

  private static func cores(_ quota: Int?, _ period: Int?) -> Int? {
    guard let quota, let period, quota > 0, period > 0 else { return nil }
    return max(1, quota / period)
  }
}

/// The text of a file of less than 4 KB; nil if it cannot be read.
public func readSmallFile(_ path: String) -> String? {
  let file = open(path, O_RDONLY | O_CLOEXEC)
  if file < 0 { return nil }
  defer { close(file) }
  return withUnsafeTemporaryAllocation(byteCount: 4096, alignment: 1) { buffer in
    let count = read(file, buffer.baseAddress!, 4096)
    return count < 0 ? nil : String(decoding: UnsafeRawBufferPointer(rebasing: buffer[0..<count]), as: UTF8.self)
  }
}
