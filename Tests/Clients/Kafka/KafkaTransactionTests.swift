// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import ClientKafka
import TestKit
import Testing

@Suite("Kafka transactions are seen whole or not at all")
struct KafkaTransactionTests {
    let configuration: KafkaConfiguration
    let topic: String
    let source: KafkaTopicPartition

    init() throws {
        configuration = KafkaConfiguration(bootstrapServers: try KafkaBroker.shared().bootstrapServers)
        topic = KafkaBroker.uniqueName("results")
        source = KafkaTopicPartition(KafkaBroker.uniqueName("source"), 0)
        try KafkaAdmin(configuration).ensure(
            [KafkaTopicSpecification(topic, partitions: 1), KafkaTopicSpecification(source.topic, partitions: 1)],
            timeoutMs: 10_000)
    }

    func committedValues() throws -> [String?] {
        let consumer = try KafkaConsumer(configuration, reportsEnds: true)
        try consumer.assign([KafkaOffset(KafkaTopicPartition(topic, 0), .beginning)])
        return try consumer.readToEnds(of: 1).map(\.value)
    }

    @Test("an aborted transaction leaves neither messages nor offsets, a committed one leaves both")
    func abortAndCommit() throws {
        let group = KafkaBroker.uniqueName("group")
        let metadata = try KafkaGroupMetadata(group: group)
        let producer = try KafkaTransactionalProducer(
            configuration, transactionalID: KafkaBroker.uniqueName("task"))
        try producer.initialise(timeoutMs: 30_000)
        for (value, offset, commits) in [("lost", 5, false), ("kept", 9, true)] as [(String, Int64, Bool)] {
            try producer.begin()
            try producer.produce(topic: topic, partition: 0, key: nil, value: Array(value.utf8))
            try producer.sendOffsets(
                [KafkaOffset(source, offset, metadata: "wm")], group: metadata, timeoutMs: 10_000)
            if commits {
                try producer.commit(timeoutMs: 10_000)
            } else {
                try producer.abort(timeoutMs: 10_000)
            }
        }
        #expect(try committedValues() == ["kept"])
        let consumer = try KafkaConsumer(configuration, group: group)
        #expect(
            try consumer.committed([source], timeoutMs: 10_000) == [KafkaOffset(source, 9, metadata: "wm")])
    }

    @Test("a second producer with the same id fences the first and ends what it left open")
    func fencing() throws {
        let id = KafkaBroker.uniqueName("task")
        let first = try KafkaTransactionalProducer(configuration, transactionalID: id)
        try first.initialise(timeoutMs: 30_000)
        try first.begin()
        try first.produce(topic: topic, partition: 0, key: nil, value: Array("zombie".utf8))
        let second = try KafkaTransactionalProducer(configuration, transactionalID: id)
        try second.initialise(timeoutMs: 30_000)
        let error = #expect(throws: KafkaError.self) { try first.commit(timeoutMs: 10_000) }
        #expect(error?.kind == .fenced || error?.kind == .abortable || error?.kind == .fatal)
        try second.begin()
        try second.produce(topic: topic, partition: 0, key: nil, value: Array("heir".utf8))
        try second.commit(timeoutMs: 10_000)
        #expect(try committedValues() == ["heir"])
    }
}
