// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import Synchronization
import TestKit
import Testing

@testable import ClientKafka

/// Collects deliveries and lets a test wait for them.
final class DeliveryLog: Sendable {
    private let entries = Mutex<[KafkaDelivery]>([])

    func add(_ deliveries: Span<KafkaDelivery>) {
        entries.withLock { entries in
            for index in deliveries.indices { entries.append(deliveries[index]) }
        }
    }

    var all: [KafkaDelivery] { entries.withLock { $0 } }
}

@Suite("The Kafka producer reports what became of every message")
struct KafkaProducerTests {
    @Test("messages are acknowledged with their token, partition and offset")
    func acknowledged() throws {
        let broker = try KafkaBroker.shared()
        let configuration = KafkaConfiguration(bootstrapServers: broker.bootstrapServers)
        let topic = KafkaBroker.uniqueName("events.acknowledged")
        try KafkaAdmin(configuration).ensure([KafkaTopicSpecification(topic, partitions: 3)], timeoutMs: 10_000)
        let log = DeliveryLog()
        let producer = try KafkaProducer(configuration) { log.add($0) }
        for token in 0..<30 {
            var headers = KafkaHeaders()
            headers.add("sluice-event-id", [UInt8](repeating: 7, count: 16))
            try producer.produce(
                topic: topic, partition: Int32(token % 3), key: Array("k".utf8), value: Array("v\(token)".utf8),
                headers: headers, token: UInt64(token))
        }
        try producer.flush(timeoutMs: 10_000)
        producer.close(timeoutMs: 1_000)
        let all = log.all.sorted { $0.token < $1.token }
        #expect(all.map(\.token) == (0..<30).map { UInt64($0) })
        #expect(all.allSatisfy { $0.persistence == .persisted && $0.error == nil })
        #expect(all.map(\.partition) == (0..<30).map { Int32($0 % 3) })
        #expect(all.compactMap(\.offset).sorted() == (0..<30).map { Int64($0 / 3) })
        #expect(producer.bytesInFlight == 0 && producer.messagesInFlight == 0)
    }

    @Test("a full queue is refused with its own kind, and what was taken is reported when the producer closes")
    func queueFull() throws {
        let configuration = KafkaConfiguration(
            bootstrapServers: "127.0.0.1:1", properties: ["queue.buffering.max.messages": "5"])
        let log = DeliveryLog()
        let producer = try KafkaProducer(configuration) { log.add($0) }
        let topic = try producer.topic("nowhere")
        var refused: KafkaError?
        for token in 0..<10 where refused == nil {
            do {
                try producer.produce(to: topic, partition: 0, key: nil, value: nil, token: UInt64(token))
            } catch { refused = error }
        }
        #expect(refused?.kind == .queueFull)
        #expect(refused?.description.contains("nowhere[0]") == true)
        producer.close(timeoutMs: 0)
        #expect(log.all.count == 5)
        #expect(log.all.allSatisfy { $0.persistence != .persisted && $0.error != nil })
        #expect(throws: KafkaError.self) { try producer.produce(to: topic, partition: 0, key: nil, value: nil) }
    }

    @Test("after a fatal error nothing is taken, and the owner is told to make a new producer")
    func fatal() throws {
        let broker = try KafkaBroker.shared()
        let producer = try KafkaProducer(KafkaConfiguration(bootstrapServers: broker.bootstrapServers)) { _ in }
        #expect(producer.fatalError == nil)
        producer.simulateFatalError()
        #expect(producer.fatalError?.kind == .fatal)
        let error = #expect(throws: KafkaError.self) {
            try producer.produce(topic: "any", partition: 0, key: nil, value: [1])
        }
        #expect(error?.kind == .fatal)
        #expect(error?.description.contains("make a new client") == true)
    }

    @Test("a property that librdkafka does not know is named")
    func unknownProperty() {
        let configuration = KafkaConfiguration(bootstrapServers: "x:1", properties: ["no.such": "1"])
        let error = #expect(throws: KafkaError.self) { try KafkaProducer(configuration) { _ in } }
        #expect(error?.kind == .configuration)
        #expect(error?.detail.contains("no.such") == true)
    }
}
