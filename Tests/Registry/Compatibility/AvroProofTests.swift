// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import Formats
import Testing

@testable import Registry

@Suite("Records prove Avro verdicts, and warn where the rules see nothing")
struct AvroProofTests {
    private func field(_ type: String, _ rest: String = "") -> String {
        #"{"type":"record","name":"R","fields":[{"name":"a","type":\#(type)\#(rest)}]}"#
    }

    private func warning(_ reader: String, _ writer: String) throws -> CompatibilityExample? {
        let (reader, writer) = (try AvroSchema.parse(reader), try AvroSchema.parse(writer))
        let broken = AvroCompatibility.differences(reader: reader, writer: writer, direction: .backward)
        #expect(broken.isEmpty, "the rules must find nothing")
        return AvroProof.warning(reader: reader, writer: writer, direction: .backward)
    }

    @Test("the record is the smallest, and the path leads to the part that can't be read")
    func smallest() throws {
        let item = { (symbols: String) in
            """
            {"type":"record","name":"Order","fields":[{"name":"id","type":"string"},{"name":"items","type":{"type":"array",
            "items":{"type":"record","name":"Item","fields":[{"name":"count","type":"int"},
            {"name":"color","type":["null",{"type":"enum","name":"Color","symbols":[\(symbols)]}]}]}}}]}
            """
        }
        let example = try #require(
            AvroProof.counterExample(
                reader: try AvroSchema.parse(item(#""RED""#)), writer: try AvroSchema.parse(item(#""RED","BLUE""#)),
                direction: .forward, policy: .confluent))
        #expect(example.record.text() == #"{"id":"","items":[{"count":0,"color":"BLUE"}]}"#)
        #expect(example.path == "/items/0/color" && example.direction == .forward)
        #expect(example.reason == "the symbol \"BLUE\" is not one of the reader's \"Color\", which has no default")
    }

    @Test("times and decimals that mean something else are warned of")
    func logicalTypes() throws {
        let micros = field(#"{"type":"long","logicalType":"timestamp-micros"}"#)
        let millis = field(#"{"type":"long","logicalType":"timestamp-millis"}"#)
        let found = try #require(try warning(micros, millis))
        #expect(found.record.text() == #"{"a":"2023-11-14T22:13:20Z"}"#)
        #expect(found.reason.contains("the reader takes it for \"1970-01-20T16:13:20Z\""))
        let decimal = { (precision: Int, scale: Int) in
            self.field(#"{"type":"bytes","logicalType":"decimal","precision":\#(precision),"scale":\#(scale)}"#)
        }
        #expect(try warning(decimal(9, 3), decimal(9, 2)) != nil)
        #expect(try warning(decimal(12, 2), decimal(9, 2)) == nil, "more digits change no value")
        #expect(try warning(micros, field(#""long""#)) == nil, "a type that gains a meaning is not read wrong")
    }

    @Test("bytes that are no text, and a union with two enums of one name")
    func values() throws {
        #expect(try warning(field(#""string""#), field(#""bytes""#))?.record.text() == #"{"a":"/w=="}"#)
        let enumeration = { (name: String, symbols: String) in
            #"{"type":"enum","name":"\#(name)","symbols":[\#(symbols)]}"#
        }
        let found = try warning(
            field("[\(enumeration("x.E", #""A""#)),\(enumeration("y.E", #""A","B""#))]"),
            field(enumeration("z.E", #""A","B""#)))
        #expect(found?.record.text() == #"{"a":"A"}"#)
        #expect(found?.reason == "the reader's union has no branch for \"z.E\"")
    }

    @Test(
        "an enum or fixed of a union that moved to another namespace, which Java's decoder does not find; a record it does"
    )
    func namespaces() throws {
        let fixed = { (name: String) in #"["null",{"type":"fixed","name":"\#(name)","size":1}]"# }
        #expect(try warning(field(fixed("b.F")), field(fixed("a.F")))?.record.text() == #"{"a":"AA=="}"#)
        let moved = #"["null",{"type":"fixed","name":"b.F","aliases":["a.F"],"size":1}]"#
        #expect(try warning(field(moved), field(fixed("a.F"))) == nil)
        let alone = { (name: String) in #"{"type":"fixed","name":"\#(name)","size":1}"# }
        #expect(try warning(alone("b.F"), alone("a.F")) == nil, "not in a union")
        let record = { (name: String) in #"["null",{"type":"record","name":"\#(name)","fields":[]}]"# }
        #expect(try warning(record("b.I"), record("a.I")) == nil)
    }

    @Test("two fields that claim one by an alias: only one takes it")
    func aliases() throws {
        let twice =
            #"{"type":"record","name":"R","fields":[{"name":"b","aliases":["a"],"type":"int"},"#
            + #"{"name":"c","aliases":["a"],"type":"int"}]}"#
        #expect(
            try warning(twice, field(#""int""#))?.reason
                == "the reader's field \"b\" is not written, and has no default")
    }

    @Test("a check that proves has the record in its verdict, and its JSON")
    func verdict() throws {
        func verdict(_ new: String, _ old: String, _ level: CompatibilityLevel) throws -> CompatibilityVerdict {
            let old = StoredVersion.example(text: old)
            return try CompatibilityCheck(level: level, proves: true).verdict(
                .avro(try AvroSchema.parse(new)), SchemaContent(type: .avro, text: new, references: []), after: [old]
            ) { .avro(try AvroSchema.parse($0.content.text)) }
        }
        let broken = try verdict(field(#""int""#), field(#""string""#), .full)
        #expect(broken.counterExample?.direction == .backward && broken.warning == nil)
        #expect(broken.json["counterExample"]?["record"]?.text() == #"{"a":""}"#)
        #expect(broken.json["is_compatible"] == false && broken.json["version"] == 1)
        #expect(broken.json["differences"]?.text().contains(#""rule":"avro/type-mismatch""#) == true)
        let warned = try verdict(field(#""string""#), field(#""bytes""#), .backward)
        #expect(warned.isCompatible && warned.warning != nil && warned.counterExample == nil)
        #expect(warned.messages.isEmpty)
    }

    @Test("types without a finite value, or with none that is small, have no proof, and take no time")
    func bounds() throws {
        let endless = { (type: String) in
            #"{"type":"record","name":"R","fields":[{"name":"next","type":"R"},{"name":"a","type":\#(type)}]}"#
        }
        #expect(try example(endless(#""int""#), endless(#""string""#)) == nil)
        let huge = { (size: Int) in #"{"type":"fixed","name":"F","size":\#(size)}"# }
        #expect(try example(huge(1), huge(2_000_000_000)) == nil)
        let list = { (type: String) in
            #"{"type":"record","name":"R","fields":[{"name":"next","type":["null","R"]},{"name":"a","type":\#(type)}]}"#
        }
        #expect(try example(list(#""int""#), list(#""string""#))?.record.text() == #"{"next":null,"a":""}"#)
        func doubling(_ leaf: String) -> String {
            (1...40).reduce(#"{"type":"record","name":"R0","fields":[{"name":"x","type":\#(leaf)}]}"#) { inner, level in
                #"{"type":"record","name":"R\#(level)","fields":[{"name":"a","type":\#(inner)},"#
                    + #"{"name":"b","type":"R\#(level - 1)"}]}"#
            }
        }
        #expect(try example(doubling(#""int""#), doubling(#""string""#)) == nil)
        #expect(try example(#"["null"]"#, #""int""#)?.record == 0)
    }

    private func example(_ reader: String, _ writer: String) throws -> CompatibilityExample? {
        AvroProof.counterExample(
            reader: try AvroSchema.parse(reader), writer: try AvroSchema.parse(writer), direction: .backward,
            policy: .confluent)
    }
}
