// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors
//
// Preloaded into a program, tells on standard error at its end how often it has asked for memory.

#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdatomic.h>
#include <stddef.h>
#include <stdio.h>

extern void *__libc_malloc(size_t);
extern void *__libc_calloc(size_t, size_t);
extern void *__libc_realloc(void *, size_t);
extern void *__libc_memalign(size_t, size_t);

static atomic_ulong mallocs;

void *malloc(size_t size) { return mallocs++, __libc_malloc(size); }
void *calloc(size_t count, size_t size) { return mallocs++, __libc_calloc(count, size); }
void *realloc(void *old, size_t size) { return mallocs++, __libc_realloc(old, size); }
void *memalign(size_t alignment, size_t size) { return mallocs++, __libc_memalign(alignment, size); }
void *aligned_alloc(size_t alignment, size_t size) { return mallocs++, __libc_memalign(alignment, size); }
int posix_memalign(void **result, size_t alignment, size_t size) {
    mallocs++;
    *result = __libc_memalign(alignment, size);
    return *result ? 0 : 12;
}

__attribute__((destructor)) static void tell(void) { fprintf(stderr, "mallocs %lu\n", (unsigned long)mallocs); }
