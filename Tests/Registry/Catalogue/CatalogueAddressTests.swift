// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import Access
import ClientHTTP
import ClientPostgreSQL
import Formats
import Foundation
import TestKit
import Testing

@testable import Registry

@Suite("The catalogue leads where subjects are, and its commands reach the registry")
struct CatalogueAddressTests {
    @Test("a subject that is only an alias leads to the one with the versions, as reads of it do")
    func alias() throws {
        let registry = try TestRegistry()
        try registry.register("orders-value", Sample.record())
        for (alias, target) in [("old name", "orders-value"), ("lost", "nobody"), ("one", "other"), ("other", "one")] {
            let path = "/config/" + PercentCoding.encoded(alias)
            #expect(try registry.send("PUT", path, ["alias": .string(target)]).status == 200)
        }
        for rest in ["", "/versions/1", "/versions/latest"] {
            let answer = try registry.get("/ui/subjects/old%20name" + rest)
            #expect(answer.status == 302 && answer.header("Location") == "/ui/subjects/orders-value" + rest)
            #expect(try registry.get(answer.header("Location") ?? "").status == 200)
        }
        for path in ["lost", "one", "old%20name/compare?old=1&new=1"] {
            #expect(try registry.get("/ui/subjects/" + path).status == 404)
        }
        // With versions of its own it has a page of its own, which tells the alias.
        try registry.register("old%20name", Sample.record())
        let own = try registry.get("/ui/subjects/old%20name")
        #expect(own.status == 200 && own.text.contains("Reads of this subject are led to that one."))

        let keys = APIKeyStore(pool: PostgresPool(url: registry.databaseURL, size: 1))
        let closed = try TestRegistry(databaseURL: registry.databaseURL) { $0.access = .required }
        try registry.send("PUT", "/config/hidden", ["alias": "orders-value"])
        let secret = try keys.create(name: "part", role: .reader, subjectPrefixes: ["orders-"]).secret.text
        let answer = try closed.send("GET", "/ui/subjects/hidden", headers: [("X-API-Key", secret)])
        #expect(answer.status == 403 && answer.header("Location") == nil)
    }

    @Test(
        "a run of deleted subjects that one statement does not pass over does not end the list", .timeLimit(.minutes(2))
    )
    func deletedRun() throws {
        let registry = try TestRegistry()
        for subject in ["a", "z"] { try registry.register(subject, "\"int\"") }
        // As many deletions leave them; their versions are not looked at.
        try PostgresConnection(url: registry.databaseURL).execute(
            """
            INSERT INTO sluice.registry_subjects (context, name, last_version, latest_version, revision)
            SELECT '.', 'm' || n, 1, NULL, 1 FROM generate_series(1, 25000) n
            """)
        func shown(_ query: String) throws -> [String] {
            try registry.get("/ui" + query).text.components(separatedBy: "href=\"/ui/subjects/").dropFirst()
                .map { String($0.prefix { $0 != "\"" }) }
        }
        #expect(try shown("") == ["a", "z"])
        #expect(try shown("?after=:.:a") == ["z"])
        #expect(try shown("?before=:.:z") == ["a"])
        #expect(try shown("?after=:.:z") == [])
    }

    @Test("commands to copy have the scheme by which the client came, and show a key where one is needed")
    func commands() throws {
        let registry = try TestRegistry { $0.trustedProxies = TrustedProxies("127.0.0.1") ?? .none }
        try registry.register("s", Sample.record())
        func page(_ headers: [(String, String)]) throws -> String {
            try registry.send("GET", "/ui/subjects/s", headers: headers).text
        }
        #expect(try page([]).contains("curl -s \(registry.url)/subjects/s/versions/1/schema"))
        for header in [("X-Forwarded-Proto", "https"), ("Forwarded", "for=192.0.2.1;proto=https")] {
            let page = try page([header, ("Host", "registry.example")])
            #expect(page.contains("curl -s https://registry.example/subjects/s/versions/1/schema"))
            #expect(page.contains("sluice schema check --registry https://registry.example schemas"))
        }
        #expect(try page([("X-Forwarded-Proto", "javascript")]).contains("curl -s http://"))
        // Whoever is no trusted proxy is not believed.
        let other = try TestRegistry(databaseURL: registry.databaseURL)
        let answer = try other.send("GET", "/ui/subjects/s", headers: [("X-Forwarded-Proto", "https")])
        #expect(answer.text.contains("curl -s http://"))

        let keys = APIKeyStore(pool: PostgresPool(url: registry.databaseURL, size: 1))
        let closed = try TestRegistry(databaseURL: registry.databaseURL) { $0.access = .required }
        let secret = try keys.create(name: "reader", role: .reader).secret.text
        let text = try closed.send("GET", "/ui/subjects/s", headers: [("X-API-Key", secret)]).text
        #expect(text.contains("curl -s -u &quot;key:$SLUICE_REGISTRY_KEY&quot; http://"))
        #expect(text.contains("--registry-key &quot;$SLUICE_REGISTRY_KEY&quot; schemas"))
        #expect(!text.contains(secret))
    }
}
