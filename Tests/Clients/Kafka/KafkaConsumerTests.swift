// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import Dispatch
import TestKit
import Testing

@testable import ClientKafka

/// A record copied out of the consumer.
struct ReadRecord: Equatable {
    var partition: Int32
    var offset: Int64
    var key: String?
    var value: String?
    var headers: [String: String]
    var timestampMs: Int64?
}

extension KafkaConsumer {
    /// Reads until every assigned partition has reported its end.
    func readToEnds(of count: Int) throws -> [ReadRecord] {
        var records: [ReadRecord] = []
        var ends: Set<KafkaTopicPartition> = []
        while ends.count < count {
            let event = try poll(timeoutMs: 10_000) { record in
                var headers: [String: String] = [:]
                record.forEachHeader { headers[$0] = String(decoding: $1, as: UTF8.self) }
                records.append(
                    ReadRecord(
                        partition: record.partition, offset: record.offset,
                        key: record.key.map { String(decoding: $0, as: UTF8.self) },
                        value: record.value.map { String(decoding: $0, as: UTF8.self) }, headers: headers,
                        timestampMs: record.timestampMs))
            }
            switch event {
            case .endOfPartition(let partition, _): ends.insert(partition)
            case .failed(let error): throw error
            default: break
            }
        }
        return records
    }
}

@Suite("The Kafka consumer hands over records and turns everything else into values")
struct KafkaConsumerTests {
    let configuration: KafkaConfiguration
    let topic: String

    init() throws {
        configuration = KafkaConfiguration(bootstrapServers: try KafkaBroker.shared().bootstrapServers)
        topic = KafkaBroker.uniqueName("events.read")
        // The records' timestamps are old: without this the broker's retention deletes them at once.
        let specification = KafkaTopicSpecification(topic, partitions: 2, settings: ["retention.ms": "-1"])
        try KafkaAdmin(configuration).ensure([specification], timeoutMs: 10_000)
    }

    func write(_ values: [String?], partition: Int32 = 0) throws {
        let producer = try KafkaProducer(configuration) { _ in }
        for value in values {
            var headers = KafkaHeaders()
            headers.add("reason", text: "test")
            try producer.produce(
                topic: topic, partition: partition, key: Array("key".utf8), value: value.map { Array($0.utf8) },
                headers: headers, timestampMs: 1_700_000_000_123)
        }
        try producer.flush(timeoutMs: 10_000)
    }

    @Test("assigned partitions are read to their end with keys, values, headers and timestamps")
    func assigned() throws {
        try write(["a", nil, ""])
        try write(["b"], partition: 1)
        let consumer = try KafkaConsumer(configuration, reportsEnds: true)
        try consumer.assign([
            KafkaOffset(KafkaTopicPartition(topic, 0), .beginning),
            KafkaOffset(KafkaTopicPartition(topic, 1), .beginning),
        ])
        let records = try consumer.readToEnds(of: 2).sorted { ($0.partition, $0.offset) < ($1.partition, $1.offset) }
        #expect(records.map(\.value) == ["a", nil, "", "b"])
        #expect(records.allSatisfy { $0.key == "key" && $0.headers == ["reason": "test"] })
        #expect(records.allSatisfy { $0.timestampMs == 1_700_000_000_123 })
        let ends = try consumer.watermarks(of: KafkaTopicPartition(topic, 0), timeoutMs: 5_000)
        #expect(ends == (0, 3))
    }

    @Test("offsets are committed with their metadata, and read again by the group's next member")
    func committedMetadata() throws {
        let group = KafkaBroker.uniqueName("group")
        let partition = KafkaTopicPartition(topic, 0)
        let first = try KafkaConsumer(configuration, group: group)
        #expect(try first.committed([partition], timeoutMs: 10_000).isEmpty)
        try first.commit([KafkaOffset(partition, 7, metadata: "1;wm=42")])
        let second = try KafkaConsumer(configuration, group: group)
        #expect(
            try second.committed([partition, KafkaTopicPartition(topic, 1)], timeoutMs: 10_000)
                == [KafkaOffset(partition, 7, metadata: "1;wm=42")])
    }

    @Test("seek goes back, pause holds records back, resume lets them come")
    func seekAndPause() throws {
        try write(["a", "b"])
        let partition = KafkaTopicPartition(topic, 0)
        let consumer = try KafkaConsumer(configuration, reportsEnds: true)
        try consumer.assign([KafkaOffset(partition, .beginning)])
        #expect(try consumer.readToEnds(of: 1).map(\.value) == ["a", "b"])
        #expect(try consumer.positions([partition]) == [KafkaOffset(partition, 2)])
        try consumer.seek([KafkaOffset(partition, 1)], timeoutMs: 5_000)
        #expect(try consumer.readToEnds(of: 1).map(\.value) == ["b"])
        try consumer.pause([partition])
        try write(["c"])
        var seen: [Int64] = []
        _ = try consumer.poll(timeoutMs: 200) { seen.append($0.offset) }
        #expect(seen.isEmpty)
        try consumer.resume([partition])
        #expect(try consumer.readToEnds(of: 1).map(\.value) == ["c"])
    }

    @Test("a consumer that rests when nothing is new reads what comes afterwards, all of it and once")
    func rest() throws {
        let resting = configuration.with([KafkaConfiguration.idleRest: "20"])
        let consumer = try KafkaConsumer(resting)
        try consumer.assign((0..<2).map { KafkaOffset(KafkaTopicPartition(topic, $0), .beginning) })
        var seen: [String] = []
        var expected: [String] = []
        for round in 0..<4 {
            // Until it is idle: no end of a partition is told to who did not ask for it.
            while !consumer.isIdle { #expect(try consumer.poll(timeoutMs: 50, { _ in }) == nil) }
            let values = (0..<3).map { "\(round)-\($0)" }
            try write(values, partition: Int32(round % 2))
            expected += values
            let deadline = ContinuousClock.now.advanced(by: .seconds(30))
            while seen.count < expected.count, ContinuousClock.now < deadline {
                let event = try consumer.poll(timeoutMs: 50) { record in
                    seen.append(record.value.map { String(decoding: $0, as: UTF8.self) } ?? "null")
                }
                #expect(event == nil)
            }
        }
        #expect(seen == expected)
    }

    @Test("the ends of all partitions are told to a consumer that rests, not one of them again and again")
    func restHearsAll() throws {
        try write(["a"])
        try write(["b"], partition: 1)
        let consumer = try KafkaConsumer(
            configuration.with([KafkaConfiguration.idleRest: "20"]), reportsEnds: true)
        consumer.isIdle = true
        try consumer.assign((0..<2).map { KafkaOffset(KafkaTopicPartition(topic, $0), .offset(1)) })
        #expect(try consumer.readToEnds(of: 2).isEmpty)
    }

    @Test("a group gives all partitions to its only member, and shares them with a second one")
    func rebalance() throws {
        let group = KafkaBroker.uniqueName("group")
        let first = try KafkaConsumer(configuration, group: group)
        let second = try KafkaConsumer(configuration, group: group)
        try first.subscribe([topic])
        var owned: [[KafkaTopicPartition]] = [[], []]
        var hasJoined = false
        let clock = ContinuousClock()
        let deadline = clock.now.advanced(by: .seconds(60))
        while owned.map(\.count) != [1, 1], clock.now < deadline {
            for (index, consumer) in [first, second].enumerated() {
                switch try consumer.poll(timeoutMs: 100, { _ in }) {
                case .assigned(let partitions):
                    owned[index] = partitions
                    try consumer.assign(partitions.map { KafkaOffset($0, .beginning) })
                    #expect(throws: Never.self) { try consumer.groupMetadata() }
                case .revoked:
                    owned[index] = []
                    try consumer.unassign()
                default: break
                }
            }
            if owned[0].count == 2, !hasJoined {
                hasJoined = true
                try second.subscribe([topic])
            }
        }
        #expect(hasJoined)
        #expect(Set(owned[0] + owned[1]) == [KafkaTopicPartition(topic, 0), KafkaTopicPartition(topic, 1)])
    }

    /// A consumer that another thread closes, and nobody else uses any more.
    private struct Lent: @unchecked Sendable {
        let consumer: KafkaConsumer
    }

    @Test("one that has not answered a rebalance can be closed", arguments: ["given", "taken back"])
    func closeUnanswered(rebalance: String) throws {
        let group = KafkaBroker.uniqueName("group")
        let consumer = try KafkaConsumer(configuration, group: group)
        let second = try KafkaConsumer(configuration, group: group)
        try consumer.subscribe([topic])
        let deadline = ContinuousClock.now.advanced(by: .seconds(60))
        var isUnanswered = false
        while !isUnanswered, ContinuousClock.now < deadline {
            switch try consumer.poll(timeoutMs: 100, { _ in }) {
            case .assigned where rebalance == "given": isUnanswered = true
            case .assigned(let partitions):
                try consumer.assign(partitions.map { KafkaOffset($0, .beginning) })
                // Its joining lets the group take everything back.
                try second.subscribe([topic])
            case .revoked: isUnanswered = true
            default: break
            }
        }
        #expect(isUnanswered)
        #expect(closes(Lent(consumer: consumer)))
    }

    @Test("one that was cut off from the group, and has not answered that, can be closed", arguments: [false, true])
    func closeLost(isBrokerBack: Bool) throws {
        let broker = try KafkaBroker()
        defer { broker.stop() }
        let configuration = KafkaConfiguration(
            bootstrapServers: broker.bootstrapServers,
            properties: ["session.timeout.ms": "6000", "heartbeat.interval.ms": "1000"])
        try KafkaAdmin(configuration).ensure([KafkaTopicSpecification(topic, partitions: 2)], timeoutMs: 10_000)
        let consumer = try KafkaConsumer(configuration, group: "group")
        try consumer.subscribe([topic])
        let deadline = ContinuousClock.now.advanced(by: .seconds(90))
        var isLost = false
        while !isLost, ContinuousClock.now < deadline {
            switch try consumer.poll(timeoutMs: 100, { _ in }) {
            case .assigned(let partitions):
                try consumer.assign(partitions.map { KafkaOffset($0, .beginning) })
                broker.stop()
            case .revoked(_, let lost): isLost = lost
            default: break
            }
        }
        #expect(isLost)
        if isBrokerBack { try broker.start() }
        #expect(closes(Lent(consumer: consumer)))
    }

    /// Closes a consumer on another thread; false if that is not done within a minute.
    private func closes(_ lent: Lent) -> Bool {
        let isClosed = DispatchSemaphore(value: 0)
        DispatchQueue.global().async {
            lent.consumer.close()
            isClosed.signal()
        }
        return isClosed.wait(timeout: .now() + 60) == .success
    }
}
