// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import ClientPostgreSQL
import Formats

/// Statements on the registry's tables over one connection, in or outside a transaction.
struct RegistrySession {
    let connection: PostgresConnection

    // MARK: Subjects

    /// A subject with its versions and settings, by one statement: all of one moment.
    func state(of subject: SubjectName) throws -> SubjectState {
        let row = try connection.queryPrepared(
            """
            SELECT s.last_version, s.revision, sluice.registry_settings_stamp($1, $2) AS stamp,
                (
                    SELECT json_agg(row_to_json(x)) FROM sluice.registry_settings x
                    WHERE (x.context = $1 AND x.subject IN ($2, '')) OR (x.context = '.' AND x.subject = '')
                ) AS settings,
                (
                    SELECT json_agg(json_build_array(
                        v.version, v.schema_id, v.deleted_at IS NOT NULL,
                        (extract(epoch FROM v.created_at) * 1000000)::bigint,
                        ('x' || encode(substr(c.text_fingerprint, 1, 8), 'hex'))::bit(64)::bigint
                    ) ORDER BY v.version)
                    FROM sluice.subject_versions v
                    JOIN sluice.schemas c ON c.context = v.context AND c.id = v.schema_id
                    WHERE v.context = $1 AND v.subject = $2
                ) AS versions
            FROM (SELECT) AS one LEFT JOIN sluice.registry_subjects s ON s.context = $1 AND s.name = $2
            """, subject.parameters
        ).one()
        return SubjectState(
            subject: subject, entries: try row["versions"].optional.map { try Self.entries($0.text) } ?? [],
            lastVersion: try row["last_version"].optional.map { Int(try $0.int) } ?? 0,
            revision: try row["revision"].optional.map { try $0.int } ?? 0,
            settings: try Self.settings(row["settings"].optional?.text, of: subject, stamp: row["stamp"].text))
    }

    private static func entries(_ text: String) throws -> [SubjectState.Entry] {
        guard case .array(let rows) = try JSONValue.parse(text) else { throw Self.unreadable("versions") }
        return try rows.map { row in
            guard case .array(let cells) = row, cells.count == 5, case .number(let version) = cells[0],
                case .number(let id) = cells[1], case .bool(let isDeleted) = cells[2],
                case .number(let createdAt) = cells[3], case .number(let hash) = cells[4],
                let version = Int(version), let id = Int(id), let createdAt = Int64(createdAt), let hash = Int64(hash)
            else { throw Self.unreadable("versions") }
            return SubjectState.Entry(
                version: version, schemaID: id, isDeleted: isDeleted, createdAt: createdAt, textHash: hash)
        }
    }

    private static func unreadable(_ what: String) -> RegistryError {
        .storeFailed("PostgreSQL answered \(what) in a form that this version does not know")
    }

    /// Subjects with a version in the state, by context and name. Deleted means that all versions are.
    func subjects(_ scope: SubjectScope, _ state: VersionState, _ page: Page) throws -> [SubjectName] {
        let condition =
            switch state {
            case .live: "s.latest_version IS NOT NULL"
            case .deleted: "s.latest_version IS NULL"
            case .any: "true"
            }
        return try connection.queryPrepared(
            """
            SELECT s.context, s.name FROM sluice.registry_subjects s
            WHERE \(scope.condition("s.context", "s.name")) AND \(condition)
            ORDER BY s.context, s.name OFFSET $3 LIMIT $4
            """, scope.parameters + page.parameters
        ).map { SubjectName(context: try $0["context"].text, name: try $0["name"].text) }
    }

    // MARK: Schemas

    func schemas(_ ids: [Int], in context: String) throws -> [StoredSchema] {
        try connection.queryPrepared(
            """
            SELECT \(Self.schemaColumns) FROM sluice.schemas s
            WHERE s.context = $1 AND s.id = ANY ($2::integer[]) AND s.forgotten_at IS NULL
            """, [.text(context), .intArray(ids)]
        ).map(Self.schema)
    }

    /// Whether the id stood for a schema that was deleted for good.
    func isForgotten(_ key: SchemaKey) throws -> Bool {
        try !connection.queryPrepared(
            "SELECT FROM sluice.schemas WHERE context = $1 AND id = $2 AND forgotten_at IS NOT NULL",
            [.text(key.context), .int(Int64(key.id))]
        ).isEmpty
    }

    /// The schemas of that identity, by context.
    func schemas(guid: String) throws -> [StoredSchema] {
        try connection.queryPrepared(
            """
            SELECT \(Self.schemaColumns) FROM sluice.schemas s WHERE s.guid = $1 AND s.forgotten_at IS NULL
            ORDER BY s.context
            """, [.text(guid)]
        ).map(Self.schema)
    }

    func maxSchemaID(in context: String) throws -> Int {
        Int(
            try connection.queryPrepared(
                "SELECT coalesce(max(id), 0) AS id FROM sluice.schemas WHERE context = $1 AND forgotten_at IS NULL",
                [.text(context)]
            ).one()["id"].int)
    }

    static let schemaColumns =
        "s.context, s.id, s.guid, s.type, s.text, s.reference_list, s.metadata, s.rule_set, s.created_at"

    static func schema(_ row: PostgresRow) throws -> StoredSchema {
        guard let type = SchemaType(rawValue: try row["type"].text) else {
            throw RegistryError.storeFailed("schema \(try row["id"].int) has a type that this version does not know")
        }
        var references: [SchemaReference] = []
        if case .array(let elements) = try JSONValue.parse(try row["reference_list"].text) {
            references = elements.compactMap { SchemaReference($0) }
        }
        return StoredSchema(
            context: try row["context"].text, id: Int(try row["id"].int), guid: try row["guid"].text,
            content: SchemaContent(
                type: type, text: try row["text"].text, references: references,
                metadata: try row["metadata"].optional.map { try JSONValue.parse(try $0.text) },
                ruleSet: try row["rule_set"].optional.map { try JSONValue.parse(try $0.text) }),
            createdAt: try row["created_at"].timestampMicros)
    }
}

extension SubjectName {
    /// Context and name, as `$1` and `$2`.
    var parameters: [PostgresValue] { [.text(context), .text(name)] }
}

/// Which subjects a list has: those of a context, or of all, whose names begin with a prefix.
struct SubjectScope: Sendable, Hashable {
    /// Nil is all contexts.
    var context: String?
    var prefix: String
    /// Whether the prefix is a whole name.
    var isOne = false

    init(context: String?, prefix: String = "") {
        self.context = context
        self.prefix = prefix
    }

    /// Reads a prefix as clients write it: `:*:` in front means all contexts, `:.ctx:` that one.
    init(_ text: String, in context: String = SubjectName.defaultContext) {
        if text.hasPrefix(Self.allContexts) {
            self.init(context: nil, prefix: String(text.dropFirst(Self.allContexts.count)))
        } else {
            let name = SubjectName(text, in: context)
            self.init(context: name.context, prefix: name.name)
        }
    }

    /// One subject.
    init(_ subject: SubjectName) {
        self.init(context: subject.context, prefix: subject.name)
        isOne = true
    }

    /// Whether a list of this scope has the subject; settings of a context as a whole are in scopes without a prefix.
    func contains(_ subject: SubjectName) -> Bool {
        guard context == nil || context == subject.context else { return false }
        if subject.isContext { return prefix.isEmpty }
        return isOne ? subject.name == prefix : subject.name.utf8.starts(with: prefix.utf8)
    }

    private static let allContexts = ":*:"

    /// The condition on columns of context and name, whose values are `$1` and `$2`.
    func condition(_ contextColumn: String, _ nameColumn: String) -> String {
        (context == nil ? "$1::text IS NULL" : "\(contextColumn) = $1")
            + (isOne ? " AND \(nameColumn) = $2" : " AND \(nameColumn) ^@ $2")
    }

    var parameters: [PostgresValue] { [.optional(context), .text(prefix)] }
}

/// A part of a list.
struct Page: Sendable, Hashable {
    var offset: Int
    /// Nil is no limit.
    var limit: Int?

    static let all = Page(offset: 0, limit: nil)

    var parameters: [PostgresValue] { [.int(Int64(offset)), .optional(limit.map { Int64($0) })] }
}
