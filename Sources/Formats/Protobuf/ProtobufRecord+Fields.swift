// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

extension ProtobufRecord {
    /// The value of a field that is not repeated; nil if it is not set.
    public func single(_ number: Int) -> ProtobufValue? {
        guard case .single(let value)? = fields[number] else { return nil }
        return value
    }

    /// The values of a repeated field, or the one of another; of a map none.
    public func list(_ number: Int) -> [ProtobufValue] {
        switch fields[number] {
        case .list(let values)?: values
        case .single(let value)?: [value]
        case .map?, nil: []
        }
    }

    mutating func append(_ value: ProtobufValue, to number: Int) {
        // Taken out first: what is held twice would be copied for each value.
        guard case .list(var values)? = fields.removeValue(forKey: number) else {
            fields[number] = .list([value])
            return
        }
        values.append(value)
        fields[number] = .list(values)
    }

    mutating func set(_ value: ProtobufValue, forKey key: ProtobufValue, of number: Int) {
        guard case .map(var entries)? = fields.removeValue(forKey: number) else {
            fields[number] = .map([key: value])
            return
        }
        entries[key] = value
        fields[number] = .map(entries)
    }

    /// Paths of required fields that are not set, such as `items.price`.
    public func missingRequired(in schema: ProtobufSchema) -> [String] {
        guard let type = schema.message(named: typeName) else { return [] }
        var missing = type.fields.filter { $0.label == .required && fields[$0.number] == nil }.map(\.name)
        for (number, content) in fields.sorted(by: { $0.key < $1.key }) {
            let name = schema.field(number, of: type)?.name ?? String(number)
            let values: [ProtobufValue] =
                switch content {
                case .single(let value): [value]
                case .list(let values): values
                case .map(let entries): Array(entries.values)
                }
            for case .message(let message) in values {
                missing += message.missingRequired(in: schema).map { "\(name).\($0)" }
            }
        }
        return missing
    }
}

extension ProtobufSchema {
    /// A field of a message, or an extension of it, by number.
    public func field(_ number: Int, of type: ProtobufMessage) -> ProtobufField? {
        type.fields.first { $0.number == number } ?? extensionField(of: type.fullName, number: number)
    }
}

extension ProtobufValue {
    /// Whether a field without presence that has it is not written. A negative zero is.
    var isZero: Bool {
        switch self {
        case .int32(let value): value == 0
        case .int64(let value): value == 0
        case .uint32(let value): value == 0
        case .uint64(let value): value == 0
        case .float(let value): value.bitPattern == 0
        case .double(let value): value.bitPattern == 0
        case .bool(let value): !value
        case .string(let value): value.isEmpty
        case .bytes(let value): value.isEmpty
        case .enumeration(let value): value == 0
        case .message: false
        }
    }
}

extension ProtobufField {
    /// What the field is if it is not set and has no default of its own; of an enum the first value.
    func zero(in schema: ProtobufSchema) -> ProtobufValue {
        switch kind {
        case .double: .double(0)
        case .float: .float(0)
        case .int64, .sfixed64, .sint64: .int64(0)
        case .int32, .sfixed32, .sint32: .int32(0)
        case .uint64, .fixed64: .uint64(0)
        case .uint32, .fixed32: .uint32(0)
        case .bool: .bool(false)
        case .string: .string("")
        case .bytes: .bytes([])
        case .enumeration:
            .enumeration(Int32(truncatingIfNeeded: schema.enumeration(named: typeName)?.values.first?.number ?? 0))
        case .message, .group: .message(ProtobufRecord(typeName: typeName))
        }
    }
}

extension ProtobufField.Kind {
    /// The wire type of one value.
    var wireType: UInt64 {
        switch self {
        case .int32, .int64, .uint32, .uint64, .sint32, .sint64, .bool, .enumeration: 0
        case .fixed64, .sfixed64, .double: 1
        case .string, .bytes, .message: 2
        case .group: 3
        case .fixed32, .sfixed32, .float: 5
        }
    }
}
