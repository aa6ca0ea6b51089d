// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import ClientPostgreSQL

/// The registry's tables, and what must hold between them.
struct RegistryTables {
    struct Version: Equatable {
        let version: Int
        let id: Int
    }

    /// By subject; one without live versions has none.
    let live: [String: [Version]]
    /// `subject version id` of all registrations in the log.
    let registered: Set<String>
    private let connection: PostgresConnection
    private let log: [(action: String, subject: String, version: Int, id: Int)]

    init(_ url: String) throws {
        connection = try PostgresConnection(url: url)
        let name = "CASE context WHEN '.' THEN subject ELSE ':' || context || ':' || subject END AS subject"
        var live: [String: [Version]] = [:]
        for row in try connection.query(
            "SELECT \(name), version, schema_id, deleted_at FROM sluice.subject_versions ORDER BY version")
        {
            let subject = try row["subject"].text
            let version = Version(version: Int(try row["version"].int), id: Int(try row["schema_id"].int))
            live[subject, default: []] += try row["deleted_at"].isNull ? [version] : []
        }
        self.live = live
        log = try connection.query(
            "SELECT action, \(name), version, schema_id FROM sluice.registry_log WHERE version IS NOT NULL ORDER BY number"
        ).map {
            (
                try $0["action"].text, try $0["subject"].text, Int(try $0["version"].int),
                Int(try $0["schema_id"].int)
            )
        }
        registered = Set(log.filter { $0.action == "register" }.map { "\($0.subject) \($0.version) \($0.id)" })
    }

    /// What does not hold; empty if all does.
    func problems() throws -> [String] {
        var problems: [String] = []
        for (what, query) in Self.mustBeEmpty where try !connection.query(query).isEmpty { problems.append(what) }
        // The log, played from its beginning, gives the tables; each registration gets the next number.
        var played: [String: [Int: (id: Int, isLive: Bool)]] = [:]
        var last: [String: Int] = [:]
        for entry in log {
            switch entry.action {
            case "register":
                if entry.version != last[entry.subject, default: 0] + 1 {
                    problems.append("\(entry.subject) has a gap before \(entry.version)")
                }
                last[entry.subject] = entry.version
                played[entry.subject, default: [:]][entry.version] = (entry.id, true)
            case "delete": played[entry.subject, default: [:]][entry.version]?.isLive = false
            case "undelete": played[entry.subject, default: [:]][entry.version]?.isLive = true
            case "remove":
                played[entry.subject, default: [:]][entry.version] = nil
                if played[entry.subject]?.isEmpty == true { last[entry.subject] = nil }
            default: problems.append("the log has a version with \(entry.action)")
            }
        }
        for (subject, versions) in played {
            let expected = versions.filter(\.value.isLive).sorted { $0.key < $1.key }
                .map { Version(version: $0.key, id: $0.value.id) }
            if live[subject] ?? [] != expected { problems.append("\(subject) is not what the log says") }
        }
        return problems
    }

    private static let mustBeEmpty = [
        (
            "a content has two ids in a context",
            """
            SELECT FROM sluice.schemas WHERE forgotten_at IS NULL GROUP BY context, fingerprint HAVING count(*) > 1
            """
        ),
        (
            "a version has a forgotten schema",
            """
            SELECT FROM sluice.subject_versions v JOIN sluice.schemas s ON s.context = v.context AND s.id = v.schema_id
            WHERE s.forgotten_at IS NOT NULL
            """
        ),
        (
            "a schema without versions is not forgotten",
            """
            SELECT FROM sluice.schemas s WHERE s.forgotten_at IS NULL AND NOT EXISTS (
                SELECT FROM sluice.subject_versions v WHERE v.context = s.context AND v.schema_id = s.id)
            """
        ),
        (
            "a subject's row is not what its versions are",
            """
            SELECT FROM sluice.registry_subjects s FULL JOIN (
                SELECT context, subject, max(version) AS last, max(version) FILTER (WHERE deleted_at IS NULL) AS latest
                FROM sluice.subject_versions GROUP BY context, subject
            ) v ON v.context = s.context AND v.subject = s.name
            WHERE v.subject IS NULL OR s.name IS NULL OR s.latest_version IS DISTINCT FROM v.latest
                OR s.last_version < v.last
            """
        ),
        (
            "an id is beyond its sequence",
            "SELECT FROM sluice.schemas WHERE context = '.' AND id > (SELECT last_value FROM sluice.schema_ids_1)"
        ),
    ]
}
