// `format_args!`: literals put into the string, nested calls flattened, then the byte code that `core::fmt` of 1.96 reads.
import Defs
import Diagnostics
import HIR
import Parallel
import Resolve
import Source
import Support
import Syntax

extension Lowerer {
  /// An argument, and where its expression stands.
  private struct Argument {
    var expr: ID<Syntax.Expr>
    var place: Place
    var isCaptured: Bool
    var span: Span
  }
  private struct Format {
    var pieces: [FormatPiece]
    var arguments: [Argument]
  }
  /// One combination of argument and formatting trait; trait nil: a count.
  private struct Use {
    var argument: Int
    var trait: FormatTrait?
    var span: Span
  }

  mutating func lowerFormatArgs(_ id: ID<Syntax.FormatArgs>, _ span: Span) -> ID<HIR.Expr> {
    let isConst = ast[id].arguments.isEmpty
    var format = readFormat(id)
    flatten(&format)
    inlineLiterals(&format)
    return lowerFormat(format, isConst: isConst, stringSpan: ast[id].span, span)
  }

  private func readFormat(_ id: ID<Syntax.FormatArgs>) -> Format {
    let node = ast[id]
    let here = place
    return Format(
      pieces: Array(ast[node.template]),
      arguments: ast[node.arguments].map {
        Argument(expr: $0.expr, place: here, isCaptured: $0.kind == .captured, span: ast[$0.expr].span)
      })
  }

  // MARK: Flattening and inlining

  /// The expression behind parentheses and `&`, macro calls that are `format_args!` or literals expanded.
  private mutating func peel(_ argument: Argument) -> Argument {
    var result = argument
    let old = place
    defer { place = old }
    place = result.place
    while true {
      switch ast[result.expr].kind {
      case .paren(let inner), .addrOf(.ref, _, let inner): result.expr = inner
      case .macroCall(let call):
        let key = ExpandedCallKey(tree: treeID, call: call)
        let node = expandCall(call, as: .expr)
        expandedCalls[key] = node
        guard case .expr(let inner) = node.node else { return result }
        _ = enter(node.tree, node.scope)
        result.expr = inner
        result.place = place
      default: return result
      }
    }
  }

  private mutating func flatten(_ format: inout Format) {
    var i = 0
    while i < format.pieces.count {
      guard case .placeholder(let p) = format.pieces[i], p.trait == .display || p.trait == .debug,
        p.argument.index != FormatPosition.invalid, Int(p.argument.index) < format.arguments.count
      else {
        i += 1
        continue
      }
      let index = Int(p.argument.index)
      let isOnlyUse = format.pieces.enumerated().allSatisfy { j, piece in
        if case .placeholder(let q) = piece, j != i { return q.argument.index != p.argument.index }
        return true
      }
      let inner = peel(format.arguments[index])
      let old = place
      place = inner.place
      guard isOnlyUse, case .formatArgs(let nested) = ast[inner.expr].kind else {
        place = old
        i += 1
        continue
      }
      var other = readFormat(nested)
      place = old
      // The inner arguments stand where the outer one stood: the order of evaluation stays.
      let added = other.arguments.count
      format.arguments.replaceSubrange(index...index, with: other.arguments)
      renumber(&format.pieces) { Int($0) > index ? UInt32(Int($0) - 1 + added) : $0 }
      renumber(&other.pieces) { $0 + UInt32(index) }
      format.pieces.replaceSubrange(i...i, with: other.pieces)
    }
  }

  private mutating func inlineLiterals(_ format: inout Format) {
    var isInlined = [Bool](repeating: false, count: format.arguments.count)
    var hasInlined = false
    for i in format.pieces.indices {
      guard case .placeholder(let p) = format.pieces[i], p.trait == .display, p.options.isDefault,
        p.argument.index != FormatPosition.invalid, Int(p.argument.index) < format.arguments.count
      else { continue }
      let index = Int(p.argument.index)
      let inner = peel(format.arguments[index])
      guard case .literal(let kind, let text) = inner.place.ast[inner.expr].kind, let literal = inlined(kind, text) else { continue }
      format.pieces[i] = .literal(literal)
      isInlined[index] = true
      hasInlined = true
    }
    if !hasInlined { return }
    renumber(&format.pieces) { index in
      if Int(index) < isInlined.count { isInlined[Int(index)] = false }
      return index
    }
    var newIndex: [UInt32] = []
    var n: UInt32 = 0
    for gone in isInlined {
      newIndex.append(n)
      if !gone { n += 1 }
    }
    format.arguments = zip(format.arguments, isInlined).filter { !$0.1 }.map(\.0)
    renumber(&format.pieces) { Int($0) < newIndex.count ? newIndex[Int($0)] : $0 }
  }

  /// The text that displaying the literal gives, for strings and for integers that fit their type.
  private func inlined(_ kind: TokenKind, _ text: Name) -> Name? {
    switch kind {
    case .string, .rawString:
      if literalSuffix(kind, text) != .empty { return nil }
      return decodeString(kind, text).withUnsafeBufferPointer { Name(bytes: $0) }
    case .integer:
      let decoded = decodeInteger(text)
      if decoded.overflows { return nil }
      let limit: UInt128
      if decoded.suffix == .empty {
        limit = UInt128(Int32.max)
      } else {
        guard let type = PrimTy(numericSuffix: decoded.suffix) else { return nil }
        switch type {
        case .i8: limit = UInt128(Int8.max)
        case .i16: limit = UInt128(Int16.max)
        case .i32: limit = UInt128(Int32.max)
        case .i64, .isize: limit = UInt128(Int64.max)
        case .i128: limit = UInt128(Int128.max)
        case .u8: limit = UInt128(UInt8.max)
        case .u16: limit = UInt128(UInt16.max)
        case .u32: limit = UInt128(UInt32.max)
        case .u64, .usize: limit = UInt128(UInt64.max)
        case .u128: limit = UInt128.max
        default: return nil
        }
      }
      return decoded.value <= limit ? Name(String(decoded.value)) : nil
    default: return nil
    }
  }

  /// Changes every argument index in the pieces.
  private func renumber(_ pieces: inout [FormatPiece], _ change: (UInt32) -> UInt32) {
    func position(_ p: inout FormatPosition) { if p.index != FormatPosition.invalid { p.index = change(p.index) } }
    func count(_ c: inout FormatCount) {
      if case .argument(var p) = c {
        position(&p)
        c = .argument(p)
      }
    }
    for i in pieces.indices {
      guard case .placeholder(var p) = pieces[i] else { continue }
      position(&p.argument)
      count(&p.options.width)
      count(&p.options.precision)
      pieces[i] = .placeholder(p)
    }
  }

  // MARK: Lowering

  private mutating func lowerFormat(_ format: Format, isConst: Bool, stringSpan: Span, _ span: Span) -> ID<HIR.Expr> {
    var uses: [Use] = []
    let code: [UInt8]
    switch encode(format, &uses) {
    case .text(let bytes):
      let text = bytes.withUnsafeBufferPointer { Name(bytes: $0) }
      let string = expr(.literal(.str(text)), stringSpan)
      let call = callLangMethod(.formatArguments, isConst ? Known.from_str : Known.from_str_nonconst, [string], span)
      // Arguments that nothing uses, which has been told of, are looked at all the same.
      if format.arguments.isEmpty { return call }
      let unused = format.arguments.map { HIR.Stmt(.semi(lowerArgument($0)), $0.span) }
      return blockExpr(block(unused, call, span), span)
    case .code(let bytes): code = bytes
    }
    if uses.count > Int(UInt16.max) { report(.tooManyFormatArguments(at: span), .lowering) }

    var statements: [HIR.Stmt] = []
    let args: ID<HIR.Expr>
    if format.arguments.isEmpty {
      args = expr(.array(.empty), span)
    } else {
      // super let args = (&arg0, &arg1, …);
      let (tuplePat, tuple) = localPat(.args, span)
      var elements: [ID<HIR.Expr>] = []
      for argument in format.arguments {
        elements.append(expr(.addrOf(.ref, .not, lowerArgument(argument)), argument.span.with(span.context)))
      }
      let tupleValue = expr(.tuple(hir.lists.append(elements)), span)
      statements.append(superLet(tuplePat, tupleValue, span))
      // super let args = [Argument::new_display(args.0), …];
      var items: [ID<HIR.Expr>] = []
      for use in uses {
        guard use.argument < format.arguments.count else {
          items.append(expr(.error, span))
          continue
        }
        let argument = format.arguments[use.argument]
        let useSpan = (use.span.isNone ? argument.span : use.span).with(span.context)
        // Messages show the argument as it was written.
        let argSpan = argument.isCaptured && !use.span.isNone ? use.span : argument.span
        let field = hir.add(HIR.FieldAccess(ident: Ident(Name(String(use.argument)), span)))
        let value = expr(.field(localExpr(tuple, .args, span), field), argSpan)
        items.append(callLangMethod(.formatArgument, constructor(use.trait), [value], useSpan))
      }
      let (arrayPat, array) = localPat(.args, span)
      statements.append(superLet(arrayPat, expr(.array(hir.lists.append(items)), span), span))
      args = localExpr(array, .args, span)
    }
    // unsafe { Arguments::new(b"…", &args) }
    let template = expr(.literal(.byteStr(code.withUnsafeBufferPointer { Name(bytes: $0) })), span)
    let call = callLangMethod(.formatArguments, Known.new, [template, expr(.addrOf(.ref, .not, args), span)], span)
    let unsafeBlock = blockExpr(block([], call, span, safety: .compilerUnsafe), span)
    if statements.isEmpty { return unsafeBlock }
    return blockExpr(block(statements, unsafeBlock, span), span)
  }

  private mutating func lowerArgument(_ argument: Argument) -> ID<HIR.Expr> {
    let old = place
    defer { place = old }
    place = argument.place
    return lowerExpr(argument.expr)
  }

  private mutating func superLet(_ pat: ID<HIR.Pat>, _ value: ID<HIR.Expr>, _ span: Span) -> HIR.Stmt {
    HIR.Stmt(.let(hir.add(HIR.LetStmt(isSuper: true, pat: pat, ty: .none, initializer: value, elseBlock: .none))), span)
  }

  private func constructor(_ trait: FormatTrait?) -> Name {
    switch trait {
    case nil: Known.from_usize
    case .display: Known.new_display
    case .debug: Known.new_debug
    case .lowerExp: Known.new_lower_exp
    case .upperExp: Known.new_upper_exp
    case .octal: Known.new_octal
    case .pointer: Known.new_pointer
    case .binary: Known.new_binary
    case .lowerHex: Known.new_lower_hex
    case .upperHex: Known.new_upper_hex
    }
  }

  private enum Encoded {
    /// No placeholders: the whole string.
    case text([UInt8])
    case code([UInt8])
  }

  /// The template in the byte code of `core::fmt::Arguments`: see `library/core/src/fmt/mod.rs`.
  private func encode(_ format: Format, _ uses: inout [Use]) -> Encoded {
    var code: [UInt8] = []
    var text: [UInt8] = []
    var nextImplicit = 0
    func position(_ argument: UInt32, _ trait: FormatTrait?, _ span: Span) -> Int {
      let argument = argument == FormatPosition.invalid ? Int.max : Int(argument)
      if let found = uses.firstIndex(where: { $0.argument == argument && $0.trait == trait }) { return found }
      uses.append(Use(argument: argument, trait: trait, span: span))
      return uses.count - 1
    }
    func append16(_ value: Int) {
      code.append(UInt8(truncatingIfNeeded: value))
      code.append(UInt8(truncatingIfNeeded: value >> 8))
    }
    func flushText() {
      var rest = text[...]
      while !rest.isEmpty {
        var length = min(rest.count, Int(UInt16.max))
        // Split between characters.
        if length < rest.count { while rest[rest.startIndex + length] & 0xC0 == 0x80 { length -= 1 } }
        if length < 0x80 {
          code.append(UInt8(length))
        } else {
          code.append(0x80)
          append16(length)
        }
        code += rest.prefix(length)
        rest = rest.dropFirst(length)
      }
      text = []
    }
    for piece in format.pieces {
      switch piece {
      case .literal(let name): text += name.bytes
      case .placeholder(let p):
        flushText()
        let start = code.count
        code.append(0xC0)
        let place = position(p.argument.index, p.trait, p.span)
        let flags = p.options.flags
        if flags != 0x6000_0020 {
          code[start] |= 1
          for shift in [0, 8, 16, 24] { code.append(UInt8(truncatingIfNeeded: flags >> UInt32(shift))) }
          for (count, bit) in [(p.options.width, UInt8(1)), (p.options.precision, UInt8(2))] {
            switch count {
            case .none: break
            case .literal(let n):
              if n == 0 { break }
              code[start] |= 1 << bit
              append16(Int(n))
            case .argument(let a):
              code[start] |= 1 << bit | 1 << (bit + 3)
              append16(position(a.index, nil, a.span))
            }
          }
        }
        if nextImplicit != place {
          code[start] |= 1 << 3
          append16(place)
        }
        nextImplicit = place + 1
      }
    }
    if code.isEmpty { return .text(text) }
    flushText()
    code.append(0)
    return .code(code)
  }
}

extension FormatOptions {
  /// As `{}` has them.
  fileprivate var isDefault: Bool {
    guard case .none = width, case .none = precision else { return false }
    return fill == 0 && alignment == .none && sign == .none && !isAlternate && !zeroPad && debugHex == .none
  }

  /// The bits of `core::fmt::FormattingOptions`.
  fileprivate var flags: UInt32 {
    var bits: UInt32 = fill == 0 ? 0x20 : fill
    if sign == .plus { bits |= 1 << 21 }
    if sign == .minus { bits |= 1 << 22 }
    if isAlternate { bits |= 1 << 23 }
    if zeroPad { bits |= 1 << 24 }
    if debugHex == .lower { bits |= 1 << 25 }
    if debugHex == .upper { bits |= 1 << 26 }
    if case .none = width {} else { bits |= 1 << 27 }
    if case .none = precision {} else { bits |= 1 << 28 }
    let align: UInt32 =
      switch alignment {
      case .left: 0
      case .right: 1
      case .center: 2
      case .none: 3
      }
    return bits | align << 29
  }
}
