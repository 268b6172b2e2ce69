// What LLVM's C API lacks, in C++.
#include "SkeinLLVM.h"
#include "llvm/IR/GlobalValue.h"
#include "llvm/IR/Module.h"
#include "llvm/MC/TargetRegistry.h"
#include "llvm/Support/CodeGen.h"
#include "llvm/Support/TargetSelect.h"
#include "llvm/Target/TargetMachine.h"
#include "llvm/Target/TargetOptions.h"
#include <cstring>
#include <optional>

using namespace llvm;

extern "C" void skein_llvm_initialize(void) {
  LLVMInitializeX86TargetInfo();
  LLVMInitializeX86Target();
  LLVMInitializeX86TargetMC();
  LLVMInitializeX86AsmParser();
  LLVMInitializeX86AsmPrinter();
}

extern "C" LLVMTargetMachineRef skein_llvm_target_machine(const SkeinTargetOptions *o, char **error) {
  std::string message;
  const Target *target = TargetRegistry::lookupTarget(o->triple, message);
  if (!target) {
    *error = strdup(message.c_str());
    return nullptr;
  }
  TargetOptions options;
  options.FunctionSections = o->functionSections;
  options.DataSections = o->dataSections;
  options.UniqueSectionNames = o->uniqueSectionNames;
  options.TrapUnreachable = o->trapUnreachable;
  options.NoTrapAfterNoreturn = o->trapUnreachable;
  options.MCOptions.AsmVerbose = o->verboseAsm;
  options.EmitStackSizeSection = false;
  std::optional<CodeModel::Model> model;
  if (o->codeModel >= 0) model = static_cast<CodeModel::Model>(o->codeModel);
  TargetMachine *machine = target->createTargetMachine(
      o->triple, o->cpu, o->features, options, o->relocation ? Reloc::PIC_ : Reloc::Static, model,
      static_cast<CodeGenOptLevel>(o->optLevel));
  return reinterpret_cast<LLVMTargetMachineRef>(machine);
}

extern "C" void skein_llvm_set_dso_local(LLVMValueRef global, bool isLocal) {
  cast<GlobalValue>(unwrap(global))->setDSOLocal(isLocal);
}

extern "C" void skein_llvm_set_pic_level(LLVMModuleRef module, bool isPIE) {
  unwrap(module)->setPICLevel(PICLevel::BigPIC);
  unwrap(module)->setRtLibUseGOT();
  if (isPIE) unwrap(module)->setPIELevel(PIELevel::Large);
}
