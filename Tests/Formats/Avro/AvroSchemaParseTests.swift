// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import Formats
import Testing

@Suite("Avro schemas are parsed by the specification")
struct AvroSchemaParseTests {
    @Test("names: enclosing namespaces, full names, the null namespace, and names of it within another")
    func names() throws {
        let schema = try AvroSchema.parse(
            """
            {"type": "record", "name": "a.b.Outer", "namespace": "ignored", "fields": [
              {"name": "inner", "type": {"type": "enum", "name": "Inner", "symbols": ["A"], "aliases": ["Old", "c.Old"]}},
              {"name": "again", "type": "Inner"}, {"name": "full", "type": "a.b.Inner"},
              {"name": "bare", "type": {"type": "record", "name": "Bare", "namespace": "", "fields": [
                {"name": "id", "type": {"type": "fixed", "name": "Id", "size": 2}}]}},
              {"name": "id", "type": "Id"},
              {"name": "self", "type": ["null", "Outer"]}]}
            """)
        let inner = AvroName(namespace: "a.b", name: "Inner")
        let record = try #require(schema.rootRecord)
        #expect(record.name == AvroName(namespace: "a.b", name: "Outer"))
        #expect(record.fields[1].type.kind == .named(inner))
        #expect(record.fields[2].type.kind == .named(inner))
        #expect(record.fields[4].type.kind == .named(AvroName(namespace: "", name: "Id")))
        #expect(record.fields[5].type.kind == .union([AvroType(.null), AvroType(.named(record.name))]))
        guard case .enumeration(let type)? = schema.types[inner] else {
            Issue.record("no enum")
            return
        }
        #expect(type.aliases.map(\.fullName) == ["a.b.Old", "c.Old"])
    }

    @Test("a field keeps doc, aliases, order, default and unknown attributes")
    func fields() throws {
        let schema = try AvroSchema.parse(
            """
            {"type": "error", "name": "E", "doc": "d", "x": 1, "fields": [
              {"name": "f", "type": "int", "doc": "df", "aliases": ["g"], "order": "ignore", "default": 7, "y": [2]},
              {"name": "n", "type": ["null", "int"], "default": null}, {"name": "none", "type": "int"}]}
            """)
        let record = try #require(schema.rootRecord)
        #expect(record.isError && record.doc == "d" && record.properties == [AvroProperty(name: "x", value: 1)])
        #expect(
            record.fields[0]
                == AvroField(
                    name: "f", aliases: ["g"], doc: "df", type: AvroType(.int), defaultValue: 7, order: .ignore,
                    properties: [AvroProperty(name: "y", value: [2])]))
        #expect(record.fields[1].defaultValue == .null)
        #expect(record.fields[2].defaultValue == nil)
    }

    @Test(
        "valid logical types are known",
        arguments: [
            (#"{"type":"bytes","logicalType":"decimal","precision":12,"scale":2}"#, .decimal(precision: 12, scale: 2)),
            (#"{"type":"bytes","logicalType":"decimal","precision":3}"#, .decimal(precision: 3, scale: 0)),
            (
                #"{"type":"fixed","name":"F","size":16,"logicalType":"decimal","precision":38,"scale":38}"#,
                .decimal(precision: 38, scale: 38)
            ),
            (#"{"type":"string","logicalType":"uuid"}"#, .uuid),
            (#"{"type":"fixed","name":"F","size":16,"logicalType":"uuid"}"#, .uuid),
            (#"{"type":"fixed","name":"F","size":12,"logicalType":"duration"}"#, .duration),
            (#"{"type":"int","logicalType":"date"}"#, .date),
            (#"{"type":"int","logicalType":"time-millis"}"#, .timeMillis),
            (#"{"type":"long","logicalType":"time-micros"}"#, .timeMicros),
            (#"{"type":"long","logicalType":"timestamp-millis"}"#, .timestampMillis),
            (#"{"type":"long","logicalType":"timestamp-micros"}"#, .timestampMicros),
            (#"{"type":"long","logicalType":"timestamp-nanos"}"#, .timestampNanos),
            (#"{"type":"long","logicalType":"local-timestamp-millis"}"#, .localTimestampMillis),
            (#"{"type":"long","logicalType":"local-timestamp-micros"}"#, .localTimestampMicros),
            (#"{"type":"long","logicalType":"local-timestamp-nanos"}"#, .localTimestampNanos),
        ] as [(String, AvroLogicalType)])
    func logicalTypes(text: String, expected: AvroLogicalType) throws {
        let schema = try AvroSchema.parse(text)
        #expect(schema.root.logicalType == expected)
        #expect(schema.root.properties.isEmpty)
    }

    @Test(
        "logical types that are unknown, or do not fit, are the base type",
        arguments: [
            #"{"type":"long","logicalType":"date"}"#, #"{"type":"int","logicalType":"timestamp-millis"}"#,
            #"{"type":"bytes","logicalType":"uuid"}"#, #"{"type":"string","logicalType":"future"}"#,
            #"{"type":"bytes","logicalType":"decimal"}"#, #"{"type":"bytes","logicalType":"decimal","precision":0}"#,
            #"{"type":"bytes","logicalType":"decimal","precision":2,"scale":3}"#,
            #"{"type":"bytes","logicalType":"decimal","precision":2,"scale":-1}"#,
            #"{"type":"fixed","name":"F","size":16,"logicalType":"decimal","precision":39}"#,
            #"{"type":"fixed","name":"F","size":0,"logicalType":"decimal","precision":1}"#,
            #"{"type":"fixed","name":"F","size":15,"logicalType":"uuid"}"#,
            #"{"type":"fixed","name":"F","size":16,"logicalType":"duration"}"#, #"{"type":"int","logicalType":7}"#,
        ])
    func ignoredLogicalTypes(text: String) throws {
        #expect(try AvroSchema.parse(text).root.logicalType == nil)
    }

    @Test("a use of a fixed by name has its logical type")
    func logicalTypeByName() throws {
        let schema = try AvroSchema.parse(
            #"{"type":"record","name":"R","fields":[{"name":"a","type":{"type":"fixed","name":"F","size":12,"#
                + #""logicalType":"duration"}},{"name":"b","type":"F"}]}"#)
        #expect(schema.rootRecord?.fields[1].type.logicalType == .duration)
    }

    @Test("a field's attributes do not make its type logical")
    func logicalTypeBesideTheType() throws {
        let schema = try AvroSchema.parse(
            #"{"type":"record","name":"R","fields":[{"name":"a","type":"int","logicalType":"date"}]}"#)
        #expect(schema.rootRecord?.fields[0].type.logicalType == nil)
    }

    @Test("types of references are used without being defined, and are in the model")
    func references() throws {
        let id = try AvroSchema.parse(#"{"type":"fixed","name":"x.Id","size":4}"#)
        let item = try AvroSchema.parse(
            #"{"type":"record","name":"x.Item","fields":[{"name":"id","type":"Id"}]}"#, references: [id])
        let cart = try AvroSchema.parse(
            #"{"type":"array","items":"x.Item"}"#, references: [item, id])
        #expect(cart.types.count == 2)
        #expect(
            cart.canonicalForm
                == #"{"type":"array","items":{"name":"x.Item","type":"record","fields":[{"name":"id","type":"#
                + #"{"name":"x.Id","type":"fixed","size":4}}]}}"#)
        let other = try AvroSchema.parse(#"{"type":"fixed","name":"x.Id","size":5}"#)
        #expect(throws: AvroSchemaError.self) { try AvroSchema.parse("\"int\"", references: [id, other]) }
        #expect(throws: AvroSchemaError.self) {
            try AvroSchema.parse(#"{"type":"fixed","name":"x.Id","size":4}"#, references: [id])
        }
    }

    @Test("a type with the name of one of the language's is used by its full name in the normal form")
    func reservedNames() throws {
        for name in ["int", "record", "fixed"] {
            let text =
                #"{"type":"record","name":"R","namespace":"a","fields":[{"name":"x","type":"#
                + #"{"type":"fixed","name":"\#(name)","size":4}},{"name":"y","type":"a.\#(name)"}]}"#
            let schema = try AvroSchema.parse(text)
            let normal = try AvroSchema.parse(schema.normalForm())
            #expect(normal.rootRecord?.fields.last?.type.kind == .named(AvroName(namespace: "a", name: name)))
            #expect(normal.canonicalForm == schema.canonicalForm)
        }
    }

    @Test("the reference fingerprints of the specification's algorithms")
    func fingerprints() throws {
        // From the test vectors that Avro ships (share/test/data/schema-tests.txt).
        #expect(try AvroSchema.parse("\"null\"").fingerprint64 == UInt64(bitPattern: 7_195_948_357_588_979_594))
        #expect(
            try AvroSchema.parse(#"{"type":"boolean"}"#).fingerprint64
                == UInt64(bitPattern: -6_970_731_678_124_411_036))
        #expect(try AvroSchema.parse("\"int\"").fingerprint64 == UInt64(bitPattern: 8_247_732_601_305_521_295))
    }
}
