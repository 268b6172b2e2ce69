// A plugin of qemu-user that counts the instructions a program executes, five to ten times faster than callgrind and equal to it within
// 0.2 % (core to headers: 2,154 and 2,157 million). Prints "instructions: N" on stderr at the end.
//
// cc -shared -fPIC -O2 -o count.so count-instructions.c && qemu-x86_64 -plugin ./count.so PROGRAM ARGUMENTS…
//
// The declarations below are those of qemu-plugin.h (interface version 1), which Debian does not ship.
#include <inttypes.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

typedef uint64_t qemu_plugin_id_t;
struct qemu_plugin_tb;
enum { inline_add_u64 = 0 };
void qemu_plugin_register_vcpu_tb_trans_cb(qemu_plugin_id_t, void (*)(qemu_plugin_id_t, struct qemu_plugin_tb *));
size_t qemu_plugin_tb_n_insns(const struct qemu_plugin_tb *);
void qemu_plugin_register_vcpu_tb_exec_inline(struct qemu_plugin_tb *, int operation, void *pointer, uint64_t value);
void qemu_plugin_register_atexit_cb(qemu_plugin_id_t, void (*)(qemu_plugin_id_t, void *), void *);

int qemu_plugin_version = 1;

// Not atomic: exact while one thread runs at a time, as with `-Z threads=1`.
static uint64_t total;

static void translated(qemu_plugin_id_t id, struct qemu_plugin_tb *block) {
  (void)id;
  qemu_plugin_register_vcpu_tb_exec_inline(block, inline_add_u64, &total, qemu_plugin_tb_n_insns(block));
}

static void ended(qemu_plugin_id_t id, void *unused) {
  (void)id, (void)unused;
  fprintf(stderr, "instructions: %" PRIu64 "\n", total);
}

int qemu_plugin_install(qemu_plugin_id_t id, const void *info, int argc, char **argv) {
  (void)info, (void)argc, (void)argv;
  qemu_plugin_register_vcpu_tb_trans_cb(id, translated);
  qemu_plugin_register_atexit_cb(id, ended, NULL);
  return 0;
}
