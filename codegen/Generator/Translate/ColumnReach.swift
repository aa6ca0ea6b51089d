// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import Formats

/// The types that stand in an event, and so need columns.
struct ColumnReach {
    let model: Model

    func types(_ diagnostics: inout [Diagnostic]) -> Set<AvroName> {
        var reached: Set<AvroName> = []
        for schema in model.schemas where schema.isEvent {
            var path: [AvroName] = []
            visit(schema.root, schema, &path, &reached, &diagnostics)
        }
        return reached
    }

    private func visit(
        _ name: AvroName, _ schema: ModelSchema, _ path: inout [AvroName], _ reached: inout Set<AvroName>,
        _ diagnostics: inout [Diagnostic]
    ) {
        guard !path.contains(name) else {
            diagnostics.append(
                schema.source.diagnostic(
                    .error, at: name,
                    "\(name.fullName) contains itself, and the columns of an event can't nest without end",
                    remedy: "keep it out of the event, or keep its values as a string of JSON"))
            return
        }
        guard case .record(let record)? = model.types[name], reached.insert(name).inserted || !path.isEmpty else {
            return
        }
        path.append(name)
        for field in record.fields {
            for inner in held(by: field.type) { visit(inner, schema, &path, &reached, &diagnostics) }
        }
        path.removeLast()
    }

    private func held(by type: ValueType) -> [AvroName] {
        switch type {
        case .named(let name): [name]
        case .optional(let inner, _), .array(let inner), .map(let inner): held(by: inner)
        case .union(let union): union.branches.flatMap { held(by: $0.type) }
        default: []
        }
    }
}
