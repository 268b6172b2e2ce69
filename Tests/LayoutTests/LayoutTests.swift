import ABI
import Testing
import Types

@testable import Layout

private let u8 = TypeLayout.scalar(Scalar(.int(.i8, signed: false)))
private let u16 = TypeLayout.scalar(Scalar(.int(.i16, signed: false)))
private let u32 = TypeLayout.scalar(Scalar(.int(.i32, signed: false)))
private let u64 = TypeLayout.scalar(Scalar(.int(.i64, signed: false)))
private let bool = TypeLayout.scalar(Scalar(.int(.i8, signed: false), WrappingRange(0, 1)))
private let reference = TypeLayout.scalar(Scalar(.pointer, WrappingRange(1, UInt128(UInt64.max))))

private func structure(_ fields: [TypeLayout], _ repr: LayoutRepr = LayoutRepr()) throws -> TypeLayout {
  try univariant(fields, repr, .alwaysSized).finish()
}
private func enumeration(_ variants: [[TypeLayout]], _ repr: LayoutRepr = LayoutRepr(), discriminants: [Int128]? = nil) throws -> TypeLayout {
  try layoutOfADT(
    repr, variants, isEnum: true, hidesNiches: false, validRange: (nil, nil),
    discriminants: discriminants ?? variants.indices.map { Int128($0) }, isAlwaysSized: true)
}

@Test func fieldsAreSortedByAlignment() throws {
  let s = try structure([u8, u32, u8, u16])
  #expect(s.size == 8)
  #expect(s.alignment == 4)
  #expect((0..<4).map { s.fieldOffset($0) } == [6, 0, 7, 4])
}

@Test func reprCKeepsOrder() throws {
  var repr = LayoutRepr()
  repr.isC = true
  let s = try structure([u8, u32, u8], repr)
  #expect(s.size == 12)
  #expect((0..<3).map { s.fieldOffset($0) } == [0, 4, 8])
}

@Test func packedAndAligned() throws {
  var repr = LayoutRepr()
  repr.packed = 0
  #expect(try structure([u8, u64], repr).size == 9)
  repr.packed = nil
  repr.align = 4
  let s = try structure([u8], repr)
  #expect(s.size == 16 && s.alignment == 16)
}

@Test func optionOfReferenceIsAPointer() throws {
  let option = try enumeration([[], [reference]])
  #expect(option.size == 8)
  guard case .multiple(_, .niche(let untagged, let first, let last, let start), let offset) = option.variants else {
    Issue.record("no niche")
    return
  }
  #expect(untagged == 1 && first == 0 && last == 0 && start == 0 && offset == 0)
}

@Test func optionsOfBoolNest() throws {
  var type = bool
  for _ in 0..<10 { type = try enumeration([[], [type]]) }
  #expect(type.size == 1)
  #expect(type.largestNiche?.available == 244)
}

@Test func tagGrowsToItsAlignment() throws {
  let e = try enumeration([[u32], [u32], []])
  #expect(e.size == 8)
  guard case .scalarPair(let tag, let value) = e.repr else {
    Issue.record("not a pair")
    return
  }
  #expect(tag.primitive == .int(.i32, signed: false))
  #expect(value.isUnion)
}

@Test func discriminantsDecideTheTag() throws {
  let signed = try enumeration([[], []], discriminants: [-1, 1])
  #expect(signed.size == 1)
  #expect(signed.largestNiche?.available == 253)
  #expect(try enumeration([[], []], discriminants: [0, 300]).size == 2)
}

@Test func uninhabitedVariantsTakeNoRoom() throws {
  #expect(try enumeration([[u32], [.never]]).size == 4)
  #expect(try enumeration([[.never]]).isUninhabited)
}

@Test func unionOfEqualScalars() throws {
  let u = try layoutOfUnion(LayoutRepr(), [u32, .unit])
  #expect(u.size == 4)
  #expect(u.repr == .scalar(.union(.int(.i32, signed: false))))
  #expect(u.largestNiche == nil)
}
