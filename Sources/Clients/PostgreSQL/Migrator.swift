// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

internal import ClientTelemetry
import Foundation

/// Applies the files `NNNN_name.sql` of a folder in the order of their numbers, each once and in its own transaction.
///
/// What was applied stands in the table `sluice.migrations` with the SHA-256 of the file. A file that was changed after
/// it was applied, or a number that was skipped, is an error: migrations only go forward. Concurrent migrators wait for
/// one another (an advisory lock), so every service may run it at start.
public struct Migrator: Sendable {
    /// One file.
    public struct Migration: Sendable, Hashable {
        /// Such as `0001_registry`.
        public let name: String
        public let sql: String

        public init(name: String, sql: String) {
            self.name = name
            self.sql = sql
        }
    }

    public let migrations: [Migration]

    /// Uses migrations that are at hand, in the order of their names.
    public init(_ migrations: [Migration]) {
        self.migrations = migrations.sorted { $0.name < $1.name }
    }

    /// Reads the `.sql` files of a folder.
    public init(folder: String) throws(PostgresError) {
        do {
            let files = try FileManager.default.contentsOfDirectory(atPath: folder).filter { $0.hasSuffix(".sql") }
            self.init(
                try files.map { file in
                    Migration(
                        name: String(file.dropLast(4)),
                        sql: try String(contentsOfFile: folder + "/" + file, encoding: .utf8))
                })
        } catch {
            throw PostgresError(
                kind: .other, message: "The migrations in \(folder) can't be read: \(error.localizedDescription)",
                advice: "Run from the project's folder or name it with --migrations")
        }
    }

    /// Applies what is missing.
    ///
    /// - Returns: the names that were applied now, in order; empty if the database was up to date.
    @discardableResult
    public func migrate(on connection: PostgresConnection) throws -> [String] {
        // Session level, so that it spans the transactions; released by name below or with the connection.
        try connection.query("SELECT pg_advisory_lock(hashtextextended('sluice.migrations', 0))")
        defer {
            _ = try? connection.query("SELECT pg_advisory_unlock(hashtextextended('sluice.migrations', 0))")
        }
        try connection.execute(
            """
            CREATE SCHEMA IF NOT EXISTS sluice;
            CREATE TABLE IF NOT EXISTS sluice.migrations (
                name text PRIMARY KEY,
                sha256 bytea NOT NULL,
                applied_at timestamptz NOT NULL DEFAULT now()
            )
            """)
        var known: [String: [UInt8]] = [:]
        for row in try connection.query("SELECT name, sha256 FROM sluice.migrations") {
            known[try row["name"].text] = try row["sha256"].bytes
        }
        let newest = known.keys.max() ?? ""

        var applied: [String] = []
        for migration in migrations {
            let checksum = try connection.query(
                "SELECT sha256($1) AS checksum", [.bytes(Array(migration.sql.utf8))]
            ).one()["checksum"].bytes
            if let before = known[migration.name] {
                guard before == checksum else { throw Self.changed(migration.name) }
                continue
            }
            guard migration.name > newest else { throw Self.outOfOrder(migration.name, newest: newest) }
            try connection.transaction { connection in
                try connection.execute(migration.sql)
                try connection.query(
                    "INSERT INTO sluice.migrations (name, sha256) VALUES ($1, $2)",
                    [.text(migration.name), .bytes(checksum)])
            }
            Log("migrate").info("migration applied", ["name": migration.name])
            applied.append(migration.name)
        }
        return applied
    }

    private static func changed(_ name: String) -> PostgresError {
        PostgresError(
            kind: .other, message: "Migration \(name) was applied with other content than its file has now",
            advice: "Restore the file and put the change into a new migration")
    }

    private static func outOfOrder(_ name: String, newest: String) -> PostgresError {
        PostgresError(
            kind: .other, message: "Migration \(name) is missing, but the later \(newest) was already applied",
            advice: "Give it a number after \(newest)")
    }
}
