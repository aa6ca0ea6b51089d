// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import Formats
import Testing

@testable import Registry

@Suite("Differences in imported files have the file and the place in it")
struct ProtobufImportedPlaceTests {
    private static let root = """
        syntax = "proto3";
        package shop;
        import "common/types.proto";
        message Order { common.Address to = 1; }
        """

    private func schema(_ types: String, _ more: [String: String] = [:]) throws -> ProtobufSchema {
        try ProtobufSchema.parse(Self.root, references: more.merging(["common/types.proto": types]) { $1 })
    }

    private func differences(
        _ old: String, _ new: String, _ policy: CompatibilityPolicy, _ more: [String: String] = [:]
    ) throws -> [CompatibilityDifference] {
        ProtobufCompatibility.differences(
            reader: try schema(new, more), writer: try schema(old, more), direction: .backward, policy: policy)
    }

    private static let header = "syntax = \"proto3\";\npackage common;\n"

    @Test(
        "Messages, fields, oneofs and enum values",
        arguments: [
            (
                "message Address {\n  string zip = 1;\n}", "message Address {\n\n  int32 zip = 1;\n}", [4, 3], [5, 3],
                "FIELD_WIRE_COMPATIBLE_TYPE"
            ),
            (
                "message Address { string zip = 1; }", "message Address {\n  /* é */ repeated string zip = 1;\n}",
                [3, 19], [4, 11], "FIELD_WIRE_COMPATIBLE_CARDINALITY"
            ),
            (
                "message Address {\n\tstring zip = 1; }", "message Address {}", [4, 2], [3, 1],
                "FIELD_NO_DELETE_UNLESS_NUMBER_RESERVED"
            ),
            (
                "message Address { Kind k = 1; }\nenum Kind {\n  A = 0;\n  B = 1;\n}",
                "message Address { Kind k = 1; }\nenum Kind {\n  A = 0;\n}", [6, 3], [4, 1],
                "ENUM_VALUE_NO_DELETE_UNLESS_NUMBER_RESERVED"
            ),
        ] as [(String, String, [Int], [Int], String)])
    func policies(_ old: String, _ new: String, _ oldPlace: [Int], _ newPlace: [Int], _ type: String) throws {
        let found = try differences(Self.header + old, Self.header + new, .wire)
        let difference = try #require(found.first { $0.type == type }, "\(found)")
        for (place, expected) in [(difference.oldPlace, oldPlace), (difference.newPlace, newPlace)] {
            let place = try #require(place)
            #expect(place.file == "common/types.proto")
            #expect([place.line, place.column] == expected, "\(place)")
        }
    }

    @Test("The established rules, too; what uses the type is in the schema's own file")
    func established() throws {
        let found = try differences(
            Self.header + "message Address { int32 zip = 1; }", Self.header + "message Address {\n string zip = 1;\n}",
            .confluent)
        #expect(found.map(\.type) == ["FIELD_SCALAR_KIND_CHANGED", "FIELD_NAMED_TYPE_CHANGED"])
        #expect(found[0].newPlace == SchemaPlace(path: "#/Address/1", line: 4, column: 2, file: "common/types.proto"))
        #expect(found[1].newPlace == SchemaPlace(path: "#/Order/1", line: 4, column: 17))
        #expect(found[0].json["new"]?["file"] == "common/types.proto")
        #expect(found[1].json["new"]?["file"] == nil)
    }

    @Test("A file that imports another one itself; one that was registered as a descriptor has no place")
    func chain() throws {
        let types = Self.header + "import \"zip.proto\";\nmessage Address { zip.Code code = 1; }"
        func zip(_ type: String) -> [String: String] {
            ["zip.proto": "syntax = \"proto3\"; package zip;\nmessage Code {\n  \(type) text = 1;\n}"]
        }
        let (old, new) = (try schema(types, zip("string")), try schema(types, zip("float")))
        let found = ProtobufCompatibility.differences(reader: new, writer: old, direction: .backward, policy: .wire)
        #expect(found.map(\.newPlace) == [SchemaPlace(path: "#/Code/1", line: 3, column: 3, file: "zip.proto")])

        let descriptor = try ProtobufSchema.parse(
            Self.header + "message Address { int32 zip = 1; }"
        ).descriptor
        let given = try schema(Base64.encode(descriptor))
        let text = try schema(Self.header + "message Address { float zip = 1; }")
        let mixed = ProtobufCompatibility.differences(reader: text, writer: given, direction: .backward, policy: .wire)
        #expect(mixed.count == 1)
        #expect(mixed.first?.oldPlace == nil)
        #expect(mixed.first?.newPlace?.column == 19)
    }
}
