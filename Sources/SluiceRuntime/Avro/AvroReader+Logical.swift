// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

// MARK: Logical types

extension AvroReader {
    /// A string of the logical type `uuid`.
    @inlinable
    public mutating func uuid(at field: StaticString = "") throws(CodecError) -> UUID128 {
        let text = try rawBytes(at: field)
        guard let value = UUID128(text: text) else { throw failure(.invalidUUID, at: field) }
        return value
    }

    /// A fixed of 16 bytes of the logical type `uuid`.
    @inlinable
    public mutating func uuidFixed(at field: StaticString = "") throws(CodecError) -> UUID128 {
        let raw = try fixed(16, at: field)
        return UUID128(
            high: UInt64(bigEndian: raw.loadUnaligned(as: UInt64.self)),
            low: UInt64(bigEndian: raw.loadUnaligned(fromByteOffset: 8, as: UInt64.self)))
    }

    @inlinable
    public mutating func timestampMicros(at field: StaticString = "") throws(CodecError) -> Timestamp {
        Timestamp(microseconds: try long(at: field))
    }

    @inlinable
    public mutating func timestampMillis(at field: StaticString = "") throws(CodecError) -> Timestamp {
        Timestamp(microseconds: try microseconds(ofMillis: try long(at: field), "timestamp-millis", at: field))
    }

    @inlinable
    public mutating func localTimestampMicros(at field: StaticString = "") throws(CodecError) -> LocalTimestamp {
        LocalTimestamp(microseconds: try long(at: field))
    }

    @inlinable
    public mutating func localTimestampMillis(at field: StaticString = "") throws(CodecError) -> LocalTimestamp {
        LocalTimestamp(
            microseconds: try microseconds(ofMillis: try long(at: field), "local-timestamp-millis", at: field))
    }

    @inlinable
    public mutating func date(at field: StaticString = "") throws(CodecError) -> CalendarDate {
        CalendarDate(daysSinceEpoch: try int(at: field))
    }

    @inlinable
    public mutating func timeMicros(at field: StaticString = "") throws(CodecError) -> TimeOfDay {
        guard let time = TimeOfDay(microseconds: try long(at: field)) else {
            throw failure(.outOfRange(logicalType: "time-micros"), at: field)
        }
        return time
    }

    @inlinable
    public mutating func timeMillis(at field: StaticString = "") throws(CodecError) -> TimeOfDay {
        guard let time = TimeOfDay(microseconds: Int64(try int(at: field)) &* 1000) else {
            throw failure(.outOfRange(logicalType: "time-millis"), at: field)
        }
        return time
    }

    /// `bytes` of the logical type `decimal`: two's complement, big-endian.
    @inlinable
    public mutating func decimal<let precision: Int, let scale: Int>(
        at field: StaticString = ""
    ) throws(CodecError) -> BoundedDecimal<precision, scale> {
        try decimal(from: try rawBytes(at: field), at: field)
    }

    /// A fixed of `size` bytes of the logical type `decimal`.
    @inlinable
    public mutating func decimalFixed<let precision: Int, let scale: Int>(
        _ size: Int, at field: StaticString = ""
    ) throws(CodecError) -> BoundedDecimal<precision, scale> {
        try decimal(from: try fixed(size, at: field), at: field)
    }

    /// The number of a `decimal` in `bytes`, times ten to the power of its scale: what a column holds.
    @inlinable
    public mutating func unscaledDecimal<let precision: Int, let scale: Int>(
        _ type: BoundedDecimal<precision, scale>.Type, at field: StaticString = ""
    ) throws(CodecError) -> Int128 {
        let value: BoundedDecimal<precision, scale> = try decimal(at: field)
        return value.unscaled
    }

    /// The number of a `decimal` in a fixed of `size` bytes, times ten to the power of its scale.
    @inlinable
    public mutating func unscaledDecimalFixed<let precision: Int, let scale: Int>(
        _ type: BoundedDecimal<precision, scale>.Type, _ size: Int, at field: StaticString = ""
    ) throws(CodecError) -> Int128 {
        let value: BoundedDecimal<precision, scale> = try decimalFixed(size, at: field)
        return value.unscaled
    }

    @inlinable
    func decimal<let precision: Int, let scale: Int>(
        from raw: UnsafeRawBufferPointer, at field: StaticString
    ) throws(CodecError) -> BoundedDecimal<precision, scale> {
        guard let unscaled = Int128(bigEndianBytes: raw),
            let value = BoundedDecimal<precision, scale>(unscaled: unscaled)
        else { throw failure(.outOfRange(logicalType: "decimal(\(precision),\(scale))"), at: field) }
        return value
    }

    @inlinable
    func microseconds(
        ofMillis millis: Int64, _ logicalType: StaticString, at field: StaticString
    ) throws(CodecError) -> Int64 {
        let (micros, overflow) = millis.multipliedReportingOverflow(by: 1000)
        guard !overflow else { throw failure(.outOfRange(logicalType: logicalType.description), at: field) }
        return micros
    }
}

extension Int128 {
    /// Reads a two's complement number of any length; nil if it is empty or does not fit.
    @usableFromInline
    init?(bigEndianBytes raw: UnsafeRawBufferPointer) {
        guard let first = raw.first else { return nil }
        let negative = first >= 0x80
        var value: Int128 = negative ? -1 : 0
        for (index, byte) in raw.enumerated() {
            if index < raw.count - 16 {
                guard byte == (negative ? 0xFF : 0) else { return nil }
            } else {
                value = value &<< 8 | Int128(byte)
            }
        }
        // With more than 16 bytes, the sign must not come from a byte that was left out.
        guard (value < 0) == negative else { return nil }
        self = value
    }
}
