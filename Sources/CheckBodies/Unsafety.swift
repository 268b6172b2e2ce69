// Operations that need `unsafe`.
import Defs
import Diagnostics
import HIR
import Parallel
import Source
import Support
import Syntax
import Typecheck
import Types

extension BodyChecker {
  private mutating func requireUnsafe(_ what: String, _ why: String, at span: Span) {
    if isUnsafe { return }
    messages.unsafety.add(
      .error("\(what) is unsafe and needs an unsafe function or block", code: "E0133", at: span, label: what).note(why))
  }

  mutating func checkUnsafety(_ expr: HExpr, _ kind: HIR.ExprKind) {
    let span = tree[expr].span
    // Dereferences that are implied: never of raw pointers. What remains is written.
    switch kind {
    case .call(let callee, _):
      if results.method(of: expr) != nil { break }
      checkCall(results.adjustedType(of: callee), at: span)
    case .methodCall:
      if let m = results.method(of: expr) { checkCall(TypeID(.fnDef(m.def, m.args)), at: span) }
    case .unary(.deref, let inner):
      if results.method(of: expr) == nil, case .rawPtr = results.adjustedType(of: inner).kind {
        requireUnsafe(
          "dereference of a raw pointer", "a raw pointer may be null, dangling or misaligned: nothing checks what it points to", at: span)
      }
    case .path(let p):
      if case .def(.static, let d) = results.res(of: p) {
        if world.isMutableStatic(d) {
          requireUnsafe("use of a mutable static", "several threads may change a mutable static at once", at: span)
        } else if world.isUnsafeForeignStatic(d) {
          requireUnsafe("use of an extern static", "the compiler cannot check what others define", at: span)
        }
      }
    case .field(let base, _):
      if !isAssigned, isUnion(results.adjustedType(of: base)) {
        requireUnsafe("access to a field of a union", "the field may not be the one that was written last", at: span)
      }
    case .inlineAsm(let asm) where !tree[asm].isWholeBody: requireUnsafe("use of inline assembly", "assembly is not checked in any way", at: span)
    default: break
    }
  }

  private func isUnion(_ type: TypeID) -> Bool {
    if case .adt(let d, _) = type.kind { facts.adt(d).kind == .union } else { false }
  }

  private mutating func checkCall(_ type: TypeID, at span: Span) {
    switch type.kind {
    case .fnDef(let d, _):
      if !facts.fnSig(of: d).isUnsafe { return }
      requireUnsafe(
        "call of the unsafe function `\(TypePrinter.path(of: d))`", "read its documentation for what it expects of its callers", at: span)
    case .fnPtr(let s):
      if s.sig.isUnsafe {
        requireUnsafe("call of an unsafe function", "read its documentation for what it expects of its callers", at: span)
      }
    default: break
    }
  }

  /// `&raw const *p` and `&raw const u.field` look at nothing.
  mutating func visitRawBorrow(_ place: HExpr) {
    var inner = place
    if case .unary(.deref, let pointer) = tree[inner].kind { return visit(pointer) }
    if case .path(let p) = tree[inner].kind, case .def(.static, _) = results.res(of: p) { return }
    while case .field(let base, _) = tree[inner].kind, isUnion(results.adjustedType(of: base)) { inner = base }
    visit(inner)
  }

  mutating func visit(_ pat: HPat) {
    let kind = tree[pat].kind
    if isInUnionPattern {
      switch kind {
      case .wild, .or, .error: break
      default: return requireUnsafe("access to a field of a union", "the field may not be the one that was written last", at: tree[pat].span)
      }
    }
    if case .expr(let e) = kind, case .literal(let l, let isNegated) = tree[e].kind {
      checkLiteral(l, results.type(of: pat), isNegated: isNegated, at: tree[e].span)
    }
    if case .structure(let id) = kind, case .adt(let d, _) = results.type(of: pat).kind, facts.adt(d).kind != .enum {
      let fields = facts.adt(d).fields
      for i in 0..<tree[id].fields.count {
        let f = tree[id].fields[i]
        checkAccess(fields[results.fieldIndex(of: f)], of: d, at: tree[f].ident.span)
      }
    }
    if case .structure = kind, isUnion(results.type(of: pat)) {
      isInUnionPattern = true
      walk(pat)
      isInUnionPattern = false
    } else {
      walk(pat)
    }
  }
}

extension BodyChecker {
  /// E0451: fields that are named, or taken from a base, where they cannot be seen.
  mutating func checkPrivacy(_ s: HIR.StructExpr, _ type: TypeID, _ res: Res) {
    guard case .adt(let d, _) = type.kind, facts.adt(d).kind != .enum else { return }
    let fields = facts.adt(d).fields
    var named: Set<Int> = []
    for i in 0..<s.fields.count {
      let f = s.fields[i]
      named.insert(results.fieldIndex(of: f))
      checkAccess(fields[results.fieldIndex(of: f)], of: d, at: tree[f].ident.span)
    }
    if case .base(let base) = s.rest {
      for (i, f) in fields.enumerated() where !named.contains(i) { checkAccess(f, of: d, at: tree[base].span) }
    }
  }

  private mutating func checkAccess(_ field: AdtField, of adt: DefID, at span: Span) {
    if world.isAccessible(field.def, from: body.owner) { return }
    messages.lints.add(
      .error("field `\(field.name)` of `\(TypePrinter.path(of: adt))` is private", code: "E0451", at: span, label: "private field"))
  }
}
