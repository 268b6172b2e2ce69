@testable import Parallel
import Testing

@Suite struct SharedTests {
  @Test func lockKeepsItsValueWhole() {
    let lock = Counter()
    let workers = Workers(count: 4)
    _ = parallelMap(count: 1000, workers: workers) { _ in lock.value.withLock { $0 += 1 } }
    #expect(lock.value.withLock { $0 } == 1000)
  }
  final class Counter: Sendable { let value = Lock(0, name: "counter") }

  @Test func firstPublishWins() {
    let table = OnceTable<UInt64>(capacity: 1000, name: "table")
    let workers = Workers(count: 4)
    let seen = parallelMap(count: 4000, workers: workers) { i in table.get(i % 1000) { UInt64(i % 1000) * 3 } }
    #expect(seen == (0..<4000).map { UInt64($0 % 1000) * 3 })
    #expect(table[999] == 2997)
    #expect(table.publish(1, at: 999) == 2997)
    #expect(table.duplicates >= 1)
    let slot = OnceSlot<UInt32>(name: "slot")
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
    let interner = Interner<Pair>(capacity: 1 << 20, name: "interner")
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
    let lists = ListInterner<UInt32>(capacity: 1 << 16, elements: 1 << 20, name: "lists")
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

@Suite struct CPUQuotaTests {
  private func cores(_ files: [String: String]) -> Int? { CPUQuota.cores { files[$0] } }

  @Test func unified() {
    #expect(cores(["/proc/self/cgroup": "0::/\n", "/sys/fs/cgroup/cpu.max": "400000 100000\n"]) == 4)
    #expect(cores(["/proc/self/cgroup": "0::/\n", "/sys/fs/cgroup/cpu.max": "max 100000\n"]) == nil)
    // Not more than the quota: rounded down, but one at least.
    #expect(cores(["/proc/self/cgroup": "0::/\n", "/sys/fs/cgroup/cpu.max": "250000 100000\n"]) == 2)
    #expect(cores(["/proc/self/cgroup": "0::/\n", "/sys/fs/cgroup/cpu.max": "50000 100000\n"]) == 1)
  }

  @Test func theSmallestOfAllGroupsAboveBinds() {
    #expect(
      cores([
        "/proc/self/cgroup": "0::/user.slice/build.scope\n", "/sys/fs/cgroup/user.slice/cpu.max": "300000 100000\n",
        "/sys/fs/cgroup/user.slice/build.scope/cpu.max": "800000 100000\n",
      ]) == 3)
    // In a container the path is that of the host, and is not there.
    #expect(cores(["/proc/self/cgroup": "0::/docker/abc\n", "/sys/fs/cgroup/cpu.max": "200000 100000\n"]) == 2)
    #expect(cores(["/sys/fs/cgroup/cpu.max": "200000 100000\n"]) == 2)
  }

  @Test func separateHierarchies() {
    let groups = "12:memory:/a\n4:cpu,cpuacct:/a/b\n1:name=systemd:/x\n0::/x\n"
    #expect(
      cores([
        "/proc/self/cgroup": groups, "/sys/fs/cgroup/cpu,cpuacct/a/b/cpu.cfs_quota_us": "600000\n",
        "/sys/fs/cgroup/cpu,cpuacct/a/b/cpu.cfs_period_us": "100000\n", "/sys/fs/cgroup/cpu,cpuacct/a/cpu.cfs_quota_us": "-1\n",
        "/sys/fs/cgroup/cpu,cpuacct/a/cpu.cfs_period_us": "100000\n",
      ]) == 6)
    #expect(
      cores(["/proc/self/cgroup": groups, "/sys/fs/cgroup/cpu/cpu.cfs_quota_us": "150000\n", "/sys/fs/cgroup/cpu/cpu.cfs_period_us": "50000\n"]) == 3)
  }

  @Test func nonsenseIsNoQuota() {
    #expect(cores([:]) == nil)
    #expect(cores(["/proc/self/cgroup": "rubbish", "/sys/fs/cgroup/cpu.max": "1 2 3"]) == nil)
    #expect(cores(["/proc/self/cgroup": "0::/\n", "/sys/fs/cgroup/cpu.max": "100000 0\n"]) == nil)
    #expect(cores(["/proc/self/cgroup": "0::/\n", "/sys/fs/cgroup/cpu.max": ""]) == nil)
  }
}
