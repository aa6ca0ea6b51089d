// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

/// A Protobuf message: generated for every message of a `.proto` file.
public protocol ProtobufCodable: Sendable, Hashable {
    /// The message without any field, to be filled by `merge(from:)`.
    init()

    /// The full name, such as `shop.Order`.
    static var protobufName: String { get }

    /// What was read and has no property.
    var unknownFields: ProtobufUnknownFields { get set }

    /// Reads fields to the end of the message, as Protobuf merges: the last value of a field stays, repeated fields grow,
    /// messages are merged themselves.
    mutating func merge(from reader: inout ProtobufReader) throws(CodecError)

    /// Writes the fields, the last first: the writer goes backwards, so that lengths are known when they are written.
    func encode(into writer: inout ProtobufWriter)

    /// The path of a required field that has not been set while reading; nil if there is none.
    func missingRequiredField() -> String?

    // MARK: JSON

    /// How the message stands in JSON.
    static var jsonForm: ProtobufJSONForm { get }

    /// The names of the fields.
    static var protobufFields: ProtobufFieldNames { get }

    /// Reads the value of one field from JSON.
    mutating func merge(field number: Int, from reader: inout ProtobufJSONReader) throws(CodecError)

    /// Writes a member for each field that is set.
    func encodeFields(into writer: inout ProtobufJSONWriter) throws(CodecError)

    /// Reads the message from JSON.
    mutating func merge(from reader: inout ProtobufJSONReader) throws(CodecError)

    /// Writes the message as JSON.
    func encode(into writer: inout ProtobufJSONWriter) throws(CodecError)
}

extension ProtobufCodable {
    public func missingRequiredField() -> String? { nil }

    /// Reads a whole message.
    public init(protobuf bytes: UnsafeRawBufferPointer) throws(CodecError) {
        self.init()
        try merge(protobuf: bytes)
    }

    /// Reads a whole message.
    public init(protobuf bytes: RawSpan) throws(CodecError) {
        self = try bytes.withUnsafeBytes { raw throws(CodecError) in try Self(protobuf: raw) }
    }

    /// Reads a whole message.
    public init(protobuf bytes: [UInt8]) throws(CodecError) {
        try self.init(protobuf: bytes.span.bytes)
    }

    /// Merges another message of the type into this one, as if its bytes had followed.
    public mutating func merge(protobuf bytes: UnsafeRawBufferPointer) throws(CodecError) {
        // Lengths and offsets of Protobuf are below 2 GiB.
        guard bytes.count <= Int(Int32.max) else {
            throw CodecError(offset: 0, reason: .invalidLength(Int64(bytes.count)))
        }
        var reader = ProtobufReader(bytes)
        try merge(from: &reader)
        if let path = missingRequiredField() {
            throw CodecError(path: path, offset: reader.offset, reason: .missingRequiredField)
        }
    }

    /// Merges another message of the type into this one, as if its bytes had followed.
    public mutating func merge(protobuf bytes: [UInt8]) throws(CodecError) {
        let raw = bytes.span.bytes
        try raw.withUnsafeBytes { raw throws(CodecError) in try merge(protobuf: raw) }
    }

    /// The message's encoding.
    public func protobufBytes() -> [UInt8] {
        // Most messages fit into the stack; larger ones move to the heap.
        withUnsafeTemporaryAllocation(byteCount: 1024, alignment: 16) { scratch in
            var writer = ProtobufWriter(scratch: scratch)
            encode(into: &writer)
            return writer.bytes
        }
    }
}
