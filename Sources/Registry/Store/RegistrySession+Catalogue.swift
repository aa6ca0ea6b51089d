// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import ClientPostgreSQL

// Lists for people: a page at a time, with all that a row shows, by one statement.
extension RegistrySession {
    /// A row of the list of subjects.
    struct SubjectSummary {
        var subject: SubjectName
        /// The latest version; of a deleted subject the newest that is left.
        var version: Int
        var type: String
        var isDeleted: Bool
        var ownLevel, contextLevel, registryLevel: String?
        /// The newest entry of the subject's log.
        var changedAt: Int64?
        var changedBy: String?
        var action: String?
    }

    /// Subjects by context and name, after a place of the list or before one, at most so many; those only that begin with
    /// one of the prefixes, as the registry writes names.
    ///
    /// The page is cut from the key of `registry_subjects` before anything else is looked up, so that what it costs depends
    /// on its rows. A search reads more of the index, and nothing but the index, until it has found a page; the limit
    /// makes it worth while for PostgreSQL to go along the index, and the lateral join keeps the order.
    func subjectSummaries(_ query: SubjectQuery, prefixes: [String], limit: Int) throws -> [SubjectSummary] {
        var names = SubjectNames(query, prefixes: prefixes)
        let count = names.parameter(.int(Int64(limit)))
        let order = names.order
        return try connection.queryPrepared(
            """
            SELECT s.context, s.name, s.latest_version IS NULL AS deleted, v.version, c.type,
                o.compatibility AS own_level, x.compatibility AS context_level, r.compatibility AS registry_level,
                l.at AS changed_at, l.actor, l.action
            FROM (
                SELECT n.context, n.name, t.latest_version
                FROM (
                    \(names.select) LIMIT \(SubjectNames.maxPassedOver)
                ) n
                CROSS JOIN LATERAL (
                    SELECT t.latest_version FROM sluice.registry_subjects t
                    WHERE t.context = n.context AND t.name = n.name OFFSET 0
                ) t
                WHERE \(query.includesDeleted ? "true" : "t.latest_version IS NOT NULL")
                ORDER BY n.context \(order), n.name \(order) LIMIT \(count)
            ) s
            JOIN LATERAL (
                SELECT v.version, v.schema_id FROM sluice.subject_versions v
                WHERE v.context = s.context AND v.subject = s.name
                    AND (s.latest_version IS NULL OR v.version = s.latest_version)
                ORDER BY v.version DESC LIMIT 1
            ) v ON true
            JOIN sluice.schemas c ON c.context = s.context AND c.id = v.schema_id
            LEFT JOIN sluice.registry_settings o ON o.context = s.context AND o.subject = s.name
            LEFT JOIN sluice.registry_settings x ON x.context = s.context AND x.subject = ''
            LEFT JOIN sluice.registry_settings r ON r.context = '.' AND r.subject = ''
            LEFT JOIN LATERAL (
                SELECT l.at, l.actor, l.action FROM sluice.registry_log l
                WHERE l.context = s.context AND l.subject = s.name ORDER BY l.number DESC LIMIT 1
            ) l ON true
            ORDER BY s.context, s.name
            """, names.parameters
        ).map { row in
            SubjectSummary(
                subject: SubjectName(context: try row["context"].text, name: try row["name"].text),
                version: Int(try row["version"].int), type: try row["type"].text, isDeleted: try row["deleted"].bool,
                ownLevel: try row["own_level"].optional?.text, contextLevel: try row["context_level"].optional?.text,
                registryLevel: try row["registry_level"].optional?.text,
                changedAt: try row["changed_at"].optional?.timestampMicros, changedBy: try row["actor"].optional?.text,
                action: try row["action"].optional?.text)
        }
    }

    /// The query from where `subjectSummaries` stopped although its page was not full; nil if the list ends there.
    func placeAfterPassing(_ query: SubjectQuery, prefixes: [String]) throws -> SubjectQuery? {
        guard !query.includesDeleted else { return nil }
        let names = SubjectNames(query, prefixes: prefixes)
        let last = try connection.queryPrepared(
            "\(names.select) OFFSET \(SubjectNames.maxPassedOver - 1) LIMIT 1", names.parameters
        ).first
        guard let last else { return nil }
        let place = SubjectName(context: try last["context"].text, name: try last["name"].text)
        return query.before == nil ? query.after(place) : query.before(place)
    }

    /// The statement that goes along the names of a query.
    private struct SubjectNames {
        private(set) var parameters: [PostgresValue] = []
        private var conditions: [String] = []
        let order: String

        /// How many names one statement looks at, of which those of deleted subjects are passed over.
        static let maxPassedOver = 10_000

        init(_ query: SubjectQuery, prefixes: [String]) {
            let isBackward = query.before != nil
            order = isBackward ? "DESC" : "ASC"
            if let context = query.context { conditions.append("s.context = \(parameter(.text(context)))") }
            if !query.text.isEmpty {
                conditions.append("strpos(lower(s.name), \(parameter(.text(query.text.lowercased())))) > 0")
            }
            if !prefixes.contains("") { conditions.append(Self.isVisible(parameter(.textArray(prefixes)))) }
            if let place = query.after ?? query.before {
                let (context, name) = (parameter(.text(place.context)), parameter(.text(place.name)))
                conditions.append("(s.context, s.name) \(isBackward ? "<" : ">") (\(context), \(name))")
            }
        }

        mutating func parameter(_ value: PostgresValue) -> String {
            parameters.append(value)
            return "$\(parameters.count)"
        }

        var select: String {
            """
            SELECT s.context, s.name FROM sluice.registry_subjects s
            WHERE \(conditions.isEmpty ? "true" : conditions.joined(separator: " AND "))
            ORDER BY s.context \(order), s.name \(order)
            """
        }

        /// The condition that a subject begins with one of the prefixes, as the registry writes names.
        private static func isVisible(_ prefixes: String) -> String {
            """
            EXISTS (
                SELECT FROM unnest(\(prefixes)::text[]) p
                WHERE CASE WHEN s.context = '.' THEN s.name ELSE ':' || s.context || ':' || s.name END ^@ p
            )
            """
        }
    }

    /// The log's entries of the registration of versions in a range, newest first.
    func registrations(
        of subject: SubjectName, from oldest: Int, to newest: Int, limit: Int
    ) throws -> [RegistryChange] {
        try connection.queryPrepared(
            """
            SELECT \(Self.changeColumns) FROM sluice.registry_log l
            WHERE l.context = $1 AND l.subject = $2 AND l.action = 'register' AND l.version BETWEEN $3 AND $4
            ORDER BY l.number DESC LIMIT $5
            """, subject.parameters + [.int(Int64(oldest)), .int(Int64(newest)), .int(Int64(limit))]
        ).map(Self.change)
    }

    /// Settings of contexts as a whole, for those that have some.
    func contextSettings(_ names: [String]) throws -> [String: SettingsInForce] {
        var settings: [String: SettingsInForce] = [:]
        for name in names { settings[name] = try state(of: SubjectName(context: name, name: "")).settings }
        return settings
    }
}
