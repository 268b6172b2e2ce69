// What builtin macros ask: files, environment, macros in their arguments.
import Defs
import Diagnostics
import Expand
import Lex
import Parallel
import Source
import Support
import Syntax

/// The answers for macro calls of one scope. Sharing: per worker.
struct MacroHost: ExpansionHost {
  let world: World
  let cfg: CfgSet
  let environmentOf: @Sendable (String) -> String?
  var lookup: Lookup
  var scope: Scope
  /// Whether macros that cannot be resolved yet are errors.
  var force: Bool
  var uses: [MacroUse] = []
  /// Set when an expansion has to wait for names.
  var isUndetermined = false
  /// Whether any call of a body had a meaning.
  var hasExpanded = false
  /// Macros within arguments of macros, so far.
  private var depth = 0

  init(_ world: World, crate: CrateID, _ cfg: CfgSet, _ environment: @escaping @Sendable (String) -> String?) {
    self.world = world
    self.cfg = cfg
    environmentOf = environment
    lookup = Lookup(world, crate: crate)
    scope = Scope(module: world.crate(crate).root, macros: .empty, expansion: ExpansionID(rawValue: 0))
    force = true
  }

  func location(of position: BytePos) -> (path: String, line: Int, column: Int) {
    guard let (file, place) = FileTable.lookup(position) else { return ("", 0, 0) }
    return (FileTable[file].path, place.line, place.column)
  }
  func modulePath(of expansion: ExpansionID) -> String { world.modulePath(scope.module) }
  func environment(_ name: String) -> String? {
    let value = environmentOf(name)
    if lookup.crate == .local { world.dependencies.addVariable(name, value) }
    return value
  }

  private func path(_ path: String, relativeTo span: Span) -> String {
    if path.hasPrefix("/") { return path }
    let place = Hygiene.callSiteAtRoot(span)
    guard let file = FileTable.file(at: place.lo) else { return path }
    return ModDirectory.join(ModDirectory.folder(of: FileTable[file].path), path)
  }

  func load(_ path: String, relativeTo span: Span) -> HostFile {
    let full = self.path(path, relativeTo: span)
    do throws(SourceError) {
      let bytes = try FileTable.load(full).bytes
      if lookup.crate == .local { world.dependencies.addFile(full, at: span) }
      return .bytes(UnsafeBufferPointerBox(bytes), path: full)
    } catch {
      return .unreadable(path: full, reason: error.text)
    }
  }

  mutating func lexIncluded(_ path: String, at span: Span, into diagnostics: inout DiagnosticList) -> TokenBuffer? {
    let full = self.path(path, relativeTo: span)
    do throws(SourceError) {
      let file = FileTable[try FileTable.add(try FileTable.load(full))]
      if lookup.crate == .local { world.dependencies.addFile(full, at: span) }
      let context = SyntaxContext.root(ofCrate: Int(lookup.crate.rawValue))
      return lex(file.bytes, base: file.base, context: context, prologue: .nothing, into: &diagnostics)
    } catch {
      diagnostics.add(.error("cannot read `\(full)`: \(error.text)", at: span))
      return nil
    }
  }

  mutating func expandEagerly(_ call: EagerCall, into diagnostics: inout DiagnosticList) -> EagerStep {
    var inner = scope
    inner.expansion = call.parent
    switch lookup.resolveMacro(call.path, .bang, inner, force: force) {
    case .undetermined: return .undetermined
    case .notFound:
      uses.append(MacroUse(path: call.path, kind: .bang, scope: inner, span: call.span, res: nil))
      return .failed
    case .res(let res):
      uses.append(MacroUse(path: call.path, kind: .bang, scope: inner, span: call.span, res: res))
      guard case .def(.macro, let def) = res, let info = world.macro(def) else { return .failed }
      depth += 1
      defer { depth -= 1 }
      if depth > world.crate(lookup.crate).recursionLimit {
        diagnostics.add(
          .recursionLimit(
            world.crate(lookup.crate).recursionLimit, macro: info.name, crate: world.crate(lookup.crate).name, at: call.span))
        return .failed
      }
      let expansion = world.addExpansion(of: info, .bang, at: call.span, from: inner)
      let input = MacroInput(
        tokens: call.tokens, arguments: call.arguments, delimiter: call.delimiter, span: call.span, expansion: expansion)
      if let rules = info.rules {
        guard let tokens = rules.expand(input, into: &diagnostics) else { return .failed }
        return .tokens(tokens)
      }
      guard case .bang(let builtin) = BuiltinMacro(named: info.builtin) else { return .failed }
      switch expand(builtin, input, host: &self, into: &diagnostics) {
      case .tokens(let tokens): return .tokens(tokens)
      case .undetermined: return .undetermined
      default: return .failed
      }
    }
  }
}
