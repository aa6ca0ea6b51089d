// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

/// How the values of a field are written: one type for each of Protobuf's, without instances.
///
/// Readers and writers are generic over it, and are inlined, so a generated message names the coding and the compiler
/// makes straight code of it.
public protocol ProtobufCoding {
    associatedtype Value: Sendable, Hashable

    /// The last three bits of a field's tag.
    static var wireType: UInt32 { get }
    /// What a field has that is not set.
    static var zero: Value { get }
    /// Whether a field without presence that has the value is left out. A negative zero is not.
    static func isZero(_ value: Value) -> Bool
    /// Reads a value after its tag.
    static func read(from reader: inout ProtobufReader, at field: StaticString) throws(CodecError) -> Value
    /// Reads a value that is merged with an earlier one.
    static func read(
        merging value: Value, from reader: inout ProtobufReader, at field: StaticString
    ) throws(CodecError) -> Value
    /// Writes a value without its tag.
    static func write(_ value: Value, into writer: inout ProtobufWriter)
    /// Writes a value with its tag.
    static func write(_ value: Value, field number: UInt32, into writer: inout ProtobufWriter)

    /// Whether JSON's `null` is a value, and not the absence of one.
    static var acceptsNull: Bool { get }
    /// Reads a value from JSON; nil for an enum's name that is not known, if such are passed over.
    static func read(from json: inout ProtobufJSONReader) throws(CodecError) -> Value?
    /// Reads a value from JSON that is merged with an earlier one.
    static func read(merging value: Value, from json: inout ProtobufJSONReader) throws(CodecError) -> Value?
    /// Writes a value as JSON.
    static func write(_ value: Value, into json: inout ProtobufJSONWriter) throws(CodecError)
}

/// The coding of a number, a boolean or an enum: those that may stand packed in one block.
public protocol ProtobufPackable: ProtobufCoding {}

/// The coding of a map's keys.
public protocol ProtobufKeyCoding: ProtobufCoding {
    /// The key that a member's name in JSON means; nil if it means none.
    static func key(_ text: String) -> Value?
    /// The name of the member with a key.
    static func text(_ value: Value) -> String
}

extension ProtobufCoding {
    @inlinable
    public static func read(
        merging value: Value, from reader: inout ProtobufReader, at field: StaticString
    ) throws(CodecError) -> Value {
        try read(from: &reader, at: field)
    }

    @inlinable
    public static func write(_ value: Value, field number: UInt32, into writer: inout ProtobufWriter) {
        write(value, into: &writer)
        writer.tag(number << 3 | wireType)
    }
}

extension ProtobufCoding where Value: FixedWidthInteger {
    @inlinable public static var zero: Value { 0 }
    @inlinable public static func isZero(_ value: Value) -> Bool { value == 0 }
}
