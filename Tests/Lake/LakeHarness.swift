// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import ClientKafka
import ClientPostgreSQL
import ClientRegistry
import ClientTelemetry
import Formats
import Foundation
import Glibc
import SluiceRuntime
import SluiceSchemas
import Synchronization
import TestKit

@testable import Lake

/// A registry of one schema id for each sample event type, of other versions of `home`, and of one that no type can be read
/// from.
struct SampleSchemas: SchemaSource {
    static let foreignID: Int32 = 999

    /// The id that events of the type are framed with.
    static func id<Event: EventRecord>(_ type: Event.Type) -> Int32 {
        let index = EventCatalog.all.firstIndex { $0.eventType == Event.eventType } ?? 0
        return Int32(clamping: index + 1)
    }

    func schema(id: Int32) throws -> RegisteredSchema {
        let index = Int(id) - 1
        let text =
            if EventCatalog.all.indices.contains(index) {
                EventCatalog.all[index].avroSchema
            } else if let version = HomeVersion.all.first(where: { $0.id == id }) {
                version.schema.normalForm()
            } else {
                #"{"type": "string"}"#
            }
        return RegisteredSchema(id: id, type: .avro, text: text)
    }

    static let events = EventSchemas(
        schemas: SampleSchemas(), fingerprint: { try fingerprint($0) }, conversion: { try conversion($0, $1) })

    @Sendable static func fingerprint(_ text: String) throws -> UInt64 { try AvroSchema.parse(text).fingerprint64 }

    @Sendable static func conversion(_ writer: String, _ reader: String) throws -> (any EventConverter)? {
        try AvroConverter.between(writer: writer, reader: reader)
    }
}

/// A database with the manifest's tables, a folder, and what independent readers find in it.
struct LakeHarness {
    let folder: String
    let databaseURL: String

    init(_ cluster: PostgresCluster? = nil) throws {
        folder = try TemporaryFolder.make("lake")
        databaseURL = try (cluster ?? PostgresCluster.shared()).makeDatabase()
        try Migrator(folder: ProjectRoot.path + "/migrations").migrate(on: PostgresConnection(url: databaseURL))
    }

    var catalog: LakeCatalog { LakeCatalog(databaseURL: databaseURL) }

    struct Report: Decodable {
        let pyarrow: [String: Int]
        let duckdb: [String: Int]
        let clickhouse: [String: Int]
        let ids: [String]
        let wrongDates: [String]
        let sources: [String: [Source]]

        struct Source: Decodable {
            let partition: Int32
            let first: Int64
            let last: Int64
            let rows: Int64
        }
    }

    func report() throws -> Report {
        let output = try PythonOracle.run(file: "Tests/Lake/Oracles/lake_oracle.py", [folder])
        return try JSONDecoder().decode(Report.self, from: Data(output.utf8))
    }

    /// A writer as a process of its own would start one: it cleans up after others first.
    func makeWriter(
        _ kinds: [any EventRecord.Type] = [Home.self, Purchase.self],
        rotation: LakeConfiguration.Rotation = LakeConfiguration.Rotation(), crash: LakeCrashHook? = nil
    ) throws -> LakeWriter {
        let manifest = Manifest(connection: try PostgresConnection(url: databaseURL))
        let lake = try LakeFolder(path: folder)
        try lake.sweep(manifest)
        let id = UUID128.random()
        return LakeWriter(
            id: id, folder: try lake.makeWriterFolder(id), manifest: manifest, kinds: kinds.map { EventKind($0) },
            rotation: rotation, version: "test",
            schemas: SampleSchemas.events, health: LakeHealth(metrics: Metrics()), crash: crash)
    }

    /// The files that writers have left behind.
    func leftovers() throws -> [String] {
        try FileManager.default.subpathsOfDirectory(atPath: folder + "/_writing").filter { $0.hasSuffix(".parquet") }
    }
}

/// A partition's log of events, which a test reads in place of Kafka.
struct SampleLog {
    let partition: KafkaTopicPartition
    /// Framed events; the offset is the index.
    var records: [[UInt8]] = []
    var ids: [UUID128] = []

    /// Home events over several days, in no order of time.
    static func home(partition: Int32, count: Int) -> SampleLog {
        var log = SampleLog(partition: KafkaTopicPartition(Home.topic, partition))
        for number in 0..<count {
            let event = home(partition: partition, number)
            log.records.append(RegistryFraming.frame(schemaID: SampleSchemas.id(Home.self), event.avroBytes()))
            log.ids.append(event.eventID)
        }
        return log
    }

    static func home(partition: Int32, _ number: Int) -> Home {
        let day = Int64(number * 7 % 5)
        return Home(
            eventID: UUID128(high: UInt64(partition), low: UInt64(number)), eventType: "home",
            timestamp: Timestamp(microseconds: 1_710_000_000_000_000 + day * 86_400_000_000 + Int64(number)),
            receivedAt: Timestamp(microseconds: 1_710_000_000_000_000),
            userID: number % 3 == 0 ? nil : "user \(number)", deviceID: "device", platform: .web,
            context: Context(country: "DE"), properties: HomeProperties(acquisitionChannel: "email"))
    }

    /// Purchases of one day, with items and attributes.
    static func purchases(partition: Int32, count: Int) -> SampleLog {
        var log = SampleLog(partition: KafkaTopicPartition(Purchase.topic, partition))
        for number in 0..<count {
            let id = UUID128(high: 1 << 32 | UInt64(partition), low: UInt64(number))
            let price = BoundedDecimal<12, 2>(unscaled: Int128(number))
            let event = Purchase(
                eventID: id, eventType: "purchase", timestamp: Timestamp(microseconds: 1_710_000_000_000_000),
                receivedAt: Timestamp(microseconds: 1_710_000_000_000_000), userID: "user",
                properties: PurchaseProperties(
                    price: price, items: [Item(sku: "sku \(number)", price: price)], attributes: ["n": "\(number)"]))
            log.records.append(RegistryFraming.frame(schemaID: SampleSchemas.id(Purchase.self), event.avroBytes()))
            log.ids.append(id)
        }
        return log
    }
}

extension LakeWriter {
    /// Reads a log from an offset on, as a consumer would.
    func append(_ log: SampleLog, from start: Int64, upTo end: Int? = nil, at now: ContinuousClock.Instant) throws {
        for offset in Int(start)..<(end ?? log.records.count) {
            try log.records[offset].withUnsafeBytes { bytes in
                try append(log.partition, offset: Int64(offset), value: bytes, at: now)
            }
        }
    }

    /// Claims the logs' partitions, and tells where each begins.
    func starts(_ logs: [SampleLog]) throws -> [KafkaTopicPartition: Int64] {
        var starts: [KafkaTopicPartition: Int64] = [:]
        for offset in try claim(logs.map(\.partition)) {
            if case .offset(let number) = offset.position {
                starts[offset.partition] = number
            } else {
                starts[offset.partition] = 0
            }
        }
        return starts
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
