// LLVM's C API and our additions to it, resolved when first needed: the compiler starts without loading LLVM (14 ms).
#ifndef SKEIN_CLLVM_H
#define SKEIN_CLLVM_H
#include <llvm-c/Analysis.h>
#include <llvm-c/BitWriter.h>
#include <llvm-c/Core.h>
#include <llvm-c/Error.h>
#include <llvm-c/Target.h>
#include <llvm-c/TargetMachine.h>
#include <llvm-c/Transforms/PassBuilder.h>
#include "SkeinLLVM.h"

/// Loads the library at `path` (which brings LLVM with it) and binds every function of `LLVMFunctions.h`.
/// Null if that worked, else what went wrong. Call once, before any other function and before threads start.
const char *skein_llvm_load(const char *path);
#endif
