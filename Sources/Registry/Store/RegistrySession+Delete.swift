// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import ClientPostgreSQL

// Deleting versions; to be called in a transaction that holds the subject's lock.
extension RegistrySession {
    /// Marks versions as deleted; all live ones where none is named.
    func softDelete(_ subject: SubjectName, version: Int?) throws {
        try connection.query(
            """
            UPDATE sluice.subject_versions SET deleted_at = now()
            WHERE subject = $1 AND ($2::integer IS NULL OR version = $2) AND deleted_at IS NULL
            """, [.text(subject.text), .optional(version.map { Int64($0) })])
    }

    /// Removes versions for good; all where none is named. What is used by nobody else goes with them: their schemas,
    /// and with the last version the subject's settings.
    ///
    /// - Returns: the ids that are no more.
    func removeVersions(_ subject: SubjectName, version: Int?) throws -> [Int] {
        let removed: [Int]
        do {
            removed = try connection.query(
                """
                DELETE FROM sluice.subject_versions WHERE subject = $1 AND ($2::integer IS NULL OR version = $2)
                RETURNING schema_id
                """, [.text(subject.text), .optional(version.map { Int64($0) })]
            ).map { Int(try $0["schema_id"].int) }
        } catch let error as PostgresError where error.isForeignKeyViolation {
            throw RegistryError.referenceExists(subject, version)
        }
        if try !hasVersions(subject, .any) {
            try connection.query("DELETE FROM sluice.registry_config WHERE subject = $1", [.text(subject.text)])
        }
        return try removeUnused(removed)
    }

    private func removeUnused(_ ids: [Int]) throws -> [Int] {
        let list = PostgresValue.text("{\(ids.map(String.init).joined(separator: ","))}")
        // First the lock, then a statement with a new snapshot: a version that another transaction has written
        // meanwhile is seen.
        try connection.query(
            "SELECT id FROM sluice.schemas WHERE id = ANY ($1::integer[]) ORDER BY id FOR UPDATE", [list])
        return try connection.query(
            """
            DELETE FROM sluice.schemas s WHERE s.id = ANY ($1::integer[])
            AND NOT EXISTS (SELECT FROM sluice.subject_versions v WHERE v.schema_id = s.id) RETURNING s.id
            """, [list]
        ).map { Int(try $0["id"].int) }
    }
}
