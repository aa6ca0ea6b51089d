// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import Formats

/// What an Avro text defines, with places: definitions and fields in the order of the text.
struct AvroOutline: Sendable {
    struct Definition: Sendable {
        /// `record`, `error`, `enum` or `fixed`.
        let kind: String
        let name: String
        let json: JSONValue
        let pointer: JSONPointer
    }

    struct Field: Sendable {
        let name: String
        let json: JSONValue
        let pointer: JSONPointer

        /// The branches of its type where that is a union, else the type alone.
        var branches: [JSONValue] {
            guard let type = json["type"] else { return [] }
            if case .array(let branches) = type { return branches }
            return [type]
        }
    }

    let document: JSONDocument
    private(set) var definitions: [Definition] = []
    private(set) var fields: [Field] = []

    /// nil if the text is no JSON.
    init?(_ text: String) {
        guard let document = try? JSONDocument(text) else { return nil }
        self.document = document
        visit(document.value, at: JSONPointer(), depth: 0)
    }

    private mutating func visit(_ json: JSONValue, at pointer: JSONPointer, depth: Int) {
        guard depth < 256 else { return }
        switch json {
        case .array(let branches):
            for (index, branch) in branches.enumerated() {
                visit(branch, at: pointer.appending(index), depth: depth + 1)
            }
        case .object:
            switch json["type"] {
            case .string(let kind)? where ["record", "error", "enum", "fixed"].contains(kind):
                define(kind, json, at: pointer, depth: depth)
            case .string("array")?:
                if let items = json["items"] { visit(items, at: pointer.appending("items"), depth: depth + 1) }
            case .string("map")?:
                if let values = json["values"] { visit(values, at: pointer.appending("values"), depth: depth + 1) }
            case let type?: visit(type, at: pointer.appending("type"), depth: depth + 1)
            case nil: break
            }
        case .null, .bool, .number, .string: break
        }
    }

    private mutating func define(_ kind: String, _ json: JSONValue, at pointer: JSONPointer, depth: Int) {
        guard case .string(let name)? = json["name"] else { return }
        definitions.append(Definition(kind: kind, name: name, json: json, pointer: pointer))
        guard case .array(let members)? = json["fields"] else { return }
        for (index, member) in members.enumerated() {
            guard case .string(let name)? = member["name"] else { continue }
            let place = pointer.appending("fields").appending(index)
            fields.append(Field(name: name, json: member, pointer: place))
            if let type = member["type"] { visit(type, at: place.appending("type"), depth: depth + 1) }
        }
    }
}
