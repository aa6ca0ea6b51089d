// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

extension AvroValue {
    /// Encodes the value as binary data (specification 1.12, "Binary Encoding"). It must be of the schema.
    public func encode(as schema: AvroSchema) throws(AvroValueError) -> [UInt8] {
        var writer = AvroValueWriter(schema: schema)
        try writer.write(self, schema.root)
        return writer.bytes
    }

    /// Encodes the value as binary data of one of the schema's types.
    public func encode(as type: AvroType, in schema: AvroSchema) throws(AvroValueError) -> [UInt8] {
        var writer = AvroValueWriter(schema: schema)
        try writer.write(self, type)
        return writer.bytes
    }
}

private struct AvroValueWriter {
    let schema: AvroSchema
    var bytes: [UInt8] = []
    private var path: [String] = []

    init(schema: AvroSchema) { self.schema = schema }

    private func error(_ message: String) -> AvroValueError {
        AvroValueError(path: JSONPointer(path), offset: nil, message: message)
    }

    mutating func write(_ value: AvroValue, _ type: AvroType) throws(AvroValueError) {
        switch (type.kind, value) {
        case (.null, .null): break
        case (.boolean, .boolean(let value)): bytes.append(value ? 1 : 0)
        case (.int, .int(let value)): writeLong(Int64(value))
        case (.long, .long(let value)): writeLong(value)
        case (.float, .float(let value)): writeLittleEndian(UInt64(value.bitPattern), 4)
        case (.double, .double(let value)): writeLittleEndian(value.bitPattern, 8)
        case (.bytes, .bytes(let value)): writeBlock(value)
        case (.string, .string(let value)): writeBlock(value.utf8)
        case (.array(let items), .array(let elements)):
            if !elements.isEmpty { writeLong(Int64(elements.count)) }
            for (index, element) in elements.enumerated() { try write(element, items, at: String(index)) }
            writeLong(0)
        case (.map(let values), .map(let entries)):
            if !entries.isEmpty { writeLong(Int64(entries.count)) }
            for entry in entries {
                writeBlock(entry.name.utf8)
                try write(entry.value, values, at: entry.name)
            }
            writeLong(0)
        case (.union(let branches), .union(let branch, let value)):
            guard branches.indices.contains(branch) else {
                throw error("branch \(branch) of a union of \(branches.count)")
            }
            writeLong(Int64(branch))
            try write(value, branches[branch])
        case (.named(let name), _): try write(value, named: name)
        default: throw error("expected \(type.kind.branchName), found \(value.kind)")
        }
    }

    private mutating func write(_ value: AvroValue, _ type: AvroType, at token: String) throws(AvroValueError) {
        path.append(token)
        try write(value, type)
        path.removeLast()
    }

    private mutating func write(_ value: AvroValue, named name: AvroName) throws(AvroValueError) {
        switch (schema.types[name], value) {
        case (.record(let record)?, .record(let entries)):
            guard record.fields.map(\.name) == entries.map(\.name) else {
                throw error("the fields are not those of the record \"\(name.fullName)\", in its order")
            }
            for (field, entry) in zip(record.fields, entries) { try write(entry.value, field.type, at: field.name) }
        case (.enumeration(let type)?, .enumeration(let symbol)):
            guard let index = type.symbols.firstIndex(of: symbol) else {
                throw error("\"\(symbol)\" is not a symbol of the enum \"\(name.fullName)\"")
            }
            writeLong(Int64(index))
        case (.fixed(let type)?, .fixed(let value)):
            guard value.count == type.size else {
                throw error("expected \(type.size) bytes for \"\(name.fullName)\", found \(value.count)")
            }
            bytes += value
        case (nil, _): throw error("the schema does not define \"\(name.fullName)\"")
        default: throw error("expected \"\(name.fullName)\", found \(value.kind)")
        }
    }

    private mutating func writeLong(_ value: Int64) {
        var rest = UInt64(bitPattern: (value << 1) ^ (value >> 63))
        while rest >= 0x80 {
            bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        bytes.append(UInt8(truncatingIfNeeded: rest))
    }

    private mutating func writeLittleEndian(_ value: UInt64, _ count: Int) {
        for index in 0..<count { bytes.append(UInt8(truncatingIfNeeded: value >> (8 * UInt64(index)))) }
    }

    private mutating func writeBlock(_ block: some Collection<UInt8>) {
        writeLong(Int64(block.count))
        bytes += block
    }
}

extension AvroValue {
    /// What the value is, for messages.
    fileprivate var kind: String {
        switch self {
        case .null: "null"
        case .boolean: "a boolean"
        case .int: "an int"
        case .long: "a long"
        case .float: "a float"
        case .double: "a double"
        case .bytes: "bytes"
        case .string: "a string"
        case .array: "an array"
        case .map: "a map"
        case .union: "a union's branch"
        case .record: "a record"
        case .enumeration: "an enum's symbol"
        case .fixed: "a fixed"
        }
    }
}
