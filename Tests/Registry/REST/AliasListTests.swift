// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import Access
import ClientPostgreSQL
import Formats
import TestKit
import Testing

@testable import Registry

@Suite("GET /schemas?aliases=true: what aliases lead to is listed with them")
struct AliasListTests {
    /// a1, a2 and :.c:a3 are led to others; m has two versions.
    private static func registry() throws -> TestRegistry {
        let registry = try TestRegistry()
        for subject in ["b", "m", "z", ":.c:t"] { try registry.register(subject, "\"int\"") }
        try registry.register("m", "\"long\"")
        for (alias, target) in [("a1", "m"), ("a2", "m"), ("a4", ":.c:t"), (":.c:a3", "t"), ("a5", "nobody")] {
            #expect(try registry.send("PUT", "/config/\(alias)", ["alias": .string(target)]).status == 200)
        }
        return registry
    }

    private func list(
        _ registry: TestRegistry, _ query: String, headers: [(String, String)] = []
    ) throws -> [String] {
        let answer = try registry.send("GET", "/schemas?" + query, headers: headers)
        guard case .array(let elements)? = answer.json else { throw TestKitError(answer.text) }
        return elements.map { element in
            guard case .string(let subject)? = element["subject"], case .number(let version)? = element["version"]
            else {
                return element.text()
            }
            guard case .array(let aliases)? = element["aliases"] else { return "\(subject) \(version)" }
            return "\(subject) \(version) " + aliases.map { $0.text() }.joined(separator: ",")
        }
    }

    @Test("a listed subject has its aliases, and a prefix also lists what its aliases lead to, in the order of lists")
    func lists() throws {
        let registry = try Self.registry()
        #expect(
            try list(registry, "") == ["b 1", "m 1", "m 2", "z 1", ":.c:t 1"], "nothing more if it is not asked for")
        #expect(
            try list(registry, "aliases=true") == [
                "b 1", #"m 1 "a1","a2""#, #"m 2 "a1","a2""#, "z 1", #":.c:t 1 "a4",":.c:a3""#,
            ])
        #expect(
            try list(registry, "aliases=True&subjectPrefix=a&latestOnly=true")
                == [#"m 2 "a1","a2""#, #":.c:t 1 "a4""#])
        #expect(try list(registry, "aliases=true&subjectPrefix=:.c:a") == [#":.c:t 1 ":.c:a3""#])
        #expect(try list(registry, "aliases=true&subjectPrefix=a5") == [])
        #expect(try registry.send("DELETE", "/subjects/m/versions/2").status == 200)
        #expect(try list(registry, "aliases=true&subjectPrefix=a1") == [#"m 1 "a1""#])
    }

    @Test("pages cut the list that is read as a whole")
    func pages() throws {
        let registry = try Self.registry()
        // Aliases that lead to before, between and after the subjects of the prefix.
        for subject in ["q1", "q2", "q3"] { try registry.register(subject, "\"int\"") }
        for (alias, target) in [("q2a", "b"), ("q4", "m"), ("q5", "z"), ("q6", ":.c:t")] {
            #expect(try registry.send("PUT", "/config/\(alias)", ["alias": .string(target)]).status == 200)
        }
        let whole = try list(registry, "aliases=true&subjectPrefix=q")
        #expect(
            whole == [
                #"b 1 "q2a""#, #"m 1 "q4""#, #"m 2 "q4""#, "q1 1", "q2 1", "q3 1", #"z 1 "q5""#, #":.c:t 1 "q6""#,
            ])
        for size in [1, 2, 3, 5] {
            for offset in 0...9 {
                let page = try list(registry, "aliases=true&subjectPrefix=q&limit=\(size)&offset=\(offset)")
                #expect(page == Array(whole.dropFirst(offset).prefix(size)), "\(size) from \(offset)")
            }
        }
    }

    @Test("a key that is bound to subjects sees aliases and what they lead to only where it may read both")
    func access() throws {
        let open = try Self.registry()
        let keys = APIKeyStore(pool: PostgresPool(url: open.databaseURL, size: 1))
        let registry = try TestRegistry(databaseURL: open.databaseURL) { $0.access = .required }
        func bearer(_ prefixes: Set<String>) throws -> [(String, String)] {
            let name = prefixes.sorted().joined(separator: "-")
            return [
                (
                    "Authorization",
                    "Bearer " + (try keys.create(name: name, role: .reader, subjectPrefixes: prefixes).secret.text)
                )
            ]
        }
        #expect(try list(registry, "aliases=true&subjectPrefix=a", headers: bearer(["a"])) == [])
        #expect(try list(registry, "aliases=true", headers: bearer(["m"])) == ["m 1", "m 2"])
        #expect(
            try list(registry, "aliases=true&subjectPrefix=a", headers: bearer(["a1", "m"]))
                == [#"m 1 "a1""#, #"m 2 "a1""#])
    }
}
