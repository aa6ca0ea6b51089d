// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import Formats
import Testing

@testable import Registry

/// What keeps a reader from reading what a writer wrote, as messages.
func avroDifferences(
    reader: String, writer: String, _ direction: CompatibilityDirection = .backward
) throws -> [String] {
    AvroCompatibility.differences(
        reader: try AvroSchema.parse(reader), writer: try AvroSchema.parse(writer), direction: direction
    ).map(\.message)
}

@Suite("Avro rule: names without namespaces, or an alias")
struct AvroNameRuleTests {
    private static func fixed(_ name: String, _ rest: String = "") -> String {
        #"{"type":"fixed","name":"\#(name)","size":4\#(rest)}"#
    }

    @Test(
        "equal names match, whatever their namespaces; an alias must be the writer's full name",
        arguments: [
            (fixed("a.F"), fixed("b.F")), (fixed("a.G", #","aliases":["F"]"#), fixed("a.F")),
            (fixed("a.G", #","aliases":["b.F"]"#), fixed("b.F")),
        ])
    func match(reader: String, writer: String) throws {
        #expect(try avroDifferences(reader: reader, writer: writer).isEmpty)
    }

    @Test(
        "other names do not",
        arguments: [(fixed("G"), fixed("F")), (fixed("a.G", #","aliases":["F"]"#), fixed("b.F"))])
    func mismatch(reader: String, writer: String) throws {
        let found = try avroDifferences(reader: reader, writer: writer)
        #expect(found.count == 1)
        #expect(found[0].hasPrefix("{errorType:'NAME_MISMATCH', description:'The name of the schema has changed "))
        #expect(found[0].contains("(path '/name')', additionalInfo:'expected: "))
    }

    @Test("records and enums are named too")
    func kinds() throws {
        #expect(
            try avroDifferences(
                reader: #"{"type":"record","name":"b.S","fields":[]}"#,
                writer: #"{"type":"record","name":"a.R","fields":[]}"#) == [
                    "{errorType:'NAME_MISMATCH', description:'The name of the schema has changed (path '/name')', "
                        + "additionalInfo:'expected: a.R'}"
                ])
        #expect(
            try avroDifferences(
                reader: #"{"type":"enum","name":"S","symbols":["A"]}"#,
                writer: #"{"type":"enum","name":"R","symbols":["A"]}"#
            ).count == 1)
    }
}

@Suite("Avro rule: equal types or promotion")
struct AvroTypeRuleTests {
    @Test("exactly these primitives read each other")
    func promotions() throws {
        let primitives = ["null", "boolean", "int", "long", "float", "double", "bytes", "string"]
        let promotions: Set<[String]> = [
            ["int", "long"], ["int", "float"], ["int", "double"], ["long", "float"], ["long", "double"],
            ["float", "double"], ["string", "bytes"], ["bytes", "string"],
        ]
        for writer in primitives {
            for reader in primitives {
                let found = try avroDifferences(reader: "\"\(reader)\"", writer: "\"\(writer)\"")
                #expect(found.isEmpty == (reader == writer || promotions.contains([writer, reader])))
            }
        }
    }

    @Test("the message names both types and the place")
    func message() throws {
        let reader = #"{"type":"record","name":"R","fields":[{"name":"a","type":"string"}]}"#
        let writer = #"{"type":"record","name":"R","fields":[{"name":"a","type":"int"}]}"#
        #expect(
            try avroDifferences(reader: reader, writer: writer) == [
                "{errorType:'TYPE_MISMATCH', description:'The type (path '/fields/0/type') of a field in the new schema "
                    + "does not match with the old schema', additionalInfo:'reader type: STRING not compatible with "
                    + "writer type: INT'}"
            ])
        #expect(try avroDifferences(reader: reader, writer: writer, .forward)[0].contains("in the old schema does not"))
    }

    @Test("arrays and maps are compared by what they hold")
    func containers() throws {
        #expect(
            try avroDifferences(
                reader: #"{"type":"array","items":"long"}"#, writer: #"{"type":"array","items":"int"}"#
            ).isEmpty)
        #expect(
            try avroDifferences(
                reader: #"{"type":"map","values":"int"}"#, writer: #"{"type":"map","values":"string"}"#
            ).first?.contains("(path '/values')") == true)
        #expect(
            try avroDifferences(
                reader: #"{"type":"array","items":"int"}"#, writer: #"{"type":"map","values":"int"}"#
            ).first?.contains("reader type: ARRAY not compatible with writer type: MAP") == true)
    }

    @Test("logical types, precision and order are not looked at")
    func ignored() throws {
        let decimal = #"{"type":"bytes","logicalType":"decimal","precision":9,"scale":"#
        #expect(try avroDifferences(reader: decimal + "2}", writer: decimal + "3}").isEmpty)
        #expect(
            try avroDifferences(
                reader: #"{"type":"long","logicalType":"timestamp-millis"}"#,
                writer: #"{"type":"long","logicalType":"timestamp-micros"}"#
            ).isEmpty)
    }
}

@Suite("Avro rule: unions")
struct AvroUnionRuleTests {
    @Test("every branch of the writer must be readable")
    func writer() throws {
        #expect(try avroDifferences(reader: "\"long\"", writer: #"["int","long"]"#).isEmpty)
        #expect(
            try avroDifferences(reader: "\"long\"", writer: #"["int","string","null"]"#).map { $0.prefix(26) } == [
                "{errorType:'TYPE_MISMATCH'", "{errorType:'TYPE_MISMATCH'",
            ])
        #expect(try avroDifferences(reader: #"["null","string"]"#, writer: #"["string","null"]"#).isEmpty)
    }

    @Test("one branch of the reader is enough")
    func reader() throws {
        #expect(try avroDifferences(reader: #"["null","double"]"#, writer: "\"int\"").isEmpty)
        #expect(
            try avroDifferences(reader: #"["null","int"]"#, writer: "\"string\"") == [
                "{errorType:'MISSING_UNION_BRANCH', description:'The new schema is missing a type inside a union field "
                    + "at path '/' in the old schema', additionalInfo:'reader union lacking writer type: STRING'}"
            ])
    }

    @Test("a missing branch is named by its place in the writer's union")
    func missing() throws {
        let field = { (type: String) in #"{"type":"record","name":"R","fields":[{"name":"a","type":\#(type)}]}"# }
        #expect(
            try avroDifferences(reader: field(#"["null","int"]"#), writer: field(#"["null","string"]"#)) == [
                "{errorType:'MISSING_UNION_BRANCH', description:'The new schema is missing a type inside a union field "
                    + "at path '/fields/0/type/1' in the old schema', additionalInfo:'reader union lacking writer "
                    + "type: STRING'}"
            ])
    }
}

@Suite("Avro rule: fields by name, alias or default")
struct AvroFieldRuleTests {
    private func record(_ fields: String) -> String { #"{"type":"record","name":"R","fields":[\#(fields)]}"# }

    @Test("a field that the writer lacks needs a default")
    func missing() throws {
        let writer = record(#"{"name":"a","type":"int"}"#)
        #expect(
            try avroDifferences(
                reader: record(#"{"name":"a","type":"int"},{"name":"b","type":"int"}"#), writer: writer) == [
                    "{errorType:'READER_FIELD_MISSING_DEFAULT_VALUE', description:'The field 'b' at path '/fields/1' in "
                        + "the new schema has no default value and is missing in the old schema', additionalInfo:'b'}"
                ])
        #expect(
            try avroDifferences(
                reader: record(#"{"name":"a","type":"int"},{"name":"b","type":["null","int"],"default":null}"#),
                writer: writer
            ).isEmpty)
        #expect(try avroDifferences(reader: record(""), writer: writer).isEmpty, "more fields of the writer are fine")
    }

    @Test("fields are found by aliases of the reader, and not of the writer")
    func aliases() throws {
        let old = record(#"{"name":"a","type":"int"}"#)
        let renamed = record(#"{"name":"b","aliases":["a"],"type":"long"}"#)
        #expect(try avroDifferences(reader: renamed, writer: old).isEmpty)
        #expect(try avroDifferences(reader: old, writer: renamed).count == 1)
    }

    @Test("a field that matches two of the writer's is an error")
    func ambiguous() throws {
        let found = try avroDifferences(
            reader: record(#"{"name":"a","aliases":["b"],"type":"int"}"#),
            writer: record(#"{"name":"a","type":"int"},{"name":"b","type":"int"}"#))
        #expect(found.first?.hasPrefix("{errorType:'READER_FIELD_AMBIGUOUS'") == true)
    }

    @Test("the order of fields does not matter, and recursive records end")
    func recursion() throws {
        let list = record(#"{"name":"next","type":["null","R"]},{"name":"v","type":"int"}"#)
        let wider = record(#"{"name":"v","type":"long"},{"name":"next","type":["null","R"]}"#)
        #expect(try avroDifferences(reader: wider, writer: list).isEmpty)
        #expect(try !avroDifferences(reader: list, writer: wider).isEmpty)
    }
}

@Suite("Avro rule: symbols of enums")
struct AvroSymbolRuleTests {
    private func symbols(_ symbols: String, _ rest: String = "") -> String {
        #"{"type":"enum","name":"E","symbols":[\#(symbols)]\#(rest)}"#
    }

    @Test("symbols that the reader lacks need a default of its enum")
    func missing() throws {
        #expect(
            try avroDifferences(reader: symbols(#""A""#), writer: symbols(#""C","A","B""#)) == [
                "{errorType:'MISSING_ENUM_SYMBOLS', description:'The new schema is missing enum symbols '[B, C]' at path "
                    + "'/symbols' in the old schema', additionalInfo:'[B, C]'}"
            ])
        #expect(
            try avroDifferences(
                reader: symbols(#""A""#, #","default":"A""#), writer: symbols(#""A","B""#)
            ).isEmpty)
        #expect(try avroDifferences(reader: symbols(#""B","A","C""#), writer: symbols(#""A","B""#)).isEmpty)
    }
}

@Suite("Avro rule: sizes of fixed types")
struct AvroSizeRuleTests {
    @Test("fixed types must be of one size")
    func sizes() throws {
        let fixed = { (size: Int) in #"{"type":"fixed","name":"F","size":\#(size)}"# }
        #expect(try avroDifferences(reader: fixed(4), writer: fixed(4)).isEmpty)
        #expect(
            try avroDifferences(reader: fixed(4), writer: fixed(8)) == [
                "{errorType:'FIXED_SIZE_MISMATCH', description:'The size of FIXED type field at path '/size' in the new "
                    + "schema does not match with the old schema', additionalInfo:'expected: 8, found: 4'}"
            ])
    }
}

@Suite("Avro compatibility: no schema exhausts the stack")
struct AvroCompatibilityDepthTests {
    /// A ring of records, each of which points to the next.
    private func ring(_ prefix: String, _ count: Int, aliases: [String] = []) -> String {
        let aliases = aliases.map { "\"\($0)\"" }.joined(separator: ",")
        return (0..<count).reversed().reduce("\"\(prefix)0\"") { next, index in
            """
            {"type":"record","name":"\(prefix)\(index)","aliases":[\(aliases)],"fields":[
            {"name":"n","type":["null",\(next)]}]}
            """
        }
    }

    @Test("two rings of records, of lengths without a common divisor, go round each other too long to be compared")
    func rings() throws {
        let names = (0..<19).map { "W\($0)" }
        #expect(try avroDifferences(reader: ring("R", 3, aliases: names), writer: ring("W", 19)).isEmpty)
        #expect(try !avroDifferences(reader: ring("R", 23, aliases: names), writer: ring("W", 19)).isEmpty)
    }
}
