// What LLVM's C API lacks. Implemented in the C++ target CLLVMShim, which becomes libSkeinLLVM.so.
#ifndef SKEIN_LLVM_H
#define SKEIN_LLVM_H
#include <llvm-c/Core.h>
#include <stdbool.h>
#include <llvm-c/TargetMachine.h>
#ifdef __cplusplus
extern "C" {
#endif

typedef struct {
  const char *triple;
  const char *cpu;
  const char *features;
  int optLevel;      // 0…3: code generation effort
  int relocation;    // 0 static, 1 pic
  int codeModel;     // -1 default, 0 tiny, 1 small, 2 kernel, 3 medium, 4 large
  bool functionSections;
  bool dataSections;
  bool uniqueSectionNames;
  bool trapUnreachable;
  bool verboseAsm;
} SkeinTargetOptions;

/// Null if the target is not known; `*error` is then a text to free with LLVMDisposeMessage.
LLVMTargetMachineRef skein_llvm_target_machine(const SkeinTargetOptions *options, char **error);
void skein_llvm_initialize(void);
void skein_llvm_set_dso_local(LLVMValueRef global, bool isLocal);
/// PIC and PIE levels and whether the PLT may be skipped: what clang and rustc put into module flags.
void skein_llvm_set_pic_level(LLVMModuleRef module, bool isPIE);
#ifdef __cplusplus
}
#endif
#endif
