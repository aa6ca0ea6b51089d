// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

/// A value with an Avro encoding that stands inside another one: a record, an enum, a fixed, a union.
public protocol AvroFragment: Sendable, Hashable {
    /// Reads the value that was written with the type's own schema.
    init(from reader: inout AvroReader) throws(CodecError)
    /// Writes the value.
    func encode(into writer: inout AvroWriter)
}

/// A value with an Avro schema of its own: generated for the type that a schema's text denotes.
public protocol AvroCodable: AvroFragment {
    /// The schema's text, as it was given to the generator and is registered.
    static var avroSchema: String { get }
    /// The CRC-64-AVRO fingerprint of the schema's Parsing Canonical Form.
    static var avroFingerprint: UInt64 { get }
}

extension AvroFragment {
    /// Reads a whole value; bytes that are left over are an error.
    public init(avro bytes: UnsafeRawBufferPointer) throws(CodecError) {
        var reader = AvroReader(bytes)
        let value = try Self(from: &reader)
        try reader.expectEnd()
        self = value
    }

    /// Reads a whole value; bytes that are left over are an error.
    public init(avro bytes: RawSpan) throws(CodecError) {
        self = try bytes.withUnsafeBytes { raw throws(CodecError) in try Self(avro: raw) }
    }

    /// Reads a whole value; bytes that are left over are an error.
    public init(avro bytes: [UInt8]) throws(CodecError) {
        try self.init(avro: bytes.span.bytes)
    }

    /// The value's encoding.
    public func avroBytes() -> [UInt8] {
        var writer = AvroWriter()
        encode(into: &writer)
        return writer.bytes
    }
}
