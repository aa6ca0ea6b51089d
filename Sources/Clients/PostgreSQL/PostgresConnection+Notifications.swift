// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

internal import CLibpq
import Glibc

/// A message that another session sent with NOTIFY.
public struct PostgresNotification: Sendable, Hashable {
    public let channel: String
    public let payload: String
}

extension PostgresConnection {
    /// Subscribes to a channel; its messages come from `notifications(timeoutMilliseconds:)`.
    public func listen(_ channel: String) throws(PostgresError) {
        let quoted = channel.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"")
        try execute("LISTEN \"\(quoted)\"")
    }

    /// The messages that have come, waiting for the first up to the time given; empty if none came.
    public func notifications(timeoutMilliseconds: Int) throws(PostgresError) -> [PostgresNotification] {
        let arrived = try drainNotifications()
        guard arrived.isEmpty else { return arrived }
        try withHandle { handle throws(PostgresError) in
            var wait = pollfd(fd: PQsocket(handle), events: Int16(POLLIN), revents: 0)
            // A signal ends the wait early, which the caller sees as no message.
            guard wait.fd >= 0, poll(&wait, 1, Int32(clamping: timeoutMilliseconds)) >= 0 || errno == EINTR else {
                throw .lost("waiting for notifications failed")
            }
        }
        return try drainNotifications()
    }

    private func drainNotifications() throws(PostgresError) -> [PostgresNotification] {
        try withHandle { handle throws(PostgresError) in
            guard PQconsumeInput(handle) == 1 else { throw .lost(Self.message(of: handle)) }
            var arrived: [PostgresNotification] = []
            while let one = PQnotifies(handle) {
                defer { PQfreemem(one) }
                arrived.append(
                    PostgresNotification(
                        channel: String(cString: one.pointee.relname), payload: String(cString: one.pointee.extra)))
            }
            return arrived
        }
    }
}
