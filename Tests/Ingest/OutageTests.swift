// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import Access
import ClientHTTP
import Registry
import SluiceRuntime
import TestKit
import Testing

@testable import ClientKafka
@testable import Ingest

@Suite("Outages of what ingest depends on", .serialized)
struct OutageTests {
    @Test("Redis down: events are taken and marked; back again, they are deduplicated")
    func redis() throws {
        let stack = try IngestStack()
        let (marked, clean) = (Sample.id(), Sample.id())
        stack.redis.stop()
        #expect(try stack.send(Sample.purchase(marked)).statuses == ["accepted"])
        #expect(try stack.copies(of: marked).map { $0.headers["sluice-dedup"] } == [Array("skipped".utf8)])
        #expect(try stack.get("/metrics").text.contains("sluice_ingest_dedup_skipped_total 1"))
        try stack.redis.start()
        // For a second after a failure Redis is left alone, and events are still marked.
        var id = clean
        while try stack.copies(of: id).first?.headers["sluice-dedup"] != nil || id == clean {
            id = Sample.id()
            _ = try stack.send(Sample.purchase(id))
        }
        #expect(try stack.send(Sample.purchase(id)).statuses == ["duplicate"])
    }

    @Test("Kafka down: retry; back again, the retries end with one record each")
    func kafka() throws {
        let stack = try IngestStack { configuration in
            configuration.publishTimeoutMs = 1_000
            configuration.waitForOthersMs = 200
        }
        _ = try stack.send(Sample.purchase(Sample.id()))
        stack.broker.stop()
        let ids = (0..<3).map { _ in Sample.id() }
        let body = "[" + ids.map { Sample.purchase($0, user: "\($0)") }.joined(separator: ",") + "]"
        let down = try stack.send(body)
        #expect(down.status == 503 && down.statuses == ["retry", "retry", "retry"], "\(down.response.text)")
        #expect(down.response.header("Retry-After").flatMap { Int($0) } ?? 0 >= 1)
        // The topic of an event type that was never used can't be asked for.
        let view =
            #"{"event_id":"\#(Sample.id())","event_type":"page_view","timestamp":"2026-03-13T10:21:14Z","properties":{}}"#
        let unused = try stack.send(view)
        #expect(unused.status == 503 && unused.statuses == ["retry"], "\(unused.response.text)")
        try stack.broker.start()
        _ = try stack.sendUntil(body) { $0.status == 200 }
        for id in ids { #expect(try stack.copies(of: id).count == 1) }
    }

    @Test("A producer that failed for good is replaced")
    func fatalProducer() throws {
        let stack = try IngestStack()
        _ = try stack.send(Sample.purchase(Sample.id()))
        let broken = stack.service.producer
        broken.simulateFatalError()
        let id = Sample.id()
        _ = try stack.sendUntil(Sample.purchase(id)) { $0.status == 200 }
        #expect(stack.service.producer !== broken)
        #expect(try stack.copies(of: id).count == 1)
        #expect(try stack.get("/metrics").text.contains("sluice_ingest_producer_restarts_total 1"))
    }

    @Test("Registry down: known event types go on, unknown ones are to be sent again and are no failed events")
    func registry() throws {
        let stack = try IngestStack()
        _ = try stack.send(Sample.purchase(Sample.id()))
        stack.registry.stop()
        #expect(try stack.send(Sample.purchase(Sample.id())).status == 200)
        let unknown = try stack.send(#"{"event_type":"page_view"}"#)
        #expect(unknown.status == 503 && unknown.statuses == ["retry"])
        #expect(try stack.records("sluice.failed").isEmpty)
    }

    @Test("Stopping answers what is under way, and what was accepted is in Kafka")
    func stop() async throws {
        let stack = try IngestStack()
        let ids = (0..<40).map { _ in Sample.id() }
        let answers = await withTaskGroup(of: (UUID128, Int?).self) { group in
            for id in ids {
                group.addTask { (id, try? stack.send(Sample.purchase(id, user: "\(id)")).status) }
            }
            // Somewhere in between.
            let first = await group.next()
            stack.service.stop()
            return await group.reduce(into: first.map { [$0] } ?? []) { $0.append($1) }
        }
        let records = try stack.records("events.purchase")
        let accepted = answers.filter { $0.1 == 200 }
        #expect(!accepted.isEmpty)
        for (id, _) in accepted { #expect(records.count { $0.headers["sluice-event-id"] == id.bytes } == 1) }
        // Whoever came too late got no connection, or was told to come again.
        #expect(answers.allSatisfy { $0.1 == nil || $0.1 == 200 || $0.1 == 503 })
    }
}
