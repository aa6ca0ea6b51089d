// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import ClientPostgreSQL
import Formats

// The log of all changes: audit log, history and change feed.
extension RegistrySession {
    /// Logs a change of settings or of a context.
    ///
    /// - Returns: its number.
    @discardableResult
    func log(
        _ action: String, _ place: SubjectName, before: JSONValue? = nil, after: JSONValue? = nil, by actor: Actor
    ) throws -> Int64 {
        try connection.queryPrepared(
            """
            INSERT INTO sluice.registry_log (actor, remote_address, action, context, subject, before, after)
            VALUES ($1, $2, $3, $4, $5, $6, $7) RETURNING number
            """,
            [.text(actor.name), .text(actor.remoteAddress), .text(action)] + place.parameters + [
                before.map { .json($0.text()) } ?? .null, after.map { .json($0.text()) } ?? .null,
            ]
        ).one()["number"].int
    }

    /// What was changed after a position and is decided: no change appears before one that was read.
    func changes(after position: ChangePosition, limit: Int) throws -> [RegistryChange] {
        try connection.queryPrepared(
            """
            SELECT \(Self.changeColumns) FROM sluice.registry_log l
            WHERE (l.transaction, l.number) > ($1::xid8, $2::bigint)
                AND l.transaction < pg_snapshot_xmin(pg_current_snapshot())
            ORDER BY l.transaction, l.number LIMIT $3
            """, position.parameters + [.int(Int64(limit))]
        ).map(Self.change)
    }

    /// The newest changes first; of one subject or context where it is named, with all that is below a context.
    func audit(_ place: SubjectName?, _ page: Page) throws -> [RegistryChange] {
        // Each in the order of an index.
        let (condition, order) =
            switch place {
            case nil: ("$1::text IS NULL AND $2::text IS NULL", "l.transaction DESC, l.number DESC")
            case let place? where place.isContext:
                ("l.context = $1 AND $2::text = ''", "l.transaction DESC, l.number DESC")
            default: ("l.context = $1 AND l.subject = $2", "l.number DESC")
            }
        return try connection.queryPrepared(
            """
            SELECT \(Self.changeColumns) FROM sluice.registry_log l WHERE \(condition)
            ORDER BY \(order) OFFSET $3 LIMIT $4
            """, (place?.parameters ?? [.null, .null]) + page.parameters
        ).map(Self.change)
    }

    /// The position of the newest change that is decided.
    func lastDecidedPosition() throws -> ChangePosition {
        let newest = try connection.queryPrepared(
            """
            SELECT transaction::text AS transaction, number FROM sluice.registry_log
            WHERE transaction < pg_snapshot_xmin(pg_current_snapshot()) ORDER BY transaction DESC, number DESC LIMIT 1
            """
        ).first
        return try newest.map {
            ChangePosition(transaction: try $0["transaction"].int, number: try $0["number"].int)
        } ?? .start
    }

    // MARK: History

    /// A subject's versions as they were at a time (microseconds since 1970), with their schemas, also of those that were
    /// deleted for good since.
    func versions(of subject: SubjectName, asOf time: Int64) throws -> [StoredVersion] {
        try connection.queryPrepared(
            """
            SELECT h.version, h.action = 'delete' AS deleted, h.registered_at, \(Self.schemaColumns)
            FROM (
                SELECT DISTINCT ON (l.version) l.context, l.version, l.schema_id, l.action,
                    max(l.at) FILTER (WHERE l.action = 'register') OVER (PARTITION BY l.version) AS registered_at
                FROM sluice.registry_log l
                WHERE l.context = $1 AND l.subject = $2 AND l.version IS NOT NULL AND l.at <= $3
                ORDER BY l.version, l.number DESC
            ) h JOIN sluice.schemas s ON s.context = h.context AND s.id = h.schema_id
            WHERE h.action <> 'remove' ORDER BY h.version
            """, subject.parameters + [.timestampMicros(time)]
        ).map { row in
            StoredVersion(
                subject: subject, version: Int(try row["version"].int), schema: try Self.schema(row),
                isDeleted: try row["deleted"].bool, createdAt: try row["registered_at"].timestampMicros)
        }
    }

    static let changeColumns =
        """
        l.transaction::text AS transaction, l.number, l.at, l.actor, l.remote_address, l.action, l.context, l.subject, \
        l.version, l.schema_id, l.before, l.after
        """

    static func change(_ row: PostgresRow) throws -> RegistryChange {
        guard let action = RegistryChange.Action(rawValue: try row["action"].text) else {
            throw RegistryError.storeFailed("the log has an action that this version does not know")
        }
        return RegistryChange(
            position: ChangePosition(transaction: try row["transaction"].int, number: try row["number"].int),
            at: try row["at"].timestampMicros,
            actor: Actor(name: try row["actor"].text, remoteAddress: try row["remote_address"].text), action: action,
            subject: SubjectName(context: try row["context"].text, name: try row["subject"].text),
            version: try row["version"].optional.map { Int(try $0.int) },
            schemaID: try row["schema_id"].optional.map { Int(try $0.int) },
            before: try row["before"].optional.map { try JSONValue.parse(try $0.text) },
            after: try row["after"].optional.map { try JSONValue.parse(try $0.text) })
    }
}
