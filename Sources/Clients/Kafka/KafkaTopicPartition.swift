// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import CRdKafka

/// One partition of a topic.
public struct KafkaTopicPartition: Sendable, Hashable, Comparable, CustomStringConvertible {
    public var topic: String
    public var partition: Int32

    public init(_ topic: String, _ partition: Int32) {
        self.topic = topic
        self.partition = partition
    }

    public var description: String { "\(topic)[\(partition)]" }

    public static func < (a: Self, b: Self) -> Bool { (a.topic, a.partition) < (b.topic, b.partition) }
}

/// A place in a partition: the offset of the next record to read, and what was noted with it when it was committed.
public struct KafkaOffset: Sendable, Hashable {
    public var partition: KafkaTopicPartition
    public var position: Position
    /// Free text kept with a committed offset; empty if there is none.
    public var metadata: String

    /// Where reading goes on.
    public enum Position: Sendable, Hashable {
        case offset(Int64)
        case beginning
        case end
        /// The group's committed offset, else the consumer's `auto.offset.reset`.
        case committed

        var rawValue: Int64 {
            switch self {
            case .offset(let offset): offset
            case .beginning: Int64(RD_KAFKA_OFFSET_BEGINNING)
            case .end: Int64(RD_KAFKA_OFFSET_END)
            case .committed: Int64(RD_KAFKA_OFFSET_STORED)
            }
        }
    }

    public init(_ partition: KafkaTopicPartition, _ position: Position, metadata: String = "") {
        self.partition = partition
        self.position = position
        self.metadata = metadata
    }

    public init(_ partition: KafkaTopicPartition, _ offset: Int64, metadata: String = "") {
        self.init(partition, .offset(offset), metadata: metadata)
    }
}

/// Owns a list of partitions in librdkafka's form.
struct KafkaPartitionList: ~Copyable {
    let pointer: UnsafeMutablePointer<rd_kafka_topic_partition_list_t>

    init(capacity: Int) throws(KafkaError) {
        guard let list = rd_kafka_topic_partition_list_new(Int32(clamping: capacity)) else {
            throw KafkaError("make a list of partitions", RD_KAFKA_RESP_ERR__CRIT_SYS_RESOURCE)
        }
        pointer = list
    }

    /// Takes over a list that librdkafka made.
    init(taking list: UnsafeMutablePointer<rd_kafka_topic_partition_list_t>) { pointer = list }

    init(_ partitions: [KafkaTopicPartition]) throws(KafkaError) {
        try self.init(capacity: partitions.count)
        for one in partitions { rd_kafka_topic_partition_list_add(pointer, one.topic, one.partition) }
    }

    init(_ offsets: [KafkaOffset]) throws(KafkaError) {
        try self.init(capacity: offsets.count)
        for one in offsets {
            guard
                let element = rd_kafka_topic_partition_list_add(pointer, one.partition.topic, one.partition.partition)
            else { continue }
            element.pointee.offset = one.position.rawValue
            let bytes = Array(one.metadata.utf8)
            // librdkafka frees the metadata with its own allocator when the list goes.
            if !bytes.isEmpty, let copy = rd_kafka_mem_malloc(nil, bytes.count) {
                copy.copyMemory(from: bytes, byteCount: bytes.count)
                element.pointee.metadata = copy
                element.pointee.metadata_size = bytes.count
            }
        }
    }

    var partitions: [KafkaTopicPartition] { Self.partitions(of: pointer) }

    static func partitions(of list: UnsafePointer<rd_kafka_topic_partition_list_t>) -> [KafkaTopicPartition] {
        elements(of: list).map { KafkaTopicPartition(String(cString: $0.topic), $0.partition) }
    }

    /// The elements that have an offset; those without one are left out.
    var offsets: [KafkaOffset] {
        Self.elements(of: pointer).compactMap { element in
            guard element.offset >= 0 else { return nil }
            var metadata = ""
            if let bytes = element.metadata, element.metadata_size > 0 {
                metadata = String(
                    decoding: UnsafeRawBufferPointer(start: bytes, count: element.metadata_size), as: UTF8.self)
            }
            return KafkaOffset(
                KafkaTopicPartition(String(cString: element.topic), element.partition), element.offset,
                metadata: metadata)
        }
    }

    /// The first error that an operation left on an element.
    func firstError(_ action: String) -> KafkaError? {
        for element in Self.elements(of: pointer) where element.err != RD_KAFKA_RESP_ERR_NO_ERROR {
            return KafkaError("\(action) of \(String(cString: element.topic))[\(element.partition)]", element.err)
        }
        return nil
    }

    private static func elements(
        of list: UnsafePointer<rd_kafka_topic_partition_list_t>
    ) -> UnsafeBufferPointer<rd_kafka_topic_partition_t> {
        UnsafeBufferPointer(start: list.pointee.elems, count: Int(list.pointee.cnt))
    }

    deinit { rd_kafka_topic_partition_list_destroy(pointer) }
}
