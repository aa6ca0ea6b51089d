// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import Formats
import TestKit
import Testing

@Suite("Protobuf messages of any type")
struct ProtobufRecordTests {
    private static let text = """
        syntax = "proto3";
        package p;
        import "google/protobuf/any.proto";
        import "google/protobuf/duration.proto";
        import "google/protobuf/field_mask.proto";
        import "google/protobuf/struct.proto";
        import "google/protobuf/timestamp.proto";
        import "google/protobuf/wrappers.proto";
        message M {
          google.protobuf.Timestamp at = 1;
          google.protobuf.Duration took = 2;
          google.protobuf.FieldMask mask = 3;
          google.protobuf.Struct data = 4;
          google.protobuf.Int64Value big = 5;
          google.protobuf.Any any = 6;
          M next = 7;
          repeated int32 numbers = 8;
          string name = 9;
          bytes raw = 10;
          float share = 11;
        }
        """

    private func decode(_ bytes: [UInt8], _ limits: ProtobufRecord.Limits = .init()) throws -> ProtobufRecord {
        try ProtobufRecord.decode(bytes, as: ".p.M", in: ProtobufSchema.parse(Self.text), limits: limits)
    }

    private func json(_ bytes: [UInt8]) throws -> String {
        try decode(bytes).json(in: ProtobufSchema.parse(Self.text)).text()
    }

    @Test("show well-known types as their JSON has them")
    func wellKnown() throws {
        // 1 second and 5 milliseconds before 1970; the varint of -1 has ten bytes.
        let minusOne = Array(repeating: UInt8(0xFF), count: 9) + [1]
        #expect(
            try json([0x0A, 16, 0x08] + minusOne + [0x10, 0xC0, 0x96, 0xB1, 0x02])
                == #"{"at":"1969-12-31T23:59:59.005Z"}"#)
        #expect(try json([0x12, 2, 0x08, 3]) == #"{"took":"3s"}"#)
        #expect(try json([0x1A, 7, 0x0A, 5] + Array("a_b.c".utf8)) == #"{"mask":"aB.c"}"#)
        #expect(try json([0x22, 7, 0x0A, 5, 0x0A, 1, 0x6B, 0x12, 0]) == #"{"data":{"k":{}}}"#)
        #expect(try json([0x2A, 0]) == #"{"big":"0"}"#)
        let url = Array("x/p.M".utf8)
        #expect(
            try json([0x32, 12, 0x0A, 5] + url + [0x12, 3, 0x4A, 1, 0x61]) == #"{"any":{"@type":"x/p.M","name":"a"}}"#)
        // A type that the schema has not is shown as what is there.
        #expect(try json([0x32, 5, 0x0A, 3] + Array("x/y".utf8)) == #"{"any":{"typeUrl":"x/y"}}"#)
        #expect(try json([0x52, 2, 0xFF, 0]) == #"{"raw":"/wA="}"#)
        #expect(try json([0x5D, 0, 0, 0xC0, 0x7F]) == #"{"share":"NaN"}"#)
    }

    @Test(
        "are refused with the path and the reason",
        arguments: [
            ([0x4A, 1, 0xFF], "name: the text is not valid UTF-8"),
            ([0x3A, 3, 0x4A, 1, 0xC0], "next.name: the text is not valid UTF-8"),
            ([0x4A, 5, 0x61], "5 bytes are announced, and 1 are left"),
            ([0x4A], "the bytes end within a value"),
            ([0x00], "there is no field number 0"),
            ([0x4E], "there is no wire type 6"),
            ([0x0C], "a group ends that has not begun"),
            ([0xF3, 0x01], "a group has no end"),
            ([0x42, 1, 0x80], "numbers: the bytes end within a value"),
            (Array(repeating: UInt8(0x80), count: 11), "a varint has more than 10 bytes"),
        ] as [([UInt8], String)])
    func errors(bytes: [UInt8], expected: String) {
        let error = #expect(throws: ProtobufCodecError.self) { _ = try decode(bytes) }
        #expect(error?.description == expected)
    }

    @Test("keep what they don't know, and write it again")
    func unknown() throws {
        // A varint of field 100, and a group of field 101 with a group in it.
        let bytes: [UInt8] = [0xA0, 0x06, 7, 0xAB, 0x06, 0x0B, 0x0C, 0xAC, 0x06]
        let record = try decode(bytes)
        #expect(record.fields.isEmpty)
        #expect(record.unknown == bytes)
        #expect(try record.encode(in: ProtobufSchema.parse(Self.text)) == bytes)
        // So it is with a field of another wire type.
        #expect(try decode([0x48, 1]).unknown == [0x48, 1])
    }

    @Test("have limits for depth and for the number of values")
    func limits() throws {
        func nested(_ depth: Int) -> [UInt8] {
            var bytes: [UInt8] = []
            for _ in 0..<depth {
                var length = bytes.count
                var header: [UInt8] = [0x3A]
                repeat {
                    header.append(UInt8(length & 0x7F) | (length > 0x7F ? 0x80 : 0))
                    length >>= 7
                } while length > 0
                bytes = header + bytes
            }
            return bytes
        }
        _ = try decode(nested(99))
        #expect(throws: ProtobufCodecError.self) { _ = try decode(nested(100)) }
        let groups = Array(repeating: UInt8(0xF3), count: 1) + [0x01]
        #expect(throws: ProtobufCodecError.self) {
            _ = try decode((0..<5000).flatMap { _ in groups })
        }
        var limits = ProtobufRecord.Limits()
        limits.values = 10
        #expect(throws: ProtobufCodecError.self) {
            _ = try decode([0x42, 11] + Array(repeating: 1, count: 11), limits)
        }
        _ = try decode([0x42, 10] + Array(repeating: 1, count: 10), limits)
    }

    @Test("packed in each other as Any are shown without end of the stack")
    func anyInAny() throws {
        let schema = try ProtobufSchema.parse(Self.text)
        var record = ProtobufRecord(typeName: ".google.protobuf.Any")
        for _ in 0..<2000 {
            let bytes = try record.encode(in: schema)
            record = ProtobufRecord(typeName: ".google.protobuf.Any")
            record.fields = [1: .single(.string("x/google.protobuf.Any")), 2: .single(.bytes(bytes))]
        }
        #expect(record.json(in: schema).text().contains("typeUrl"))
    }

    @Test("of random bytes never trap")
    func garbage() throws {
        let schema = try ProtobufSchema.parse(Self.text)
        var random = SeededGenerator(seed: 11)
        for _ in 0..<20_000 {
            let bytes = (0..<Int.random(in: 0...40, using: &random)).map { _ in
                // Small bytes are tags and lengths that fit more often.
                Bool.random(using: &random)
                    ? UInt8.random(in: 0...12, using: &random) : UInt8.random(in: 0...255, using: &random)
            }
            guard let record = try? ProtobufRecord.decode(bytes, as: ".p.M", in: schema) else { continue }
            _ = record.json(in: schema)
            let again = try record.encode(in: schema)
            #expect(try ProtobufRecord.decode(again, as: ".p.M", in: schema).encode(in: schema) == again)
        }
    }
}
