// swift-tools-version: 6.2
import Foundation
import PackageDescription

// Order of this file = order of dependency: a target imports only targets above it.

// `./dev build --serial` measures what parallelism costs: see CParallel.h, the one file that knows this flag.
let isSerial = Context.environment["SKEIN_SERIAL"] == "1"

let settings: [SwiftSetting] = [
  .swiftLanguageMode(.v6),
  .enableUpcomingFeature("MemberImportVisibility"),
  .enableUpcomingFeature("ExistentialAny"),
  .unsafeFlags(["-warnings-as-errors"]),
  .unsafeFlags(
    ["-enforce-exclusivity=unchecked", "-cross-module-optimization"], .when(configuration: .release)),
] + (isSerial ? [.unsafeFlags(["-Xcc", "-DSKEIN_SERIAL"])] : [])

func step(_ name: String, _ dependencies: [String] = []) -> Target {
  .target(
    name: name, dependencies: dependencies.map { .byName(name: $0) }, exclude: readme(of: name), swiftSettings: settings)
}

/// A module's page for readers is no part of its build.
func readme(of name: String) -> [String] {
  FileManager.default.fileExists(atPath: "\(Context.packageDirectory)/Sources/\(name)/README.md") ? ["README.md"] : []
}

func tests(of name: String, _ dependencies: [String] = []) -> Target {
  .testTarget(
    name: name + "Tests", dependencies: ([name] + dependencies).map { .byName(name: $0) }, swiftSettings: settings)
}

let package = Package(
  name: "skein",
  products: [
    .executable(name: "skeinc", targets: ["skeinc"]),
    // Loaded when code is first generated: brings LLVM with it.
    .library(name: "SkeinLLVM", type: .dynamic, targets: ["CLLVMShim"]),
  ],
  targets: [
    step("Support"),
    .target(name: "CParallel", cSettings: isSerial ? [.define("SKEIN_SERIAL")] : []),
    step("Parallel", ["Support", "CParallel"]),
    step("Source", ["Support", "CParallel", "Parallel"]),
    step("Diagnostics", ["Support", "Parallel", "Source"]),
    step("Session", ["Support", "Parallel", "Source", "Diagnostics"]),
    step("Syntax", ["Support", "Parallel", "Source"]),
    step("Defs", ["Support", "CParallel", "Parallel", "Source", "Syntax"]),
    step("Types", ["Support", "CParallel", "Parallel", "Source", "Syntax", "Defs"]),
    step("Infer", ["Support", "Parallel", "Source", "Syntax", "Defs", "Types"]),
    step("Traits", ["Support", "Parallel", "Source", "Syntax", "Defs", "Types", "Infer"]),
    step("Lex", ["Support", "Parallel", "Source", "Diagnostics", "Syntax"]),
    step("Parse", ["Support", "Parallel", "Source", "Diagnostics", "Session", "Syntax", "Lex"]),
    step("Expand", ["Support", "Parallel", "Source", "Diagnostics", "Session", "Syntax", "Lex", "Parse"]),
    step("Resolve", ["Support", "CParallel", "Parallel", "Source", "Diagnostics", "Session", "Syntax", "Defs", "Lex", "Parse", "Expand"]),
    step("Simulate"),
    step("ABI"),
    step("HIR", ["Support", "Parallel", "Source", "Syntax", "Defs"]),
    step("Layout", ["Support", "Parallel", "Source", "Syntax", "Defs", "Types", "ABI"]),
    step("LowerTypes", ["Support", "Parallel", "Source", "Diagnostics", "Syntax", "Defs", "Types", "HIR"]),
    step(
      "LowerAST",
      [
        "Support", "Parallel", "Source", "Diagnostics", "Session", "Syntax", "Defs", "Lex", "Parse", "Expand", "Resolve", "HIR",
      ]),
    step(
      "Collect",
      [
        "Support", "Parallel", "Source", "Diagnostics", "Syntax", "Defs", "Parse", "Expand", "Resolve", "Types", "HIR",
        "LowerTypes", "LowerAST",
      ]),
    .target(name: "CLLVM", linkerSettings: [.linkedLibrary("dl")]),
    .target(
      name: "CLLVMShim", cxxSettings: [.headerSearchPath("../CLLVM/include"), .unsafeFlags(["-std=c++17", "-fno-rtti", "-w"])],
      linkerSettings: [.linkedLibrary("LLVM-19"), .unsafeFlags(["-nostartfiles", "-static-stdlib", "-Xlinker", "--as-needed"])]),
    step("Link", ["Support"]),
    step("MIR", ["Support", "CParallel", "Parallel", "Source", "Syntax", "Defs", "Types"]),
    step("Monomorphize", ["Support", "Parallel", "Source", "Syntax", "Defs", "Types", "ABI", "MIR"]),
    step("ConstEval", ["Support", "Parallel", "Source", "Syntax", "Defs", "Types", "ABI", "MIR", "Monomorphize"]),
    step("Codegen", ["Support", "Parallel", "Source", "Syntax", "Defs", "Types", "ABI", "MIR", "Monomorphize", "CLLVM"]),
    step(
      "Typecheck",
      ["Support", "Parallel", "Source", "Diagnostics", "Syntax", "Defs", "Types", "Infer", "Traits", "HIR", "LowerTypes"]),
    step(
      "CheckPatterns",
      ["Support", "Parallel", "Source", "Diagnostics", "Syntax", "Defs", "Types", "Infer", "Traits", "HIR", "Typecheck"]),
    step("CheckBodies", ["Support", "Parallel", "Source", "Diagnostics", "Syntax", "Defs", "Types", "HIR", "Typecheck"]),
    step(
      "CheckItems",
      [
        "Support", "Parallel", "Source", "Diagnostics", "Syntax", "Defs", "Types", "Infer", "Traits", "HIR", "LowerTypes", "Resolve", "Expand", "Collect",
      ]),
    step(
      "BuildMIR",
      ["Support", "Parallel", "Source", "Diagnostics", "Syntax", "Defs", "Types", "Infer", "Traits", "HIR", "MIR", "Typecheck"]),
    step(
      "Program",
      ["Support", "Parallel", "Source", "Diagnostics", "Session", "Syntax", "Defs", "ABI", "Types", "Infer", "Traits", "Expand", "Resolve",
        "HIR", "LowerAST", "Collect", "Layout", "MIR", "Typecheck", "BuildMIR", "Monomorphize", "ConstEval"]),
    step(
      "Reachability",
      ["Support", "Parallel", "Source", "Syntax", "Defs", "Types", "HIR", "Resolve", "Collect", "MIR", "Typecheck", "Monomorphize", "Program"]),
    step(
      "Driver",
      [
        "Support", "CParallel", "Parallel", "Source", "Diagnostics", "Session", "Syntax", "Defs", "Lex", "Parse", "Expand", "Resolve",
        "HIR", "LowerAST", "Types", "Infer", "Traits", "ABI", "Layout", "Collect", "Typecheck", "CheckPatterns", "CheckBodies", "CheckItems",
        "MIR", "Monomorphize", "Program", "Reachability", "Codegen", "Link", "Simulate",
      ]),
    // Start-up counts: a statically linked standard library saves half of it.
    .executableTarget(
      name: "skeinc", dependencies: ["Driver"], swiftSettings: settings, linkerSettings: [.unsafeFlags(["-static-stdlib"])]),
    // Tools of this package; the compiler does not need them.
    .executableTarget(
      name: "rendercheck", dependencies: ["Parallel", "Source", "Diagnostics"], swiftSettings: settings),
    .executableTarget(name: "skein", dependencies: ["Simulate"], swiftSettings: settings),
    .executableTarget(name: "uitest", dependencies: ["Support", "Parallel"], swiftSettings: settings),
    .executableTarget(
      name: "parsebench", dependencies: ["Support", "Parallel", "Source", "Diagnostics", "Syntax", "Lex", "Parse"],
      swiftSettings: settings),
    tests(of: "Simulate"),
    tests(of: "Link"),
    tests(of: "Codegen", ["Support", "Parallel", "Source", "Syntax", "Defs", "Types", "ABI", "MIR", "Monomorphize", "Link"]),
    tests(of: "MIR", ["Support", "Parallel", "Source", "Defs", "Types"]),
    tests(of: "Support"),
    tests(of: "Types", ["Parallel", "Syntax"]),
    tests(of: "Layout", ["ABI", "Types"]),
    tests(of: "Parallel", ["Support"]),
    tests(of: "Source", ["Support", "Parallel"]),
    tests(of: "Diagnostics", ["Source"]),
    tests(of: "Session"),
    tests(
      of: "Resolve",
      ["Support", "CParallel", "Parallel", "Source", "Diagnostics", "Syntax", "Defs", "Lex", "Parse", "Expand"]),
    tests(
      of: "LowerAST", ["Support", "Parallel", "Source", "Diagnostics", "Defs", "Expand", "Resolve"]),
    tests(of: "Driver", ["Session", "Source"]),
    tests(of: "Lex", ["Support", "Parallel", "Source", "Diagnostics", "Syntax"]),
    tests(of: "Parse", ["Support", "Parallel", "Source", "Diagnostics", "Syntax", "Lex"]),
    tests(of: "Expand", ["Support", "Parallel", "Source", "Diagnostics", "Session", "Syntax", "Lex", "Parse"]),
  ]
)
