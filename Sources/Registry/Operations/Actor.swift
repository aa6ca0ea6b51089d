// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

/// Who asks for a change, and from where: what the audit log says of it.
struct Actor: Sendable, Hashable {
    /// The name of the API key; `anonymous` where none was shown.
    var name: String
    /// The peer's numeric address; empty if unknown.
    var remoteAddress: String

    static let anonymousName = "anonymous"

    init(name: String = anonymousName, remoteAddress: String = "") {
        self.name = name
        self.remoteAddress = remoteAddress
    }
}
