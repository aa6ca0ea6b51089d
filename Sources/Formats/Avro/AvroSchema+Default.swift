// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

extension AvroSchema {
    /// The value of a field's default, with all that it leaves to other defaults; nil where the field has none.
    public func defaultValue(of field: AvroField) -> AvroValue? {
        guard let json = field.defaultValue else { return nil }
        return value(json, field.type)
    }

    /// A default as the parser accepts it (`AvroDefaultCheck`); nil for any other JSON.
    ///
    /// A union's value is of the first branch that it fits.
    private func value(_ json: JSONValue, _ type: AvroType) -> AvroValue? {
        switch (type.kind, json) {
        case (.null, .null): return .null
        case (.boolean, .bool(let value)): return .boolean(value)
        case (.int, .number(let text)): return Int32(text).map { .int($0) }
        case (.long, .number(let text)): return Int64(text).map { .long($0) }
        case (.float, .number(let text)), (.float, .string(let text)): return Float(text).map { .float($0) }
        case (.double, .number(let text)), (.double, .string(let text)): return Double(text).map { .double($0) }
        case (.string, .string(let text)): return .string(text)
        case (.bytes, .string(let text)): return Self.bytes(text).map { .bytes($0) }
        case (.array(let items), .array(let elements)):
            var values: [AvroValue] = []
            for element in elements {
                guard let value = value(element, items) else { return nil }
                values.append(value)
            }
            return .array(values)
        case (.map(let type), .object(let members)):
            var entries: [AvroValue.Entry] = []
            for member in members {
                guard let value = value(member.value, type) else { return nil }
                entries.append(.init(name: member.name, value: value))
            }
            return .map(entries)
        case (.union(let branches), _):
            for (index, branch) in branches.enumerated() {
                if let value = value(json, branch) { return .union(branch: index, value: value) }
            }
            return nil
        case (.named(let name), _): return value(json, named: name)
        default: return nil
        }
    }

    private func value(_ json: JSONValue, named name: AvroName) -> AvroValue? {
        switch (types[name], json) {
        case (.record(let record)?, .object):
            var entries: [AvroValue.Entry] = []
            for field in record.fields {
                guard let given = json[field.name] ?? field.defaultValue, let value = value(given, field.type) else {
                    return nil
                }
                entries.append(.init(name: field.name, value: value))
            }
            return .record(entries)
        case (.enumeration(let type)?, .string(let symbol)):
            return type.symbols.contains(symbol) ? .enumeration(symbol: symbol) : nil
        case (.fixed(let type)?, .string(let text)):
            guard let bytes = Self.bytes(text), bytes.count == type.size else { return nil }
            return .fixed(bytes)
        default: return nil
        }
    }

    /// Bytes as defaults write them: each character is the byte of its code point.
    private static func bytes(_ text: String) -> [UInt8]? {
        var bytes: [UInt8] = []
        for scalar in text.unicodeScalars {
            guard let byte = UInt8(exactly: scalar.value) else { return nil }
            bytes.append(byte)
        }
        return bytes
    }
}
