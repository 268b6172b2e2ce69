// The features of x86-64 processors that programs can name.

/// Which features a processor and the flags switch on, in rustc's names.
public enum TargetFeatures {
  /// Name, whether programs may use it without a feature gate, and the features it implies (separated by spaces).
  static let all: [(name: StaticString, isStable: Bool, implies: StaticString)] = [
    ("adx", true, ""),
    ("aes", true, "sse2"),
    ("amx-avx512", false, "amx-tile"),
    ("amx-bf16", false, "amx-tile"),
    ("amx-complex", false, "amx-tile"),
    ("amx-fp8", false, "amx-tile"),
    ("amx-fp16", false, "amx-tile"),
    ("amx-int8", false, "amx-tile"),
    ("amx-movrs", false, "amx-tile"),
    ("amx-tf32", false, "amx-tile"),
    ("amx-tile", false, ""),
    ("apxf", false, ""),
    ("avx", true, "sse4.2"),
    ("avx2", true, "avx"),
    ("avx10.1", false, "avx512bf16 avx512bitalg avx512bw avx512cd avx512dq avx512f avx512fp16 avx512ifma avx512vbmi avx512vbmi2 avx512vl avx512vnni avx512vpopcntdq"),
    ("avx10.2", false, "avx10.1 avxvnni avxvnniint8 avxvnniint16"),
    ("avx512bf16", true, "avx512bw"),
    ("avx512bitalg", true, "avx512bw"),
    ("avx512bw", true, "avx512f"),
    ("avx512cd", true, "avx512f"),
    ("avx512dq", true, "avx512f"),
    ("avx512f", true, "avx2 fma f16c"),
    ("avx512fp16", true, "avx512bw"),
    ("avx512ifma", true, "avx512f"),
    ("avx512vbmi", true, "avx512bw"),
    ("avx512vbmi2", true, "avx512bw"),
    ("avx512vl", true, "avx512f"),
    ("avx512vnni", true, "avx512f"),
    ("avx512vp2intersect", true, "avx512f"),
    ("avx512vpopcntdq", true, "avx512f"),
    ("avxifma", true, "avx2"),
    ("avxneconvert", true, "avx2"),
    ("avxvnni", true, "avx2"),
    ("avxvnniint8", true, "avx2"),
    ("avxvnniint16", true, "avx2"),
    ("bmi1", true, ""),
    ("bmi2", true, ""),
    ("cmpxchg16b", true, ""),
    ("ermsb", false, ""),
    ("f16c", true, "avx"),
    ("fma", true, "avx"),
    ("fxsr", true, ""),
    ("gfni", true, "sse2"),
    ("kl", true, "sse2"),
    ("lahfsahf", false, ""),
    ("lzcnt", true, ""),
    ("movbe", true, ""),
    ("movrs", false, ""),
    ("pclmulqdq", true, "sse2"),
    ("popcnt", true, ""),
    ("prfchw", false, ""),
    ("rdrand", true, ""),
    ("rdseed", true, ""),
    ("rtm", false, ""),
    ("sha", true, "sse2"),
    ("sha512", true, "avx2"),
    ("sm3", true, "avx"),
    ("sm4", true, "avx2"),
    ("sse", true, ""),
    ("sse2", true, "sse"),
    ("sse3", true, "sse2"),
    ("sse4.1", true, "ssse3"),
    ("sse4.2", true, "sse4.1"),
    ("sse4a", true, "sse3"),
    ("ssse3", true, "sse3"),
    ("tbm", true, ""),
    ("vaes", true, "avx2 aes"),
    ("vpclmulqdq", true, "avx pclmulqdq"),
    ("widekl", true, "kl"),
    ("x87", false, ""),
    ("xop", false, "avx sse4a"),
    ("xsave", true, ""),
    ("xsavec", true, "xsave"),
    ("xsaveopt", true, "xsave"),
    ("xsaves", true, "xsave"),
  ]

  /// Features of the processors that `-C target-cpu` knows, each with those of the one before.
  static let levels: [(cpu: String, features: String)] = [
    ("x86-64", "fxsr sse sse2 x87"),
    ("x86-64-v2", "cmpxchg16b lahfsahf popcnt sse3 sse4.1 sse4.2 ssse3"),
    ("x86-64-v3", "avx avx2 bmi1 bmi2 f16c fma lzcnt movbe xsave"),
    ("x86-64-v4", "avx512bw avx512cd avx512dq avx512f avx512vl"),
  ]

  /// The features that are on, sorted.
  public static func enabled(cpu: String, changes: [(name: String, isOn: Bool)]) -> [String] {
    var on: Set<String> = []
    if let last = levels.firstIndex(where: { $0.cpu == cpu }) {
      for level in levels[...last] { on.formUnion(level.features.split(separator: " ").map(String.init)) }
    } else {
      // LLVM takes an unknown processor for the least one.
      on.formUnion(TargetProcessors.features(of: cpu) ?? ["sse", "sse2"])
    }
    for change in changes where isKnown(change.name) {
      if change.isOn {
        on.formUnion(withImplied(change.name))
      } else {
        // What implies the feature goes with it.
        for feature in on where withImplied(feature).contains(change.name) { on.remove(feature) }
      }
    }
    return on.sorted()
  }

  public static func isKnown(_ name: String) -> Bool { all.contains { $0.name.description == name } }
  public static func isStable(_ name: String) -> Bool { all.first { $0.name.description == name }?.isStable ?? false }

  /// `name` and all that it implies.
  public static func withImplied(_ name: String) -> Set<String> {
    var found: Set<String> = []
    var open = [name]
    while let next = open.popLast() {
      guard found.insert(next).inserted, let row = all.first(where: { $0.name.description == next }) else { continue }
      open += row.implies.description.split(separator: " ").map(String.init)
    }
    return found
  }
}

extension TargetFeatures {
  public static var processors: [String] { TargetProcessors.names }
  public static func isProcessor(_ name: String) -> Bool { TargetProcessors.features(of: name) != nil }
  public static var names: [String] { all.map { $0.name.description } }

  /// LLVM's names of a feature; it has two for some.
  public static func llvmNames(_ name: String) -> [String] {
    switch name {
    case "pclmulqdq": ["pclmul"]
    case "rdrand": ["rdrnd"]
    case "bmi1": ["bmi"]
    case "cmpxchg16b": ["cx16"]
    case "lahfsahf": ["sahf"]
    case "sse4.2": ["sse4.2", "crc32"]
    default: [name]
    }
  }
}
