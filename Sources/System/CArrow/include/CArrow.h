// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

// Writes Parquet files through Arrow C++. Columns come in by the Arrow C Data Interface; errors go out as text, and no
// C++ exception leaves.

#pragma once

#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

// The Arrow C Data Interface, whose layout its specification fixes. Arrow's own header has the same guard.
#ifndef ARROW_C_DATA_INTERFACE
#define ARROW_C_DATA_INTERFACE

#define ARROW_FLAG_DICTIONARY_ORDERED 1
#define ARROW_FLAG_NULLABLE 2
#define ARROW_FLAG_MAP_KEYS_SORTED 4

struct ArrowSchema {
    const char *format;
    const char *name;
    const char *metadata;
    int64_t flags;
    int64_t n_children;
    struct ArrowSchema **children;
    struct ArrowSchema *dictionary;
    void (*release)(struct ArrowSchema *);
    void *private_data;
};

struct ArrowArray {
    int64_t length;
    int64_t null_count;
    int64_t offset;
    int64_t n_buffers;
    int64_t n_children;
    const void **buffers;
    struct ArrowArray **children;
    struct ArrowArray *dictionary;
    void (*release)(struct ArrowArray *);
    void *private_data;
};

#endif

/// A file that is being written.
typedef struct sluice_parquet_file sluice_parquet_file;

typedef struct {
    /// Zstandard's level.
    int32_t compression_level;
    /// The names of top-level columns that get a bloom filter.
    const char *const *bloom_columns;
    int64_t bloom_column_count;
    /// How many different values such a column has in a row group, about.
    int64_t bloom_distinct_values;
} sluice_parquet_options;

/// Every function that can fail returns null or nonzero then, and puts a text into `error` that is freed by
/// `sluice_parquet_free_text`.

/// Makes the file. Takes over the schema, of a structure whose children are the columns.
sluice_parquet_file *sluice_parquet_open(
    const char *path, struct ArrowSchema *schema, const sluice_parquet_options *options, char **error);

/// Writes a row group. Takes over the array; its memory may go when this returns.
int sluice_parquet_write(sluice_parquet_file *file, struct ArrowArray *array, char **error);

/// Bytes in the file so far.
int64_t sluice_parquet_size(const sluice_parquet_file *file);

/// Writes the footer with the pairs of key and value, and closes the file. After it, the file can only be freed.
int sluice_parquet_close(
    sluice_parquet_file *file, const char *const *keys, const char *const *values, int64_t count, char **error);

/// Gives up the file, which if it was not closed can't be read.
void sluice_parquet_free(sluice_parquet_file *file);

void sluice_parquet_free_text(char *text);

#ifdef __cplusplus
}
#endif
