// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

extension ProtobufRecord {
    /// The message in Protobuf's JSON ("ProtoJSON Format"): fields by number under their JSON names, unset ones left out.
    ///
    /// Numbers of 64 bits are strings, bytes base64, enums names; well-known types have forms of their own. A message of
    /// a well-known type that its form can't show (a timestamp of the year 10000) is shown as its fields. Unknown fields
    /// are not shown.
    public func json(in schema: ProtobufSchema) -> JSONValue { ProtobufJSON(schema: schema).json(self) }
}

/// Writes messages as JSON.
struct ProtobufJSON {
    let schema: ProtobufSchema
    /// How many messages of type `Any` are around this one: each is decoded by itself, so their number must be limited.
    var anyDepth = 0

    func json(_ record: ProtobufRecord) -> JSONValue { wellKnown(record) ?? .object(members(record)) }

    func members(_ record: ProtobufRecord) -> [JSONValue.Member] {
        guard let type = schema.message(named: record.typeName) else { return [] }
        return record.fields.sorted { $0.key < $1.key }.map { number, content in
            guard let field = schema.field(number, of: type) else {
                return JSONValue.Member(name: String(number), value: .null)
            }
            let name = field.isExtension ? "[\(field.fullName.dropFirst())]" : field.jsonName
            return JSONValue.Member(name: name, value: json(content, field))
        }
    }

    private func json(_ content: ProtobufRecord.Content, _ field: ProtobufField) -> JSONValue {
        switch content {
        case .single(let value): return json(value, field)
        case .list(let values): return .array(values.map { json($0, field) })
        case .map(let entries):
            let valueField = schema.mapEntry(of: field)?.fields.first { $0.number == 2 } ?? field
            return .object(
                entries.sorted { $0.key.isOrdered(before: $1.key) }.map {
                    .init(name: $0.key.mapKey, value: json($0.value, valueField))
                })
        }
    }

    func json(_ value: ProtobufValue, _ field: ProtobufField) -> JSONValue {
        switch value {
        case .int32(let value): return .number(String(value))
        case .uint32(let value): return .number(String(value))
        case .int64(let value): return .string(String(value))
        case .uint64(let value): return .string(String(value))
        case .float(let value): return Self.number(value)
        case .double(let value): return Self.number(value)
        case .bool(let value): return .bool(value)
        case .string(let value): return .string(value)
        case .bytes(let value): return .string(Base64.encode(value))
        case .enumeration(let number):
            if field.typeName == ".google.protobuf.NullValue" { return .null }
            guard let name = schema.enumeration(named: field.typeName)?.name(of: Int(number)) else {
                return .number(String(number))
            }
            return .string(name)
        case .message(let message): return json(message)
        }
    }

    /// JSON has no number for not-a-number and infinity: those are strings.
    static func number(_ value: some BinaryFloatingPoint & CustomStringConvertible) -> JSONValue {
        if value.isNaN { return .string("NaN") }
        if value.isInfinite { return .string(value < 0 ? "-Infinity" : "Infinity") }
        return .number(value.description)
    }
}

extension ProtobufValue {
    /// Names of members are strings.
    fileprivate var mapKey: String {
        switch self {
        case .int32(let value): String(value)
        case .int64(let value): String(value)
        case .uint32(let value): String(value)
        case .uint64(let value): String(value)
        case .bool(let value): String(value)
        case .string(let value): value
        default: ""
        }
    }
}
