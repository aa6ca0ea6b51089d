// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

/// Why a request got no answer; the text names the host and what to do. An answer of any status is no error.
public struct HTTPClientError: Error, Sendable, CustomStringConvertible {
    public enum Kind: Sendable, Hashable {
        /// No connection, or it was lost before the answer was whole.
        case unreachable
        /// The answer did not come in time; the server may have done what it was asked.
        case timedOut
        case invalidURL
        /// The certificate was not accepted.
        case insecure
        case responseTooLarge
        case other
    }

    public let kind: Kind
    public let description: String
}
