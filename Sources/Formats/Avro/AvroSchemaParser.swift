// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

/// Turns a JSON document into the schema model; one parser a schema.
struct AvroSchemaParser {
    /// Complete definitions by full name.
    var types: [AvroName: AvroNamedType] = [:]
    /// Records whose fields are being parsed: their names may be used already.
    var open: Set<AvroName> = []
    /// Where the text defines types.
    var definitions: [AvroName: JSONPointer] = [:]
    /// What has no effect, or is at risk.
    var findings: [AvroSchemaFinding] = []
    /// Field defaults, checked when every type is complete.
    var defaults: [AvroDefaultCheck.Pending] = []

    init(references: [AvroSchema]) throws(AvroSchemaIssue) {
        for reference in references {
            for (name, type) in reference.types {
                if let other = types.updateValue(type, forKey: name), other != type {
                    throw AvroSchemaIssue(
                        "two of the references define \"\(name.fullName)\", and differently", at: JSONPointer())
                }
                guard case .record(let record) = type else { continue }
                for (index, field) in record.fields.enumerated() where field.defaultValue != nil {
                    defaults.append(.init(record: name, index: index, field: field, pointer: JSONPointer()))
                }
            }
        }
    }

    /// Parses a type as it stands at a pointer, within an enclosing namespace.
    mutating func parseType(
        _ json: JSONValue, at pointer: JSONPointer, namespace: String
    ) throws(AvroSchemaIssue) -> AvroType {
        switch json {
        case .string(let name): return try resolve(name, at: pointer, namespace: namespace)
        case .array(let branches): return try parseUnion(branches, at: pointer, namespace: namespace)
        case .object(let members): return try parseObject(json, members, at: pointer, namespace: namespace)
        default:
            throw AvroSchemaIssue(
                "expected a type: a name, an object with a \"type\", or an array (union); found \(json.kind)",
                at: pointer)
        }
    }

    // MARK: Names

    /// The type that a name denotes: a primitive, or a named type that is defined before.
    func resolve(_ text: String, at pointer: JSONPointer, namespace: String) throws(AvroSchemaIssue) -> AvroType {
        if let primitive = AvroType.Kind(primitive: text) { return AvroType(primitive) }
        if let name = definedName(text, namespace: namespace) { return use(of: name) }
        var message = "\"\(text)\" is neither a primitive type nor a type that is defined before this place"
        if let near = nearestName(to: text) { message += "; is \"\(near)\" meant?" }
        throw AvroSchemaIssue(message, at: pointer)
    }

    /// A name without a dot is of the enclosing namespace, else of the null namespace.
    private func definedName(_ text: String, namespace: String) -> AvroName? {
        let name = AvroName(text, enclosing: namespace)
        let candidates = text.contains(".") ? [name] : [name, AvroName(namespace: "", name: text)]
        return candidates.first { open.contains($0) || types[$0] != nil }
    }

    private func use(of name: AvroName) -> AvroType {
        guard case .fixed(let fixed)? = types[name] else { return AvroType(.named(name)) }
        return AvroType(.named(name), logicalType: fixed.logicalType)
    }

    /// A name that differs in case or namespace only.
    private func nearestName(to text: String) -> String? {
        let wanted = AvroName(text, enclosing: "").name.lowercased()
        let known = types.keys.map(\.self) + open
        let near = known.filter { $0.name.lowercased() == wanted }.map(\.fullName).sorted()
        return near.first ?? AvroType.Kind.primitives.map(\.name).first { $0 == text.lowercased() }
    }

    // MARK: Unions

    private mutating func parseUnion(
        _ branches: [JSONValue], at pointer: JSONPointer, namespace: String
    ) throws(AvroSchemaIssue) -> AvroType {
        guard !branches.isEmpty else {
            throw AvroSchemaIssue("a union needs at least one branch", at: pointer)
        }
        var types: [AvroType] = []
        var seen: Set<String> = []
        for (index, branch) in branches.enumerated() {
            let place = pointer.appending(index)
            let type = try parseType(branch, at: place, namespace: namespace)
            if case .union = type.kind {
                throw AvroSchemaIssue("a union may not directly contain another union", at: place)
            }
            guard seen.insert(type.kind.branchName).inserted else {
                throw AvroSchemaIssue("the union has two branches of type \"\(type.kind.branchName)\"", at: place)
            }
            types.append(type)
        }
        return AvroType(.union(types))
    }

    // MARK: Objects

    private mutating func parseObject(
        _ json: JSONValue, _ members: [JSONValue.Member], at pointer: JSONPointer, namespace: String
    ) throws(AvroSchemaIssue) -> AvroType {
        guard let type = json["type"] else { throw AvroSchemaIssue("a type's object needs \"type\"", at: pointer) }
        guard case .string(let name) = type else {
            throw AvroSchemaIssue(
                "\"type\" of a type's object must be a name, found \(type.kind)", at: pointer.appending("type"))
        }
        let object = AvroSchemaObject(json: json, members: members, pointer: pointer)
        switch name {
        case "record", "error": return try parseRecord(object, isError: name == "error", namespace: namespace)
        case "enum": return try parseEnum(object, namespace: namespace)
        case "fixed": return try parseFixed(object, namespace: namespace)
        case "array":
            let items = try object.required("items", of: "an array")
            let element = try parseType(items, at: pointer.appending("items"), namespace: namespace)
            noteLogicalType(object, .other("an array"))
            return AvroType(.array(element), properties: object.properties(except: ["type", "items"]))
        case "map":
            let values = try object.required("values", of: "a map")
            let element = try parseType(values, at: pointer.appending("values"), namespace: namespace)
            noteLogicalType(object, .other("a map"))
            return AvroType(.map(element), properties: object.properties(except: ["type", "values"]))
        default:
            var use = try resolve(name, at: pointer.appending("type"), namespace: namespace)
            guard case .named = use.kind else {
                use.logicalType = noteLogicalType(object, .primitive(use.kind))
                use.properties = object.properties(
                    except: use.logicalType == nil ? ["type"] : AvroLogicalType.attributes + ["type"])
                return use
            }
            noteLogicalType(object, .other("a type that is defined elsewhere"))
            use.properties = object.properties(except: ["type"])
            return use
        }
    }
}

extension AvroType.Kind {
    /// The primitive types with their names.
    static let primitives: [(name: String, kind: AvroType.Kind)] = [
        ("null", .null), ("boolean", .boolean), ("int", .int), ("long", .long), ("float", .float),
        ("double", .double), ("bytes", .bytes), ("string", .string),
    ]

    init?(primitive name: String) {
        guard let found = Self.primitives.first(where: { $0.name == name }) else { return nil }
        self = found.kind
    }

    /// What tells branches of a union apart: the full name, or the type's name.
    public var branchName: String {
        switch self {
        case .null: "null"
        case .boolean: "boolean"
        case .int: "int"
        case .long: "long"
        case .float: "float"
        case .double: "double"
        case .bytes: "bytes"
        case .string: "string"
        case .array: "array"
        case .map: "map"
        case .union: "union"
        case .named(let name): name.fullName
        }
    }
}

extension JSONValue {
    /// What the value is, for messages.
    var kind: String {
        switch self {
        case .null: "null"
        case .bool(let value): "\(value)"
        case .number(let text): "the number \(text)"
        case .string(let text): "the string \"\(text.prefix(100))\""
        case .array: "an array"
        case .object: "an object"
        }
    }
}
