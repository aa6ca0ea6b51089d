// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import Formats
import Testing

@testable import Registry

@Suite("Every Avro rule explains itself: place in both texts, why, and what mends it, in both directions")
struct AvroExplanationTests {
    /// Two schemas that break one rule, with the pointers into each.
    struct Case: Sendable, CustomTestStringConvertible {
        let rule: CompatibilityRule
        let reader: String
        let writer: String
        let readerPointer: String
        let writerPointer: String
        /// The reader, changed so that the rule is kept.
        let mended: String
        var policy = CompatibilityPolicy.confluent
        /// Whether a record of the writer shows it.
        var isProvable = true

        var testDescription: String { rule.id }
    }

    private static func record(_ fields: String, _ name: String = "R") -> String {
        #"{"type":"record","name":"\#(name)","fields":[\#(fields)]}"#
    }

    private static func field(_ type: String) -> String { record(#"{"name":"a","type":\#(type)}"#) }

    private static let cases = [
        Case(
            rule: .avroNameMismatch, reader: #"{"type":"record","name":"b.S","fields":[]}"#,
            writer: #"{"type":"record","name":"a.R","fields":[]}"#, readerPointer: "/name", writerPointer: "/name",
            mended: #"{"type":"record","name":"b.S","aliases":["a.R"],"fields":[]}"#),
        Case(
            rule: .avroType, reader: field(#""int""#), writer: field(#""string""#), readerPointer: "/fields/0/type",
            writerPointer: "/fields/0/type", mended: field(#""bytes""#)),
        Case(
            rule: .avroUnionBranch, reader: field(#"["null","int"]"#), writer: field(#"["null","string"]"#),
            readerPointer: "/fields/0/type", writerPointer: "/fields/0/type/1",
            mended: field(#"["null","int","string"]"#)),
        Case(
            rule: .avroFieldMissingDefault, reader: record(#"{"name":"a","type":"int"}"#), writer: record(""),
            readerPointer: "/fields/0", writerPointer: "", mended: record(#"{"name":"a","type":"int","default":0}"#)),
        Case(
            rule: .avroFieldAmbiguous, reader: record(#"{"name":"a","aliases":["b"],"type":"int"}"#),
            writer: record(#"{"name":"a","type":"int"},{"name":"b","type":"int"}"#), readerPointer: "/fields/0",
            writerPointer: "/fields/1", mended: record(#"{"name":"a","type":"int"}"#)),
        Case(
            rule: .avroEnumSymbols, reader: field(#"{"type":"enum","name":"E","symbols":["A"]}"#),
            writer: field(#"{"type":"enum","name":"E","symbols":["A","B"]}"#),
            readerPointer: "/fields/0/type/symbols", writerPointer: "/fields/0/type/symbols/1",
            mended: field(#"{"type":"enum","name":"E","symbols":["A"],"default":"A"}"#)),
        Case(
            rule: .avroFixedSize, reader: field(#"{"type":"fixed","name":"F","size":4}"#),
            writer: field(#"{"type":"fixed","name":"F","size":8}"#), readerPointer: "/fields/0/type/size",
            writerPointer: "/fields/0/type/size", mended: field(#"{"type":"fixed","name":"F","size":8}"#)),
        Case(
            rule: .avroFullName, reader: #"{"type":"fixed","name":"b.F","size":4}"#,
            writer: #"{"type":"fixed","name":"a.F","size":4}"#, readerPointer: "/name", writerPointer: "/name",
            mended: #"{"type":"fixed","name":"b.F","aliases":["a.F"],"size":4}"#, policy: .strict),
        Case(
            rule: .avroLogicalType, reader: field(#"{"type":"long","logicalType":"timestamp-micros"}"#),
            writer: field(#"{"type":"long","logicalType":"timestamp-millis"}"#), readerPointer: "/fields/0/type",
            writerPointer: "/fields/0/type", mended: field(#"{"type":"long","logicalType":"timestamp-millis"}"#),
            policy: .strict),
        Case(
            rule: .avroLogicalType,
            reader: field(#"["null",{"type":"bytes","logicalType":"decimal","precision":9,"scale":2}]"#),
            writer: field(#"["null",{"type":"bytes","logicalType":"decimal","precision":9,"scale":3}]"#),
            readerPointer: "/fields/0/type/1", writerPointer: "/fields/0/type/1",
            mended: field(#"["null",{"type":"bytes","logicalType":"decimal","precision":9,"scale":3}]"#),
            policy: .strict),
    ]

    private func differences(
        _ reader: String, _ writer: String, _ direction: CompatibilityDirection, _ policy: CompatibilityPolicy
    ) throws -> [CompatibilityDifference] {
        AvroCompatibility.differences(
            reader: try AvroSchema.parse(reader), writer: try AvroSchema.parse(writer), direction: direction,
            policy: policy)
    }

    @Test("the rule is found, placed in both texts, and kept by the mended schema", arguments: cases)
    func rule(one: Case) throws {
        let backward = try differences(one.reader, one.writer, .backward, one.policy)
        #expect(backward.map(\.rule) == [one.rule])
        #expect(backward.first?.newPlace?.path == one.readerPointer)
        #expect(backward.first?.oldPlace?.path == one.writerPointer)
        #expect(backward.first?.direction == .backward)

        let forward = try differences(one.reader, one.writer, .forward, one.policy)
        #expect(forward.map(\.rule) == [one.rule])
        #expect(forward.first?.newPlace?.path == one.writerPointer)
        #expect(forward.first?.oldPlace?.path == one.readerPointer)

        #expect(try differences(one.mended, one.writer, .backward, one.policy).isEmpty)
        for found in backward + forward {
            #expect(found.why.hasSuffix(".") && found.remedy.hasSuffix("."), "\(found.why) \(found.remedy)")
            #expect(found.why.contains(found.direction.writer) && found.why.contains(found.direction.reader))
        }
        #expect(
            backward.first?.remedy != forward.first?.remedy || one.rule.id.hasSuffix("mismatch")
                || one.policy == .strict)
    }

    @Test("the strict rules are not asked for by default", arguments: cases.filter { $0.policy == .strict })
    func lax(one: Case) throws {
        #expect(try differences(one.reader, one.writer, .backward, .confluent).isEmpty)
    }

    @Test("a record shows each, and the mended schema reads all", arguments: cases)
    func proof(one: Case) throws {
        let (reader, writer) = (try AvroSchema.parse(one.reader), try AvroSchema.parse(one.writer))
        let example = try #require(
            AvroProof.counterExample(reader: reader, writer: writer, direction: .backward, policy: one.policy))
        #expect(!example.reason.isEmpty)
        let mended = try AvroSchema.parse(one.mended)
        #expect(
            AvroProof.counterExample(reader: mended, writer: writer, direction: .backward, policy: one.policy) == nil)
    }

    @Test("lines and columns are those of the texts, through names that are used before their place")
    func places() throws {
        let reader = """
            {"type": "record", "name": "R", "fields": [
              {"name": "first", "type": {"type": "record", "name": "P", "fields": [
                {"name": "x", "type": "int"},
                {"name": "y", "type": "string"}
              ]}},
              {"name": "second", "type": "P"}
            ]}
            """
        let writer =
            #"{"type":"record","name":"R","fields":[{"name":"second","type":"#
            + #"{"type":"record","name":"P","fields":[{"name":"y","type":"string"}]}},{"name":"first","type":"P"}]}"#
        let found = try differences(reader, writer, .backward, .confluent)
        #expect(found.map(\.path) == ["/fields/0/type/fields/0", "/fields/0/type/fields/0"], "as Java repeats it")
        #expect(Set(found.map(\.newPlace)) == [SchemaPlace(path: "/fields/0/type/fields/0", line: 3, column: 5)])
        #expect(found.first?.oldPlace == SchemaPlace(path: "/fields/0/type", line: 1, column: 63))
    }

    @Test("a type that came by a reference is placed where it is used")
    func references() throws {
        let shared = { (size: Int) in try AvroSchema.parse(#"{"type":"fixed","name":"shop.F","size":\#(size)}"#) }
        let text = #"{"type":"record","name":"R","fields":[{"name":"a","type":"shop.F"}]}"#
        let found = AvroCompatibility.differences(
            reader: try AvroSchema.parse(text, references: [try shared(2)]),
            writer: try AvroSchema.parse(text, references: [try shared(3)]), direction: .backward)
        #expect(found.map(\.path) == ["/fields/0/type/size"])
        #expect(found.first?.newPlace?.path == "/fields/0/type" && found.first?.newPlace?.column == 58)
    }

    @Test("a union's branch that does not fit says why the nearest does not")
    func nearest() throws {
        let branch = { (fields: String) in
            Self.field(#"["null",{"type":"record","name":"I","fields":[\#(fields)]}]"#)
        }
        let found = try differences(
            branch(#"{"name":"x","type":"int"},{"name":"y","type":"int"}"#), branch(#"{"name":"x","type":"int"}"#),
            .backward, .confluent)
        #expect(found.map(\.rule) == [.avroUnionBranch])
        #expect(found.first?.why.contains("have no field 'y'") == true)
        #expect(found.first?.remedy == "Give the field 'y' a default.")
    }

    @Test("a field without a default whose enum has one: Java compares the enum with the record")
    func enumDefault() throws {
        let found = try differences(
            Self.field(#"{"type":"enum","name":"E","symbols":["A"],"default":"A"}"#), Self.record(""), .backward,
            .confluent)
        #expect(found.map(\.rule) == [.avroFieldMissingDefault])
        #expect(found.first?.type == "TYPE_MISMATCH" && found.first?.path == "/fields/0/type")
    }

    @Test("differences that double at each level, and unions of thousands of branches, are bounded")
    func bounds() throws {
        func doubling(_ leaf: String) -> String {
            (1...30).reduce(Self.record(leaf, "R0")) { inner, level in
                Self.record(
                    #"{"name":"a","type":\#(inner)},{"name":"b","type":"R\#(level - 1)"}"#, "R\(level)")
            }
        }
        let many = try differences(doubling(#"{"name":"x","type":"int"}"#), doubling(""), .backward, .confluent)
        #expect(many.count == AvroCompatibility.maxDifferences)
        let union = { (space: String) in
            "["
                + (0..<900).map { #"{"type":"record","name":"\#(space)\#($0).R","fields":[]}"# }.joined(separator: ",")
                + "]"
        }
        #expect(try differences(union("a"), union("b"), .backward, .confluent).isEmpty)
    }
}
