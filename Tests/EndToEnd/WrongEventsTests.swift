// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import ClientHTTP
import Foundation
import TestKit
import Testing

@Suite("What breaks its contract is answered with what is wrong, and kept", .serialized)
struct WrongEventsTests {
    private struct Reply: Decodable {
        struct Result: Decodable {
            struct Problem: Decodable {
                let pointer: String
                let code: String
                let expected: String
                let found: String
            }

            let status: String
            let errors: [Problem]?
        }

        let counts: [String: Int]
        let results: [Result]
    }

    private struct Failure: Decodable {
        let stage: String
        let event_type: String?
        let codes: [String]
        let body: String
    }

    private let pipeline: Pipeline
    private let key: String
    private let http = HTTPClient(timeoutSeconds: 60)

    init() throws {
        pipeline = try Pipeline(parts: ["postgres", "redis", "kafka", "registry", "ingest"])
        key = try String(contentsOfFile: pipeline.folder + "/ingest.key", encoding: .utf8)
            .trimmingCharacters(in: .whitespacesAndNewlines)
    }

    private func send(_ body: String) throws -> HTTPResponse {
        try http.send(
            method: "POST", url: pipeline.url("ingest", "/v1/events"),
            headers: [("Authorization", "Bearer \(key)"), ("Content-Type", "application/json")], body: Array(body.utf8))
    }

    private static func purchase(_ id: UUID, price: String = #""12.50""#, more: String = "") -> String {
        #"{"event_type":"purchase","event_id":"\#(id.uuidString.lowercased())","timestamp":"2026-03-13T10:21:14Z","#
            + #""platform":"web","device_id":"d1","properties":{"price":\#(price),"currency":"EUR"\#(more)}}"#
    }

    @Test("In one batch every event gets its own answer, and what is refused stands explained in the topic of failures")
    func batch() throws {
        defer { pipeline.stop() }
        let good = Self.purchase(UUID())
        let wrong: [(event: String, code: String, pointer: String)] = [
            (Self.purchase(UUID(), price: #""12,5""#), "type_mismatch", "/properties/price"),
            (Self.purchase(UUID(), more: #","curency":"EUR""#), "unknown_field", "/properties/curency"),
            (good.replacing(#""event_type":"purchase","#, with: ""), "missing_field", "/event_type"),
            (
                #"{"event_type":"purchase","event_id":"not-a-uuid","timestamp":"2026-03-13T10:21:14Z"}"#,
                "invalid_uuid",
                "/event_id"
            ),
            (
                Self.purchase(UUID(), more: #","order_id":"\#(String(repeating: "x", count: 2 << 20))""#),
                "event_too_large", ""
            ),
        ]
        let response = try send("[" + ([good] + wrong.map(\.event)).joined(separator: ",") + "]")
        #expect(response.status == 207)
        let reply = try JSONDecoder().decode(Reply.self, from: Data(response.body))
        #expect(reply.results.map(\.status) == ["accepted"] + wrong.map { _ in "invalid" })
        #expect(reply.counts["accepted"] == 1 && reply.counts["invalid"] == wrong.count)
        for (result, expected) in zip(reply.results.dropFirst(), wrong) {
            let problem = result.errors?.first { $0.code == expected.code }
            #expect(problem?.pointer == expected.pointer, "\(expected.code): \(result)")
            #expect(problem?.expected.isEmpty == false && problem?.found.isEmpty == false)
        }

        let broken = try send("[\(good), {\"event_type\": }")
        #expect(broken.status == 400)
        #expect(String(decoding: broken.body, as: UTF8.self).contains("line"))

        let failures: [Failure] = try Clickstream.decode(
            PythonOracle.run(
                file: Clickstream.oracles + "failed_events.py", [pipeline.bootstrap, pipeline.registry]))
        for expected in wrong {
            #expect(
                failures.contains { $0.codes.contains(expected.code) && $0.body == expected.event.prefix(200) },
                "\(expected.code) is not among the failures")
        }
    }
}
