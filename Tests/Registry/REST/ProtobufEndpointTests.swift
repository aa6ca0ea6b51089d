// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import Formats
import Testing

@Suite("Protobuf schemas over HTTP")
struct ProtobufEndpointTests {
    private static let text = "syntax = \"proto3\"; package shop; message Order { string id = 2; int32 n = 1; }"
    private static let normal = """
        syntax = "proto3";
        package shop;

        message Order {
          int32 n = 1;
          string id = 2;
        }

        """

    private func register(
        _ registry: TestRegistry, _ text: String, subject: String = "orders", query: String = ""
    ) throws -> TestRegistry.Answer {
        try registry.send(
            "POST", "/subjects/\(subject)/versions\(query)", ["schema": .string(text), "schemaType": "PROTOBUF"])
    }

    @Test("normalised, they are stored in normal form, and equal ones are one version")
    func normalize() throws {
        let registry = try TestRegistry()
        #expect(try register(registry, Self.text, query: "?normalize=true").status == 200)
        #expect(try registry.get("/subjects/orders/versions/1").json?["schema"] == .string(Self.normal))
        let other =
            "// Another text.\n"
            + Self.text.replacing("string id = 2; int32 n = 1;", with: "int32 n = 1; string id = 2;")
        #expect(try register(registry, other, query: "?normalize=true").status == 200)
        #expect(try registry.get("/subjects/orders/versions").text == "[1]")
        let found = try registry.send(
            "POST", "/subjects/orders?normalize=true", ["schema": .string(other), "schemaType": "PROTOBUF"])
        #expect(found.json?["version"] == 1)
        // Not normalised, it is another version.
        #expect(try register(registry, other).status == 200)
        #expect(try registry.get("/subjects/orders/versions").text == "[1,2]")
    }

    @Test("a descriptor in base64 is taken, and given on request")
    func serialized() throws {
        let registry = try TestRegistry()
        let encoded = Base64.encode(try ProtobufSchema.parse(Self.text).descriptor)
        #expect(try register(registry, encoded).status == 200)
        let text = try #require(try registry.get("/subjects/orders/versions/1").json?["schema"])
        guard case .string(let stored) = text else {
            Issue.record("no text")
            return
        }
        #expect(stored.contains("message Order {"))
        let given = try registry.get("/subjects/orders/versions/1?format=serialized").json?["schema"]
        guard case .string(let serialized)? = given else {
            Issue.record("no descriptor")
            return
        }
        #expect(try ProtobufSchema.parse(serialized).text == stored)
    }

    @Test("errors have lines and columns, also of imports that are missing")
    func errors() throws {
        let registry = try TestRegistry()
        let answer = try register(registry, "syntax = \"proto3\";\nimport \"gone.proto\";\nmessage M { Gone g = 1; }")
        #expect(answer.errorCode == 42201)
        #expect(answer.text.contains("line 2, column 1: Import \\\"gone.proto\\\" was not found"), "\(answer.text)")
        let events = try register(registry, Self.text, subject: "events.order_paid-value")
        #expect(events.errorCode == 42201)
        #expect(events.text.contains("events have schemas of type AVRO"))
    }
}
