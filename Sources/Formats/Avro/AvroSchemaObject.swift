// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

/// The JSON object of a type or a field, with its place: reads members with errors that say where.
struct AvroSchemaObject {
    let json: JSONValue
    let members: [JSONValue.Member]
    let pointer: JSONPointer

    func required(_ name: String, of what: String) throws(AvroSchemaIssue) -> JSONValue {
        guard let value = json[name] else { throw AvroSchemaIssue("\(what) needs \"\(name)\"", at: pointer) }
        return value
    }

    func requiredText(_ name: String, of what: String) throws(AvroSchemaIssue) -> String {
        guard case .string(let text) = try required(name, of: what) else {
            throw AvroSchemaIssue("\"\(name)\" of \(what) must be a string", at: pointer.appending(name))
        }
        return text
    }

    func requiredArray(_ name: String, of what: String) throws(AvroSchemaIssue) -> [JSONValue] {
        guard case .array(let elements) = try required(name, of: what) else {
            throw AvroSchemaIssue("\"\(name)\" of \(what) must be an array", at: pointer.appending(name))
        }
        return elements
    }

    /// A string that may be missing or null.
    func optionalText(_ name: String) throws(AvroSchemaIssue) -> String? {
        switch json[name] {
        case .string(let text): return text
        case nil, .null: return nil
        case let other?:
            throw AvroSchemaIssue("\"\(name)\" must be a string, found \(other.kind)", at: pointer.appending(name))
        }
    }

    /// The documentation; one that is not a string says nothing, as in other implementations.
    var doc: String? {
        guard case .string(let text)? = json["doc"] else { return nil }
        return text
    }

    /// The strings of `aliases`, if there are any.
    func aliases() throws(AvroSchemaIssue) -> [String] {
        guard json["aliases"] != nil else { return [] }
        var aliases: [String] = []
        for (index, alias) in try requiredArray("aliases", of: "a definition").enumerated() {
            guard case .string(let text) = alias else {
                throw AvroSchemaIssue(
                    "an alias must be a string, found \(alias.kind)", at: pointer.appending("aliases").appending(index))
            }
            aliases.append(text)
        }
        return aliases
    }

    /// The members that the specification does not know at this place.
    func properties(except known: [String]) -> [AvroProperty] {
        members.filter { !known.contains($0.name) }.map { AvroProperty(name: $0.name, value: $0.value) }
    }
}
