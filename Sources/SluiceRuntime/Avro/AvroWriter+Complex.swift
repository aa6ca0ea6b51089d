// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

// MARK: Unions, enums, collections

extension AvroWriter {
    /// The index of a union's branch or an enum's symbol.
    @inlinable
    public mutating func index(_ index: Int) { long(Int64(index)) }

    /// A union of null and one other type.
    ///
    /// - Parameter null: the index of the null branch, 0 or 1.
    @inlinable
    public mutating func optional<Value>(
        _ value: Value?, null: Int, _ write: (Value, inout AvroWriter) -> Void
    ) {
        if let value {
            index(1 &- null)
            write(value, &self)
        } else {
            index(null)
        }
    }

    /// An array in one block.
    @inlinable
    public mutating func array<Element>(_ elements: [Element], _ write: (Element, inout AvroWriter) -> Void) {
        if !elements.isEmpty {
            long(Int64(elements.count))
            for element in elements { write(element, &self) }
        }
        long(0)
    }

    /// A map in one block; the order of its entries is not defined, as the specification allows.
    @inlinable
    public mutating func map<Value>(_ values: [String: Value], _ write: (Value, inout AvroWriter) -> Void) {
        if !values.isEmpty {
            long(Int64(values.count))
            for (key, value) in values {
                string(key)
                write(value, &self)
            }
        }
        long(0)
    }
}

// MARK: Logical types

extension AvroWriter {
    /// The UUID as a string.
    @inlinable
    public mutating func uuid(_ value: UUID128) {
        long(36)
        reserve(36)
        value.writeText(to: storage + count)
        end &+= 36
    }

    /// The UUID's 16 bytes as a fixed.
    @inlinable
    public mutating func uuidFixed(_ value: UUID128) {
        value.withBytes { fixed($0) }
    }

    @inlinable
    public mutating func timestampMicros(_ value: Timestamp) { long(value.microseconds) }

    /// Whole milliseconds, rounded down: what is finer than the schema's unit is lost.
    @inlinable
    public mutating func timestampMillis(_ value: Timestamp) {
        long(value.microseconds.flooredDivision(by: 1000).quotient)
    }

    @inlinable
    public mutating func localTimestampMicros(_ value: LocalTimestamp) { long(value.microseconds) }

    /// Whole milliseconds, rounded down.
    @inlinable
    public mutating func localTimestampMillis(_ value: LocalTimestamp) {
        long(value.microseconds.flooredDivision(by: 1000).quotient)
    }

    @inlinable
    public mutating func date(_ value: CalendarDate) { int(value.daysSinceEpoch) }

    @inlinable
    public mutating func timeMicros(_ value: TimeOfDay) { long(value.microseconds) }

    /// Whole milliseconds, rounded down.
    @inlinable
    public mutating func timeMillis(_ value: TimeOfDay) { long(value.microseconds / 1000) }

    /// Two's complement, big-endian, in as few bytes as hold it.
    @inlinable
    public mutating func decimal<let precision: Int, let scale: Int>(_ value: BoundedDecimal<precision, scale>) {
        let size = Self.leastBytes(of: value.unscaled)
        long(Int64(size))
        bigEndian(value.unscaled, size: size)
    }

    /// Two's complement, big-endian, in `size` bytes; the schema's precision fits into them.
    @inlinable
    public mutating func decimalFixed<let precision: Int, let scale: Int>(
        _ value: BoundedDecimal<precision, scale>, _ size: Int
    ) {
        bigEndian(value.unscaled, size: size)
    }

    @usableFromInline
    mutating func bigEndian(_ value: Int128, size: Int) {
        reserve(size)
        for index in 0..<size {
            // Shifts of 128 and more give the sign, which is what stands before the number.
            let byte = UInt8(truncatingIfNeeded: value >> Int128(8 * (size - 1 - index)))
            storage.storeBytes(of: byte, toByteOffset: count &+ index, as: UInt8.self)
        }
        end &+= size
    }

    @usableFromInline
    static func leastBytes(of value: Int128) -> Int {
        let significant = 128 - (value < 0 ? ~value : value).leadingZeroBitCount
        return significant / 8 + 1
    }
}
