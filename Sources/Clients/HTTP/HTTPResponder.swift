// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

/// Takes the one answer to a request, inside the handler or later, from any thread.
///
/// Until then the connection rests and holds no thread. A responder that is dropped without an answer gives 500.
public final class HTTPResponder: Sendable {
    private let deliver: @Sendable (HTTPResponse) -> Void

    /// A responder that hands its answers to a closure; public so that handlers can be tested without a socket.
    public init(_ deliver: @escaping @Sendable (HTTPResponse) -> Void) { self.deliver = deliver }

    deinit { deliver(.text(500, "The server gave no answer.\n")) }

    /// Answers. Only the first answer counts.
    public func respond(_ response: HTTPResponse) { deliver(response) }
}
