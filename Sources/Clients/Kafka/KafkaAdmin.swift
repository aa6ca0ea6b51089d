// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import CRdKafka

/// Looks after topics and tells about the cluster. Every call blocks, and may come from any thread.
public final class KafkaAdmin: Sendable {
    let handle: KafkaHandle

    public init(_ configuration: KafkaConfiguration) throws(KafkaError) {
        // A consumer's handle, because asking a producer's for a topic may create it.
        handle = try KafkaHandle(
            RD_KAFKA_CONSUMER, configuration,
            required: ["group.id": "sluice-admin", "allow.auto.create.topics": "false"])
    }

    /// Reaches the cluster and tells who answers.
    public func cluster(timeoutMs: Int32) throws(KafkaError) -> KafkaCluster {
        try withMetadata(topic: nil, timeoutMs: timeoutMs) { metadata in
            let brokers = UnsafeBufferPointer(start: metadata.brokers, count: Int(metadata.broker_cnt))
            return KafkaCluster(
                brokers: brokers.map {
                    KafkaCluster.Broker(id: $0.id, host: String(cString: $0.host), port: Int($0.port))
                }, answeredBy: String(cString: metadata.orig_broker_name), topicCount: Int(metadata.topic_cnt),
                clientVersion: String(cString: rd_kafka_version_str()))
        }
    }

    /// Every topic of the cluster with its number of partitions.
    public func topics(timeoutMs: Int32) throws(KafkaError) -> [String: Int32] {
        try withMetadata(topic: nil, timeoutMs: timeoutMs) { Self.partitions(in: $0) }
    }

    /// A topic's number of partitions; nil if there is no such topic.
    public func partitions(of topic: String, timeoutMs: Int32) throws(KafkaError) -> Int32? {
        let handle = try KafkaTopic(topic, of: handle)
        return try withMetadata(topic: handle, timeoutMs: timeoutMs) { Self.partitions(in: $0)[topic] }
    }

    /// The offset that the next record of each partition gets.
    ///
    /// One request for all, which ends in time: librdkafka's question for the ends of one partition waits for a broker
    /// that has gone, whatever the timeout.
    public func logEnds(of partitions: [KafkaTopicPartition], timeoutMs: Int32) throws(KafkaError) -> [KafkaOffset] {
        let list = try KafkaPartitionList(partitions.map { KafkaOffset($0, .end) })
        let code = rd_kafka_offsets_for_times(handle.pointer, list.pointer, timeoutMs)
        guard code == RD_KAFKA_RESP_ERR_NO_ERROR else { throw KafkaError("read the ends of logs", code) }
        if let error = list.firstError("read the log's end") { throw error }
        return list.offsets
    }

    private static func partitions(in metadata: rd_kafka_metadata) -> [String: Int32] {
        var counts: [String: Int32] = [:]
        for topic in UnsafeBufferPointer(start: metadata.topics, count: Int(metadata.topic_cnt))
        where topic.err == RD_KAFKA_RESP_ERR_NO_ERROR && topic.partition_cnt > 0 {
            counts[String(cString: topic.topic)] = topic.partition_cnt
        }
        return counts
    }

    private func withMetadata<T>(
        topic: KafkaTopic?, timeoutMs: Int32, _ body: (rd_kafka_metadata) -> T
    ) throws(KafkaError) -> T {
        var metadata: UnsafePointer<rd_kafka_metadata>?
        let code =
            if let topic {
                topic.metadata(&metadata, timeoutMs)
            } else {
                rd_kafka_metadata(handle.pointer, 1, nil, &metadata, timeoutMs)
            }
        guard code == RD_KAFKA_RESP_ERR_NO_ERROR, let metadata else {
            throw KafkaError("reach the Kafka cluster", code)
        }
        defer { rd_kafka_metadata_destroy(metadata) }
        return body(metadata.pointee)
    }
}

/// A Kafka cluster as one of its brokers describes it.
public struct KafkaCluster: Sendable, Hashable {
    public struct Broker: Sendable, Hashable {
        public let id: Int32
        public let host: String
        public let port: Int
    }

    public let brokers: [Broker]
    /// The broker that answered.
    public let answeredBy: String
    public let topicCount: Int
    /// librdkafka's version. Kafka's protocol does not tell the broker's.
    public let clientVersion: String
}
