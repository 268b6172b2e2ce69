// Names in bodies so long that their ribs have an index.
import Testing

@Suite struct RibsTests {
  /// The errors of a body with `count` locals in front of what is looked at, and as many inside of it.
  private func errors(padding count: Int) -> [String] {
    let locals = (0..<count).map { "let p\($0) = 0u8;" }.joined(separator: "\n")
    return lower(
      """
      macro_rules! hidden { ($e:expr) => { { let x = 1u8; $e } } }
      macro_rules! bind { ($x:ident) => { let $x = 2u8; } }
      fn f<T>(a: u8) {
        let x = 3u8;
        \(locals)
        hidden!(x);
        hidden!(y);
        bind!(z);
        z;
        fn inner() { x; a; }
        const C: u8 = a;
        let c = |q: u8| { \(locals) q; x; a; r };
        { let deep = 1u8; \(locals) deep; p0; }
        deep;
        fn generic(t: T) {}
        let y = x;
        y;
      }
      """
    ).errors
  }

  @Test func longBodiesMeanWhatShortOnesDo() {
    let short = errors(padding: 1)
    #expect(short == errors(padding: 40))
    #expect(short == errors(padding: 300))
    #expect(short.filter { $0 == "E0425" }.count == 3)
    #expect(short.filter { $0 == "E0434" }.count == 2)
    #expect(short.contains("E0435") && short.contains("E0401"))
  }
}
