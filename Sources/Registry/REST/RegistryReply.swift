// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import ClientHTTP
import Formats

/// What is answered to a call.
struct RegistryReply: Sendable {
    enum Body: Sendable {
        case json(JSONValue)
        /// JSON text that is at hand, such as a schema's own.
        case text(String)
        /// What goes on after the reply has begun.
        case stream(HTTPStream)
        case none
    }

    var body: Body
    var status = 200
    var headers: [(String, String)] = []
    /// Instead of what the client prefers.
    var contentType: String?
    /// The value of `ETag`, if it has one.
    var tag: String?

    static func json(_ value: JSONValue) -> RegistryReply { RegistryReply(body: .json(value)) }
    static func text(_ text: String) -> RegistryReply { RegistryReply(body: .text(text)) }
    /// Done, and nothing to say.
    static var noContent: RegistryReply { RegistryReply(body: .none, status: 204) }
}
