// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import Formats
import TestKit
import Testing

@Suite("validateFields: reserved names are kept from fields, whatever the level")
struct ReservedFieldTests {
    private func request(_ schema: String, reserved: String?, type: String = "AVRO") -> JSONValue {
        [
            "schema": .string(schema), "schemaType": .string(type),
            "metadata": reserved.map { ["properties": ["confluent:reserved": .string($0)]] } ?? .null,
        ]
    }

    private func message(_ answer: TestRegistry.Answer) -> String {
        guard case .string(let message)? = answer.json?["message"] else { return answer.text }
        return message
    }

    @Test(
        "a name stays reserved, and no field has it; the messages are the established ones",
        arguments: ["NONE", "FULL"])
    func avro(level: String) throws {
        let registry = try TestRegistry()
        #expect(
            try registry.send(
                "PUT", "/config/s", ["compatibility": .string(level), "validateFields": true]
            ).status == 200)
        func register(_ schema: String, reserved: String?) throws -> TestRegistry.Answer {
            try registry.send("POST", "/subjects/s/versions", request(schema, reserved: reserved))
        }
        let used = try register(Sample.fields("a", "b"), reserved: "b")
        #expect(used.status == 409 && used.errorCode == 409)
        #expect(
            message(used).hasSuffix(
                "details: [The new schema has field that conflicts with the reserved field b., "
                    + "{validateFields: 'true', compatibility: '\(level)'}]"), "\(message(used))")
        #expect(try register(Sample.fields("a"), reserved: "b, c").status == 200)
        let removed = try register(Sample.fields("a", "d"), reserved: "c")
        #expect(removed.status == 409)
        #expect(
            message(removed).contains(
                "[The new schema has reserved field b removed from its metadata which is present in the old schema's "
                    + "metadata., {validateFields"))
        // Metadata that is not given is the version's before, in a check too.
        let check = "/compatibility/subjects/s/versions?verbose=true"
        #expect(
            try registry.send("POST", check, Sample.request(Sample.fields("a", "b"))).json?["is_compatible"] == false)
        #expect(try register(Sample.fields("a", "b"), reserved: nil).status == 409)
        #expect(
            try registry.send("POST", check, Sample.request(Sample.fields("a", "d"))).json?["is_compatible"] == true)
        #expect(try register(Sample.fields("a", "d"), reserved: nil).status == 200)
        // Names that are added are fine; without the setting, everything is.
        #expect(try register(Sample.fields("a", "d", "e"), reserved: "b,c,f").status == 200)
        #expect(try registry.send("PUT", "/config/s", ["validateFields": false]).status == 200)
        #expect(try register(Sample.fields("a", "d", "f"), reserved: "f").status == 200)
    }

    @Test("what breaks the level too is told with it")
    func both() throws {
        let registry = try TestRegistry()
        #expect(try registry.send("PUT", "/config", ["validateFields": true]).status == 200)
        let first = request(Sample.record(), reserved: "b")
        #expect(try registry.send("POST", "/subjects/s/versions", first).status == 200)
        let answer = try registry.send(
            "POST", "/subjects/s/versions", request(Sample.record("R", "\"string\""), reserved: "c"))
        #expect(answer.status == 409)
        #expect(message(answer).contains("[The new schema has reserved field b removed"))
        #expect(message(answer).contains("{errorType:'TYPE_MISMATCH'"))
        #expect(message(answer).hasSuffix("{validateFields: 'true', compatibility: 'BACKWARD'}]"))
    }

    @Test("of a Protobuf file, the first message's fields")
    func protobuf() throws {
        let registry = try TestRegistry()
        #expect(try registry.send("PUT", "/config", ["validateFields": true]).status == 200)
        func status(_ reserved: String) throws -> Int {
            try registry.send(
                "POST", "/subjects/s-\(reserved)/versions",
                request(
                    "syntax = \"proto3\"; message M { int32 a = 1; } message N { int32 b = 1; }", reserved: reserved,
                    type: "PROTOBUF")
            ).status
        }
        #expect(try status("a") == 409)
        #expect(try status("b") == 200)
    }

    @Test("names that begin with $$ are no names in either language, with the setting or without")
    func dollars() throws {
        let registry = try TestRegistry()
        for validates in [false, true] {
            #expect(try registry.send("PUT", "/config", ["validateFields": .bool(validates)]).status == 200)
            for body in [
                request(Sample.fields("$$a"), reserved: nil),
                request("syntax = \"proto3\"; message M { int32 $$a = 1; }", reserved: nil, type: "PROTOBUF"),
            ] {
                let answer = try registry.send("POST", "/subjects/s/versions", body)
                #expect(answer.status == 422 && answer.errorCode == 42201, "\(answer.text)")
            }
        }
    }
}
