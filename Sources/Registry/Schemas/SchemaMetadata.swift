// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import Formats

/// What is said about a schema beside its text: `{tags, properties, sensitive}`.
///
/// It is part of what makes two schemas the same, so it is kept in one form: the members in that order, names sorted.
enum SchemaMetadata {
    /// Reads metadata; nil if there is none. Unknown members are ignored.
    static func read(_ json: JSONValue?) throws(RegistryError) -> JSONValue? {
        guard let json, json != .null else { return nil }
        guard case .object = json else { throw .invalidSchema("Invalid metadata: it must be an object") }
        return write(
            tags: try tags(json["tags"]), properties: try properties(json["properties"]),
            sensitive: try texts(json["sensitive"], "sensitive"))
    }

    /// Metadata with another's on top: properties of the same name are the other's, tags and sensitive names of both.
    static func merge(_ lower: JSONValue?, _ upper: JSONValue?) -> JSONValue? {
        guard let lower else { return upper }
        guard let upper else { return lower }
        // What is stored was read by `read` before, so nothing is lost by these.
        let lowerTags = (try? tags(lower["tags"])) ?? [:]
        let upperTags = (try? tags(upper["tags"])) ?? [:]
        let lowerProperties = (try? properties(lower["properties"])) ?? [:]
        let upperProperties = (try? properties(upper["properties"])) ?? [:]
        let sensitive = ((try? texts(lower["sensitive"], "")) ?? []) + ((try? texts(upper["sensitive"], "")) ?? [])
        return write(
            tags: lowerTags.merging(upperTags) { Array(Set($0 + $1)).sorted() },
            properties: lowerProperties.merging(upperProperties) { $1 }, sensitive: Array(Set(sensitive)).sorted())
    }

    private static func write(
        tags: [String: [String]], properties: [String: String], sensitive: [String]
    ) -> JSONValue {
        var members: [JSONValue.Member] = []
        if !tags.isEmpty {
            members.append(.init(name: "tags", value: object(tags.mapValues { .array($0.map { .string($0) }) })))
        }
        if !properties.isEmpty {
            members.append(.init(name: "properties", value: object(properties.mapValues { .string($0) })))
        }
        if !sensitive.isEmpty {
            members.append(.init(name: "sensitive", value: .array(sensitive.map { .string($0) })))
        }
        return .object(members)
    }

    private static func object(_ members: [String: JSONValue]) -> JSONValue {
        .object(members.sorted { $0.key < $1.key }.map { .init(name: $0.key, value: $0.value) })
    }

    private static func tags(_ json: JSONValue?) throws(RegistryError) -> [String: [String]] {
        guard let json, json != .null else { return [:] }
        guard case .object(let members) = json else {
            throw .invalidSchema("Invalid metadata: \"tags\" must be an object of arrays of strings")
        }
        var tags: [String: [String]] = [:]
        for member in members { tags[member.name] = try texts(member.value, "tags") }
        return tags
    }

    private static func properties(_ json: JSONValue?) throws(RegistryError) -> [String: String] {
        guard let json, json != .null else { return [:] }
        guard case .object(let members) = json else {
            throw .invalidSchema("Invalid metadata: \"properties\" must be an object of strings")
        }
        var properties: [String: String] = [:]
        for member in members {
            guard case .string(let value) = member.value else {
                throw .invalidSchema("Invalid metadata: the property \"\(member.name)\" must be a string")
            }
            properties[member.name] = value
        }
        return properties
    }

    /// A set of texts, sorted.
    private static func texts(_ json: JSONValue?, _ name: String) throws(RegistryError) -> [String] {
        guard let json, json != .null else { return [] }
        guard case .array(let elements) = json else {
            throw .invalidSchema("Invalid metadata: \"\(name)\" must have arrays of strings")
        }
        var texts: Set<String> = []
        for element in elements {
            guard case .string(let text) = element else {
                throw .invalidSchema("Invalid metadata: \"\(name)\" must have strings only")
            }
            texts.insert(text)
        }
        return texts.sorted()
    }
}
