// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import Formats

/// Encodes a field's default, which a schema writes in Avro's own JSON form (specification 1.12, "Complex Types"): bytes
/// as a string of code points, a union's value without its branch.
struct DefaultEncoder {
    /// The default doesn't fit, or its records have defaults without end.
    struct Misfit: Error {}

    private static let maximumDepth = 64
    private static let maximumBytes = 1 << 20

    private let schema: AvroSchema
    private(set) var bytes: [UInt8] = []

    init(schema: AvroSchema) { self.schema = schema }

    mutating func encode(_ value: JSONValue, _ type: AvroType, depth: Int = 0) throws(Misfit) {
        guard depth < Self.maximumDepth, bytes.count < Self.maximumBytes else { throw Misfit() }
        switch (type.kind, value) {
        case (.null, .null): return
        case (.boolean, .bool(let flag)): bytes.append(flag ? 1 : 0)
        case (.int, .number(let text)):
            guard let number = Int32(text) else { throw Misfit() }
            appendLong(Int64(number))
        case (.long, .number(let text)):
            guard let number = Int64(text) else { throw Misfit() }
            appendLong(number)
        case (.float, _): appendLittleEndian(try float(value).bitPattern)
        case (.double, _): appendLittleEndian(try double(value).bitPattern)
        case (.string, .string(let text)):
            appendLong(Int64(text.utf8.count))
            bytes += text.utf8
        case (.bytes, .string(let text)):
            let decoded = try codePoints(text)
            appendLong(Int64(decoded.count))
            bytes += decoded
        case (.array(let items), .array(let elements)):
            if !elements.isEmpty { appendLong(Int64(elements.count)) }
            for element in elements { try encode(element, items, depth: depth + 1) }
            bytes.append(0)
        case (.map(let values), .object(let members)):
            if !members.isEmpty { appendLong(Int64(members.count)) }
            for member in members {
                appendLong(Int64(member.name.utf8.count))
                bytes += member.name.utf8
                try encode(member.value, values, depth: depth + 1)
            }
            bytes.append(0)
        case (.union(let branches), _): try encode(value, firstOf: branches, depth: depth)
        case (.named(let name), _): try encode(value, named: name, depth: depth)
        default: throw Misfit()
        }
    }

    private mutating func encode(_ value: JSONValue, firstOf branches: [AvroType], depth: Int) throws(Misfit) {
        let start = bytes.count
        for (index, branch) in branches.enumerated() {
            do {
                appendLong(Int64(index))
                try encode(value, branch, depth: depth + 1)
                return
            } catch {
                bytes.removeSubrange(start...)
            }
        }
        throw Misfit()
    }

    private mutating func encode(_ value: JSONValue, named name: AvroName, depth: Int) throws(Misfit) {
        switch (schema.types[name], value) {
        case (.record(let record)?, .object):
            for field in record.fields {
                guard let member = value[field.name] ?? field.defaultValue else { throw Misfit() }
                try encode(member, field.type, depth: depth + 1)
            }
        case (.enumeration(let type)?, .string(let symbol)):
            guard let index = type.symbols.firstIndex(of: symbol) else { throw Misfit() }
            appendLong(Int64(index))
        case (.fixed(let type)?, .string(let text)):
            let decoded = try codePoints(text)
            guard decoded.count == type.size else { throw Misfit() }
            bytes += decoded
        default: throw Misfit()
        }
    }

    private func double(_ value: JSONValue) throws(Misfit) -> Double {
        switch value {
        case .number(let text):
            guard let number = Double(text) else { throw Misfit() }
            return number
        case .string("NaN"): return .nan
        case .string("Infinity"): return .infinity
        case .string("-Infinity"): return -.infinity
        default: throw Misfit()
        }
    }

    private func float(_ value: JSONValue) throws(Misfit) -> Float { Float(try double(value)) }

    private func codePoints(_ text: String) throws(Misfit) -> [UInt8] {
        var decoded: [UInt8] = []
        for scalar in text.unicodeScalars {
            guard let byte = UInt8(exactly: scalar.value) else { throw Misfit() }
            decoded.append(byte)
        }
        return decoded
    }

    mutating func appendLong(_ value: Int64) {
        var rest = UInt64(bitPattern: value << 1 ^ value >> 63)
        while rest >= 0x80 {
            bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        bytes.append(UInt8(rest))
    }

    private mutating func appendLittleEndian(_ bits: some FixedWidthInteger) {
        withUnsafeBytes(of: bits.littleEndian) { bytes += $0 }
    }
}
