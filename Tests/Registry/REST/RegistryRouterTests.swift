// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import Testing

@testable import Registry

@Suite("Paths of the registry")
struct RegistryRouterTests {
    private let router = RegistryRouter(RegistryEndpoint.all)

    @Test(
        "a path leads to its operation, whatever context stands in front",
        arguments: [
            ("GET", [], "root", "."), ("GET", ["subjects"], "listSubjects", "."),
            ("GET", ["contexts", ".", "subjects"], "listSubjects", "."),
            ("GET", ["contexts", ":.:", "schemas", "ids", "7"], "getSchema", "."),
            ("GET", ["contexts", ".x", "schemas", "ids", "7"], "getSchema", ".x"),
            ("GET", ["contexts", ":.x:", "config"], "getGlobalConfig", ".x"),
            ("GET", ["contexts"], "listContexts", "."), ("DELETE", ["contexts", ".x"], "deleteContext", "."),
            ("POST", ["subjects", "a/b"], "lookUp", "."), ("PUT", ["config", "s"], "setConfig", "."),
            ("POST", ["compatibility", "subjects", "s", "versions", "1"], "checkAgainstVersion", "."),
            ("GET", ["schemas", "types"], "listSchemaTypes", "."),
            ("GET", ["schemas", "guids", "g", "ids"], "listIDsOfGUID", "."),
        ] as [(String, [String], String, String)])
    func known(method: String, segments: [String], id: String, context: String) throws {
        let match = try #require(router.match(segments))
        #expect(match.endpoints[method]?.id == id && match.context == context)
    }

    @Test(
        "other paths lead nowhere",
        arguments: [
            ["schemas", "x"], ["subjects", "s", "x"], ["subjects", "s", "versions", "1", "x"],
            ["compatibility", "s", "versions"], ["compatibility", "subjects", "s", "versions", "1", "x"],
            ["v1", "metadata"], ["x"], ["contexts", ".x", "y"], ["subjects", "s", "versions", "1", "schema", "x"],
        ])
    func unknown(segments: [String]) {
        #expect(router.match(segments) == nil)
    }

    @Test("a name that is qualified itself is where it says, others are where the path says")
    func context() throws {
        #expect(SubjectName("s", in: ".x") == SubjectName(context: ".x", name: "s"))
        #expect(SubjectName(":.y:s", in: ".x") == SubjectName(context: ".y", name: "s"))
    }

    @Test("every operation has an id of its own, and can be reached by its path")
    func all() throws {
        #expect(Set(RegistryEndpoint.all.map(\.id)).count == RegistryEndpoint.all.count)
        for endpoint in RegistryEndpoint.all {
            let segments = endpoint.segments.map { $0.hasPrefix("{") ? "1" : String($0) }
            let match = try #require(router.match(segments), "\(endpoint.path)")
            #expect(match.endpoints[endpoint.method]?.id == endpoint.id)
        }
    }
}
