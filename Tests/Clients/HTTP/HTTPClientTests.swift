// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import ClientHTTP
import TestKit
import Testing

@Suite("The HTTP client tells why there was no answer")
struct HTTPClientTests {
    @Test("Nobody listens")
    func refused() throws {
        let port = try Ports.free()
        let error = try #require(throws: HTTPClientError.self) {
            try HTTPClient().send(method: "GET", url: "http://user:secret@127.0.0.1:\(port)/x?key=secret")
        }
        #expect(error.kind == .unreachable && error.description.contains("127.0.0.1:\(port)/x"))
        #expect(!error.description.contains("secret"))
    }

    @Test("The answer does not come in time")
    func timeout() throws {
        let server = HTTPServer(configuration: .init(port: 0, threads: 1, name: "slow")) { _, responder in
            _ = Unmanaged.passRetained(responder)
        }
        try server.start()
        defer { server.stop(drainSeconds: 0) }
        let error = try #require(throws: HTTPClientError.self) {
            try HTTPClient(timeoutSeconds: 0.05).send(method: "GET", url: "http://127.0.0.1:\(server.port)")
        }
        #expect(error.kind == .timedOut)
    }

    @Test("The URL is none", arguments: ["", "nonsense://x", "http://", "file:///etc/passwd"])
    func invalidURL(url: String) throws {
        let error = try #require(throws: HTTPClientError.self) { try HTTPClient().send(method: "GET", url: url) }
        #expect(error.kind == .invalidURL)
    }

    @Test("The answer is larger than allowed")
    func tooLarge() throws {
        let server = HTTPServer(configuration: .init(port: 0, threads: 1, name: "large")) { _, responder in
            responder.respond(HTTPResponse(status: 200, body: [UInt8](repeating: 0, count: 1001)))
        }
        try server.start()
        defer { server.stop() }
        let error = try #require(throws: HTTPClientError.self) {
            try HTTPClient(maxResponseBytes: 1000).send(method: "GET", url: "http://127.0.0.1:\(server.port)")
        }
        #expect(error.kind == .responseTooLarge)
    }

    @Test("Percent-coding is undone by decoding", arguments: ["", "plain-._~", "a/b?c&d=e+f %", "é🦩\u{0}"])
    func percentCoding(text: String) {
        #expect(PercentCoding.decoded(PercentCoding.encoded(text)) == text)
    }
}
