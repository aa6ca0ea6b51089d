// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import ClientHTTP
import Dispatch
import Synchronization
import TestKit
import Testing

@Suite("A streamed answer goes on as it is written, within bounds, and ends with its client or its server")
struct HTTPStreamTests {
    private func serve(_ stream: HTTPStream) throws -> HTTPServer {
        let server = HTTPServer(configuration: .init(port: 0, threads: 1, name: "streams")) { _, responder in
            responder.respond(
                HTTPResponse(status: 200, headers: [("Content-Type", "text/event-stream")], stream: stream))
        }
        try server.start()
        return server
    }

    @Test("What is written before and after the answer began arrives in order, and the end is an end")
    func whole() throws {
        let stream = HTTPStream()
        stream.write(Array("a".utf8))
        let server = try serve(stream)
        defer { server.stop() }
        DispatchQueue.global().async {
            for piece in 0..<1000 { stream.write(Array("\(piece),".utf8)) }
            stream.end()
        }
        let answer = try HTTPClient().send(method: "GET", url: "http://127.0.0.1:\(server.port)")
        #expect(answer.status == 200 && answer.header("Content-Type") == "text/event-stream")
        #expect(answer.text == "a" + (0..<1000).map { "\($0)," }.joined())
        #expect(!stream.isOpen && !stream.write([1]))
    }

    @Test("A piece arrives while the stream is open, and other requests are answered meanwhile")
    func live() throws {
        let stream = HTTPStream()
        let calls = Atomic<Int>(0)
        let server = HTTPServer(configuration: .init(port: 0, threads: 1, name: "streams")) { _, responder in
            let isFirst = calls.wrappingAdd(1, ordering: .relaxed).oldValue == 0
            responder.respond(isFirst ? HTTPResponse(status: 200, stream: stream) : .text(200, "other"))
        }
        try server.start()
        defer { server.stop() }
        let socket = try RawSocket(port: server.port)
        socket.send("GET / HTTP/1.1\r\nHost: x\r\n\r\n")
        #expect(socket.read(until: "\r\n\r\n"))
        stream.write(Array("first".utf8))
        #expect(socket.read(until: "first"))
        let other = try HTTPClient().send(method: "GET", url: "http://127.0.0.1:\(server.port)")
        #expect(other.text == "other")
        stream.write(Array("second".utf8))
        #expect(socket.read(until: "second"))
    }

    @Test("A client that goes away ends the stream, though nothing is written")
    func disconnect() throws {
        let stream = HTTPStream(heartbeatSeconds: 3600)
        let ended = DispatchSemaphore(value: 0)
        stream.onEnd { ended.signal() }
        let server = try serve(stream)
        defer { server.stop() }
        do {
            let socket = try RawSocket(port: server.port)
            socket.send("GET / HTTP/1.1\r\nHost: x\r\n\r\n")
            #expect(socket.read(until: "\r\n\r\n"))
        }
        ended.wait()
        #expect(!stream.write([1]))
    }

    @Test("A client that does not read is cut off when the buffer is full")
    func slow() throws {
        let stream = HTTPStream(limit: 100_000)
        let server = try serve(stream)
        defer { server.stop() }
        let socket = try RawSocket(port: server.port)
        socket.send("GET / HTTP/1.1\r\nHost: x\r\n\r\n")
        #expect(socket.read(until: "\r\n\r\n"))
        let piece = [UInt8](repeating: 120, count: 50_000)
        var written = 0
        // More than the buffers of two sockets hold.
        while stream.write(piece), written < 64 << 20 { written += piece.count }
        #expect(written < 64 << 20)
        #expect(!stream.isOpen)
    }

    @Test("Stopping the server ends its streams at once, in order")
    func stop() throws {
        let stream = HTTPStream()
        let server = try serve(stream)
        let socket = try RawSocket(port: server.port)
        socket.send("GET / HTTP/1.1\r\nHost: x\r\n\r\n")
        #expect(socket.read(until: "\r\n\r\n"))
        stream.write(Array("last".utf8))
        server.stop(drainSeconds: 30)
        // The end of a chunked body.
        #expect(socket.read(until: "0\r\n\r\n") && socket.text.contains("last"))
        #expect(!stream.isOpen)
    }

    @Test("A quiet stream is kept alive by heartbeats")
    func heartbeat() throws {
        let server = try serve(HTTPStream(heartbeat: ":\n\n", heartbeatSeconds: 0))
        defer { server.stop() }
        let socket = try RawSocket(port: server.port)
        socket.send("GET / HTTP/1.1\r\nHost: x\r\n\r\n")
        #expect(socket.read(until: ":\n\n\r\n"))
    }

    @Test("A stream whose answer comes too late has ended")
    func late() throws {
        let stream = HTTPStream()
        let server = HTTPServer(configuration: .init(port: 0, threads: 1, name: "streams")) { _, responder in
            responder.respond(.text(200, "first"))
            responder.respond(HTTPResponse(status: 200, stream: stream))
        }
        try server.start()
        defer { server.stop() }
        #expect(try HTTPClient().send(method: "GET", url: "http://127.0.0.1:\(server.port)").text == "first")
        #expect(!stream.isOpen)
    }
}
