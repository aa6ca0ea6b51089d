// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

extension AvroSchema {
    /// The schema as compact JSON with its attributes in one order, so that texts that differ only in order, in white
    /// space or in how names are qualified become equal. Unlike in the canonical form, nothing is left out: docs,
    /// aliases, defaults, logical types and unknown attributes are kept.
    ///
    /// - Parameter external: types that are not written out but named, because they came by references.
    public func normalForm(external: Set<AvroName> = []) -> String {
        var form = NormalForm(types: types, written: external)
        return form.json(root, namespace: "").text()
    }
}

private struct NormalForm {
    let types: [AvroName: AvroNamedType]
    var written: Set<AvroName>

    mutating func json(_ type: AvroType, namespace: String) -> JSONValue {
        switch type.kind {
        case .union(let branches):
            var elements: [JSONValue] = []
            for branch in branches { elements.append(json(branch, namespace: namespace)) }
            return .array(elements)
        case .array(let items):
            return object(
                [("type", .string("array")), ("items", json(items, namespace: namespace))], type.properties)
        case .map(let values):
            return object(
                [("type", .string("map")), ("values", json(values, namespace: namespace))], type.properties)
        case .named(let name):
            guard written.insert(name).inserted, let definition = types[name] else {
                let use = JSONValue.string(Self.text(name, in: namespace))
                return type.properties.isEmpty ? use : object([("type", use)], type.properties)
            }
            return json(definition, namespace: namespace)
        default:
            let properties = (type.logicalType?.properties ?? []) + type.properties
            let name = JSONValue.string(type.kind.branchName)
            return properties.isEmpty ? name : object([("type", name)], properties)
        }
    }

    private mutating func json(_ type: AvroNamedType, namespace: String) -> JSONValue {
        switch type {
        case .record(let record):
            var members = header(record.isError ? "error" : "record", record.name, record.doc, in: namespace)
            var fields: [JSONValue] = []
            for field in record.fields { fields.append(json(field, namespace: record.name.namespace)) }
            members.append(("fields", .array(fields)))
            return object(members, record.properties, aliases(record.aliases, record.name))
        case .enumeration(let type):
            var members = header("enum", type.name, type.doc, in: namespace)
            members.append(("symbols", .array(type.symbols.map { .string($0) })))
            if let symbol = type.defaultSymbol { members.append(("default", .string(symbol))) }
            return object(members, type.properties, aliases(type.aliases, type.name))
        case .fixed(let type):
            var members = header("fixed", type.name, type.doc, in: namespace)
            members.append(("size", .number(String(type.size))))
            let properties = (type.logicalType?.properties ?? []) + type.properties
            return object(members, properties, aliases(type.aliases, type.name))
        }
    }

    private mutating func json(_ field: AvroField, namespace: String) -> JSONValue {
        var members = [("name", JSONValue.string(field.name)), ("type", json(field.type, namespace: namespace))]
        if let doc = field.doc { members.append(("doc", .string(doc))) }
        if let value = field.defaultValue { members.append(("default", value)) }
        if field.order != .ascending { members.append(("order", .string(field.order.rawValue))) }
        let aliases = field.aliases.map { JSONValue.string($0) }
        return object(members, field.properties, aliases.isEmpty ? [] : [("aliases", .array(aliases))])
    }

    private func header(
        _ kind: String, _ name: AvroName, _ doc: String?, in namespace: String
    ) -> [(String, JSONValue)] {
        var members = [("type", JSONValue.string(kind)), ("name", .string(name.name))]
        if name.namespace != namespace { members.append(("namespace", .string(name.namespace))) }
        if let doc { members.append(("doc", .string(doc))) }
        return members
    }

    private func aliases(_ aliases: [AvroName], _ name: AvroName) -> [(String, JSONValue)] {
        guard !aliases.isEmpty else { return [] }
        return [("aliases", .array(aliases.map { .string(Self.text($0, in: name.namespace)) }))]
    }

    private func object(
        _ members: [(String, JSONValue)], _ properties: [AvroProperty], _ last: [(String, JSONValue)] = []
    ) -> JSONValue {
        let sorted = properties.sorted { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
        let all = members + sorted.map { ($0.name, $0.value) } + last
        return .object(all.map { .init(name: $0.0, value: $0.1) })
    }

    /// A use of a name: alone in its own namespace, unless it would be taken for a type of the language there; a name of
    /// the null namespace, used in another, with a leading dot would be no name, so it stands alone too and is found there
    /// last.
    private static func text(_ name: AvroName, in namespace: String) -> String {
        name.namespace == namespace && !reserved.contains(name.name) ? name.name : name.fullName
    }

    private static let reserved = Set(
        AvroType.Kind.primitives.map(\.name) + ["record", "error", "enum", "fixed", "array", "map"])
}

extension AvroLogicalType {
    /// The attributes that denote the logical type.
    fileprivate var properties: [AvroProperty] {
        if case .decimal(let precision, let scale) = self {
            return [
                AvroProperty(name: "logicalType", value: "decimal"),
                AvroProperty(name: "precision", value: .number(String(precision))),
                AvroProperty(name: "scale", value: .number(String(scale))),
            ]
        }
        return [AvroProperty(name: "logicalType", value: .string(name))]
    }
}
