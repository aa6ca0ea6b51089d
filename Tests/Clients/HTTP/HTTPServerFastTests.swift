// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import ClientHTTP
import Dispatch
import Synchronization
import Testing

@Suite("The HTTP server answers from memory where it can, and leaves the rest to threads that may block")
struct HTTPServerFastTests {
    private let client = HTTPClient()

    private func serve(
        workers: Int = 2, threads: Int = 1, fast: HTTPServer.FastHandler? = nil,
        _ handler: @escaping @Sendable (HTTPRequest, HTTPResponder) -> Void
    ) throws -> (server: HTTPServer, url: String) {
        var configuration = HTTPServer.Configuration(port: 0, threads: threads, maxBodyBytes: 1000, name: "test")
        configuration.workers = workers
        let server = HTTPServer(configuration: configuration, fast: fast, handler: handler)
        try server.start()
        return (server, "http://127.0.0.1:\(server.port)")
    }

    @Test("GET and HEAD without a body are offered to the fast handler; what it leaves goes to the other")
    func fast() throws {
        let prepared = try #require(PreparedResponse(.text(200, "fast", headers: [("X-Way", "fast")])))
        let (server, url) = try serve { head in
            head.withPath { $0.elementsEqual("/a%20b".utf8) } && !head.hasQuery && !head.hasHeader("X-Slow")
                && head.withHeader("X-Kind") { $0?.starts(with: "kind".utf8) != false } ? prepared : nil
        } _: { request, responder in
            responder.respond(.text(200, "slow \(request.method) \(request.body.count)"))
        }
        defer { server.stop() }
        func get(_ path: String, _ method: String = "GET", _ headers: [(String, String)] = [], body: [UInt8]? = nil)
            throws -> HTTPResponse
        {
            try client.send(method: method, url: url + path, headers: headers, body: body)
        }
        for _ in 0..<3 {
            let answer = try get("/a%20b")
            #expect(answer.text == "fast" && answer.header("X-Way") == "fast")
        }
        let head = try get("/a%20b", "HEAD")
        #expect(head.body.isEmpty && head.header("Content-Length") == "4" && head.header("X-Way") == "fast")
        #expect(try get("/a%20b", "GET", [("X-Kind", "kind;q=1")]).text == "fast")
        #expect(try get("/a%20b", "GET", [("X-Kind", "other")]).text == "slow GET 0")
        #expect(try get("/a%20b", "GET", [("x-slow", "1")]).text == "slow GET 0")
        #expect(try get("/a%20b?x=1").text == "slow GET 0")
        #expect(try get("/b").text == "slow GET 0")
        #expect(try get("/a%20b", "POST", body: [1, 2]).text == "slow POST 2")
        #expect(try get("/a%20b", "GET", body: [1, 2, 3]).text == "slow GET 3")
        #expect(try get("/a%20b", "GET", body: [UInt8](repeating: 0, count: 1001)).status == 413)
    }

    @Test("One prepared answer is sent to many at once, whole")
    func shared() async throws {
        let text = String(repeating: "0123456789", count: 20_000)
        let prepared = try #require(PreparedResponse(.text(200, text)))
        let (server, url) = try serve(threads: 2) { _ in
            prepared
        } _: { _, _ in
        }
        defer { server.stop() }
        let client = client
        let answers = try await withThrowingTaskGroup(of: Bool.self) { group in
            for _ in 0..<64 {
                group.addTask { try client.send(method: "GET", url: url).text == text }
            }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(answers == Array(repeating: true, count: 64))
    }

    @Test("While all workers block, the fast handler goes on answering")
    func blocked() throws {
        let prepared = try #require(PreparedResponse(.text(200, "fast")))
        let entered = DispatchSemaphore(value: 0)
        let release = DispatchSemaphore(value: 0)
        let (server, url) = try serve(workers: 2) { head in
            head.withPath { $0.elementsEqual("/fast".utf8) } ? prepared : nil
        } _: { _, responder in
            entered.signal()
            release.wait()
            responder.respond(.text(200, "slow"))
        }
        let client = client
        let slow = Mutex<[String]>([])
        let asked = DispatchGroup()
        // The third waits for a worker.
        for _ in 0..<3 {
            DispatchQueue.global().async(group: asked) {
                let text = (try? client.send(method: "GET", url: url + "/slow").text) ?? "none"
                slow.withLock { $0.append(text) }
            }
        }
        entered.wait()
        entered.wait()
        #expect(try client.send(method: "GET", url: url + "/fast").text == "fast")
        for _ in 0..<3 { release.signal() }
        asked.wait()
        server.stop()
        #expect(slow.withLock { $0 } == ["slow", "slow", "slow"])
    }

    @Test("Stopping lets what workers have begun, and what waits for them, end")
    func stops() throws {
        let entered = DispatchSemaphore(value: 0)
        let (server, url) = try serve(workers: 1) { _, responder in
            entered.signal()
            responder.respond(.text(200, "done"))
        }
        let client = client
        let answers = Mutex<[String]>([])
        let asked = DispatchGroup()
        for _ in 0..<8 {
            DispatchQueue.global().async(group: asked) {
                let text = (try? client.send(method: "GET", url: url).text) ?? "refused"
                answers.withLock { $0.append(text) }
            }
        }
        entered.wait()
        server.stop(drainSeconds: 30)
        asked.wait()
        // Who had connected is answered, who came later is refused; nobody gets half an answer.
        let all = answers.withLock { $0 }
        #expect(all.contains("done") && all.allSatisfy { $0 == "done" || $0 == "refused" })
    }

    @Test("A head over the limit is refused and never reaches a handler")
    func largeHead() throws {
        let server = try CountingServer {
            $0.headerBytes = 8192
        }
        let url = server.url
        let large = String(repeating: "x", count: 20_000)
        #expect(try client.send(method: "GET", url: url, headers: [("X-Large", large)]).status == 431)
        #expect(try client.send(method: "GET", url: url + "/" + large).status == 414)
        #expect(server.calls == 0)
        #expect(try client.send(method: "GET", url: url).status == 200)
    }
}
