// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import Access
import ClientHTTP
import ClientKafka
import ClientRegistry
import Contracts
import Formats
import SluiceRuntime
import SluiceSchemas
import Testing

@testable import Ingest

@Suite("POST /v1/events answers every event, and what it accepts is in Kafka")
struct EventsEndpointTests {
    private let stack: IngestStack

    init() throws { stack = try IngestStack.shared() }

    @Test("An accepted event is in its topic once, in registry framing, with key, headers and receipt")
    func accepted() throws {
        let id = Sample.id()
        let reply = try stack.send(Sample.purchase(id, user: "user-7"), headers: [("traceparent", "00-ab-cd-01")])
        #expect(reply.status == 200)
        #expect(reply.json["counts"]?["accepted"]?.number == 1)
        let receipt = try #require(reply.results.first)
        #expect(receipt["event_id"]?.string == id.description)
        #expect(receipt["topic"]?.string == "events.purchase")
        #expect(receipt["timestamp"]?.string == "2026-03-13T10:21:14.123Z")

        let copies = try stack.copies(of: id)
        let record = try #require(copies.first)
        #expect(copies.count == 1)
        #expect(receipt["offset"]?.number == Int(record.offset))
        #expect(receipt["partition"]?.number == Int(record.partition))
        #expect(record.key == Array("user-7".utf8))
        #expect(record.partition == KafkaPartitioner.partition(Array("user-7".utf8), count: 4))
        #expect(record.headers["sluice-fingerprint"]?.count == 8)
        #expect(record.headers["traceparent"] == Array("00-ab-cd-01".utf8))
        #expect(record.headers["sluice-dedup"] == nil)
        let latest = try stack.registryClient.latest(subject: "events.purchase-value")
        #expect(receipt["schema_id"]?.number == Int(latest.id))
        let (schemaID, event) = try record.value.withUnsafeBytes { bytes in
            let (schemaID, payload) = try RegistryFraming.parse(bytes)
            return (schemaID, try Purchase(avro: payload))
        }
        #expect(schemaID == latest.id)
        #expect(event.eventID == id && event.userID == "user-7" && event.properties.currency == "EUR")
        #expect(event.schemaVersion == Int32(latest.version))
    }

    @Test("Sent again it is a duplicate with the first receipt, and not a second record")
    func duplicate() throws {
        let id = Sample.id()
        let first = try stack.send(Sample.purchase(id))
        // Other spelling, same content.
        let second = try stack.send(" [\(Sample.purchase(id, extra: #","session_id":null"#))] ", type: "text/plain")
        #expect(first.statuses == ["accepted"] && second.statuses == ["duplicate"])
        #expect(second.status == 200)
        for member in ["topic", "partition", "offset", "schema_id", "timestamp"] {
            #expect(first.results.first?[member] == second.results.first?[member])
        }
        #expect(try stack.copies(of: id).count == 1)
    }

    @Test("The same id with other content is a conflict, and kept with the failed events")
    func conflict() throws {
        let id = Sample.id()
        _ = try stack.send(Sample.purchase(id))
        let other = Sample.purchase(id, properties: #"{"price":"1.00"}"#)
        let reply = try stack.send(other)
        #expect(reply.status == 422 && reply.statuses == ["conflict"] && reply.codes == [["id_conflict"]])
        #expect(try stack.copies(of: id).count == 1)
        let failure = try #require(try failures(of: id.description).first)
        #expect(failure.stage == .dedup && failure.body == Array(other.utf8) && failure.eventType == "purchase")
    }

    @Test("Within one request the same rules hold")
    func withinRequest() throws {
        let (a, b) = (Sample.id(), Sample.id())
        let body = [
            Sample.purchase(a), Sample.purchase(b), Sample.purchase(a), Sample.purchase(a, user: "somebody-else"),
        ].joined(separator: ",\n")
        let reply = try stack.send("[\(body)]")
        #expect(reply.status == 207)
        #expect(reply.statuses == ["accepted", "accepted", "duplicate", "conflict"])
        #expect(reply.results[0]["offset"] == reply.results[2]["offset"])
        #expect(reply.results.compactMap { $0["index"]?.number } == [0, 1, 2, 3])
        #expect(try stack.copies(of: a).count == 1)
    }

    @Test("Requests with the same id at once make exactly one record")
    func concurrent() async throws {
        let id = Sample.id()
        let stack = stack
        let statuses = try await withThrowingTaskGroup(of: [String].self) { group in
            for _ in 0..<24 { group.addTask { try stack.send(Sample.purchase(id)).statuses } }
            return try await group.reduce(into: []) { $0 += $1 }
        }
        #expect(statuses.count { $0 == "accepted" } == 1)
        #expect(statuses.count { $0 == "duplicate" } == 23)
        #expect(try stack.copies(of: id).count == 1)
    }

    @Test("All errors of an event are reported, with place, code, expectation and finding")
    func invalid() throws {
        let id = Sample.id()
        let event = Sample.purchase(id, properties: #"{"price":"12,5","curency":"EUR","items":[{"quantity":1}]}"#)
        let reply = try stack.send(event)
        #expect(reply.status == 422 && reply.statuses == ["invalid"])
        #expect(Set(reply.codes[0]) == ["type_mismatch", "unknown_field", "missing_field"])
        guard case .array(let errors)? = reply.results[0]["errors"] else { return }
        let price = try #require(errors.first { $0["pointer"]?.string == "/properties/price" })
        #expect(price["expected"]?.string?.contains("decimal") == true)
        #expect(price["found"]?.string?.contains("12,5") == true)
        let unknown = try #require(errors.first { $0["code"]?.string == "unknown_field" })
        #expect(unknown["hint"]?.string?.contains("currency") == true)
        let failure = try #require(try failures(of: id.description).first)
        #expect(failure.stage == .validate && failure.body == Array(event.utf8) && failure.errors.count == 3)
        #expect(failure.keyName == "tests" && failure.contentType == "application/json")
        #expect(failure.schemaID != nil)
    }

    @Test(
        "What an event can have wrong has its own code",
        arguments: [
            (#"{"event_type":"purchase","timestamp":"2026-03-13T10:21:14Z","event_id":"not-a-uuid"}"#, "invalid_uuid"),
            (
                #"{"event_id":"6f1d2d4e-8d52-4d8b-9b3f-0b8f3f4c1a2e","timestamp":"2026-03-13T10:21:14Z"}"#,
                "missing_field"
            ),
            (#"{"event_type":"purchas","timestamp":"2026-03-13T10:21:14Z"}"#, "unknown_event_type"),
            (#"{"event_type":"Purchase; DROP"}"#, "unknown_event_type"),
            (#"{"event_type":"purchase","schema_version":999}"#, "unknown_schema_version"),
            (#"{"event_type":"purchase","event_id":7,"timestamp":"2026-03-13T10:21:14Z"}"#, "type_mismatch"),
            (#"{"event_type":"purchase","timestamp":"yesterday"}"#, "invalid_timestamp"),
            (#"[17]"#, "not_an_object"),
        ])
    func wrong(body: String, code: String) throws {
        let reply = try stack.send(body)
        #expect(reply.status == 422)
        #expect(reply.codes.first?.contains(code) == true, "\(reply.response.text)")
    }

    @Test("An unknown event type is answered with the nearest name")
    func nearest() throws {
        let reply = try stack.send(#"{"event_type":"purchas"}"#)
        guard case .array(let errors)? = reply.results.first?["errors"] else {
            Issue.record("no errors in \(reply.response.text)")
            return
        }
        #expect(errors.first?["hint"]?.string?.contains("\"purchase\"") == true)
    }

    @Test("An event above the size limit is invalid; its neighbours are taken")
    func largeEvent() throws {
        let long = String(repeating: "x", count: 2 << 20)
        let id = Sample.id()
        let event = Sample.purchase(id, properties: #"{"currency":"\#(long)"}"#)
        let alone = try stack.send(event)
        #expect(alone.status == 422 && alone.codes == [["event_too_large"]])
        // Its beginning is kept: whole it would fit into no message.
        let failure = try #require(try failures(of: id.description).first)
        #expect(failure.bodyBytes == Int64(event.utf8.count))
        #expect(failure.body == Array(event.utf8.prefix(failure.body.count)) && failure.body.count >= 500_000)
        let body =
            "[\(Sample.purchase(Sample.id(), properties: #"{"currency":"\#(long)"}"#)),\(Sample.purchase(Sample.id()))]"
        let both = try stack.send(body)
        #expect(both.status == 207 && both.statuses == ["invalid", "accepted"])
    }

    @Test("A broken event does not spoil its neighbours, and is kept as it was sent")
    func brokenNeighbours() throws {
        let ids = (0..<3).map { _ in Sample.id() }
        let broken: [[UInt8]] = [
            Array(#"{"event_type":"purchase","user_id":"\ud800"}"#.utf8),
            Array(#"{"event_type":"purchase","properties":{"price":1e999}}"#.utf8),
            Array(#"{"event_type":"purchase","user_id":""#.utf8) + [0xFF] + Array(#""}"#.utf8),
            Array(#"{"event_type":purchase}"#.utf8),
        ]
        var parts: [[UInt8]] = [Array(Sample.purchase(ids[0]).utf8)]
        parts += broken
        parts += [Array(Sample.purchase(ids[1]).utf8), Array(Sample.purchase(ids[2]).utf8)]
        let body = [UInt8(ascii: "[")] + Array(parts.joined(separator: Array(" ,\n".utf8))) + [UInt8(ascii: "]")]
        let reply = try stack.send(body)
        #expect(reply.status == 207)
        #expect(reply.statuses == ["accepted", "invalid", "invalid", "invalid", "invalid", "accepted", "accepted"])
        #expect(reply.codes[1...4].allSatisfy { $0 == ["invalid_json"] })
        let found = reply.results[3]["errors"].flatMap { errors -> String? in
            if case .array(let items) = errors { items.first?["found"]?.string } else { nil }
        }
        #expect(found?.contains("line 4") == true)
        let kept = try failures { broken.contains($0.body) && $0.stage == .parse }
        #expect(Set(kept.map(\.body)) == Set(broken))
    }

    @Test("An event that is sent alone and broken is answered and kept as one in an array is")
    func brokenAlone() throws {
        let deep = String(repeating: "[", count: 100) + String(repeating: "]", count: 100)
        let broken = [
            (#"{"event_type":"purchase","user_id":"alone \ud800"}"#, "invalid_json"),
            (#"{"event_type":"purchase","alone":1e999}"#, "invalid_json"),
            (#"{"event_type":"purchase","alone" 5}"#, "invalid_json"),
            (#"{"event_type":"purchase","alone":\#(deep)}"#, "nesting_too_deep"),
        ]
        for (event, code) in broken {
            let reply = try stack.send(" " + event + "\n")
            #expect(reply.status == 422 && reply.codes == [[code]], "\(event)")
            #expect(try failures { $0.body == Array(event.utf8) }.count == 1, "\(event)")
        }
    }

    @Test("Thousands of broken events and of names that don't exist are answered one by one")
    func manyWrong() throws {
        let broken = "{\"event_type\":\"" + String(repeating: "a", count: 100) + "\\ud800\"}"
        let reply = try stack.send("[" + Array(repeating: broken, count: 2_000).joined(separator: ",\n") + "]")
        #expect(reply.status == 422 && reply.codes.count == 2_000)
        guard case .array(let last)? = reply.results.last?["errors"] else { return }
        #expect(last.first?["found"]?.string?.contains("line 2000, column") == true)
        let names = try stack.send(
            "[" + (0..<2_000).map { #"{"event_type":"nothing_\#($0)"}"# }.joined(separator: ",") + ","
                + Sample.purchase(Sample.id()) + "]")
        #expect(names.status == 207)
        #expect(names.codes.dropLast().allSatisfy { $0 == ["unknown_event_type"] })
        #expect(names.statuses.last == "accepted")
    }

    @Test("A body that can't be parsed at all is 400 with the place")
    func unparsable() throws {
        let broken = try stack.send("{\"event_type\": \"purchase\",\n  \"user_id\" 5")
        #expect(broken.status == 400 && broken.problem == "invalid_json")
        #expect(broken.json["error"]?["line"]?.number == 2)
        #expect(try stack.send("").status == 400)
        #expect(try stack.send("[{\"a\":1}").status == 400)
        #expect(try stack.send("42").problem == "not_an_object")
        #expect(try stack.send("[]").status == 200)
    }

    @Test("Media types are compared without case, and what is not JSON in UTF-8 is 415")
    func mediaTypes() throws {
        let good = ["APPLICATION/JSON", "application/json; Charset=\"UTF-8\"", "text/plain;charset=utf-8"]
        for type in good { #expect(try stack.send(Sample.purchase(Sample.id()), type: type).status == 200, "\(type)") }
        for type in ["application/xml", "application/json; charset=utf-16", "nonsense", nil] {
            let reply = try stack.send(Sample.purchase(Sample.id()), type: type)
            #expect(reply.status == 415 && reply.problem == "unsupported_media_type", "\(type ?? "none")")
        }
        let gzip = try stack.send("[]", headers: [("Content-Encoding", "gzip")])
        #expect(gzip.status == 415 && gzip.problem == "unsupported_content_encoding")
    }

    @Test("Keys: missing and unknown are 401, of another role 403, bound to other types an error of the event")
    func keys() throws {
        let client = HTTPClient()
        let url = stack.url("/v1/events")
        let none = try client.send(
            method: "POST", url: url, headers: [("Content-Type", "application/json")], body: Array("[]".utf8))
        #expect(none.status == 401 && none.header("WWW-Authenticate") != nil)
        #expect(try stack.send("[]", key: "sluice_guess").problem == "unknown_key")
        let reader = try stack.keys.create(name: "reader", role: .reader).secret.text
        #expect(try stack.send("[]", key: reader).status == 403)
        let bound = try stack.keys.create(name: "bound", role: .ingest, eventTypes: ["page_view"]).secret.text
        let reply = try stack.send(Sample.purchase(Sample.id()), key: bound)
        #expect(reply.status == 422 && reply.codes == [["event_type_not_allowed"]])
        let byHeader = try client.send(
            method: "POST", url: url, headers: [("Content-Type", "application/json"), ("X-API-Key", stack.key)],
            body: Array(Sample.purchase(Sample.id()).utf8))
        #expect(byHeader.status == 200)
    }

    @Test("Prefer: return=minimal leaves out what was accepted")
    func minimal() throws {
        let body = "[\(Sample.purchase(Sample.id())),{\"event_type\":\"nothing\"}]"
        let reply = try stack.send(body, headers: [("Prefer", "respond-async, Return=Minimal")])
        #expect(reply.json["counts"]?["accepted"]?.number == 1)
        #expect(reply.statuses == ["invalid"] && reply.results.first?["index"]?.number == 1)
        #expect(reply.response.header("Preference-Applied") == "return=minimal")
    }

    @Test("Other paths and methods, health and metrics")
    func surroundings() throws {
        let client = HTTPClient()
        #expect(try stack.get("/v1/events").status == 405)
        #expect(try stack.get("/v2").status == 404)
        let options = try client.send(method: "OPTIONS", url: stack.url("/v1/events"))
        #expect(options.status == 204 && options.header("Allow") == "POST, OPTIONS")
        #expect(try stack.get("/health/live").status == 200)
        var ready = try stack.get("/health/ready")
        while ready.status != 200 { ready = try stack.get("/health/ready") }
        _ = try stack.send(Sample.purchase(Sample.id()))
        #expect(try stack.get("/metrics").text.contains("sluice_ingest_events_total{result=\"accepted\"}"))
    }

    @Test("A version that is registered now is in force soon, and an older one can still be asked for")
    func newVersion() throws {
        let latest = try stack.registryClient.latest(subject: "events.page_view-value")
        let addition = #"{"name":"scroll_depth","type":["null","int"],"default":null},{"name":"device_class""#
        let grown = latest.text.replacing(
            try Regex(#"\{\s*"name"\s*:\s*"device_class""#), with: addition, maxReplacements: 1)
        _ = try stack.registryClient.register(subject: "events.page_view-value", text: grown)
        func event(_ version: String) -> String {
            #"{"event_id":"\#(Sample.id())","event_type":"page_view","timestamp":"2026-03-13T10:21:14Z"\#(version),"#
                + #""properties":{"scroll_depth":80}}"#
        }
        let reply = try stack.sendUntil(event("")) { $0.status == 200 }
        #expect(reply.statuses == ["accepted"])
        let old = try stack.send(event(#","schema_version":\#(latest.version)"#))
        #expect(old.codes.first?.contains("unknown_field") == true, "\(old.response.text)")
    }

    private func failures(of id: String) throws -> [FailedEvent] { try failures { $0.eventID == id } }

    private func failures(where isWanted: (FailedEvent) -> Bool) throws -> [FailedEvent] {
        try stack.records("sluice.failed").map { record in
            try record.value.withUnsafeBytes { try FailedEvent(avro: try RegistryFraming.parse($0).payload) }
        }.filter(isWanted)
    }
}
