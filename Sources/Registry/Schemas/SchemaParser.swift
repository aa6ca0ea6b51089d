// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import Formats

/// Understands schemas with what they refer to.
struct SchemaParser {
    /// References of one schema with theirs; more are refused, so that no request can fetch without end.
    static let maxReferences = 200

    /// Where references are read.
    let source: any SchemaSource
    /// Where references lead that are not qualified: to the context of the subject that has the schema.
    var context: String
    /// Whether deleted versions may be referred to: by schemas that are registered already, yes.
    let allowsDeleted: Bool
    /// What was read and understood so far.
    var avroSchemas: [SchemaReference.Target: AvroSchema] = [:]
    var protobufFiles: [SchemaReference.Target: SchemaContent] = [:]
    /// References that are being understood: one that leads back to itself must not be followed.
    var open: Set<SchemaReference.Target> = []

    init(source: any SchemaSource, context: String, allowsDeleted: Bool) {
        self.source = source
        self.context = context
        self.allowsDeleted = allowsDeleted
    }

    /// Understands a schema that has an id; one that is in memory is not parsed again.
    func parsed(_ schema: StoredSchema) throws -> ParsedSchema {
        try source.parsed(schema) {
            var parser = SchemaParser(source: source, context: schema.context, allowsDeleted: true)
            return try parser.parse(schema.content)
        }
    }

    /// Understands a schema that is registered.
    mutating func parse(_ content: SchemaContent) throws -> ParsedSchema {
        switch content.type {
        case .avro: .avro(try parseAvro(content.text, content.references))
        case .protobuf: .protobuf(try parseProtobuf(content.text, content.references))
        }
    }

    /// Understands a schema that a request brings, and makes of it what is stored: references resolved, Avro compact or
    /// in normal form, Protobuf as source text or in normal form.
    mutating func prepare(_ request: SchemaRequest, normalize: Bool) throws -> (SchemaContent, ParsedSchema) {
        var content = SchemaContent(
            type: request.type, text: request.text, references: [], metadata: request.metadata,
            ruleSet: request.ruleSet)
        for reference in request.references { content.references.append(try resolve(reference)) }
        let schema = try parse(content)
        switch schema {
        case .avro(let avro):
            content.text = normalize ? try normalForm(of: avro, content) : Self.compact(avro.text)
        case .protobuf(let protobuf):
            guard normalize else {
                content.text = protobuf.text
                break
            }
            let normalized = try normalForm(of: protobuf, content.references)
            content.text = normalized.text
            // Places in it are those of the text that is stored.
            return (content, .protobuf(normalized))
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
        resolved.version = try entry(of: reference).version
        return resolved
    }

    /// The version that is referred to, without its schema.
    private func entry(of reference: SchemaReference) throws -> SubjectState.Entry {
        let state = try source.state(of: SubjectName(reference.subject, in: context))
        let found = reference.version == -1 ? state.latest : state.entry(reference.version)
        guard let found, allowsDeleted || !found.isDeleted else { throw Self.missing(reference) }
        return found
    }

    private static func missing(_ reference: SchemaReference) -> RegistryError {
        let version = reference.version == -1 ? "the latest version" : "version \(reference.version)"
        return .invalidSchema(
            "No schema reference found for subject \"\(reference.subject)\" and \(version): it is not "
                + "registered, or deleted.")
    }

    /// Refuses a reference that leads to nothing, or to something deleted where that is not allowed.
    func check(_ reference: SchemaReference) throws { _ = try entry(of: reference) }

    /// The content that is referred to, which must be of the same language.
    func content(of reference: SchemaReference, _ type: SchemaType) throws -> SchemaContent {
        let subject = SubjectName(reference.subject, in: context)
        guard let content = try source.version(entry(of: reference), of: subject)?.schema.content else {
            throw Self.missing(reference)
        }
        guard content.type == type else {
            throw RegistryError.invalidSchema(
                "The reference \"\(reference.name)\" of a schema of type \(type.rawValue) is of type "
                    + "\(content.type.rawValue).")
        }
        return content
    }

    /// Follows a reference: the body sees what is below it in the context of its target.
    mutating func following<T>(
        _ reference: SchemaReference, _ body: (inout SchemaParser) throws -> T
    ) throws -> T {
        let target = target(of: reference)
        try enter(target)
        let outer = context
        context = target.subject.context
        defer {
            context = outer
            open.remove(target)
        }
        return try body(&self)
    }

    /// Notes that a reference is followed.
    private mutating func enter(_ target: SchemaReference.Target) throws {
        guard avroSchemas.count + protobufFiles.count < Self.maxReferences, open.insert(target).inserted
        else {
            throw RegistryError.invalidSchema("The schema has more than \(Self.maxReferences) references in all.")
        }
    }
}

extension SchemaReference {
    /// What is referred to, under whatever name.
    struct Target: Hashable {
        let subject: SubjectName
        let version: Int
    }
}

extension SchemaParser {
    /// What a reference leads to, from where it stands.
    func target(of reference: SchemaReference) -> SchemaReference.Target {
        SchemaReference.Target(subject: SubjectName(reference.subject, in: context), version: reference.version)
    }
}
