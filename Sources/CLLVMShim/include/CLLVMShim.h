// The functions are declared in CLLVM's SkeinLLVM.h; nothing is called from here directly.
