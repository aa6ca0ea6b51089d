// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import Formats

/// The second stage: unites the files' types, names them, and resolves what their fields hold.
struct ModelBuilder {
    let schemas: [LoadedSchema]

    func build(_ diagnostics: inout [Diagnostic]) -> Model {
        var model = Model()
        var definitions: [AvroName: Definition] = [:]
        for source in schemas {
            guard case .named(let root) = source.schema.root.kind else {
                diagnostics.append(
                    source.diagnostic(
                        .error, at: nil,
                        "the schema denotes \(source.schema.describe(source.schema.root)), which has no name",
                        remedy: "wrap it in a record"))
                continue
            }
            let order = DefinitionOrder(schema: source.schema).names
            for name in order { unite(name, source, &definitions, &diagnostics) }
            model.schemas.append(
                ModelSchema(source: source, root: root, types: order, isEvent: isEvent(source, &diagnostics)))
        }
        let names = TypeNames(Array(definitions.keys), kinds: definitions.mapValues(\.type))
        diagnostics += names.diagnostics(definitions)
        let resolver = TypeResolver(definitions: definitions, names: names)
        for (name, definition) in definitions {
            model.types[name] = resolver.resolve(name, definition, &diagnostics)
        }
        RecursionAnalysis(definitions: definitions).mark(&model, &diagnostics)
        model.shared = definitions.filter { $0.value.files.count > 1 }.map(\.key).sorted { $0.fullName < $1.fullName }
        for index in model.schemas.indices {
            model.schemas[index].types.removeAll { (definitions[$0]?.files.count ?? 0) > 1 }
        }
        return model
    }

    /// Takes a file's definition of a type: new, equal to an earlier one, or in conflict with it.
    private func unite(
        _ name: AvroName, _ source: LoadedSchema, _ definitions: inout [AvroName: Definition],
        _ diagnostics: inout [Diagnostic]
    ) {
        guard let type = source.schema.types[name] else { return }
        guard var earlier = definitions[name] else {
            definitions[name] = Definition(type: type, files: [source])
            return
        }
        guard type.withoutDocumentation == earlier.type.withoutDocumentation else {
            let other = earlier.files.first.map(\.file.path) ?? "another file"
            diagnostics.append(
                source.diagnostic(
                    .error, at: name, "\(name.fullName) is defined otherwise in \(other)",
                    remedy: "make both definitions equal, or give one of them another name or namespace"))
            return
        }
        earlier.files.append(source)
        definitions[name] = earlier
    }

    /// Whether the file's record is an event; a schema that nearly is one gets a warning that says what is missing.
    private func isEvent(_ source: LoadedSchema, _ diagnostics: inout [Diagnostic]) -> Bool {
        guard let record = source.schema.rootRecord else { return false }
        do throws(EventEnvelope.Problems) {
            let envelope = try EventEnvelope(of: source.schema)
            guard envelope.location == .topLevel else {
                diagnostics.append(
                    source.diagnostic(
                        .warning, at: record.name,
                        "the envelope is in the field `\(EventEnvelope.fieldName)`, so no event type is generated",
                        remedy: "put the envelope's fields at the top level to use it with Streams and Lake"))
                return false
            }
        } catch {
            if record.fields.contains(where: { $0.name == "event_id" }),
                record.fields.contains(where: { $0.name == "event_type" }), error.problems.count <= 3
            {
                diagnostics.append(
                    source.diagnostic(
                        .warning, at: record.name, "this is nearly an event, but \(error)",
                        remedy: "complete the envelope to get an event type"))
            }
            return false
        }
        guard source.file.name.wholeMatch(of: /[a-z][a-z0-9_]*/) != nil else {
            diagnostics.append(
                source.diagnostic(
                    .error, at: record.name,
                    "the event type is the file's name, and `\(source.file.name)` can't be one",
                    remedy: "name the file in lower case with `_`, such as product_view.avsc"))
            return false
        }
        return true
    }
}

/// A named type, and the files that define it.
struct Definition {
    let type: AvroNamedType
    var files: [LoadedSchema]
}

extension AvroNamedType {
    /// What must agree between files that define the same type.
    var withoutDocumentation: AvroNamedType {
        switch self {
        case .record(var record):
            record.doc = nil
            for index in record.fields.indices { record.fields[index].doc = nil }
            return .record(record)
        case .enumeration(var enumeration):
            enumeration.doc = nil
            return .enumeration(enumeration)
        case .fixed(var fixed):
            fixed.doc = nil
            return .fixed(fixed)
        }
    }
}

/// The named types of a schema in the order in which its text mentions them first.
struct DefinitionOrder {
    private(set) var names: [AvroName] = []

    init(schema: AvroSchema) { visit(schema.root, schema) }

    private mutating func visit(_ type: AvroType, _ schema: AvroSchema) {
        switch type.kind {
        case .array(let inner), .map(let inner): visit(inner, schema)
        case .union(let branches): for branch in branches { visit(branch, schema) }
        case .named(let name):
            guard !names.contains(name) else { return }
            names.append(name)
            guard case .record(let record)? = schema.types[name] else { return }
            for field in record.fields { visit(field.type, schema) }
        default: break
        }
    }
}
