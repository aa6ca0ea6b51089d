// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

public import ClientPostgreSQL

/// The API keys in PostgreSQL (`sluice.api_keys`).
public struct APIKeyStore: Sendable {
    private let pool: PostgresPool

    public init(pool: PostgresPool) { self.pool = pool }

    /// Makes a key.
    ///
    /// - Parameters:
    ///   - eventTypes: that it may send; nil is all.
    ///   - subjectPrefixes: how the subjects begin that its role is good for; nil is all. None may be empty.
    ///   - readPrefixes: how the subjects begin that it may read beside those.
    /// - Returns: the key, and its secret, which can't be had again.
    public func create(
        name: String, role: AccessRole, eventTypes: Set<String>? = nil, subjectPrefixes: Set<String>? = nil,
        readPrefixes: Set<String>? = nil
    ) throws -> (key: APIKey, secret: APIKeySecret) {
        guard !name.isEmpty else { throw AccessError.emptyName }
        for prefixes in [subjectPrefixes, readPrefixes] {
            if let prefixes, prefixes.isEmpty || prefixes.contains("") { throw AccessError.emptyPrefix }
        }
        guard readPrefixes == nil || subjectPrefixes != nil else { throw AccessError.readPrefixesAlone }
        let secret = APIKeySecret.random()
        do {
            let key = try pool.withConnection { connection in
                try Self.key(
                    connection.query(
                        """
                        INSERT INTO sluice.api_keys (
                            name, role, event_types, subject_prefixes, read_prefixes, sha256, hint)
                        VALUES ($1, $2, $3, $4, $5, $6, $7)
                        RETURNING \(Self.columns)
                        """,
                        [
                            .text(name), .text(role.rawValue), eventTypes.map { .textArray($0.sorted()) } ?? .null,
                            subjectPrefixes.map { .textArray($0.sorted()) } ?? .null,
                            readPrefixes.map { .textArray($0.sorted()) } ?? .null, .bytes(secret.digest),
                            .text(secret.hint),
                        ]
                    ).one())
            }
            return (key, secret)
        } catch let error as PostgresError where error.kind == .uniqueViolation {
            throw AccessError.nameTaken(name)
        }
    }

    /// All keys, the revoked ones too, oldest first.
    public func list() throws -> [APIKey] {
        try pool.withConnection { connection in
            try connection.query("SELECT \(Self.columns) FROM sluice.api_keys ORDER BY created_at, id").map(Self.key)
        }
    }

    /// Revokes the live key of that name or id. Services notice when they next check it (`APIKeyVerifier`).
    public func revoke(_ nameOrID: String) throws -> APIKey {
        try pool.withConnection { connection in
            let rows = try connection.query(
                """
                UPDATE sluice.api_keys SET revoked_at = now()
                WHERE revoked_at IS NULL AND (name = $1 OR id::text = $1) RETURNING \(Self.columns)
                """, [.text(nameOrID)])
            guard let row = rows.first else { throw AccessError.noSuchKey(nameOrID) }
            return try Self.key(row)
        }
    }

    /// The live key with that digest, if there is one.
    public func find(digest: [UInt8]) throws -> APIKey? {
        let read = { (connection: PostgresConnection) in
            try connection.query(
                "SELECT \(Self.columns) FROM sluice.api_keys WHERE sha256 = $1 AND revoked_at IS NULL",
                [.bytes(digest)]
            ).first.map(Self.key)
        }
        do {
            return try pool.withConnection(read)
        } catch let error as PostgresError where error.kind == .unreachable {
            // A connection that died while it was idle is only found out by using it: once more, with a new one.
            return try pool.withConnection(read)
        }
    }

    private static let columns = """
        id, name, role, array_to_json(event_types)::text AS event_types,
        array_to_json(subject_prefixes)::text AS subject_prefixes, array_to_json(read_prefixes)::text AS read_prefixes, hint, created_at, revoked_at
        """

    private static func key(_ row: PostgresRow) throws -> APIKey {
        guard let role = AccessRole(rawValue: try row["role"].text) else {
            throw AccessError.unknownRole(try row["role"].text)
        }
        return APIKey(
            id: try row["id"].text, name: try row["name"].text, role: role,
            eventTypes: try row["event_types"].optional.map { Set(try TextArray.parse($0.text)) },
            subjectPrefixes: try row["subject_prefixes"].optional.map { try TextArray.parse($0.text) },
            readPrefixes: try row["read_prefixes"].optional.map { try TextArray.parse($0.text) },
            hint: try row["hint"].text, createdAtMicros: try row["created_at"].timestampMicros,
            revokedAtMicros: try row["revoked_at"].optional?.timestampMicros)
    }
}
