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
#include <ucontext.h>
#include <unistd.h>

uint32_t skein_parallel_mode = 1;
void skein_set_parallel_mode(bool on) { skein_parallel_mode = on; }

void skein_futex_wait(uint32_t *p, uint32_t value) { syscall(SYS_futex, p, FUTEX_WAIT_PRIVATE, value, NULL, NULL, 0); }
void skein_futex_wake(uint32_t *p, int count) { syscall(SYS_futex, p, FUTEX_WAKE_PRIVATE, count, NULL, NULL, 0); }

static __thread skein_thread_t this_thread;
static uint32_t thread_counter;

skein_thread_t *skein_thread(void) {
  if (!this_thread.thread) {
    this_thread.thread = __atomic_add_fetch(&thread_counter, 1, __ATOMIC_RELAXED);
  }
  return &this_thread;
}

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

void *skein_reserve(size_t size) {
  void *memory = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  if (memory == MAP_FAILED) {
    say("error: out of address space (is it limited by `ulimit -v`?)\n");
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
// Each byte goes back as it came. A handler that interrupts `take` may miss the one being read: it is written down right after.
static unsigned char tokens[256];
static int token_count;

void skein_jobserver_connect(int reader, int writer) {
  token_reader = reader;
  token_writer = writer;
}

int skein_jobserver_take(int count) {
  if (token_reader < 0) return count;
  int held = __atomic_load_n(&token_count, __ATOMIC_ACQUIRE);
  while (held < count && held < 256 && read(token_reader, &tokens[held], 1) == 1)
    __atomic_store_n(&token_count, ++held, __ATOMIC_RELEASE);
  return held;
}

void skein_jobserver_give_back(void) {
  if (token_writer < 0) return;
  int held = __atomic_exchange_n(&token_count, 0, __ATOMIC_ACQ_REL);
  for (int i = 0; i < held; i++)
    while (write(token_writer, &tokens[i], 1) < 0 && (errno == EINTR || errno == EAGAIN)) {}
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
  skein_jobserver_give_back();
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
    crash_report(signal, thread->stage, thread->item, overflow);
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
