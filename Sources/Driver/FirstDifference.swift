// Where two outputs of one compilation part, in words that help to find out why.

/// For text: the line, the function it belongs to, and the word that differs; for machine code: the section and function; else the
/// byte. Nil if they are equal.
func firstDifference(_ a: [UInt8], _ b: [UInt8]) -> String? {
  if a == b { return nil }
  let n = zip(a, b).enumerated().first { $0.element.0 != $0.element.1 }?.offset ?? min(a.count, b.count)
  let offset = "byte \(n) of \(a.count) and \(b.count)"
  if let file = ELFFile(a) { return "\(offset), \(file.place(of: n))" }
  guard a.prefix(1 << 12).allSatisfy({ $0 >= 9 }) else { return offset }
  let lines = a[..<n].split(separator: 10, omittingEmptySubsequences: false)
  // What starts in the first column opens a function, in all of our texts.
  let function = lines.dropLast().last { $0.first.map { $0 != 32 && $0 != 9 && $0 != UInt8(ascii: "}") } ?? false }
  func line(_ bytes: [UInt8]) -> String {
    let start = bytes[..<min(n, bytes.count)].lastIndex(of: 10).map { $0 + 1 } ?? 0
    return String(decoding: bytes[start...].prefix { $0 != 10 }.prefix(200), as: UTF8.self)
  }
  let place = function.map { " in `\(String(decoding: $0.prefix(120), as: UTF8.self))`" } ?? ""
  return "line \(lines.count)\(place): `\(word(a, n))` and `\(word(b, n))`\n  1 thread: \(line(a))\n  many:     \(line(b))"
}

/// The word that holds byte `n`: a name, an id like `%12` or `alloc3`.
private func word(_ bytes: [UInt8], _ n: Int) -> String {
  func isPart(_ i: Int) -> Bool {
    switch bytes[i] {
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"): true
    case UInt8(ascii: "_"), UInt8(ascii: "$"), UInt8(ascii: "."), UInt8(ascii: "%"), UInt8(ascii: "@"), UInt8(ascii: "#"), 128...: true
    default: false
    }
  }
  guard n < bytes.count else { return "end" }
  var low = n
  var high = n
  while low > 0, n - low < 100, isPart(low - 1) { low -= 1 }
  while high < bytes.count, high - n < 100, isPart(high) { high += 1 }
  return String(decoding: bytes[low..<max(high, min(n + 1, bytes.count))], as: UTF8.self)
}

/// The sections and symbols of a 64-bit little-endian ELF file. Every offset in it is checked: the file may be damaged.
private struct ELFFile {
  private struct Section {
    var name: String
    var type: Int
    var address: Int
    var offset: Int
    var size: Int
    var link: Int
  }
  private let bytes: [UInt8]
  private var sections: [Section] = []
  private var isRelocatable: Bool { number(16, 2) == 1 }

  init?(_ bytes: [UInt8]) {
    guard bytes.count >= 64, bytes[..<6].elementsEqual([0x7F, 0x45, 0x4C, 0x46, 2, 1]) else { return nil }
    self.bytes = bytes
    let table = number(40, 8)
    let count = number(60, 2)
    let names = table + number(62, 2) * 64
    for i in 0..<count {
      let s = table + i * 64
      sections.append(
        Section(
          name: text(number(names + 24, 8) + number(s, 4)), type: number(s + 4, 4), address: number(s + 16, 8), offset: number(s + 24, 8),
          size: number(s + 32, 8), link: number(s + 40, 4)))
    }
  }

  /// Of the part of the file that byte `n` lies in.
  func place(of n: Int) -> String {
    guard let i = sections.firstIndex(where: { $0.type != 8 && $0.type != 0 && n >= $0.offset && n - $0.offset < $0.size }) else {
      return "outside of all sections"
    }
    let section = sections[i]
    let within = n - section.offset
    for table in sections where table.type == 2 && table.link < sections.count {
      for k in 0..<min(table.size / 24, bytes.count / 24) {
        let symbol = table.offset + k * 24
        let start = number(symbol + 8, 8) - (isRelocatable ? 0 : section.address)
        let size = number(symbol + 16, 8)
        if number(symbol + 6, 2) == i && size > 0 && within >= start && within - start < size {
          return "in `\(text(sections[table.link].offset + number(symbol, 4)))` (\(section.name) + \(within))"
        }
      }
    }
    return "in section \(section.name) + \(within)"
  }

  /// Little-endian; 0 outside of the file, and for what is no sensible offset.
  private func number(_ offset: Int, _ size: Int) -> Int {
    guard offset >= 0, offset <= bytes.count - size else { return 0 }
    let value = (0..<size).reduce(UInt64(0)) { $0 | UInt64(bytes[offset + $1]) << UInt64(8 * $1) }
    return value < 1 << 40 ? Int(value) : 0
  }
  private func text(_ offset: Int) -> String {
    guard offset >= 0, offset < bytes.count else { return "" }
    return String(decoding: bytes[offset...].prefix { $0 != 0 }.prefix(300), as: UTF8.self)
  }
}
