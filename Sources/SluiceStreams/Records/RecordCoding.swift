// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import SluiceRuntime

/// A value that this module writes to Kafka for itself: one version byte, then Avro's primitive encodings.
///
/// Keys are written the same way, so that equal keys are equal bytes.
protocol StoredValue: Sendable, Hashable {
    init(from reader: inout AvroReader) throws(CodecError)
    func encode(into writer: inout AvroWriter)
}

extension StoredValue {
    /// The layout's version. A reader refuses any other.
    private static var version: Int64 { 1 }

    var storedBytes: [UInt8] {
        var writer = AvroWriter(capacity: 128)
        writer.long(Self.version)
        encode(into: &writer)
        return writer.bytes
    }

    init(stored bytes: UnsafeRawBufferPointer) throws(CodecError) {
        var reader = AvroReader(bytes)
        let version = try reader.long(at: "version")
        guard version == Self.version else {
            throw CodecError(path: "version", offset: 0, reason: .invalidIndex(version, count: 2))
        }
        self = try Self(from: &reader)
        try reader.expectEnd()
    }

    init(stored bytes: [UInt8]) throws(CodecError) {
        self = try bytes.withUnsafeBytesTyped { raw throws(CodecError) in try Self(stored: raw) }
    }
}

extension [UInt8] {
    /// `withUnsafeBytes` that keeps the type of errors.
    func withUnsafeBytesTyped<T>(
        _ body: (UnsafeRawBufferPointer) throws(CodecError) -> T
    ) throws(CodecError) -> T {
        try span.bytes.withUnsafeBytes { raw throws(CodecError) in try body(raw) }
    }
}

extension AvroWriter {
    mutating func optionalLong(_ value: Int64?) { optional(value, null: 0) { $1.long($0) } }

    mutating func group(_ group: Group) {
        array(group.parts) { part, writer in writer.optional(part, null: 0) { $1.string($0) } }
    }
}

extension AvroReader {
    mutating func optionalLong(at field: StaticString) throws(CodecError) -> Int64? {
        try isNull(branch: 0, at: field) ? nil : try long(at: field)
    }

    mutating func group(at field: StaticString) throws(CodecError) -> Group {
        let parts = try array(at: field) { reader throws(CodecError) in
            try reader.isNull(branch: 0) ? nil : Optional(try reader.string())
        }
        guard parts.count <= 1 else {
            throw CodecError(path: "group", offset: offset, reason: .invalidLength(Int64(parts.count)))
        }
        return Group(parts: parts)
    }

    /// A number of a case, with its name for the error.
    mutating func tag(below count: Int, at field: StaticString) throws(CodecError) -> Int {
        try index(below: count, at: field)
    }
}
