// Facts that only some nodes of a body have.
import Support

/// A map from nodes of one kind to values: an index word for each node, and a list of values. Sharing: none.
struct NodeMap<Node, Value> {
  private var places: [UInt32]
  private var values: [Value?] = []

  init(count: Int) { places = Array(repeating: .max, count: count) }

  subscript(node: ID<Node>) -> Value? {
    get {
      let place = places[node.index]
      return place == .max ? nil : values[Int(place)]
    }
    set {
      let place = places[node.index]
      if place != .max {
        values[Int(place)] = newValue
      } else if let newValue {
        places[node.index] = UInt32(values.count)
        values.append(newValue)
      }
    }
  }

  subscript(node: ID<Node>, default initial: @autoclosure () -> Value) -> Value {
    get { self[node] ?? initial() }
    _modify {
      if places[node.index] == .max {
        places[node.index] = UInt32(values.count)
        values.append(nil)
      }
      let i = Int(places[node.index])
      // Taken out meanwhile, so that changing it does not copy it.
      var value = values[i] ?? initial()
      values[i] = nil
      defer { values[i] = value }
      yield &value
    }
  }

  mutating func removeValue(forKey node: ID<Node>) -> Value? {
    let place = places[node.index]
    if place == .max { return nil }
    let value = values[Int(place)]
    values[Int(place)] = nil
    return value
  }
}
