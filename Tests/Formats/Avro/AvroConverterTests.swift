// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import Formats
import SluiceRuntime
import Testing

@Suite("Events of one schema are turned into such of another")
struct AvroConverterTests {
    private func record(_ fields: String) -> String {
        #"{"type": "record", "name": "Event", "fields": [\#(fields)]}"#
    }

    private func convert(_ value: AvroValue, from writer: String, to reader: String) throws -> AvroValue {
        let (writer, reader) = (try AvroSchema.parse(writer), try AvroSchema.parse(reader))
        let bytes = try value.encode(as: writer)
        let converted = try bytes.withUnsafeBytes { try AvroConverter(writer: writer, reader: reader).convert($0) }
        return try AvroValue.decode(converted, as: reader)
    }

    @Test("nothing is converted where the bytes are the same and mean the same")
    func notNeeded() throws {
        let plain = record(#"{"name": "at", "type": {"type": "long", "logicalType": "timestamp-micros"}}"#)
        let documented = record(
            #"{"name": "at", "doc": "When.", "type": {"type": "long", "logicalType": "timestamp-micros"}}"#)
        let coarse = record(#"{"name": "at", "type": {"type": "long", "logicalType": "timestamp-millis"}}"#)
        #expect(try AvroConverter.between(writer: plain, reader: documented) == nil)
        #expect(try AvroConverter.between(writer: coarse, reader: plain) != nil)
        #expect(throws: AvroSchemaError.self) { try AvroConverter.between(writer: "nothing", reader: plain) }
    }

    @Test("fields are found by name and alias, promoted, left out, and filled with defaults")
    func fields() throws {
        let writer = record(
            #"""
            {"name": "gone", "type": {"type": "array", "items": "string"}}, {"name": "old_name", "type": "string"},
            {"name": "count", "type": "int"}, {"name": "state", "type": {"type": "enum", "name": "State", "symbols": ["a", "z"]}}
            """#)
        let reader = record(
            #"""
            {"name": "count", "type": "long"}, {"name": "name", "type": ["null", "string"], "aliases": ["old_name"]},
            {"name": "price", "type": ["null", "double"], "default": null},
            {"name": "state", "type": {"type": "enum", "name": "State", "symbols": ["b", "a"], "default": "b"}}
            """#)
        let value = AvroValue.record([
            .init(name: "gone", value: .array([.string("x")])), .init(name: "old_name", value: .string("n")),
            .init(name: "count", value: .int(-3)), .init(name: "state", value: .enumeration(symbol: "z")),
        ])
        #expect(
            try convert(value, from: writer, to: reader)
                == .record([
                    .init(name: "count", value: .long(-3)),
                    .init(name: "name", value: .union(branch: 1, value: .string("n"))),
                    .init(name: "price", value: .union(branch: 0, value: .null)),
                    .init(name: "state", value: .enumeration(symbol: "b")),
                ]))
    }

    @Test("what the reader has no place for is told from bytes that the writer has not written")
    func errors() throws {
        let writer = try AvroSchema.parse(record(#"{"name": "count", "type": "long"}"#))
        let narrow = try AvroSchema.parse(record(#"{"name": "count", "type": "int"}"#))
        func reason(_ bytes: [UInt8]) -> EventConversionError.Reason? {
            let error = #expect(throws: EventConversionError.self) {
                try bytes.withUnsafeBytes { _ = try AvroConverter(writer: writer, reader: narrow).convert($0) }
            }
            return error?.reason
        }
        #expect(reason([2]) == .incompatible)
        #expect(reason([2, 2]) == .malformed)
        #expect(reason([]) == .malformed)
        let micros = record(#"{"name": "at", "type": {"type": "long", "logicalType": "timestamp-micros"}}"#)
        let millis = record(#"{"name": "at", "type": {"type": "long", "logicalType": "timestamp-millis"}}"#)
        let error = #expect(throws: EventConversionError.self) {
            _ = try convert(.record([.init(name: "at", value: .long(1))]), from: millis, to: micros)
        }
        #expect(error?.reason == .incompatible)
    }
}
