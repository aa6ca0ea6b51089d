// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import Dispatch
import Synchronization

/// A bounded number of connections to one database, made when first needed and made anew when lost.
public final class PostgresPool: Sendable {
    private let url: String
    private let free: DispatchSemaphore
    private let idle = Mutex<[Idle]>([])

    /// A connection that no thread uses. The pool hands it to one thread at a time: that is why it may cross threads.
    private struct Idle: @unchecked Sendable {
        let connection: PostgresConnection
    }

    /// Makes no connection yet.
    ///
    /// - Parameters:
    ///   - url: as for `PostgresConnection.init(url:)`.
    ///   - size: connections at most; further callers wait.
    public init(url: String, size: Int) {
        self.url = url
        // Counting up from 0: a semaphore that is released below its first value traps.
        free = DispatchSemaphore(value: 0)
        for _ in 0..<max(1, size) { free.signal() }
    }

    /// Lends a connection to the body, and its thread.
    ///
    /// A connection that was lost, or that the body left inside a transaction, does not go back to the pool. Throws
    /// `unreachable` if none becomes free within 10 seconds.
    public func withConnection<T>(_ body: (PostgresConnection) throws -> T) throws -> T {
        guard free.wait(timeout: .now() + .seconds(10)) == .success else {
            throw PostgresError(
                kind: .unreachable, message: "No connection to PostgreSQL became free within 10 seconds",
                advice: "The database is slow, or the pool is too small for the load")
        }
        defer { free.signal() }
        let connection = try takeUsable() ?? PostgresConnection(url: url)
        defer {
            if !connection.isUsable {
                // A server that went away took the idle connections along: whoever tries again must not get one of them.
                idle.withLock { $0.removeAll() }
            } else if !connection.isInTransaction {
                putBack(connection)
            }
        }
        return try body(connection)
    }

    private func takeUsable() -> PostgresConnection? {
        while let candidate = idle.withLock({ $0.popLast() }) {
            if candidate.connection.isUsable { return candidate.connection }
        }
        return nil
    }

    private func putBack(_ connection: PostgresConnection) {
        let returned = Idle(connection: connection)
        idle.withLock { $0.append(returned) }
    }
}
