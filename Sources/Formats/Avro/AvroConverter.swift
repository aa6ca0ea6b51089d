// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

public import SluiceRuntime

/// Turns events of a writer's schema into the bytes of a reader's, by the rules of schema resolution (specification 1.12).
///
/// For readers whose generated types are of another version than the events: each event is decoded as a generic value
/// and encoded again, which costs many times what a generated codec does.
public struct AvroConverter: EventConverter {
    private let writer: AvroSchema
    private let reader: AvroSchema

    public init(writer: AvroSchema, reader: AvroSchema) {
        self.writer = writer
        self.reader = reader
    }

    /// The converter between two schemas; nil if what one writes is what the other reads.
    public static func between(
        writer: String, reader: String
    ) throws(AvroSchemaError) -> AvroConverter? {
        let converter = AvroConverter(writer: try AvroSchema.parse(writer), reader: try AvroSchema.parse(reader))
        return converter.isNeeded ? converter : nil
    }

    public func convert(_ payload: UnsafeRawBufferPointer) throws(EventConversionError) -> [UInt8] {
        let bytes = Array(payload)
        do throws(AvroValueError) {
            // A time of milliseconds must not be taken for one of microseconds.
            let resolution = AvroResolution(logicalTypes: .sameMeaning)
            let value = try AvroValue.decode(bytes, writer: writer, reader: reader, resolution: resolution)
            return try value.encode(as: reader)
        } catch {
            do throws(AvroValueError) {
                _ = try AvroValue.decode(bytes, as: writer)
            } catch let malformed {
                throw EventConversionError(.malformed, malformed.description)
            }
            throw EventConversionError(.incompatible, error.description)
        }
    }

    /// Equal canonical forms mean equal bytes; what they mean is told by the logical types, which these forms leave out.
    private var isNeeded: Bool {
        writer.fingerprint64 != reader.fingerprint64
            || !writer.types.allSatisfy { name, type in
                reader.types[name].map { Self.haveSameLogicalTypes(type, $0) } ?? false
            } || !Self.haveSameLogicalTypes(writer.root, reader.root)
    }

    private static func haveSameLogicalTypes(_ a: AvroNamedType, _ b: AvroNamedType) -> Bool {
        switch (a, b) {
        case (.record(let a), .record(let b)):
            zip(a.fields, b.fields).allSatisfy { haveSameLogicalTypes($0.type, $1.type) }
        case (.fixed(let a), .fixed(let b)): a.logicalType == b.logicalType
        default: true
        }
    }

    private static func haveSameLogicalTypes(_ a: AvroType, _ b: AvroType) -> Bool {
        guard a.logicalType == b.logicalType else { return false }
        switch (a.kind, b.kind) {
        case (.array(let a), .array(let b)), (.map(let a), .map(let b)): return haveSameLogicalTypes(a, b)
        case (.union(let a), .union(let b)): return zip(a, b).allSatisfy { haveSameLogicalTypes($0, $1) }
        default: return true
        }
    }
}
