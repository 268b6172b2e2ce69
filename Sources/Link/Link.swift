// Linking: the linker writes beside the output, which then takes its name in one step.
import Glibc
import Support

/// What the linker did.
public struct LinkResult: Sendable {
  public var command: [String]
  /// What it printed (warnings).
  public var output: String
}

/// Makes the executable or library at `temporary`, then gives it the name `options.output` in one step: on failure the output is not
/// touched, and what is left at `temporary` is deleted. Without `temporary` a name beside the output is used.
///
/// - Parameter didStart: called with the linker's process group while it runs, and with 0 after it.
@discardableResult public func link(
  _ options: LinkOptions, temporary: String? = nil, didStart: (Int32) -> Void = { _ in }
) throws(LinkError) -> LinkResult {
  let linker = try findLinker(options)
  let temporary = temporary ?? options.output + ".\(getpid()).tmp"
  let arguments = command(options, linker, output: temporary)
  let result = try run(arguments, didStart)
  if result.status != 0 {
    unlink(temporary)
    throw .failed(command: arguments, status: result.status, output: result.output)
  }
  if rename(temporary, options.output) != 0 {
    let reason = String(cString: strerror(errno))
    unlink(temporary)
    throw .cannotWrite(path: options.output, reason: reason)
  }
  return LinkResult(command: arguments, output: result.output)
}

/// The command that `link` would run.
public func linkCommand(_ options: LinkOptions) throws(LinkError) -> [String] {
  command(options, try findLinker(options), output: options.output)
}

/// Runs the linker in a process group of its own, so that it can be ended with all that it starts.
private func run(_ arguments: [String], _ didStart: (Int32) -> Void) throws(LinkError) -> (status: Int32, output: String) {
  var pipes: [Int32] = [-1, -1]
  guard pipe(&pipes) == 0 else {
    throw .cannotStart(linker: arguments[0], reason: String(cString: strerror(errno)))
  }
  for end in pipes { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
  var actions = posix_spawn_file_actions_t()
  posix_spawn_file_actions_init(&actions)
  posix_spawn_file_actions_adddup2(&actions, pipes[1], 1)
  posix_spawn_file_actions_adddup2(&actions, pipes[1], 2)
  defer { posix_spawn_file_actions_destroy(&actions) }
  var attributes = posix_spawnattr_t()
  posix_spawnattr_init(&attributes)
  defer { posix_spawnattr_destroy(&attributes) }
  posix_spawnattr_setpgroup(&attributes, 0)
  posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETPGROUP))
  var child: pid_t = 0
  let status = withArgumentVector(arguments) { posix_spawn(&child, arguments[0], &actions, &attributes, $0, environ) }
  close(pipes[1])
  guard status == 0 else {
    close(pipes[0])
    throw .cannotStart(linker: arguments[0], reason: String(cString: strerror(status)))
  }
  didStart(child)
  defer { didStart(0) }
  var output: [UInt8] = []
  var buffer = [UInt8](repeating: 0, count: 4096)
  while true {
    let n = read(pipes[0], &buffer, buffer.count)
    if n > 0 { output += buffer[0..<n] } else if n == 0 || errno != EINTR { break }
  }
  close(pipes[0])
  var code: Int32 = 0
  while waitpid(child, &code, 0) < 0 && errno == EINTR {}
  let exit = code & 0x7F == 0 ? (code >> 8) & 0xFF : 128 + (code & 0x7F)
  return (exit, String(decoding: output, as: UTF8.self))
}
