// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import Access
import ClientHTTP
import ClientPostgreSQL
import Formats
import TestKit
import Testing

@testable import Registry

@Suite("What is answered from memory is what the ordinary way answers, as long as it is true")
struct FastReadTests {
    private let registry: TestRegistry

    init() throws { registry = try TestRegistry() }

    /// The same request until it is answered from memory, and the answers.
    private func repeated(
        _ path: String, on registry: TestRegistry? = nil, headers: [(String, String)] = []
    ) throws -> [TestRegistry.Answer] {
        let registry = registry ?? self.registry
        return try (0..<4).map { _ in try registry.send("GET", path, headers: headers) }
    }

    @Test("A repeated read has the same status, body and headers, in each shape")
    func same() throws {
        let id = try registry.register("a", Sample.record())
        for headers in [[], [("Confluent-Accept-Unknown-Properties", "true")], [("Accept", "application/json")]] {
            for path in ["/schemas/ids/\(id)", "/subjects/a/versions/latest"] {
                let answers = try repeated(path, headers: headers)
                // A parameter that nobody reads takes the ordinary way.
                let ordinary = try registry.send("GET", path + "?x=1", headers: headers)
                for answer in answers {
                    #expect(answer.status == 200 && answer.text == ordinary.text)
                    let names = ["Content-Type", "ETag", "Cache-Control", "Vary"]
                    #expect(names.map { answer.header($0) } == names.map { ordinary.header($0) })
                }
            }
        }
        let old = try repeated("/schemas/ids/\(id)").map(\.text)
        let new = try repeated("/schemas/ids/\(id)", headers: [("Confluent-Accept-Unknown-Properties", "True")]).map(
            \.text)
        #expect(Set(old).count == 1 && Set(new).count == 1 && old[0] != new[0])
    }

    @Test("Latest follows registration, deletion and undoing at once on the process that did it")
    func latest() throws {
        func version() throws -> JSONValue? {
            let answers = try repeated("/subjects/a/versions/latest")
            #expect(Set(answers.map(\.text)).count == 1)
            return answers[0].json?["version"]
        }
        try registry.register("a", Sample.record())
        #expect(try version() == 1)
        try registry.register("a", Sample.wider())
        #expect(try version() == 2)
        try registry.send("DELETE", "/subjects/a/versions/2")
        #expect(try version() == 1)
        try registry.send("DELETE", "/subjects/a")
        #expect(try registry.get("/subjects/a/versions/latest").errorCode == 40401)
        try registry.register("a", Sample.wider())
        #expect(try version() == 3)
    }

    @Test("An id that was deleted for good is gone")
    func permanent() throws {
        let id = try registry.register("a", Sample.record())
        #expect(try repeated("/schemas/ids/\(id)").allSatisfy { $0.status == 200 })
        try registry.send("DELETE", "/subjects/a")
        #expect(try repeated("/schemas/ids/\(id)").allSatisfy { $0.status == 200 })
        try registry.send("DELETE", "/subjects/a?permanent=true")
        #expect(try repeated("/schemas/ids/\(id)").allSatisfy { $0.errorCode == 40403 })
    }

    @Test("A subject that is an alias follows the one that it stands for")
    func alias() throws {
        try registry.register("real", Sample.record("Real"))
        try registry.register("other", Sample.record("Other"))
        #expect(try repeated("/subjects/other/versions/latest").allSatisfy { $0.json?["subject"] == "other" })
        #expect(try registry.send("PUT", "/config/other", ["alias": "real"]).status == 200)
        #expect(try repeated("/subjects/other/versions/latest").allSatisfy { $0.json?["subject"] == "real" })
        try registry.register("real", Sample.wider("Real"))
        #expect(try repeated("/subjects/other/versions/latest").allSatisfy { $0.json?["version"] == 2 })
        try registry.send("DELETE", "/config/other")
        #expect(try repeated("/subjects/other/versions/latest").allSatisfy { $0.json?["subject"] == "other" })
    }

    @Test("A key gets from memory only what it may read, and nothing once it is unknown")
    func access() throws {
        let guarded = try TestRegistry(databaseURL: registry.databaseURL) { $0.access = .required }
        let keys = APIKeyStore(pool: PostgresPool(url: registry.databaseURL, size: 1))
        func bearer(_ name: String, _ subjects: Set<String>?) throws -> [(String, String)] {
            let secret = try keys.create(name: name, role: .reader, subjectPrefixes: subjects).secret
            return [("Authorization", "Bearer \(secret.text)")]
        }
        let (all, own, others) = (try bearer("all", nil), try bearer("own", ["a"]), try bearer("others", ["b"]))
        let id = try registry.register("a", Sample.record())
        for path in ["/schemas/ids/\(id)", "/subjects/a/versions/latest"] {
            for allowed in [all, own] {
                #expect(try repeated(path, on: guarded, headers: allowed).allSatisfy { $0.status == 200 })
            }
            #expect(try repeated(path, on: guarded, headers: others).allSatisfy { [403, 404].contains($0.status) })
            #expect(try repeated(path, on: guarded).allSatisfy { $0.errorCode == 40101 })
        }
    }

    @Test("Every request is counted, whichever way it goes")
    func counted() throws {
        let id = try registry.register("a", Sample.record())
        func count() throws -> Int {
            let line = try registry.get("/metrics").text.split(separator: "\n")
                .first { $0.hasPrefix("sluice_registry_requests_total ") }
            return try #require(line?.split(separator: " ").last.flatMap { Int($0) })
        }
        let before = try count()
        _ = try repeated("/schemas/ids/\(id)")
        _ = try repeated("/subjects/a/versions/latest")
        #expect(try count() == before + 8)
    }

    @Test(
        "Paths that only look like these are left to the router",
        arguments: [
            "/schemas/ids/", "/schemas/ids/x", "/schemas/ids/99999999999999999999", "/subjects//versions/latest",
            "/subjects/a/b/versions/latest", "/subjects/%/versions/latest", "/subjects/:.c:a/versions/latest",
        ])
    func others(path: String) throws {
        try registry.register("a", Sample.record())
        #expect(try repeated(path).allSatisfy { $0.status == 404 || $0.status == 400 })
    }
}
