// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

// What has a length or an end.

public enum ProtobufString: ProtobufKeyCoding {
    @inlinable public static var wireType: UInt32 { 2 }
    @inlinable public static var zero: String { "" }
    @inlinable public static func isZero(_ value: String) -> Bool { value.isEmpty }

    @inlinable
    public static func read(from reader: inout ProtobufReader, at field: StaticString) throws(CodecError) -> String {
        try reader.string(at: field)
    }

    @inlinable
    public static func write(_ value: String, into writer: inout ProtobufWriter) {
        let text = value.utf8Span.span
        text.withUnsafeBytes { writer.block($0) }
    }
}

public enum ProtobufBytes: ProtobufCoding {
    @inlinable public static var wireType: UInt32 { 2 }
    @inlinable public static var zero: [UInt8] { [] }
    @inlinable public static func isZero(_ value: [UInt8]) -> Bool { value.isEmpty }

    @inlinable
    public static func read(from reader: inout ProtobufReader, at field: StaticString) throws(CodecError) -> [UInt8] {
        [UInt8](try reader.rawBytes(at: field))
    }

    @inlinable
    public static func write(_ value: [UInt8], into writer: inout ProtobufWriter) {
        value.withUnsafeBytes { writer.block($0) }
    }
}

public enum ProtobufNested<Value: ProtobufCodable>: ProtobufCoding {
    @inlinable public static var wireType: UInt32 { 2 }
    @inlinable public static var zero: Value { Value() }
    @inlinable public static func isZero(_ value: Value) -> Bool { false }

    @inlinable
    public static func read(from reader: inout ProtobufReader, at field: StaticString) throws(CodecError) -> Value {
        var value = Value()
        try reader.message(into: &value, at: field)
        return value
    }

    @inlinable
    public static func read(
        merging value: Value, from reader: inout ProtobufReader, at field: StaticString
    ) throws(CodecError) -> Value {
        var value = value
        try reader.message(into: &value, at: field)
        return value
    }

    @inlinable
    public static func write(_ value: Value, into writer: inout ProtobufWriter) {
        let before = writer.count
        value.encode(into: &writer)
        writer.varint(UInt64(truncatingIfNeeded: writer.count &- before))
    }
}

public enum ProtobufGroup<Value: ProtobufCodable>: ProtobufCoding {
    @inlinable public static var wireType: UInt32 { 3 }
    @inlinable public static var zero: Value { Value() }
    @inlinable public static func isZero(_ value: Value) -> Bool { false }

    @inlinable
    public static func read(from reader: inout ProtobufReader, at field: StaticString) throws(CodecError) -> Value {
        var value = Value()
        try reader.group(into: &value, at: field)
        return value
    }

    @inlinable
    public static func read(
        merging value: Value, from reader: inout ProtobufReader, at field: StaticString
    ) throws(CodecError) -> Value {
        var value = value
        try reader.group(into: &value, at: field)
        return value
    }

    @inlinable
    public static func write(_ value: Value, into writer: inout ProtobufWriter) { value.encode(into: &writer) }

    /// A group ends with a tag of its own.
    @inlinable
    public static func write(_ value: Value, field number: UInt32, into writer: inout ProtobufWriter) {
        writer.tag(number << 3 | 4)
        value.encode(into: &writer)
        writer.tag(number << 3 | 3)
    }
}
