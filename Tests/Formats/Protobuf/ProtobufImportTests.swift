// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import Formats
import Testing

@Suite("Imports of Protobuf schemas")
struct ProtobufImportTests {
    private func problems(_ text: String, _ references: [String: String] = [:]) -> [String] {
        do {
            _ = try ProtobufSchema.parse(text, references: references)
            return []
        } catch { return error.problems.map(\.description) }
    }

    @Test("that no reference has are told where they stand")
    func unresolved() {
        let text = "syntax = \"proto3\";\nimport \"google/protobuf/any.proto\";\n  import \"gone.proto\";"
        #expect(
            problems(text) == [
                "line 3, column 3: Import \"gone.proto\" was not found: no reference has that name, and it is not built in."
            ])
    }

    @Test("of a reference that are missing are told with the reference's name")
    func unresolvedInReference() {
        let found = problems(
            "syntax = \"proto3\"; import \"a.proto\";", ["a.proto": "syntax = \"proto3\";\nimport \"b.proto\";"])
        #expect(
            found.first
                == "a.proto:2:1: Import \"b.proto\" was not found: no reference has that name, and it is not built in.")
    }

    @Test("in a circle are refused")
    func circle() {
        let found = problems(
            "syntax = \"proto3\"; import \"a.proto\";",
            [
                "a.proto": "syntax = \"proto3\"; import \"b.proto\";",
                "b.proto": "syntax = \"proto3\"; import \"a.proto\";",
            ])
        #expect(found.contains { $0.contains("recursively imports itself: a.proto -> b.proto -> a.proto") }, "\(found)")
    }

    @Test("may be many files deep")
    func deep() throws {
        var references: [String: String] = [:]
        for index in 0..<199 {
            let next = index == 198 ? "" : "import public \"f\(index + 1).proto\";"
            references["f\(index).proto"] = "syntax = \"proto3\"; \(next) message M\(index) {}"
        }
        let schema = try ProtobufSchema.parse(
            "syntax = \"proto3\"; import \"f0.proto\"; message M { M198 m = 1; }", references: references)
        #expect(schema.imports.count == 199)
    }

    @Test("of well-known files may be references as well")
    func wellKnownReference() throws {
        let text = """
            syntax = "proto3"; package google.protobuf; message Timestamp { int64 seconds = 1; int32 nanos = 2; }
            """
        let schema = try ProtobufSchema.parse(
            "syntax = \"proto3\"; import \"google/protobuf/timestamp.proto\"; message M { google.protobuf.Timestamp t = 1; }",
            references: ["google/protobuf/timestamp.proto": text])
        #expect(schema.message(named: ".google.protobuf.Timestamp")?.fields.count == 2)
        // And the schema itself may be such a file.
        #expect(try ProtobufSchema.parse(text).file.package == "google.protobuf")
    }
}
