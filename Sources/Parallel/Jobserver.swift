// The jobserver of make and cargo: how many workers may run at once, all compilers of a build together.
import CParallel
import Glibc

/// The client of a jobserver. A parallel step takes a token for each worker besides the first, as many as are there without waiting, and
/// more when they become free; each worker gives one back when it finds no more work. The first worker runs on the token that the
/// process was started with. SHARED: tokens held are in atomic slots, known to the handlers of signals, which give them back.
public enum Jobserver {
  /// Looks for a jobserver in the environment (`CARGO_MAKEFLAGS`, `MAKEFLAGS`, `MFLAGS`). Called once, before the first step.
  @discardableResult public static func connect() -> Bool {
    for variable in ["CARGO_MAKEFLAGS", "MAKEFLAGS", "MFLAGS"] {
      guard let flags = getenv(variable).map({ String(cString: $0) }), let address = address(in: flags) else { continue }
      return connect(to: address)
    }
    return false
  }

  /// What the last `--jobserver-auth=` (or `--jobserver-fds=`, of make before 4.2) says.
  static func address(in flags: String) -> String? {
    var found: String? = nil
    for word in flags.split(separator: " ") {
      for option in ["--jobserver-auth=", "--jobserver-fds="] where word.hasPrefix(option) { found = String(word.dropFirst(option.count)) }
    }
    return found
  }

  /// `fifo:PATH`, or the numbers of the two ends of a pipe.
  static func connect(to address: String) -> Bool {
    let path: String
    var writer: Int32 = -1
    if address.hasPrefix("fifo:") {
      path = String(address.dropFirst(5))
    } else {
      let ends = address.split(separator: ",").compactMap { Int32($0) }
      // Negative numbers, and numbers that are no open pipes: make keeps its jobserver from this process.
      guard ends.count == 2, isPipe(ends[0]), isPipe(ends[1]) else { return false }
      path = "/proc/self/fd/\(ends[0])"
      writer = ends[1]
    }
    // Opened anew, so that not waiting is a property of this process alone.
    let reader = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC)
    if writer < 0 { writer = open(path, O_WRONLY | O_NONBLOCK | O_CLOEXEC) }
    guard reader >= 0, writer >= 0, isPipe(reader) else { return false }
    skein_jobserver_connect(reader, writer)
    // The thread that started this one has nothing left to do but to wait for it; it counts as running until it does.
    for _ in 0..<1000 where !isAsleep(Int(getpid())) { usleep(50) }
    return true
  }

  private static func isPipe(_ file: Int32) -> Bool {
    var info = stat()
    return file >= 0 && fstat(file, &info) == 0 && info.st_mode & S_IFMT == S_IFIFO
  }

  /// True if this process shares its threads with others.
  public static var isConnected: Bool { skein_jobserver_is_connected() }

  /// Takes up to `count` tokens; all of them without a jobserver. Returns how many may be used.
  static func take(_ count: Int) -> Int { Int(skein_jobserver_take(Int32(count))) }
  /// Gives `count` tokens back.
  static func giveBack(_ count: Int) { skein_jobserver_give_back(Int32(count)) }

  /// Whether the thread with this number sleeps.
  static func isAsleep(_ thread: Int) -> Bool {
    guard let text = readSmallFile("/proc/self/task/\(thread)/stat") else { return false }
    return text.utf8.lastIndex(of: UInt8(ascii: ")")).map { text.utf8[$0...].dropFirst(2).first == UInt8(ascii: "S") } ?? false
  }

  /// Gives all tokens back and takes no more: the process is about to end.
  public static func end() { skein_jobserver_end() }

  /// Runs `body` with the number of threads that another program may use while this one waits for it; 0 for as many as it likes.
  public static func withThreads<R, E: Error>(upTo count: Int, _ body: (Int) throws(E) -> R) throws(E) -> R {
    guard isConnected else { return try body(0) }
    let taken = take(count - 1)
    defer { giveBack(taken) }
    return try body(1 + taken)
  }
}
