// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import Access
import ClientPostgreSQL
import Formats
import Foundation
import TestKit
import Testing

@testable import Registry

@Suite("The registry asks for keys, and each key sees and changes its own part")
struct AccessTests {
    private let open: TestRegistry
    private let keys: APIKeyStore

    init() throws {
        open = try TestRegistry()
        keys = APIKeyStore(pool: PostgresPool(url: open.databaseURL, size: 1))
    }

    /// A registry over the same database that asks for keys.
    private func registry(_ mode: AccessPolicy.Mode) throws -> TestRegistry {
        try TestRegistry(databaseURL: open.databaseURL) { $0.access = mode }
    }

    private func bearer(_ role: AccessRole, subjects: Set<String>? = nil) throws -> [(String, String)] {
        let name = "key-" + UUID().uuidString
        return [
            (
                "Authorization",
                "Bearer " + (try keys.create(name: name, role: role, subjectPrefixes: subjects).secret.text)
            )
        ]
    }

    @Test("Without a good key: 401 with both challenges, and an error of two members")
    func unauthorized() throws {
        let registry = try registry(.required)
        for headers in [[], [("Authorization", "Bearer guess")], [("Authorization", "Basic bm9uZQ==")]] {
            let answer = try registry.send("GET", "/subjects", headers: headers)
            #expect(answer.status == 401 && answer.errorCode == 40101)
            #expect(
                answer.headers.filter { $0.0.lowercased() == "www-authenticate" }.map(\.1).map {
                    $0.prefix { $0 != " " }
                } == ["Basic", "Bearer"])
        }
    }

    @Test("A key is shown as the Bearer token, as the password of Basic with any user, or as X-API-Key")
    func ways() throws {
        let registry = try registry(.required)
        let secret = try keys.create(name: "reader", role: .reader).secret.text
        let basic = Data("whoever:\(secret)".utf8).base64EncodedString()
        for header in [
            ("Authorization", "Bearer \(secret)"), ("Authorization", "Basic \(basic)"), ("X-API-Key", secret),
        ] {
            #expect(try registry.send("GET", "/subjects", headers: [header]).status == 200)
        }
    }

    @Test("With optional-read everybody reads, and writing needs a key")
    func optionalRead() throws {
        let registry = try registry(.optionalRead)
        let writer = try bearer(.writer)
        let body = Sample.request(Sample.record())
        #expect(try registry.send("POST", "/subjects/a/versions", body).errorCode == 40301)
        #expect(try registry.send("POST", "/subjects/a/versions", body, headers: writer).status == 200)
        #expect(try registry.get("/subjects/a/versions/1").status == 200)
        #expect(try registry.send("POST", "/subjects/a", body).status == 200)
        #expect(try registry.send("DELETE", "/subjects/a").errorCode == 40301)
        #expect(try registry.send("GET", "/subjects", headers: [("Authorization", "Bearer guess")]).status == 401)
    }

    @Test(
        "Each call needs what it does",
        arguments: [
            ("GET", "/schemas", .reader), ("GET", "/subjects/a/versions", .reader),
            ("POST", "/subjects/a", .reader), ("POST", "/compatibility/subjects/a/versions", .reader),
            ("POST", "/compatibility/subjects/a/versions/latest", .reader), ("GET", "/config", .reader),
            ("POST", "/subjects/a/versions", .writer), ("DELETE", "/subjects/a/versions/1", .writer),
            ("DELETE", "/subjects/a", .writer), ("POST", "/change-sets", .writer),
            ("DELETE", "/subjects/a/versions/1?permanent=true", .admin),
            ("DELETE", "/subjects/a?permanent=true", .admin),
            ("POST", "/subjects/a/undelete", .writer), ("POST", "/subjects/a/versions/1/undelete", .writer),
            ("POST", "/subjects/a/undelete?force=True", .admin),
            ("POST", "/subjects/a/versions/1/undelete?force=true", .admin),
            ("PUT", "/config", .admin), ("PUT", "/config/a", .admin), ("DELETE", "/config/a", .admin),
            ("PUT", "/mode", .admin), ("PUT", "/mode/a", .admin), ("DELETE", "/contexts/.x", .admin),
        ] as [(String, String, AccessRole)])
    func roles(method: String, path: String, least: AccessRole) throws {
        let registry = try registry(.required)
        let order: [AccessRole] = [.ingest, .reader, .writer, .admin]
        let needed = try #require(order.firstIndex(of: least))
        let body: JSONValue? =
            switch (method, path) {
            case ("POST", "/change-sets"): ["schemas": [["subject": "a", "schema": .string(Sample.record())]]]
            case ("POST", _): Sample.request(Sample.record())
            case ("PUT", _): [:]
            default: nil
            }
        for (rank, role) in order.enumerated() {
            let answer = try registry.send(method, path, body, headers: bearer(role))
            #expect((answer.errorCode == 40301) == (rank < needed), "\(role): \(answer.text)")
            #expect((answer.status == 403) == (rank < needed) && answer.status != 401)
        }
    }

    @Test("A key that is bound to prefixes changes nothing else")
    func bound() throws {
        let registry = try registry(.required)
        let admin = try bearer(.admin, subjects: ["team-a.", ":.a:"])
        let body = Sample.request(Sample.record())
        #expect(try registry.send("POST", "/subjects/team-a.x/versions", body, headers: admin).status == 200)
        let denied = try registry.send("POST", "/subjects/team-b.x/versions", body, headers: admin)
        #expect(denied.errorCode == 40301 && denied.text.contains("team-b.x"))
        for (method, path) in [
            ("GET", "/subjects/team-b.x/versions"), ("POST", "/subjects/team-a"), ("PUT", "/config"), ("PUT", "/mode"),
            ("DELETE", "/config/team-b.x"), ("DELETE", "/contexts/.b"),
        ] {
            #expect(try registry.send(method, path, method == "GET" ? nil : body, headers: admin).errorCode == 40301)
        }
        #expect(try registry.send("PUT", "/config/team-a.x", ["compatibility": "NONE"], headers: admin).status == 200)
        #expect(try registry.send("GET", "/config", headers: admin).status == 200)
    }

    @Test("A key that may read more than it may change sees it, refers to it, and changes none of it")
    func readOnlyPrefixes() throws {
        try open.register("shared.money", Sample.record("Money"))
        try open.register("other.x", Sample.record())
        let registry = try registry(.required)
        let secret = try keys.create(
            name: "team-b", role: .admin, subjectPrefixes: ["team-b."], readPrefixes: ["shared."]
        ).secret.text
        let headers = [("Authorization", "Bearer " + secret)]
        func status(_ method: String, _ path: String, _ body: JSONValue? = nil) throws -> Int {
            try registry.send(method, path, body, headers: headers).status
        }
        let order: JSONValue = [
            "schema": #"{"type":"record","name":"Order","fields":[{"name":"total","type":"Money"}]}"#,
            "references": [["name": "Money", "subject": "shared.money", "version": 1]],
        ]
        #expect(try status("POST", "/subjects/team-b.order/versions", order) == 200)
        #expect(
            try registry.send("GET", "/subjects", headers: headers).text == #"["shared.money","team-b.order"]"#)
        #expect(try status("GET", "/subjects/shared.money/versions/latest") == 200)
        #expect(try status("GET", "/schemas/ids/1") == 200)
        #expect(try status("GET", "/ui/subjects/shared.money") == 200)
        #expect(try status("GET", "/subjects/other.x/versions/latest") == 403)
        for (method, path, body) in [
            ("POST", "/subjects/shared.money/versions", Sample.request(Sample.wider("Money"))),
            ("DELETE", "/subjects/shared.money", nil), ("PUT", "/config/shared.money", ["compatibility": "NONE"]),
        ] as [(String, String, JSONValue?)] {
            #expect(try status(method, path, body) == 403)
        }
    }

    @Test("A schema refers only to what its key may read: it would show it, and keep it from being deleted")
    func references() throws {
        let secret = #"{"type":"record","name":"Secret","fields":[{"name":"s","type":"string"}]}"#
        try open.register("secret", secret)
        try open.register("team.own", secret)
        let registry = try registry(.required)
        let team = try bearer(.writer, subjects: ["team."])
        func request(_ subject: String) -> JSONValue {
            [
                "schema": .string(#"{"type":"record","name":"R","fields":[{"name":"f","type":"Secret"}]}"#),
                "references": [["name": "Secret", "subject": .string(subject), "version": 1]],
            ]
        }
        for path in [
            "/subjects/team.r/versions", "/subjects/team.r", "/compatibility/subjects/team.r/versions",
            "/compatibility/subjects/team.r/versions/latest",
        ] {
            #expect(try registry.send("POST", path, request("secret"), headers: team).errorCode == 40301, "\(path)")
        }
        let changes: JSONValue = [
            "schemas": [
                [
                    "subject": "team.r", "schema": request("secret")["schema"] ?? .null,
                    "references": request("secret")["references"] ?? .null,
                ]
            ]
        ]
        #expect(try registry.send("POST", "/change-sets", changes, headers: team).errorCode == 40301)
        #expect(
            try registry.send("POST", "/subjects/team.r/versions", request("team.own"), headers: team).status == 200)
    }

    @Test("A change set needs leave for every subject in it, and is refused whole")
    func changeSets() throws {
        let registry = try registry(.required)
        let writer = try bearer(.writer, subjects: ["team-a."])
        func set(_ subjects: String...) -> JSONValue {
            ["schemas": .array(subjects.map { ["subject": .string($0), "schema": .string(Sample.record())] })]
        }
        for path in ["/change-sets", "/change-sets?dryRun=true"] {
            #expect(try registry.send("POST", path, set("team-a.x", "b"), headers: writer).errorCode == 40301)
        }
        #expect(try open.get("/subjects").text == "[]")
        #expect(try registry.send("POST", "/change-sets", set("team-a.x", "team-a.y"), headers: writer).status == 200)
    }

    @Test("What a name leads to, by an alias or in another context, needs leave of its own")
    func elsewhere() throws {
        let registry = try registry(.required)
        let reader = try bearer(.reader, subjects: ["orders", "alias"])
        try open.register(":.hidden:orders", Sample.record("Hidden"))
        try open.register("secret", Sample.record("Secret"))
        #expect(try open.send("PUT", "/config/alias", ["alias": "secret"]).status == 200)
        for subject in ["orders", "alias"] {
            #expect(try open.get("/subjects/\(subject)/versions/latest").status == 200)
            for path in ["/versions/latest", "/versions/1", "/versions/1/schema", "/metadata"] {
                let answer = try registry.send("GET", "/subjects/\(subject)\(path)", headers: reader)
                #expect(answer.status == 403 || path == "/metadata" && answer.status == 404)
            }
        }
        let lookup = try registry.send(
            "POST", "/subjects/alias", Sample.request(Sample.record("Secret")), headers: reader)
        #expect(lookup.errorCode == 40301)
    }

    @Test("Lists and ids show a bound key only what it may read, in whole pages")
    func lists() throws {
        let registry = try registry(.required)
        for subject in ["a.1", "a.2", "b.1", "c.1", "c.2"] {
            try open.register(subject, Sample.record("R" + subject.replacing(".", with: "_")))
        }
        let shared = try open.register("b.2", Sample.record("Shared"))
        #expect(try open.register("c.3", Sample.record("Shared")) == shared)
        let hidden = try open.register("b.3", Sample.record("Hidden"))
        let reader = try bearer(.reader, subjects: ["c.", "a."])
        func get(_ path: String) throws -> TestRegistry.Answer { try registry.send("GET", path, headers: reader) }

        #expect(try get("/subjects").text == #"["a.1","a.2","c.1","c.2","c.3"]"#)
        #expect(try get("/subjects?offset=1&limit=2").text == #"["a.2","c.1"]"#)
        #expect(try get("/subjects?offset=5").text == "[]")
        #expect(try get("/subjects?limit=0").text == "[]")
        #expect(try get("/subjects?subjectPrefix=c").text == #"["c.1","c.2","c.3"]"#)
        #expect(try get("/subjects?subjectPrefix=b").text == "[]")
        let schemas = try get("/schemas?latestOnly=true&offset=1&limit=2").json
        guard case .array(let page)? = schemas else { throw TestKitError("no list") }
        #expect(page.map { $0["subject"] } == ["a.2", "c.1"])
        #expect(try get("/schemas/ids/\(shared)/subjects").text == #"["c.3"]"#)
        #expect(try get("/schemas/ids/\(shared)/versions").text == #"[{"subject":"c.3","version":1}]"#)
        #expect(try get("/schemas/ids/\(shared)").status == 200)
        for path in ["", "/schema", "/subjects", "/versions"] {
            #expect(try get("/schemas/ids/\(hidden)\(path)").errorCode == 40403)
        }
    }

    @Test("A revoked key ends within the time that keys are believed; keys outlive an outage of PostgreSQL")
    func outage() throws {
        let cluster = try PostgresCluster()
        let url = try TestRegistry.makeDatabase(cluster)
        let registry = try TestRegistry(databaseURL: url) { $0.access = .required }
        let keys = APIKeyStore(pool: PostgresPool(url: url, size: 1))
        let writer = [("Authorization", "Bearer " + (try keys.create(name: "w", role: .writer).secret.text))]
        let registered = try registry.send(
            "POST", "/subjects/a/versions", Sample.request(Sample.record()), headers: writer)
        guard case .number(let id)? = registered.json?["id"] else { throw TestKitError(registered.text) }
        #expect(try registry.send("GET", "/schemas/ids/\(id)", headers: writer).status == 200)
        cluster.stop()
        #expect(try registry.send("GET", "/schemas/ids/\(id)", headers: writer).status == 200)
        // Nobody can tell whether this one is good: that is the registry's failure, not the client's.
        let other = try registry.send("GET", "/schemas/ids/\(id)", headers: [("Authorization", "Bearer other")])
        #expect(other.status == 500 && other.errorCode == 50001)
    }

    @Test("Health and metrics need no key")
    func health() throws {
        let registry = try registry(.required)
        #expect(try registry.get("/health/ready").status == 200)
        #expect(try registry.get("/metrics").status == 200)
    }
}
