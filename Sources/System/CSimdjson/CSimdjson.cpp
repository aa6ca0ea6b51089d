// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

#include "CSimdjson.h"

#include <simdjson.h>

#include <memory>
#include <new>
#include <vector>

struct sluice_json_parser {
    simdjson::dom::parser parser;
    size_t maximum_depth = 0;
    std::vector<uint32_t> offsets;
    size_t tape_count = 0;
    bool has_offsets = false;
};

namespace {

/// simdjson's memory is about 14 times the text: what a larger one needed is given back by the next smaller one.
constexpr size_t kept_capacity = 1 << 20;

simdjson::error_code reserve(sluice_json_parser &parser, size_t count) {
    // Powers of two, so that texts which grow little by little don't each move the memory.
    size_t wanted = 4096;
    while (wanted < count) { wanted *= 2; }
    const size_t capacity = parser.parser.capacity();
    if (wanted <= capacity && (capacity <= kept_capacity || wanted > kept_capacity)) { return simdjson::SUCCESS; }
    if (wanted < kept_capacity && capacity > kept_capacity) { std::vector<uint32_t>().swap(parser.offsets); }
    const auto error = parser.parser.allocate(wanted, parser.maximum_depth);
    return error ? error : parser.parser.doc.allocate(wanted);
}

}  // namespace

sluice_json_parser *sluice_json_parser_create(size_t maximum_depth) {
    std::unique_ptr<sluice_json_parser> made(new (std::nothrow) sluice_json_parser);
    if (!made) { return nullptr; }
    // simdjson refuses the depth that equals its maximum, hence one more.
    made->maximum_depth = maximum_depth + 1;
    return reserve(*made, 1) == simdjson::SUCCESS ? made.release() : nullptr;
}

void sluice_json_parser_destroy(sluice_json_parser *parser) { delete parser; }

int sluice_json_parse(sluice_json_parser *parser, const char *bytes, size_t count, sluice_json_document *document) {
    parser->has_offsets = false;
    parser->tape_count = 0;
    auto error = reserve(*parser, count);
    if (error) { return error; }
    simdjson::dom::element root;
    error = parser->parser.parse(bytes, count, false).get(root);
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
