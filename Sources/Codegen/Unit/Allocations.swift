// Memory of constants and statics as LLVM globals.
import ABI
import CLLVM
import Defs
import MIR
import Monomorphize
import Parallel
import Support
import Types

/// Contents of a private constant: equal ones share a global.
struct AllocationKey: Hashable {
  var bytes: [UInt8]
  var relocations: [Relocation]
  var alignmentLog2: UInt8
}

extension UnitCodegen {
  /// An immediate with these bits.
  func scalarConstant(_ bits: UInt128, _ s: Scalar) -> LLVMValueRef {
    switch s.primitive {
    case .int(let size, _): return s.isBool ? ll.constBool(bits & 1 == 1) : ll.const(ll.intType(bits: size.bits), bits & size.mask)
    case .pointer:
      return bits == 0 ? ll.null(ll.pointer) : LLVMConstIntToPtr(ll.const64(UInt64(truncatingIfNeeded: bits)), ll.pointer)
    case .f16, .f32, .f64, .f128:
      return LLVMConstBitCast(ll.const(ll.intType(bytes: s.bytes), bits), memoryType(s))
    }
  }

  /// The scalar at `offset` of an allocation.
  func scalarConstant(in memory: ConstAllocation, at offset: Int, _ s: Scalar) -> LLVMValueRef {
    let count = Int(s.bytes)
    guard offset + count <= memory.byteCount, memory.isInitialized(at: offset) else { return ll.undef(immediateType(s)) }
    var bits: UInt128 = 0
    for i in (0..<count).reversed() { bits = bits << 8 | UInt128(memory.bytes[offset + i]) }
    if let r = relocation(in: memory, at: offset) {
      let p = pointerConstant(r.target, UInt64(truncatingIfNeeded: bits))
      return s.primitive == .pointer ? p : LLVMConstPtrToInt(p, memoryType(s))
    }
    return scalarConstant(bits, s)
  }
  private func relocation(in memory: ConstAllocation, at offset: Int) -> Relocation? {
    let all = memory.relocations.all
    var low = 0
    var high = all.count
    while low < high {
      let middle = (low + high) / 2
      if Int(all[middle].offset) < offset { low = middle + 1 } else { high = middle }
    }
    return low < all.count && Int(all[low].offset) == offset ? all[low] : nil
  }

  /// A pointer `offset` bytes into `alloc`. Parts of a `TypeId` are integers in disguise.
  func pointerConstant(_ alloc: AllocID, _ offset: UInt64) -> LLVMValueRef {
    if case .typeID = Allocations[alloc] { return LLVMConstIntToPtr(ll.const64(offset), ll.pointer) }
    return constantOffset(address(of: alloc), offset)
  }

  func constantOffset(_ p: LLVMValueRef, _ offset: UInt64) -> LLVMValueRef {
    if offset == 0 { return p }
    var index: LLVMValueRef? = ll.const64(offset)
    return LLVMConstInBoundsGEP2(ll.i8, p, &index, 1)
  }

  /// The address of what `alloc` stands for.
  func address(of alloc: AllocID) -> LLVMValueRef {
    if let found = allocations[alloc] { return found }
    let made: LLVMValueRef
    switch Allocations[alloc] {
    case .memory(let memory): made = constantGlobal(memory)
    case .function(let instance):
      made = function(facts.reified(instance))
    case .static(let def): made = staticAddress(def)
    case .vtable(let type, let trait): made = vtable(type, trait)
    case .typeID:
      // The offset is a part of the hash: see `pointerConstant`.
      made = ll.null(ll.pointer)
    }
    allocations[alloc] = made
    return made
  }

  /// A private global with these contents.
  private func constantGlobal(_ memory: ConstAllocation) -> LLVMValueRef {
    if memory.byteCount == 0 && memory.relocations.isEmpty {
      return LLVMConstIntToPtr(ll.const64(1 << UInt64(memory.alignmentLog2)), ll.pointer)
    }
    let key = AllocationKey(bytes: Array(memory.buffer), relocations: Array(memory.relocations.all), alignmentLog2: memory.alignmentLog2)
    if !memory.isMutable, let found = allocationsByContent[key] { return found }
    let value = initializer(memory)
    let global = LLVMAddGlobal(ll.module, LLVMTypeOf(value), "")!
    LLVMSetInitializer(global, value)
    LLVMSetLinkage(global, LLVMPrivateLinkage)
    LLVMSetAlignment(global, 1 << UInt32(memory.alignmentLog2))
    if !memory.isMutable {
      LLVMSetGlobalConstant(global, 1)
      LLVMSetUnnamedAddress(global, LLVMGlobalUnnamedAddr)
      allocationsByContent[key] = global
    }
    return global
  }

  /// The bytes as an LLVM constant: runs of bytes, pointers between them, undefined parts as such.
  func initializer(_ memory: ConstAllocation) -> LLVMValueRef {
    var parts: [LLVMValueRef?] = []
    var position = 0
    func addBytes(upTo end: Int) {
      while position < end {
        let isSet = memory.isInitialized(at: position)
        var stop = position + 1
        if memory.initMask == nil { stop = end } else {
          while stop < end && memory.isInitialized(at: stop) == isSet { stop += 1 }
        }
        let count = stop - position
        if isSet {
          UnsafeRawPointer(memory.bytes + position).withMemoryRebound(to: CChar.self, capacity: count) {
            parts.append(LLVMConstStringInContext2(ll.context, $0, count, 1))
          }
        } else {
          parts.append(ll.undef(ll.bytesType(UInt64(count))))
        }
        position = stop
      }
    }
    for r in memory.relocations.all {
      addBytes(upTo: Int(r.offset))
      var offset: UInt64 = 0
      for i in (0..<8).reversed() { offset = offset << 8 | UInt64(memory.bytes[Int(r.offset) + i]) }
      parts.append(pointerConstant(r.target, offset))
      position = Int(r.offset) + 8
    }
    addBytes(upTo: memory.byteCount)
    return LLVMConstStructInContext(ll.context, &parts, UInt32(parts.count), 1)
  }

  // MARK: statics

  /// The global of a `static`, declared if it is not defined here.
  func staticAddress(_ def: DefID) -> LLVMValueRef {
    if let found = statics[def] { return found }
    let attributes = facts.attributes(of: def)
    let type = typed(facts.staticType(def))
    let symbol = plan.symbol(ofStatic: def)
    let global: LLVMValueRef
    if let existing = LLVMGetNamedGlobal(ll.module, symbol) {
      global = existing
    } else {
      global = LLVMAddGlobal(ll.module, ll.bytesType(type.size), symbol)
      LLVMSetAlignment(global, 1 << UInt32(type.layout.alignmentLog2))
      if attributes.isThreadLocal { LLVMSetThreadLocalMode(global, LLVMGeneralDynamicTLSModel) }
      if let linkage = attributes.linkage { LLVMSetLinkage(global, llvmLinkage(linkage)) }
      if plan.scope(ofStatic: def) == .hidden && !attributes.isForeign { LLVMSetVisibility(global, LLVMHiddenVisibility) }
    }
    statics[def] = global
    return global
  }

  /// Defines a `static` in this unit.
  func defineStatic(_ def: DefID) {
    guard let memory = facts.staticValue(def) else {
      problems.append("a static that cannot be evaluated")
      return
    }
    let attributes = facts.attributes(of: def)
    let value = initializer(memory)
    let old = staticAddress(def)
    var global = old
    if LLVMGlobalGetValueType(old) != LLVMTypeOf(value) {
      // The declaration was made before the initialiser's type was known.
      let symbol = plan.symbol(ofStatic: def)
      LLVMSetValueName2(old, "", 0)
      global = LLVMAddGlobal(ll.module, LLVMTypeOf(value), symbol)
      LLVMReplaceAllUsesWith(old, global)
      LLVMDeleteGlobal(old)
      statics[def] = global
      for (id, v) in allocations where v == old { allocations[id] = global }
    }
    LLVMSetInitializer(global, value)
    LLVMSetAlignment(global, 1 << UInt32(memory.alignmentLog2))
    setDefinitionLinkage(global, scope: plan.scope(ofStatic: def), linkage: attributes.linkage)
    if !memory.isMutable { LLVMSetGlobalConstant(global, 1) }
    if attributes.isThreadLocal { LLVMSetThreadLocalMode(global, LLVMGeneralDynamicTLSModel) }
    if attributes.section != .empty { LLVMSetSection(global, attributes.section.text) }
    if attributes.isUsed { usedGlobals.append(global) }
  }

  // MARK: locations

  /// A `core::panic::Location` in read-only memory: pointer and length of the file's name, line, column.
  func locationConstant(_ location: CallerLocation) -> LLVMValueRef {
    if let found = locations[location] { return found }
    // The name ends with NUL, which is not counted.
    let name = constantGlobal(ConstAllocation(Array(location.file.utf8) + [0], alignmentLog2: 0))
    var parts: [LLVMValueRef?] = [
      name, ll.const64(UInt64(location.file.utf8.count)), ll.const32(location.line), ll.const32(location.column),
    ]
    let value = LLVMConstStructInContext(ll.context, &parts, 4, 0)!
    let global = LLVMAddGlobal(ll.module, LLVMTypeOf(value), "")!
    LLVMSetInitializer(global, value)
    LLVMSetLinkage(global, LLVMPrivateLinkage)
    LLVMSetGlobalConstant(global, 1)
    LLVMSetUnnamedAddress(global, LLVMGlobalUnnamedAddr)
    LLVMSetAlignment(global, 8)
    locations[location] = global
    return global
  }
}
