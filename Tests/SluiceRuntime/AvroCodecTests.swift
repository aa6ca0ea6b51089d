// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import SluiceRuntime
import Testing

/// Runs a reader over bytes; the result or the error, so that tests can compare both.
private func read<Value>(
    _ bytes: [UInt8], _ body: (inout AvroReader) throws(CodecError) -> Value
) throws(CodecError) -> Value {
    try bytes.span.bytes.withUnsafeBytes { raw throws(CodecError) in
        var reader = AvroReader(raw)
        let value = try body(&reader)
        try reader.expectEnd()
        return value
    }
}

/// The reason of the error that reading ends in; nil if it ends in none.
private func reason<Value>(
    _ bytes: [UInt8], _ body: (inout AvroReader) throws(CodecError) -> Value
) -> CodecError.Reason? {
    do throws(CodecError) {
        _ = try read(bytes, body)
        return nil
    } catch {
        return error.reason
    }
}

private func written(_ body: (inout AvroWriter) -> Void) -> [UInt8] {
    var writer = AvroWriter(capacity: 1)
    body(&writer)
    return writer.bytes
}

@Suite("Avro's binary encoding is read with every length checked")
struct AvroCodecTests {
    @Test(
        "Longs are zigzag varints, up to the extremes",
        arguments: [
            (0, [0]), (-1, [1]), (1, [2]), (-64, [0x7F]), (64, [0x80, 0x01]),
            (Int64.max, [0xFE, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x01]),
            (Int64.min, [0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x01]),
        ] as [(Int64, [UInt8])])
    func longs(value: Int64, bytes: [UInt8]) throws {
        #expect(written { $0.long(value) } == bytes)
        #expect(try read(bytes) { reader throws(CodecError) in try reader.long() } == value)
    }

    @Test("Varints that are too long, too large or cut off are refused")
    func badVarints() {
        let ten = [UInt8](repeating: 0xFF, count: 9)
        #expect(reason(ten + [0x02]) { r throws(CodecError) in try r.long() } == .varintTooLong)
        #expect(reason(ten + [0x80, 0x00]) { r throws(CodecError) in try r.long() } == .varintTooLong)
        #expect(reason(ten) { r throws(CodecError) in try r.long() } == .truncated(needed: 1))
        #expect(reason([]) { r throws(CodecError) in try r.long() } == .truncated(needed: 1))
        let tooLarge = written { $0.long(1 << 31) }
        #expect(reason(tooLarge) { r throws(CodecError) in try r.int() } == .intOverflow(1 << 31))
    }

    @Test("Strings must be UTF-8 and end inside the bytes")
    func strings() throws {
        #expect(try read(written { $0.string("naïve 🙂") }) { r throws(CodecError) in try r.string() } == "naïve 🙂")
        #expect(reason([4, 0xC3, 0x28]) { r throws(CodecError) in try r.string() } == .invalidUTF8)
        #expect(reason([6, 0xED, 0xA0, 0x80]) { r throws(CodecError) in try r.utf8() } == .invalidUTF8)
        #expect(reason([4, 0x61]) { r throws(CodecError) in try r.string() } == .invalidLength(2))
        #expect(reason([1]) { r throws(CodecError) in try r.string() } == .invalidLength(-1))
        #expect(reason(written { $0.long(.max) }) { r throws(CodecError) in try r.bytes() } == .invalidLength(.max))
    }

    @Test("Fixed widths, booleans and leftovers are checked")
    func fixedWidths() throws {
        #expect(try read(written { $0.double(-0.0) }) { r throws(CodecError) in try r.double().sign } == .minus)
        #expect(try read(written { $0.float(1.5) }) { r throws(CodecError) in try r.float() } == 1.5)
        #expect(reason([1, 2, 3]) { r throws(CodecError) in try r.float() } == .truncated(needed: 1))
        #expect(reason([2]) { r throws(CodecError) in try r.boolean() } == .invalidBoolean(2))
        #expect(reason([1, 0]) { r throws(CodecError) in try r.boolean() } == .trailingBytes(count: 1))
        #expect(reason([0]) { r throws(CodecError) in try r.fixed(2).count } == .truncated(needed: 1))
    }

    @Test("Arrays come in blocks, with sizes or without")
    func arrays() throws {
        func longs(_ reader: inout AvroReader) throws(CodecError) -> [Int64] {
            try reader.array { element throws(CodecError) in try element.long() }
        }
        #expect(try read(written { $0.array([1, 2, 3]) { $1.long($0) } }, longs) == [1, 2, 3])
        #expect(try read([2, 2, 3, 4, 4, 6, 0], longs) == [1, 2, 3])
        #expect(try read([0], longs) == [])
        #expect(reason([0xFE, 0x01, 2], longs) == .invalidLength(127))
        #expect(reason(written { $0.long(.min) }, longs) == .invalidLength(.min))
        #expect(reason([1, 9, 2, 0], longs) == .invalidLength(-5))
    }

    @Test("Items without bytes are bounded in number, over all blocks")
    func emptyItems() throws {
        func nulls(_ reader: inout AvroReader) throws(CodecError) -> Int {
            try reader.array(minimumBytes: 0) { _ throws(CodecError) in () }.count
        }
        #expect(
            try read(
                written {
                    $0.long(10_000)
                    $0.long(0)
                }, nulls) == 10_000)
        #expect(
            reason(
                written {
                    $0.long(10_000)
                    $0.long(1)
                }, nulls) == .tooManyEmptyItems(1))
        #expect(reason(written { $0.long(.max) }, nulls) == .tooManyEmptyItems(.max))
    }

    @Test("Errors name field, item, key and byte")
    func paths() throws {
        let bytes = written { writer in
            writer.array([1]) { _, writer in writer.map(["a": 1]) { _, writer in writer.long(5) } }
        }
        let error = #expect(throws: CodecError.self) {
            try read(bytes) { reader throws(CodecError) in
                try reader.array(at: "items") { reader throws(CodecError) in
                    try reader.map(at: "prices") { reader throws(CodecError) in
                        try reader.index(below: 2, at: "currency")
                    }
                }
            }
        }
        #expect(error?.path == #"items[0].prices["a"].currency"#)
        #expect(error?.offset == 5)
        #expect(error?.description.contains("expected an index below 2, found 5") == true)
    }

    @Test("Records are nested at most a hundred deep")
    func depth() {
        func nest(_ reader: inout AvroReader) throws(CodecError) -> Int {
            try reader.isNull(branch: 0)
                ? 0 : try reader.nested(at: "next") { reader throws(CodecError) in try nest(&reader) + 1 }
        }
        #expect(reason([UInt8](repeating: 2, count: 100) + [0], nest) == nil)
        #expect(reason([UInt8](repeating: 2, count: 101) + [0], nest) == .tooDeep)
    }

    @Test("Decimals are two's complement, and no longer than needed")
    func decimals() throws {
        typealias Price = BoundedDecimal<38, 2>
        for unscaled: Int128 in [0, 1, -1, 127, 128, -128, -129, 255, 1 << 100, -(1 << 100)] {
            let price = try #require(Price(unscaled: unscaled))
            let bytes = written { $0.decimal(price) }
            #expect(try read(bytes) { r throws(CodecError) -> Price in try r.decimal() } == price)
            let wide = written { $0.decimalFixed(price, 20) }
            #expect(wide.count == 20)
            #expect(try read(wide) { r throws(CodecError) -> Price in try r.decimalFixed(20) } == price)
        }
        let (justAbove, justBelow) = (try #require(Price(unscaled: 128)), try #require(Price(unscaled: -128)))
        #expect(written { $0.decimal(justAbove) } == [4, 0, 0x80])
        #expect(written { $0.decimal(justBelow) } == [2, 0x80])
        let tooLarge = written { $0.bytes([UInt8](repeating: 0x7F, count: 17)) }
        #expect(
            reason(tooLarge) { r throws(CodecError) -> Price in try r.decimal() }
                == .outOfRange(logicalType: "decimal(38,2)"))
    }

    @Test("Logical times convert between their units, and refuse what does not fit")
    func times() throws {
        let instant = Timestamp(microseconds: -1_500)
        #expect(written { $0.timestampMillis(instant) } == written { $0.long(-2) })
        #expect(try read([3]) { r throws(CodecError) in try r.timestampMillis() } == Timestamp(microseconds: -2000))
        let tooLarge = written { $0.long(.max) }
        #expect(
            reason(tooLarge) { r throws(CodecError) in try r.timestampMillis() }
                == .outOfRange(logicalType: "timestamp-millis"))
        #expect(reason([1]) { r throws(CodecError) in try r.timeMicros() } == .outOfRange(logicalType: "time-micros"))
        let id = UUID128(high: 1, low: 2)
        #expect(try read(written { $0.uuid(id) }) { r throws(CodecError) in try r.uuid() } == id)
        #expect(try read(written { $0.uuidFixed(id) }) { r throws(CodecError) in try r.uuidFixed() } == id)
        #expect(reason(written { $0.string("x") }) { r throws(CodecError) in try r.uuid() } == .invalidUUID)
    }

    @Test("The registry's framing is parsed and written")
    func framing() throws {
        let framed = RegistryFraming.frame(schemaID: 258, [9, 8])
        #expect(framed == [0, 0, 0, 1, 2, 9, 8])
        try framed.withUnsafeBytes { raw in
            let (id, payload) = try RegistryFraming.parse(raw)
            #expect(id == 258)
            #expect(Array(payload) == [9, 8])
        }
        for bad: [UInt8] in [[], [1, 0, 0, 0, 1], [0, 0, 0]] {
            #expect(throws: CodecError.self) { try bad.withUnsafeBytes { try RegistryFraming.parse($0).schemaID } }
        }
    }
}
