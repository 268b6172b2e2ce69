// Places as capture analysis sees them, and the rules that shorten them.
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

struct Place {
  enum Base: Equatable {
    case rvalue, staticItem
    case local(LocalBindingID)
    /// A variable from outside of the closure being analysed.
    case upvar(LocalBindingID)
  }
  var base: Base
  var baseType: TypeID
  var projections: [PlaceProjection] = []

  var type: TypeID { projections.last?.ty ?? baseType }
  func type(before i: Int) -> TypeID { i == 0 ? baseType : projections[i - 1].ty }
}

/// A place that a closure uses, and how.
struct Capture {
  var place: Place
  var kind: CaptureKind
  var span: Span
  var mutability = Mutability.not
}

enum PlaceRelation { case ancestor, descendant, same, divergent }

extension Place {
  /// Whether one place contains the other.
  func relation(to b: Place) -> PlaceRelation {
    if base != b.base { return .divergent }
    for (p, q) in zip(projections, b.projections) where p.kind != q.kind { return .divergent }
    if projections.count < b.projections.count { return .ancestor }
    return projections.count == b.projections.count ? .same : .descendant
  }
}

/// The rules by which a captured place is made less precise. Reference, "Capture precision".
struct CaptureRules {
  let fcx: FnCtxt

  func truncate(_ c: inout Capture, to length: Int) {
    if c.kind == .byMutRef {
      // What was borrowed mutably through a `&mut` needs that reference uniquely, not mutably.
      for i in length..<max(length, c.place.projections.count) where c.place.projections[i].kind == .deref {
        if case .ref(_, _, .mut) = fcx.kind(fcx.shallowResolve(c.place.type(before: i))) {
          c.kind = .byUniqueRef
          break
        }
      }
    }
    c.place.projections.removeSubrange(length...)
  }

  /// Nothing inside a union or behind a raw pointer, no elements of arrays.
  func restrictPrecision(_ c: inout Capture) {
    func stops(_ t: TypeID) -> Bool {
      let t = fcx.shallowResolve(t)
      if case .rawPtr = fcx.kind(t) { return true }
      return fcx.isUnion(t)
    }
    if stops(c.place.baseType) { truncate(&c, to: 0) }
    for (i, p) in c.place.projections.enumerated() where stops(p.ty) {
      truncate(&c, to: i + 1)
      break
    }
    if let i = c.place.projections.firstIndex(where: { $0.kind == .index || $0.kind == .subslice }) { truncate(&c, to: i) }
  }

  /// No reference into a packed struct.
  func restrictPacked(_ c: inout Capture) {
    for (i, p) in c.place.projections.enumerated() {
      guard case .field = p.kind, case .adt(let def, _) = fcx.kind(fcx.shallowResolve(c.place.type(before: i))),
        fcx.cx.facts.adt(def).repr.packed != 0
      else { continue }
      truncate(&c, to: i)
      return
    }
  }

  /// Capturing the shared reference itself is as good as capturing what lies behind it.
  func optimize(_ c: inout Capture) {
    guard let i = c.place.projections.lastIndex(where: { $0.kind == .deref }) else { return }
    if case .ref(_, _, .not) = fcx.kind(fcx.shallowResolve(c.place.type(before: i))) { truncate(&c, to: i + 1) }
  }

  func adjust(_ c: inout Capture, isMove: Bool) {
    let firstDeref = c.place.projections.firstIndex { $0.kind == .deref }
    if isMove {
      if let i = firstDeref { truncate(&c, to: i) }
      c.kind = .byValue
    } else if c.kind == .byValue, let i = firstDeref {
      truncate(&c, to: i)
    }
  }

  /// A part of a value with a destructor cannot be moved out of it.
  func restrictDrop(_ c: inout Capture) {
    guard c.kind == .byValue, !fcx.isCopy(c.place.type) else { return }
    for i in c.place.projections.indices {
      if case .adt(let def, _) = fcx.kind(fcx.shallowResolve(c.place.type(before: i))), fcx.hasDestructor(def) {
        truncate(&c, to: i)
        return
      }
    }
  }

  /// The use that asks for more.
  func stronger(_ a: Capture, _ b: Capture) -> Capture {
    func rank(_ k: CaptureKind) -> Int {
      switch k {
      case .byRef: 0
      case .byUniqueRef: 1
      case .byMutRef: 2
      case .byValue: 3
      }
    }
    return rank(b.kind) > rank(a.kind) ? b : a
  }
}
