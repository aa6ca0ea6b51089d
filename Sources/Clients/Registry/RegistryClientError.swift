// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

/// Why the registry did not give what was asked for.
public struct RegistryClientError: Error, Sendable, Hashable, CustomStringConvertible {
    enum Kind: Sendable, Hashable {
        case unreachable
        case refused(status: Int, code: Int)
        case unexpectedReply
    }

    let kind: Kind
    /// The status of the answer, if there was one.
    public let status: Int?
    /// Names the registry or the request, and what it answered.
    public let description: String

    init(kind: Kind, status: Int? = nil, description: String) {
        self.kind = kind
        self.status = status
        self.description = description
    }

    /// The registry can't be reached, or has lost its store: trying again later may help.
    public var isUnreachable: Bool { kind == .unreachable }

    /// The registry's own error code, such as 40401 (no such subject) or 409 (incompatible); nil if it gave none.
    public var code: Int? {
        guard case .refused(_, let code) = kind else { return nil }
        return code
    }

    /// There is no such subject, version or schema.
    public var isNotFound: Bool {
        guard case .refused(let status, _) = kind else { return false }
        return status == 404
    }

    /// The server has no such endpoint: it is a registry that lacks it, or no registry at all.
    public var isUnknownEndpoint: Bool {
        switch (kind, status) {
        case (.refused(_, let code), let status): [404, 405].contains(status) && [404, 405].contains(code)
        case (.unexpectedReply, let status): [404, 405, 501].contains(status)
        case (.unreachable, let status): status == 501
        }
    }

    /// The schema is incompatible with an earlier version.
    public var isIncompatible: Bool {
        guard case .refused(let status, _) = kind else { return false }
        return status == 409
    }
}
