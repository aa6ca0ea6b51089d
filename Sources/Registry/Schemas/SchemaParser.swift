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
    /// What was read and understood so far.
    var avroSchemas: [SchemaReference.Target: AvroSchema] = [:]
    var protobufFiles: [SchemaReference.Target: SchemaContent] = [:]
    /// References that are being understood: one that leads back to itself must not be followed.
    var open: Set<SchemaReference.Target> = []

    init(session: RegistrySession, allowsDeleted: Bool) {
        self.session = session
        self.allowsDeleted = allowsDeleted
    }

    /// Understands a schema that is registered.
    mutating func parse(_ content: SchemaContent) throws -> ParsedSchema {
        switch content.type {
        case .avro: .avro(try parseAvro(content.text, content.references))
        case .protobuf: .protobuf(try parseProtobuf(content.text, content.references))
        }
    }

    /// Understands a schema that a request brings, and makes of it what is stored: references resolved, Avro compact or
    /// in normal form, Protobuf as source text.
    mutating func prepare(_ request: SchemaRequest, normalize: Bool) throws -> (SchemaContent, ParsedSchema) {
        var content = SchemaContent(
            type: request.type, text: request.text, references: [], metadata: request.metadata)
        for reference in request.references { content.references.append(try resolve(reference)) }
        let schema = try parse(content)
        switch schema {
        case .avro(let avro):
            content.text = normalize ? try normalForm(of: avro, content) : Self.compact(avro.text)
        case .protobuf(let protobuf):
            guard !normalize else {
                throw RegistryError.invalidSchema(
                    "Schemas of type PROTOBUF can't be normalized by this version: register without \"normalize\".")
            }
            content.text = protobuf.text
        }
        return (content, schema)
    }

    /// Another form of a schema's text, if the request asks for one that its language has: `resolved` for Avro (types of
    /// references written out), `serialized` for Protobuf (a descriptor in base64). Other names are ignored.
    mutating func text(of content: SchemaContent, format: String) throws -> String {
        switch (format, content.type) {
        case ("resolved", .avro): try parseAvro(content.text, content.references).normalForm()
        case ("serialized", .protobuf):
            Base64.encode(try parseProtobuf(content.text, content.references).descriptor)
        default: content.text
        }
    }

    /// Without white space; the text was parsed a moment ago, so it is JSON.
    private static func compact(_ text: String) -> String { (try? JSONValue.parse(text).text()) ?? text }

    private mutating func normalForm(of schema: AvroSchema, _ content: SchemaContent) throws -> String {
        var external: Set<AvroName> = []
        for reference in content.references { external.formUnion(try avro(reference).types.keys) }
        return schema.normalForm(external: external)
    }

    // MARK: References

    /// Replaces "latest" by the version that it is now, and checks that the target exists.
    private func resolve(_ reference: SchemaReference) throws -> SchemaReference {
        var resolved = reference
        resolved.version = try target(of: reference).version
        return resolved
    }

    /// The version that is referred to.
    func target(of reference: SchemaReference) throws -> StoredVersion {
        let found =
            reference.version == -1
            ? try session.latest(SubjectName(reference.subject), includeDeleted: false)
            : try session.version(SubjectName(reference.subject), reference.version)
        guard let found, allowsDeleted || !found.isDeleted else {
            let version = reference.version == -1 ? "the latest version" : "version \(reference.version)"
            throw RegistryError.invalidSchema(
                "No schema reference found for subject \"\(reference.subject)\" and \(version): it is not "
                    + "registered, or deleted.")
        }
        return found
    }

    /// The content that is referred to, which must be of the same language.
    func content(of reference: SchemaReference, _ type: SchemaType) throws -> SchemaContent {
        let content = try target(of: reference).schema.content
        guard content.type == type else {
            throw RegistryError.invalidSchema(
                "The reference \"\(reference.name)\" of a schema of type \(type.rawValue) is of type "
                    + "\(content.type.rawValue).")
        }
        return content
    }

    /// Notes that a reference is followed.
    mutating func enter(_ reference: SchemaReference) throws {
        guard avroSchemas.count + protobufFiles.count < Self.maxReferences, open.insert(reference.target).inserted
        else {
            throw RegistryError.invalidSchema("The schema has more than \(Self.maxReferences) references in all.")
        }
    }
}

extension SchemaReference {
    /// What is referred to, under whatever name.
    struct Target: Hashable {
        let subject: String
        let version: Int
    }

    var target: Target { Target(subject: subject, version: version) }
}
