// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import Formats
import Foundation
import TestKit

/// Follows server-sent events over a connection of its own.
final class EventReader {
    struct Event {
        var id = ""
        var name = ""
        var data: JSONValue?
    }

    private let socket: RawSocket
    /// What has come and is not yet read.
    private var buffer: [UInt8] = []
    /// The body so far, without the frames of its chunks.
    private var body: [UInt8] = []

    /// Asks, and returns when the answer has begun: what is changed from now on is told.
    init(_ registry: TestRegistry, _ path: String, lastEventID: String? = nil) throws {
        guard let port = URLComponents(string: registry.url)?.port else { throw TestKitError("no port") }
        socket = try RawSocket(port: port, patienceSeconds: 30)
        let resumed = lastEventID.map { "Last-Event-ID: \($0)\r\n" } ?? ""
        socket.send("GET \(path) HTTP/1.1\r\nHost: localhost\r\nAccept: text/event-stream\r\n\(resumed)\r\n")
        let head = try line(endingWith: "\r\n\r\n")
        guard head.contains("200 OK"), head.contains("text/event-stream") else { throw TestKitError(head) }
    }

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
        guard let bytes = socket.receive() else { throw TestKitError("nothing more comes") }
        buffer += bytes
    }
}
