// Running programs, with their output in files and a limit of time.
import Foundation
import Glibc
import Support

struct ProgramResult: Equatable {
  var status: Int32
  var output: Data
  var errors: Data
  /// It was killed because it ran too long.
  var timedOut = false

  var errorText: String { String(decoding: errors, as: UTF8.self) }
}

/// A folder that is deleted at the end.
enum Scratch {
  static let path: String = {
    var template = Array("/tmp/skein-uitest-XXXXXX".utf8CString)
    return String(cString: mkdtemp(&template))
  }()
  static func remove() { try? FileManager.default.removeItem(atPath: path) }
}

/// Runs `arguments[0]` with the others in `folder`, its standard input empty.
func runProgram(_ arguments: [String], in folder: String, label: String, seconds: Double = 60) -> ProgramResult {
  let outPath = "\(Scratch.path)/\(label).out"
  let errPath = "\(Scratch.path)/\(label).err"
  var actions = posix_spawn_file_actions_t()
  posix_spawn_file_actions_init(&actions)
  defer { posix_spawn_file_actions_destroy(&actions) }
  posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
  posix_spawn_file_actions_addopen(&actions, 1, outPath, O_WRONLY | O_CREAT | O_TRUNC, 0o666)
  posix_spawn_file_actions_addopen(&actions, 2, errPath, O_WRONLY | O_CREAT | O_TRUNC, 0o666)
  let command = ["/bin/sh", "-c", "cd \"$0\" && exec \"$@\"", folder] + arguments
  var child = pid_t()
  let failure = withArgumentVector(command) { posix_spawn(&child, command[0], &actions, nil, $0, environ) }
  if failure != 0 {
    return ProgramResult(status: -1, output: Data(), errors: Data("cannot start \(arguments[0]): error \(failure)\n".utf8))
  }
  var status: Int32 = 0
  var timedOut = false
  let deadline = Date().addingTimeInterval(seconds)
  var pause: UInt32 = 500
  while waitpid(child, &status, WNOHANG) == 0 {
    if Date() > deadline {
      kill(child, SIGKILL)
      waitpid(child, &status, 0)
      timedOut = true
      break
    }
    usleep(pause)
    pause = min(pause * 2, 20_000)
  }
  let code = status & 0x7F == 0 ? (status >> 8) & 0xFF : 128 + (status & 0x7F)
  let result = ProgramResult(
    status: code, output: FileManager.default.contents(atPath: outPath) ?? Data(),
    errors: FileManager.default.contents(atPath: errPath) ?? Data(), timedOut: timedOut)
  unlink(outPath)
  unlink(errPath)
  return result
}

/// What differs, as `diff -u` shows it.
func difference(_ expected: Data, _ actual: Data, label: String) -> String {
  let a = "\(Scratch.path)/\(label).expected"
  let b = "\(Scratch.path)/\(label).actual"
  _ = FileManager.default.createFile(atPath: a, contents: expected)
  _ = FileManager.default.createFile(atPath: b, contents: actual)
  let result = runProgram(["/usr/bin/diff", "-u", "--label", "expected", "--label", "actual", a, b], in: "/", label: label + ".diff")
  unlink(a)
  unlink(b)
  return String(decoding: result.output, as: UTF8.self)
}
