// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import ClientKafka
import ClientPostgreSQL
import Formats
import Foundation
import SluiceRuntime
import SluiceSchemas
import Synchronization
import TestKit
import Testing

@testable import Lake

@Suite("The lake's writer commits files and offsets together")
struct LakeWriterTests {
    private let start = ContinuousClock.now

    @Test("Rows are in files of their event type and date, and every reader counts the same")
    func files() throws {
        let harness = try LakeHarness()
        let logs = [
            SampleLog.home(partition: 0, count: 100), .home(partition: 1, count: 50),
            .purchases(partition: 3, count: 20),
        ]
        let writer = try harness.makeWriter()
        let starts = try writer.starts(logs)
        for log in logs { try writer.append(log, from: starts[log.partition] ?? 0, at: start) }
        #expect(try harness.report().ids == [])
        try writer.release()

        let report = try harness.report()
        #expect(report.pyarrow == ["home": 150, "purchase": 20])
        #expect(report.duckdb == report.pyarrow)
        #expect(report.clickhouse == report.pyarrow)
        #expect(report.wrongDates == [])
        #expect(Set(report.ids) == Set(logs.flatMap(\.ids).map(\.description)))

        // Five dates of `home` from both partitions, one of `purchase`.
        let files = try harness.catalog.files()
        #expect(files.count == 6)
        #expect(files.reduce(0) { $0 + $1.rows } == 170)
        #expect(try harness.catalog.files(eventType: "purchase").map(\.date) == ["2024-03-09"])
        #expect(try harness.catalog.verify(folder: harness.folder) == [])
        #expect(report.sources[files[0].name]?.map(\.partition) == [0, 1])
        #expect(report.sources[files[0].name]?.reduce(0) { $0 + $1.rows } == files[0].rows)
        #expect(files[0].name.hasPrefix("events.home-0-0-"))
        #expect(try harness.catalog.totals().map(\.rows) == [150, 20])
        #expect(try harness.catalog.progress().map(\.nextOffset) == [100, 50, 20])
    }

    @Test("Killed at any step and started again, every row is there once", arguments: LakeCrashPoint.allCases)
    func killed(at point: LakeCrashPoint) throws {
        let harness = try LakeHarness()
        let logs = [SampleLog.home(partition: 0, count: 60), .purchases(partition: 0, count: 30)]
        var rotation = LakeConfiguration.Rotation()
        rotation.rows = 10
        var kills = 0
        for number in [1, 3, 5] {
            let countdown = Mutex(number)
            let writer = try harness.makeWriter(rotation: rotation) { reached in
                guard reached == point else { return }
                let isOver = countdown.withLock { rest in
                    rest -= 1
                    return rest == 0
                }
                if isOver { throw SimulatedCrash() }
            }
            do {
                try readAll(logs, writer)
            } catch is SimulatedCrash {
                kills += 1
            }
        }
        #expect(kills > 0)
        let heir = try harness.makeWriter(rotation: rotation)
        try readAll(logs, heir)

        let report = try harness.report()
        #expect(report.ids.count == 90)
        #expect(Set(report.ids) == Set(logs.flatMap(\.ids).map(\.description)))
        #expect(try harness.catalog.totals().map(\.rows) == [60, 30])
        #expect(try harness.catalog.verify(folder: harness.folder) == [])
        #expect(try harness.leftovers() == [])
    }

    private struct SimulatedCrash: Error {}

    /// Reads the rest of the logs in portions, committing in between.
    private func readAll(_ logs: [SampleLog], _ writer: LakeWriter) throws {
        let starts = try writer.starts(logs)
        for log in logs {
            for begin in stride(from: Int(starts[log.partition] ?? 0), to: log.records.count, by: 25) {
                try writer.append(log, from: Int64(begin), upTo: min(begin + 25, log.records.count), at: start)
                try writer.commitWhatIsDue(at: start)
            }
        }
        try writer.release()
    }

    @Test("Of two writers of one partition, the first is fenced off, and every row is there once")
    func fencing() throws {
        let harness = try LakeHarness()
        let log = SampleLog.home(partition: 0, count: 40)
        let zombie = try harness.makeWriter()
        _ = try zombie.starts([log])
        try zombie.append(log, from: 0, upTo: 30, at: start)

        let successor = try harness.makeWriter()
        #expect(try successor.starts([log]) == [log.partition: 0])
        try successor.append(log, from: 0, at: start)
        let error = #expect(throws: LakeError.self) { try zombie.release() }
        #expect(error?.kind == .fenced)
        try successor.release()
        #expect(try harness.report().ids.count == 40)
        // What the zombie has written is deleted by the next start after its end, and not before.
        #expect(try harness.leftovers().count == 5)
        _ = try harness.makeWriter()
        #expect(try harness.leftovers().count == 5)
        withExtendedLifetime(zombie) {}
    }

    @Test("Files are finished by age, by rows, and when too many are open; small row groups make no small files")
    func rotation() throws {
        let harness = try LakeHarness()
        let log = SampleLog.home(partition: 0, count: 40)
        let purchases = SampleLog.purchases(partition: 0, count: 20)
        var rotation = LakeConfiguration.Rotation()
        rotation.age = .seconds(5)
        rotation.rows = 15
        rotation.openFiles = 5
        rotation.rowGroupBytes = 500
        rotation.bufferedBytes = 2_000
        let writer = try harness.makeWriter(rotation: rotation)
        _ = try writer.starts([log, purchases])

        try writer.append(log, from: 0, upTo: 30, at: start)
        try writer.commitWhatIsDue(at: start + .seconds(4))
        #expect(try harness.catalog.files() == [])
        try writer.commitWhatIsDue(at: start + .seconds(5))
        #expect(try harness.catalog.files().map(\.rows) == [6, 6, 6, 6, 6])

        try writer.append(purchases, from: 0, upTo: 14, at: start + .seconds(5))
        try writer.commitWhatIsDue(at: start + .seconds(5))
        #expect(try harness.catalog.files(eventType: "purchase") == [])
        try writer.append(purchases, from: 14, at: start + .seconds(5))
        try writer.commitWhatIsDue(at: start + .seconds(5))
        #expect(try harness.catalog.files(eventType: "purchase").map(\.rows) == [20])

        // One purchase and five dates of `home` are six files; `purchase` was used longest ago.
        let more = SampleLog.purchases(partition: 0, count: 21)
        try writer.append(more, from: 20, at: start + .seconds(5))
        try writer.append(log, from: 30, upTo: 35, at: start + .seconds(5))
        #expect(try harness.catalog.files(eventType: "purchase").map(\.rows).sorted() == [1, 20])
        #expect(try harness.catalog.files(eventType: "home").count == 5)
        try writer.release()
        #expect(try harness.report().duckdb == ["home": 35, "purchase": 21])
    }

    @Test("A record that is no event is left out and passed; one of another schema stops the writer")
    func wrongRecords() throws {
        let harness = try LakeHarness()
        var log = SampleLog.home(partition: 0, count: 3)
        log.records.insert([1, 2, 3], at: 1)
        log.records.insert(Array(log.records[0].dropLast(3)), at: 2)
        let writer = try harness.makeWriter()
        _ = try writer.starts([log])
        try writer.append(log, from: 0, at: start)
        try writer.append(log.partition, offset: 5, value: nil, at: start)
        try writer.release()
        #expect(try harness.report().pyarrow == ["home": 3])
        #expect(try harness.catalog.progress().map(\.nextOffset) == [6])

        let stopped = try harness.makeWriter()
        _ = try stopped.starts([log])
        let foreign = RegistryFraming.frame(schemaID: SampleSchemas.foreignID, [2, 0x61])
        let error = #expect(throws: LakeError.self) {
            try foreign.withUnsafeBytes { try stopped.append(log.partition, offset: 6, value: $0, at: start) }
        }
        #expect(error?.kind == .schema)
        #expect(error?.description.contains("written with schema 999") == true)
    }

    @Test("Events of a newer and an older version of the schema are rows beside the others, in the type's columns")
    func versions() throws {
        let harness = try LakeHarness()
        var log = SampleLog.home(partition: 0, count: 60)
        for number in 0..<60 where number % 3 > 0 {
            let version = number % 3 == 1 ? HomeVersion.newer : .older
            log.records[number] = try version.framed(SampleLog.home(partition: 0, number))
        }
        let writer = try harness.makeWriter()
        _ = try writer.starts([log])
        try writer.append(log, from: 0, at: start)
        try writer.release()
        let report = try harness.report()
        #expect(report.duckdb == ["home": 60])
        #expect(report.pyarrow == report.duckdb)
        #expect(report.clickhouse == report.duckdb)
        #expect(Set(report.ids) == Set(log.ids.map(\.description)))
        #expect(report.wrongDates == [])

        // What the newer one no longer has is the type's default, what the type does not know is not there, and an int is
        // the same number as a long.
        let schemas = try harness.catalog.files().map { $0.schemaID }
        #expect(Set(schemas) == [SampleSchemas.id(Home.self), HomeVersion.newer.id, HomeVersion.older.id])
        let rows = try PythonOracle.run(
            """
            import duckdb, sys
            print(*duckdb.sql(f"select device_id, epoch_us(received_at), properties.acquisition_channel, count(*)"
                f" from read_parquet('{sys.argv[1]}/event_type=home/*/*.parquet') group by all order by all").fetchall(),
                sep="\\n")
            """, [harness.folder])
        #expect(
            rows == """
                ('', 1710000000000000, 'email', 20)
                ('device', 1710000000, 'email', 20)
                ('device', 1710000000000000, 'email', 20)

                """)
        let fingerprints = try harness.catalog.files().map { $0.fingerprint }
        #expect(
            Set(fingerprints) == [
                Home.avroFingerprint, HomeVersion.newer.schema.fingerprint64, HomeVersion.older.schema.fingerprint64,
            ])
    }

    @Test("An event that the type can't be read from stops the writer in front of it")
    func incompatible() throws {
        let harness = try LakeHarness()
        var log = SampleLog.home(partition: 0, count: 3)
        log.records.append(try HomeVersion.wider.framed(SampleLog.home(partition: 0, 3)))
        // Not an event of that version at all: left out.
        log.records.insert(RegistryFraming.frame(schemaID: HomeVersion.newer.id, [1, 2, 3]), at: 1)
        let writer = try harness.makeWriter()
        _ = try writer.starts([log])
        let error = #expect(throws: LakeError.self) { try writer.append(log, from: 0, at: start) }
        #expect(error?.kind == .schema)
        #expect(error?.description.contains("\(log.partition) offset 4") == true)
        #expect(error?.description.contains("time_flags") == true)
        try writer.release()
        #expect(try harness.report().pyarrow == ["home": 3])
        #expect(try harness.catalog.progress().map(\.nextOffset) == [4])
    }

    @Test("A file that is missing, changed or too much is found")
    func verify() throws {
        let harness = try LakeHarness()
        let log = SampleLog.home(partition: 0, count: 10)
        let writer = try harness.makeWriter()
        _ = try writer.starts([log])
        try writer.append(log, from: 0, at: start)
        try writer.release()
        let paths = try harness.catalog.files().map { "\(harness.folder)/\($0.path)" }
        try FileManager.default.copyItem(atPath: paths[0], toPath: paths[0].replacing(".parquet", with: "x.parquet"))
        try FileManager.default.removeItem(atPath: paths[1])
        try Data([1]).write(to: URL(fileURLWithPath: paths[2]))
        let problems = try harness.catalog.verify(folder: harness.folder)
        #expect(problems.count == 3)
        #expect(problems.map(\.description).contains { $0.hasPrefix("is listed with 2 rows") })
    }
}
