// The compiler's command.
import Driver
import Glibc

// Ends without tearing down: the tables of a compilation live as long as the process.
let status = runCompiler(Array(CommandLine.arguments.dropFirst()))
fflush(nil)
_exit(status)
