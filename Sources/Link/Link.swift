// Linking: the linker writes beside the output, which then takes its name in one step.
import Glibc

/// Makes the executable or library. On success `options.output` is complete and executable; on failure it is not touched.
///
/// - Returns: what the linker printed (warnings).
@discardableResult public func link(_ options: LinkOptions) throws(LinkError) -> String {
  let linker = try findLinker(options)
  let temporary = options.output + ".\(getpid()).tmp"
  let arguments = command(options, linker, output: temporary)
  let result = try run(arguments)
  if result.status != 0 {
    unlink(temporary)
    throw .failed(command: arguments, status: result.status, output: result.output)
  }
  if rename(temporary, options.output) != 0 {
    let reason = String(cString: strerror(errno))
    unlink(temporary)
    throw .cannotWrite(path: options.output, reason: reason)
  }
  return result.output
}

/// The command that `link` would run: for `--print link-args`.
public func linkCommand(_ options: LinkOptions) throws(LinkError) -> [String] {
  command(options, try findLinker(options), output: options.output)
}

private func run(_ arguments: [String]) throws(LinkError) -> (status: Int32, output: String) {
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
  var argv: [UnsafeMutablePointer<CChar>?] = arguments.map { strdup($0) }
  argv.append(nil)
  defer { for a in argv { free(a) } }
  var child: pid_t = 0
  let status = posix_spawn(&child, arguments[0], &actions, nil, argv, environ)
  close(pipes[1])
  guard status == 0 else {
    close(pipes[0])
    throw .cannotStart(linker: arguments[0], reason: String(cString: strerror(status)))
  }
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
