// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import ClientHTTP
import ClientKafka
import Foundation
import SluiceRuntime
import SluiceSchemas
import Synchronization
import TestKit
import Testing

@testable import Lake

@Suite("The lake's service on a real broker and PostgreSQL", .serialized)
struct LakeServiceTests {
    private struct SimulatedCrash: Error {}

    private func configuration(_ harness: LakeHarness, _ broker: KafkaBroker) -> LakeConfiguration {
        var configuration = LakeConfiguration(
            folder: harness.folder, kafka: KafkaConfiguration(bootstrapServers: broker.bootstrapServers),
            databaseURL: harness.databaseURL, schemas: SampleSchemas(), eventTypes: [Home.self, Purchase.self],
            fingerprint: SampleSchemas.fingerprint, conversion: SampleSchemas.conversion)
        configuration.port = 0
        configuration.rotation.age = .milliseconds(200)
        return configuration
    }

    private func makeTopics(_ broker: KafkaBroker) throws {
        let topics = [Home.topic, Purchase.topic].map {
            KafkaTopicSpecification($0, partitions: 3, replicationFactor: 1)
        }
        let admin = try KafkaAdmin(KafkaConfiguration(bootstrapServers: broker.bootstrapServers))
        _ = try admin.ensure(topics, timeoutMs: 30_000)
    }

    private func send(_ log: SampleLog, _ range: Range<Int>, _ broker: KafkaBroker) throws {
        let producer = try KafkaProducer(KafkaConfiguration(bootstrapServers: broker.bootstrapServers)) { _ in }
        for index in range {
            try producer.produce(
                topic: log.partition.topic, partition: log.partition.partition, key: nil, value: log.records[index])
        }
        try producer.flush(timeoutMs: 30_000)
        producer.close(timeoutMs: 5_000)
    }

    private func rows(_ harness: LakeHarness) throws -> Int64 {
        try harness.catalog.totals().reduce(0) { $0 + $1.rows }
    }

    @Test("Two processes share the partitions, one ends, and everything that was sent is there once")
    func sharing() throws {
        let harness = try LakeHarness()
        let broker = try KafkaBroker()
        defer { broker.stop() }
        try makeTopics(broker)
        let logs = (0..<3).map { SampleLog.home(partition: $0, count: 200) } + [.purchases(partition: 1, count: 100)]
        let total = logs.reduce(0) { $0 + $1.records.count }
        for log in logs { try send(log, 0..<30, broker) }
        let first = try LakeService(configuration: configuration(harness, broker))
        try first.start()
        try eventually("the first portion") { try rows(harness) == 120 }
        let second = try LakeService(configuration: configuration(harness, broker))
        try second.start()
        for log in logs { try send(log, 30..<60, broker) }
        try eventually("the second shares the partitions") { first.problem == nil && second.problem == nil }
        try eventually("the second portion") { try rows(harness) == 240 }
        first.stop()
        for log in logs { try send(log, 60..<log.records.count, broker) }
        try eventually("the rest") { try rows(harness) == total }
        second.stop()

        let report = try harness.report()
        #expect(report.pyarrow == ["home": 600, "purchase": 100])
        #expect(report.duckdb == report.pyarrow)
        #expect(report.clickhouse == report.pyarrow)
        #expect(report.ids.count == total)
        #expect(Set(report.ids) == Set(logs.flatMap(\.ids).map(\.description)))
        #expect(try harness.catalog.verify(folder: harness.folder) == [])
        #expect(try FileManager.default.contentsOfDirectory(atPath: harness.folder + "/_writing") == [])
    }

    @Test("After failures between transaction and rename it begins again by itself, and nothing is lost or doubled")
    func failures() throws {
        let harness = try LakeHarness()
        let broker = try KafkaBroker()
        defer { broker.stop() }
        try makeTopics(broker)
        let log = SampleLog.home(partition: 2, count: 300)
        let failures = Mutex(3)
        let service = try LakeService(configuration: configuration(harness, broker)) { point in
            guard point == .afterTransaction || point == .beforeTransaction else { return }
            let fails = failures.withLock { rest in
                rest -= 1
                return rest >= 0
            }
            if fails { throw SimulatedCrash() }
        }
        try service.start()
        try eventually("it runs") { service.problem == nil }
        try send(log, 0..<300, broker)
        try eventually("all rows") { try rows(harness) == 300 }
        service.stop()
        #expect(failures.withLock { $0 } < 0)
        let report = try harness.report()
        #expect(report.ids.count == 300)
        #expect(Set(report.ids).count == 300)
        #expect(try harness.catalog.verify(folder: harness.folder) == [])
    }

    @Test("An event of another schema stops it with a reason that health tells; metrics count")
    func foreignSchema() throws {
        let harness = try LakeHarness()
        let broker = try KafkaBroker()
        defer { broker.stop() }
        try makeTopics(broker)
        var log = SampleLog.home(partition: 0, count: 2)
        let service = try LakeService(configuration: configuration(harness, broker))
        try service.start()
        defer { service.stop() }
        try send(log, 0..<2, broker)
        try eventually("two rows") { try rows(harness) == 2 }
        let http = HTTPClient()
        func get(_ path: String) throws -> HTTPResponse {
            try http.send(method: "GET", url: "http://127.0.0.1:\(service.port)\(path)", headers: [], body: nil)
        }
        #expect(try get("/health/ready").status == 200)
        #expect(try get("/metrics").text.contains("sluice_lake_rows_total 2\n"))
        log.records.append(RegistryFraming.frame(schemaID: SampleSchemas.foreignID, [2, 0x61]))
        try send(log, 2..<3, broker)
        try eventually("the reason") { service.problem?.contains("written with schema 999") == true }
        #expect(try get("/health/ready").status == 503)
    }

    @Test("A process that was cut off from the group says so, joins it again and goes on")
    func cutOff() throws {
        let harness = try LakeHarness()
        let broker = try KafkaBroker()
        defer { broker.stop() }
        try makeTopics(broker)
        let log = SampleLog.home(partition: 1, count: 20)
        let service = try LakeService(configuration: configuration(harness, broker))
        try service.start()
        defer { service.stop() }
        try send(log, 0..<10, broker)
        try eventually("the first rows") { try rows(harness) == 10 }
        broker.stop()
        try eventually("the partitions are lost") { service.problem?.contains("to others") == true }
        try broker.start()
        try send(log, 10..<20, broker)
        try eventually("all rows") { try rows(harness) == 20 }
        try eventually("it is ready") { service.problem == nil }
    }

    @Test("When PostgreSQL is not there as the group gives out the partitions, it waits for PostgreSQL and goes on")
    func databaseGone() throws {
        let cluster = try PostgresCluster()
        defer { cluster.stop() }
        let harness = try LakeHarness(cluster)
        let broker = try KafkaBroker()
        defer { broker.stop() }
        try makeTopics(broker)
        let log = SampleLog.home(partition: 1, count: 10)
        try send(log, 0..<10, broker)
        broker.stop()
        let service = try LakeService(configuration: configuration(harness, broker))
        try service.start()
        defer { service.stop() }
        try eventually("it waits for the group") { service.problem?.contains("share out") == true }
        cluster.stop()
        try broker.start()
        try eventually("it says what is missing") { service.problem?.contains("share out") == false }
        try cluster.start()
        try eventually("all rows") { try rows(harness) == 10 }
        try eventually("it is ready") { service.problem == nil }
    }

    @Test("Wrong settings are refused before anything starts")
    func wrongSettings() throws {
        var configuration = LakeConfiguration(
            folder: "s3://bucket", kafka: KafkaConfiguration(bootstrapServers: "127.0.0.1:1"), databaseURL: "",
            schemas: SampleSchemas(), eventTypes: [Home.self], fingerprint: SampleSchemas.fingerprint,
            conversion: SampleSchemas.conversion)
        #expect(throws: LakeError.self) { try LakeService(configuration: configuration) }
        configuration.folder = "/tmp"
        configuration.rotation.openFiles = 0
        #expect(throws: LakeError.self) { try LakeService(configuration: configuration) }
        configuration.eventTypes = []
        #expect(throws: LakeError.self) { try LakeService(configuration: configuration) }
    }
}
