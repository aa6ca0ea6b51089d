// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import Formats
import Testing

@Suite("Asking whether a schema would be accepted")
struct CompatibilityEndpointTests {
    @Test("against a version, against the latest, against what the level asks for")
    func opponents() throws {
        let registry = try TestRegistry()
        try registry.register("s", "\"int\"")
        try registry.register("s", "\"long\"")
        func ask(_ path: String, _ schema: String) throws -> TestRegistry.Answer {
            try registry.send("POST", "/compatibility/subjects/" + path, Sample.request(schema))
        }
        #expect(try ask("s/versions/1", "\"int\"").text == #"{"is_compatible":true}"#)
        #expect(try ask("s/versions/2", "\"int\"").text == #"{"is_compatible":false}"#)
        #expect(try ask("s/versions/latest", "\"double\"").text == #"{"is_compatible":true}"#)
        #expect(try ask("s/versions", "\"int\"").text == #"{"is_compatible":false}"#)
        #expect(try ask("none/versions/latest", "\"int\"").text == #"{"is_compatible":true}"#)
        #expect(try ask("none/versions", "\"int\"").text == #"{"is_compatible":true}"#)
        #expect(try ask("none/versions/1", "\"int\"").errorCode == 40402)
        #expect(try ask("s/versions/9", "\"int\"").errorCode == 40402)
        #expect(try ask("s/versions/x", "\"int\"").errorCode == 42202)
        #expect(try ask("s/versions/latest", "\"nope\"").errorCode == 42201)
        let verbose = try ask("s/versions/latest?verbose=True", "\"int\"")
        guard case .array(let messages)? = verbose.json?["messages"] else {
            Issue.record("no messages")
            return
        }
        #expect(messages.count == 4 && messages[1] == "{oldSchemaVersion: 2}")
        #expect(
            try ask("s/versions/latest?verbose=true", "\"double\"").text == #"{"is_compatible":true,"messages":[]}"#)
        #expect(try registry.get("/subjects/s/versions").text == "[1,2]", "asking registers nothing")
    }

    @Test("a transitive level looks at all live versions")
    func transitive() throws {
        let registry = try TestRegistry()
        try registry.register("s", Sample.record("R", "\"int\""))
        try registry.register("s", Sample.record("R", "\"long\""))
        let request = Sample.request(Sample.record("R", "\"float\""))
        try registry.send("PUT", "/config/s", ["compatibility": "backward_transitive"])
        #expect(
            try registry.send("POST", "/compatibility/subjects/s/versions", request).text == #"{"is_compatible":true}"#)
        try registry.send("PUT", "/config/s", ["compatibility": "FORWARD"])
        #expect(
            try registry.send("POST", "/compatibility/subjects/s/versions", request).text
                == #"{"is_compatible":false}"#)
    }

    @Test("Protobuf by its own rules")
    func protobuf() throws {
        let registry = try TestRegistry()
        let proto = { (field: String) -> JSONValue in
            ["schema": .string("syntax = \"proto3\"; message M { \(field) a = 1; }"), "schemaType": "PROTOBUF"]
        }
        #expect(try registry.send("POST", "/subjects/p/versions", proto("int32")).status == 200)
        #expect(
            try registry.send("POST", "/compatibility/subjects/p/versions/latest", proto("uint64")).text
                == #"{"is_compatible":true}"#)
        let refused = try registry.send("POST", "/subjects/p/versions", proto("string"))
        #expect(refused.status == 409 && refused.text.contains("FIELD_SCALAR_KIND_CHANGED"))
    }
}
