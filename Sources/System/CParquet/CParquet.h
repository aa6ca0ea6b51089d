// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

// What the library SluiceParquet does: it writes Parquet files through Arrow C++. Columns come in by the Arrow C Data
// Interface; errors go out as text, and no C++ exception leaves.
//
// Nothing is linked by this header: who writes Parquet opens the library and asks it for its functions.

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
    const char *_Nullable format;
    const char *_Nullable name;
    const char *_Nullable metadata;
    int64_t flags;
    int64_t n_children;
    struct ArrowSchema *_Nullable *_Nullable children;
    struct ArrowSchema *_Nullable dictionary;
    void (*_Nullable release)(struct ArrowSchema *_Nullable);
    void *_Nullable private_data;
};

struct ArrowArray {
    int64_t length;
    int64_t null_count;
    int64_t offset;
    int64_t n_buffers;
    int64_t n_children;
    const void *_Nullable *_Nullable buffers;
    struct ArrowArray *_Nullable *_Nullable children;
    struct ArrowArray *_Nullable dictionary;
    void (*_Nullable release)(struct ArrowArray *_Nullable);
    void *_Nullable private_data;
};

#endif

/// A file that is being written.
typedef struct sluice_parquet_file sluice_parquet_file;

typedef struct {
    /// Zstandard's level.
    int32_t compression_level;
    /// The names of top-level columns that get a bloom filter.
    const char *_Nullable const *_Nullable bloom_columns;
    int64_t bloom_column_count;
    /// How many different values such a column has in a row group, about.
    int64_t bloom_distinct_values;
} sluice_parquet_options;

/// The functions of the library. Each that can fail returns null or nonzero then, and puts a text into `error` that is
/// freed by `free_text`.
typedef struct {
    /// Arrow's version, such as `26.0.1`.
    const char *_Nonnull arrow_version;

    /// Makes the file. Takes over the schema, of a structure whose children are the columns.
    sluice_parquet_file *_Nullable (*_Nonnull open)(
        const char *_Nonnull path, struct ArrowSchema *_Nonnull schema, const sluice_parquet_options *_Nonnull options,
        char *_Nullable *_Nonnull error);

    /// Writes a row group. Takes over the array; its memory may go when this returns.
    int (*_Nonnull write)(
        sluice_parquet_file *_Nonnull file, struct ArrowArray *_Nonnull array, char *_Nullable *_Nonnull error);

    /// Bytes in the file so far.
    int64_t (*_Nonnull size)(const sluice_parquet_file *_Nonnull file);

    /// Writes the footer with the pairs of key and value, and closes the file. After it, the file can only be freed.
    int (*_Nonnull close)(
        sluice_parquet_file *_Nonnull file, const char *_Nullable const *_Nonnull keys,
        const char *_Nullable const *_Nonnull values, int64_t count, char *_Nullable *_Nonnull error);

    /// Gives up the file, which if it was not closed can't be read.
    void (*_Nonnull free)(sluice_parquet_file *_Nonnull file);

    void (*_Nonnull free_text)(char *_Nullable text);
} sluice_parquet_functions;

/// The only name that is looked up. Its number grows with every change of what is above, so that a library of another
/// build is refused and not called wrongly.
#define SLUICE_PARQUET_FUNCTIONS "sluice_parquet_functions_1"
extern const sluice_parquet_functions sluice_parquet_functions_1;

#ifdef __cplusplus
}
#endif
