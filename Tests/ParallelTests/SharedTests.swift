@testable import Parallel
import Testing

@Suite struct SharedTests {
  @Test func lockKeepsItsValueWhole() {
    let lock = Counter()
    let workers = Workers(count: 4)
    _ = parallelMap(count: 1000, workers: workers) { _ in lock.value.withLock { $0 += 1 } }
    #expect(lock.value.withLock { $0 } == 1000)
  }
  final class Counter: Sendable { let value = Lock(0) }

  @Test func firstPublishWins() {
    let table = OnceTable<UInt64>(capacity: 1000)
    let workers = Workers(count: 4)
    let seen = parallelMap(count: 4000, workers: workers) { i in table.get(i % 1000) { UInt64(i % 1000) * 3 } }
    #expect(seen == (0..<4000).map { UInt64($0 % 1000) * 3 })
    #expect(table[999] == 2997)
    #expect(table.publish(1, at: 999) == 2997)
    #expect(table.duplicates >= 1)
    let slot = OnceSlot<UInt32>()
    #expect(slot.value == nil)
    #expect(slot.get { 5 } == 5)
    #expect(slot.publish(6) == 5)
  }

  @Test func storeGivesEachElementItsOwnNumber() {
    let store = ConcurrentStore<UInt32>(capacity: 10_000)
    let workers = Workers(count: 4)
    let numbers = parallelMap(count: 5000, workers: workers) { i in store.append(UInt32(i)) }
    #expect(store.count == 5000)
    #expect(Set(numbers).count == 5000)
    for (i, n) in numbers.enumerated() { #expect(store[n] == UInt32(i)) }
    let start = store.append(contentsOf: [1, 2, 3])
    #expect(Array(store[start, 3]) == [1, 2, 3])
  }

  struct Pair: Internable {
    var a: UInt32
    var b: UInt32
    var internHash: UInt32 { PlainHash.fold(PlainHash.mix(UInt64(a), UInt64(b))) }
  }

  @Test func equalValuesGetEqualNumbers() {
    let interner = Interner<Pair>(capacity: 1 << 20)
    let workers = Workers(count: 4)
    @Sendable func pair(_ i: Int) -> Pair { Pair(a: UInt32(i % 3000), b: UInt32(i % 7)) }
    let numbers = parallelMap(count: 60_000, workers: workers) { interner.intern(pair($0)) }
    #expect(interner.count == 21_000)
    for (i, n) in numbers.enumerated() where i % 97 == 0 {
      #expect(interner[n] == pair(i))
      #expect(interner.find(pair(i)) == n)
    }
    #expect(interner.find(Pair(a: 9999, b: 0)) == nil)
  }

  @Test func equalListsGetEqualNumbers() {
    let lists = ListInterner<UInt32>(capacity: 1 << 16, elements: 1 << 20)
    #expect(lists.intern([]) == 0)
    let workers = Workers(count: 4)
    let numbers = parallelMap(count: 2000, workers: workers) { i in
      lists.intern((0..<UInt32(i % 50)).map { $0 + UInt32(i % 3) })
    }
    #expect(lists.count == 1 + Set((0..<2000).filter { $0 % 50 > 0 }.map { $0 % 150 }).count)
    #expect(Array(lists[numbers[149]]) == (0..<49).map { UInt32($0) + 2 })
  }

  @Test func namesFromManyThreads() {
    let workers = Workers(count: 4)
    let names = parallelMap(count: 20_000, workers: workers) { Name("thread_name_\($0 % 5000)") }
    for i in stride(from: 0, to: 20_000, by: 331) {
      #expect(names[i] == names[i % 5000])
      #expect(names[i].text == "thread_name_\(i % 5000)")
    }
  }

  @Test func hashesOfShortTextsDiffer() {
    var seen = Set<UInt32>()
    for i in 0..<5000 {
      var text = "v\(i)"
      text.withUTF8 { _ = seen.insert(PlainHash.hash(UnsafeRawBufferPointer($0))) }
    }
    #expect(seen.count > 4990)
  }
}

@Suite struct JobserverTests {
  @Test func theLastAddressOfTheFlagsCounts() {
    #expect(Jobserver.address(in: " -j --jobserver-auth=3,4") == "3,4")
    #expect(Jobserver.address(in: "k -j8 --jobserver-fds=5,6 --jobserver-auth=fifo:/tmp/GMfifo1") == "fifo:/tmp/GMfifo1")
    #expect(Jobserver.address(in: "-j4") == nil)
    #expect(!Jobserver.connect(to: "-2,-2"))
    #expect(!Jobserver.connect(to: "fifo:/nonexistent"))
  }
}
