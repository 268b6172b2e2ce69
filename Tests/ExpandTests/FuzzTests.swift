// Any tokens as definitions and calls: messages, never a trap or an endless loop.
import Diagnostics
import Parallel
import Source
import Support
import Syntax
import Testing

@testable import Expand

/// A small generator of numbers, the same on every run.
private struct Numbers {
  var state: UInt64
  mutating func next(_ limit: Int) -> Int {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return Int(state >> 33) % limit
  }
}

private let matcherWords = [
  "$", "$", "$", "a", "b", "(", ")", "[", "]", "{", "}", "*", "+", "?", ",", ";", "=>", ":", "expr", "ty", "tt", "ident", "vis",
  "$x:tt", "$y:ident", "$z:expr", "$v:vis", "$t:ty", "$p:pat", "$i:item", "$s:stmt", "$m:meta", "$b:block", "$q:path", "$l:literal",
  "$(", ")*", ")+", "),*", ")?", "$x", "$y", "$z", "$$", "$crate", "${count($x)}", "${index()}", "${concat($y, a)}", "'a", "1", "\"s\"",
  "///d\n", ">", ">>", "<", "::", "fn", "pub", "crate", "#", "!", "-", "&&",
]

/// Words with brackets closed at the end.
private func text(_ numbers: inout Numbers, _ words: [String], _ length: Int) -> String {
  var open: [Character] = []
  var result = ""
  for _ in 0..<length {
    let word = words[numbers.next(words.count)]
    var isAccepted = true
    for c in word {
      if c == "(" || c == "[" || c == "{" { open.append(c == "(" ? ")" : c == "[" ? "]" : "}") }
      if c == ")" || c == "]" || c == "}" { if open.last == c { open.removeLast() } else { isAccepted = false } }
    }
    if isAccepted { result += word + " " }
  }
  return result + String(open.reversed())
}

@Test func anyMacro() {
  var numbers = Numbers(state: 96)
  var expanded = 0
  for _ in 0..<1500 {
    let rules = (0...numbers.next(2)).map { _ in
      "(\(text(&numbers, matcherWords, numbers.next(12)))) => {\(text(&numbers, matcherWords, numbers.next(12)))}"
    }
    let definition = "macro_rules! m { \(rules.joined(separator: "; ")) }"
    let call = text(&numbers, matcherWords.filter { !$0.hasPrefix("$") && !$0.hasPrefix(")") || $0 == ")" }, numbers.next(16))
    let (result, messages) = expandMacro(definition, call)
    if result != nil { expanded += 1 } else { #expect(!messages.isEmpty, "\(definition) … \(call)") }
  }
  #expect(expanded > 5)
}

@Test func anyBuiltin() {
  var numbers = Numbers(state: 7)
  let names = ["concat", "format_args", "assert", "cfg", "cfg_select", "asm", "env", "concat_bytes", "stringify", "pattern_type", "option_env"]
  let words = [
    "\"{}\"", "\"{x:?}\"", "\"{0}{:1$}\"", "\"a\"", "b\"b\"", "'c'", "1", "2.5", "true", ",", ",", ",", "x", "=", "-", "!", "(", ")", "[", "]", "{",
    "}", "=>", "_", "unix", "not(", "all(", "in(reg)", "options(", "const", "sym", "concat!(", "stringify!(", "is", "u8", "..", "&", "#[cfg(", ";",
  ]
  for i in 0..<3000 { _ = expandBuiltin(names[i % names.count], text(&numbers, words, numbers.next(14))) }
}

@Test func manyWaysAtOnce() {
  let (_, messages) = expandMacro("macro_rules! m { ($($(a)+)+) => {} }", String(repeating: "a ", count: 200))
  #expect(messages == ["ambiguity: multiple successful parses"])
}

@Test func deepNesting() {
  let open = String(repeating: "(", count: 20_000)
  let close = String(repeating: ")", count: 20_000)
  let (result, _) = expandMacro("macro_rules! m { ($($x:tt)*) => { $($x)* } }", open + close)
  #expect(result != nil)
  let (_, messages) = expandMacro("macro_rules! m { (a) => { \(open)\(close) } }", "a")
  #expect(messages.first == "this macro definition is nested too deeply")
  #expect(expandBuiltin("concat", String(repeating: "- ", count: 100_000) + "1").hasPrefix("error"))
  #expect(expandBuiltin("cfg", String(repeating: "not(", count: 50_000) + "a" + String(repeating: ")", count: 50_000)).hasPrefix("error"))
  #expect(expandBuiltin("stringify", open + close).count > 30_000)
}
