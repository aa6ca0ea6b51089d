// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import ClientPostgreSQL
import Formats

// Deleting versions and bringing them back; to be called in a transaction that holds the subject's lock.
extension RegistrySession {
    /// Marks versions as deleted.
    func softDelete(_ subject: SubjectName, _ versions: [SubjectState.Entry], by actor: Actor) throws {
        try connection.queryPrepared(
            """
            UPDATE sluice.subject_versions SET deleted_at = now()
            WHERE context = $1 AND subject = $2 AND version = ANY ($3::integer[])
            """, subject.parameters + [.intArray(versions.map(\.version))])
        try log("delete", subject, versions, by: actor)
        try settle(subject)
    }

    /// Removes versions for good. What is used by nobody else goes with them: their ids, and with the last version the
    /// subject's settings.
    func remove(_ subject: SubjectName, _ versions: [SubjectState.Entry], by actor: Actor) throws {
        do {
            try connection.queryPrepared(
                """
                DELETE FROM sluice.subject_versions
                WHERE context = $1 AND subject = $2 AND version = ANY ($3::integer[])
                """, subject.parameters + [.intArray(versions.map(\.version))])
        } catch {
            guard error.isForeignKeyViolation else { throw error }
            throw RegistryError.referenceExists(subject, versions.count == 1 ? versions[0].version : nil)
        }
        try log("remove", subject, versions, by: actor)
        try settle(subject)
        try forgetUnused(versions.map(\.schemaID), in: subject.context)
    }

    /// Makes soft-deleted versions live again.
    func undelete(_ subject: SubjectName, _ versions: [SubjectState.Entry], by actor: Actor) throws {
        try connection.queryPrepared(
            """
            UPDATE sluice.subject_versions SET deleted_at = NULL
            WHERE context = $1 AND subject = $2 AND version = ANY ($3::integer[])
            """, subject.parameters + [.intArray(versions.map(\.version))])
        try log("undelete", subject, versions, by: actor)
        try settle(subject)
    }

    /// A version that was removed for good, as the log knows it; nil if there never was one.
    func removed(_ version: Int, of subject: SubjectName) throws -> (schema: StoredSchema, createdAt: Int64)? {
        try connection.queryPrepared(
            """
            SELECT \(Self.schemaColumns), l.at AS registered_at
            FROM sluice.registry_log l JOIN sluice.schemas s ON s.context = l.context AND s.id = l.schema_id
            WHERE l.context = $1 AND l.subject = $2 AND l.version = $3 AND l.action = 'register'
            ORDER BY l.number DESC LIMIT 1
            """, subject.parameters + [.int(Int64(version))]
        ).first.map { (try Self.schema($0), try $0["registered_at"].timestampMicros) }
    }

    /// Whether a forgotten schema can have its id again: its content has no other.
    func canRestore(_ schema: StoredSchema) throws -> Bool {
        try connection.queryPrepared(
            """
            SELECT NOT EXISTS (
                SELECT FROM sluice.schemas s
                WHERE s.context = $1 AND s.fingerprint = $2 AND s.forgotten_at IS NULL AND s.id <> $3
            ) AS possible
            """, [.text(schema.context), .bytes(schema.content.fingerprint), .int(Int64(schema.id))]
        ).one()["possible"].bool
    }

    /// Brings back a version that was removed for good, with its id. What it refers to must be there.
    func restore(_ version: Int, _ schema: StoredSchema, createdAt: Int64, of subject: SubjectName, by actor: Actor)
        throws
    {
        let key: [PostgresValue] = [.text(schema.context), .int(Int64(schema.id))]
        try connection.queryPrepared(
            "UPDATE sluice.schemas SET forgotten_at = NULL WHERE context = $1 AND id = $2", key)
        for reference in schema.content.references {
            let target = SubjectName(reference.subject, in: subject.context)
            try connection.queryPrepared(
                """
                INSERT INTO sluice.schema_references (
                    context, schema_id, target_context, target_subject, target_version)
                VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING
                """, key + target.parameters + [.int(Int64(reference.version))])
        }
        try connection.queryPrepared(
            """
            INSERT INTO sluice.subject_versions (context, subject, version, schema_id, created_at)
            VALUES ($1, $2, $3, $4, $5)
            """,
            subject.parameters + [.int(Int64(version)), .int(Int64(schema.id)), .timestampMicros(createdAt)])
        let entry = SubjectState.Entry(
            version: version, schemaID: schema.id, isDeleted: false, createdAt: createdAt, textHash: 0)
        try log("undelete", subject, [entry], by: actor)
        try settle(subject)
    }

    private func log(
        _ action: String, _ subject: SubjectName, _ versions: [SubjectState.Entry], by actor: Actor
    ) throws {
        try connection.queryPrepared(
            """
            INSERT INTO sluice.registry_log (actor, remote_address, action, context, subject, version, schema_id)
            SELECT $1, $2, $3, $4, $5, t.version, t.schema_id
            FROM unnest($6::integer[], $7::integer[]) AS t (version, schema_id)
            """,
            [.text(actor.name), .text(actor.remoteAddress), .text(action)] + subject.parameters + [
                .intArray(versions.map(\.version)), .intArray(versions.map(\.schemaID)),
            ])
    }

    /// Brings the subject's own row in line with its versions and its last entry in the log.
    private func settle(_ subject: SubjectName) throws {
        try connection.queryPrepared(
            """
            WITH versions AS (
                SELECT max(v.version) AS last, max(v.version) FILTER (WHERE v.deleted_at IS NULL) AS latest
                FROM sluice.subject_versions v WHERE v.context = $1 AND v.subject = $2
            ), change AS (
                SELECT max(l.number) AS number FROM sluice.registry_log l WHERE l.context = $1 AND l.subject = $2
            )
            INSERT INTO sluice.registry_subjects AS s (context, name, last_version, latest_version, revision)
            SELECT $1, $2, v.last, v.latest, c.number FROM versions v, change c WHERE v.last IS NOT NULL
            ON CONFLICT (context, name) DO UPDATE SET
                last_version = greatest(s.last_version, excluded.last_version),
                latest_version = excluded.latest_version, revision = excluded.revision
            """, subject.parameters)
        try connection.queryPrepared(
            """
            DELETE FROM sluice.registry_subjects s WHERE s.context = $1 AND s.name = $2 AND NOT EXISTS (
                SELECT FROM sluice.subject_versions v WHERE v.context = $1 AND v.subject = $2
            )
            """, subject.parameters)
    }

    /// Forgets schemas that no version has any more.
    private func forgetUnused(_ ids: [Int], in context: String) throws {
        let parameters: [PostgresValue] = [.text(context), .intArray(ids)]
        // First the lock, then a statement with a new snapshot: a version that another transaction has written
        // meanwhile is seen.
        try connection.queryPrepared(
            "SELECT id FROM sluice.schemas WHERE context = $1 AND id = ANY ($2::integer[]) ORDER BY id FOR UPDATE",
            parameters)
        try connection.queryPrepared(
            """
            WITH forgotten AS (
                UPDATE sluice.schemas s SET forgotten_at = now()
                WHERE s.context = $1 AND s.id = ANY ($2::integer[]) AND NOT EXISTS (
                    SELECT FROM sluice.subject_versions v WHERE v.context = s.context AND v.schema_id = s.id
                ) RETURNING s.id
            )
            DELETE FROM sluice.schema_references r USING forgotten f WHERE r.context = $1 AND r.schema_id = f.id
            """, parameters)
    }
}
