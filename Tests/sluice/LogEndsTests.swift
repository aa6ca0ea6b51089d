// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import ClientKafka
import TestKit
import Testing

@testable import sluice

@Suite("Whether a reader has read everything is told by what the log still has for it")
struct LogEndsTests {
    @Test("Records behind a reader are found; the marker of a transaction is none")
    func behind() throws {
        let broker = try KafkaBroker.shared()
        let kafka = KafkaConfiguration(bootstrapServers: broker.bootstrapServers)
        let topic = KafkaBroker.uniqueName("ends")
        try KafkaAdmin(kafka).ensure([KafkaTopicSpecification(topic, partitions: 3)], timeoutMs: 30_000)
        let producer = try KafkaTransactionalProducer(kafka, transactionalID: topic)
        try producer.initialise(timeoutMs: 30_000)
        try producer.begin()
        for partition in [Int32(0), 0, 1] {
            try producer.produce(
                topic: topic, partition: partition, key: nil, value: [1], headers: nil, timestampMs: 1)
        }
        try producer.commit(timeoutMs: 30_000)
        let all = (0..<3).map { KafkaTopicPartition(topic, $0) }
        let ends = LogEnds(kafka: kafka)
        #expect(try ends.behind(all, offsets: [:]) == [all[0], all[1]])
        #expect(try ends.behind(all, offsets: [all[0]: 1, all[1]: 1]) == [all[0]])
        #expect(try ends.behind(all, offsets: [all[0]: 2, all[1]: 1]).isEmpty)
        #expect(try ends.behind([], offsets: [:]).isEmpty)
    }
}
