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
        case .union(let branches): return branches.map(describe).joined(separator: " or ")
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

extension AvroLogicalType: CustomStringConvertible {
    /// The specification's name; a decimal with its precision and scale.
    public var description: String {
        switch self {
        case .decimal(let precision, let scale): "decimal(\(precision),\(scale))"
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
        }
    }
}
