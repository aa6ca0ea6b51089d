// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import ClientPostgreSQL
import ClientTelemetry
import Dispatch
import Synchronization

/// Follows the log of changes on a thread and a connection of its own, and keeps the mirror true to it.
///
/// The log is read every 50 ms, and at once when another process says that there is something: a notification is a hint
/// that may get lost, what is read is what counts. When the connection is lost the mirror is told, and told again when the
/// log was read from where it was left.
final class ChangeTailer: Sendable {
    static let channel = "sluice_registry"
    private static let pollMilliseconds = 50
    private static let retryMilliseconds = 200
    /// Changes read at once. More than that above an open transaction are not remembered.
    private static let batch = 5000

    private let url: String
    private let mirror: RegistryMirror
    private let log = Log("registry")
    private let stopping = DispatchSemaphore(value: 0)
    private let isStopping = Atomic<Bool>(false)
    private let thread = Mutex<WorkerThread?>(nil)
    private let progress = ChangeProgress()

    init(url: String, mirror: RegistryMirror) {
        self.url = url
        self.mirror = mirror
    }

    func start() throws(WorkerThreadError) {
        let thread = try WorkerThread(name: "registry-feed") { self.run() }
        self.thread.withLock { $0 = thread }
    }

    func stop() {
        isStopping.store(true, ordering: .releasing)
        stopping.signal()
        progress.end()
        thread.withLock { $0.take() }?.join()
    }

    /// Waits until there is a change after the position that is decided, up to the time given; returns early on `stop()`.
    func waitForChange(after position: ChangePosition, milliseconds: Int) {
        progress.wait(beyond: position, milliseconds: milliseconds)
    }

    // MARK: Following

    private func run() {
        var cursor: ChangeCursor?
        var wasReachable = true
        while !isStopping.load(ordering: .acquiring) {
            do {
                let connection = try PostgresConnection(url: url)
                try connection.listen(Self.channel)
                // A server that hangs must not look like one that has nothing to say.
                try connection.execute("SET statement_timeout = '5s'")
                while !isStopping.load(ordering: .acquiring) {
                    try follow(connection, &cursor)
                    wasReachable = true
                    _ = try connection.notifications(timeoutMilliseconds: Self.pollMilliseconds)
                }
            } catch {
                mirror.feedWasRead(at: nil)
                if wasReachable { log.warning("change feed lost: reading from the tables", ["error": "\(error)"]) }
                wasReachable = false
                _ = stopping.wait(timeout: .now() + .milliseconds(Self.retryMilliseconds))
            }
        }
        mirror.feedWasRead(at: nil)
    }

    /// Reads the log to its end.
    private func follow(_ connection: PostgresConnection, _ followed: inout ChangeCursor?) throws {
        while !isStopping.load(ordering: .acquiring) {
            guard var cursor = followed else {
                followed = ChangeCursor(position: try RegistrySession(connection: connection).lastDecidedPosition())
                // What was read before may have changed before this position.
                mirror.reset()
                continue
            }
            let time = DispatchTime.now()
            let (changes, xmin) = try read(connection, after: cursor.position)
            switch cursor.take(changes, xmin: xmin, limit: Self.batch) {
            case .apply(let new, let hasMore):
                followed = cursor
                for change in new { mirror.apply(change) }
                progress.reached(cursor.position)
                if hasMore { continue }
                mirror.feedWasRead(at: time)
            case .overflow:
                mirror.feedWasRead(at: nil)
                mirror.reset()
            case .lost:
                mirror.feedWasRead(at: nil)
                followed = nil
                continue
            }
            return
        }
    }

    private func read(
        _ connection: PostgresConnection, after position: ChangePosition
    ) throws -> (changes: [(ChangePosition, MirroredChange)], xmin: Int64) {
        let rows = try connection.queryPrepared(
            """
            SELECT s.xmin::text AS xmin, l.transaction::text AS transaction, l.number, l.action, l.context, l.subject,
                l.schema_id
            FROM (SELECT pg_snapshot_xmin(pg_current_snapshot()) AS xmin) s
            LEFT JOIN LATERAL (
                SELECT * FROM sluice.registry_log l WHERE (l.transaction, l.number) > ($1::xid8, $2::bigint)
                ORDER BY l.transaction, l.number LIMIT \(Self.batch)
            ) l ON true
            """, position.parameters)
        var changes: [(ChangePosition, MirroredChange)] = []
        for row in rows {
            guard let number = try row["number"].optional?.int else { continue }
            // An action of a later version may mean anything: it is taken for a change of the whole context.
            let action = RegistryChange.Action(rawValue: try row["action"].text)
            let change = MirroredChange(
                number: number, action: action ?? .config,
                subject: SubjectName(
                    context: try row["context"].text, name: action == nil ? "" : try row["subject"].text),
                schemaID: try row["schema_id"].optional.map { Int(try $0.int) })
            changes.append((ChangePosition(transaction: try row["transaction"].int, number: number), change))
        }
        guard let first = rows.first else { throw RegistryError.storeFailed("the snapshot has no row") }
        return (changes, try first["xmin"].int)
    }
}
