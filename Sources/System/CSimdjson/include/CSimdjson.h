// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

// simdjson's DOM parser behind C functions. No logic of ours: it hands out what simdjson built.

#pragma once

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct sluice_json_parser sluice_json_parser;

/// What a parse built; the pointers are the parser's own and hold until its next parse.
typedef struct sluice_json_document {
    /// Words as simdjson's doc/tape.md describes them; word 0 is the root.
    const uint64_t *_Nullable tape;
    size_t tape_count;
    /// Strings: 4 bytes of length (little endian), the bytes, a zero. At least 64 bytes can be read past the last.
    const uint8_t *_Nullable strings;
} sluice_json_document;

/// NULL if memory is short. `maximum_depth` counts containers inside each other.
sluice_json_parser *_Nullable sluice_json_parser_create(size_t maximum_depth);
void sluice_json_parser_destroy(sluice_json_parser *_Nonnull parser);

/// 0 (`SUCCESS`) or simdjson's error code. 64 bytes after `bytes + count` must be readable.
int sluice_json_parse(
    sluice_json_parser *_Nonnull parser, const char *_Nonnull bytes, size_t count,
    sluice_json_document *_Nonnull document);

/// For each word of the last parse's tape the offset in the source where its token starts; NULL if memory is short.
///
/// Made at the first call after a parse (one walk over simdjson's structural index, which it builds anyway). Holds until
/// the next parse; `bytes` must be what was parsed.
const uint32_t *_Nullable sluice_json_offsets(sluice_json_parser *_Nonnull parser, const char *_Nonnull bytes);

#ifdef __cplusplus
}
#endif
