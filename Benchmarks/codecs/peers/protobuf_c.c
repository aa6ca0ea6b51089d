// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors
//
// protobuf-c with generated descriptors. It doesn't check that strings are UTF-8.

#include "common.h"
#include "messages.pb-c.h"

static void sum_message(uint64_t *sum, const ProtobufCMessage *message);

static void sum_value(uint64_t *sum, const ProtobufCFieldDescriptor *field, const void *value) {
    switch (field->type) {
    case PROTOBUF_C_TYPE_INT32:
    case PROTOBUF_C_TYPE_ENUM: return sum_number(sum, *(const int32_t *)value);
    case PROTOBUF_C_TYPE_INT64: return sum_number(sum, *(const int64_t *)value);
    case PROTOBUF_C_TYPE_DOUBLE: return sum_double(sum, *(const double *)value);
    case PROTOBUF_C_TYPE_BOOL: return sum_number(sum, *(const protobuf_c_boolean *)value);
    case PROTOBUF_C_TYPE_STRING: {
        const char *text = *(char *const *)value;
        return sum_text(sum, text ? text : "", text ? strlen(text) : 0);
    }
    case PROTOBUF_C_TYPE_MESSAGE: return sum_message(sum, *(ProtobufCMessage *const *)value);
    default: exit(4);
    }
}

static int by_key(const void *left, const void *right) {
    return strcmp((*(Bench__Event__PropertiesEntry *const *)left)->key, (*(Bench__Event__PropertiesEntry *const *)right)->key);
}

// The fields that are `optional` in messages.proto; in the proto2 that protobuf-c needs, all are.
static int may_be_absent(const char *name) {
    static const char *const names[] = {"session_id", "user_id", "page_url", "referrer", "country"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        if (!strcmp(names[i], name)) return 1;
    }
    return 0;
}

static void sum_message(uint64_t *sum, const ProtobufCMessage *message) {
    for (unsigned i = 0; i < message->descriptor->n_fields; i++) {
        const ProtobufCFieldDescriptor *field = &message->descriptor->fields[i];
        const char *value = (const char *)message + field->offset;
        if (field->label == PROTOBUF_C_LABEL_REPEATED) {
            size_t count = *(const size_t *)((const char *)message + field->quantifier_offset);
            sum_number(sum, (int64_t)count);
            char *items = *(char *const *)value;
            if (field->type == PROTOBUF_C_TYPE_MESSAGE) qsort(items, count, sizeof(void *), by_key);
            size_t width = 8;
            for (size_t item = 0; item < count; item++) sum_value(sum, field, items + item * width);
        } else {
            if (may_be_absent(field->name)) {
                int has = *(char *const *)value != NULL;
                sum_number(sum, has);
                if (!has) continue;
            }
            sum_value(sum, field, value);
        }
    }
}

int main(int count, char **arguments) {
    if (count != 5) return 2;
    const char *shape = arguments[1], *operation = arguments[3];
    const ProtobufCMessageDescriptor *type = NULL;
    if (!strcmp(shape, "event")) type = &bench__event__descriptor;
    if (!strcmp(shape, "event_without_map")) type = &bench__event_without_map__descriptor;
    if (!strcmp(shape, "small")) type = &bench__small__descriptor;
    if (!strcmp(shape, "nested")) type = &bench__nested__descriptor;
    if (!strcmp(shape, "numbers")) type = &bench__numbers__descriptor;
    if (!type) return 2;
    struct messages all = read_messages(arguments[2]);
    int rounds = atoi(arguments[4]);
    uint64_t witness = 0;

    ProtobufCMessage **decoded = malloc(all.count * sizeof *decoded);
    if (strcmp(operation, "decode")) {
        uint64_t sum = SUM_START;
        for (size_t i = 0; i < all.count; i++) {
            decoded[i] = protobuf_c_message_unpack(type, NULL, all.size[i], all.start[i]);
            if (!decoded[i]) return 4;
            if (!strcmp(operation, "checksum")) sum_message(&sum, decoded[i]);
        }
        if (!strcmp(operation, "checksum")) return print_sum(sum), 0;
    }
    uint8_t *buffer = malloc(1 << 20);
    double begun = cpu_seconds();
    for (int round = 0; round < rounds; round++) {
        for (size_t i = 0; i < all.count; i++) {
            if (!strcmp(operation, "decode")) {
                ProtobufCMessage *message = protobuf_c_message_unpack(type, NULL, all.size[i], all.start[i]);
                if (!message) return 4;
                witness += message->n_unknown_fields;
                protobuf_c_message_free_unpacked(message, NULL);
            } else {
                witness += protobuf_c_message_pack(decoded[i], buffer);
            }
        }
    }
    print_seconds(cpu_seconds() - begun, witness);
}
