#define _GNU_SOURCE
#include "CParallel.h"
#include <errno.h>
#include <link.h>
#include <linux/futex.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/syscall.h>
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

void skein_use_signal_stack(void) {
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
  return memory;
}

char *skein_static_base;
uint64_t skein_name_index;
skein_lock_t skein_name_lock;
__attribute__((constructor)) static void reserve_tables(void) {
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

static void (*crash_report)(int, const char *, uint64_t, bool);
static int crashes;

static void crashed(int signal, siginfo_t *info, void *context) {
  (void)context;
  if (__atomic_fetch_add(&crashes, 1, __ATOMIC_SEQ_CST) == 0) {
    skein_thread_t *thread = &this_thread;
    uintptr_t address = (uintptr_t)info->si_addr;
    bool overflow = signal == SIGSEGV && thread->stack_low && address < thread->stack_low + (1 << 16) &&
                    address + (1 << 20) > thread->stack_low;
    crash_report(signal, thread->stage, thread->item, overflow);
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
