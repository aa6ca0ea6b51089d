// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

#pragma once
#include <librdkafka/rdkafka.h>
#include <librdkafka/rdkafka_mock.h>

/// `rd_kafka_producev` is variadic, so Swift can't call it.
///
/// A null value or key with `has_…` unset is Kafka's null; with it set, the empty byte string. The bytes are copied.
/// The headers are taken on success only.
static inline rd_kafka_resp_err_t sluice_kafka_produce(
    rd_kafka_t *client, rd_kafka_topic_t *topic, int32_t partition, int flags, const void *value, size_t value_size,
    int has_value, const void *key, size_t key_size, int has_key, rd_kafka_headers_t *headers, int64_t timestamp,
    uint64_t token) {
    if (has_value && !value) value = "";
    if (has_key && !key) key = "";
    if (headers)
        return rd_kafka_producev(
            client, RD_KAFKA_V_RKT(topic), RD_KAFKA_V_PARTITION(partition),
            RD_KAFKA_V_MSGFLAGS(RD_KAFKA_MSG_F_COPY | flags), RD_KAFKA_V_VALUE((void *)value, value_size),
            RD_KAFKA_V_KEY((void *)key, key_size), RD_KAFKA_V_TIMESTAMP(timestamp),
            RD_KAFKA_V_OPAQUE((void *)(uintptr_t)token), RD_KAFKA_V_HEADERS(headers), RD_KAFKA_V_END);
    return rd_kafka_producev(
        client, RD_KAFKA_V_RKT(topic), RD_KAFKA_V_PARTITION(partition),
        RD_KAFKA_V_MSGFLAGS(RD_KAFKA_MSG_F_COPY | flags), RD_KAFKA_V_VALUE((void *)value, value_size),
        RD_KAFKA_V_KEY((void *)key, key_size), RD_KAFKA_V_TIMESTAMP(timestamp),
        RD_KAFKA_V_OPAQUE((void *)(uintptr_t)token), RD_KAFKA_V_END);
}
