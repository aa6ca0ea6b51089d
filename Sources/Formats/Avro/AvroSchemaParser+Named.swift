// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

// Records, enums and fixed types: what has a name.
extension AvroSchemaParser {
    mutating func parseRecord(
        _ object: AvroSchemaObject, isError: Bool, namespace: String
    ) throws(AvroSchemaIssue) -> AvroType {
        let (name, aliases) = try parseName(object, of: "a record", namespace: namespace)
        noteLogicalType(object, .other("a record"))
        open.insert(name)
        defer { open.remove(name) }
        let elements = try object.requiredArray("fields", of: "a record")
        let pointer = object.pointer.appending("fields")
        var fields: [AvroField] = []
        var seen: Set<String> = []
        for (index, element) in elements.enumerated() {
            let place = pointer.appending(index)
            let field = try parseField(element, at: place, namespace: name.namespace)
            guard seen.insert(field.name).inserted else {
                throw AvroSchemaIssue("the record \"\(name.fullName)\" has two fields \"\(field.name)\"", at: place)
            }
            if field.defaultValue != nil {
                defaults.append(.init(record: name, index: index, field: field, pointer: place.appending("default")))
            }
            fields.append(field)
        }
        noteAliases(of: fields, at: pointer)
        types[name] = .record(
            AvroRecord(
                name: name, aliases: aliases, doc: object.doc, isError: isError, fields: fields,
                properties: object.properties(except: ["type", "name", "namespace", "aliases", "doc", "fields"])))
        return AvroType(.named(name))
    }

    private mutating func parseField(
        _ json: JSONValue, at pointer: JSONPointer, namespace: String
    ) throws(AvroSchemaIssue) -> AvroField {
        guard case .object(let members) = json else {
            throw AvroSchemaIssue("a field must be an object, found \(json.kind)", at: pointer)
        }
        let object = AvroSchemaObject(json: json, members: members, pointer: pointer)
        let name = try object.requiredText("name", of: "a field")
        guard AvroName.isValid(name) else {
            throw AvroSchemaIssue(
                "\"\(name)\" can't name a field: \(AvroSchemaParser.nameRule)", at: pointer.appending("name"))
        }
        let type = try object.required("type", of: "the field \"\(name)\"")
        noteMisplacedLogicalType(object)
        let aliases = try object.aliases()
        for (index, alias) in aliases.enumerated() where !AvroName.isValid(alias) {
            throw AvroSchemaIssue(
                "\"\(alias)\" can't name a field: \(AvroSchemaParser.nameRule)",
                at: pointer.appending("aliases").appending(index))
        }
        return AvroField(
            name: name, aliases: aliases, doc: object.doc,
            type: try parseType(type, at: pointer.appending("type"), namespace: namespace),
            defaultValue: json["default"], order: try parseOrder(object),
            properties: object.properties(except: ["name", "type", "aliases", "doc", "default", "order"]))
    }

    private func parseOrder(_ object: AvroSchemaObject) throws(AvroSchemaIssue) -> AvroField.Order {
        guard let text = try object.optionalText("order") else { return .ascending }
        guard let order = AvroField.Order(rawValue: text.lowercased()) else {
            throw AvroSchemaIssue(
                "\"order\" must be ascending, descending or ignore, found \"\(text)\"",
                at: object.pointer.appending("order"))
        }
        return order
    }

    mutating func parseEnum(_ object: AvroSchemaObject, namespace: String) throws(AvroSchemaIssue) -> AvroType {
        let (name, aliases) = try parseName(object, of: "an enum", namespace: namespace)
        let pointer = object.pointer.appending("symbols")
        var symbols: [String] = []
        var seen: Set<String> = []
        for (index, element) in try object.requiredArray("symbols", of: "an enum").enumerated() {
            guard case .string(let symbol) = element, AvroName.isValid(symbol) else {
                throw AvroSchemaIssue(
                    "\(element.kind) can't be a symbol: \(AvroSchemaParser.nameRule)", at: pointer.appending(index))
            }
            guard seen.insert(symbol).inserted else {
                throw AvroSchemaIssue(
                    "the enum \"\(name.fullName)\" has the symbol \"\(symbol)\" twice", at: pointer.appending(index))
            }
            symbols.append(symbol)
        }
        let defaultSymbol = try object.optionalText("default")
        if let defaultSymbol, !seen.contains(defaultSymbol) {
            throw AvroSchemaIssue(
                "the default \"\(defaultSymbol)\" is not a symbol of the enum \"\(name.fullName)\"",
                at: object.pointer.appending("default"))
        }
        noteLogicalType(object, .other("an enum"))
        let known = ["type", "name", "namespace", "aliases", "doc", "symbols", "default"]
        types[name] = .enumeration(
            AvroEnum(
                name: name, aliases: aliases, doc: object.doc, symbols: symbols, defaultSymbol: defaultSymbol,
                properties: object.properties(except: known)))
        return AvroType(.named(name))
    }

    mutating func parseFixed(_ object: AvroSchemaObject, namespace: String) throws(AvroSchemaIssue) -> AvroType {
        let (name, aliases) = try parseName(object, of: "a fixed", namespace: namespace)
        let value = try object.required("size", of: "a fixed")
        guard case .number(let text) = value, let size = Int32(text), (0...Self.maxFixedSize).contains(size) else {
            throw AvroSchemaIssue(
                "\"size\" of a fixed must be a number of bytes from 0 to \(Self.maxFixedSize), found \(value.kind)",
                at: object.pointer.appending("size"))
        }
        let logicalType = noteLogicalType(object, .fixed(size: Int(size)))
        let known = ["type", "name", "namespace", "aliases", "doc", "size"]
        types[name] = .fixed(
            AvroFixed(
                name: name, aliases: aliases, doc: object.doc, size: Int(size), logicalType: logicalType,
                properties: object.properties(
                    except: logicalType == nil ? known : known + AvroLogicalType.attributes)))
        return AvroType(.named(name), logicalType: logicalType)
    }

    /// What Java can hold in one array.
    private static let maxFixedSize = Int32.max - 8

    // MARK: Names

    static let nameRule = "a name starts with a letter or _, and has only letters, digits and _ (A-Z, a-z, 0-9)"

    /// Reads name, namespace and aliases of a definition, and refuses what is defined already.
    private mutating func parseName(
        _ object: AvroSchemaObject, of what: String, namespace: String
    ) throws(AvroSchemaIssue) -> (AvroName, [AvroName]) {
        let text = try object.requiredText("name", of: what)
        let name = AvroName(text, enclosing: try object.optionalText("namespace") ?? namespace)
        let place = object.pointer.appending("name")
        guard name.isValid else {
            throw AvroSchemaIssue("\"\(name.fullName)\" can't name \(what): \(Self.nameRule)", at: place)
        }
        guard name.namespace.isEmpty == false || AvroType.Kind(primitive: name.name) == nil else {
            throw AvroSchemaIssue("a definition may not have the name of the primitive \"\(name.name)\"", at: place)
        }
        guard types[name] == nil, !open.contains(name) else {
            throw AvroSchemaIssue("\"\(name.fullName)\" is defined twice", at: place)
        }
        var aliases: [AvroName] = []
        for (index, alias) in try object.aliases().enumerated() {
            let alias = AvroName(alias, enclosing: name.namespace)
            guard alias.isValid else {
                throw AvroSchemaIssue(
                    "the alias \"\(alias.fullName)\" is not a name: \(Self.nameRule)",
                    at: object.pointer.appending("aliases").appending(index))
            }
            aliases.append(alias)
        }
        definitions[name] = object.pointer
        return (name, aliases)
    }
}
