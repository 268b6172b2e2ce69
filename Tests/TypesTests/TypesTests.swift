import Parallel
import Syntax
import Testing

@testable import Types

@Test func equalTypesAreOne() {
  let a = TypeID.tuple([.u8, .ref(.str, .not, .static)])
  let b = TypeID.tuple([.u8, .ref(.str, .not, .static)])
  #expect(a == b)
  #expect(a != TypeID.tuple([.u8, .ref(.str, .mut, .static)]))
  #expect(TypeID.tuple([]) == .unit)
}

@Test func substitutionShiftsUnderBinders() {
  // for<'a> fn(T, &'a u8) with T = &'outer u8, where 'outer is bound one binder out.
  let inner = TypeID.ref(.u8, .not, RegionID(.bound(0, variable: 0)))
  let pointer = TypeID.fnPtr(
    PolyFnSig(inputs: [.param(0, Name("T")), inner], output: .unit, vars: BoundVarsID([.anonymousRegion])))
  let outer = TypeID.ref(.u8, .not, RegionID(.bound(0, variable: 0)))
  let result = pointer.instantiated(GenericArgsID([GenericArg(outer)]))
  guard case .fnPtr(let sig) = result.kind else {
    Issue.record("no function pointer")
    return
  }
  #expect(sig.sig.inputs[0] == TypeID.ref(.u8, .not, RegionID(.bound(1, variable: 0))))
  #expect(sig.sig.inputs[1] == inner)
  #expect(result.outerBinder == 1)
}

@Test func erasingLeavesBoundLifetimes() {
  let inner = TypeID.ref(.u8, .not, RegionID(.bound(0, variable: 0)))
  let pointer = TypeID.fnPtr(PolyFnSig(inputs: [inner, .ref(.u8, .not, .static)], output: .unit, vars: BoundVarsID([.anonymousRegion])))
  guard case .fnPtr(let sig) = pointer.erasingRegions.kind else { return }
  #expect(sig.sig.inputs[0] == inner)
  #expect(sig.sig.inputs[1] == .ref(.u8))
}

@Test func simplifiedTypesOfPrimitives() {
  #expect(SimplifiedType(.bool) == SimplifiedType(.bool, 0))
  #expect(SimplifiedType(.u8) != SimplifiedType(.u16))
  #expect(SimplifiedType(.param(0, Name("T"))) == nil)
}

@Test func typesInWords() {
  #expect(TypePrinter.text(of: .ref(.slice(.u8), .mut)) == "&mut [u8]")
  #expect(TypePrinter.text(of: .tuple([.i32])) == "(i32,)")
  #expect(TypePrinter.text(of: .array(.char, .usize(3))) == "[char; 3]")
  #expect(TypePrinter.text(of: .fnPtr(PolyFnSig(inputs: [.bool], output: .never, isUnsafe: true))) == "unsafe fn(bool) -> !")
}
