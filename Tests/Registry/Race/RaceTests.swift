// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import ClientHTTP
import Formats
import Foundation
import Registry
import Synchronization
import TestKit
import Testing

@Suite("Races: many clients, two processes, one database")
struct RaceTests {
    /// A minute where `SLUICE_LONG_TESTS` is set.
    private static let seconds: Double = ProcessInfo.processInfo.environment["SLUICE_LONG_TESTS"] == nil ? 2 : 60
    private static let clients = 64
    private static let kills = seconds > 2 ? 20 : 2

    @Test("registering, deleting, configuring and checking at random leaves tables and caches that agree")
    func everything() throws {
        let database = try TestRegistry.makeDatabase(PostgresCluster.shared())
        let one = try RegistryProcess(databaseURL: database)
        let two = try RegistryProcess(databaseURL: database)
        let report = RaceReport()
        let end = Date(timeIntervalSinceNow: Self.seconds)
        inParallel(Self.clients) { client in
            var random = SeededGenerator(seed: UInt64(client))
            let http = HTTPClient(timeoutSeconds: 60)
            let registry = client % 2 == 0 ? one : two
            repeat { RaceStep.random(&random).take(registry.url, http, report) } while Date() < end
        }
        #expect(report.failures == [])
        #expect(report.acknowledged.count > 0)
        let tables = try RegistryTables(database)
        #expect(try tables.problems() == [])
        for (key, id) in report.acknowledged {
            #expect(tables.registered.contains("\(key.subject) \(key.version) \(id)"), "\(key) \(id) is not in the log")
        }
        for registry in [one, two] {
            for (subject, versions) in tables.live {
                try eventually("\(registry.url) answers for \(subject) what the tables have") {
                    let list = try registry.get("/subjects/\(subject)/versions")
                    let latest = try registry.get("/subjects/\(subject)/versions/latest")
                    let listed = "[\(versions.map { "\($0.version)" }.joined(separator: ","))]"
                    guard versions.isEmpty ? list.errorCode == 40401 : list.text == listed else { return false }
                    // What the default context has not is looked for in the others.
                    let isQualified = subject.hasPrefix(":")
                    guard let last = versions.last ?? (isQualified ? nil : tables.live[":.x:\(subject)"]?.last) else {
                        return latest.errorCode == 40401
                    }
                    return latest.json?["version"] == .number("\(last.version)")
                        && latest.json?["id"] == .number("\(last.id)")
                }
            }
        }
    }

    @Test("one schema registered by 64 clients at once is one version with one id, and nobody fails")
    func sameSchema() throws {
        let one = try TestRegistry { $0.threads = 8 }
        let two = try TestRegistry(databaseURL: one.databaseURL) { $0.threads = 8 }
        let answers = Mutex<Set<String>>([])
        inParallel(Self.clients) { client in
            let answer = try? (client % 2 == 0 ? one : two).send(
                "POST", "/subjects/:.race:s/versions", Sample.request(Sample.record()))
            _ = answers.withLock { $0.insert(answer.map { "\($0.status) \($0.text)" } ?? "no answer") }
        }
        let all = answers.withLock { $0 }
        #expect(all.count == 1 && all.first?.hasPrefix(#"200 {"id":"#) == true, "\(all)")
        try eventually("the version is seen") { try two.get("/subjects/:.race:s/versions").text == "[1]" }
    }

    @Test("a process killed in the middle, again and again: no version is lost or doubled, and nobody else fails")
    func kills() throws {
        let database = try TestRegistry.makeDatabase(PostgresCluster.shared())
        let processes = Mutex(try (0..<2).map { _ in try RegistryProcess(databaseURL: database) })
        let report = RaceReport()
        let isOver = Atomic<Bool>(false)
        let clients = 16
        inParallel(clients + 1) { client in
            guard client < clients else {
                for round in 0..<Self.kills {
                    let before = report.acknowledged.count
                    try? eventually("registrations are acknowledged") { report.acknowledged.count >= before + 40 }
                    processes.withLock { $0 }[round % 2].kill()
                    let next = try? RegistryProcess(databaseURL: database)
                    if let next { processes.withLock { $0[round % 2] = next } } else { report.failed("no new process") }
                }
                isOver.store(true, ordering: .relaxed)
                return
            }
            let http = HTTPClient(timeoutSeconds: 60)
            var turn = client
            var number = 0
            while !isOver.load(ordering: .relaxed) {
                let step = RaceStep.register("s\(client % 4)", Sample.fields("f\(client)_\(number)"))
                // As clients with two addresses do: what was not answered is sent again, to the other.
                while !step.take(processes.withLock { $0[turn % 2].url }, http, report, allows: .cuts) { turn += 1 }
                number += 1
            }
        }
        #expect(report.failures == [])
        let tables = try RegistryTables(database)
        #expect(try tables.problems() == [])
        let acknowledged = report.acknowledged
        #expect(acknowledged.count >= 40 * Self.kills)
        for (key, id) in acknowledged {
            #expect(
                tables.live[key.subject]?.contains(.init(version: key.version, id: id)) == true, "\(key) \(id) is lost")
        }
        // Each schema was sent until it was answered, and has one version: cut off or not, it was registered once.
        for (subject, versions) in tables.live {
            #expect(Set(versions.map(\.id)).count == versions.count)
            #expect(versions.count == acknowledged.keys.count { $0.subject == subject })
            for process in processes.withLock({ $0 }) {
                let all = "[\(versions.map { "\($0.version)" }.joined(separator: ","))]"
                try eventually("both know all") { try process.get("/subjects/\(subject)/versions").text == all }
            }
        }
    }

    @Test("PostgreSQL restarted in the middle: what was acknowledged is there, once")
    func restart() throws {
        let cluster = try PostgresCluster()
        let registry = try TestRegistry(databaseURL: TestRegistry.makeDatabase(cluster)) { $0.threads = 8 }
        let report = RaceReport()
        let isDown = Atomic<Int>(0)
        inParallel(9) { client in
            if client == 8 {
                // Not before something is under way, and again while it is.
                for round in 1...2 {
                    try? eventually("registrations are acknowledged") { report.acknowledged.count >= 20 * round }
                    cluster.stop()
                    try? cluster.start()
                }
                isDown.store(1, ordering: .relaxed)
                return
            }
            let http = HTTPClient(timeoutSeconds: 60)
            for number in 0..<2000 {
                let step = RaceStep.register("s\(client)", Sample.fields("f\(number)"))
                // As clients do: what failed is sent again until it is answered.
                while !step.take(registry.url, http, report, allows: .failures) {}
                if isDown.load(ordering: .relaxed) == 1 { break }
            }
        }
        let tables = try RegistryTables(registry.databaseURL)
        #expect(try tables.problems() == [])
        #expect(report.acknowledged.count >= 40)
        for (key, id) in report.acknowledged {
            #expect(tables.live[key.subject]?.contains { $0.version == key.version && $0.id == id } == true)
        }
        // Each schema was sent until it was acknowledged, and is there once: nothing was registered twice.
        for (subject, versions) in tables.live {
            #expect(Set(versions.map(\.id)).count == versions.count)
            #expect(versions.count == report.acknowledged.keys.count { $0.subject == subject })
        }
        cluster.stop()
    }
}

/// Runs the body on as many threads as that, and waits for all.
private func inParallel(_ count: Int, _ body: @escaping @Sendable (Int) -> Void) {
    let group = DispatchGroup()
    for index in 0..<count {
        group.enter()
        Thread.detachNewThread {
            body(index)
            group.leave()
        }
    }
    group.wait()
}
