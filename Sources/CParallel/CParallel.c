#define _GNU_SOURCE
#include "CParallel.h"
#include <dlfcn.h>
#include <errno.h>
#include <link.h>
#include <linux/futex.h>
#include <malloc.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <sys/wait.h>
#include <time.h>
#include <ucontext.h>
#include <unistd.h>

uint32_t skein_parallel_mode = 1;
void skein_set_parallel_mode(bool on) { skein_parallel_mode = on; }
void skein_count_locks(void) { skein_parallel_mode = 3; }

void skein_futex_wait(uint32_t *p, uint32_t value) { syscall(SYS_futex, p, FUTEX_WAIT_PRIVATE, value, NULL, NULL, 0); }
bool skein_futex_wait_for(uint32_t *p, uint32_t value, uint64_t nanoseconds) {
  struct timespec time = {(time_t)(nanoseconds / 1000000000), (long)(nanoseconds % 1000000000)};
  return syscall(SYS_futex, p, FUTEX_WAIT_PRIVATE, value, &time, NULL, 0) == 0 || errno != ETIMEDOUT;
}
void skein_futex_wake(uint32_t *p, int count) { syscall(SYS_futex, p, FUTEX_WAKE_PRIVATE, count, NULL, NULL, 0); }

static __thread skein_thread_t this_thread;
static uint32_t thread_counter;

skein_thread_t *skein_thread(void) {
  if (!this_thread.thread) {
    this_thread.thread = __atomic_add_fetch(&thread_counter, 1, __ATOMIC_RELAXED);
  }
  return &this_thread;
}

uint32_t skein_system_thread(void) { return (uint32_t)gettid(); }

// Costs a read of /proc/self/maps on the first thread, so it is only done when asked for.
static uintptr_t find_stack(void) {
  pthread_attr_t attributes;
  void *low;
  size_t size;
  if (pthread_getattr_np(pthread_self(), &attributes) != 0) return 0;
  if (pthread_attr_getstack(&attributes, &low, &size) == 0) this_thread.stack_low = (uintptr_t)low;
  pthread_attr_destroy(&attributes);
  return this_thread.stack_low;
}

size_t skein_stack_left(void) {
  uintptr_t here = (uintptr_t)__builtin_frame_address(0), low = this_thread.stack_low;
  if (!low) low = find_stack();
  return here > low ? here - low : 0;
}

// Tables and heaps fill densely: a fault for every 2 MiB instead of every 4 KiB. Where the kernel has no large pages free, it gives
// small ones as ever.
static void prefer_large_pages(void *memory, size_t size) {
  uintptr_t start = ((uintptr_t)memory + 0xFFF) & ~(uintptr_t)0xFFF, end = ((uintptr_t)memory + size) & ~(uintptr_t)0xFFF;
  if (end > start) madvise((void *)start, end - start, MADV_HUGEPAGE);
}

// The heap that the calling thread takes new memory from: 64 MiB of address space, aligned.
static void advise_heap(void) {
  enum { heap = 64 << 20 };
  static __thread uintptr_t advised;
  // The first thread's memory is no such heap.
  if (getpid() == gettid()) return;
  void *probe = malloc(100 << 10);
  uintptr_t base = (uintptr_t)probe & ~(uintptr_t)(heap - 1);
  free(probe);
  if (base == advised) return;
  advised = base;
  prefer_large_pages((void *)base, heap);
}

void skein_use_signal_stack(void) {
  advise_heap();
  enum { size = 1 << 18 };
  stack_t stack = {.ss_sp = skein_reserve(size), .ss_size = size};
  sigaltstack(&stack, NULL);
}

int skein_affinity_count(void) {
  cpu_set_t set;
  return sched_getaffinity(0, sizeof set, &set) == 0 ? CPU_COUNT(&set) : 1;
}

static void say(const char *text) {
  if (write(2, text, strlen(text)) < 0) return;
}

void skein_lock_reentered(void) {
  say("Fatal error: a lock was taken again by the thread that holds it\n");
  __builtin_trap();
}

void skein_lock_slow(skein_lock_t *lock, uint32_t me) {
  if (__atomic_load_n(&lock->owner, __ATOMIC_RELAXED) == me) skein_lock_reentered();
  for (int i = 0; i < 64; i++) {
    uint32_t free_state = 0;
    if (__atomic_load_n(&lock->state, __ATOMIC_RELAXED) == 0 &&
        __atomic_compare_exchange_n(&lock->state, &free_state, 1, false, __ATOMIC_ACQUIRE, __ATOMIC_RELAXED))
      return;
    __builtin_ia32_pause();
  }
  while (__atomic_exchange_n(&lock->state, 2, __ATOMIC_ACQUIRE) != 0) skein_futex_wait(&lock->state, 2);
}

uint64_t skein_wall_time(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return (uint64_t)time.tv_sec * 1000000000 + (uint64_t)time.tv_nsec;
}

enum { names_max = 1024, locks_max = 1 << 14, waits_max = 4096, once_max = 1 << 14 };
static struct {
  const char *name;
  uint32_t first, count;
} lock_names[names_max];
static uint32_t lock_name_count, lock_count = 1;  // lock 0 has no name

uint32_t skein_name_locks(const char *name, uint32_t count) {
  uint32_t first = __atomic_fetch_add(&lock_count, count, __ATOMIC_RELAXED);
  uint32_t k = __atomic_fetch_add(&lock_name_count, 1, __ATOMIC_RELAXED);
  if (first + count > locks_max || k >= names_max) return 0;
  lock_names[k].first = first;
  lock_names[k].count = count;
  __atomic_store_n(&lock_names[k].name, name, __ATOMIC_RELEASE);
  return first;
}

bool skein_named_locks(uint32_t k, const char **name, uint32_t *first, uint32_t *count) {
  if (k >= names_max || k >= __atomic_load_n(&lock_name_count, __ATOMIC_RELAXED)) return false;
  *name = __atomic_load_n(&lock_names[k].name, __ATOMIC_ACQUIRE);
  *first = lock_names[k].first;
  *count = *name ? lock_names[k].count : 0;
  return true;
}

// By worker: counters by lock, and the spans waited. Each is written by its worker alone.
typedef struct {
  skein_lock_count_t locks[locks_max];
  skein_wait_t waits[waits_max];
  uint32_t wait_count;
} worker_counts_t;
static worker_counts_t *worker_counts[skein_workers_max];

void skein_lock_counted(skein_lock_t *lock, uint32_t me) {
  uint32_t worker = this_thread.worker ? (this_thread.worker - 1) % skein_workers_max : 0, free_state = 0;
  if (!worker_counts[worker]) worker_counts[worker] = skein_reserve(sizeof(worker_counts_t));
  worker_counts_t *counts = worker_counts[worker];
  skein_lock_count_t *own = &counts->locks[lock->name < locks_max ? lock->name : 0];
  own->acquired++;
  if (__atomic_compare_exchange_n(&lock->state, &free_state, 1, false, __ATOMIC_ACQUIRE, __ATOMIC_RELAXED)) return;
  uint64_t start = skein_wall_time();
  skein_lock_slow(lock, me);
  uint64_t end = skein_wall_time();
  own->contended++;
  own->waited += end - start;
  if (end - start > own->longest) own->longest = end - start;
  if (counts->wait_count < waits_max) counts->waits[counts->wait_count++] = (skein_wait_t){start, end, lock->name};
}

skein_lock_count_t skein_lock_count(uint32_t worker, uint32_t lock) {
  skein_lock_count_t none = {0};
  return worker < skein_workers_max && lock < locks_max && worker_counts[worker] ? worker_counts[worker]->locks[lock] : none;
}

bool skein_lock_wait(uint32_t worker, uint32_t k, skein_wait_t *out) {
  if (worker >= skein_workers_max || !worker_counts[worker] || k >= worker_counts[worker]->wait_count) return false;
  *out = worker_counts[worker]->waits[k];
  return true;
}

static struct {
  const char *name;
  const uint32_t *header;
} once_tables[once_max];
static uint32_t once_count;

void skein_register_once(const char *name, const uint32_t *header) {
  uint32_t k = __atomic_fetch_add(&once_count, 1, __ATOMIC_RELAXED);
  if (k >= once_max) return;
  once_tables[k].header = header;
  __atomic_store_n(&once_tables[k].name, name, __ATOMIC_RELEASE);
}

bool skein_registered_once(uint32_t k, const char **name, const uint32_t **header) {
  if (k >= once_max || k >= __atomic_load_n(&once_count, __ATOMIC_RELAXED)) return false;
  *name = __atomic_load_n(&once_tables[k].name, __ATOMIC_ACQUIRE);
  *header = once_tables[k].header;
  return true;
}


void *skein_reserve(size_t size) {
  void *memory = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  if (memory == MAP_FAILED) {
    say("error: out of address space (is it limited by `ulimit -v`?)\n");
    skein_jobserver_end();
    _exit(1);
  }
  if (size >= (size_t)8 << 20) {
    prefer_large_pages(memory, size);
    advise_heap();
  }
  return memory;
}

// Memory for other threads than the first comes in heaps of 64 MiB of address space. Without this they grow by a system call for
// every page or two, each of which makes all threads wait; with it a heap can be used whole from the start.
static void set_up_malloc(void) {
  mallopt(M_TOP_PAD, 60 << 20);
  mallopt(M_MMAP_THRESHOLD, 16 << 20);
  mallopt(M_TRIM_THRESHOLD, 1 << 30);
}

char *skein_static_base;
uint64_t skein_name_index;
skein_lock_t skein_name_lock;
__attribute__((constructor)) static void reserve_tables(void) {
  set_up_malloc();
  skein_static_base = skein_reserve((size_t)skein_static_tables << 31);
}

typedef struct {
  uint8_t *out;
  size_t size;
} build_id_t;

static int find_build_id(struct dl_phdr_info *info, size_t unused, void *data) {
  (void)unused;
  build_id_t *id = data;
  for (int i = 0; i < info->dlpi_phnum; i++) {
    if (info->dlpi_phdr[i].p_type != PT_NOTE) continue;
    const char *note = (const char *)(info->dlpi_addr + info->dlpi_phdr[i].p_vaddr);
    const char *end = note + info->dlpi_phdr[i].p_memsz;
    while (note + sizeof(ElfW(Nhdr)) <= end) {
      const ElfW(Nhdr) *header = (const void *)note;
      const char *content = note + sizeof *header + ((header->n_namesz + 3) & ~3u);
      if (header->n_type == NT_GNU_BUILD_ID && header->n_namesz == 4) {
        if (id->size > header->n_descsz) id->size = header->n_descsz;
        memcpy(id->out, content, id->size);
        return 1;
      }
      note = content + ((header->n_descsz + 3) & ~3u);
    }
  }
  id->size = 0;
  return 1;  // the program itself comes first; its libraries do not matter
}

size_t skein_build_id(uint8_t *out, size_t size) {
  build_id_t id = {out, size};
  dl_iterate_phdr(find_build_id, &id);
  return id.size;
}

static int token_reader = -1, token_writer = -1;
// A token held: its byte + 1, because each goes back as it came; 0 for none.
static uint32_t tokens[skein_workers_max];
// How many threads are moving a token between the pipe and `tokens`; and whether the process is about to end. A thread that moves
// one cannot be interrupted by the signals that end the process; a handler on another thread waits for it. So no token is lost.
static uint32_t token_moves, tokens_end;

void skein_jobserver_connect(int reader, int writer) {
  token_reader = reader;
  token_writer = writer;
}
bool skein_jobserver_is_connected(void) { return token_reader >= 0; }

static void start_token_move(sigset_t *before) {
  sigset_t ends;
  sigemptyset(&ends);
  sigaddset(&ends, SIGINT);
  sigaddset(&ends, SIGTERM);
  sigaddset(&ends, SIGHUP);
  pthread_sigmask(SIG_BLOCK, &ends, before);
  __atomic_fetch_add(&token_moves, 1, __ATOMIC_SEQ_CST);
}
static void end_token_move(const sigset_t *before) {
  __atomic_fetch_sub(&token_moves, 1, __ATOMIC_SEQ_CST);
  pthread_sigmask(SIG_SETMASK, before, NULL);
}

static void write_token(uint32_t token) {
  unsigned char byte = (unsigned char)(token - 1);
  while (write(token_writer, &byte, 1) < 0 && (errno == EINTR || errno == EAGAIN)) {}
}

int skein_jobserver_take(int count) {
  if (token_reader < 0 || count <= 0) return count;
  int taken = 0;
  unsigned char byte;
  sigset_t before;
  start_token_move(&before);
  for (int i = 0; i < skein_workers_max && taken < count && !__atomic_load_n(&tokens_end, __ATOMIC_SEQ_CST); i++) {
    // The slot is taken first: nothing is read that could not be written down.
    uint32_t empty = 0;
    if (!__atomic_compare_exchange_n(&tokens[i], &empty, ~0u, false, __ATOMIC_SEQ_CST, __ATOMIC_RELAXED)) continue;
    bool got = read(token_reader, &byte, 1) == 1;
    __atomic_store_n(&tokens[i], got ? byte + 1u : 0u, __ATOMIC_SEQ_CST);
    if (!got) break;
    taken++;
  }
  end_token_move(&before);
  return taken;
}

void skein_jobserver_give_back(int count) {
  if (token_reader < 0 || count <= 0) return;
  sigset_t before;
  start_token_move(&before);
  for (int i = 0; i < skein_workers_max && count > 0; i++) {
    uint32_t token = __atomic_load_n(&tokens[i], __ATOMIC_RELAXED);
    if (!token || token == ~0u) continue;
    if (!__atomic_compare_exchange_n(&tokens[i], &token, 0, false, __ATOMIC_SEQ_CST, __ATOMIC_RELAXED)) continue;
    write_token(token);
    count--;
  }
  end_token_move(&before);
}

// Also called by the handler of a signal or a crash.
void skein_jobserver_end(void) {
  if (token_reader < 0) return;
  __atomic_store_n(&tokens_end, 1, __ATOMIC_SEQ_CST);
  for (int i = 0; i < 1000000 && __atomic_load_n(&token_moves, __ATOMIC_SEQ_CST); i++) sched_yield();
  for (int i = 0; i < skein_workers_max; i++) {
    uint32_t token = __atomic_exchange_n(&tokens[i], 0, __ATOMIC_SEQ_CST);
    if (token && token != ~0u) write_token(token);
  }
}

typedef struct temporary {
  struct temporary *next;
  char *path;  // NULL when forgotten
} temporary_t;
static temporary_t *temporaries;
static int child_group;

void *skein_remember_temporary(const char *path) {
  temporary_t *t = malloc(sizeof *t);
  t->path = strdup(path);
  t->next = __atomic_load_n(&temporaries, __ATOMIC_ACQUIRE);
  while (!__atomic_compare_exchange_n(&temporaries, &t->next, t, false, __ATOMIC_ACQ_REL, __ATOMIC_ACQUIRE)) {}
  return t;
}

// Neither the node nor its text is freed: a handler may be reading them.
void skein_forget_temporary(void *temporary) { __atomic_store_n(&((temporary_t *)temporary)->path, NULL, __ATOMIC_RELEASE); }

void skein_remember_child(int group) { __atomic_store_n(&child_group, group, __ATOMIC_RELEASE); }

// Calls only what a signal handler may call.
static void delete_temporaries(void) {
  skein_jobserver_end();
  int group = __atomic_load_n(&child_group, __ATOMIC_ACQUIRE);
  if (group > 0) {
    kill(-group, SIGKILL);
    while (waitpid(group, NULL, 0) < 0 && errno == EINTR) {}
  }
  for (temporary_t *t = __atomic_load_n(&temporaries, __ATOMIC_ACQUIRE); t; t = t->next) {
    char *path = __atomic_load_n(&t->path, __ATOMIC_ACQUIRE);
    if (path && unlink(path) != 0) rmdir(path);
  }
}

static void ended(int signal) {
  int saved = errno;
  delete_temporaries();
  struct sigaction action;
  memset(&action, 0, sizeof action);
  action.sa_handler = SIG_DFL;
  sigaction(signal, &action, NULL);
  errno = saved;
  kill(getpid(), signal);  // arrives when this handler returns
}

void skein_install_end_handlers(void) {
  int signals[] = {SIGINT, SIGTERM, SIGHUP};
  for (size_t i = 0; i < sizeof signals / sizeof *signals; i++) {
    struct sigaction action, before;
    memset(&action, 0, sizeof action);
    action.sa_handler = ended;
    action.sa_flags = SA_ONSTACK | SA_RESTART;
    // What the caller ignores (`nohup`) stays ignored.
    if (sigaction(signals[i], NULL, &before) == 0 && before.sa_handler != SIG_IGN) sigaction(signals[i], &action, NULL);
  }
}

static void (*crash_report)(int, const char *, uint64_t, bool);
static int crashes;

// The addresses on the stack of the crash, within the file each lies in, for `addr2line`. Follows frame pointers, and reads them
// through the kernel, because a crash may have come from a bad one.
static void write_frames(const void *context) {
#if defined(__x86_64__)
  const ucontext_t *at = context;
  uintptr_t code = (uintptr_t)at->uc_mcontext.gregs[REG_RIP], frame = (uintptr_t)at->uc_mcontext.gregs[REG_RBP];
  char line[512];
  size_t used = (size_t)snprintf(line, sizeof line, "note: at");
  for (int depth = 0; depth < 12 && used + 64 < sizeof line; depth++) {
    Dl_info file;
    if (dladdr((void *)code, &file) && file.dli_fname) {
      const char *name = strrchr(file.dli_fname, '/');
      used += (size_t)snprintf(line + used, sizeof line - used, " %.32s+%#zx", name ? name + 1 : file.dli_fname,
                               (size_t)(code - (uintptr_t)file.dli_fbase));
    } else {
      used += (size_t)snprintf(line + used, sizeof line - used, " %#zx", (size_t)code);
    }
    uintptr_t pair[2];
    struct iovec to = {pair, sizeof pair}, from = {(void *)frame, sizeof pair};
    if (frame == 0 || process_vm_readv(getpid(), &to, 1, &from, 1, 0) != sizeof pair || pair[0] <= frame) break;
    frame = pair[0];
    code = pair[1];
  }
  if (used > sizeof line - 3) used = sizeof line - 3;
  memcpy(line + used, "\n\n", 2);
  (void)!write(2, line, used + 2);
#else
  (void)context;
#endif
}

static void crashed(int signal, siginfo_t *info, void *context) {
  if (__atomic_fetch_add(&crashes, 1, __ATOMIC_SEQ_CST) == 0) {
    skein_thread_t *thread = &this_thread;
    uintptr_t address = (uintptr_t)info->si_addr;
    bool overflow = signal == SIGSEGV && thread->stack_low && address < thread->stack_low + (1 << 16) &&
                    address + (1 << 20) > thread->stack_low;
    // The report may fail as well.
    skein_jobserver_end();
    crash_report(signal, thread->stage, thread->stage ? thread->item : UINT64_MAX, overflow);
    write_frames(context);
    delete_temporaries();
    _exit(101);
  }
  // A crash of the report itself ends the process; one of another thread waits for the report to end it.
  static __thread int again;
  if (again++ || signal == SIGABRT) _exit(101);
  for (int i = 0; i < 20; i++) usleep(100000);
  _exit(101);
}

void skein_end(const char *text, size_t length, int status) {
  if (__atomic_fetch_add(&crashes, 1, __ATOMIC_SEQ_CST) != 0) for (;;) pause();
  skein_jobserver_end();
  (void)!write(2, text, length);
  delete_temporaries();
  _exit(status);
}

void skein_install_crash_handlers(void (*report)(int, const char *, uint64_t, bool)) {
  crash_report = report;
  skein_use_signal_stack();
  struct sigaction action;
  memset(&action, 0, sizeof action);
  action.sa_sigaction = crashed;
  action.sa_flags = SA_SIGINFO | SA_ONSTACK | SA_NODEFER;
  int signals[] = {SIGILL, SIGTRAP, SIGSEGV, SIGBUS, SIGFPE, SIGABRT};
  for (size_t i = 0; i < sizeof signals / sizeof *signals; i++) sigaction(signals[i], &action, NULL);
}
