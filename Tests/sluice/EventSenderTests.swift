// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import ClientHTTP
import Synchronization
import Testing

@testable import sluice

@Suite("The sender repeats what was not taken, and only that")
struct EventSenderTests {
    /// What ingest would answer, one after the other; the last one for ever.
    private func send(
        _ events: [String], answers: [HTTPResponse], patience: Double = 60
    ) throws -> (sender: EventSender, bodies: [String], waits: [String]) {
        let bodies = Mutex<[String]>([])
        let server = HTTPServer(
            configuration: .init(host: "127.0.0.1", port: 0, threads: 1, maxBodyBytes: 1 << 20, name: "script")
        ) { request, responder in
            let number = bodies.withLock { bodies in
                bodies.append(String(decoding: request.body.bytes, as: UTF8.self))
                return bodies.count - 1
            }
            let isKnown = request.header("Authorization") == "Bearer key" && request.path == "/v1/events"
            responder.respond(isKnown ? answers[min(number, answers.count - 1)] : HTTPResponse(status: 404))
        }
        try server.start()
        defer { server.stop() }
        let waits = Mutex<[String]>([])
        let sender = EventSender(ingest: "http://127.0.0.1:\(server.port)", key: "key", patience: patience) { reason in
            waits.withLock { $0.append(reason) }
        }
        try sender.send(events)
        return (sender, bodies.withLock { $0 }, waits.withLock { $0 })
    }

    private func reply(
        _ status: Int, _ accepted: Int, _ duplicate: Int, _ results: String = "", retryAfter: String? = nil
    ) -> HTTPResponse {
        let invalid = results.contains("invalid") ? 1 : 0
        return HTTPResponse(
            status: status, headers: retryAfter.map { [("Retry-After", $0)] } ?? [],
            body: Array(
                """
                {"counts":{"accepted":\(accepted),"duplicate":\(duplicate),"invalid":\(invalid),"conflict":0,"retry":0},
                 "results":[\(results)]}
                """.utf8))
    }

    @Test("Accepted and duplicate are counted, and nothing is sent twice")
    func accepted() throws {
        let sent = try send(["{}", "{}", "{}"], answers: [reply(200, 2, 1)])
        #expect(sent.sender.counts == .init(accepted: 2, duplicate: 1))
        #expect(sent.bodies == ["[{},{},{}]"])
        #expect(sent.waits.isEmpty)
    }

    @Test("Only events answered with retry are sent again; an invalid one is kept for the person")
    func partial() throws {
        let results = """
            {"index":1,"status":"retry"},{"index":2,"status":"invalid",
             "errors":[{"pointer":"/properties/price","code":"type_mismatch","expected":"decimal(12,2)","found":"true"}]}
            """
        let sent = try send(["1", "2", "3"], answers: [reply(207, 1, 0, results, retryAfter: "0"), reply(200, 1, 0)])
        #expect(sent.bodies == ["[1,2,3]", "[2]"])
        #expect(sent.sender.counts == .init(accepted: 2, invalid: 1))
        #expect(
            sent.sender.refusals == [
                .init(event: "3", reason: "/properties/price type_mismatch, expected decimal(12,2), found true")
            ])
    }

    @Test("A 503 is waited out")
    func unavailable() throws {
        let busy = HTTPResponse(status: 503, headers: [("Retry-After", "0")], body: Array("no broker".utf8))
        let sent = try send(["1"], answers: [busy, busy, reply(200, 0, 1)])
        #expect(sent.bodies.count == 3)
        #expect(sent.waits.count == 2)
        #expect(sent.sender.counts == .init(duplicate: 1))
    }

    @Test("Without progress for too long it gives up and names the reason")
    func patience() {
        let busy = HTTPResponse(status: 503, body: Array("no broker".utf8))
        let error = #expect(throws: CommandFailure.self) { try send(["1"], answers: [busy], patience: 0) }
        #expect(error?.exitCode == .unreachable)
        #expect(error?.description.contains("has not taken 1 events for 0 s: status 503: no broker") == true)
    }

    @Test("A key that is not taken, or another answer, ends it at once")
    func refused() {
        let forbidden = #expect(throws: CommandFailure.self) {
            try send(["1"], answers: [HTTPResponse(status: 401, body: Array("unknown key".utf8))])
        }
        #expect(forbidden?.exitCode == .no)
        #expect(forbidden?.description.contains("sluice keys create NAME") == true)
        let strange = #expect(throws: CommandFailure.self) {
            try send(["1"], answers: [HTTPResponse(status: 413, body: Array("too large".utf8))])
        }
        #expect(strange?.description.contains("answered status 413: too large") == true)
    }
}

@Suite("Doctor's report")
struct DoctorTests {
    @Test(
        "A password in a URL is not shown",
        arguments: [
            ("postgresql://user:secret@host/db", "postgresql://user:***@host/db"),
            ("redis://:secret@host:6379/0", "redis://:***@host:6379/0"),
            ("postgresql://user@host:5432/db", "postgresql://user@host:5432/db"),
            ("redis://127.0.0.1:6379/0", "redis://127.0.0.1:6379/0"),
        ])
    func password(url: String, shown: String) {
        #expect(Doctor.withoutPassword(url) == shown)
    }
}
