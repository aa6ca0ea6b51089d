// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import ClientKafka
import ClientRedis
import Glibc
import SluiceRuntime
import Synchronization
import TestKit

@testable import SluiceStreams

/// A broker and a Redis of a test's own, with event topics, and what it takes to run jobs on them.
final class StreamsHarness {
    let broker: KafkaBroker
    let redis: RedisServer
    let kafka: KafkaConfiguration
    let admin: KafkaAdmin
    fileprivate let producer: KafkaProducer

    static let partitions: Int32 = 3

    init() throws {
        broker = try KafkaBroker()
        redis = try RedisServer()
        kafka = KafkaConfiguration(bootstrapServers: broker.bootstrapServers)
        admin = try KafkaAdmin(kafka)
        producer = try KafkaProducer(kafka) { _ in }
        try admin.ensure(
            ["view", "cart", "buy"].map { KafkaTopicSpecification("events.\($0)", partitions: Self.partitions) },
            timeoutMs: 30_000)
    }

    deinit {
        broker.stop()
        redis.stop()
    }

    /// Writes events as ingest does: keyed and partitioned by user.
    func send(_ events: some Sequence<PlainEvent>) throws {
        for event in events {
            let key = Array((event.user ?? event.session ?? "").utf8)
            var headers = KafkaHeaders(capacity: 1)
            headers.add("sluice-event-id", [1, 2, 3])
            try producer.produce(
                topic: "events.\(event.type)",
                partition: KafkaPartitioner.partition(key, count: Self.partitions), key: key, value: event.framed,
                headers: headers)
        }
        try producer.flush(timeoutMs: 30_000)
    }

    func configuration(
        _ metrics: TestMetrics, job: String? = nil, schemas: any SchemaSource = TestSchemas()
    ) -> StreamsConfiguration {
        var configuration = StreamsConfiguration(
            metrics: metrics.definitions(), kafka: kafka, redisURL: redis.url, schemas: schemas,
            fingerprint: TestSchemas.fingerprint, conversion: TestSchemas.conversion, register: { _, _ in 77 })
        configuration.job = job ?? metrics.prefix + "job"
        configuration.port = 0
        configuration.sourceTasks = 2
        configuration.mergePartitions = 2
        configuration.commitInterval = .milliseconds(100)
        configuration.idleTimeout = .milliseconds(500)
        return configuration
    }

    /// What stands in Redis, as `TestMetrics.expected` gives it.
    func values(_ metrics: TestMetrics) throws -> [String: TestMetrics.Values] {
        let reader = try MetricReader(redisURL: redis.url)
        var all: [String: TestMetrics.Values] = [:]
        for name in [metrics.users, metrics.views, metrics.revenue, metrics.funnel] {
            var values: TestMetrics.Values = [:]
            for window in try reader.windows(of: name, limit: 100_000) {
                for group in window.groups {
                    values[TestMetrics.key(window.start.microseconds / 1_000_000, group.group)] = group.value.text
                }
            }
            all[name] = values
        }
        return all
    }

    /// The last aggregates in the log by key, and every revision of each in the log's order.
    func log(of metric: String) throws -> [String: [AggregateRecord]] {
        let consumer = try KafkaConsumer(kafka, reportsEnds: true)
        let topic = JobPlan.aggregatesTopic(metric)
        try consumer.assign((0..<2).map { KafkaOffset(KafkaTopicPartition(topic, $0), .beginning) })
        var records: [String: [AggregateRecord]] = [:]
        var ends = 0
        while ends < 2 {
            let event = try consumer.poll(timeoutMs: 10_000) { record in
                guard let value = record.value, let key = record.key else { return }
                let text = String(decoding: key, as: UTF8.self)
                records[text, default: []].append(
                    try AggregateRecord(avro: try RegistryFraming.parse(value).payload))
            }
            if case .endOfPartition = event { ends += 1 }
        }
        return records
    }

    /// Committed records of the late topic: the value, and the headers as text.
    func late() throws -> [(value: [UInt8], headers: [String: String])] {
        let consumer = try KafkaConsumer(kafka, reportsEnds: true)
        let count = try admin.partitions(of: JobPlan.lateTopic, timeoutMs: 10_000) ?? 0
        try consumer.assign((0..<count).map { KafkaOffset(KafkaTopicPartition(JobPlan.lateTopic, $0), .beginning) })
        var records: [(value: [UInt8], headers: [String: String])] = []
        var ends: Int32 = 0
        while ends < count {
            let event = try consumer.poll(timeoutMs: 10_000) { record in
                var headers: [String: String] = [:]
                record.forEachHeader { headers[$0] = String(decoding: $1, as: UTF8.self) }
                records.append((record.value.map { Array($0) } ?? [], headers))
            }
            if case .endOfPartition = event { ends += 1 }
        }
        return records
    }

    /// Waits until Redis has the values; if it never does, says what differs.
    func waitForValues(_ expected: [String: TestMetrics.Values], of metrics: TestMetrics) throws {
        do {
            try eventually("the numbers of \(metrics.prefix)") { try values(metrics) == expected }
        } catch {
            let found = try values(metrics)
            var differences: [String] = []
            for (name, wanted) in expected.sorted(by: { $0.key < $1.key }) {
                let have = found[name] ?? [:]
                for key in Set(wanted.keys).union(have.keys).sorted() where wanted[key] != have[key] {
                    differences.append(
                        "\(name) \(key): expected \(wanted[key] ?? "none"), found \(have[key] ?? "none")")
                }
            }
            throw TestKitError("\(differences.count) values differ:\n\(differences.prefix(20).joined(separator: "\n"))")
        }
    }

    /// Waits until a condition of the outside world holds, as a probe: there is nothing else to wait for.
    func eventually(_ what: String, _ condition: () throws -> Bool) throws {
        let deadline = ContinuousClock.now + .seconds(90)
        while try !condition() {
            guard ContinuousClock.now < deadline else { throw TestKitError("not within 90 seconds: \(what)") }
            usleep(50_000)
        }
    }
}

extension MetricReader.Value {
    var text: String {
        switch self {
        case .count(let count): String(count)
        case .sum(let sum): sum.description
        case .funnel(let steps): steps.map { String($0.sessions) }.joined(separator: ">")
        case .exceeded: "exceeded"
        }
    }
}

/// Lets all tasks of a process die once one has come to a chosen place so many times.
final class Killer: Sendable {
    private let left: Mutex<Int>
    private let zombies = Mutex<[Zombie]>([])

    /// A dead task's producer with what it left open; nobody calls it any more, it is only kept.
    private struct Zombie: @unchecked Sendable {
        let producer: KafkaTransactionalProducer
    }

    private let point: CrashPoint

    init(at point: CrashPoint, times: Int) {
        self.point = point
        left = Mutex(times)
    }

    var hasStruck: Bool { left.withLock { $0 <= 0 } }

    func check(_ point: CrashPoint, _ producer: KafkaTransactionalProducer) throws {
        let dies = left.withLock { left in
            if point == self.point, left > 0 { left -= 1 }
            return left <= 0
        }
        guard dies else { return }
        let zombie = Zombie(producer: producer)
        zombies.withLock { $0.append(zombie) }
        throw SimulatedCrash()
    }
}

extension StreamsHarness {
    /// Lets the projectors of a job begin again at the beginning of the log.
    func forgetProjection(of job: String) throws {
        try RedisClient(url: redis.url).command("DEL", .text(RedisLayout.projector(job)))
    }

    /// Whether a job's projectors have come to the end of every log.
    func isProjected(_ job: String, _ metrics: TestMetrics) throws -> Bool {
        let client = try RedisClient(url: redis.url)
        for name in [metrics.users, metrics.views, metrics.revenue, metrics.funnel] {
            for partition in 0..<Int32(2) {
                let topic = JobPlan.aggregatesTopic(name)
                let ends = try admin.logEnds(of: [KafkaTopicPartition(topic, partition)], timeoutMs: 5_000)
                guard case .offset(let end)? = ends.first?.position else { return false }
                let done = try client.command(
                    "HGET", .text(RedisLayout.projector(job)), .text("\(topic)/\(partition)")
                ).integer
                // The last offset may be the marker of a transaction, which is no record.
                guard end == 0 || (done ?? 0) >= end - 1 else { return false }
            }
        }
        return true
    }

    /// Writes a value as it is to the first partition of the views.
    func send(view value: [UInt8]) throws {
        try producer.produce(topic: "events.view", partition: 0, key: nil, value: value)
        try producer.flush(timeoutMs: 10_000)
    }
}
