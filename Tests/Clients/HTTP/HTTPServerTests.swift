// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import ClientHTTP
import Dispatch
import Foundation
import Synchronization
import Testing

@Suite("The HTTP server gives handlers whole requests and sends their answers")
struct HTTPServerTests {
    private let client = HTTPClient()

    private func serve(
        maxBodyBytes: Int = 1 << 20, _ handler: @escaping @Sendable (HTTPRequest, HTTPResponder) -> Void
    ) throws -> (server: HTTPServer, url: String) {
        let server = HTTPServer(
            configuration: .init(port: 0, threads: 2, maxBodyBytes: maxBodyBytes, name: "test"), handler: handler)
        try server.start()
        return (server, "http://127.0.0.1:\(server.port)")
    }

    @Test("Path segments, query, headers and body arrive decoded")
    func request() throws {
        let (server, url) = try serve { request, responder in
            let lines = [
                request.method, request.segments.joined(separator: "|"), request.path,
                request[query: "a b"] ?? "-", request[query: "flag"] ?? "-", request.header("x-THING") ?? "-",
                request.remoteAddress, String(decoding: request.body.bytes, as: UTF8.self),
            ]
            responder.respond(.text(200, lines.joined(separator: "\n")))
        }
        defer { server.stop() }
        let response = try client.send(
            method: "PUT", url: url + "/subjects/a%2Fb/v%C3%A9/?a+b=1%2B2&flag", headers: [("X-Thing", "yes")],
            body: Array("böd".utf8))
        #expect(response.status == 200)
        #expect(response.text == "PUT\nsubjects|a/b|vé\n/subjects/a/b/vé/\n1+2\n\nyes\n127.0.0.1\nböd")
    }

    @Test("A path that is not percent-encoded UTF-8 is answered with 400", arguments: ["/%zz", "/%ff", "/a?x=%c3%28"])
    func badPath(path: String) throws {
        let (server, url) = try serve { _, responder in responder.respond(.text(200, "")) }
        defer { server.stop() }
        #expect(try client.send(method: "GET", url: url + path).status == 400)
    }

    @Test("A body is followed by 64 zero bytes, whatever its size", arguments: [0, 1, 63, 64, 1000, 500_000])
    func padding(size: Int) throws {
        let (server, url) = try serve { request, responder in
            let isPadded = request.body.withUnsafeBytes { bytes in
                guard let start = bytes.baseAddress else { return false }
                let end = UnsafeRawBufferPointer(start: start + bytes.count, count: HTTPBody.padding)
                return bytes.count == size && bytes.allSatisfy { $0 == 7 } && end.allSatisfy { $0 == 0 }
            }
            responder.respond(HTTPResponse(status: isPadded ? 204 : 500))
        }
        defer { server.stop() }
        let body = [UInt8](repeating: 7, count: size)
        #expect(try client.send(method: "POST", url: url, body: body).status == 204)
    }

    @Test("An answer may come later from another thread, and many at once")
    func laterAnswers() async throws {
        let (server, url) = try serve { request, responder in
            DispatchQueue.global().async { responder.respond(.text(200, request[query: "n"] ?? "")) }
        }
        let client = client
        let answers = try await withThrowingTaskGroup(of: (Int, String).self) { group in
            for n in 0..<200 {
                group.addTask { (n, try client.send(method: "GET", url: "\(url)/?n=\(n)").text) }
            }
            return try await group.reduce(into: [:]) { $0[$1.0] = $1.1 }
        }
        server.stop()
        #expect(answers == Dictionary(uniqueKeysWithValues: (0..<200).map { ($0, String($0)) }))
    }

    @Test("Only the first answer counts, and none at all is a 500")
    func answersOnce() throws {
        let (server, url) = try serve { request, responder in
            guard request.path == "/twice" else { return }
            responder.respond(.text(200, "first"))
            responder.respond(.text(200, "second"))
        }
        defer { server.stop() }
        #expect(try client.send(method: "GET", url: url + "/twice").text == "first")
        #expect(try client.send(method: "GET", url: url + "/never").status == 500)
    }

    @Test("A body over the limit is answered with 413 and the handler never sees it", arguments: [1001, 3_000_000])
    func tooLarge(size: Int) throws {
        let server = try CountingServer {
            $0.maxBodyBytes = 1000
            $0.bodyTooLarge = { limit, _ in .json(413, #"{"limit":\#(limit)}"#) }
        }
        let url = server.url
        let large = try client.send(method: "POST", url: url, body: [UInt8](repeating: 1, count: size))
        #expect(large.status == 413 && large.text == #"{"limit":1000}"#)
        #expect(server.calls == 0)
        #expect(try client.send(method: "POST", url: url, body: [UInt8](repeating: 1, count: 1000)).status == 200)
    }

    @Test("The same holds for a client that asks for leave, and for one that does not tell the length")
    func tooLargeOtherwise() throws {
        let (server, url) = try serve(maxBodyBytes: 1000) { _, responder in responder.respond(.text(200, "ok")) }
        defer { server.stop() }
        let body = [UInt8](repeating: 1, count: 2000)
        let asking = try client.send(method: "POST", url: url, headers: [("Expect", "100-continue")], body: body)
        #expect(asking.status == 413)
        let chunked = try client.send(
            method: "POST", url: url, headers: [("Transfer-Encoding", "chunked")], body: body)
        #expect(chunked.status == 413)
    }

    @Test("HEAD is handled as GET without a body, and OPTIONS reaches the handler")
    func otherMethods() throws {
        let (server, url) = try serve { request, responder in
            responder.respond(request.method == "OPTIONS" ? .options(["GET"]) : .text(200, request.method))
        }
        defer { server.stop() }
        let head = try client.send(method: "HEAD", url: url)
        #expect(head.status == 200 && head.body.isEmpty && head.header("content-length") == "3")
        let options = try client.send(method: "OPTIONS", url: url)
        #expect(options.status == 204 && options.header("Allow") == "GET")
    }

    @Test("Stopping waits for requests under way and lets their answers out")
    func graceful() throws {
        let entered = DispatchSemaphore(value: 0)
        let held = Mutex<HTTPResponder?>(nil)
        let (server, url) = try serve { _, responder in
            held.withLock { $0 = responder }
            entered.signal()
        }
        let client = client
        let answer = Mutex<HTTPResponse?>(nil)
        let asked = DispatchGroup()
        DispatchQueue.global().async(group: asked) {
            let response = try? client.send(method: "GET", url: url)
            answer.withLock { $0 = response }
        }
        entered.wait()
        DispatchQueue.global().async { held.withLock { $0.take() }?.respond(.text(200, "done")) }
        server.stop(drainSeconds: 30)
        asked.wait()
        #expect(answer.withLock { $0?.text } == "done")
        #expect(throws: HTTPClientError.self) { try client.send(method: "GET", url: url) }
    }

    @Test("Whoever is not answered by the end of the drain gets 503")
    func drainEnds() throws {
        let entered = DispatchSemaphore(value: 0)
        let held = Mutex<[HTTPResponder]>([])
        let (server, url) = try serve { _, responder in
            held.withLock { $0.append(responder) }
            entered.signal()
        }
        let client = client
        let status = Mutex<Int?>(nil)
        let asked = DispatchGroup()
        DispatchQueue.global().async(group: asked) {
            let response = try? client.send(method: "GET", url: url)
            status.withLock { $0 = response?.status }
        }
        entered.wait()
        server.stop(drainSeconds: 0)
        asked.wait()
        #expect(status.withLock { $0 } == 503)
        // Too late, and harmless.
        held.withLock { $0.forEach { $0.respond(.text(200, "late")) } }
    }

    @Test("A server that stops while requests keep coming on open connections answers them or closes")
    func stopsUnderLoad() throws {
        for _ in 0..<20 {
            let held = Mutex<[HTTPResponder]>([])
            let (server, url) = try serve { _, responder in
                // Every other one is never answered by the handler.
                let isHeld = held.withLock { held in
                    held.append(responder)
                    return held.count % 2 == 0
                }
                if !isHeld { responder.respond(.text(200, "done")) }
            }
            let asked = DispatchGroup()
            for _ in 0..<4 {
                DispatchQueue.global().async(group: asked) {
                    let client = HTTPClient(timeoutSeconds: 20)
                    while let response = try? client.send(method: "GET", url: url), response.status == 200 {}
                }
            }
            while held.withLock({ $0.count }) < 4 { usleep(100) }
            server.stop(drainSeconds: 0)
            asked.wait()
        }
    }

    @Test(
        "A target may be in absolute form, as proxies send it",
        arguments: [
            ("http://registry:8081/subjects/a%2Fb", ["subjects", "a/b"]), ("HTTP://registry", []),
            ("/subjects/http://x", ["subjects", "http:", "", "x"]),
        ])
    func absoluteForm(target: String, segments: [String]) throws {
        #expect(try #require(HTTPRequest(method: "GET", rawPath: target)).segments == segments)
    }

    @Test("A port that is taken is an error that names it")
    func portTaken() throws {
        let (server, _) = try serve { _, responder in responder.respond(.text(200, "")) }
        defer { server.stop() }
        let second = HTTPServer(configuration: .init(port: server.port, name: "second")) { _, _ in }
        let error = try #require(throws: HTTPServerError.self) { try second.start() }
        #expect(error.kind == .addressUnavailable && error.description.contains(String(server.port)))
    }

    @Test("Health and metrics answer, and readiness tells its reason")
    func health() throws {
        let health = HealthEndpoints(readiness: { .notReady("Kafka can't be reached") }, metrics: { "x 1\n" })
        func answer(_ path: String, method: String = "GET") -> HTTPResponse? {
            HTTPRequest(method: method, rawPath: path).flatMap { health.response(to: $0) }
        }
        #expect(answer("/health/live")?.status == 200)
        #expect(answer("/health/ready")?.status == 503)
        #expect(answer("/health/ready")?.text == "Kafka can't be reached\n")
        #expect(answer("/metrics", method: "HEAD")?.text == "x 1\n")
        #expect(answer("/metrics", method: "POST")?.status == 405)
        #expect(answer("/elsewhere") == nil)
    }
}
