// Programs that are larger than the compiler's tables.
import CParallel

/// Ends the compilation: the program has more of something than there are numbers for. The address space of tables is reserved when they
/// are made, so they cannot grow; reached only by files of tens of megabytes. The messages of the step that runs are lost.
@inline(never) public func programIsTooLarge(_ what: StaticString) -> Never {
  let text = "error: not supported yet: a program with so many \(what)\n\nerror: aborting due to 1 previous error\n\n"
  let bytes = Array(text.utf8)
  bytes.withUnsafeBytes { skein_end($0.baseAddress!.assumingMemoryBound(to: CChar.self), $0.count, 1) }
}
