// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import Formats

/// What differs between two schemas, as a person sees it: one line a field.
enum SchemaDifference {
    struct Line: Sendable, Hashable, CustomStringConvertible {
        enum Sign: String, Sendable { case added = "+", removed = "-" }

        let sign: Sign
        let text: String

        var description: String { "\(sign.rawValue) \(text)" }
    }

    /// Fields of `new` that `old` lacks or has otherwise, and the other way round; in the order of the schemas.
    static func lines(from old: AvroSchema, to new: AvroSchema) -> [Line] {
        let before = fields(of: old)
        let after = fields(of: new)
        let kept = Set(before).intersection(after)
        return before.filter { !kept.contains($0) }.map { Line(sign: .removed, text: $0) }
            + after.filter { !kept.contains($0) }.map { Line(sign: .added, text: $0) }
    }

    /// `properties.price: union of null and decimal(12,2) = null`, one a field of every record, each record once.
    static func fields(of schema: AvroSchema) -> [String] {
        var seen: Set<AvroName> = []
        var lines: [String] = []
        guard case .named(let name) = schema.root.kind else { return [schema.describe(schema.root)] }
        collect(name, prefix: "", schema, &seen, &lines)
        return lines
    }

    private static func collect(
        _ name: AvroName, prefix: String, _ schema: AvroSchema, _ seen: inout Set<AvroName>, _ lines: inout [String]
    ) {
        guard seen.insert(name).inserted, case .record(let record)? = schema.types[name] else { return }
        for field in record.fields {
            let path = prefix + field.name
            let fallback = field.defaultValue.map { " = \($0.text())" } ?? ""
            lines.append("\(path): \(schema.describe(field.type))\(fallback)")
            for inner in names(in: field.type) { collect(inner, prefix: path + ".", schema, &seen, &lines) }
        }
    }

    private static func names(in type: AvroType) -> [AvroName] {
        switch type.kind {
        case .named(let name): [name]
        case .array(let items): names(in: items)
        case .map(let values): names(in: values)
        case .union(let branches): branches.flatMap { names(in: $0) }
        default: []
        }
    }
}
