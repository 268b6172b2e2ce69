// Atomics on plain memory, for tables whose slots are not Swift objects. Used by `Parallel` and `Support` only.
#ifndef SKEIN_CPARALLEL_H
#define SKEIN_CPARALLEL_H
#include <stdint.h>
#include <stdbool.h>
#include <stddef.h>

static inline uint32_t skein_load_acquire_u32(const uint32_t *p) { return __atomic_load_n(p, __ATOMIC_ACQUIRE); }
static inline uint32_t skein_load_relaxed_u32(const uint32_t *p) { return __atomic_load_n(p, __ATOMIC_RELAXED); }
static inline void skein_store_release_u32(uint32_t *p, uint32_t v) { __atomic_store_n(p, v, __ATOMIC_RELEASE); }
static inline uint32_t skein_fetch_add_u32(uint32_t *p, uint32_t v) { return __atomic_fetch_add(p, v, __ATOMIC_RELAXED); }
static inline bool skein_cas_u32(uint32_t *p, uint32_t *expected, uint32_t v) {
  return __atomic_compare_exchange_n(p, expected, v, false, __ATOMIC_ACQ_REL, __ATOMIC_ACQUIRE);
}
static inline uint64_t skein_load_acquire_u64(const uint64_t *p) { return __atomic_load_n(p, __ATOMIC_ACQUIRE); }
static inline void skein_store_release_u64(uint64_t *p, uint64_t v) { __atomic_store_n(p, v, __ATOMIC_RELEASE); }
static inline bool skein_cas_u64(uint64_t *p, uint64_t *expected, uint64_t v) {
  return __atomic_compare_exchange_n(p, expected, v, false, __ATOMIC_ACQ_REL, __ATOMIC_ACQUIRE);
}
#endif
