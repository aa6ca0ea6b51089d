// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

#include "CSimdjson.h"

#include <simdjson.h>

#include <memory>
#include <new>
#include <vector>

struct sluice_json_parser {
    simdjson::dom::parser parser;
    std::vector<uint32_t> offsets;
    size_t tape_count = 0;
    bool has_offsets = false;
};

sluice_json_parser *sluice_json_parser_create(size_t maximum_depth) {
    std::unique_ptr<sluice_json_parser> made(new (std::nothrow) sluice_json_parser);
    // simdjson refuses the depth that equals its maximum, hence one more.
    if (!made || made->parser.allocate(4096, maximum_depth + 1) != simdjson::SUCCESS) { return nullptr; }
    return made.release();
}

void sluice_json_parser_destroy(sluice_json_parser *parser) { delete parser; }

int sluice_json_parse(sluice_json_parser *parser, const char *bytes, size_t count, sluice_json_document *document) {
    parser->has_offsets = false;
    parser->tape_count = 0;
    simdjson::dom::element root;
    const auto error = parser->parser.parse(bytes, count, false).get(root);
    if (error) { return error; }
    document->tape = parser->parser.doc.tape.get();
    document->strings = parser->parser.doc.string_buf.get();
    // The root word's payload is the index of the closing root word.
    parser->tape_count = static_cast<size_t>(document->tape[0] & simdjson::internal::JSON_VALUE_MASK);
    document->tape_count = parser->tape_count;
    return simdjson::SUCCESS;
}

const uint32_t *sluice_json_offsets(sluice_json_parser *parser, const char *bytes) {
    if (parser->has_offsets) { return parser->offsets.data(); }
    try {
        parser->offsets.assign(parser->tape_count + 1, 0);
    } catch (const std::bad_alloc &) {
        return nullptr;
    }
    const auto &indexes = parser->parser.implementation->structural_indexes;
    const uint32_t count = parser->parser.implementation->n_structural_indexes;
    const uint64_t *tape = parser->parser.doc.tape.get();
    // Every structural character but ':' and ',' began one word of the tape, in the same order; numbers take two words.
    size_t word = 1;
    for (uint32_t i = 0; i < count && word < parser->tape_count; i++) {
        const char character = bytes[indexes[i]];
        if (character == ':' || character == ',') { continue; }
        parser->offsets[word] = indexes[i];
        switch (static_cast<char>(tape[word] >> 56)) {
            case 'l':
            case 'u':
            case 'd':
                parser->offsets[word + 1] = indexes[i];
                word += 2;
                break;
            default:
                word += 1;
        }
    }
    parser->has_offsets = true;
    return parser->offsets.data();
}
