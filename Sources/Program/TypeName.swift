// What `core::any::type_name` says.
import Defs
import Monomorphize
import Parallel
import Source
import Support
import Syntax
import Types

/// Writes types with full paths and no lifetimes, as rustc's `type_name` does: the language promises nothing about it, programs print it.
struct TypeName {
  private let answers: ProgramAnswers
  private var text = ""
  private var depth = 0

  static func text(of type: TypeID, _ answers: ProgramAnswers) -> String {
    var name = TypeName(answers: answers)
    name.print(type)
    return name.text
  }

  private init(answers: ProgramAnswers) { self.answers = answers }

  private mutating func list<C: Collection>(_ elements: C, _ print: (inout TypeName, C.Element) -> Void) {
    for (i, e) in elements.enumerated() {
      if i > 0 { text += ", " }
      print(&self, e)
    }
  }

  // MARK: Types

  private mutating func print(_ type: TypeID) {
    depth += 1
    defer { depth -= 1 }
    if depth > 250 { return text += "_" }
    switch type.kind {
    case .bool, .char, .str, .never, .int, .uint, .float: text += TypePrinter.text(of: type)
    case .param, .bound, .placeholder, .infer, .error, .coroutineWitness: text += "_"
    case .array(let e, let n):
      text += "["
      print(e)
      text += "; "
      print(n)
      text += "]"
    case .slice(let e):
      text += "["
      print(e)
      text += "]"
    case .pattern: text += TypePrinter.text(of: type, isFull: true)
    case .rawPtr(let e, let m):
      text += m == .mut ? "*mut " : "*const "
      print(e)
    case .ref(let region, let e, let m):
      text += "&"
      if isBound(region) { text += "'_ " }
      if m == .mut { text += "mut " }
      print(e)
    case .fnPtr(let id):
      let sig = id.sig
      if sig.isUnsafe { text += "unsafe " }
      if sig.abi != .rust { text += "extern \"\(sig.abi.text)\" " }
      text += "fn"
      print(sig.inputs, sig.output, isVariadic: sig.isVariadic)
    case .tuple(let elements):
      text += "("
      list(elements.elements) { $0.print($1) }
      text += elements.count == 1 ? ",)" : ")"
    case .dynamic(let predicates, let region):
      text += isBound(region) ? "(dyn " : "dyn "
      print(predicates)
      if isBound(region) { text += " + '_)" }
    case .unsafeBinder(let inner, _):
      text += "unsafe<> "
      print(inner)
    case .adt(let def, let args), .fnDef(let def, let args), .closure(let def, let args), .coroutine(let def, let args),
      .coroutineClosure(let def, let args), .alias(_, let def, let args):
      path(def, Array(args.elements))
    case .foreign(let def): path(def, [])
    }
  }

  private func isBound(_ region: RegionID) -> Bool { if case .bound = region.kind { true } else { false } }

  private mutating func print<C: Collection<TypeID>>(_ inputs: C, _ output: TypeID, isVariadic: Bool = false) {
    text += "("
    list(inputs) { $0.print($1) }
    if isVariadic { text += inputs.isEmpty ? "..." : ", ..." }
    text += ")"
    if output != .unit {
      text += " -> "
      print(output)
    }
  }

  private mutating func print(_ const: ConstID) {
    if case .value(let type, _) = const.kind, type == .char, let bits = const.bits, let c = Unicode.Scalar(UInt32(bits)) {
      return text += rustDebug(c)
    }
    text += TypePrinter.text(of: const)
  }

  /// A character in quotes, as `{:?}` of Rust writes the usual ones.
  private func rustDebug(_ c: Unicode.Scalar) -> String {
    switch c {
    case "\0": "'\\0'"
    case "\t": "'\\t'"
    case "\r": "'\\r'"
    case "\n": "'\\n'"
    case "'": "'\\''"
    case "\\": "'\\\\'"
    default: c.value < 0x20 || c.value == 0x7f ? "'\\u{\(String(c.value, radix: 16))}'" : "'\(c)'"
    }
  }

  private mutating func print(_ arg: Types.GenericArg) {
    switch arg.kind {
    case .type(let t): print(t)
    case .region: text += "'_"
    case .const(let c): print(c)
    }
  }

  // MARK: Trait objects

  private mutating func print(_ predicates: ExistentialListID) {
    var isFirst = true
    var projections: [(item: DefID, term: Term)] = []
    for p in predicates.all { if case .projection(let item, _, let term, _) = p { projections.append((item, term)) } }
    if let (def, args, _) = predicates.principal {
      isFirst = false
      path(def, [])
      if isCallable(def), case .tuple(let inputs)? = args.elements.first?.type?.kind, projections.count == 1, case .type(let output) = projections[0].term {
        print(inputs.elements, output)
      } else {
        let full = GenericArgsID([Types.GenericArg(Self.anySelf)] + Array(args.elements))
        let own = full.elements.dropFirst().dropLast(answers.trailingDefaults(of: def, full))
        let implied = impliedProjections(def, full)
        projections.removeAll { p in implied.contains { $0 == p } }
        projections.sort { Defs[$0.item].name.text < Defs[$1.item].name.text }
        if !own.isEmpty || !projections.isEmpty {
          text += "<"
          list(own) { $0.print($1) }
          if !own.isEmpty && !projections.isEmpty { text += ", " }
          list(projections) { name, p in
            name.text += "\(Defs[p.item].name) = "
            name.print(p.term.arg)
          }
          text += ">"
        }
      }
    }
    var autoTraits: [String] = []
    for p in predicates.all { if case .autoTrait(let def) = p { autoTraits.append(TypePrinter.path(of: def)) } }
    for name in autoTraits.sorted() {
      if !isFirst { text += " + " }
      isFirst = false
      text += name
    }
  }

  /// Stands for the type behind the object.
  private static let anySelf = TypeID(.infer(.fresh(0)))

  private func isCallable(_ trait: DefID) -> Bool {
    ["fn", "fn_mut", "fn_once"].contains { answers.langItem(Name($0)) == trait }
  }

  /// What the bounds of the trait and its supertraits say of associated types.
  private func impliedProjections(_ trait: DefID, _ args: GenericArgsID) -> [(item: DefID, term: Term)] {
    var result: [(item: DefID, term: Term)] = []
    var seen: Set<TraitRef> = []
    var todo = [TraitRef(trait, args)]
    while let next = todo.popLast() {
      guard seen.insert(next).inserted else { continue }
      for id in answers.facts.superPredicates(of: next.def).elements {
        switch id.clause.instantiated(next.args).kind {
        case .trait(let t, false): if t.selfType == Self.anySelf { todo.append(t) }
        case .projection(let item, let args, .type(let t)): if args[0].type == Self.anySelf { result.append((item, .type(t.erasingRegions.anonymizingBinders))) }
        default: break
        }
      }
    }
    return result
  }

  // MARK: Paths

  private mutating func path(_ def: DefID, _ args: [Types.GenericArg]) {
    let data = Defs[def]
    guard !data.parent.isNone else { return text += answers.crateName(def.crate) }
    if data.kind.isImpl { return implPath(def, args) }
    var parentArgs = args
    var isTraitItem = false
    if !args.isEmpty {
      let counts = answers.genericCounts(of: def)
      parentArgs = Array(args.prefix(counts.parent))
      switch data.kind {
      case .closure, .coroutineClosure, .anonConst, .inlineConst: parentArgs = Array(args.prefix(ownerCount(of: def)))
      default:
        if counts.all > counts.parent && args.count >= counts.all {
          path(def, parentArgs)
          let own = args.dropFirst(max(counts.parent, hasSelf(def) ? 1 : 0)).dropLast(answers.trailingDefaults(of: def, GenericArgsID(args)))
          if !own.isEmpty {
            text += "<"
            list(own) { $0.print($1) }
            text += ">"
          }
          return
        }
      }
      isTraitItem = Defs[data.parent].kind == .trait && parentArgs.count == answers.genericCounts(of: data.parent).all
    }
    if isTraitItem {
      qualified(parentArgs[0].type!, TraitRef(data.parent, GenericArgsID(parentArgs)))
    } else {
      path(data.parent, parentArgs)
    }
    text += "::"
    switch data.kind {
    case .closure, .coroutineClosure: text += "{{closure}}"
    case .anonConst, .inlineConst: text += "{{constant}}"
    case .structCtorFn, .structCtorConst, .variantCtorFn, .variantCtorConst: text += "{{constructor}}"
    case .opaqueTy: text += "{{opaque}}"
    case .foreignMod: text += "{{extern}}"
    default: text += data.name.text
    }
  }

  private func hasSelf(_ def: DefID) -> Bool { Defs[def].kind == .trait || Defs[def].kind == .traitAlias }

  /// Number of generic arguments of the item that a closure stands in.
  private func ownerCount(of def: DefID) -> Int {
    var d = def
    while true {
      switch Defs[d].kind {
      case .closure, .coroutineClosure, .inlineConst, .anonConst: d = Defs[d].parent
      default: return answers.genericCounts(of: d).all
      }
    }
  }

  private mutating func implPath(_ impl: DefID, _ args: [Types.GenericArg]) {
    let header = answers.implHeader(impl)
    let owner = GenericArgsID(args)
    let selfType = answers.instantiate(header.selfType, owner)
    let trait = header.trait.map { TraitRef($0.def, answers.instantiate($0.args, owner)) }
    let parent = Defs[impl].parent
    let isBesideType = characteristic(selfType).map { Defs[$0].parent == parent } ?? false
    if isBesideType || trait.map({ Defs[$0.def].parent == parent }) ?? false { return qualified(selfType, trait) }
    path(parent, [])
    text += "::<impl "
    if let trait {
      path(trait.def, Array(trait.args.elements))
      text += " for "
    }
    print(selfType)
    text += ">"
  }

  private mutating func qualified(_ selfType: TypeID, _ trait: TraitRef?) {
    if trait == nil {
      switch selfType.kind {
      case .adt, .foreign, .bool, .char, .str, .int, .uint, .float: return print(selfType)
      default: break
      }
    }
    text += "<"
    print(selfType)
    if let trait {
      text += " as "
      path(trait.def, Array(trait.args.elements))
    }
    text += ">"
  }

  /// The definition that tells where a type belongs.
  private func characteristic(_ type: TypeID) -> DefID? {
    switch type.kind {
    case .adt(let def, _), .fnDef(let def, _), .closure(let def, _), .coroutine(let def, _), .coroutineClosure(let def, _), .foreign(let def): def
    case .dynamic(let list, _): list.principal?.def
    case .pattern(let e, _), .array(let e, _), .slice(let e), .rawPtr(let e, _), .ref(_, let e, _): characteristic(e)
    case .tuple(let list): list.elements.lazy.compactMap { characteristic($0) }.first
    default: nil
    }
  }
}
