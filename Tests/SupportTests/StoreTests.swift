import Support
import Testing

@Test func storeKeepsElementsInOrder() {
  var store = Store<Int>()
  for i in 0..<1000 { #expect(store.append(i).index == i) }
  let frozen = store.freeze()
  #expect(frozen.count == 1000)
  #expect(frozen[index: 999] == 999)
}
