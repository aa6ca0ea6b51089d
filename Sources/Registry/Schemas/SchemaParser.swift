// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import Formats

/// Understands schemas with what they refer to; reads references from the store.
struct SchemaParser {
    /// References of one schema with theirs; more are refused, so that no request can fetch without end.
    static let maxReferences = 200

    let session: RegistrySession
    /// Whether deleted versions may be referred to: by schemas that are registered already, yes.
    let allowsDeleted: Bool
    private var parsed: [Target: AvroSchema] = [:]
    private var open: Set<Target> = []

    private struct Target: Hashable {
        let subject: String
        let version: Int
    }

    init(session: RegistrySession, allowsDeleted: Bool) {
        self.session = session
        self.allowsDeleted = allowsDeleted
    }

    /// Understands a schema that is registered.
    mutating func parse(_ content: SchemaContent) throws -> ParsedSchema {
        switch content.type {
        case .avro: return .avro(try parseAvro(content.text, content.references))
        case .protobuf: throw RegistryError.invalidSchema("Protobuf schemas are not supported by this version yet.")
        }
    }

    /// Understands a schema that a request brings, and makes of it what is stored: references resolved, the text
    /// compact or in normal form.
    mutating func prepare(_ request: SchemaRequest, normalize: Bool) throws -> (SchemaContent, ParsedSchema) {
        var content = SchemaContent(
            type: request.type, text: request.text, references: [], metadata: request.metadata)
        for reference in request.references { content.references.append(try resolve(reference)) }
        let schema = try parse(content)
        switch schema {
        case .avro(let avro): content.text = try text(of: avro, content, normalize: normalize)
        }
        return (content, schema)
    }

    private mutating func text(of schema: AvroSchema, _ content: SchemaContent, normalize: Bool) throws -> String {
        guard normalize else {
            // It was parsed a moment ago, so it is JSON.
            return (try? JSONValue.parse(schema.text).text()) ?? schema.text
        }
        var external: Set<AvroName> = []
        for reference in content.references { external.formUnion(try avro(reference).types.keys) }
        return schema.normalForm(external: external)
    }

    /// Replaces "latest" by the version that it is now, and checks that the target exists.
    private func resolve(_ reference: SchemaReference) throws -> SchemaReference {
        var resolved = reference
        resolved.version = try target(of: reference).version
        return resolved
    }

    private func target(of reference: SchemaReference) throws -> StoredVersion {
        let found =
            reference.version == -1
            ? try session.latest(reference.subject, includeDeleted: false)
            : try session.version(reference.subject, reference.version)
        guard let found, allowsDeleted || !found.isDeleted else {
            let version = reference.version == -1 ? "the latest version" : "version \(reference.version)"
            throw RegistryError.invalidSchema(
                "No schema reference found for subject \"\(reference.subject)\" and \(version): it is not "
                    + "registered, or deleted.")
        }
        return found
    }

    // MARK: Avro

    private mutating func parseAvro(_ text: String, _ references: [SchemaReference]) throws -> AvroSchema {
        var types: [AvroSchema] = []
        for reference in references { types.append(try avro(reference)) }
        do {
            return try AvroSchema.parse(text, references: types)
        } catch {
            throw RegistryError.invalidSchema("Invalid schema of type AVRO, details: \(error)")
        }
    }

    private mutating func avro(_ reference: SchemaReference) throws -> AvroSchema {
        let key = Target(subject: reference.subject, version: reference.version)
        if let known = parsed[key] { return known }
        guard parsed.count < Self.maxReferences, open.insert(key).inserted else {
            throw RegistryError.invalidSchema("The schema has more than \(Self.maxReferences) references in all.")
        }
        defer { open.remove(key) }
        let content = try target(of: reference).schema.content
        guard content.type == .avro else {
            throw RegistryError.invalidSchema(
                "The reference \"\(reference.name)\" of an AVRO schema is of type \(content.type.rawValue).")
        }
        let schema = try parseAvro(content.text, content.references)
        parsed[key] = schema
        return schema
    }
}
