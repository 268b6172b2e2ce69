import Parallel
import Testing

@Test func equalTextHasEqualName() {
  #expect(Name("fn") == Name.fn)
  #expect(Name("frobnicate") == Name("frobnicate"))
  #expect(Name("frobnicate") != Name("frobnicated"))
  #expect(Name("frobnicate").text == "frobnicate")
  #expect(Name("") == Name.empty)
}
