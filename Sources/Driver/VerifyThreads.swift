// `--verify-threads[=N]`: the same compilation at one thread and at N, compared byte by byte.
import Glibc
import Parallel
import Session
import Support

/// Compiles twice, by running this program again with `arguments` at 1 and at `threads` threads, and compares messages and outputs.
/// Returns the compilation's exit status if nothing differs, else 1 after saying what differs first.
func verifyThreads(_ arguments: [String], threads: Int, _ options: Options) -> Int32 {
  let outputs = BigStack.run { () -> [String] in
    ParallelMode.decide(threads: 1)
    let root = options.input == nil || options.input == .standardInput ? nil : readRoot(options).0
    let names = OutputNames(options, name: options.crateName ?? root?.attributes.name?.text)
    return names.all(crateTypes(options, root), crateName: crateName(options, root).0, options: options)
  }
  if options.input == .standardInput {
    writeToError("error: `--verify-threads` compiles twice, so it needs a file as input\n")
    return 1
  }
  guard let one = run(arguments, threads: 1, outputs), let many = run(arguments, threads: threads, outputs) else {
    writeToError("error: `--verify-threads` cannot run the compiler again\n")
    return 1
  }
  _ = one.errors.withUnsafeBytes { Outputs.writeAll($0, to: 2) }
  _ = one.text.withUnsafeBytes { Outputs.writeAll($0, to: 1) }
  let difference: String? =
    if one.status != many.status {
      "exit status \(one.status) at 1 thread, \(many.status) at \(threads)"
    } else if let place = firstDifference(one.errors, many.errors) {
      "messages: \(place)"
    } else if let place = firstDifference(one.text, many.text) {
      "standard output: \(place)"
    } else {
      zip(outputs, zip(one.files, many.files)).lazy.compactMap { path, files in
        firstDifference(files.0, files.1).map { "`\(path)`: \($0)" }
      }.first
    }
  if let difference {
    writeToError("error: 1 and \(threads) threads differ: \(difference)\n")
    return 1
  }
  writeToError("verified: 1 and \(threads) threads give the same \(outputs.count) outputs and messages\n")
  return one.status
}

private struct Outcome {
  var status: Int32
  var text: [UInt8]
  var errors: [UInt8]
  /// Contents of the outputs; empty for those that were not written.
  var files: [[UInt8]]
}

/// Runs this program; nil if that is impossible.
private func run(_ arguments: [String], threads: Int, _ outputs: [String]) -> Outcome? {
  for path in outputs where path != "-" && !Outputs.isSpecial(path) && !Outputs.isFolder(path) { unlink(path) }
  // Unnamed files take what it prints.
  let text = unnamedFile()
  let errors = unnamedFile()
  defer {
    close(text)
    close(errors)
  }
  guard text >= 0, errors >= 0 else { return nil }
  var actions = posix_spawn_file_actions_t()
  posix_spawn_file_actions_init(&actions)
  defer { posix_spawn_file_actions_destroy(&actions) }
  posix_spawn_file_actions_adddup2(&actions, text, 1)
  posix_spawn_file_actions_adddup2(&actions, errors, 2)
  var child = pid_t()
  let failure = withArgumentVector(["skeinc"] + arguments + ["-Zthreads=\(threads)"]) {
    posix_spawn(&child, "/proc/self/exe", &actions, nil, $0, environ)
  }
  guard failure == 0 else { return nil }
  var status: Int32 = 0
  while waitpid(child, &status, 0) < 0 && errno == EINTR {}
  return Outcome(
    status: status & 0x7F == 0 ? (status >> 8) & 0xFF : 128 + (status & 0x7F), text: contents(text), errors: contents(errors),
    files: outputs.map { path in
      let file = open(path, O_RDONLY | O_CLOEXEC)
      if file < 0 || Outputs.isSpecial(path) { return [] }
      defer { close(file) }
      return contents(file)
    })
}

/// A file without a name, which exists as long as it is open; negative if there is none.
private func unnamedFile() -> Int32 {
  var path = Array("/tmp/skein-verify-XXXXXX".utf8CString)
  let file = mkstemp(&path)
  if file >= 0 { unlink(path) }
  return file
}

private func contents(_ file: Int32) -> [UInt8] {
  lseek(file, 0, SEEK_SET)
  var bytes: [UInt8] = []
  var buffer = [UInt8](repeating: 0, count: 1 << 16)
  while true {
    let count = read(file, &buffer, buffer.count)
    if count <= 0 { return bytes }
    bytes += buffer[..<count]
  }
}

private func writeToError(_ text: String) {
  var text = text
  _ = text.withUTF8 { Outputs.writeAll(UnsafeRawBufferPointer($0), to: 2) }
}
