// `--emit mir`: the bodies of the crate as text.
import Defs
import Diagnostics
import HIR
import LowerAST
import MIR
import Parallel
import Program
import Resolve
import Session
import Source
import Support
import Types

/// The MIR of every body of the crate, in source order: functions, constants and statics, closures where they stand, and promoted
/// constants after the body they come from.
func mirText(_ program: ProgramStore, _ session: Session) -> (String, DiagnosticList) {
  let owners = Array(program.world.bodyOwners(in: .local))
  let built = parallelMap(count: owners.count, workers: session.workers) { i -> [DefID] in
    bodies(in: owners[i], program.world).flatMap { [$0.owner] + $0.lowered.pointee.anonBodies.map(\.owner) }
      .filter { program.body(of: $0) != nil }
  }
  struct Entry {
    var place: Span
    var path: String
    var def: DefID
    init(_ def: DefID) {
      self.def = def
      place = Hygiene.callSiteAtRoot(Defs[def].span)
      path = TypePrinter.path(of: def)
    }
  }
  var entries = built.joined().map { Entry($0) }
  // Closures are built with the body they stand in.
  let known = Set(entries.map(\.def))
  for i in 0..<Defs.count(in: .local) {
    let def = DefID(crate: .local, index: i)
    switch Defs[def].kind {
    case .closure, .coroutineClosure, .inlineConst:
      if !known.contains(def), known.contains(program.owner(of: def)), program.body(of: def) != nil { entries.append(Entry(def)) }
    default: break
    }
  }
  entries.sort { ($0.place.lo, $1.place.hi, $0.path) < ($1.place.lo, $0.place.hi, $1.path) }
  let sorted = entries
  let texts = parallelMap(count: sorted.count, workers: session.workers) { i in text(of: sorted[i].def, sorted[i].path, program) }
  var diagnostics = DiagnosticList()
  for e in sorted { diagnostics.add(contentsOf: program.diagnostics(of: e.def)) }
  return (texts.joined(separator: "\n"), diagnostics)
}

private func text(of def: DefID, _ path: String, _ program: ProgramStore) -> String {
  guard let body = program.body(of: def) else { return "" }
  let names = Names()
  let result = body[LocalID(0)].type
  let signature: String
  switch Defs[def].kind {
  case .fn, .assocFn, .closure, .coroutineClosure:
    let parameters = (0..<body.argCount).map { "_\($0 + 1): \(names.text(of: body[LocalID($0 + 1)].type))" }
    signature = "fn \(path)(\(parameters.joined(separator: ", "))) -> \(names.text(of: result))"
  case .static: signature = "static \(path): \(names.text(of: result)) ="
  default: signature = "const \(path): \(names.text(of: result)) ="
  }
  var text = body.text(signature: signature, names: names)
  var k = 0
  while let promoted = program.promotedBody(of: def, k) {
    let type = names.text(of: promoted[LocalID(0)].type)
    text += "\n" + promoted.text(signature: "const \(path)::promoted[\(k)]: \(type) =", names: names)
    k += 1
  }
  return text
}

/// Names as messages print them.
private struct Names: MIRNames {
  func text(of type: TypeID) -> String { TypePrinter.text(of: type) }
  func text(of constant: ConstID) -> String { TypePrinter.text(of: constant) }
  func path(of def: DefID, args: GenericArgsID) -> String {
    let list = args.elements
    let path = TypePrinter.path(of: def)
    return list.isEmpty ? path : path + "::<" + list.map { TypePrinter.text(of: $0) }.joined(separator: ", ") + ">"
  }
  func variant(_ index: UInt32, of def: DefID) -> String { "variant#\(index)" }
}
