// One jump per LLVM function, through a slot that `skein_llvm_load` fills.
#include "CLLVM.h"
#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>

static void unloaded(void) {
  fputs("skeinc: internal error: LLVM is used before it was loaded\n", stderr);
  abort();
}

#define F(name) __attribute__((visibility("hidden"))) void *skein_slot_##name = (void *)unloaded;
#include "LLVMFunctions.h"
#undef F

#if defined(__x86_64__)
#define F(name)                                                                                   \
  __asm__(".text\n.globl " #name "\n.hidden " #name "\n.type " #name ",@function\n" #name ":\n"    \
          "  jmp *skein_slot_" #name "(%rip)\n");
#elif defined(__aarch64__)
#define F(name)                                                                                   \
  __asm__(".text\n.globl " #name "\n.hidden " #name "\n.type " #name ",@function\n" #name ":\n"    \
          "  adrp x16, skein_slot_" #name "\n  ldr x16, [x16, :lo12:skein_slot_" #name "]\n  br x16\n");
#else
#error "no trampoline for this host"
#endif
#include "LLVMFunctions.h"
#undef F

static const struct { const char *name; void **slot; } functions[] = {
#define F(name) {#name, &skein_slot_##name},
#include "LLVMFunctions.h"
#undef F
};

const char *skein_llvm_load(const char *path) {
  void *library = dlopen(path, RTLD_NOW | RTLD_LOCAL);
  if (!library) return dlerror();
  for (size_t i = 0; i < sizeof functions / sizeof functions[0]; i++) {
    void *address = dlsym(library, functions[i].name);
    if (!address) return dlerror();
    *functions[i].slot = address;
  }
  return NULL;
}
