// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import ClientPostgreSQL
import Dispatch
import Formats
import Registry
import Synchronization
import TestKit
import Testing

@Suite("Several registries on one database")
struct ConcurrencyTests {
    @Test("the same schema registered everywhere at once is one version, with one id and no failure")
    func sameSchema() throws {
        let first = try TestRegistry { $0.threads = 8 }
        let registries = try [first] + (0..<2).map { _ in try TestRegistry(databaseURL: first.databaseURL) }
        for round in 0..<5 {
            let answers = Mutex<[String]>([])
            DispatchQueue.concurrentPerform(iterations: 24) { index in
                let answer = try? registries[index % 3].send(
                    "POST", "/subjects/s\(round)/versions", Sample.request(Sample.record("R\(round)")))
                answers.withLock { $0.append(answer.map { "\($0.status) \($0.text)" } ?? "no answer") }
            }
            let all = answers.withLock { $0 }
            #expect(Set(all).count == 1 && all[0].hasPrefix("200"), "\(Set(all))")
            try eventually("the version is seen") { try first.get("/subjects/s\(round)/versions").text == "[1]" }
        }
    }

    @Test("the same content under many subjects at once is one id")
    func sameContent() throws {
        let first = try TestRegistry { $0.threads = 8 }
        let second = try TestRegistry(databaseURL: first.databaseURL) { $0.threads = 8 }
        let answers = Mutex<Set<String>>([])
        DispatchQueue.concurrentPerform(iterations: 24) { index in
            let registry = index % 2 == 0 ? first : second
            let answer = try? registry.send("POST", "/subjects/s\(index)/versions", Sample.request("\"int\""))
            _ = answers.withLock { $0.insert(answer.map { "\($0.status) \($0.text)" } ?? "no answer") }
        }
        // Who was not first may have used up an id: they have gaps.
        let all = answers.withLock { $0 }
        #expect(all.count == 1 && all.first?.hasPrefix(#"200 {"id":"#) == true, "\(all)")
    }

    @Test("different schemas of one subject at once get versions without gaps, each compatible with the one before")
    func differentSchemas() throws {
        let first = try TestRegistry { $0.threads = 8 }
        let second = try TestRegistry(databaseURL: first.databaseURL) { $0.threads = 8 }
        let statuses = Mutex<[Int: Int]>([:])
        DispatchQueue.concurrentPerform(iterations: 16) { index in
            let registry = index % 2 == 0 ? first : second
            let schema = #"{"type":"record","name":"R","fields":[{"name":"f\#(index)","type":"int","default":0}]}"#
            let status = (try? registry.send("POST", "/subjects/s/versions", Sample.request(schema)).status) ?? 0
            statuses.withLock { $0[status, default: 0] += 1 }
        }
        #expect(statuses.withLock { $0 } == [200: 16])
        // What the other process registered comes through the feed.
        try eventually("both see all versions") {
            try [first, second].allSatisfy {
                try $0.get("/subjects/s/versions").json == .array((1...16).map { .number(String($0)) })
            }
        }
    }

    @Test("registration and deletion for good at once never fail otherwise than by the rules")
    func deletion() throws {
        let first = try TestRegistry { $0.threads = 8 }
        let second = try TestRegistry(databaseURL: first.databaseURL) { $0.threads = 8 }
        let failures = Mutex<[String]>([])
        DispatchQueue.concurrentPerform(iterations: 40) { index in
            let registry = index % 2 == 0 ? first : second
            let subject = "s\(index % 3)"
            do {
                let answer =
                    switch index % 4 {
                    case 0, 1: try registry.send("POST", "/subjects/\(subject)/versions", Sample.request("\"int\""))
                    case 2: try registry.send("DELETE", "/subjects/\(subject)")
                    default: try registry.send("DELETE", "/subjects/\(subject)?permanent=true")
                    }
                if answer.status >= 500 { failures.withLock { $0.append(answer.text) } }
            } catch {
                failures.withLock { $0.append("\(error)") }
            }
        }
        #expect(failures.withLock { $0 } == [])
    }
}

@Suite("The database goes away and comes back")
struct OutageTests {
    @Test("without PostgreSQL: 50001, ids from memory, not ready; afterwards all is as before")
    func outage() throws {
        let cluster = try PostgresCluster()
        let registry = try TestRegistry(databaseURL: TestRegistry.makeDatabase(cluster))
        let id = try registry.register("s", Sample.record())
        #expect(try registry.get("/schemas/ids/\(id)").status == 200)
        #expect(try registry.get("/health/ready").status == 200)

        cluster.stop()
        let write = try registry.send("POST", "/subjects/s/versions", Sample.request(Sample.wider()))
        #expect(write.status == 500 && write.errorCode == 50001, "\(write.text)")
        #expect(try registry.get("/subjects").errorCode == 50001)
        #expect(try registry.get("/schemas/ids/\(id)").status == 200, "from memory")
        #expect(try registry.get("/health/live").status == 200)
        #expect(try registry.get("/health/ready").status == 503)

        try cluster.start()
        #expect(try registry.get("/health/ready").status == 200)
        try registry.register("s", Sample.wider())
        #expect(try registry.get("/subjects/s/versions").text == "[1,2]")
        #expect(try registry.get("/metrics").text.contains("sluice_registry_registrations_total 2"))
        cluster.stop()
    }

    @Test("a subject that another holds too long: 50002, and afterwards all is as before")
    func timeouts() throws {
        let url = try TestRegistry.makeDatabase(PostgresCluster.shared())
        let holder = try PostgresConnection(url: url)
        let database = try holder.query("SELECT current_database() AS name").one()["name"].text
        // A registration waits for ten seconds otherwise; the other limit is one that an administrator sets.
        try holder.execute("ALTER FUNCTION sluice.registry_register SET lock_timeout = '50ms'")
        try holder.execute("ALTER DATABASE \(database) SET statement_timeout = '500ms'")
        let registry = try TestRegistry(databaseURL: url)
        try registry.register("s", Sample.record())
        try holder.execute("BEGIN; SELECT sluice.registry_lock('.', 's')")
        let wider = Sample.request(Sample.wider())
        for answer in [
            try registry.send("POST", "/subjects/s/versions", wider), try registry.send("DELETE", "/subjects/s"),
        ] {
            #expect(answer.status == 500 && answer.errorCode == 50002, "\(answer.text)")
        }
        let problem = try registry.send(
            "POST", "/subjects/s/versions", wider, headers: [("Accept", "application/problem+json")])
        #expect(problem.status == 500 && problem.json?["type"] == "urn:sluice:registry:error:50002")
        // Who reads, or writes another subject, does not wait.
        #expect(try registry.get("/subjects/s/versions/latest").json?["version"] == 1)
        try registry.register("t", Sample.record())
        try holder.execute("COMMIT")
        #expect(try registry.send("POST", "/subjects/s/versions", wider).status == 200)
        #expect(try registry.get("/subjects/s/versions").text == "[1,2]")
    }

    @Test("without tables the error says what to do")
    func notMigrated() throws {
        let registry = try TestRegistry(databaseURL: PostgresCluster.shared().makeDatabase())
        let answer = try registry.get("/subjects")
        #expect(answer.errorCode == 50001 && answer.text.contains("sluice migrate"), "\(answer.text)")
    }
}
