// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import CRdKafka

extension KafkaConsumer {
    /// The group's committed offsets with their metadata; partitions without one are left out.
    public func committed(_ partitions: [KafkaTopicPartition], timeoutMs: Int32) throws(KafkaError) -> [KafkaOffset] {
        let list = try KafkaPartitionList(partitions)
        try check(rd_kafka_committed(handle.pointer, list.pointer, timeoutMs), "read committed offsets")
        if let error = list.firstError("read the committed offset") { throw error }
        return list.offsets
    }

    /// Commits offsets for the group and waits for the broker.
    public func commit(_ offsets: [KafkaOffset]) throws(KafkaError) {
        let list = try KafkaPartitionList(offsets)
        try check(rd_kafka_commit(handle.pointer, list.pointer, 0), "commit offsets")
        if let error = list.firstError("commit the offset") { throw error }
    }

    /// The offset after the last record that `poll` handed over; partitions never read are left out.
    public func positions(_ partitions: [KafkaTopicPartition]) throws(KafkaError) -> [KafkaOffset] {
        let list = try KafkaPartitionList(partitions)
        try check(rd_kafka_position(handle.pointer, list.pointer), "read positions")
        return list.offsets
    }

    /// The first offset in the log, and the one that the next record gets. Reading committed records, the latter is
    /// that of the first transaction still open.
    public func watermarks(
        of partition: KafkaTopicPartition, timeoutMs: Int32
    ) throws(KafkaError) -> (low: Int64, high: Int64) {
        var low: Int64 = 0
        var high: Int64 = 0
        let code = rd_kafka_query_watermark_offsets(
            handle.pointer, partition.topic, partition.partition, &low, &high, timeoutMs)
        try check(code, "read the log's ends of \(partition)")
        return (low, high)
    }

    /// The first offset whose record is not older than the time; partitions without one are left out.
    public func offsets(
        _ partitions: [KafkaTopicPartition], notBeforeMs time: Int64, timeoutMs: Int32
    ) throws(KafkaError) -> [KafkaOffset] {
        let list = try KafkaPartitionList(partitions.map { KafkaOffset($0, time) })
        try check(rd_kafka_offsets_for_times(handle.pointer, list.pointer, timeoutMs), "look up offsets by time")
        return list.offsets
    }

    /// Goes on reading assigned partitions at these places.
    public func seek(_ offsets: [KafkaOffset], timeoutMs: Int32) throws(KafkaError) {
        let list = try KafkaPartitionList(offsets)
        let result = rd_kafka_seek_partitions(handle.pointer, list.pointer, timeoutMs)
        if let error = KafkaError("seek", taking: result) { throw error }
        if let error = list.firstError("seek") { throw error }
    }

    /// Hands over no records of these partitions until `resume`.
    public func pause(_ partitions: [KafkaTopicPartition]) throws(KafkaError) {
        let list = try KafkaPartitionList(partitions)
        try check(rd_kafka_pause_partitions(handle.pointer, list.pointer), "pause partitions")
        paused.formUnion(partitions)
    }

    public func resume(_ partitions: [KafkaTopicPartition]) throws(KafkaError) {
        let list = try KafkaPartitionList(partitions)
        try check(rd_kafka_resume_partitions(handle.pointer, list.pointer), "resume partitions")
        paused.subtract(partitions)
    }
}
