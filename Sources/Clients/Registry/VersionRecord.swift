// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

public import Formats

/// A version of a subject with all that its registry tells of it.
public struct VersionRecord: Sendable, Hashable {
    /// Qualified by its context unless that is the default: `:.ctx:subject`.
    public var subject: String
    public var version: Int
    public var id: Int
    /// Such as `AVRO`; a type that this version does not know is kept.
    public var schemaType: String
    public var text: String
    public var references: [SchemaReference]
    public var metadata: JSONValue?
    public var ruleSet: JSONValue?
    /// nil if the registry does not tell.
    public var guid: String?
    /// Milliseconds since 1970 of its registration; nil if the registry does not tell.
    public var timestamp: Int?
    /// Softly deleted; nil if the registry does not tell.
    public var isDeleted: Bool?

    /// Reads a reply, or a line of an export; nil if it lacks what every version has.
    public init?(_ json: JSONValue) {
        guard let subject = json["subject"]?.textValue, let version = json["version"]?.wholeNumber,
            let id = json["id"]?.wholeNumber, let text = json["schema"]?.textValue
        else { return nil }
        self.subject = subject
        self.version = version
        self.id = id
        self.text = text
        schemaType = json["schemaType"]?.textValue ?? "AVRO"
        references = []
        for element in json["references"]?.elements ?? [] {
            guard let name = element["name"]?.textValue, let target = element["subject"]?.textValue,
                let version = element["version"]?.wholeNumber
            else { return nil }
            references.append(SchemaReference(name: name, subject: target, version: version))
        }
        metadata = json["metadata"]?.unlessNull
        ruleSet = json["ruleSet"]?.unlessNull
        guid = json["guid"]?.textValue
        timestamp = json["ts"]?.wholeNumber
        if case .bool(let deleted)? = json["deleted"] { isDeleted = deleted }
    }

    /// The members of a reply, in the interface's order.
    public var json: JSONValue {
        var members: [JSONValue.Member] = [
            .init(name: "subject", value: .string(subject)),
            .init(name: "version", value: .init(integerLiteral: version)),
            .init(name: "id", value: .init(integerLiteral: id)),
        ]
        if let guid { members.append(.init(name: "guid", value: .string(guid))) }
        members += content
        if let timestamp { members.append(.init(name: "ts", value: .init(integerLiteral: timestamp))) }
        if let isDeleted { members.append(.init(name: "deleted", value: .bool(isDeleted))) }
        return .object(members)
    }

    /// What makes it this schema: what a registration of it sends.
    var content: [JSONValue.Member] {
        var members: [JSONValue.Member] = [
            .init(name: "schemaType", value: .string(schemaType)), .init(name: "schema", value: .string(text)),
        ]
        if !references.isEmpty { members.append(.init(name: "references", value: .array(references.map(\.json)))) }
        if let metadata { members.append(.init(name: "metadata", value: metadata)) }
        if let ruleSet { members.append(.init(name: "ruleSet", value: ruleSet)) }
        return members
    }
}

extension SchemaReference {
    /// `{name, subject, version}`
    public var json: JSONValue {
        ["name": .string(name), "subject": .string(subject), "version": .init(integerLiteral: version)]
    }
}
