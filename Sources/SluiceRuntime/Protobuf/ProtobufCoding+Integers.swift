// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

// The integers with a variable length. Longer numbers are cut to the type's bits, as Protobuf allows types to grow.

public enum ProtobufInt32: ProtobufPackable, ProtobufKeyCoding {
    @inlinable public static var wireType: UInt32 { 0 }

    @inlinable
    public static func read(from reader: inout ProtobufReader, at field: StaticString) throws(CodecError) -> Int32 {
        Int32(truncatingIfNeeded: try reader.varint(at: field))
    }

    @inlinable
    public static func write(_ value: Int32, into writer: inout ProtobufWriter) {
        // Ten bytes if negative, so that an `int64` reads the same number.
        writer.varint(UInt64(bitPattern: Int64(value)))
    }
}

public enum ProtobufInt64: ProtobufPackable, ProtobufKeyCoding {
    @inlinable public static var wireType: UInt32 { 0 }

    @inlinable
    public static func read(from reader: inout ProtobufReader, at field: StaticString) throws(CodecError) -> Int64 {
        Int64(bitPattern: try reader.varint(at: field))
    }

    @inlinable
    public static func write(_ value: Int64, into writer: inout ProtobufWriter) {
        writer.varint(UInt64(bitPattern: value))
    }
}

public enum ProtobufUInt32: ProtobufPackable, ProtobufKeyCoding {
    @inlinable public static var wireType: UInt32 { 0 }

    @inlinable
    public static func read(from reader: inout ProtobufReader, at field: StaticString) throws(CodecError) -> UInt32 {
        UInt32(truncatingIfNeeded: try reader.varint(at: field))
    }

    @inlinable
    public static func write(_ value: UInt32, into writer: inout ProtobufWriter) { writer.varint(UInt64(value)) }
}

public enum ProtobufUInt64: ProtobufPackable, ProtobufKeyCoding {
    @inlinable public static var wireType: UInt32 { 0 }

    @inlinable
    public static func read(from reader: inout ProtobufReader, at field: StaticString) throws(CodecError) -> UInt64 {
        try reader.varint(at: field)
    }

    @inlinable
    public static func write(_ value: UInt64, into writer: inout ProtobufWriter) { writer.varint(value) }
}

public enum ProtobufSInt32: ProtobufPackable, ProtobufKeyCoding {
    @inlinable public static var wireType: UInt32 { 0 }

    @inlinable
    public static func read(from reader: inout ProtobufReader, at field: StaticString) throws(CodecError) -> Int32 {
        let encoded = UInt32(truncatingIfNeeded: try reader.varint(at: field))
        return Int32(bitPattern: encoded &>> 1) ^ -Int32(bitPattern: encoded & 1)
    }

    @inlinable
    public static func write(_ value: Int32, into writer: inout ProtobufWriter) {
        writer.varint(UInt64(UInt32(bitPattern: value &<< 1 ^ value &>> 31)))
    }
}

public enum ProtobufSInt64: ProtobufPackable, ProtobufKeyCoding {
    @inlinable public static var wireType: UInt32 { 0 }

    @inlinable
    public static func read(from reader: inout ProtobufReader, at field: StaticString) throws(CodecError) -> Int64 {
        let encoded = try reader.varint(at: field)
        return Int64(bitPattern: encoded &>> 1) ^ -Int64(bitPattern: encoded & 1)
    }

    @inlinable
    public static func write(_ value: Int64, into writer: inout ProtobufWriter) {
        writer.varint(UInt64(bitPattern: value &<< 1 ^ value &>> 63))
    }
}

public enum ProtobufBool: ProtobufPackable, ProtobufKeyCoding {
    @inlinable public static var wireType: UInt32 { 0 }
    @inlinable public static var zero: Bool { false }
    @inlinable public static func isZero(_ value: Bool) -> Bool { !value }

    @inlinable
    public static func read(from reader: inout ProtobufReader, at field: StaticString) throws(CodecError) -> Bool {
        try reader.varint(at: field) != 0
    }

    @inlinable
    public static func write(_ value: Bool, into writer: inout ProtobufWriter) { writer.varint(value ? 1 : 0) }
}

/// A number without a name reads as the case for such numbers; of a closed enum, as the first value, so fields of closed
/// enums are read by `ProtobufReader.closed`.
public enum ProtobufEnumCoding<Value: ProtobufEnumeration>: ProtobufPackable {
    @inlinable public static var wireType: UInt32 { 0 }
    @inlinable public static var zero: Value { Value.zero }
    @inlinable public static func isZero(_ value: Value) -> Bool { value.number == 0 }

    @inlinable
    public static func read(from reader: inout ProtobufReader, at field: StaticString) throws(CodecError) -> Value {
        Value(number: Int32(truncatingIfNeeded: try reader.varint(at: field))) ?? Value.zero
    }

    @inlinable
    public static func write(_ value: Value, into writer: inout ProtobufWriter) {
        ProtobufInt32.write(value.number, into: &writer)
    }
}
