// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import ClientHTTP
import Dispatch
import Glibc
import Synchronization
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

/// A connection that a test reads piece by piece.
private final class RawSocket {
    private let descriptor: Int32
    private(set) var text = ""

    struct Failure: Error {}

    init(port: Int) throws {
        descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = in_port_t(port).bigEndian
        address.sin_addr.s_addr = inet_addr("127.0.0.1")
        let status = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard status == 0 else { throw Failure() }
    }

    deinit { close(descriptor) }

    func send(_ text: String) {
        let bytes = Array(text.utf8)
        _ = write(descriptor, bytes, bytes.count)
    }

    /// Reads until the text has come; false if the connection ended before.
    func read(until end: String) -> Bool {
        while !text.contains(end) {
            var bytes = [UInt8](repeating: 0, count: 65_536)
            let count = Glibc.read(descriptor, &bytes, bytes.count)
            guard count > 0 else { return false }
            text += String(decoding: bytes[..<count], as: UTF8.self)
        }
        return true
    }
}
