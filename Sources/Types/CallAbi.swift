// How calling conventions are written.
extension CallAbi {
  /// The ABI with this name; nil if there is none.
  public init?(text: String) {
    guard let found = CallAbi.names.first(where: { $0.text == text }) else { return nil }
    self = found.abi
  }
  /// As written after `extern`.
  public var text: String { CallAbi.names.first { $0.abi == self }?.text ?? "Rust" }

  static let names: [(text: String, abi: CallAbi)] = [
    ("Rust", .rust), ("C", .c), ("C-unwind", .cUnwind), ("system", .system), ("system-unwind", .systemUnwind),
    ("rust-call", .rustCall), ("rust-cold", .rustCold), ("rust-preserve-none", .rustPreserveNone), ("rust-tail", .rustTail),
    ("rust-intrinsic", .rustIntrinsic), ("unadjusted", .unadjusted), ("custom", .custom), ("cdecl", .cdecl),
    ("cdecl-unwind", .cdeclUnwind), ("sysv64", .sysV64), ("sysv64-unwind", .sysV64Unwind), ("win64", .win64),
    ("win64-unwind", .win64Unwind), ("efiapi", .efiApi), ("stdcall", .stdcall), ("stdcall-unwind", .stdcallUnwind),
    ("fastcall", .fastcall), ("fastcall-unwind", .fastcallUnwind), ("thiscall", .thiscall), ("thiscall-unwind", .thiscallUnwind),
    ("vectorcall", .vectorcall), ("vectorcall-unwind", .vectorcallUnwind), ("x86-interrupt", .x86Interrupt),
    ("cmse-nonsecure-call", .cmseNonSecureCall), ("cmse-nonsecure-entry", .cmseNonSecureEntry), ("aapcs", .aapcs),
    ("aapcs-unwind", .aapcsUnwind), ("ptx-kernel", .ptxKernel), ("gpu-kernel", .gpuKernel), ("msp430-interrupt", .msp430Interrupt),
    ("avr-interrupt", .avrInterrupt), ("avr-non-blocking-interrupt", .avrNonBlockingInterrupt),
    ("riscv-interrupt-m", .riscvInterruptM), ("riscv-interrupt-s", .riscvInterruptS), ("swift", .swift),
  ]
}
