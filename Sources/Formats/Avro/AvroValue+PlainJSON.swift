// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

extension AvroValue {
    /// The value as people read it: plain JSON, one line.
    ///
    /// A union is its value; timestamps, dates and times are RFC 3339 text; decimals, UUIDs and symbols are strings;
    /// bytes are base64. A value that its logical type can't show is shown as its base type.
    public func jsonText(as schema: AvroSchema) -> String { plainJSON(as: schema).text() }

    /// The value as plain JSON; see `jsonText(as:)`.
    public func plainJSON(as schema: AvroSchema) -> JSONValue { plainJSON(schema.root, schema) }

    /// The value of one of the schema's types as plain JSON.
    public func plainJSON(_ type: AvroType, _ schema: AvroSchema) -> JSONValue {
        if let logicalType = type.logicalType, let json = plainJSON(logicalType) { return json }
        switch (self, type.kind) {
        case (.union(let branch, let value), .union(let branches)) where branches.indices.contains(branch):
            return value.plainJSON(branches[branch], schema)
        case (.array(let elements), .array(let items)):
            return .array(elements.map { $0.plainJSON(items, schema) })
        case (.map(let entries), .map(let values)):
            return .object(entries.map { .init(name: $0.name, value: $0.value.plainJSON(values, schema)) })
        case (.record(let entries), .named(let name)):
            guard case .record(let record)? = schema.types[name], record.fields.count == entries.count else {
                return plainJSON
            }
            return .object(
                zip(entries, record.fields).map {
                    .init(name: $0.name, value: $0.value.plainJSON($1.type, schema))
                })
        default: return plainJSON
        }
    }

    /// The value by itself, without what a schema adds to it.
    private var plainJSON: JSONValue {
        switch self {
        case .null: .null
        case .boolean(let value): .bool(value)
        case .int(let value): .number(String(value))
        case .long(let value): .number(String(value))
        case .float(let value): Self.number(value)
        case .double(let value): Self.number(value)
        case .bytes(let value), .fixed(let value): .string(Base64.encode(value))
        case .string(let value): .string(value)
        case .array(let elements): .array(elements.map(\.plainJSON))
        case .map(let entries), .record(let entries):
            .object(entries.map { .init(name: $0.name, value: $0.value.plainJSON) })
        case .union(_, let value): value.plainJSON
        case .enumeration(let symbol): .string(symbol)
        }
    }

    /// JSON has no number for not-a-number and infinity: those are strings, as in defaults.
    private static func number(_ value: some BinaryFloatingPoint & CustomStringConvertible) -> JSONValue {
        if value.isNaN { return .string("NaN") }
        if value.isInfinite { return .string(value < 0 ? "-Infinity" : "Infinity") }
        return .number(value.description)
    }

    private func plainJSON(_ logicalType: AvroLogicalType) -> JSONValue? {
        switch (logicalType, self) {
        case (.decimal(_, let scale), .bytes(let bytes)), (.decimal(_, let scale), .fixed(let bytes)):
            return DecimalText.text(twosComplement: bytes, scale: scale).map { .string($0) }
        case (.uuid, .fixed(let bytes)): return Self.uuid(bytes).map { .string($0) }
        case (.duration, .fixed(let bytes)): return Self.duration(bytes)
        case (.date, .int(let days)): return CivilTime.date(days: Int64(days)).map { .string($0) }
        case (.timeMillis, .int(let value)): return CivilTime.time(Int64(value), .milliseconds).map { .string($0) }
        case (_, .long(let value)):
            return CivilTime.text(of: value, logicalType).map { .string($0) }
        default: return nil
        }
    }

    private static func uuid(_ bytes: [UInt8]) -> String? {
        guard bytes.count == 16 else { return nil }
        var text = ""
        for (index, byte) in bytes.enumerated() {
            if [4, 6, 8, 10].contains(index) { text += "-" }
            text += byte < 0x10 ? "0" : ""
            text += String(byte, radix: 16)
        }
        return text
    }

    /// Three little-endian numbers of 32 bits: months, days, milliseconds.
    private static func duration(_ bytes: [UInt8]) -> JSONValue? {
        guard bytes.count == 12 else { return nil }
        let parts = stride(from: 0, to: 12, by: 4).map { start in
            bytes[start..<start + 4].reversed().reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
        }
        return .object(
            zip(["months", "days", "milliseconds"], parts).map { .init(name: $0, value: .number(String($1))) })
    }
}
