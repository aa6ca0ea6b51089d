// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import ClientPostgreSQL

// Lists of versions, read as they are asked for.
extension RegistrySession {
    /// Versions of subjects in the scope, by subject and version; of each subject the newest in the state where only
    /// that is wanted.
    func versions(_ scope: SubjectScope, _ state: VersionState, latestOnly: Bool, _ page: Page) throws
        -> [StoredVersion]
    {
        // The page is cut before schemas are looked up, each by its key: what is left out costs a step in an index.
        guard latestOnly else {
            return try selectVersions(
                """
                (
                    SELECT v.* FROM sluice.subject_versions v
                    WHERE \(scope.condition("v.context", "v.subject")) AND \(state.condition)
                    ORDER BY v.context, v.subject, v.version OFFSET $3 LIMIT $4
                ) v
                """, scope.parameters + page.parameters)
        }
        let latest =
            switch state {
            case .live: "s.latest_version AS version FROM sluice.registry_subjects s WHERE s.latest_version IS NOT NULL"
            case .any, .deleted:
                """
                (
                    SELECT max(v.version) FROM sluice.subject_versions v
                    WHERE v.context = s.context AND v.subject = s.name AND \(state.condition)
                ) AS version FROM sluice.registry_subjects s
                WHERE \(state == .any ? "true" : "s.latest_version IS NULL")
                """
            }
        return try selectVersions(
            """
            (
                SELECT s.context, s.name, \(latest) AND \(scope.condition("s.context", "s.name"))
                ORDER BY s.context, s.name OFFSET $3 LIMIT $4
            ) l CROSS JOIN LATERAL (
                SELECT * FROM sluice.subject_versions v
                WHERE v.context = l.context AND v.subject = l.name AND v.version = l.version OFFSET 0
            ) v
            """, scope.parameters + page.parameters)
    }

    /// Where a schema is registered, by subject and version.
    func versions(ofSchema key: SchemaKey, _ state: VersionState, subject: String?, _ page: Page) throws
        -> [(subject: SubjectName, version: Int)]
    {
        try connection.queryPrepared(
            """
            SELECT v.subject, v.version FROM sluice.subject_versions v
            WHERE v.context = $1 AND v.schema_id = $2 AND \(state.condition) AND ($3::text IS NULL OR v.subject = $3)
            ORDER BY v.subject, v.version OFFSET $4 LIMIT $5
            """, [.text(key.context), .int(Int64(key.id)), .optional(subject)] + page.parameters
        ).map { (SubjectName(context: key.context, name: try $0["subject"].text), Int(try $0["version"].int)) }
    }

    /// Subjects that have a schema.
    func subjects(ofSchema key: SchemaKey, _ state: VersionState, subject: String?, _ page: Page) throws
        -> [SubjectName]
    {
        try connection.queryPrepared(
            """
            SELECT DISTINCT v.subject FROM sluice.subject_versions v
            WHERE v.context = $1 AND v.schema_id = $2 AND \(state.condition) AND ($3::text IS NULL OR v.subject = $3)
            ORDER BY v.subject OFFSET $4 LIMIT $5
            """, [.text(key.context), .int(Int64(key.id)), .optional(subject)] + page.parameters
        ).map { SubjectName(context: key.context, name: try $0["subject"].text) }
    }

    /// Versions of a list `v`, with their schemas.
    private func selectVersions(_ list: String, _ parameters: [PostgresValue]) throws -> [StoredVersion] {
        try connection.queryPrepared(
            """
            SELECT v.subject, v.version, v.deleted_at IS NOT NULL AS deleted, v.created_at AS version_created_at,
                \(Self.schemaColumns)
            FROM \(list) CROSS JOIN LATERAL (
                SELECT * FROM sluice.schemas s WHERE s.context = v.context AND s.id = v.schema_id OFFSET 0
            ) s ORDER BY v.context, v.subject, v.version
            """, parameters
        ).map { row in
            let schema = try Self.schema(row)
            return StoredVersion(
                subject: SubjectName(context: schema.context, name: try row["subject"].text),
                version: Int(try row["version"].int), schema: schema, isDeleted: try row["deleted"].bool,
                createdAt: try row["version_created_at"].timestampMicros)
        }
    }

    // MARK: References

    /// Schemas that refer to a subject's version, and have a version in the state themselves; to any of its versions
    /// where none is named.
    func referrers(to subject: SubjectName, version: Int?, _ state: VersionState, _ page: Page = .all) throws
        -> [SchemaKey]
    {
        try connection.queryPrepared(
            """
            SELECT DISTINCT r.context, r.schema_id FROM sluice.schema_references r
            WHERE r.target_context = $1 AND r.target_subject = $2 AND ($3::integer IS NULL OR r.target_version = $3)
            AND EXISTS (
                SELECT FROM sluice.subject_versions v
                WHERE v.context = r.context AND v.schema_id = r.schema_id AND \(state.condition)
            )
            ORDER BY r.context, r.schema_id OFFSET $4 LIMIT $5
            """, subject.parameters + [.optional(version.map { Int64($0) })] + page.parameters
        ).map { SchemaKey(context: try $0["context"].text, id: Int(try $0["schema_id"].int)) }
    }
}

extension VersionState {
    /// The condition on `v`, a row of subject_versions.
    var condition: String {
        switch self {
        case .live: "v.deleted_at IS NULL"
        case .deleted: "v.deleted_at IS NOT NULL"
        case .any: "true"
        }
    }
}
