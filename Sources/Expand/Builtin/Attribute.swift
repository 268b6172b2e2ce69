// The builtin attribute macros.
import Diagnostics
import Parallel
import Source
import Support
import Syntax

/// Expands a builtin attribute macro. `derive` and `derive_const` are the caller's: see `derivePaths`.
public func expandAttribute(
  _ attribute: BuiltinAttribute, _ input: AttributeInput, cfg: CfgSet, into diagnostics: inout DiagnosticList
) -> AttributeExpansion {
  let node = input.attribute.node
  func unsupported() -> AttributeExpansion {
    diagnostics.add(.unsupported("attribute `#[\(attribute.rawValue)]`", at: node.span))
    return .failed
  }
  switch attribute {
  case .derive, .derive_const, .cfg_eval, .define_opaque: return .keep
  case .test, .bench, .test_case:
    // Outside of test builds, what is to be tested by is not there.
    return cfg.contains(.test) ? unsupported() : .remove
  case .global_allocator: return globalAllocator(input, into: &diagnostics)
  case .alloc_error_handler: return allocErrorHandler(input, into: &diagnostics)
  case .cfg_accessible, .contracts_ensures, .contracts_requires, .autodiff_forward, .autodiff_reverse, .eii, .eii_declaration,
    .unsafe_eii:
    return unsupported()
  }
}

/// The name of an item that begins with `keyword`; nil for another item.
private func name(of input: AttributeInput, _ keyword: Name) -> Token? {
  let tokens = input.tokens
  var i = input.item.start
  while i < input.item.end {
    let token = tokens[i]
    if token.isWord(keyword) {
      i += 1
      if i < input.item.end && tokens[i].isWord(.mut) { i += 1 }
      return i < input.item.end && tokens[i].kind.isAnyIdentifier ? tokens[i] : nil
    }
    if token.kind == .openBrace || token.kind == .semi { return nil }
    i = tokens.afterTree(at: i)
  }
  return nil
}

private func writer(_ input: AttributeInput) -> TemplateWriter {
  var marker = Marker(input.expansion)
  let span = input.tokens.span(of: input.item)
  return TemplateWriter(span: span.with(marker.mark(rootContext(of: span.context), .opaque)))
}

private func globalAllocator(_ input: AttributeInput, into diagnostics: inout DiagnosticList) -> AttributeExpansion {
  guard let name = name(of: input, .static) else {
    diagnostics.add(.error("allocators must be statics", at: input.tokens.span(of: input.item)))
    return .keep
  }
  var w = writer(input)
  w.text("const _: () = {")
  func method(_ w: inout TemplateWriter, _ function: StaticString, _ attribute: StaticString, _ parameters: StaticString, _ arguments: StaticString, _ result: StaticString) {
    w.text("#[rustc_std_internal_symbol] #[")
    w.text(attribute)
    w.text("] unsafe fn __rust_\(function)(")
    w.text(parameters)
    w.text(") ->")
    w.text(result)
    w.text("{ $crate::alloc::GlobalAlloc::\(function)(&")
    w.token(name)
    w.text(arguments)
    w.text(") }")
  }
  let layout: StaticString = ", $crate::alloc::Layout::from_size_alignment_unchecked(size, align)"
  method(&w, "alloc", "rustc_allocator", "size: usize, align: $crate::mem::Alignment", layout, "*mut u8")
  method(
    &w, "dealloc", "rustc_deallocator", "ptr: *mut u8, size: usize, align: $crate::mem::Alignment",
    ", ptr, $crate::alloc::Layout::from_size_alignment_unchecked(size, align)", "()")
  method(
    &w, "realloc", "rustc_reallocator", "ptr: *mut u8, size: usize, align: $crate::mem::Alignment, new_size: usize",
    ", ptr, $crate::alloc::Layout::from_size_alignment_unchecked(size, align), new_size", "*mut u8")
  method(&w, "alloc_zeroed", "rustc_allocator_zeroed", "size: usize, align: $crate::mem::Alignment", layout, "*mut u8")
  w.text("};")
  return .keepAnd(w.finish())
}

private func allocErrorHandler(_ input: AttributeInput, into diagnostics: inout DiagnosticList) -> AttributeExpansion {
  guard let name = name(of: input, .fn) else {
    diagnostics.add(.error("alloc_error_handler must be a function", at: input.tokens.span(of: input.item)))
    return .keep
  }
  var w = writer(input)
  w.text("const _: () = { #[rustc_std_internal_symbol] unsafe fn __rust_alloc_error_handler(size: usize, align: usize) -> ! {")
  w.token(name)
  w.text("($crate::alloc::Layout::from_size_align_unchecked(size, align)) } };")
  return .keepAnd(w.finish())
}
