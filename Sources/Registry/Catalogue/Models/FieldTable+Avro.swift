// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import Formats

extension FieldTable {
    /// More rows than a page can show are left out.
    static let maxRows = 1000

    /// The fields of an Avro schema, those of nested records below the fields that hold them. A record that is used
    /// more than once is written out at its first use.
    init(_ schema: AvroSchema) {
        var reader = AvroFields(schema: schema)
        if let record = schema.rootRecord {
            reader.enter(record)
            sections = [
                Section(title: "record \(record.name.fullName)", doc: record.doc, rows: reader.rows(of: record))
            ]
        } else {
            let notes = reader.notes(schema.root)
            let rows = reader.rows(below: schema.root, path: "", depth: 0)
            sections = [Section(title: reader.name(of: schema.root), doc: notes.joined(separator: " "), rows: rows)]
        }
        isCut = reader.isCut
    }
}

/// Reads fields for people.
private struct AvroFields {
    private static let maxDepth = 12

    let schema: AvroSchema
    private(set) var isCut = false
    private var count = 0
    /// Records that were written out.
    private var known: Set<AvroName> = []

    init(schema: AvroSchema) { self.schema = schema }

    mutating func enter(_ record: AvroRecord) { known.insert(record.name) }

    mutating func rows(of record: AvroRecord, prefix: String = "", depth: Int = 0) -> [FieldTable.Row] {
        var rows: [FieldTable.Row] = []
        for field in record.fields {
            count += 1
            guard count <= FieldTable.maxRows else {
                isCut = true
                break
            }
            let path = prefix + field.name
            rows.append(
                FieldTable.Row(
                    path: path, name: field.name, depth: depth, type: name(of: field.type),
                    preset: field.defaultValue.map { Self.short($0.text()) }, aliases: field.aliases, doc: field.doc,
                    notes: notes(field.type)))
            rows += self.rows(below: field.type, path: path, depth: depth + 1)
        }
        return rows
    }

    /// The fields of the records that a type holds.
    mutating func rows(below type: AvroType, path: String, depth: Int) -> [FieldTable.Row] {
        var rows: [FieldTable.Row] = []
        let records = records(in: type)
        for (record, marks) in records {
            guard depth <= Self.maxDepth else {
                isCut = true
                break
            }
            guard known.insert(record.name).inserted else { continue }
            // Records of one union have fields of equal names.
            let choice = records.count > 1 ? "<\(record.name.name)>" : ""
            let prefix = path + marks + choice
            rows += self.rows(of: record, prefix: prefix.isEmpty ? "" : prefix + ".", depth: depth)
        }
        return rows
    }

    /// The records that a type holds, with what leads to them: `[]` for an array's elements, `{}` for a map's values.
    private func records(in type: AvroType, marks: String = "") -> [(AvroRecord, String)] {
        switch type.kind {
        case .array(let items): records(in: items, marks: marks + "[]")
        case .map(let values): records(in: values, marks: marks + "{}")
        case .union(let branches): branches.flatMap { records(in: $0, marks: marks) }
        case .named: schema.record(type).map { [($0, marks)] } ?? []
        default: []
        }
    }

    // MARK: Words

    /// Such as `optional string`, `array of record Item`, `decimal(12,2)`, `int or string`.
    func name(of type: AvroType) -> String {
        guard type.logicalType == nil else { return schema.describe(type) }
        switch type.kind {
        case .array(let items): return "array of \(name(of: items))"
        case .map(let values): return "map of \(name(of: values))"
        case .union(let branches):
            let others = branches.filter { $0.kind != .null }
            let text = others.map { name(of: $0) }.joined(separator: " or ")
            return others.count == branches.count ? text : others.isEmpty ? "null" : "optional \(text)"
        default: return schema.describe(type)
        }
    }

    /// What the name of a type does not tell: symbols, and what is said of the types that it holds.
    func notes(_ type: AvroType) -> [String] {
        switch type.kind {
        case .array(let inner), .map(let inner): return notes(inner)
        case .union(let branches): return branches.flatMap(notes)
        case .named(let name):
            switch schema.types[name] {
            case .enumeration(let enumeration)?: return notes(enumeration)
            case .record(let record)?:
                let seen = known.contains(name) ? ["\(record.name.name) is described above"] : []
                return [record.doc].compactMap { $0 } + seen
            case .fixed(let fixed)?: return [fixed.doc].compactMap { $0 }
            case nil: return []
            }
        default: return []
        }
    }

    private func notes(_ enumeration: AvroEnum) -> [String] {
        var text = "one of " + Self.short(enumeration.symbols.joined(separator: ", "))
        if let symbol = enumeration.defaultSymbol { text += "; others are read as \(symbol)" }
        return [enumeration.doc].compactMap { $0 } + [text]
    }

    private static func short(_ text: String) -> String { text.count > 300 ? text.prefix(300) + " …" : text }
}
