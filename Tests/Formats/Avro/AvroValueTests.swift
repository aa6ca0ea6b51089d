// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import Formats
import TestKit
import Testing

@Suite("Avro values: limits of decoding, and plain JSON")
struct AvroValueTests {
    @Test(
        "bytes that are not a value of the schema are refused",
        arguments: [
            ("\"null\"", [0]), ("\"boolean\"", [2]), ("\"boolean\"", []), ("\"int\"", [0x80]),
            ("\"int\"", [0x80, 0x80, 0x80, 0x80, 0x10]),
            ("\"long\"", [0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x02]),
            ("\"long\"", [0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x01]),
            ("\"float\"", [0, 0, 0]), ("\"string\"", [4, 0x41]), ("\"string\"", [1]), ("\"string\"", [2, 0xFF]),
            ("\"bytes\"", [0xFE, 0xFF, 0xFF, 0xFF, 0x0F]), (#"["null"]"#, [2]), (#"["null"]"#, [1]),
            (#"{"type":"enum","name":"E","symbols":["A"]}"#, [2]), (#"{"type":"fixed","name":"F","size":3}"#, [1, 2]),
            (#"{"type":"array","items":"int"}"#, [4, 2]), (#"{"type":"array","items":"int"}"#, [1, 20, 2, 0]),
            (#"{"type":"array","items":"null"}"#, [0xFE, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x01, 0]),
            (#"{"type":"map","values":"int"}"#, [2, 0]), ("\"int\"", [2, 2]),
        ] as [(String, [UInt8])])
    func refused(schema: String, bytes: [UInt8]) throws {
        let schema = try AvroSchema.parse(schema)
        #expect(throws: AvroValueError.self) { try AvroValue.decode(bytes, as: schema) }
    }

    @Test("a block with a negative count and its size is read")
    func sizedBlocks() throws {
        let schema = try AvroSchema.parse(#"{"type":"array","items":"int"}"#)
        #expect(try AvroValue.decode([3, 4, 2, 4, 2, 6, 0], as: schema) == .array([.int(1), .int(2), .int(3)]))
    }

    @Test("values that nest deeper than the limit are refused, with the path")
    func depth() throws {
        let schema = try AvroSchema.parse(
            #"{"type":"record","name":"R","fields":[{"name":"next","type":["null","R"]}]}"#)
        let deep = [UInt8](repeating: 2, count: 1000) + [0]
        let error = #expect(throws: AvroValueError.self) { try AvroValue.decode(deep, as: schema) }
        #expect(error?.path.tokens.first == "next" && error?.message.contains("100") == true)
    }

    @Test("random bytes never trap")
    func fuzz() throws {
        let schema = try AvroSchema.parse(
            """
            {"type":"record","name":"R","fields":[{"name":"a","type":{"type":"array","items":["null","R","string"]}},
            {"name":"m","type":{"type":"map","values":{"type":"enum","name":"E","symbols":["A","B"]}}},
            {"name":"f","type":{"type":"fixed","name":"F","size":1}},{"name":"l","type":"long"}]}
            """)
        var generator = SeededGenerator(seed: 3)
        for _ in 0..<20_000 {
            let count = Int.random(in: 0..<40, using: &generator)
            let bytes = (0..<count).map { _ in
                Bool.random(using: &generator)
                    ? UInt8.random(in: 0..<5, using: &generator) : UInt8.random(in: 0...255, using: &generator)
            }
            guard let value = try? AvroValue.decode(bytes, as: schema) else { continue }
            #expect((try? AvroValue.decode(value.encode(as: schema), as: schema)) == value)
        }
    }

    @Test("values that are not of the schema can't be encoded")
    func unfit() throws {
        let schema = try AvroSchema.parse(
            #"{"type":"record","name":"R","fields":[{"name":"e","type":{"type":"enum","name":"E","symbols":["A"]}}]}"#)
        #expect(throws: AvroValueError.self) { try AvroValue.int(1).encode(as: schema) }
        #expect(throws: AvroValueError.self) { try AvroValue.record([]).encode(as: schema) }
        let error = #expect(throws: AvroValueError.self) {
            try AvroValue.record([.init(name: "e", value: .enumeration(symbol: "B"))]).encode(as: schema)
        }
        #expect(error?.path.description == "/e")
    }

    @Test(
        "logical types are shown as people read them",
        arguments: [
            (#"{"type":"long","logicalType":"timestamp-micros"}"#, .long(0), "\"1970-01-01T00:00:00Z\""),
            (
                #"{"type":"long","logicalType":"timestamp-micros"}"#, .long(1_710_325_274_000_120),
                "\"2024-03-13T10:21:14.000120Z\""
            ),
            (#"{"type":"long","logicalType":"timestamp-millis"}"#, .long(-1), "\"1969-12-31T23:59:59.999Z\""),
            (
                #"{"type":"long","logicalType":"timestamp-nanos"}"#, .long(951_782_400_000_000_001),
                "\"2000-02-29T00:00:00.000000001Z\""
            ),
            (#"{"type":"long","logicalType":"timestamp-millis"}"#, .long(253_402_300_800_000), "253402300800000"),
            (#"{"type":"long","logicalType":"timestamp-nanos"}"#, .long(.min), "-9223372036854775808"),
            (#"{"type":"long","logicalType":"timestamp-micros"}"#, .long(.max), "9223372036854775807"),
            (#"{"type":"long","logicalType":"local-timestamp-millis"}"#, .long(1), "\"1970-01-01T00:00:00.001\""),
            (#"{"type":"int","logicalType":"date"}"#, .int(-719_528), "\"0000-01-01\""),
            (#"{"type":"int","logicalType":"date"}"#, .int(19_795), "\"2024-03-13\""),
            (#"{"type":"int","logicalType":"date"}"#, .int(.max), "2147483647"),
            (#"{"type":"int","logicalType":"time-millis"}"#, .int(86_399_999), "\"23:59:59.999\""),
            (#"{"type":"int","logicalType":"time-millis"}"#, .int(-1), "-1"),
            (#"{"type":"long","logicalType":"time-micros"}"#, .long(61_000_000), "\"00:01:01\""),
            (#"{"type":"bytes","logicalType":"decimal","precision":9,"scale":2}"#, .bytes([0x04, 0xD2]), "\"12.34\""),
            (#"{"type":"bytes","logicalType":"decimal","precision":9,"scale":2}"#, .bytes([0xFF]), "\"-0.01\""),
            (#"{"type":"bytes","logicalType":"decimal","precision":9,"scale":0}"#, .bytes([0x80]), "\"-128\""),
            (#"{"type":"bytes","logicalType":"decimal","precision":9,"scale":3}"#, .bytes([0, 0]), "\"0.000\""),
            (
                #"{"type":"bytes","logicalType":"decimal","precision":40}"#,
                .bytes([0x7F] + [UInt8](repeating: 0xFF, count: 15)), "\"170141183460469231731687303715884105727\""
            ),
            (#"{"type":"bytes","logicalType":"decimal","precision":9}"#, .bytes([]), "\"\""),
            (
                #"{"type":"fixed","name":"F","size":16,"logicalType":"uuid"}"#, .fixed(Array(0..<16)),
                "\"00010203-0405-0607-0809-0a0b0c0d0e0f\""
            ),
            (
                #"{"type":"fixed","name":"F","size":12,"logicalType":"duration"}"#,
                .fixed([1, 0, 0, 0, 2, 0, 0, 0, 0, 1, 0, 0]), #"{"months":1,"days":2,"milliseconds":256}"#
            ),
            ("\"bytes\"", .bytes([0xFB, 0xFF]), "\"+/8=\""), ("\"bytes\"", .bytes([1, 2, 3]), "\"AQID\""),
            ("\"double\"", .double(.nan), "\"NaN\""), ("\"double\"", .double(-.infinity), "\"-Infinity\""),
            ("\"float\"", .float(0.1), "0.1"), ("\"double\"", .double(1e100), "1e+100"),
            (#"["null",{"type":"int","logicalType":"date"}]"#, .union(branch: 1, value: .int(0)), "\"1970-01-01\""),
            (#"{"type":"map","values":"int"}"#, .map([.init(name: "a\"", value: .int(1))]), #"{"a\"":1}"#),
        ] as [(String, AvroValue, String)])
    func plainJSON(schema: String, value: AvroValue, expected: String) throws {
        #expect(value.jsonText(as: try AvroSchema.parse(schema)) == expected)
    }

    @Test("a record is an object in the order of its fields")
    func record() throws {
        let schema = try AvroSchema.parse(
            #"{"type":"record","name":"R","fields":[{"name":"z","type":"string"},{"name":"d","type":["null",{"type":"#
                + #""bytes","logicalType":"decimal","precision":4,"scale":1}],"default":null},{"name":"a","type":"#
                + #"{"type":"array","items":{"type":"int","logicalType":"date"}}}]}"#)
        let value = AvroValue.record([
            .init(name: "z", value: .string("é")), .init(name: "d", value: .union(branch: 1, value: .bytes([15]))),
            .init(name: "a", value: .array([.int(0)])),
        ])
        #expect(value.jsonText(as: schema) == #"{"z":"é","d":"1.5","a":["1970-01-01"]}"#)
        #expect(value["d"]?["x"] == nil && value["z"] == .string("é"))
    }
}
