// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import ClientPostgreSQL
import ClientTelemetry
import Synchronization

/// The registry's tables in PostgreSQL: lends sessions, tries lost transactions again, and turns failures into the
/// errors that clients know.
final class RegistryStore: Sendable {
    let url: String
    private let pool: PostgresPool
    private let log = Log("registry")
    private let reachable = Atomic<Bool>(true)

    init(url: String, connections: Int) {
        self.url = url
        pool = PostgresPool(url: url, size: connections)
    }

    /// How often a transaction that lost against another, or whose outcome is unknown, is tried.
    private static let attempts = 4

    /// Runs statements that are transactions of their own; each sees what is committed when it starts.
    func read<T>(_ body: (RegistrySession) throws -> T) throws(RegistryError) -> T {
        try attempt(retryingUnreachable: true) { try body(RegistrySession(connection: $0)) }
    }

    /// Runs a transaction. The body must be one that may run again: a lost connection leaves open whether it took
    /// effect, and the next attempt finds what is there.
    func write<T>(_ body: (RegistrySession) throws -> T) throws(RegistryError) -> T {
        try attempt(retryingUnreachable: true) { connection in
            try connection.transaction { connection in
                try connection.query("SET LOCAL lock_timeout = '10s'")
                return try body(RegistrySession(connection: connection))
            }
        }
    }

    /// Tells who listens on the channel. Nobody waits for this to be on disk.
    func notify(_ channel: String) throws(RegistryError) {
        try attempt(retryingUnreachable: false) {
            try $0.execute("BEGIN; SET LOCAL synchronous_commit = off; NOTIFY \(channel); COMMIT")
        }
    }

    /// Whether PostgreSQL answers now.
    func ping() throws(RegistryError) {
        try attempt(retryingUnreachable: false) { _ = try $0.query("SELECT 1") }
    }

    private func attempt<T>(
        retryingUnreachable: Bool, _ body: (PostgresConnection) throws -> T
    ) throws(RegistryError) -> T {
        var attempt = 1
        while true {
            do {
                let value = try pool.withConnection(body)
                if reachable.exchange(true, ordering: .relaxed) == false { log.info("PostgreSQL answers again") }
                return value
            } catch let error as RegistryError {
                throw error
            } catch let error as PostgresError {
                if error.mayBeTriedAgain, attempt < Self.attempts {
                    attempt += 1
                    continue
                }
                // A connection that died while it was idle is only found out by using it: once more, with a new one.
                if error.kind == .unreachable, retryingUnreachable, attempt == 1 {
                    attempt = Self.attempts
                    continue
                }
                throw failure(error)
            } catch {
                throw .storeFailed("\(error)")
            }
        }
    }

    private func failure(_ error: PostgresError) -> RegistryError {
        if error.kind == .unstorable { return .badRequest("The request has the character U+0000, which no name has.") }
        if error.kind == .unreachable {
            if reachable.exchange(false, ordering: .relaxed) { log.error("store failed", ["error": "\(error)"]) }
        } else {
            log.error("store failed", ["error": "\(error)"])
        }
        if error.isTimeout { return .storeTimedOut("\(error)") }
        // Where the database is, and how the registry is configured, is for its operators.
        return .storeFailed(
            error.kind == .unreachable ? "PostgreSQL can't be reached; the registry's log tells more" : "\(error)")
    }
}

extension PostgresError {
    /// A serialization failure, a deadlock, or a row that another transaction made at the same moment.
    fileprivate var mayBeTriedAgain: Bool { kind == .serializationFailure || kind == .uniqueViolation }

    /// `lock_not_available` and `query_canceled`.
    fileprivate var isTimeout: Bool { sqlState == "55P03" || sqlState == "57014" }

    /// Something points to the row, or what the row should point to is gone.
    var isForeignKeyViolation: Bool { sqlState == "23503" }
}
