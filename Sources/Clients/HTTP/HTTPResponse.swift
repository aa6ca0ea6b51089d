// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

/// An answer: what a handler gives, and what the client gets.
public struct HTTPResponse: Sendable {
    public var status: Int
    /// Without `Content-Length` and `Date`, which the server writes.
    public var headers: [(String, String)]
    public var body: [UInt8]
    /// A server's answer whose body goes on; `body` is then not sent.
    public var stream: HTTPStream?

    public init(status: Int, headers: [(String, String)] = [], body: [UInt8] = []) {
        self.status = status
        self.headers = headers
        self.body = body
    }

    /// An answer whose body is written after it has begun.
    public init(status: Int, headers: [(String, String)] = [], stream: HTTPStream) {
        self.init(status: status, headers: headers)
        self.stream = stream
    }

    /// JSON text with a content type.
    public static func json(
        _ status: Int = 200, _ text: String, contentType: String = "application/json",
        headers: [(String, String)] = []
    ) -> HTTPResponse {
        HTTPResponse(status: status, headers: [("Content-Type", contentType)] + headers, body: Array(text.utf8))
    }

    /// Plain text in UTF-8.
    public static func text(_ status: Int = 200, _ text: String, headers: [(String, String)] = []) -> HTTPResponse {
        HTTPResponse(
            status: status, headers: [("Content-Type", "text/plain; charset=utf-8")] + headers, body: Array(text.utf8))
    }

    /// The answer to OPTIONS: which methods a path has.
    public static func options(_ methods: [String]) -> HTTPResponse {
        HTTPResponse(status: 204, headers: [("Allow", methods.joined(separator: ", "))])
    }

    /// The first header of that name, whatever its case.
    public func header(_ name: String) -> String? {
        headers.first { equalIgnoringCase($0.0, name) }?.1
    }

    /// The body as UTF-8, with invalid sequences replaced.
    public var text: String { String(decoding: body, as: UTF8.self) }
}
