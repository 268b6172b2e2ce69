// Atomics, the lock word and thread-local facts on plain memory. Used by `Parallel` and the tables built from it only.
//
// This file holds the one flag of the serial build (`./dev build --serial`, which defines SKEIN_SERIAL): with it every atomic is
// a plain access, every lock a flag, and no table has more than one shard. Without it the same choice is made once, at start,
// by `skein_parallel_mode`: with one thread locks and read-modify-writes take the plain paths, with more the atomic ones.
#ifndef SKEIN_CPARALLEL_H
#define SKEIN_CPARALLEL_H
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef SKEIN_SERIAL
#define SKEIN_SERIAL_BUILD 1
#define SKEIN_PARALLEL 0
#define SKEIN_COUNTING 0
#else
#define SKEIN_SERIAL_BUILD 0
#define SKEIN_PARALLEL (skein_parallel_mode != 0)
#define SKEIN_COUNTING (skein_parallel_mode & 2)
#endif
static inline bool skein_is_serial_build(void) { return SKEIN_SERIAL_BUILD; }

// 0: plain memory; 1: atomics and mutexes, as at first; 3: these, and what locks do is counted. Only the one-threaded start of the
// process may change it.
extern uint32_t skein_parallel_mode;
void skein_set_parallel_mode(bool on);
void skein_count_locks(void);
static inline bool skein_is_parallel(void) { return SKEIN_PARALLEL; }
static inline bool skein_is_counting(void) { return SKEIN_COUNTING; }

// MARK: atomics

// Loads and stores are single plain instructions on x86-64, cheaper than to ask which mode it is; the others are not.
#define SKEIN_WORD(T, S)                                                                                               \
  static inline T skein_load_acquire_##S(const T *p) {                                                                 \
    if (SKEIN_SERIAL_BUILD) return *p;                                                                                 \
    return __atomic_load_n(p, __ATOMIC_ACQUIRE);                                                                       \
  }                                                                                                                    \
  static inline T skein_load_relaxed_##S(const T *p) {                                                                 \
    if (SKEIN_SERIAL_BUILD) return *p;                                                                                 \
    return __atomic_load_n(p, __ATOMIC_RELAXED);                                                                       \
  }                                                                                                                    \
  static inline void skein_store_release_##S(T *p, T v) {                                                              \
    if (SKEIN_SERIAL_BUILD) { *p = v; return; }                                                                        \
    __atomic_store_n(p, v, __ATOMIC_RELEASE);                                                                          \
  }                                                                                                                    \
  static inline void skein_store_relaxed_##S(T *p, T v) {                                                              \
    if (SKEIN_SERIAL_BUILD) { *p = v; return; }                                                                        \
    __atomic_store_n(p, v, __ATOMIC_RELAXED);                                                                          \
  }                                                                                                                    \
  static inline T skein_fetch_add_##S(T *p, T v) {                                                                     \
    if (!SKEIN_PARALLEL) { T old = *p; *p = old + v; return old; }                                                     \
    return __atomic_fetch_add(p, v, __ATOMIC_ACQ_REL);                                                                 \
  }                                                                                                                    \
  static inline bool skein_cas_##S(T *p, T *expected, T v) {                                                           \
    if (!SKEIN_PARALLEL) {                                                                                             \
      if (*p != *expected) { *expected = *p; return false; }                                                           \
      *p = v;                                                                                                          \
      return true;                                                                                                     \
    }                                                                                                                  \
    return __atomic_compare_exchange_n(p, expected, v, false, __ATOMIC_SEQ_CST, __ATOMIC_ACQUIRE);                     \
  }
SKEIN_WORD(uint32_t, u32)
SKEIN_WORD(uint64_t, u64)
#undef SKEIN_WORD

// Sequentially consistent, for the deques and the sleepers' word of the worker pool.
static inline int64_t skein_load_seq_i64(const int64_t *p) { return __atomic_load_n(p, __ATOMIC_SEQ_CST); }
static inline void skein_store_seq_i64(int64_t *p, int64_t v) { __atomic_store_n(p, v, __ATOMIC_SEQ_CST); }
static inline bool skein_cas_seq_i64(int64_t *p, int64_t *expected, int64_t v) {
  return __atomic_compare_exchange_n(p, expected, v, false, __ATOMIC_SEQ_CST, __ATOMIC_SEQ_CST);
}
static inline int64_t skein_fetch_add_seq_i64(int64_t *p, int64_t v) { return __atomic_fetch_add(p, v, __ATOMIC_SEQ_CST); }
static inline uint32_t skein_load_seq_u32(const uint32_t *p) { return __atomic_load_n(p, __ATOMIC_SEQ_CST); }
static inline uint32_t skein_fetch_add_seq_u32(uint32_t *p, uint32_t v) { return __atomic_fetch_add(p, v, __ATOMIC_SEQ_CST); }

// Sleeps while `*p == value`; returns on a wake, and sometimes without one.
void skein_futex_wait(uint32_t *p, uint32_t value);
void skein_futex_wake(uint32_t *p, int count);
// The same for at most so many nanoseconds; false if they have passed.
bool skein_futex_wait_for(uint32_t *p, uint32_t value, uint64_t nanoseconds);

// MARK: thread-local facts

typedef struct {
  // Number of the worker that this thread is, plus 1; 0 for a thread that is none.
  uint32_t worker;
  // Unique per thread of the process, from 1.
  uint32_t thread;
  // Lowest address of the stack that may be used; 0 if unknown.
  uintptr_t stack_low;
  // What the thread is doing, for the report of a crash.
  const char *stage;
  uint64_t item;
} skein_thread_t;
skein_thread_t *skein_thread(void);
// The number of the calling thread in the system.
uint32_t skein_system_thread(void);
// Bytes of stack left to the calling thread.
size_t skein_stack_left(void);
// Gives the calling thread a stack of its own for signal handlers.
void skein_use_signal_stack(void);
// The number of cores that the process may run on.
int skein_affinity_count(void);

// MARK: the lock word

// state: 0 free, 1 held, 2 held and waited for. name: see `skein_name_locks`.
typedef struct {
  uint32_t state;
  uint32_t owner;
  uint32_t name;
} skein_lock_t;
void skein_lock_slow(skein_lock_t *lock, uint32_t me);
void skein_lock_counted(skein_lock_t *lock, uint32_t me);
void skein_lock_reentered(void) __attribute__((noreturn));
// For one thread: a flag. For more: a mutex. Both notice that the holder locks again.
static inline void skein_lock(skein_lock_t *lock) {
  if (!SKEIN_PARALLEL) {
    if (lock->state) skein_lock_reentered();
    lock->state = 1;
    return;
  }
  uint32_t me = skein_thread()->thread, free_state = 0;
  if (SKEIN_COUNTING)
    skein_lock_counted(lock, me);
  else if (!__atomic_compare_exchange_n(&lock->state, &free_state, 1, false, __ATOMIC_ACQUIRE, __ATOMIC_RELAXED))
    skein_lock_slow(lock, me);
  __atomic_store_n(&lock->owner, me, __ATOMIC_RELAXED);
}
static inline void skein_unlock(skein_lock_t *lock) {
  if (!SKEIN_PARALLEL) {
    lock->state = 0;
    return;
  }
  __atomic_store_n(&lock->owner, 0, __ATOMIC_RELAXED);
  if (__atomic_exchange_n(&lock->state, 0, __ATOMIC_RELEASE) == 2) skein_futex_wake(&lock->state, 1);
}

// MARK: counts, for `-Z lock-stats` and `-Z self-profile`

enum { skein_workers_max = 256 };
// Numbers for `count` locks that are counted apart under one name, which must live as long as the process.
uint32_t skein_name_locks(const char *name, uint32_t count);
// The k-th name given, with its first number and how many; false after the last.
bool skein_named_locks(uint32_t k, const char **name, uint32_t *first, uint32_t *count);
typedef struct {
  uint64_t acquired;
  // Times in nanoseconds.
  uint64_t contended, waited, longest;
} skein_lock_count_t;
// What one worker did with the lock of this number. Read when the other workers are idle.
skein_lock_count_t skein_lock_count(uint32_t worker, uint32_t lock);
// A span of waiting for a lock; the k-th of a worker. False after the last; only the first 4,096 are kept.
typedef struct {
  uint64_t start, end;
  uint32_t lock;
} skein_wait_t;
bool skein_lock_wait(uint32_t worker, uint32_t k, skein_wait_t *out);
// Tables of facts: `header` points to the number of duplicates, followed by that of facts published while counting.
void skein_register_once(const char *name, const uint32_t *header);
bool skein_registered_once(uint32_t k, const char **name, const uint32_t **header);
uint64_t skein_wall_time(void);

// MARK: memory

// Address space of `size` zero bytes that costs memory only where it is touched; never returns NULL (it ends the process).
void *skein_reserve(size_t size);

// Tables that exist once per process: reserved when the program is loaded, zero, 2 GiB of address space each, so that reading one
// needs no check of initialisation. Used through `StaticTable`.
enum { skein_static_tables = 8 };
extern char *skein_static_base;
static inline void *skein_static_table(uint32_t slot) { return skein_static_base + ((size_t)slot << 31); }

// The index over the table of names, made by the first use, under its lock.
extern uint64_t skein_name_index;
extern skein_lock_t skein_name_lock;
static inline uint64_t *skein_name_index_word(void) { return &skein_name_index; }
static inline skein_lock_t *skein_name_lock_word(void) { return &skein_name_lock; }

// MARK: the program itself

// The fingerprint that the linker wrote into this program: up to `size` bytes to `out`; returns how many.
size_t skein_build_id(uint8_t *out, size_t size);

// MARK: temporary files

// A file or empty folder that must not outlive the process, whatever ends it but SIGKILL. Registered before it is made; `path` is
// copied. Returns what `skein_forget_temporary` takes.
void *skein_remember_temporary(const char *path);
// It has been renamed or deleted.
void skein_forget_temporary(void *temporary);
// The process group to end first (the linker); 0 for none.
void skein_remember_child(int group);
// From now on SIGINT, SIGTERM and SIGHUP delete what is registered, newest first, before they end the process.
void skein_install_end_handlers(void);

// MARK: the jobserver

// From now on workers need tokens: bytes read from `reader`, given back to `writer`.
void skein_jobserver_connect(int reader, int writer);
bool skein_jobserver_is_connected(void);
// Takes up to `count` tokens without waiting and returns how many; `count` without a jobserver.
int skein_jobserver_take(int count);
// Gives back up to `count` of the tokens held.
void skein_jobserver_give_back(int count);
// Gives back all of them and takes no more: the process is about to end.
void skein_jobserver_end(void);

// MARK: crashes

/// Ends the process at once with a message on standard error: tokens are given back, unfinished files deleted. If several threads call it, the
/// first one's message counts.
_Noreturn void skein_end(const char *text, size_t length, int status);

// Handlers for traps and bad memory accesses: `report` runs once, then the process ends with status 101.
void skein_install_crash_handlers(void (*report)(int signal, const char *stage, uint64_t item, bool stack_overflow));
#endif
