// Items and macros in bodies.
import Defs
import Diagnostics
import Parallel
import Source
import Support
import Syntax
import Testing

@testable import Resolve

@Suite struct BodyTests {
  /// The opened body of the function `f`.
  private func open(_ r: Resolved) -> OpenedBlock {
    let f = r.world.items(in: r.crate).first { Defs[$0].name == Name("f") }!
    var expander = BodyExpander(r.world, owner: f)
    guard case .item(let id) = Defs[f].node else { fatalError() }
    let tree = Defs[f].tree
    let ast = Trees[tree].tree
    guard case .fn(let fn) = ast[id].kind, case .tokens(let range) = ast[fn].body else { fatalError() }
    let (parsed, block) = expander.parseBody(range, in: tree)
    let opened = expander.openBlock(Trees[parsed].tree[block].statements, in: parsed, scope: r.world.scope(of: f))
    #expect(expander.diagnostics.isEmpty)
    return opened
  }

  @Test func implsInBodiesAreFoundBeforeBodies() {
    let r = resolve(
      """
      trait T {}
      macro_rules! hidden { ($t:ty) => { impl T for $t {} } }
      fn f() { struct S; impl T for S {} { if true { hidden!(u8); } } }
      const _: () = { struct Q; impl Q { fn q() { hidden!(u16); } } };
      """)
    #expect(r.errors == [])
    #expect(r.world.impls(in: r.crate).count == 4)
    let block = open(r)
    #expect(!block.module.isNone)
    #expect(block.items.map { Defs[$0].kind } == [.struct, .traitImpl])
    #expect(block.statements.count == 3)
  }

  @Test func namesOfBlocks() {
    let r = resolve(
      """
      mod m { pub fn g() {} pub struct X; }
      struct X;
      fn f() { use m::*; use m::X as Y; macro_rules! k { ($n:ident) => { fn $n() {} } } k!(h); struct Z; g(); h(); }
      """)
    let block = open(r)
    func look(_ name: String, _ ns: Namespace) -> String {
      let ident = Ident(Name(name), Span(lo: 1, hi: 1, context: .root(ofCrate: Int(r.crate.rawValue))))
      guard let found = r.world.resolveIdent(ident, ns, in: block.scope) else { return "nothing" }
      return r.world.describe(found.res)
    }
    #expect(look("g", .value) == "fn c::m::g")
    #expect(look("h", .value) == "fn c::f::h")
    #expect(look("Y", .type) == "struct c::m::X")
    #expect(look("Z", .type) == "struct c::f::Z")
    #expect(look("f", .value) == "fn c::f")
  }

  @Test func statementMacros() {
    let r = resolve(
      """
      macro_rules! two { ($a:expr, $b:expr) => { $a; $b } }
      macro_rules! nest { () => { two!(1, 2); let x = 3; } }
      fn f() { nest!(); two!(4, 5); two! { 6, 7 } }
      """)
    let block = open(r)
    #expect(block.statements.count == 7)
    #expect(block.module.isNone)
  }
}
