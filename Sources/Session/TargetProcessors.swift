// The processors that `-C target-cpu` knows, with what programs may ask about them.
import Glibc

enum TargetProcessors {
  /// Names: level of x86-64 (1 to 4; 0 for less than the first), and the features beyond it. Lines that are indented go on.
  private static let table = """
    alderlake gracemont meteorlake raptorlake: 3 adx aes avxvnni gfni kl pclmulqdq prfchw rdrand rdseed sha vaes vpclmulqdq widekl
      xsavec xsaveopt xsaves
    amdfam10 barcelona: 1 cmpxchg16b lahfsahf lzcnt popcnt prfchw sse3 sse4a
    arrowlake grandridge sierraforest: 3 adx aes avxifma avxneconvert avxvnni avxvnniint8 gfni kl pclmulqdq prfchw rdrand rdseed
      sha vaes vpclmulqdq widekl xsavec xsaveopt xsaves
    arrowlake-s arrowlake_s lunarlake: 3 adx aes avxifma avxneconvert avxvnni avxvnniint16 avxvnniint8 gfni kl pclmulqdq prfchw
      rdrand rdseed sha sha512 sm3 sm4 vaes vpclmulqdq widekl xsavec xsaveopt xsaves
    athlon athlon-tbird c3 geode k6-2 k6-3 winchip2: 0 prfchw sse sse2 x87
    athlon-4 athlon-fx athlon-mp athlon-xp athlon64 k8 opteron: 1 prfchw
    athlon64-sse3 k8-sse3 opteron-sse3: 1 cmpxchg16b prfchw sse3
    atom bonnell: 1 cmpxchg16b lahfsahf movbe sse3 ssse3
    atom_sse4_2 silvermont slm: 2 movbe pclmulqdq prfchw rdrand
    atom_sse4_2_movbe goldmont goldmont-plus goldmont_plus: 2 aes movbe pclmulqdq prfchw rdrand rdseed sha xsave xsavec xsaveopt
      xsaves
    bdver1: 2 aes avx lzcnt pclmulqdq prfchw sse4a xop xsave
    bdver2: 2 aes avx bmi1 f16c fma lzcnt pclmulqdq prfchw sse4a tbm xop xsave
    bdver3: 2 aes avx bmi1 f16c fma lzcnt pclmulqdq prfchw sse4a tbm xop xsave xsaveopt
    bdver4: 3 aes pclmulqdq prfchw rdrand sse4a tbm xop xsaveopt
    broadwell core_5th_gen_avx core_5th_gen_avx_tsx: 3 adx ermsb pclmulqdq prfchw rdrand rdseed xsaveopt
    btver1: 1 cmpxchg16b lahfsahf lzcnt popcnt prfchw sse3 sse4a ssse3
    btver2: 2 aes avx bmi1 f16c lzcnt movbe pclmulqdq prfchw sse4a xsave xsaveopt
    c3-2 pentium-m pentium2 pentium3 pentium3m pentium4 pentium4m pentium_4 pentium_ii pentium_iii pentium_iii_no_xmm_regs
      pentium_m x86-64: 1
    cannonlake: 4 adx aes avx512ifma avx512vbmi ermsb pclmulqdq prfchw rdrand rdseed sha xsavec xsaveopt xsaves
    cascadelake: 4 adx aes avx512vnni ermsb pclmulqdq prfchw rdrand rdseed xsavec xsaveopt xsaves
    clearwaterforest pantherlake wildcatlake: 3 adx aes avxifma avxneconvert avxvnni avxvnniint16 avxvnniint8 gfni pclmulqdq
      prfchw rdrand rdseed sha sha512 sm3 sm4 vaes vpclmulqdq xsavec xsaveopt xsaves
    cooperlake: 4 adx aes avx512bf16 avx512vnni ermsb pclmulqdq prfchw rdrand rdseed xsavec xsaveopt xsaves
    core-avx-i core_3rd_gen_avx ivybridge: 2 avx f16c pclmulqdq rdrand xsave xsaveopt
    core-avx2 core_4th_gen_avx core_4th_gen_avx_tsx haswell: 3 ermsb pclmulqdq rdrand xsaveopt
    core2 core_2_duo_ssse3: 1 cmpxchg16b lahfsahf sse3 ssse3
    core_2_duo_sse4_1 penryn: 1 cmpxchg16b lahfsahf sse3 sse4.1 ssse3
    core_2nd_gen_avx corei7-avx sandybridge: 2 avx pclmulqdq xsave xsaveopt
    core_aes_pclmulqdq westmere: 2 pclmulqdq
    core_i7_sse4_2 corei7 nehalem x86-64-v2: 2
    diamondrapids: 4 adx aes amx-avx512 amx-bf16 amx-complex amx-fp16 amx-fp8 amx-int8 amx-movrs amx-tf32 amx-tile avx10.1 avx10.2
      avx512bf16 avx512bitalg avx512fp16 avx512ifma avx512vbmi avx512vbmi2 avx512vnni avx512vpopcntdq avxifma avxneconvert avxvnni
      avxvnniint16 avxvnniint8 ermsb gfni movrs pclmulqdq prfchw rdrand rdseed sha sha512 sm3 sm4 vaes vpclmulqdq xsavec xsaveopt
      xsaves
    emeraldrapids sapphirerapids: 4 adx aes amx-bf16 amx-int8 amx-tile avx512bf16 avx512bitalg avx512fp16 avx512ifma avx512vbmi
      avx512vbmi2 avx512vnni avx512vpopcntdq avxvnni ermsb gfni pclmulqdq prfchw rdrand rdseed sha vaes vpclmulqdq xsavec xsaveopt
      xsaves
    generic i386 i486 i586 i686 k6 pentium pentium-mmx pentium_mmx pentium_pro pentiumpro winchip-c6: 0 sse sse2 x87
    graniterapids: 4 adx aes amx-bf16 amx-fp16 amx-int8 amx-tile avx512bf16 avx512bitalg avx512fp16 avx512ifma avx512vbmi
      avx512vbmi2 avx512vnni avx512vpopcntdq avxvnni ermsb gfni pclmulqdq prfchw rdrand rdseed sha vaes vpclmulqdq xsavec xsaveopt
      xsaves
    graniterapids-d graniterapids_d: 4 adx aes amx-bf16 amx-complex amx-fp16 amx-int8 amx-tile avx512bf16 avx512bitalg avx512fp16
      avx512ifma avx512vbmi avx512vbmi2 avx512vnni avx512vpopcntdq avxvnni ermsb gfni pclmulqdq prfchw rdrand rdseed sha vaes
      vpclmulqdq xsavec xsaveopt xsaves
    icelake-client icelake-server icelake_client icelake_server rocketlake: 4 adx aes avx512bitalg avx512ifma avx512vbmi
      avx512vbmi2 avx512vnni avx512vpopcntdq ermsb gfni pclmulqdq prfchw rdrand rdseed sha vaes vpclmulqdq xsavec xsaveopt xsaves
    knl mic_avx512: 3 adx aes avx512cd avx512f pclmulqdq prfchw rdrand rdseed xsaveopt
    knm: 3 adx aes avx512cd avx512f avx512vpopcntdq pclmulqdq prfchw rdrand rdseed xsaveopt
    lakemont: 0 sse sse2
    nocona: 1 cmpxchg16b sse3
    novalake: 4 adx aes avx10.1 avx10.2 avx512bf16 avx512bitalg avx512fp16 avx512ifma avx512vbmi avx512vbmi2 avx512vnni
      avx512vpopcntdq avxifma avxneconvert avxvnni avxvnniint16 avxvnniint8 gfni movrs pclmulqdq prfchw rdrand rdseed sha sha512
      sm3 sm4 vaes vpclmulqdq xsavec xsaveopt xsaves
    pentium_4_sse3 prescott yonah: 1 sse3
    skx skylake-avx512 skylake_avx512: 4 adx aes ermsb pclmulqdq prfchw rdrand rdseed xsavec xsaveopt xsaves
    skylake: 3 adx aes ermsb pclmulqdq prfchw rdrand rdseed xsavec xsaveopt xsaves
    tigerlake: 4 adx aes avx512bitalg avx512ifma avx512vbmi avx512vbmi2 avx512vnni avx512vp2intersect avx512vpopcntdq ermsb gfni
      pclmulqdq prfchw rdrand rdseed sha vaes vpclmulqdq xsavec xsaveopt xsaves
    tremont: 2 aes gfni movbe pclmulqdq prfchw rdrand rdseed sha xsave xsavec xsaveopt xsaves
    x86-64-v3: 3
    x86-64-v4: 4
    znver1 znver2: 3 adx aes pclmulqdq prfchw rdrand rdseed sha sse4a xsavec xsaveopt xsaves
    znver3: 3 adx aes pclmulqdq prfchw rdrand rdseed sha sse4a vaes vpclmulqdq xsavec xsaveopt xsaves
    znver4: 4 adx aes avx512bf16 avx512bitalg avx512ifma avx512vbmi avx512vbmi2 avx512vnni avx512vpopcntdq gfni pclmulqdq prfchw
      rdrand rdseed sha sse4a vaes vpclmulqdq xsavec xsaveopt xsaves
    znver5: 4 adx aes avx512bf16 avx512bitalg avx512ifma avx512vbmi avx512vbmi2 avx512vnni avx512vp2intersect avx512vpopcntdq
      avxvnni gfni pclmulqdq prfchw rdrand rdseed sha sse4a vaes vpclmulqdq xsavec xsaveopt xsaves
    """

  /// From each processor to its features.
  private static let all: [(name: String, features: [String])] = {
    var rows: [String] = []
    for line in table.split(separator: "\n") {
      if line.hasPrefix(" ") { rows[rows.count - 1] += line } else { rows.append(String(line)) }
    }
    return rows.flatMap { row -> [(name: String, features: [String])] in
      let parts = row.split(separator: ":")
      let words = parts[1].split(separator: " ").map(String.init)
      let level = Int(words[0]) ?? 0
      let features = TargetFeatures.levels[..<level].flatMap { $0.features.split(separator: " ").map(String.init) } + words.dropFirst()
      return parts[0].split(separator: " ").map { (String($0), features) }
    }
  }()

  static var names: [String] { all.map(\.name).sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) } }

  /// The features of the processor `name`; nil if there is no such one.
  static func features(of name: String) -> [String]? {
    if name == "native" { return host() }
    return all.first { $0.name == name }?.features
  }

  /// What the kernel says of the machine that the compiler runs on.
  private static func host() -> [String] {
    guard let file = fopen("/proc/cpuinfo", "re") else { return TargetFeatures.levels[0].features.split(separator: " ").map(String.init) }
    defer { fclose(file) }
    var line: UnsafeMutablePointer<CChar>? = nil
    var size = 0
    defer { free(line) }
    // Of x86-64 itself, and not listed by the kernel.
    var found = ["x87"]
    while getline(&line, &size, file) > 0, let text = line.map({ String(cString: $0) }) {
      guard text.hasPrefix("flags") else { continue }
      for word in text.split(whereSeparator: { $0 == " " || $0 == "\t" || $0 == "\n" }) {
        let name = kernelNames[String(word)] ?? String(word.replacing("_", with: ""))
        if TargetFeatures.isKnown(name) { found.append(name) }
      }
      break
    }
    return found
  }

  /// From the kernel's names to rustc's, where they differ by more than `_`.
  private static let kernelNames = [
    "abm": "lzcnt", "3dnowprefetch": "prfchw", "cx16": "cmpxchg16b", "erms": "ermsb", "lahf_lm": "lahfsahf", "pni": "sse3",
    "sse4_1": "sse4.1", "sse4_2": "sse4.2", "sha_ni": "sha", "avx512ifma": "avx512ifma", "avx512_fp16": "avx512fp16",
    "aes_kl": "kl",
  ]
}
