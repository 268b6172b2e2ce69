// Vtables: drop, size, alignment, then methods and the vtables of supertraits.
import ABI
import CLLVM
import MIR
import Monomorphize
import Support
import Types

struct VTableKey: Hashable {
  var type: TypeID
  var trait: VTableTrait
}

extension UnitCodegen {
  /// The vtable of `type` for a trait object of `trait`. Each unit that needs one makes its own: nothing compares their addresses.
  func vtable(_ type: TypeID, _ trait: VTableTrait) -> LLVMValueRef {
    let key = VTableKey(type: type, trait: trait)
    if let found = vtables[key] { return found }
    let layout = typed(type).layout
    let entries = facts.vtableEntries(of: type, trait)
    // Made before its entries, which may refer to it.
    let llType = ll.structType([LLVMTypeRef](repeating: ll.pointer, count: 1) + [ll.i64, ll.i64] + [LLVMTypeRef](repeating: ll.pointer, count: entries.count))
    let global = LLVMAddGlobal(ll.module, llType, "")!
    vtables[key] = global
    var parts: [LLVMValueRef?] = []
    if facts.needsDrop(type), let glue = facts.dropGlue(of: type) {
      parts.append(function(glue))
    } else {
      parts.append(ll.null(ll.pointer))
    }
    parts.append(ll.const64(layout.size))
    parts.append(ll.const64(layout.alignment))
    for entry in entries {
      switch entry {
      case .method(let instance): parts.append(function(facts.vtableMethod(instance)))
      case .vacant: parts.append(ll.null(ll.pointer))
      case .superTrait(let t): parts.append(vtable(type, t))
      }
    }
    LLVMSetInitializer(global, LLVMConstStructInContext(ll.context, &parts, UInt32(parts.count), 0))
    LLVMSetLinkage(global, LLVMPrivateLinkage)
    LLVMSetGlobalConstant(global, 1)
    LLVMSetUnnamedAddress(global, LLVMGlobalUnnamedAddr)
    LLVMSetAlignment(global, 8)
    return global
  }
}
