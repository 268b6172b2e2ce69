// The linker's command line: as `cc` would call the linker, or as rustc calls `cc`.

/// Arguments for a linker of either flavor.
func command(_ o: LinkOptions, _ linker: Linker, output: String) -> [String] {
  var builder = CommandBuilder(options: o, output: output)
  return [linker.path] + (linker.flavor == .cc ? builder.ccArguments() : builder.ldArguments(linker))
}

struct CommandBuilder {
  let options: LinkOptions
  let output: String
  var args: [String] = []

  init(options: LinkOptions, output: String) {
    self.options = options
    self.output = output
  }

  var isPIE: Bool { options.kind == .pieExecutable || options.kind == .staticPieExecutable }
  var isStatic: Bool { options.kind == .staticExecutable || options.kind == .staticPieExecutable }

  // MARK: cc

  mutating func ccArguments() -> [String] {
    let o = options
    args.append("-m64")
    args += o.preLinkArgs
    args += o.objects
    args.append("-Wl,--as-needed")
    for directory in o.searchPaths { args += ["-L", directory] }
    var hint: LinkOptions.Library.Kind = .dylib
    for library in o.libraries { addLibrary(library, wl: "-Wl,", &hint) }
    if hint == .static { args.append("-Wl,-Bdynamic") }
    args += ["-Wl,--eh-frame-hdr", "-Wl,-z,noexecstack", "-o", output]
    if o.gcSections { args.append("-Wl,--gc-sections") }
    switch o.kind {
    case .executable: args.append("-no-pie")
    case .pieExecutable: args.append("-pie")
    case .staticExecutable: args += ["-static", "-no-pie"]
    case .staticPieExecutable: args.append("-static-pie")
    case .dynamicLibrary: args.append("-shared")
    }
    switch o.relro {
    case .off: args.append("-Wl,-z,norelro")
    case .partial: args.append("-Wl,-z,relro")
    case .full: args.append("-Wl,-z,relro,-z,now")
    }
    switch o.strip {
    case .none: break
    case .debuginfo: args.append("-Wl,--strip-debug")
    case .symbols: args.append("-Wl,--strip-all")
    }
    args.append("-nodefaultlibs")
    args += o.linkArgs
    return args
  }

  private mutating func addLibrary(_ library: LinkOptions.Library, wl: String, _ hint: inout LinkOptions.Library.Kind) {
    if library.kind == .static, hint != .static {
      args.append(wl + "-Bstatic")
      hint = .static
    } else if library.kind == .dylib, hint != .dylib {
      args.append(wl + "-Bdynamic")
      hint = .dylib
    }
    let name = "-l" + (library.isVerbatim ? ":" : "") + library.name
    if library.isWholeArchive {
      args += [wl + "--whole-archive", name, wl + "--no-whole-archive"]
    } else {
      args.append(name)
    }
  }

  // MARK: ld

  /// The linker called as gcc's driver would call it.
  mutating func ldArguments(_ linker: Linker) -> [String] {
    let o = options
    let system = SystemLibraries.find()
    let user = UserArguments(o.preLinkArgs, o.linkArgs, isStatic: isStatic)

    args += ["-m", "elf_x86_64", "--hash-style=gnu", "--build-id=none", "--eh-frame-hdr"]
    let isFullyStatic = isStatic || user.isStatic
    switch o.kind {
    case .dynamicLibrary: args.append("-shared")
    case _ where user.isShared: args.append("-shared")
    case .staticPieExecutable: args += ["-static", "-pie", "--no-dynamic-linker", "-z", "text"]
    default:
      let pie = user.pie ?? (isPIE && !isFullyStatic)
      if pie { args.append("-pie") } else if linker.path.hasSuffix("mold") { args.append("-no-pie") }
      if isFullyStatic { args.append("-static") } else { args += ["-dynamic-linker", "/lib64/ld-linux-x86-64.so.2"] }
    }
    args += ["-o", output]
    if o.threads > 0 { addThreads(linker) }

    let isPositionIndependent = args.contains("-pie") || args.contains("-shared")
    if !user.hasNoStartFiles {
      if !args.contains("-shared") {
        let name = o.kind == .staticPieExecutable ? "rcrt1.o" : args.contains("-pie") ? "Scrt1.o" : "crt1.o"
        addIfFound(system.startFile(name))
      }
      addIfFound(system.startFile("crti.o"))
      if let gcc = system.gcc {
        addIfFound(gcc + (isPositionIndependent ? "/crtbeginS.o" : isFullyStatic ? "/crtbeginT.o" : "/crtbegin.o"))
      }
    }
    for directory in o.searchPaths { args += ["-L", directory] }
    for directory in user.directories { args += ["-L", directory] }
    if let gcc = system.gcc { args += ["-L", gcc] }
    for directory in system.directories { args += ["-L", directory] }

    args += user.before
    args += o.objects
    args.append("--as-needed")
    var hint: LinkOptions.Library.Kind = .dylib
    for library in o.libraries { addLibrary(library, wl: "", &hint) }
    if hint == .static { args.append("-Bdynamic") }
    args += ["-z", "noexecstack"]
    if o.gcSections { args.append("--gc-sections") }
    switch o.relro {
    case .off: args += ["-z", "norelro"]
    case .partial: args += ["-z", "relro"]
    case .full: args += ["-z", "relro", "-z", "now"]
    }
    switch o.strip {
    case .none: break
    case .debuginfo: args.append("--strip-debug")
    case .symbols: args.append("--strip-all")
    }
    args += user.after
    // The helpers that instruction selection calls (128-bit division, remainders of floats…), until our own `compiler_builtins`
    // brings them.
    if system.gcc != nil && !user.hasNoBuiltins {
      args.append("-lgcc")
      if user.linksLibC { args += ["--as-needed", "-lm", "--no-as-needed"] }
    }
    if user.wantsDefaultLibraries {
      args += isFullyStatic ? ["--start-group", "-lgcc", "-lgcc_eh", "-lc", "--end-group"] : ["-lgcc", "--as-needed", "-lgcc_s", "--no-as-needed", "-lc"]
    } else if user.linksLibC && isFullyStatic {
      args += ["--start-group", "-lgcc", "-lgcc_eh", "-lc", "--end-group"]
    }
    if !user.hasNoStartFiles {
      if let gcc = system.gcc { addIfFound(gcc + (isPositionIndependent ? "/crtendS.o" : "/crtend.o")) }
      addIfFound(system.startFile("crtn.o"))
    }
    return args
  }

  private mutating func addIfFound(_ file: String?) { if let file, exists(file) { args.append(file) } }

  private mutating func addThreads(_ linker: Linker) {
    let name = linker.path.split(separator: "/").last.map(String.init) ?? ""
    if name.hasPrefix("mold") {
      args.append("--thread-count=\(options.threads)")
    } else if name.contains("lld") {
      args.append("--threads=\(options.threads)")
    }
  }
}

/// Arguments in the spelling of `cc`, taken apart for a linker that is called directly.
struct UserArguments {
  /// Before the objects, and after the libraries, in the linker's own spelling.
  var before: [String] = []
  var after: [String] = []
  var directories: [String] = []
  var hasNoStartFiles = false
  var hasNoBuiltins = false
  var wantsDefaultLibraries = false
  var linksLibC = false
  var isStatic = false
  var isShared = false
  var pie: Bool?

  init(_ pre: [String], _ post: [String], isStatic: Bool) {
    before = translate(pre)
    after = translate(post)
  }

  private mutating func translate(_ list: [String]) -> [String] {
    var out: [String] = []
    var i = 0
    while i < list.count {
      let arg = list[i]
      i += 1
      func next() -> String? {
        guard i < list.count else { return nil }
        i += 1
        return list[i - 1]
      }
      switch arg {
      case "-nostartfiles": hasNoStartFiles = true
      case "-nostdlib": hasNoStartFiles = true
      case "-nodefaultlibs", "-nolibc", "-m64": break
      case "-defaultlibs": wantsDefaultLibraries = true
      case "-nobuiltins": hasNoBuiltins = true
      case "-static": isStatic = true
      case "-static-pie": isStatic = true; pie = true
      case "-shared": isShared = true
      case "-pie": pie = true
      case "-no-pie", "-nopie": pie = false
      case "-rdynamic": out.append("--export-dynamic")
      case "-pthread": out.append("-lpthread")
      case "-s": out.append("-s")
      case "-Xlinker": if let a = next() { out.append(a) }
      case "-L": if let a = next() { directories.append(a) }
      case "-l":
        if let a = next() { out.append("-l" + a); if a == "c" { linksLibC = true } }
      case "-T", "-u", "-z", "-e": if let a = next() { out += [arg, a] }
      case _ where arg.hasPrefix("-Wl,"): out += arg.dropFirst(4).split(separator: ",", omittingEmptySubsequences: false).map(String.init)
      case _ where arg.hasPrefix("-L"): directories.append(String(arg.dropFirst(2)))
      case "-lc": linksLibC = true; out.append(arg)
      // What concerns the driver alone.
      case _ where arg.hasPrefix("-fuse-ld=") || arg.hasPrefix("-f") || arg.hasPrefix("-O") || arg.hasPrefix("-g") || arg.hasPrefix("-march=")
        || arg.hasPrefix("-B") || arg.hasPrefix("--target=") || arg == "-v":
        break
      default: out.append(arg)
      }
    }
    return out
  }
}
