// The frame of every derived impl: generics, bounds, header.
import Diagnostics
import Parallel
import Source
import Support
import Syntax

/// What is particular to one derived impl.
struct DerivedTrait {
  /// From `$crate` on.
  var path: StaticString
  /// Bounds on type parameters besides the trait itself.
  var additionalBounds: [StaticString] = []
  /// The trait is no bound of the parameters.
  var skipsOwnBound = false
  var needsCopyIfPacked = false
  var isUnsafe = false
  var isHidden = false
  /// The trait's one argument: the type of `From`.
  var argument: TokenRange?
  var isConst = false
}

/// Writes the impls of one derive. Sharing: none.
struct Deriver: ~Copyable {
  let item: DeriveItem
  let tokens: TokenBuffer
  let input: DeriveInput
  var w: TemplateWriter
  /// Of tokens that belong to no field.
  let wholeSpan: Span
  var diagnostics = DiagnosticList()

  /// - Parameter tokens: the buffer that the item's ranges are of.
  init(_ item: DeriveItem, _ tokens: TokenBuffer, _ input: DeriveInput) {
    self.item = item
    self.input = input
    self.tokens = tokens
    var marker = Marker(input.expansion)
    wholeSpan = input.traitSpan.with(marker.mark(rootContext(of: input.traitSpan.context), .opaque))
    w = TemplateWriter(span: wholeSpan, minimumCapacity: 512)
  }

  /// What is written for a field from here on is where the field is: mistakes are found there.
  mutating func enter(_ field: DeriveItem.Field) {
    w.span = Span(lo: field.span.lo, hi: field.span.hi, context: wholeSpan.context)
  }
  mutating func leaveField() { w.span = wholeSpan }

  consuming func finish() -> TokenBuffer { w.finish() }

  // MARK: The impl

  /// Writes everything up to the impl's open brace.
  mutating func beginImpl(_ trait: DerivedTrait) {
    w.text("#[automatically_derived]")
    if trait.isConst && input.isStagedAPI { w.text("#[rustc_const_unstable(feature = \"derive_const\", issue = \"118304\")]") }
    if trait.isHidden { w.text("#[doc(hidden)]") }
    for range in item.attributeRanges where isKept(range) { w.splice(tokens, range) }
    if trait.isUnsafe { w.text("unsafe") }
    w.text("impl")
    if !item.parameters.isEmpty {
      w.text("<")
      for parameter in item.parameters { write(parameter, trait) }
      w.text(">")
    }
    if trait.isConst { w.text("const") }
    traitPath(trait)
    w.text("for")
    selfType()
    writeWhere(trait)
    w.text("{")
  }

  mutating func endImpl() { w.text("}") }

  /// Attributes of the item that its impls have too.
  private func isKept(_ range: TokenRange) -> Bool {
    let first = tokens[range.start + 2]
    guard first.kind == .identifier, tokens[range.start + 3].kind != .colonColon else { return false }
    switch first.name {
    case .allow, .warn, .deny, .forbid, .stable, .unstable: return true
    default: return false
    }
  }

  private mutating func traitPath(_ trait: DerivedTrait) {
    w.text(trait.path)
    if let argument = trait.argument {
      w.text("<")
      w.splice(tokens, argument)
      w.text(">")
    }
  }

  private mutating func write(_ parameter: DeriveItem.Parameter, _ trait: DerivedTrait) {
    switch parameter.kind {
    case .const:
      w.text("const")
      w.token(parameter.name)
      w.text(":")
      w.splice(tokens, parameter.bounds)
    case .lifetime:
      w.token(parameter.name)
      if !parameter.bounds.isEmpty {
        w.text(":")
        w.splice(tokens, parameter.bounds)
      }
    case .type:
      w.token(parameter.name)
      w.text(":")
      let isAny = newBounds(trait)
      if !parameter.bounds.isEmpty {
        if isAny { w.text("+") }
        w.splice(tokens, parameter.bounds)
      }
    }
    w.text(",")
  }

  /// The bounds that the derive adds; whether there are any.
  private mutating func newBounds(_ trait: DerivedTrait) -> Bool {
    var isAny = false
    for bound in trait.additionalBounds {
      if isAny { w.text("+") }
      isAny = true
      if trait.isConst { w.text("[const]") }
      w.text(bound)
    }
    if !trait.skipsOwnBound {
      if isAny { w.text("+") }
      isAny = true
      if trait.isConst { w.text("[const]") }
      traitPath(trait)
    }
    if item.isPacked && trait.needsCopyIfPacked {
      if isAny { w.text("+") }
      isAny = true
      if trait.isConst { w.text("[const]") }
      w.text("$crate::marker::Copy")
    }
    return isAny
  }

  /// The item's type with its own parameters as arguments.
  mutating func selfType() {
    w.token(item.name)
    if item.parameters.isEmpty { return }
    w.text("<")
    for parameter in item.parameters {
      w.token(parameter.name)
      w.text(",")
    }
    w.text(">")
  }

  private mutating func writeWhere(_ trait: DerivedTrait) {
    var projections: [Projection] = []
    let addsBounds = !trait.skipsOwnBound || !trait.additionalBounds.isEmpty || item.isPacked && trait.needsCopyIfPacked
    if item.hasTypeParameters {
      let names = Set(item.parameters.filter { $0.kind == .type }.map(\.name.name))
      for variant in item.variants {
        for field in variant.fields {
          var finder = ProjectionFinder(tokens: tokens, names: names)
          finder.visit(field.type)
          if let call = finder.macroCall {
            diagnostics.add(.error("`derive` cannot be used on items with type macros", at: call))
          }
          if addsBounds { projections += finder.found }
        }
      }
    }
    if item.predicates.isEmpty && projections.isEmpty { return }
    w.text("where")
    for predicate in item.predicates {
      w.splice(tokens, predicate)
      w.text(",")
    }
    for projection in projections {
      for binder in projection.binders {
        w.text("for")
        w.splice(tokens, binder)
      }
      w.splice(tokens, projection.range)
      w.text(":")
      _ = newBounds(trait)
      w.text(",")
    }
  }
}

/// The context of code as written that `context` goes back to.
func rootContext(of context: SyntaxContext) -> SyntaxContext {
  var span = Span(lo: 0, hi: 0, context: context)
  while !span.context.isRoot {
    let next = Hygiene.expansion(Hygiene.data(span.context).outerExpansion).callSite
    if next.context == span.context { return .root }
    span = next
  }
  return span.context
}

/// A type like `T::Item` in a field, where `T` is a parameter of the item: the impl needs a bound on it.
struct Projection {
  var range: TokenRange
  /// `<'a>` of the `for<'a>` around it.
  var binders: [TokenRange]
}

/// Finds projections of type parameters in a type. Sharing: none.
struct ProjectionFinder {
  let tokens: TokenBuffer
  let names: Set<Name>
  var found: [Projection] = []
  var macroCall: Span?
  private var binders: [TokenRange] = []

  init(tokens: TokenBuffer, names: Set<Name>) {
    self.tokens = tokens
    self.names = names
  }

  /// Visits a type, or a list of types with what stands between them.
  mutating func visit(_ range: TokenRange) {
    let binderCount = binders.count
    defer { binders.removeSubrange(binderCount...) }
    var i = range.start
    while i < range.end {
      let token = tokens[i]
      switch token.kind {
      case .openParen, .openInvisible:
        visit(TokenRange(i + 1, token.payload))
        i = token.payload + 1
      case .openBracket:
        // `[T; N]`: the length is no type.
        var end = i + 1
        while end < token.payload && tokens[end].kind != .semi { end = tokens.afterTree(at: end) }
        visit(TokenRange(i + 1, end))
        i = token.payload + 1
      case .openBrace: i = token.payload + 1
      case .identifier where token.name == .for:
        i += 1
        if i < range.end && tokens[i].kind == .lt {
          let end = endOfArguments(i, range.end)
          binders.append(TokenRange(i, end))
          i = end
        }
      case .identifier where names.contains(token.name) && !followsPathSeparator(i, range):
        i = path(from: i, range.end)
      case .identifier, .rawIdentifier:
        if i + 1 < range.end, tokens[i + 1].kind == .not, !token.isReservedIdentifier {
          macroCall = token.span
          return
        }
        i += 1
      default: i += 1
      }
    }
  }

  private func followsPathSeparator(_ i: TokenIndex, _ range: TokenRange) -> Bool {
    i > range.start && tokens[i - 1].kind == .colonColon
  }

  /// After the `>` that closes the `<` at `start`.
  private func endOfArguments(_ start: TokenIndex, _ limit: TokenIndex) -> TokenIndex {
    var depth = 0
    var i = start
    while i < limit {
      switch tokens[i].kind {
      case .lt: depth += 1
      case .shl: depth += 2
      case .gt: depth -= 1
      case .shr: depth -= 2
      default: break
      }
      i = tokens.afterTree(at: i)
      if depth <= 0 { return i }
    }
    return i
  }

  /// At a parameter's name: notes the path if it goes on, and visits its arguments. Returns the index after it.
  private mutating func path(from start: TokenIndex, _ limit: TokenIndex) -> TokenIndex {
    var i = start + 1
    var segments = 1
    while i + 1 < limit && tokens[i].kind == .colonColon && (tokens[i + 1].kind.isAnyIdentifier || tokens[i + 1].kind == .lt) {
      if tokens[i + 1].kind.isAnyIdentifier {
        segments += 1
        i += 2
      } else {
        i += 1
      }
      if i < limit && tokens[i].kind == .lt {
        let end = endOfArguments(i, limit)
        visit(TokenRange(i + 1, end - 1))
        i = end
      }
    }
    if segments > 1 { found.append(Projection(range: TokenRange(start, i), binders: binders)) }
    return i
  }
}
