// Characters that are easily taken for ASCII punctuation: the commonest of Unicode's confusables.
import Syntax

/// What a character may have been meant for.
struct Confusable {
  let ascii: Character
  /// The token to go on with; nil to go on without one.
  let kind: TokenKind?

  static func find(_ scalar: Unicode.Scalar) -> Confusable? {
    for (characters, ascii, kind) in table where characters.unicodeScalars.contains(scalar) {
      return Confusable(ascii: ascii, kind: kind)
    }
    return nil
  }

  private static let table: [(String, Character, TokenKind?)] = [
    ("\u{1680}\u{2000}\u{2001}\u{2002}\u{2003}\u{2004}\u{2005}\u{2006}\u{2008}\u{2009}\u{200A}\u{205F}\u{A0}\u{2007}\u{202F}\u{3000}", " ", nil),
    ("ߺ﹍﹎﹏＿", "_", .identifier),
    ("‐‑‒–—﹘۔⁃˗−➖－―─━", "-", .minus),
    ("؍٫‚¸ꓹ，", ",", .comma),
    (";；", ";", .semi),
    ("ː：։׃᛬᠃⁚∶ꓽ﹕", ":", .colon),
    ("！ǃ", "!", .not),
    ("？ʔ", "?", .question),
    ("․。．", ".", .dot),
    ("＊⁎∗", "*", .star),
    ("／⁄∕╱", "/", .slash),
    ("＼∖⧵﹨", "\\", nil),
    ("＆", "&", .and),
    ("＋᛭", "+", .plus),
    ("‹＜≪❮", "<", .lt),
    ("＝═゠", "=", .eq),
    ("⩵", "=", .eqEq),
    ("›＞≫❯", ">", .gt),
    ("‘’‛′‵´ʹʼˈ＇", "'", nil),
    ("“”„‟″‶〃＂", "\"", nil),
    ("（❨⟮﴾", "(", nil),
    ("）❩⟯﴿", ")", nil),
    ("［〔【", "[", nil),
    ("］〕】", "]", nil),
    ("｛❴", "{", nil),
    ("｝❵", "}", nil),
  ]
}
