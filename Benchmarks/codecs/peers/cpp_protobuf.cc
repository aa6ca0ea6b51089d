// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors
//
// Debian's C++ protobuf with generated classes; a new message each, as a service has it.

#include <algorithm>
#include <memory>
#include <string>
#include <vector>

#include "common.h"
#include "messages.pb.h"

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::Reflection;

static void sum_message(uint64_t *sum, const Message &message);

static void sum_value(uint64_t *sum, const Message &message, const FieldDescriptor *field, int index) {
    const Reflection *access = message.GetReflection();
    bool repeated = index >= 0;
    switch (field->cpp_type()) {
    case FieldDescriptor::CPPTYPE_INT32:
        return sum_number(sum, repeated ? access->GetRepeatedInt32(message, field, index) : access->GetInt32(message, field));
    case FieldDescriptor::CPPTYPE_INT64:
        return sum_number(sum, repeated ? access->GetRepeatedInt64(message, field, index) : access->GetInt64(message, field));
    case FieldDescriptor::CPPTYPE_DOUBLE: return sum_double(sum, access->GetDouble(message, field));
    case FieldDescriptor::CPPTYPE_BOOL: return sum_number(sum, access->GetBool(message, field));
    case FieldDescriptor::CPPTYPE_ENUM: return sum_number(sum, access->GetEnumValue(message, field));
    case FieldDescriptor::CPPTYPE_STRING: {
        std::string text = access->GetString(message, field);
        return sum_text(sum, text.data(), text.size());
    }
    case FieldDescriptor::CPPTYPE_MESSAGE: return sum_message(sum, access->GetMessage(message, field));
    default: exit(4);
    }
}

static void sum_map(uint64_t *sum, const Message &message, const FieldDescriptor *field) {
    const Reflection *access = message.GetReflection();
    std::vector<std::pair<std::string, std::string>> entries;
    for (int i = 0; i < access->FieldSize(message, field); i++) {
        const Message &entry = access->GetRepeatedMessage(message, field, i);
        const auto *type = entry.GetDescriptor();
        entries.emplace_back(
            entry.GetReflection()->GetString(entry, type->field(0)), entry.GetReflection()->GetString(entry, type->field(1)));
    }
    std::sort(entries.begin(), entries.end());
    sum_number(sum, (int64_t)entries.size());
    for (auto &[key, value] : entries) {
        sum_text(sum, key.data(), key.size());
        sum_text(sum, value.data(), value.size());
    }
}

static void sum_message(uint64_t *sum, const Message &message) {
    const Reflection *access = message.GetReflection();
    for (int i = 0; i < message.GetDescriptor()->field_count(); i++) {
        const FieldDescriptor *field = message.GetDescriptor()->field(i);
        if (field->is_map()) {
            sum_map(sum, message, field);
        } else if (field->is_repeated()) {
            int count = access->FieldSize(message, field);
            sum_number(sum, count);
            for (int item = 0; item < count; item++) sum_value(sum, message, field, item);
        } else {
            if (field->has_optional_keyword()) {
                bool has = access->HasField(message, field);
                sum_number(sum, has);
                if (!has) continue;
            }
            sum_value(sum, message, field, -1);
        }
    }
}

template <typename Type>
static void run(const messages &all, const std::string &operation, int rounds) {
    if (operation == "checksum") {
        uint64_t sum = SUM_START;
        for (size_t i = 0; i < all.count; i++) {
            Type message;
            if (!message.ParseFromArray(all.start[i], (int)all.size[i])) exit(4);
            sum_message(&sum, message);
        }
        return print_sum(sum);
    }
    uint64_t witness = 0;
    std::vector<Type> decoded;
    if (operation == "encode") {
        decoded.resize(all.count);
        for (size_t i = 0; i < all.count; i++) decoded[i].ParseFromArray(all.start[i], (int)all.size[i]);
    }
    std::vector<uint8_t> buffer(1 << 20);
    double begun = cpu_seconds();
    for (int round = 0; round < rounds; round++) {
        if (operation == "decode") {
            for (size_t i = 0; i < all.count; i++) {
                Type message;
                if (!message.ParseFromArray(all.start[i], (int)all.size[i])) exit(4);
                witness += message.IsInitialized();
            }
        } else {
            for (Type &message : decoded) {
                // Sizes are kept inside the messages; this is what SerializeToArray does.
                if (!message.SerializeToArray(buffer.data(), (int)buffer.size())) exit(4);
                witness += (uint64_t)message.GetCachedSize();
            }
        }
    }
    print_seconds(cpu_seconds() - begun, witness);
}

int main(int count, char **arguments) {
    if (count != 5) return 2;
    std::string shape = arguments[1], operation = arguments[3];
    messages all = read_messages(arguments[2]);
    int rounds = atoi(arguments[4]);
    if (shape == "event") run<bench::Event>(all, operation, rounds);
    else if (shape == "event_without_map") run<bench::EventWithoutMap>(all, operation, rounds);
    else if (shape == "small") run<bench::Small>(all, operation, rounds);
    else if (shape == "nested") run<bench::Nested>(all, operation, rounds);
    else if (shape == "numbers") run<bench::Numbers>(all, operation, rounds);
    else return 2;
}
