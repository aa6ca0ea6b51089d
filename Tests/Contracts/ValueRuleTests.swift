// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import Contracts
import Formats
import Testing

@Suite("How JSON values become Avro values")
struct ValueRuleTests {
    static let decimal = #"{"type":"bytes","logicalType":"decimal","precision":12,"scale":2}"#
    static let fixedDecimal =
        #"{"type":"fixed","name":"Money","size":4,"logicalType":"decimal","precision":9,"scale":2}"#
    static let uuid = #"{"type":"string","logicalType":"uuid"}"#
    static let uuidBytes = #"{"type":"fixed","name":"Id","size":16,"logicalType":"uuid"}"#
    static let timestampMillis = #"{"type":"long","logicalType":"timestamp-millis"}"#
    static let timestampMicros = #"{"type":"long","logicalType":"timestamp-micros"}"#
    static let timestampNanos = #"{"type":"long","logicalType":"timestamp-nanos"}"#
    static let localMicros = #"{"type":"long","logicalType":"local-timestamp-micros"}"#
    static let date = #"{"type":"int","logicalType":"date"}"#
    static let timeMillis = #"{"type":"int","logicalType":"time-millis"}"#
    static let timeMicros = #"{"type":"long","logicalType":"time-micros"}"#
    static let color = #"{"type":"enum","name":"Color","symbols":["red","green","blue"]}"#
    static let three = #"{"type":"fixed","name":"Three","size":3}"#
    static let inner = #"{"type":"record","name":"Inner","fields":[{"name":"x","type":"int"}]}"#

    static let accepted: [(String, String, AvroValue)] = [
        (#""null""#, "null", .null),
        (#""boolean""#, "true", .boolean(true)), (#""boolean""#, "false", .boolean(false)),
        (#""int""#, "-2147483648", .int(.min)), (#""int""#, "5.0", .int(5)), (#""int""#, "1e3", .int(1000)),
        (#""int""#, "-0", .int(0)),
        (#""long""#, "9223372036854775807", .long(.max)), (#""long""#, "-9223372036854775808", .long(.min)),
        (#""long""#, "9007199254740993.0", .long(9_007_199_254_740_993)),
        (#""long""#, "1e18", .long(1_000_000_000_000_000_000)),
        (#""float""#, "1.5", .float(1.5)), (#""float""#, "3", .float(3)),
        (#""double""#, "0.1", .double(0.1)),
        (#""double""#, "18446744073709551615", .double(18_446_744_073_709_551_616)),
        (#""double""#, "-7", .double(-7)),
        (#""string""#, #""""#, .string("")), (#""string""#, #""h\u00e9\ud83d\ude00""#, .string("hé😀")),
        (#""bytes""#, #""""#, .bytes([])), (#""bytes""#, #""AQID""#, .bytes([1, 2, 3])),
        (#""bytes""#, #""AQI=""#, .bytes([1, 2])), (#""bytes""#, #""AQI""#, .bytes([1, 2])),
        (#""bytes""#, #""-_8=""#, .bytes([0xFB, 0xFF])), (#""bytes""#, #""+/8=""#, .bytes([0xFB, 0xFF])),
        (three, #""AQID""#, .fixed([1, 2, 3])),
        (color, #""green""#, .enumeration(symbol: "green")),
        (decimal, #""12.50""#, .bytes([0x04, 0xE2])), (decimal, "12.5", .bytes([0x04, 0xE2])),
        (decimal, "12", .bytes([0x04, 0xB0])), (decimal, #""-0.01""#, .bytes([0xFF])),
        (decimal, "0.10", .bytes([10])), (decimal, #""1.280""#, .bytes([0x00, 0x80])),
        (decimal, #""0""#, .bytes([0])), (decimal, "-0.0", .bytes([0])), (decimal, "1.2e1", .bytes([0x04, 0xB0])),
        (decimal, "9999999999.99", .bytes([0x00, 0xE8, 0xD4, 0xA5, 0x0F, 0xFF])),
        (decimal, #""0000000000000000000000000000000000000000000000000001.00""#, .bytes([100])),
        (fixedDecimal, "-1", .fixed([0xFF, 0xFF, 0xFF, 0x9C])), (fixedDecimal, "1", .fixed([0, 0, 0, 100])),
        (uuid, #""0F9E4A52-7d0b-4C59-9A53-0b2f6b1f2a10""#, .string("0f9e4a52-7d0b-4c59-9a53-0b2f6b1f2a10")),
        (
            uuidBytes, #""00010203-0405-0607-0809-0A0B0C0D0E0F""#,
            .fixed([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15])
        ),
        (timestampMicros, #""2026-03-13T10:21:14Z""#, .long(1_773_397_274_000_000)),
        (timestampMicros, #""2026-03-13t10:21:14.1234567z""#, .long(1_773_397_274_123_456)),
        (timestampMicros, #""2026-03-13 11:21:14.5+01:00""#, .long(1_773_397_274_500_000)),
        (timestampMicros, #""2026-03-12T22:51:14-11:30""#, .long(1_773_397_274_000_000)),
        (timestampMicros, #""1969-12-31T23:59:59.999999Z""#, .long(-1)),
        (timestampMicros, #""2016-12-31T23:59:60Z""#, .long(1_483_228_800_000_000)),
        (timestampMicros, #""2024-02-29T00:00:00Z""#, .long(1_709_164_800_000_000)),
        (timestampMicros, "1773397274000001", .long(1_773_397_274_000_001)),
        (timestampMillis, #""2026-03-13T10:21:14.123Z""#, .long(1_773_397_274_123)),
        (timestampNanos, #""2026-03-13T10:21:14.123456789Z""#, .long(1_773_397_274_123_456_789)),
        (localMicros, #""2026-03-13T10:21:14""#, .long(1_773_397_274_000_000)),
        (date, #""2026-03-13""#, .int(20_525)), (date, #""1969-12-31""#, .int(-1)), (date, "0", .int(0)),
        (timeMillis, #""10:21:14.5""#, .int(37_274_500)), (timeMicros, #""23:59:59.999999""#, .long(86_399_999_999)),
        (timeMillis, "0", .int(0)),
        (#"{"type":"array","items":"int"}"#, "[]", .array([])),
        (#"{"type":"array","items":"int"}"#, "[1,2]", .array([.int(1), .int(2)])),
        (#"{"type":"map","values":"int"}"#, "{}", .map([])),
        (
            #"{"type":"map","values":"int"}"#, #"{"a":1,"":2}"#,
            .map([.init(name: "a", value: .int(1)), .init(name: "", value: .int(2))])
        ),
        (inner, #"{"x":1}"#, .record([.init(name: "x", value: .int(1))])),
    ]

    @Test("takes what denotes the type", arguments: accepted)
    func accepts(type: String, json: String, value: AvroValue) throws {
        #expect(try PropertyFixture(type).accept(json) == value)
    }

    /// Type, JSON, code, expected, found, hint.
    typealias Refusal = (String, String, ErrorCode, String, String, String?)

    static let refused: [Refusal] = [
        (#""null""#, "0", .typeMismatch, "null", "number 0", nil),
        (#""boolean""#, #""True""#, .typeMismatch, "boolean", #"string "True""#, "use true, without quotes"),
        (#""int""#, "2147483648", .outOfRange, "int, -2147483648 to 2147483647", "number 2147483648", nil),
        (#""int""#, "1.5", .typeMismatch, "int", "number 1.5", nil),
        (#""int""#, #""12""#, .typeMismatch, "int", #"string "12""#, "use 12, without quotes"),
        (
            #""long""#, "9223372036854775808", .outOfRange, "long, -9223372036854775808 to 9223372036854775807",
            "number 9223372036854775808", nil
        ),
        (
            #""long""#, "1e300", .outOfRange, "long, -9223372036854775808 to 9223372036854775807", "number 1e300", nil
        ),
        (#""float""#, "1e39", .outOfRange, "float", "number 1e39", nil),
        (#""double""#, #""1,5""#, .typeMismatch, "double", #"string "1,5""#, "use 1.5, without quotes"),
        (#""double""#, "null", .typeMismatch, "double", "null", nil),
        (#""string""#, "1.50", .typeMismatch, "string", "number 1.50", #"use "1.50""#),
        (#""string""#, "true", .typeMismatch, "string", "true", #"use "true""#),
        (#""string""#, "[1]", .typeMismatch, "string", "array of 1", nil),
        (#""bytes""#, #""A""#, .invalidBase64, "bytes in base64", #"string "A""#, nil),
        (#""bytes""#, #""AQ%=""#, .invalidBase64, "bytes in base64", #"string "AQ%=""#, nil),
        (#""bytes""#, #""AR==""#, .invalidBase64, "bytes in base64", #"string "AR==""#, nil),
        (#""bytes""#, #""AQ=""#, .invalidBase64, "bytes in base64", #"string "AQ=""#, nil),
        (three, #""AQI=""#, .wrongLength, "fixed of 3 bytes in base64", #"string "AQI=""#, "it must be 3 bytes"),
        (
            color, #""gren""#, .unknownSymbol, #"one of "red", "green", "blue""#, #"string "gren""#,
            #"did you mean "green"?"#
        ),
        (color, #""purple""#, .unknownSymbol, #"one of "red", "green", "blue""#, #"string "purple""#, nil),
        (color, "1", .typeMismatch, #"one of "red", "green", "blue""#, "number 1", nil),
        (decimal, #""12,5""#, .typeMismatch, "decimal(12,2)", #"string "12,5""#, #"use "12.5""#),
        (decimal, #""$1,234.50""#, .typeMismatch, "decimal(12,2)", #"string "$1,234.50""#, #"use "1234.50""#),
        (decimal, #""abc""#, .typeMismatch, "decimal(12,2)", #"string "abc""#, nil),
        (decimal, #"".5""#, .typeMismatch, "decimal(12,2)", #"string ".5""#, nil),
        (
            decimal, "0.125", .decimalScale, "decimal(12,2)", "number 0.125", "at most 2 digits after the point"
        ),
        (
            decimal, "10000000000", .decimalPrecision, "decimal(12,2)", "number 10000000000",
            "at most 10 digits before the point"
        ),
        (
            decimal, #""123456789012345678901234567890123456789012""#, .decimalPrecision, "decimal(12,2)",
            #"string "123456789012345678901234567890123456789012""#, "at most 10 digits before the point"
        ),
        (
            uuid, #""0f9e4a527d0b4c599a530b2f6b1f2a10""#, .invalidUUID,
            #"uuid such as "0f9e4a52-7d0b-4c59-9a53-0b2f6b1f2a10""#, #"string "0f9e4a527d0b4c599a530b2f6b1f2a10""#,
            #"use "0f9e4a52-7d0b-4c59-9a53-0b2f6b1f2a10""#
        ),
        (
            uuid, #""0f9e4a52-7d0b-4c59-9a53-0b2f6b1f2a1g""#, .invalidUUID,
            #"uuid such as "0f9e4a52-7d0b-4c59-9a53-0b2f6b1f2a10""#,
            #"string "0f9e4a52-7d0b-4c59-9a53-0b2f6b1f2a1g""#, nil
        ),
        (
            timestampMicros, #""2026-03-13 10:21:14""#, .missingZone,
            "timestamp-micros: RFC 3339 with a zone, or an integer", #"string "2026-03-13 10:21:14""#,
            #"use "2026-03-13T10:21:14Z", if it is UTC"#
        ),
        (
            timestampMicros, #""2026-02-29T00:00:00Z""#, .invalidTimestamp,
            "timestamp-micros: RFC 3339 with a zone, or an integer", #"string "2026-02-29T00:00:00Z""#, nil
        ),
        (
            timestampMicros, #""2026/03/13""#, .invalidTimestamp,
            "timestamp-micros: RFC 3339 with a zone, or an integer", #"string "2026/03/13""#,
            #"use "2026-03-13T00:00:00Z""#
        ),
        (
            timestampNanos, #""2300-01-01T00:00:00Z""#, .outOfRange,
            "timestamp-nanos: RFC 3339 with a zone, or an integer", #"string "2300-01-01T00:00:00Z""#, nil
        ),
        (
            timestampMicros, "9223372036854775807", .outOfRange,
            "timestamp-micros: RFC 3339 with a zone, or an integer", "number 9223372036854775807", nil
        ),
        (
            localMicros, #""2026-03-13T10:21:14Z""#, .invalidTimestamp,
            "local-timestamp-micros: as RFC 3339 but without a zone, or an integer",
            #"string "2026-03-13T10:21:14Z""#, "leave out the zone"
        ),
        (
            date, #""2026/03/13""#, .invalidDate, #"date such as "2026-03-13", or days since 1970"#,
            #"string "2026/03/13""#, #"use "2026-03-13""#
        ),
        (
            date, #""0000-12-31""#, .outOfRange, #"date such as "2026-03-13", or days since 1970"#,
            #"string "0000-12-31""#, nil
        ),
        (
            timeMillis, #""24:00:00""#, .invalidTime, #"time-millis such as "10:21:14.5", or an integer"#,
            #"string "24:00:00""#, nil
        ),
        (
            timeMillis, "86400000", .outOfRange, #"time-millis such as "10:21:14.5", or an integer"#,
            "number 86400000", nil
        ),
        (#"{"type":"array","items":"int"}"#, "1", .typeMismatch, "array of int", "number 1", "put it in [ ]"),
        (#"{"type":"map","values":"int"}"#, "[]", .typeMismatch, "map of int", "array of 0", nil),
        (inner, #""x""#, .typeMismatch, "record Inner", #"string "x""#, nil),
    ]

    @Test("refuses what doesn't, and says what would", arguments: refused)
    func refuses(refusal: Refusal) throws {
        let (type, json, code, expected, found, hint) = refusal
        let violations = try PropertyFixture(type).refuse(json)
        #expect(
            violations == [
                Violation(pointer: "/properties/p", code: code, expected: expected, found: found, hint: hint)
            ])
    }

    @Test("names the place of each violation in nested values")
    func pointers() throws {
        let fixture = try PropertyFixture(
            #"{"type":"array","items":{"type":"map","values":{"type":"record","name":"R","fields":[{"name":"n","type":"int"}]}}}"#
        )
        let violations = try fixture.refuse(#"[{},{"a/b~":{"n":"x"},"c":{"n":1,"n":2,"m":3}},{"":{}}]"#)
        #expect(
            violations.map(\.pointer) == [
                "/properties/p/1/a~1b~0/n", "/properties/p/1/c/n", "/properties/p/1/c/m", "/properties/p/2//n",
            ])
        #expect(violations.map(\.code) == [.typeMismatch, .duplicateField, .unknownField, .missingField])
    }

    @Test("refuses a key that a map has twice", arguments: [2, 40, 1000])
    func duplicateKeys(count: Int) throws {
        let fixture = try PropertyFixture(#"{"type":"map","values":"int"}"#)
        let keys = (0..<count).map { #""key\#($0)":1"# }
        _ = try fixture.accept("{\(keys.joined(separator: ","))}")
        let violations = try fixture.refuse("{\((keys + [#""key1":2"#]).joined(separator: ","))}")
        #expect(violations.map(\.code) == [.duplicateField])
        #expect(violations.first?.pointer == "/properties/p/key1")
    }
}
