// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import CRdKafka

/// A consumer's membership in its group at one moment: with it the broker refuses the offsets of members that are gone.
///
/// Unchecked because the object it owns is never changed.
public final class KafkaGroupMetadata: @unchecked Sendable {
    let pointer: OpaquePointer

    /// For a consumer that assigns its partitions by itself: the group by name, without a generation.
    public init(group: String) throws(KafkaError) {
        guard let made = rd_kafka_consumer_group_metadata_new(group) else {
            throw KafkaError("name the consumer group '\(group)'", RD_KAFKA_RESP_ERR__INVALID_ARG)
        }
        pointer = made
    }

    init(of handle: KafkaHandle) throws(KafkaError) {
        guard let made = rd_kafka_consumer_group_metadata(handle.pointer) else {
            throw KafkaError("read the consumer group's metadata", RD_KAFKA_RESP_ERR__UNKNOWN_GROUP)
        }
        pointer = made
    }

    deinit { rd_kafka_consumer_group_metadata_destroy(pointer) }
}
