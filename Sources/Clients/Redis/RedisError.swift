// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

/// What went wrong with Redis, or on the way to it; the text names the address and what to do.
public struct RedisError: Error, Sendable, CustomStringConvertible {
    public enum Kind: Sendable, Hashable {
        /// No connection, or it was lost; whether commands under way took effect is unknown.
        case unreachable
        /// The server did not answer in time; whether commands under way took effect is unknown.
        case timedOut
        /// The server refused a command, a password or a database number.
        case refused
        /// An answer was of another type than the caller expects.
        case unexpectedReply
        case invalidURL
    }

    public let kind: Kind
    public let description: String

    init(_ kind: Kind, _ description: String) {
        self.kind = kind
        self.description = description
    }
}
