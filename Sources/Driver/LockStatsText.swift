// `-Z lock-stats`: what locks, tables of facts and workers did, as tables.
import Parallel

/// Three tables, whose rows depend on the compilation and the number of workers, not on the schedule.
func lockStatsText(workers: Int, since start: UInt64) -> String {
  let headings = (0..<workers).map { "worker \($0)" }
  var locks = TextTable(["lock", "acquired", "contended", "waited us", "longest us"] + headings)
  for use in LockStats.locks(workers: workers) {
    let t = use.total
    locks.add(
      [use.name, "\(t.acquired)", "\(t.contended)", microseconds(t.waited), microseconds(t.longest)] + use.byWorker.map(short))
    // The shards of an interner.
    if use.byShard.count > 1 {
      for (k, c) in use.byShard.enumerated() {
        locks.add(["  shard \(k)", "\(c.acquired)", "\(c.contended)", microseconds(c.waited), microseconds(c.longest)])
      }
    }
  }
  var tables = TextTable(["facts", "computed", "published", "duplicated"])
  for t in LockStats.tables() { tables.add([t.name, "\(t.published + t.duplicated)", "\(t.published)", "\(t.duplicated)"]) }
  var pool = TextTable(["pool", "tasks", "steals", "busy ms", "idle ms"])
  let whole = StepProfile.wallTime() - start
  for w in 0..<workers {
    let t = StepProfile.totals(of: w)
    // What the first worker does outside of tasks is work that no other can do.
    let idle = w == 0 ? "-" : milliseconds(whole - min(whole, t.busy))
    pool.add(["worker \(w)", "\(t.tasks)", "\(t.steals)", milliseconds(t.busy), idle])
  }
  return "\(locks.text)by worker: acquired/contended/waited us\n\n\(tables.text)\n\(pool.text)"
}

private func microseconds(_ time: UInt64) -> String { "\(time / 1000)" }
private func milliseconds(_ time: UInt64) -> String { "\(time / 1_000_000)" }
private func short(_ c: LockStats.Count) -> String { "\(c.acquired)/\(c.contended)/\(c.waited / 1000)" }

/// Columns as wide as their widest cell; the first to the left, the others to the right.
private struct TextTable {
  private var rows: [[String]]
  init(_ headings: [String]) { rows = [headings] }
  mutating func add(_ row: [String]) { rows.append(row) }

  var text: String {
    let columns = rows[0].count
    let widths = (0..<columns).map { c in rows.map { c < $0.count ? $0[c].utf8.count : 0 }.max() ?? 0 }
    var result = ""
    for row in rows {
      for (c, cell) in row.enumerated() {
        let space = String(repeating: " ", count: widths[c] - cell.utf8.count)
        result += c == 0 ? cell + space : "  " + space + cell
      }
      result += "\n"
    }
    return result
  }
}
