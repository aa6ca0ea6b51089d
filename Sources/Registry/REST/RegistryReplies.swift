// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import Formats

/// Writes replies with the members that a client's generation knows, in the interface's order.
struct RegistryReplies {
    /// Whether the members that came in version 8 are sent.
    let isNew: Bool

    /// `{subject, version, id, guid, schemaType, schema, references, metadata, ts, deleted, aliases}`
    func version(_ version: StoredVersion, aliases: [SubjectName] = []) -> JSONValue {
        let schema = version.schema
        var members: [(String, JSONValue)] = [
            ("subject", .string(version.subject.text)), ("version", .init(integerLiteral: version.version)),
            ("id", .init(integerLiteral: schema.id)),
        ]
        if isNew { members.append(("guid", .string(schema.guid))) }
        members += content(schema.content, textFirst: false)
        if isNew {
            members.append(("ts", .init(integerLiteral: Int(version.createdAt / 1000))))
            members.append(("deleted", .bool(version.isDeleted)))
        }
        if !aliases.isEmpty { members.append(("aliases", .strings(aliases.map(\.text)))) }
        return object(members)
    }

    /// `{schema, schemaType, references, metadata, guid, ts, maxId}`
    func schema(_ schema: StoredSchema, maxID: Int?) -> JSONValue {
        var members = content(schema.content, textFirst: true)
        if isNew {
            members.append(("guid", .string(schema.guid)))
            members.append(("ts", .init(integerLiteral: Int(schema.createdAt / 1000))))
        }
        if let maxID { members.append(("maxId", .init(integerLiteral: maxID))) }
        return object(members)
    }

    /// `{id}`, and for newer clients what was registered.
    func registered(_ version: StoredVersion) -> JSONValue {
        guard isNew else { return ["id": .init(integerLiteral: version.schema.id)] }
        var members: [(String, JSONValue)] = [
            ("id", .init(integerLiteral: version.schema.id)), ("version", .init(integerLiteral: version.version)),
            ("guid", .string(version.schema.guid)),
        ]
        members += content(version.schema.content, textFirst: false)
        members.append(("ts", .init(integerLiteral: Int(version.createdAt / 1000))))
        return object(members)
    }

    private func content(_ content: SchemaContent, textFirst: Bool) -> [(String, JSONValue)] {
        var members: [(String, JSONValue)] = [("schema", .string(content.text))]
        if isNew || content.type != .avro {
            members.insert(("schemaType", .string(content.type.rawValue)), at: textFirst ? 1 : 0)
        }
        if !content.references.isEmpty { members.append(("references", .array(content.references.map(\.json)))) }
        if let metadata = content.metadata { members.append(("metadata", metadata)) }
        if let ruleSet = content.ruleSet { members.append(("ruleSet", ruleSet)) }
        return members
    }

    private func object(_ members: [(String, JSONValue)]) -> JSONValue {
        .object(members.map { .init(name: $0.0, value: $0.1) })
    }
}

extension JSONValue {
    /// A list of numbers.
    static func numbers(_ numbers: [Int]) -> JSONValue { .array(numbers.map { .init(integerLiteral: $0) }) }
    /// A list of texts.
    static func strings(_ strings: [String]) -> JSONValue { .array(strings.map { .string($0) }) }
}
