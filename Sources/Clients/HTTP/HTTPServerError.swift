// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

/// Why a server could not start; the text names the address and what to do.
public struct HTTPServerError: Error, Sendable, CustomStringConvertible {
    public enum Kind: Sendable, Hashable {
        /// The port is taken, or needs rights that the process lacks.
        case addressUnavailable
        /// The host name can't be resolved.
        case unknownHost
        /// The TLS certificate or key can't be used.
        case invalidIdentity
        case other
    }

    public let kind: Kind
    public let description: String

    init(_ kind: Kind, _ description: String) {
        self.kind = kind
        self.description = description
    }
}
