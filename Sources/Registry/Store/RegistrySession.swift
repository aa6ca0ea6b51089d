// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import ClientPostgreSQL
import Formats

/// Statements on the registry's tables over one connection, in or outside a transaction.
struct RegistrySession {
    let connection: PostgresConnection

    /// Versions by whether they are deleted.
    enum State {
        case live, deleted, any

        /// The condition on `v`, a row of subject_versions.
        fileprivate var condition: String {
            switch self {
            case .live: "v.deleted_at IS NULL"
            case .deleted: "v.deleted_at IS NOT NULL"
            case .any: "true"
            }
        }
    }

    // MARK: Versions

    /// A subject's versions, oldest first.
    func versions(of subject: SubjectName, _ state: State) throws -> [StoredVersion] {
        try selectVersions("v.subject = $1 AND \(state.condition) ORDER BY v.version", [.text(subject.text)])
    }

    func versionNumbers(of subject: SubjectName, _ state: State, _ page: Page) throws -> [(
        version: Int, isDeleted: Bool
    )] {
        try connection.query(
            """
            SELECT v.version, v.deleted_at IS NOT NULL AS deleted FROM sluice.subject_versions v
            WHERE v.subject = $1 AND \(state.condition) ORDER BY v.version OFFSET $2 LIMIT $3
            """, [.text(subject.text)] + page.parameters
        ).map { (Int(try $0["version"].int), try $0["deleted"].bool) }
    }

    /// One version, deleted or not.
    func version(_ subject: SubjectName, _ version: Int) throws -> StoredVersion? {
        try selectVersions(
            "v.subject = $1 AND v.version = $2", [.text(subject.text), .int(Int64(version))]
        ).first
    }

    func latest(_ subject: SubjectName, includeDeleted: Bool) throws -> StoredVersion? {
        let state: State = includeDeleted ? .any : .live
        return try selectVersions(
            "v.subject = $1 AND \(state.condition) ORDER BY v.version DESC LIMIT 1", [.text(subject.text)]
        ).first
    }

    /// The newest version of a subject that has this content.
    func version(_ subject: SubjectName, fingerprint: [UInt8], _ state: State) throws -> StoredVersion? {
        try selectVersions(
            "v.subject = $1 AND s.fingerprint = $2 AND \(state.condition) ORDER BY v.version DESC LIMIT 1",
            [.text(subject.text), .bytes(fingerprint)]
        ).first
    }

    /// Whether the subject has a version in the state.
    func hasVersions(_ subject: SubjectName, _ state: State) throws -> Bool {
        try connection.query(
            """
            SELECT EXISTS (
                SELECT FROM sluice.subject_versions v WHERE v.subject = $1 AND \(state.condition)
            ) AS found
            """, [.text(subject.text)]
        ).one()["found"].bool
    }

    /// Versions of all subjects with a prefix, by subject and version.
    func versions(prefix: String, _ state: State, latestOnly: Bool, _ page: Page) throws -> [StoredVersion] {
        let latest =
            """
            AND NOT EXISTS (
                SELECT FROM sluice.subject_versions n WHERE n.subject = v.subject AND n.version > v.version
                AND (n.deleted_at IS NULL OR v.deleted_at IS NOT NULL)
            )
            """
        return try selectVersions(
            """
            v.subject ^@ $1 AND \(state.condition) \(latestOnly ? latest : "")
            ORDER BY v.subject COLLATE "C", v.version OFFSET $2 LIMIT $3
            """, [.text(prefix)] + page.parameters)
    }

    /// Where a schema is registered, by subject and version.
    func versions(ofSchema id: Int, _ state: State, subject: SubjectName?, _ page: Page) throws -> [StoredVersion] {
        try selectVersions(
            """
            v.schema_id = $1 AND \(state.condition) AND ($2::text IS NULL OR v.subject = $2)
            ORDER BY v.subject COLLATE "C", v.version OFFSET $3 LIMIT $4
            """, [.int(Int64(id)), .optional(subject?.text)] + page.parameters)
    }

    private func selectVersions(_ rest: String, _ parameters: [PostgresValue]) throws -> [StoredVersion] {
        try connection.query(
            """
            SELECT v.subject, v.version, v.deleted_at IS NOT NULL AS deleted, v.created_at AS version_created_at,
                \(Self.schemaColumns)
            FROM sluice.subject_versions v JOIN sluice.schemas s ON s.id = v.schema_id
            WHERE \(rest)
            """, parameters
        ).map { row in
            StoredVersion(
                subject: SubjectName(try row["subject"].text), version: Int(try row["version"].int),
                schema: try Self.schema(row), isDeleted: try row["deleted"].bool,
                createdAt: try row["version_created_at"].timestampMicros)
        }
    }

    // MARK: Subjects

    /// Subjects with a version in the state. Deleted means that all versions are.
    func subjects(prefix: String, _ state: State, _ page: Page) throws -> [String] {
        let condition =
            switch state {
            case .live: "bool_or(v.deleted_at IS NULL)"
            case .deleted: "bool_and(v.deleted_at IS NOT NULL)"
            case .any: "true"
            }
        return try connection.query(
            """
            SELECT v.subject FROM sluice.subject_versions v WHERE v.subject ^@ $1
            GROUP BY v.subject HAVING \(condition) ORDER BY v.subject COLLATE "C" OFFSET $2 LIMIT $3
            """, [.text(prefix)] + page.parameters
        ).map { try $0["subject"].text }
    }

    // MARK: Schemas

    func schema(id: Int) throws -> StoredSchema? {
        try selectSchema("s.id = $1", [.int(Int64(id))])
    }

    func schema(guid: String) throws -> StoredSchema? {
        try selectSchema("s.guid = $1", [.text(guid)])
    }

    func maxSchemaID() throws -> Int {
        Int(try connection.query("SELECT coalesce(max(id), 0) AS id FROM sluice.schemas").one()["id"].int)
    }

    private func selectSchema(_ condition: String, _ parameters: [PostgresValue]) throws -> StoredSchema? {
        try connection.query("SELECT \(Self.schemaColumns) FROM sluice.schemas s WHERE \(condition)", parameters)
            .first.map(Self.schema)
    }

    private static let schemaColumns = "s.id, s.guid, s.type, s.text, s.reference_list, s.metadata, s.created_at"

    private static func schema(_ row: PostgresRow) throws -> StoredSchema {
        guard let type = SchemaType(rawValue: try row["type"].text) else {
            throw RegistryError.storeFailed("schema \(try row["id"].int) has a type that this version does not know")
        }
        var references: [SchemaReference] = []
        if case .array(let elements) = try JSONValue.parse(try row["reference_list"].text) {
            references = elements.compactMap { SchemaReference($0) }
        }
        return StoredSchema(
            id: Int(try row["id"].int), guid: try row["guid"].text,
            content: SchemaContent(
                type: type, text: try row["text"].text, references: references,
                metadata: try row["metadata"].optional.map { try JSONValue.parse(try $0.text) }),
            createdAt: try row["created_at"].timestampMicros)
    }

    // MARK: References

    /// Schemas that refer to a subject's version, and have a version in the state themselves; of all its versions
    /// where none is named.
    func referrers(to subject: SubjectName, version: Int?, _ state: State, _ page: Page = .all) throws -> [Int] {
        try connection.query(
            """
            SELECT DISTINCT r.schema_id FROM sluice.schema_references r
            WHERE r.subject = $1 AND ($2::integer IS NULL OR r.version = $2) AND EXISTS (
                SELECT FROM sluice.subject_versions v WHERE v.schema_id = r.schema_id AND \(state.condition)
            )
            ORDER BY r.schema_id OFFSET $3 LIMIT $4
            """, [.text(subject.text), .optional(version.map { Int64($0) })] + page.parameters
        ).map { Int(try $0["schema_id"].int) }
    }
}

/// A part of a list.
struct Page: Sendable, Hashable {
    var offset: Int
    /// Nil is no limit.
    var limit: Int?

    static let all = Page(offset: 0, limit: nil)

    fileprivate var parameters: [PostgresValue] { [.int(Int64(offset)), .optional(limit.map { Int64($0) })] }
}
