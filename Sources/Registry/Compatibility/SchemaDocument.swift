// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

public import Formats

/// A schema outside of a registry, with the schemas that it refers to: what tools compare that have files.
public struct SchemaDocument: Sendable {
    /// A use of another schema, by the name that the text uses.
    public struct Reference: Sendable {
        public let name: String
        public let document: SchemaDocument
        /// Where people find it: a path, or a URL.
        public let location: String

        public init(name: String, document: SchemaDocument, location: String) {
            self.name = name
            self.document = document
            self.location = location
        }
    }

    /// Why a text is no schema, and where.
    public struct Problem: Error, Sendable, Hashable {
        public let message: String
        /// A JSON pointer for Avro; nil where the place is not known.
        public let path: String?
        public let line: Int?
        public let column: Int?
        /// The imported file that it is in; nil for the schema itself.
        public let file: String?

        public init(message: String, path: String?, line: Int?, column: Int?, file: String?) {
            (self.message, self.path, self.line, self.column, self.file) = (message, path, line, column, file)
        }
    }

    /// All that is wrong with a text; at least one.
    public struct Problems: Error, Sendable, Hashable, CustomStringConvertible {
        public let problems: [Problem]

        public init(problems: [Problem]) { self.problems = problems }

        public var description: String { problems.map(\.message).joined(separator: "; ") }
    }

    let content: SchemaContent
    let schema: ParsedSchema
    private let references: [Reference]

    /// Understands an Avro schema.
    ///
    /// - Parameter metadata: as registered; its properties make compatibility groups.
    public init(avro text: String, references: [Reference] = [], metadata: JSONValue? = nil) throws(Problems) {
        let types = references.compactMap { $0.document.avro }
        do {
            schema = .avro(try AvroSchema.parse(text, references: types))
        } catch {
            throw Problems(problems: [
                Problem(
                    message: error.message, path: error.pointer?.description, line: error.line, column: error.column,
                    file: nil)
            ])
        }
        content = SchemaContent(type: .avro, text: text, references: [], metadata: metadata)
        self.references = references
    }

    /// Understands a Protobuf file; references are named as imports name them.
    public init(protobuf text: String, references: [Reference] = [], metadata: JSONValue? = nil) throws(Problems) {
        var files: [String: String] = [:]
        Self.collect(references, into: &files)
        guard !text.utf8.contains(0) else {
            throw Problems(problems: [
                Problem(message: "it has a character U+0000", path: nil, line: nil, column: nil, file: nil)
            ])
        }
        do {
            schema = .protobuf(try ProtobufSchema.parse(text, references: files))
        } catch {
            throw Problems(
                problems: error.problems.map {
                    Problem(
                        message: $0.message, path: nil, line: $0.line, column: $0.column,
                        file: $0.file.isEmpty ? nil : $0.file)
                })
        }
        content = SchemaContent(type: .protobuf, text: text, references: [], metadata: metadata)
        self.references = references
    }

    private static func collect(_ references: [Reference], into files: inout [String: String]) {
        for reference in references where files[reference.name] == nil {
            files[reference.name] = reference.document.text
            collect(reference.document.references, into: &files)
        }
    }

    public var text: String { content.text }

    /// What the schema imports under a name, or what that imports; nil if there is none such.
    public func imported(_ name: String) -> Reference? {
        var pending = references
        var seen: Set<String> = []
        while let reference = pending.popLast() {
            if reference.name == name { return reference }
            if seen.insert(reference.name).inserted { pending += reference.document.references }
        }
        return nil
    }

    /// The Avro schema, if it is one.
    public var avro: AvroSchema? {
        guard case .avro(let schema) = schema else { return nil }
        return schema
    }

    /// The Protobuf schema, if it is one.
    public var protobuf: ProtobufSchema? {
        guard case .protobuf(let schema) = schema else { return nil }
        return schema
    }

    /// Whether this schema may follow older ones, by the rules that the registry applies.
    ///
    /// - Parameters:
    ///   - versions: with their numbers, in any order.
    ///   - group: the metadata property that must be equal for versions to be compared (`compatibilityGroup`).
    public func verdict(
        after versions: [(number: Int, document: SchemaDocument)], level: CompatibilityLevel,
        policy: CompatibilityPolicy, group: String? = nil
    ) -> CompatibilityVerdict {
        let check = CompatibilityCheck(level: level, policy: policy, group: group, proves: true)
        // The check asks for those that it compares, by their ids: here all have been understood.
        let stored = versions.enumerated().map { index, version in
            StoredVersion(
                subject: .registry, version: version.number,
                schema: StoredSchema(id: index, guid: "", content: version.document.content, createdAt: 0),
                isDeleted: false, createdAt: 0)
        }
        return check.verdict(schema, content, after: stored) { versions[$0.id].document.schema }
    }
}
