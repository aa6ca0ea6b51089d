// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

// libprotobuf's compiler front end behind C functions: files in memory in, descriptors or errors out. No logic of ours.

#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/// A file by the name that imports use. The bytes need not end in a zero.
typedef struct sluice_proto_file {
    const char *_Nonnull name;
    size_t name_count;
    const char *_Nonnull text;
    size_t text_count;
    /// The text is a serialized FileDescriptorProto (its own name doesn't count) and no source.
    bool is_descriptor;
} sluice_proto_file;

/// Line and column are counted from 0; -1 where they are unknown.
typedef struct sluice_proto_error {
    const char *_Nonnull file;
    int line;
    int column;
    const char *_Nonnull message;
} sluice_proto_error;

typedef struct sluice_proto_result sluice_proto_result;

/// Compiles the first file with the others and Google's well-known types to import from. NULL if memory is short.
sluice_proto_result *_Nullable sluice_proto_compile(const sluice_proto_file *_Nonnull files, size_t count);
void sluice_proto_result_destroy(sluice_proto_result *_Nonnull result);

size_t sluice_proto_error_count(const sluice_proto_result *_Nonnull result);
/// Holds as long as the result; the index must be below the count.
sluice_proto_error sluice_proto_error_at(const sluice_proto_result *_Nonnull result, size_t index);

/// A serialized FileDescriptorSet: the imports first, in an order in which each follows what it imports, the first file
/// last. Empty if there are errors.
const uint8_t *_Nonnull sluice_proto_descriptors(const sluice_proto_result *_Nonnull result, size_t *_Nonnull count);
/// Where the parts of the first file stand in its text, as a serialized SourceCodeInfo. Empty if there are errors, or the
/// file was given as a descriptor that says nothing of it.
const uint8_t *_Nonnull sluice_proto_locations(const sluice_proto_result *_Nonnull result, size_t *_Nonnull count);

#ifdef __cplusplus
}
#endif
