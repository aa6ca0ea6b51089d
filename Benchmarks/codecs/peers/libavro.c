// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors
//
// Avro's C library with its generic values, one value reused for all messages, as its documentation has it.

#include <avro.h>

#include "common.h"

static void must(int failed) {
    if (failed) {
        fprintf(stderr, "libavro: %s\n", avro_strerror());
        exit(4);
    }
}

struct entry {
    const char *key;
    avro_value_t value;
};

static int by_key(const void *left, const void *right) {
    return strcmp(((const struct entry *)left)->key, ((const struct entry *)right)->key);
}

static void sum_value(uint64_t *sum, avro_value_t *value) {
    size_t count;
    switch (avro_value_get_type(value)) {
    case AVRO_RECORD:
        must(avro_value_get_size(value, &count));
        for (size_t i = 0; i < count; i++) {
            avro_value_t field;
            must(avro_value_get_by_index(value, i, &field, NULL));
            sum_value(sum, &field);
        }
        return;
    case AVRO_UNION: {
        int branch;
        avro_value_t item;
        must(avro_value_get_discriminant(value, &branch));
        must(avro_value_get_current_branch(value, &item));
        sum_number(sum, branch);
        if (branch) sum_value(sum, &item);
        return;
    }
    case AVRO_ARRAY:
        must(avro_value_get_size(value, &count));
        sum_number(sum, (int64_t)count);
        for (size_t i = 0; i < count; i++) {
            avro_value_t item;
            must(avro_value_get_by_index(value, i, &item, NULL));
            sum_value(sum, &item);
        }
        return;
    case AVRO_MAP: {
        must(avro_value_get_size(value, &count));
        sum_number(sum, (int64_t)count);
        struct entry *entries = malloc(count * sizeof *entries);
        for (size_t i = 0; i < count; i++) must(avro_value_get_by_index(value, i, &entries[i].value, &entries[i].key));
        qsort(entries, count, sizeof *entries, by_key);
        for (size_t i = 0; i < count; i++) {
            sum_text(sum, entries[i].key, strlen(entries[i].key));
            sum_value(sum, &entries[i].value);
        }
        free(entries);
        return;
    }
    case AVRO_STRING: {
        const char *text;
        must(avro_value_get_string(value, &text, &count));
        return sum_text(sum, text, count - 1);
    }
    case AVRO_INT32: {
        int32_t number;
        must(avro_value_get_int(value, &number));
        return sum_number(sum, number);
    }
    case AVRO_INT64: {
        int64_t number;
        must(avro_value_get_long(value, &number));
        return sum_number(sum, number);
    }
    case AVRO_ENUM: {
        int number;
        must(avro_value_get_enum(value, &number));
        return sum_number(sum, number);
    }
    case AVRO_BOOLEAN: {
        int number;
        must(avro_value_get_boolean(value, &number));
        return sum_number(sum, number);
    }
    case AVRO_DOUBLE: {
        double number;
        must(avro_value_get_double(value, &number));
        return sum_double(sum, number);
    }
    default: exit(4);
    }
}

// The shape is the schema's file here.
int main(int count, char **arguments) {
    if (count != 5) return 2;
    const char *operation = arguments[3];
    struct messages all = read_messages(arguments[2]);
    int rounds = atoi(arguments[4]);
    char text[1 << 16];
    FILE *file = fopen(arguments[1], "rb");
    if (!file) return 3;
    size_t size = fread(text, 1, sizeof text, file);
    fclose(file);
    avro_schema_t schema;
    must(avro_schema_from_json_length(text, size, &schema));
    avro_value_iface_t *type = avro_generic_class_from_schema(schema);

    uint64_t witness = 0;
    avro_reader_t reader = avro_reader_memory(NULL, 0);
    if (!strcmp(operation, "encode")) {
        avro_value_t *decoded = malloc(all.count * sizeof *decoded);
        for (size_t i = 0; i < all.count; i++) {
            must(avro_generic_value_new(type, &decoded[i]));
            avro_reader_memory_set_source(reader, (const char *)all.start[i], (int64_t)all.size[i]);
            must(avro_value_read(reader, &decoded[i]));
        }
        char *buffer = malloc(1 << 20);
        avro_writer_t writer = avro_writer_memory(buffer, 1 << 20);
        double begun = cpu_seconds();
        for (int round = 0; round < rounds; round++) {
            for (size_t i = 0; i < all.count; i++) {
                avro_writer_memory_set_dest(writer, buffer, 1 << 20);
                must(avro_value_write(writer, &decoded[i]));
                witness += (uint64_t)avro_writer_tell(writer);
            }
        }
        print_seconds(cpu_seconds() - begun, witness);
        return 0;
    }
    avro_value_t value;
    must(avro_generic_value_new(type, &value));
    if (!strcmp(operation, "checksum")) {
        uint64_t sum = SUM_START;
        for (size_t i = 0; i < all.count; i++) {
            avro_reader_memory_set_source(reader, (const char *)all.start[i], (int64_t)all.size[i]);
            must(avro_value_reset(&value));
            must(avro_value_read(reader, &value));
            sum_value(&sum, &value);
        }
        print_sum(sum);
        return 0;
    }
    double begun = cpu_seconds();
    for (int round = 0; round < rounds; round++) {
        for (size_t i = 0; i < all.count; i++) {
            avro_reader_memory_set_source(reader, (const char *)all.start[i], (int64_t)all.size[i]);
            must(avro_value_reset(&value));
            must(avro_value_read(reader, &value));
            witness += (uint64_t)(all.size[i] != 0);
        }
    }
    print_seconds(cpu_seconds() - begun, witness);
    return 0;
}
