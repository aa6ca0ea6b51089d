// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import Formats

/// Finds the fields by which records contain themselves.
///
/// Arrays and maps keep their items elsewhere, so only fields that hold a record directly, or as a union's branch, need a
/// box. A cycle without any union has no finite value and is an error.
struct RecursionAnalysis {
    private let definitions: [AvroName: Definition]
    /// The records that a record holds within itself.
    private let embedded: [AvroName: Set<AvroName>]
    /// The same, without what a union may leave out.
    private let required: [AvroName: Set<AvroName>]

    init(definitions: [AvroName: Definition]) {
        self.definitions = definitions
        var embedded: [AvroName: Set<AvroName>] = [:]
        var required: [AvroName: Set<AvroName>] = [:]
        for (name, definition) in definitions {
            guard case .record(let record) = definition.type else { continue }
            for field in record.fields {
                embedded[name, default: []].formUnion(Self.held(by: field.type, throughUnions: true))
                required[name, default: []].formUnion(Self.held(by: field.type, throughUnions: false))
            }
        }
        self.embedded = embedded
        self.required = required
    }

    func mark(_ model: inout Model, _ diagnostics: inout [Diagnostic]) {
        for (name, type) in model.types {
            guard case .record(var record) = type else { continue }
            for index in record.fields.indices {
                let held = Self.held(by: record.fields[index].avro.type, throughUnions: true)
                record.fields[index].isBoxed = held.contains { $0 == name || reaches($0, name, embedded) }
            }
            if reaches(name, name, required), let source = definitions[name]?.files.first {
                diagnostics.append(
                    source.diagnostic(
                        .error, at: name, "\(name.fullName) always contains itself, so no value of it can end",
                        remedy: "make the field that leads back nullable, or an array"))
            }
            model.types[name] = .record(record)
        }
    }

    private func reaches(_ start: AvroName, _ goal: AvroName, _ edges: [AvroName: Set<AvroName>]) -> Bool {
        var seen: Set<AvroName> = []
        var open = Array(edges[start] ?? [])
        while let next = open.popLast() {
            if next == goal { return true }
            if seen.insert(next).inserted { open += edges[next] ?? [] }
        }
        return false
    }

    private static func held(by type: AvroType, throughUnions: Bool) -> Set<AvroName> {
        switch type.kind {
        case .named(let name): [name]
        case .union(let branches) where throughUnions:
            branches.reduce(into: []) { $0.formUnion(held(by: $1, throughUnions: true)) }
        default: []
        }
    }
}
