// The one use of the standard library's own normalisation.
@_spi(_Unicode) import Swift

/// `text` in Unicode normalization form C.
func normalizationFormC(_ text: String) -> String {
  var scalars = String.UnicodeScalarView()
  for scalar in text._nfc { scalars.append(scalar) }
  return String(scalars)
}
