import Parallel
import Syntax
import Testing

@Suite struct LiteralTests {
  @Test(arguments: [
    ("0", 0, "", false), ("1_000u32", 1000, "u32", false), ("0xFF_u8", 255, "u8", false), ("0b101", 5, "", false), ("0o17i8", 15, "i8", false),
    ("340282366920938463463374607431768211455", UInt128.max, "", false), ("340282366920938463463374607431768211456", 0, "", true),
    ("0xAfz", 0xAF, "z", false), ("1f32", 1, "f32", false),
  ] as [(String, UInt128, String, Bool)])
  func integers(_ text: String, _ value: UInt128, _ suffix: String, _ overflows: Bool) {
    let literal = decodeInteger(Name(text))
    #expect(literal.value == value && literal.suffix.text == suffix && literal.overflows == overflows)
  }

  @Test(arguments: [("1.5e-1_0f32", "1.5e-10", "f32"), ("1.", "1.", ""), ("1e5", "1e5", ""), ("2.0_f64", "2.0", "f64")])
  func floats(_ text: String, _ digits: String, _ suffix: String) {
    let literal = decodeFloat(.float, Name(text))
    #expect(literal.digits == digits)
    #expect(literal.suffix.text == suffix || literal.suffix.text == "_" + suffix)
  }

  @Test func characters() {
    #expect(decodeChar(Name("'a'")) == "a")
    #expect(decodeChar(Name("'\\''")) == "'")
    #expect(decodeChar(Name("'\\u{1F60_0}'x")) == "\u{1F600}")
    #expect(decodeByte(Name("b'\\xFE'")) == 0xFE)
    #expect(literalSuffix(.char, Name("'\\u{1F60_0}'x")) == Name("x"))
  }

  @Test(arguments: [
    (TokenKind.string, "\"a\\n\\x41\\u{e9}\\\n   b\"", "a\nA\u{E9}b"), (.rawString, "r##\"a\\n\"#\"##", "a\\n\"#"), (.string, "\"x\"suffix", "x"),
    (.cString, "c\"\\u{e9}q\"", "\u{E9}q"), (.byteString, "b\"a\\\\\"", "a\\"), (.rawByteString, "br\"\\\"", "\\"),
    (.string, "\"a\r\nb\"", "a\nb"),
  ] as [(TokenKind, String, String)])
  func strings(_ kind: TokenKind, _ text: String, _ value: String) {
    #expect(decodeString(kind, Name(text)) == Array(value.utf8))
  }
}
