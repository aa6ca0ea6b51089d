// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import Formats
import Testing

@Suite("What a valid Avro schema says in vain is noted with its place")
struct AvroSchemaFindingTests {
    private func findings(_ text: String) throws -> [String] {
        try AvroSchema.parse(text).findings.map { "\($0.kind.rawValue) \($0.pointer)" }
    }

    @Test(
        "logical types that are ignored say why",
        arguments: [
            (#"{"type":"long","logicalType":"date"}"#, "it needs int, and this is long"),
            (#"{"type":"string","logicalType":"decimal","precision":4}"#, "it needs bytes or a fixed"),
            (#"{"type":"bytes","logicalType":"decimal"}"#, "it has no precision"),
            (
                #"{"type":"bytes","logicalType":"decimal","precision":0}"#,
                "must be a positive number, found the number 0"
            ),
            (#"{"type":"bytes","logicalType":"decimal","precision":2,"scale":3}"#, "from 0 to the precision 2"),
            (
                #"{"type":"fixed","name":"F","size":2,"logicalType":"decimal","precision":5}"#,
                "a fixed of 2 bytes holds 4 digits"
            ),
            (#"{"type":"fixed","name":"F","size":15,"logicalType":"uuid"}"#, "a string or a fixed of 16 bytes"),
            (#"{"type":"fixed","name":"F","size":13,"logicalType":"duration"}"#, "a fixed of 12 bytes"),
            (#"{"type":"array","items":"int","logicalType":"date"}"#, "this is an array"),
            (#"{"type":"enum","name":"E","symbols":["A"],"logicalType":"uuid"}"#, "this is an enum"),
        ])
    func ignored(text: String, reason: String) throws {
        let schema = try AvroSchema.parse(text)
        #expect(schema.findings.map(\.kind) == [.logicalTypeIgnored])
        #expect(schema.findings.first?.message.contains(reason) == true, "\(schema.findings)")
        #expect(schema.findings.first?.pointer.description == "/logicalType")
        #expect(schema.root.logicalType == nil)
    }

    @Test("valid ones are not noted, unknown ones are kept as attributes")
    func valid() throws {
        for text in [
            #"{"type":"bytes","logicalType":"big-decimal"}"#, #"{"type":"long","logicalType":"local-timestamp-nanos"}"#,
            #"{"type":"fixed","name":"F","size":16,"logicalType":"uuid"}"#,
            #"{"type":"fixed","name":"F","size":2,"logicalType":"decimal","precision":4}"#,
        ] {
            let schema = try AvroSchema.parse(text)
            #expect(schema.findings.isEmpty && schema.root.logicalType != nil)
        }
        #expect(try findings(#"{"type":"int","logicalType":"money"}"#) == ["logical-type-unknown /logicalType"])
        #expect(try AvroSchema.parse(#"{"type":"int","logicalType":"money"}"#).normalForm().contains("money"))
    }

    @Test("a logical type beside a field's type, and aliases that belong to two fields")
    func fields() throws {
        let record = { (fields: String) in #"{"type":"record","name":"R","fields":[\#(fields)]}"# }
        #expect(
            try findings(record(#"{"name":"a","type":"long","logicalType":"timestamp-millis"}"#)) == [
                "logical-type-misplaced /fields/0/logicalType"
            ])
        #expect(
            try findings(
                record(#"{"name":"a","aliases":["x"],"type":"int"},{"name":"b","aliases":["x","a"],"type":"int"}"#))
                == [
                    "alias-ambiguous /fields/1/aliases/0", "alias-ambiguous /fields/1/aliases/1",
                ])
        #expect(try findings(record(#"{"name":"a","aliases":["a","x"],"type":"int"}"#)).isEmpty)
    }

    @Test("positions of many pointers are found in one walk; a part that is missing has its nearest ancestor's")
    func positions() throws {
        let text =
            "{\n \"type\": \"record\", \"name\": \"Re\",\n \"fields\": [\n  {\"name\": \"a\", \"type\": \"int\"}]}"
        let schema = try AvroSchema.parse(text)
        let found = schema.positions(of: [
            JSONPointer(["fields", "0", "type"]), JSONPointer(), JSONPointer(["name"]),
            JSONPointer(["fields", "7", "x"]),
        ])
        #expect(
            found == [
                TextPosition(line: 4, column: 25), TextPosition(line: 1, column: 1), TextPosition(line: 2, column: 28),
                TextPosition(line: 3, column: 12),
            ])
    }
}
