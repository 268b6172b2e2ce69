// Blocks, statements, `let`, and the locals that patterns declare.
import Defs
import Diagnostics
import HIR
import Infer
import Parallel
import Source
import Support
import Syntax
import Traits
import Types

extension FnCtxt {
  func checkBlock(_ id: ID<Block>, _ label: ID<LoopInfo>, _ expected: Expectation) -> TypeID {
    let block = hir[id]
    let oldDiverges = diverges
    var ctxt = BreakableCtxt(target: label, coerce: CoerceMany(coercionTarget(expected, block.span)))
    let i = breakables.count
    breakables.append(ctxt)
    for s in hir[block.statements] { check(s) }
    if let value = block.value.some {
      let type = check(value, expected)
      var coerce = breakables[i].coerce!
      coerce.coerce(self, value, type, at: mismatchSpan(value))
      breakables[i].coerce = coerce
    } else if !diverges {
      // A block that ends early has any type; else it gives `()`.
      var coerce = breakables[i].coerce!
      coerce.coerceUnit(self, at: blockEndSpan(id), .misc)
      breakables[i].coerce = coerce
    }
    ctxt = breakables.removeLast()
    if ctxt.mayBreak { diverges = oldDiverges }
    return ctxt.coerce!.complete(self)
  }

  func checkBlockNoValue(_ id: ID<Block>) {
    let type = checkBlock(id, .none, .hasType(.unit))
    if type != .never { demandSub(.unit, type, hir[id].span) }
  }

  /// Where a missing value of a block shows: the declared result type for a whole body, else the block.
  private func blockEndSpan(_ id: ID<Block>) -> Span {
    if case .block(let b, _) = hir[body.value].kind, b == id, let s = resultTypeSpan { return s }
    return hir[id].span
  }

  func check(_ s: Stmt) {
    if case .item = s.kind { return }
    let old = diverges
    diverges = false
    switch s.kind {
    case .item: break
    case .let(let l):
      let l = hir[l]
      declareLocals(in: l.pat)
      checkDecl(pat: l.pat, ty: l.ty, initializer: l.initializer, isIrrefutable: l.elseBlock.isNone)
      if let other = l.elseBlock.some {
        let before = diverges
        let type = checkBlock(other, .none, .none)
        if type != .never { demandEq(.never, type, hir[other].span) }
        diverges = before
      }
    case .expr(let e): check(e, hasType: .unit)
    case .semi(let e): check(e)
    }
    diverges = diverges || old
  }

  /// Type of `let pat: ty = initializer`.
  @discardableResult
  func checkDecl(pat: ID<Pat>, ty: ID<Ty>, initializer: ID<Expr>, isIrrefutable: Bool) -> TypeID {
    let type = ty.isNone ? nextTyVar(span(pat)) : lowerWritten(ty)
    if let value = initializer.some {
      if isPlace(value), !readsValue(pat) { unreadPlaces.insert(value) }
      let found: TypeID
      if let m = refBindings(in: pat) {
        // `let ref x = place`: no coercion, it would make a temporary.
        found = check(value, .none, needs: m)
        demandEq(type, found, span(value))
      } else {
        found = check(value, coercibleTo: type)
      }
      if referencesError(found) { markLocalsAsErrors(in: pat, found) }
    }
    checkTop(pat, type, origin: initializer, isIrrefutable: isIrrefutable)
    return type
  }

  private func markLocalsAsErrors(in pat: ID<Pat>, _ type: TypeID) {
    forEachPat(in: pat) { p in
      if case .binding(let b) = self.hir[p].kind { _ = self.eq(self.localType(self.hir[b].local), .error, self.span(p)) }
    }
  }

  /// Makes a type variable for each local that `pat` binds.
  func declareLocals(in pat: ID<Pat>, ofParam: Bool = false, typeSpan: Span? = nil) {
    var isOutermost = true
    forEachPat(in: pat) { p in
      if case .binding(let b) = self.hir[p].kind {
        let local = self.hir[b].local
        if self.localTypes[local.index] == .unset {
          let type = self.nextTyVar(self.span(p))
          self.localTypes[local.index] = type
          self.localMutability[local.index] = self.hir[b].mutability
          self.requireSized(type, ofParam && isOutermost ? typeSpan ?? self.span(p) : self.span(p), ofParam && isOutermost ? .sizedArgument : .sizedVariable)
        }
      }
      isOutermost = false
    }
  }
}
