// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

public import SluiceRuntime

/// Turns events of a writer's schema into the bytes of a reader's, by the rules of schema resolution (specification 1.12).
///
/// For readers whose generated types are of another version than the events: a plan is made once, by which most of an event
/// is checked and copied. An event that the plan can't turn is decoded as a generic value, which tells what is wrong.
public struct AvroConverter: EventConverter {
    private let writer: AvroSchema
    private let reader: AvroSchema
    private let transcoder: AvroTranscoder?

    /// A time of milliseconds must not be taken for one of microseconds.
    private static let resolution = AvroResolution(logicalTypes: .sameMeaning)

    public init(writer: AvroSchema, reader: AvroSchema) {
        self.writer = writer
        self.reader = reader
        transcoder = AvroTranscoder(writer: writer, reader: reader, resolution: Self.resolution)
    }

    /// The converter between two schemas; nil if what one writes is what the other reads.
    public static func between(
        writer: String, reader: String
    ) throws(AvroSchemaError) -> AvroConverter? {
        let converter = AvroConverter(writer: try AvroSchema.parse(writer), reader: try AvroSchema.parse(reader))
        return converter.isNeeded ? converter : nil
    }

    public func convert(_ payload: UnsafeRawBufferPointer) throws(EventConversionError) -> [UInt8] {
        if let converted = transcoder?.convert(payload) { return converted }
        let bytes = Array(payload)
        do throws(AvroValueError) {
            let value = try AvroValue.decode(bytes, writer: writer, reader: reader, resolution: Self.resolution)
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
