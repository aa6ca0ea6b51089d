// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

extension AvroSchema {
    /// The record that a type names, if it names one.
    public func record(_ type: AvroType) -> AvroRecord? {
        guard case .named(let name) = type.kind, case .record(let record)? = types[name] else { return nil }
        return record
    }

    /// A type in a few words for messages, such as `decimal(12,2)`, `null or string` or `array of Item`.
    public func describe(_ type: AvroType) -> String {
        if let logical = type.logicalType { return logical.description }
        switch type.kind {
        case .null: return "null"
        case .boolean: return "boolean"
        case .int: return "int"
        case .long: return "long"
        case .float: return "float"
        case .double: return "double"
        case .bytes: return "bytes"
        case .string: return "string"
        case .array(let items): return "array of \(describe(items))"
        case .map(let values): return "map of \(describe(values))"
        case .union(let branches):
            let shown = branches.prefix(Self.describedBranches).map(describe).joined(separator: " or ")
            let rest = branches.count - Self.describedBranches
            return rest > 0 ? "\(shown) or one of \(rest) more" : shown
        case .named(let name):
            switch types[name] {
            case .record?: return "record \(name.name)"
            case .enumeration?: return "enum \(name.name)"
            case .fixed(let fixed)?: return fixed.logicalType?.description ?? "fixed of \(fixed.size) bytes"
            case nil: return name.fullName
            }
        }
    }
}

extension AvroSchema {
    /// Branches of a union that a description names.
    private static let describedBranches = 8
}

extension AvroLogicalType: CustomStringConvertible {
    /// The specification's name; a decimal with its precision and scale.
    public var description: String {
        guard case .decimal(let precision, let scale) = self else { return name }
        return "\(name)(\(precision),\(scale))"
    }

    /// The specification's name, as the attribute `logicalType` has it.
    public var name: String {
        switch self {
        case .decimal: "decimal"
        case .uuid: "uuid"
        case .date: "date"
        case .timeMillis: "time-millis"
        case .timeMicros: "time-micros"
        case .timestampMillis: "timestamp-millis"
        case .timestampMicros: "timestamp-micros"
        case .timestampNanos: "timestamp-nanos"
        case .localTimestampMillis: "local-timestamp-millis"
        case .localTimestampMicros: "local-timestamp-micros"
        case .localTimestampNanos: "local-timestamp-nanos"
        case .duration: "duration"
        case .bigDecimal: "big-decimal"
        }
    }
}
