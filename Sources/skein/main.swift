// Tools for those who look into the compiler: `skein simulate TRACE --cores N`.
import Foundation
import Simulate

let usage = """
  skein simulate TRACE [--cores N[,N…]]   how long the compilation that wrote TRACE (-Z self-profile=TRACE) would take on N cores

  """

var arguments = Array(CommandLine.arguments.dropFirst())
guard arguments.first == "simulate", arguments.count >= 2 else {
  print(usage, terminator: "")
  exit(arguments.isEmpty || arguments == ["--help"] ? 0 : 2)
}
arguments.removeFirst()
var path = ""
var cores = [1, 2, 4, 8, 16, 64]
while let argument = arguments.first {
  arguments.removeFirst()
  if argument == "--cores" {
    cores = arguments.isEmpty ? [] : arguments.removeFirst().split(separator: ",").compactMap { Int($0) }
    guard !cores.isEmpty, cores.allSatisfy({ $0 > 0 }) else { fail("`--cores` needs positive numbers") }
  } else {
    path = argument
  }
}
let graph: TaskGraph
do { graph = try readGraph(path) } catch { fail("\(path): \(error)") }
printPredictions(graph, cores)

func fail(_ text: String) -> Never {
  FileHandle.standardError.write(Data("error: \(text)\n".utf8))
  exit(1)
}
