// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

/// Messages that show how types are written: each field by itself with telling values, none, and all together.
struct ProtobufSamples {
    private static let maxFields = 300
    private static let maxInnerFields = 20
    private static let maxValues = 2000

    let schema: ProtobufSchema
    private var values = 0

    init(schema: ProtobufSchema) { self.schema = schema }

    /// Required fields are set in all of them; a message that requires itself has none.
    mutating func records(of type: ProtobufMessage) -> [ProtobufRecord] {
        values = 0
        guard let base = required(type, depth: 0) else { return [] }
        var records = [base]
        for field in type.fields.prefix(Self.maxFields) {
            for content in contents(field) {
                var record = base
                record.fields[field.number] = content
                records.append(record)
            }
        }
        if let full = filled(type, depth: 0) { records.append(full) }
        return records
    }

    private mutating func contents(_ field: ProtobufField) -> [ProtobufRecord.Content] {
        if let entry = schema.mapEntry(of: field), let key = entry.fields.first, let value = entry.fields.last {
            let keys = telling(key)
            return telling(value).prefix(4).enumerated().map { .map([keys[$0.offset % keys.count]: $0.element]) }
        }
        let values = telling(field)
        guard field.label == .repeated else { return values.map { .single($0) } }
        return values.map { .list([$0]) } + (values.count > 1 ? [.list([values[0], values[1]])] : [])
            + (values.isEmpty ? [] : [.list([values[0], values[0]])])
    }

    /// Values at which types differ: negative ones, ones that need more bits, bytes that are no text.
    private mutating func telling(_ field: ProtobufField) -> [ProtobufValue] {
        switch field.kind {
        case .int32, .sint32, .sfixed32: [.int32(1), .int32(-1), .int32(.max)]
        case .int64, .sint64, .sfixed64: [.int64(1), .int64(-1), .int64(1 << 40)]
        case .uint32, .fixed32: [.uint32(1), .uint32(2), .uint32(.max)]
        case .uint64, .fixed64: [.uint64(1), .uint64(2), .uint64(1 << 40), .uint64(.max)]
        case .bool: [.bool(true), .bool(false)]
        case .float: [.float(1.5), .float(-2)]
        case .double: [.double(0.1), .double(-2)]
        case .string: [.string("text"), .string("")]
        case .bytes: [.bytes(Array("text".utf8)), .bytes([0xFF, 0xFE])]
        case .enumeration:
            (schema.enumeration(named: field.typeName)?.values.prefix(32) ?? []).map {
                .enumeration(Int32(truncatingIfNeeded: $0.number))
            }
        case .message, .group:
            schema.message(named: field.typeName).map { type in
                [filled(type, depth: 1), required(type, depth: 1)].compactMap { $0.map { .message($0) } }
            } ?? []
        }
    }

    /// With all fields set, of a oneof the first; messages in messages to few levels.
    private mutating func filled(_ type: ProtobufMessage, depth: Int) -> ProtobufRecord? {
        guard var record = required(type, depth: depth) else { return nil }
        var oneofs: Set<Int> = []
        // What is in a message is looked at with that message by itself, too.
        let fields = type.fields.prefix(depth == 0 ? Self.maxFields : Self.maxInnerFields)
        for field in fields where record.fields[field.number] == nil {
            if let oneof = field.oneof, !oneofs.insert(oneof).inserted { continue }
            values += 1
            let isNested = field.kind == .message || field.kind == .group
            if isNested, depth >= 2 || values > Self.maxValues { continue }
            guard let content = isNested ? nested(field, depth) : contents(field).first else { continue }
            record.fields[field.number] = content
        }
        return record
    }

    private mutating func nested(_ field: ProtobufField, _ depth: Int) -> ProtobufRecord.Content? {
        if let entry = schema.mapEntry(of: field), let key = entry.fields.first, let value = entry.fields.last {
            guard let inner = self.value(value, depth), let name = self.value(key, depth) else { return nil }
            return .map([name: inner])
        }
        guard let value = value(field, depth) else { return nil }
        return field.label == .repeated ? .list([value]) : .single(value)
    }

    private mutating func value(_ field: ProtobufField, _ depth: Int) -> ProtobufValue? {
        guard field.kind == .message || field.kind == .group else { return telling(field).first }
        return schema.message(named: field.typeName).flatMap { filled($0, depth: depth + 1) }.map { .message($0) }
    }

    private mutating func required(_ type: ProtobufMessage, depth: Int) -> ProtobufRecord? {
        guard depth < 20 else { return nil }
        var record = ProtobufRecord(typeName: type.fullName)
        for field in type.fields where field.label == .required {
            if field.kind == .message || field.kind == .group {
                guard let inner = schema.message(named: field.typeName),
                    let message = required(inner, depth: depth + 1)
                else { return nil }
                record.fields[field.number] = .single(.message(message))
            } else {
                record.fields[field.number] = telling(field).first.map { .single($0) }
            }
        }
        return record
    }
}
