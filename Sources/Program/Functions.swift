// Instances, signatures, bodies of functions.
import ABI
import Defs
import Infer
import MIR
import Monomorphize
import Parallel
import Resolve
import Source
import Support
import Syntax
import Traits
import Types

extension ProgramAnswers {
  public func isIntrinsic(_ def: DefID) -> Bool { store.world.attribute(.rustc_intrinsic, of: def) != nil }

  func plain(_ def: DefID, _ args: GenericArgsID) -> Instance {
    Instance(isIntrinsic(def) ? .intrinsic(def) : .item(def), args)
  }

  func computeResolution(_ def: DefID, _ args: GenericArgsID) -> Instance? {
    if facts.langItem(Name("drop_in_place")) == def, let t = args.elements.last?.type { return Instance(.dropGlue(def, t), args) }
    let parent = Defs[def].parent
    guard !parent.isNone, Defs[parent].kind == .trait else { return plain(def, args) }
    switch infer.resolveItem(def, args, env: .empty) {
    case .item(let d, let a): return plain(d, instantiate(a, .empty))
    case .object: return virtualCall(def, args)
    case .unknown: return nil
    case .builtin(let candidate): return builtinInstance(def, args, candidate)
    }
  }

  private func builtinInstance(_ def: DefID, _ args: GenericArgsID, _ candidate: Candidate) -> Instance? {
    guard let selfType = args[0].type else { return nil }
    if case .callable = candidate {
      switch selfType.kind {
      case .closure(let d, let own):
        let wantsOnce = facts.langItem(Name("fn_once")) == Defs[def].parent
        let rank = ClosureArgs.kindRank(ClosureArgs(own).kindType) ?? 0
        if wantsOnce && rank != 2 { return Instance(.closureOnceShim(callOnce: def, trackCaller: false), args) }
        return Instance(.item(d), own)
      default: return Instance(.fnPtrShim(def, selfType), args)
      }
    }
    let trait = Defs[def].parent
    if facts.langItem(Name("clone")) == trait {
      if Defs[def].name == .clone { return Instance(.cloneShim(def, selfType), args) }
      return plain(def, args)  // `clone_from` is the trait's own
    }
    if facts.langItem(Name("fn_ptr_trait")) == trait { return Instance(.fnPtrAddrShim(def, selfType), args) }
    return plain(def, args)
  }

  private func virtualCall(_ def: DefID, _ args: GenericArgsID) -> Instance? {
    guard let selfType = args[0].type, case .dynamic(let list, _) = selfType.kind, let principal = list.principal else { return nil }
    let trait = VTableTrait(trait: principal.def, args: eraseBinder(principal.args))
    var found: [(index: UInt32, args: GenericArgsID)] = []
    for (i, slot) in vtableSlots(trait).enumerated() {
      if case .method(let d, let own) = slot, d == def { found.append((UInt32(i), own)) }
    }
    if let first = found.first {
      if found.count == 1 { return Instance(.virtual(def, index: first.index), args) }
      // The trait is there several times, with different arguments.
      let wanted = GenericArgsID(Array(args.elements[1..<facts.generics(of: Defs[def].parent).count])).erasingRegions
      return Instance(.virtual(def, index: (found.first { $0.args.erasingRegions == wanted } ?? first).index), args)
    }
    // A default method that is not in the table (`where Self: Sized`): its own body.
    return plain(def, args)
  }

  // MARK: Signatures

  /// A signature as the source says it, aliases replaced.
  func monoSig(_ sig: PolyFnSig, _ args: GenericArgsID) -> PolyFnSig {
    let opened = infer.open(sig.instantiated(args))
    var result = opened
    result.inputsAndOutput = TypeListID(opened.inputsAndOutput.elements.map { normalized($0.erasingRegions) })
    return result
  }

  func convention(_ abi: CallAbi) -> CallConvention {
    switch abi {
    case .rust, .rustCall, .rustIntrinsic, .rustTail, .rustPreserveNone: .rust
    case .rustCold: .rustCold
    case .sysV64, .sysV64Unwind: .sysv64
    case .win64, .win64Unwind, .efiApi: .win64
    case .vectorcall, .vectorcallUnwind: .vectorcall
    case .x86Interrupt: .x86Interrupt
    case .unadjusted: .unadjusted
    default: .c
    }
  }

  var locationType: TypeID {
    facts.langItem(Name("Location")).map { d in
      TypeID.ref(
        TypeID(.adt(d, GenericArgsID(facts.generics(of: d).all.map { _ in Types.GenericArg(RegionID.erased) }))))
    } ?? .ref(.unit)
  }

  /// The elements of a "rust-call" tuple in place of the tuple.
  func spread(_ inputs: [TypeID]) -> [TypeID] {
    guard let last = inputs.last, case .tuple(let l) = last.kind else { return inputs }
    return inputs.dropLast() + l.elements
  }

  func computeSignature(_ instance: Instance) -> MonoSignature {
    switch instance.kind {
    case .dropGlue(_, let t): return MonoSignature(inputs: [.rawPtr(t, .mut)], output: .unit)
    case .cloneShim(_, let t): return MonoSignature(inputs: [.ref(t)], output: t)
    case .fnPtrAddrShim(_, let t): return MonoSignature(inputs: [t], output: .rawPtr(.unit, .not))
    case .threadLocalShim(let d): return MonoSignature(inputs: [], output: .rawPtr(staticType(d), .mut))
    case .item(let d) where Defs[d].kind == .closure: return closureSignature(d, instance.args)
    case .virtual(let d, _):
      var s = itemSignature(d, instance.args, hasLocation: true)
      if !s.inputs.isEmpty { s.inputs[0] = .rawPtr(.unit, .mut) }
      return s
    case .reifyShim(let d): return itemSignature(d, instance.args, hasLocation: false)
    case .vtableShim(let d):
      var s = itemSignature(d, instance.args, hasLocation: true)
      if !s.inputs.isEmpty { s.inputs[0] = .rawPtr(s.inputs[0], .mut) }
      return s
    case .item(let d), .intrinsic(let d), .fnPtrShim(let d, _), .closureOnceShim(let d, _):
      return itemSignature(d, instance.args, hasLocation: true)
    }
  }

  private func itemSignature(_ def: DefID, _ args: GenericArgsID, hasLocation: Bool) -> MonoSignature {
    let sig = monoSig(facts.fnSig(of: def), args)
    var inputs = Array(sig.inputs)
    if sig.abi == .rustCall { inputs = spread(inputs) }
    let tracks = hasLocation && attributes(of: def).isTrackCaller
    if tracks { inputs.append(locationType) }
    return MonoSignature(
      inputs: inputs, output: sig.output, convention: convention(sig.abi), isVariadic: sig.isVariadic, hasCallerLocation: tracks)
  }

  private func closureSignature(_ def: DefID, _ args: GenericArgsID) -> MonoSignature {
    let parts = ClosureArgs(args)
    guard case .fnPtr(let id) = parts.signatureType.kind else { return MonoSignature(inputs: [], output: .unit) }
    let sig = monoSig(id.sig, .empty)
    let type = TypeID(.closure(def, args))
    let selfType: TypeID =
      switch ClosureArgs.kindRank(parts.kindType) {
      case 0?: .ref(type, .not)
      case 1?: .ref(type, .mut)
      default: type
      }
    return MonoSignature(inputs: [selfType] + spread(Array(sig.inputs)), output: sig.output)
  }

  // MARK: Constructors

  /// The body of a tuple struct's or variant's constructor used as a function.
  func constructorBody(_ def: DefID) -> Body? {
    let sig = infer.open(facts.fnSig(of: def))
    guard case .adt(let d, let args) = sig.output.kind else { return nil }
    var variant: UInt32 = 0
    for (i, v) in facts.adt(d).variants.enumerated() where v.ctor == def { variant = UInt32(i) }
    var b = BodyBuilder(.item(def), span: Defs[def].span)
    b.phase = .runtime
    b.newLocal(sig.output, kind: .returnPlace)
    let inputs = Array(sig.inputs)
    for t in inputs { b.newLocal(t, kind: .arg, isMutable: false) }
    b.argCount = inputs.count
    let block = b.newBlock()
    let fields = inputs.indices.map { Operand.move(Place(LocalID($0 + 1))) }
    b.assign(Place(.returnPlace), b.aggregate(.adt(d, variant: variant, args, activeField: -1), fields), in: block)
    b.terminate(block, .return)
    return b.freeze()
  }
}

// MARK: - Overrides

extension ProgramAnswers {
  func resolveCached(_ def: DefID, _ args: GenericArgsID) -> Instance? {
    let key = ResolutionKey(def: def, args: args)
    if let known = resolved[key] { return known }
    let result = computeResolution(def, args)
    resolved[key] = .some(result)
    return result
  }
}
