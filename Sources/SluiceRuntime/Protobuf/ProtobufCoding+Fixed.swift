// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

// The numbers of four and eight bytes.

public enum ProtobufFixed32: ProtobufPackable, ProtobufKeyCoding {
    @inlinable public static var wireType: UInt32 { 5 }

    @inlinable
    public static func read(from reader: inout ProtobufReader, at field: StaticString) throws(CodecError) -> UInt32 {
        try reader.fixed32(at: field)
    }

    @inlinable
    public static func write(_ value: UInt32, into writer: inout ProtobufWriter) { writer.fixed32(value) }
}

public enum ProtobufFixed64: ProtobufPackable, ProtobufKeyCoding {
    @inlinable public static var wireType: UInt32 { 1 }

    @inlinable
    public static func read(from reader: inout ProtobufReader, at field: StaticString) throws(CodecError) -> UInt64 {
        try reader.fixed64(at: field)
    }

    @inlinable
    public static func write(_ value: UInt64, into writer: inout ProtobufWriter) { writer.fixed64(value) }
}

public enum ProtobufSFixed32: ProtobufPackable, ProtobufKeyCoding {
    @inlinable public static var wireType: UInt32 { 5 }

    @inlinable
    public static func read(from reader: inout ProtobufReader, at field: StaticString) throws(CodecError) -> Int32 {
        Int32(bitPattern: try reader.fixed32(at: field))
    }

    @inlinable
    public static func write(_ value: Int32, into writer: inout ProtobufWriter) {
        writer.fixed32(UInt32(bitPattern: value))
    }
}

public enum ProtobufSFixed64: ProtobufPackable, ProtobufKeyCoding {
    @inlinable public static var wireType: UInt32 { 1 }

    @inlinable
    public static func read(from reader: inout ProtobufReader, at field: StaticString) throws(CodecError) -> Int64 {
        Int64(bitPattern: try reader.fixed64(at: field))
    }

    @inlinable
    public static func write(_ value: Int64, into writer: inout ProtobufWriter) {
        writer.fixed64(UInt64(bitPattern: value))
    }
}

public enum ProtobufFloat: ProtobufPackable {
    @inlinable public static var wireType: UInt32 { 5 }
    @inlinable public static var zero: Float { 0 }
    @inlinable public static func isZero(_ value: Float) -> Bool { value.bitPattern == 0 }

    @inlinable
    public static func read(from reader: inout ProtobufReader, at field: StaticString) throws(CodecError) -> Float {
        Float(bitPattern: try reader.fixed32(at: field))
    }

    @inlinable
    public static func write(_ value: Float, into writer: inout ProtobufWriter) { writer.fixed32(value.bitPattern) }
}

public enum ProtobufDouble: ProtobufPackable {
    @inlinable public static var wireType: UInt32 { 1 }
    @inlinable public static var zero: Double { 0 }
    @inlinable public static func isZero(_ value: Double) -> Bool { value.bitPattern == 0 }

    @inlinable
    public static func read(from reader: inout ProtobufReader, at field: StaticString) throws(CodecError) -> Double {
        Double(bitPattern: try reader.fixed64(at: field))
    }

    @inlinable
    public static func write(_ value: Double, into writer: inout ProtobufWriter) { writer.fixed64(value.bitPattern) }
}
