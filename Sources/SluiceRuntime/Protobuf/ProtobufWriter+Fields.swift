// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

// MARK: Fields, by the coding of their values

extension ProtobufWriter {
    /// A field that is always there.
    @inlinable
    public mutating func required<Coding: ProtobufCoding>(
        _ coding: Coding.Type, _ value: Coding.Value, field number: UInt32
    ) {
        Coding.write(value, field: number, into: &self)
    }

    /// A field with presence.
    @inlinable
    public mutating func optional<Coding: ProtobufCoding>(
        _ coding: Coding.Type, _ value: Coding.Value?, field number: UInt32
    ) {
        if let value { Coding.write(value, field: number, into: &self) }
    }

    /// A field without presence: its type's zero is not written.
    @inlinable
    public mutating func implicit<Coding: ProtobufCoding>(
        _ coding: Coding.Type, _ value: Coding.Value, field number: UInt32
    ) {
        if !Coding.isZero(value) { Coding.write(value, field: number, into: &self) }
    }

    /// A field for each value.
    @inlinable
    public mutating func repeated<Coding: ProtobufCoding>(
        _ coding: Coding.Type, _ values: [Coding.Value], field number: UInt32
    ) {
        var index = values.count
        while index > 0 {
            index &-= 1
            Coding.write(values[index], field: number, into: &self)
        }
    }

    /// All values in one field.
    @inlinable
    public mutating func packed<Coding: ProtobufPackable>(
        _ coding: Coding.Type, _ values: [Coding.Value], field number: UInt32
    ) {
        guard !values.isEmpty else { return }
        let before = count
        var index = values.count
        while index > 0 {
            index &-= 1
            Coding.write(values[index], into: &self)
        }
        varint(UInt64(truncatingIfNeeded: count &- before))
        tag(number << 3 | 2)
    }

    /// A field for each entry; the order of the entries is not defined, as Protobuf allows.
    @inlinable
    public mutating func map<Key: ProtobufKeyCoding, Value: ProtobufCoding>(
        _ key: Key.Type, _ value: Value.Type, _ map: [Key.Value: Value.Value], field number: UInt32
    ) {
        for (key, value) in map {
            let before = count
            Value.write(value, field: 2, into: &self)
            Key.write(key, field: 1, into: &self)
            varint(UInt64(truncatingIfNeeded: count &- before))
            tag(number << 3 | 2)
        }
    }

    /// What the message was read with and does not know.
    @inlinable
    public mutating func unknown(_ fields: ProtobufUnknownFields) {
        guard !fields.isEmpty else { return }
        fields.bytes.withUnsafeBytes { raw($0) }
    }
}
