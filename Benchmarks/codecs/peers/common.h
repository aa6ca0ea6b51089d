// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors
//
// What the peers in C and C++ share: the messages of a file, the checksum, and the clock. See README.md for the forms.

#pragma once

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

struct messages {
    uint8_t *file;
    size_t count;
    const uint8_t **start;
    size_t *size;
};

static struct messages read_messages(const char *path) {
    FILE *file = fopen(path, "rb");
    if (!file) {
        fprintf(stderr, "%s can't be opened\n", path);
        exit(3);
    }
    fseek(file, 0, SEEK_END);
    size_t size = (size_t)ftell(file);
    rewind(file);
    struct messages all;
    all.file = (uint8_t *)malloc(size);
    if (fread(all.file, 1, size, file) != size) exit(3);
    fclose(file);
    uint32_t count;
    memcpy(&count, all.file, 4);
    all.count = count;
    all.start = (const uint8_t **)malloc(count * sizeof *all.start);
    all.size = (size_t *)malloc(count * sizeof *all.size);
    const uint8_t *next = all.file + 4;
    for (size_t i = 0; i < count; i++) {
        uint32_t length;
        memcpy(&length, next, 4);
        all.start[i] = next + 4;
        all.size[i] = length;
        next += 4 + length;
    }
    return all;
}

// FNV-1a over the values of all fields in the order of the schema.
static inline void sum_bytes(uint64_t *sum, const void *bytes, size_t count) {
    const uint8_t *next = (const uint8_t *)bytes;
    for (size_t i = 0; i < count; i++) *sum = (*sum ^ next[i]) * 0x100000001B3u;
}
static inline void sum_number(uint64_t *sum, int64_t value) { sum_bytes(sum, &value, 8); }
static inline void sum_text(uint64_t *sum, const void *bytes, size_t count) {
    sum_number(sum, (int64_t)count);
    sum_bytes(sum, bytes, count);
}
static inline void sum_double(uint64_t *sum, double value) { sum_bytes(sum, &value, 8); }
#define SUM_START 0xCBF29CE484222325u

static double cpu_seconds(void) {
    struct timespec now;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

static void print_sum(uint64_t sum) { printf("%016llx\n", (unsigned long long)sum); }
static void print_seconds(double seconds, uint64_t witness) {
    printf("%.9f %llu\n", seconds, (unsigned long long)witness);
}
