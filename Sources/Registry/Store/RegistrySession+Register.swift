// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import ClientPostgreSQL
import Formats

// Writing versions; to be called in a transaction.
extension RegistrySession {
    /// Waits until no other transaction writes this subject, in whichever process, and keeps others waiting until this
    /// one ends.
    func lock(_ subject: SubjectName) throws {
        try connection.query(
            "SELECT pg_advisory_xact_lock(hashtextextended('sluice.subject:' || $1, 0))", [.text(subject.text)])
    }

    /// The number that the next version gets: one more than the highest that is there, deleted ones too.
    func nextVersion(of subject: SubjectName) throws -> Int {
        Int(
            try connection.query(
                "SELECT coalesce(max(version), 0) + 1 AS version FROM sluice.subject_versions WHERE subject = $1",
                [.text(subject.text)]
            ).one()["version"].int)
    }

    /// Writes a version with its content, which gets an id if it has none.
    func insert(_ content: SchemaContent, as version: Int, of subject: SubjectName) throws -> StoredVersion {
        let id = try schemaID(of: content)
        try connection.query(
            "INSERT INTO sluice.subject_versions (subject, version, schema_id) VALUES ($1, $2, $3)",
            [.text(subject.text), .int(Int64(version)), .int(Int64(id))])
        guard let stored = try self.version(subject, version) else {
            throw RegistryError.storeFailed("version \(version) of \(subject) vanished while it was written")
        }
        return stored
    }

    /// The id of a content; makes one if it has none. Locks it against being removed meanwhile.
    private func schemaID(of content: SchemaContent) throws -> Int {
        let fingerprint = content.fingerprint
        // Another process may insert it between the two statements, and remove it again before the next look.
        for _ in 0..<5 {
            let known = try connection.query(
                "SELECT id FROM sluice.schemas WHERE fingerprint = $1 FOR KEY SHARE", [.bytes(fingerprint)])
            if let row = known.first { return Int(try row["id"].int) }
            let inserted = try connection.query(
                """
                INSERT INTO sluice.schemas (fingerprint, guid, type, text, reference_list, metadata)
                VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (fingerprint) DO NOTHING RETURNING id
                """,
                [
                    .bytes(fingerprint), .text(SchemaGUID.text(fingerprint: fingerprint)),
                    .text(content.type.rawValue), .text(content.text),
                    .json(JSONValue.array(content.references.map(\.json)).text()),
                    content.metadata.map { .json($0.text()) } ?? .null,
                ])
            guard let row = inserted.first else { continue }
            let id = Int(try row["id"].int)
            try insertReferences(of: id, content.references)
            return id
        }
        throw RegistryError.storeFailed("the schema could not be written: others write and remove it all the time")
    }

    private func insertReferences(of id: Int, _ references: [SchemaReference]) throws {
        for reference in references {
            do {
                try connection.query(
                    """
                    INSERT INTO sluice.schema_references (schema_id, subject, version) VALUES ($1, $2, $3)
                    ON CONFLICT DO NOTHING
                    """, [.int(Int64(id)), .text(reference.subject), .int(Int64(reference.version))])
            } catch {
                guard error.isForeignKeyViolation else { throw error }
                throw RegistryError.invalidSchema("A version that the schema refers to was deleted meanwhile.")
            }
        }
    }
}
