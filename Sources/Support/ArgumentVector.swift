// Arguments for `posix_spawn`.

/// Calls `body` with `words` as C strings and a null behind them; they live as long as the call.
public func withArgumentVector<Result>(
  _ words: [String], _ body: (UnsafePointer<UnsafeMutablePointer<CChar>?>) -> Result
) -> Result {
  var strings = words.map { word in
    let bytes = word.utf8CString
    let string = UnsafeMutableBufferPointer<CChar>.allocate(capacity: bytes.count)
    _ = string.initialize(from: bytes)
    return string.baseAddress
  }
  strings.append(nil)
  defer { for string in strings { string?.deallocate() } }
  return body(strings)
}
