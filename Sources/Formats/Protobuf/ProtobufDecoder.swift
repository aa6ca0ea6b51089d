// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

extension ProtobufRecord {
    /// Reads a message of any type of a schema, as libprotobuf does: a field of another wire type than the schema has is
    /// unknown, and so is a number without a name for a proto2 enum; the last of several values counts, and messages are
    /// merged; packed and single values are both taken.
    ///
    /// Text must be UTF-8 in files of either syntax. (proto2 leaves that to each language: Python refuses it, Java
    /// replaces what is wrong.) Whether required fields are set is not looked at: `missingRequired(in:)` tells.
    public static func decode(
        _ bytes: [UInt8], as typeName: String, in schema: ProtobufSchema, limits: Limits = Limits()
    ) throws(ProtobufCodecError) -> ProtobufRecord {
        var decoder = ProtobufDecoder(schema: schema, limits: limits)
        return try decoder.decode(bytes, as: typeName)
    }
}

/// Reads messages by their descriptors.
struct ProtobufDecoder {
    private let schema: ProtobufSchema
    private let limits: ProtobufRecord.Limits
    private var depth = 0
    private var values = 0
    private var path: [String] = []
    private var fieldTables: [String: [Int: ProtobufField]] = [:]

    init(schema: ProtobufSchema, limits: ProtobufRecord.Limits) {
        self.schema = schema
        self.limits = limits
    }

    mutating func decode(_ bytes: [UInt8], as typeName: String) throws(ProtobufCodecError) -> ProtobufRecord {
        var record = ProtobufRecord(typeName: typeName)
        var reader = ProtobufWireReader(bytes[...])
        try merge(&reader, into: &record, group: nil)
        return record
    }

    /// Reads up to the end of the bytes, or of the group.
    private mutating func merge(
        _ reader: inout ProtobufWireReader, into record: inout ProtobufRecord, group: Int?
    ) throws(ProtobufCodecError) {
        guard let type = schema.message(named: record.typeName) else { throw error(.unknownType(record.typeName)) }
        try enter()
        let fields = table(of: type)
        while true {
            let before = reader.rest
            guard let (number, value) = try next(&reader) else {
                guard group == nil else { throw error(.malformed("a group has no end")) }
                break
            }
            if case .groupEnd = value {
                guard number == group else { throw error(.malformed("a group ends that has not begun")) }
                break
            }
            let field = fields[number] ?? schema.extensionField(of: type.fullName, number: number)
            var isKnown = false
            if let field {
                path.append(field.name)
                isKnown = try read(value, &reader, field, type, &record)
                path.removeLast()
            }
            if isKnown { continue }
            if case .groupStart = value { try skipGroup(number, &reader) }
            record.unknown += before[before.startIndex..<reader.rest.startIndex]
        }
        depth -= 1
    }

    /// Takes a value of a field; false if the field can't have it, so that it is unknown.
    private mutating func read(
        _ value: ProtobufWireReader.Value, _ reader: inout ProtobufWireReader, _ field: ProtobufField,
        _ type: ProtobufMessage, _ record: inout ProtobufRecord
    ) throws(ProtobufCodecError) -> Bool {
        switch field.kind {
        case .message:
            guard case .bytes(let bytes) = value else { return false }
            if let entry = schema.mapEntry(of: field) { return try readEntry(bytes, entry, field, &record) }
            var content = ProtobufWireReader(bytes)
            try readMessage(&content, field, nil, type, &record)
        case .group:
            guard case .groupStart = value else { return false }
            try readMessage(&reader, field, field.number, type, &record)
        default:
            if field.label == .repeated, field.kind.isPackable, case .bytes(let bytes) = value {
                return try readPacked(bytes, field, &record)
            }
            guard let scalar = try scalar(value, field) else { return false }
            guard isNamed(scalar, field) else { return false }
            try set(scalar, field, type, &record)
        }
        return true
    }

    private mutating func readMessage(
        _ reader: inout ProtobufWireReader, _ field: ProtobufField, _ group: Int?, _ type: ProtobufMessage,
        _ record: inout ProtobufRecord
    ) throws(ProtobufCodecError) {
        var message = ProtobufRecord(typeName: field.typeName)
        if field.label != .repeated, case .single(.message(let before))? = record.fields[field.number] {
            message = before
        }
        try merge(&reader, into: &message, group: group)
        try set(.message(message), field, type, &record)
    }

    private mutating func set(
        _ value: ProtobufValue, _ field: ProtobufField, _ type: ProtobufMessage, _ record: inout ProtobufRecord
    ) throws(ProtobufCodecError) {
        try count(1)
        if field.label == .repeated {
            record.append(value, to: field.number)
            return
        }
        if let oneof = field.oneof, !field.isExtension {
            for other in type.fields where other.oneof == oneof { record.fields[other.number] = nil }
        }
        record.fields[field.number] = field.hasPresence || !value.isZero ? .single(value) : nil
    }

    private mutating func readPacked(
        _ bytes: ArraySlice<UInt8>, _ field: ProtobufField, _ record: inout ProtobufRecord
    ) throws(ProtobufCodecError) -> Bool {
        var reader = ProtobufWireReader(bytes)
        while !reader.isAtEnd {
            try count(1)
            let value: ProtobufWireReader.Value
            do {
                switch field.kind.wireType {
                case 1: value = .fixed64(try reader.fixed64())
                case 5: value = .fixed32(try reader.fixed32())
                default: value = .varint(try reader.varint())
                }
            } catch { throw self.error(.malformed(error.reason)) }
            guard let scalar = try scalar(value, field) else { return false }
            if isNamed(scalar, field) {
                record.append(scalar, to: field.number)
            } else if case .enumeration(let number) = scalar {
                var writer = ProtobufWireWriter()
                writer.tag(field.number, 0)
                writer.varint(UInt64(bitPattern: Int64(number)))
                record.unknown += writer.bytes
            }
        }
        return true
    }

    /// An entry without key or value has the type's zero there.
    private mutating func readEntry(
        _ bytes: ArraySlice<UInt8>, _ entry: ProtobufMessage, _ field: ProtobufField, _ record: inout ProtobufRecord
    ) throws(ProtobufCodecError) -> Bool {
        try count(1)
        var content = ProtobufRecord(typeName: entry.fullName)
        var reader = ProtobufWireReader(bytes)
        try merge(&reader, into: &content, group: nil)
        guard let keyField = entry.fields.first(where: { $0.number == 1 }),
            let valueField = entry.fields.first(where: { $0.number == 2 })
        else { return false }
        // The number of an enum without a name went to the unknown fields of the entry: the entry is unknown as a whole.
        if valueField.kind == .enumeration, !content.unknown.isEmpty, content.fields[2] == nil,
            schema.enumeration(named: valueField.typeName)?.isClosed ?? false
        {
            return false
        }
        let key = content.single(1) ?? keyField.zero(in: schema)
        record.set(content.single(2) ?? valueField.zero(in: schema), forKey: key, of: field.number)
        return true
    }

    // MARK: Scalars

    /// The value as the field's type has it; nil if it is of another wire type.
    private func scalar(
        _ value: ProtobufWireReader.Value, _ field: ProtobufField
    ) throws(ProtobufCodecError) -> ProtobufValue? {
        switch (field.kind, value) {
        case (.double, .fixed64(let bits)): .double(Double(bitPattern: bits))
        case (.fixed64, .fixed64(let bits)): .uint64(bits)
        case (.sfixed64, .fixed64(let bits)): .int64(Int64(bitPattern: bits))
        case (.float, .fixed32(let bits)): .float(Float(bitPattern: bits))
        case (.fixed32, .fixed32(let bits)): .uint32(bits)
        case (.sfixed32, .fixed32(let bits)): .int32(Int32(bitPattern: bits))
        case (.int64, .varint(let bits)): .int64(Int64(bitPattern: bits))
        case (.uint64, .varint(let bits)): .uint64(bits)
        case (.int32, .varint(let bits)): .int32(Int32(truncatingIfNeeded: bits))
        case (.uint32, .varint(let bits)): .uint32(UInt32(truncatingIfNeeded: bits))
        case (.bool, .varint(let bits)): .bool(bits != 0)
        case (.enumeration, .varint(let bits)): .enumeration(Int32(truncatingIfNeeded: bits))
        case (.sint64, .varint(let bits)): .int64(Int64(bitPattern: bits >> 1) ^ -Int64(bits & 1))
        case (.sint32, .varint(let bits)):
            .int32(Int32(bitPattern: UInt32(truncatingIfNeeded: bits) >> 1) ^ -Int32(bits & 1))
        case (.bytes, .bytes(let content)): .bytes(Array(content))
        case (.string, .bytes(let content)): .string(try text(content))
        default: nil
        }
    }

    private func text(_ bytes: ArraySlice<UInt8>) throws(ProtobufCodecError) -> String {
        guard let text = String(validating: bytes, as: UTF8.self) else { throw error(.invalidText) }
        return text
    }

    private func isNamed(_ value: ProtobufValue, _ field: ProtobufField) -> Bool {
        guard case .enumeration(let number) = value, let type = schema.enumeration(named: field.typeName) else {
            return true
        }
        return !type.isClosed || type.name(of: Int(number)) != nil
    }

    // MARK: Limits

    private mutating func skipGroup(
        _ number: Int, _ reader: inout ProtobufWireReader
    ) throws(ProtobufCodecError) {
        try enter()
        while true {
            guard let (inner, value) = try next(&reader) else { throw error(.malformed("a group has no end")) }
            if case .groupStart = value { try skipGroup(inner, &reader) }
            if case .groupEnd = value {
                guard inner == number else { throw error(.malformed("a group ends that has not begun")) }
                break
            }
        }
        depth -= 1
    }

    private func next(
        _ reader: inout ProtobufWireReader
    ) throws(ProtobufCodecError) -> (number: Int, value: ProtobufWireReader.Value)? {
        do { return try reader.next() } catch { throw self.error(.malformed(error.reason)) }
    }

    private mutating func enter() throws(ProtobufCodecError) {
        guard depth < limits.depth else { throw error(.tooDeep(limit: limits.depth)) }
        depth += 1
    }

    private mutating func count(_ more: Int) throws(ProtobufCodecError) {
        values += more
        guard values <= limits.values else { throw error(.tooManyValues(limit: limits.values)) }
    }

    private func error(_ reason: ProtobufCodecError.Reason) -> ProtobufCodecError {
        ProtobufCodecError(reason: reason, path: path.joined(separator: "."))
    }

    private mutating func table(of type: ProtobufMessage) -> [Int: ProtobufField] {
        if let known = fieldTables[type.fullName] { return known }
        let table = Dictionary(type.fields.map { ($0.number, $0) }) { first, _ in first }
        fieldTables[type.fullName] = table
        return table
    }
}
