// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import Formats
import Foundation
import Glibc
import TestKit

/// Follows server-sent events over a connection of its own.
final class EventReader {
    struct Event {
        var id = ""
        var name = ""
        var data: JSONValue?
    }

    private let descriptor: Int32
    /// What has come and is not yet read.
    private var buffer: [UInt8] = []
    /// The body so far, without the frames of its chunks.
    private var body: [UInt8] = []

    /// Asks, and returns when the answer has begun: what is changed from now on is told.
    init(_ registry: TestRegistry, _ path: String, lastEventID: String? = nil) throws {
        guard let port = URLComponents(string: registry.url)?.port else { throw TestKitError("no port") }
        descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var patience = timeval(tv_sec: 30, tv_usec: 0)
        setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &patience, socklen_t(MemoryLayout<timeval>.size))
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = in_port_t(port).bigEndian
        address.sin_addr.s_addr = inet_addr("127.0.0.1")
        let status = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard status == 0 else { throw TestKitError("can't connect") }
        let resumed = lastEventID.map { "Last-Event-ID: \($0)\r\n" } ?? ""
        let request = Array(
            "GET \(path) HTTP/1.1\r\nHost: localhost\r\nAccept: text/event-stream\r\n\(resumed)\r\n".utf8)
        guard write(descriptor, request, request.count) == request.count else { throw TestKitError("can't write") }
        let head = try line(endingWith: "\r\n\r\n")
        guard head.contains("200 OK"), head.contains("text/event-stream") else { throw TestKitError(head) }
    }

    deinit { close(descriptor) }

    /// The next events; fewer if they don't come.
    func events(_ count: Int) -> [Event] {
        var events: [Event] = []
        while events.count < count {
            guard let end = body.firstRange(of: Array("\n\n".utf8)) else {
                guard (try? readChunk()) != nil else { return events }
                continue
            }
            let block = String(decoding: body[..<end.lowerBound], as: UTF8.self)
            body.removeSubrange(..<end.upperBound)
            var event = Event()
            for line in block.split(separator: "\n") {
                let parts = line.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
                let value = parts.count > 1 ? String(parts[1].drop { $0 == " " }) : ""
                switch parts[0] {
                case "id": event.id = value
                case "event": event.name = value
                case "data": event.data = try? JSONValue.parse(value)
                default: continue
                }
            }
            // A comment keeps the connection alive.
            if !event.id.isEmpty { events.append(event) }
        }
        return events
    }

    private func readChunk() throws {
        let size = try line(endingWith: "\r\n").trimmingCharacters(in: .whitespacesAndNewlines)
        guard let count = Int(size, radix: 16), count > 0 else { throw TestKitError("the stream ended") }
        while buffer.count < count + 2 { try receive() }
        body += buffer[..<count]
        buffer.removeSubrange(..<(count + 2))
    }

    private func line(endingWith end: String) throws -> String {
        while true {
            if let found = buffer.firstRange(of: Array(end.utf8)) {
                let text = String(decoding: buffer[..<found.lowerBound], as: UTF8.self)
                buffer.removeSubrange(..<found.upperBound)
                return text
            }
            try receive()
        }
    }

    private func receive() throws {
        var bytes = [UInt8](repeating: 0, count: 65_536)
        let count = Glibc.read(descriptor, &bytes, bytes.count)
        guard count > 0 else { throw TestKitError("nothing more comes") }
        buffer += bytes[..<count]
    }
}
