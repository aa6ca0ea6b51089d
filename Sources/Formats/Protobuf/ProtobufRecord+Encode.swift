// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

extension ProtobufRecord {
    /// The message's bytes: fields by number, map entries by key, unknown fields last, so that equal messages have equal
    /// bytes.
    public func encode(in schema: ProtobufSchema) throws(ProtobufCodecError) -> [UInt8] {
        var encoder = ProtobufEncoder(schema: schema)
        return try encoder.encode(self)
    }
}

/// Writes messages by their descriptors.
private struct ProtobufEncoder {
    let schema: ProtobufSchema
    private var path: [String] = []
    private var depth = 0

    init(schema: ProtobufSchema) { self.schema = schema }

    mutating func encode(_ record: ProtobufRecord) throws(ProtobufCodecError) -> [UInt8] {
        guard let type = schema.message(named: record.typeName) else { throw error(.unknownType(record.typeName)) }
        let limit = ProtobufRecord.Limits().depth
        guard depth < limit else { throw error(.tooDeep(limit: limit)) }
        depth += 1
        defer { depth -= 1 }
        var writer = ProtobufWireWriter()
        for (number, content) in record.fields.sorted(by: { $0.key < $1.key }) {
            guard let field = schema.field(number, of: type) else { throw error(.unknownType("of field \(number)")) }
            path.append(field.name)
            try write(content, field, &writer)
            path.removeLast()
        }
        writer.raw(record.unknown)
        return writer.bytes
    }

    private mutating func write(
        _ content: ProtobufRecord.Content, _ field: ProtobufField, _ writer: inout ProtobufWireWriter
    ) throws(ProtobufCodecError) {
        switch content {
        case .single(let value): try write(value, field, &writer)
        case .list(let values) where field.isPacked:
            guard !values.isEmpty else { return }
            var packed = ProtobufWireWriter()
            for value in values { try scalar(value, field, &packed) }
            writer.tag(field.number, 2)
            writer.block(packed.bytes)
        case .list(let values):
            for value in values { try write(value, field, &writer) }
        case .map(let entries):
            guard let type = schema.mapEntry(of: field) else { throw error(.mismatch(expected: field.kind.keyword)) }
            for (key, value) in entries.sorted(by: { $0.key.isOrdered(before: $1.key) }) {
                var entry = ProtobufRecord(typeName: type.fullName)
                entry.fields = [1: .single(key), 2: .single(value)]
                writer.tag(field.number, 2)
                writer.block(try encode(entry))
            }
        }
    }

    private mutating func write(
        _ value: ProtobufValue, _ field: ProtobufField, _ writer: inout ProtobufWireWriter
    ) throws(ProtobufCodecError) {
        writer.tag(field.number, field.kind.wireType)
        guard case .message(let message) = value else { return try scalar(value, field, &writer) }
        switch field.kind {
        case .message: writer.block(try encode(message))
        case .group:
            writer.raw(try encode(message))
            writer.tag(field.number, 4)
        default: throw error(.mismatch(expected: field.kind.keyword))
        }
    }

    private func scalar(
        _ value: ProtobufValue, _ field: ProtobufField, _ writer: inout ProtobufWireWriter
    ) throws(ProtobufCodecError) {
        switch (field.kind, value) {
        case (.double, .double(let value)): writer.fixed(value.bitPattern, 8)
        case (.float, .float(let value)): writer.fixed(UInt64(value.bitPattern), 4)
        case (.int64, .int64(let value)): writer.varint(UInt64(bitPattern: value))
        case (.uint64, .uint64(let value)): writer.varint(value)
        case (.int32, .int32(let value)), (.enumeration, .enumeration(let value)):
            writer.varint(UInt64(bitPattern: Int64(value)))
        case (.fixed64, .uint64(let value)): writer.fixed(value, 8)
        case (.fixed32, .uint32(let value)): writer.fixed(UInt64(value), 4)
        case (.bool, .bool(let value)): writer.varint(value ? 1 : 0)
        case (.string, .string(let value)): writer.block(value.utf8)
        case (.bytes, .bytes(let value)): writer.block(value)
        case (.uint32, .uint32(let value)): writer.varint(UInt64(value))
        case (.sfixed32, .int32(let value)): writer.fixed(UInt64(UInt32(bitPattern: value)), 4)
        case (.sfixed64, .int64(let value)): writer.fixed(UInt64(bitPattern: value), 8)
        case (.sint32, .int32(let value)): writer.varint(UInt64(UInt32(bitPattern: value << 1 ^ value >> 31)))
        case (.sint64, .int64(let value)): writer.varint(UInt64(bitPattern: value << 1 ^ value >> 63))
        default: throw error(.mismatch(expected: field.kind.keyword))
        }
    }

    private func error(_ reason: ProtobufCodecError.Reason) -> ProtobufCodecError {
        ProtobufCodecError(reason: reason, path: path.joined(separator: "."))
    }
}

extension ProtobufValue {
    /// The order of map keys: numbers by size, text by its bytes.
    func isOrdered(before other: ProtobufValue) -> Bool {
        switch (self, other) {
        case (.int32(let one), .int32(let two)): one < two
        case (.int64(let one), .int64(let two)): one < two
        case (.uint32(let one), .uint32(let two)): one < two
        case (.uint64(let one), .uint64(let two)): one < two
        case (.bool(let one), .bool(let two)): !one && two
        case (.string(let one), .string(let two)): one.utf8.lexicographicallyPrecedes(two.utf8)
        default: false
        }
    }
}
