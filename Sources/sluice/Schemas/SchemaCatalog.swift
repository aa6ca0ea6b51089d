// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import ClientRegistry
import Registry
import SluiceRuntime
import Synchronization

/// What a registry has, understood: versions with what they refer to, each fetched once.
final class SchemaCatalog: Sendable {
    private struct Key: Hashable {
        let subject: String
        let version: Int
    }

    let client: RegistryClient
    private let url: String
    private let documents = Mutex<[Key: SchemaDocument]>([:])
    private static let maxDepth = 64

    /// - Parameter url: the registry's, as people find it.
    init(_ client: RegistryClient, url: String) {
        self.client = client
        self.url = Doctor.withoutPassword(url)
    }

    /// Where a version's text is.
    func location(subject: String, version: Int) -> String {
        "\(url)/subjects/\(subject)/versions/\(version)/schema"
    }

    /// A version, deleted or not; nil if there is none such.
    func document(subject: String, version: Int) throws -> SchemaDocument? {
        try document(subject: subject, version: version, depth: 0)
    }

    /// The same with where its text is.
    func located(subject: String, version: Int) throws -> (document: SchemaDocument, location: String)? {
        try document(subject: subject, version: version).map {
            ($0, location(subject: subject, version: version))
        }
    }

    /// A version that was fetched already.
    func document(of record: VersionRecord) throws -> SchemaDocument { try document(of: record, depth: 0) }

    /// Where a name that a file uses is registered: as its subject's newest version has it, or under the subject of that
    /// name. It is the newest version of it that a new version refers to.
    func provider(of name: String, for file: SchemaFile) throws -> (subject: String, version: Int)? {
        let known = try client.record(subject: file.subject)?.references.first { $0.name == name }?.subject
        for subject in [known, name].compactMap(\.self) {
            if let latest = try client.record(subject: subject) { return (subject, latest.version) }
        }
        return nil
    }

    private func document(subject: String, version: Int, depth: Int) throws -> SchemaDocument? {
        if let known = documents.withLock({ $0[Key(subject: subject, version: version)] }) { return known }
        guard let record = try client.record(subject: subject, version: version, deleted: true) else { return nil }
        return try document(of: record, depth: depth)
    }

    private func document(of record: VersionRecord, depth: Int) throws -> SchemaDocument {
        let key = Key(subject: record.subject, version: record.version)
        if let known = documents.withLock({ $0[key] }) { return known }
        guard depth < Self.maxDepth else {
            throw CommandFailure.no("\(record.subject) refers to others more than \(Self.maxDepth) levels deep.")
        }
        let references = try record.references.compactMap { reference -> SchemaDocument.Reference? in
            try document(subject: reference.subject, version: reference.version, depth: depth + 1).map {
                SchemaDocument.Reference(
                    name: reference.name, document: $0,
                    location: location(subject: reference.subject, version: reference.version))
            }
        }
        let made: SchemaDocument
        do {
            switch record.schemaType {
            case "AVRO":
                made = try SchemaDocument(avro: record.text, references: references, metadata: record.metadata)
            case "PROTOBUF":
                made = try SchemaDocument(protobuf: record.text, references: references, metadata: record.metadata)
            default:
                throw CommandFailure.no(
                    "\(record.subject) version \(record.version) is of type \(record.schemaType), which this version "
                        + "of Sluice does not know.")
            }
        } catch let problems as SchemaDocument.Problems {
            throw CommandFailure.no(
                "\(record.subject) version \(record.version), as registered, can't be understood: \(problems)")
        }
        documents.withLock { $0[key] = made }
        return made
    }
}
