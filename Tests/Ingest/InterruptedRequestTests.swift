// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import ClientHTTP
import ClientRedis
import Formats
import SluiceRuntime
import TestKit
import Testing

@testable import ClientKafka
@testable import Contracts
@testable import Ingest

@Suite("A request that was interrupted between reservation and commit makes no second copy")
struct InterruptedRequestTests {
    private let stack: IngestStack
    private let redis: RedisPool
    private let store: RedisDedupStore

    init() throws {
        stack = try IngestStack { configuration in configuration.waitForOthersMs = 100 }
        redis = try RedisPool(url: stack.redis.url, size: 1)
        store = RedisDedupStore(pool: redis, windowMs: 600_000, now: Clocks.wallMs)
    }

    /// What a killed request left: its reservation, with a lease that ends at the time given.
    private func leaveReservation(_ id: UUID128, event: String, partition: Int32, logEnd: Int64, leaseEnd: Int64) throws
    {
        let parser = try JSONParser()
        let fingerprint = try withExtendedLifetime(parser) {
            let tape = try parser.parse(Array(event.utf8))
            return EventFingerprint.of(tape, at: tape.root)
        }
        let found = try store.reserve([
            (
                id,
                DedupReservation(
                    owner: Sample.id(), leaseEnd: leaseEnd, topic: "events.purchase", partition: partition,
                    logEnd: logEnd, schemaID: 1, timestamp: Timestamp(microseconds: 0),
                    fingerprint: fingerprint)
            )
        ])
        #expect(found == [nil])
    }

    /// Puts a record into the log as a killed request would have, and tells where it is.
    private func publish(_ id: UUID128, partition: Int32) throws -> Int64 {
        let topic = "events.purchase"
        let producer = try KafkaProducer(KafkaConfiguration(bootstrapServers: stack.broker.bootstrapServers)) { _ in }
        try producer.produce(
            topic: topic, partition: partition, key: nil, value: [0, 0, 0, 0, 1],
            headers: EventHeaders.make(eventID: id, fingerprint: 0, traceparent: nil, isDeduplicated: true))
        try producer.flush(timeoutMs: 20_000)
        producer.close(timeoutMs: 0)
        return try #require(try stack.copies(of: id).first).offset
    }

    @Test("Its record is in the log: the retry is answered with it")
    func published() throws {
        // Other events before and after it.
        for _ in 0..<5 { _ = try stack.send(Sample.purchase(Sample.id(), user: "\(Sample.id())")) }
        let id = Sample.id()
        let offset = try publish(id, partition: 2)
        for _ in 0..<5 { _ = try stack.send(Sample.purchase(Sample.id(), user: "\(Sample.id())")) }
        let event = Sample.purchase(id)
        try leaveReservation(id, event: event, partition: 2, logEnd: 0, leaseEnd: Clocks.wallMs() - 1)

        let reply = try stack.send(event)
        #expect(reply.statuses == ["duplicate"])
        #expect(reply.results.first?["offset"]?.number == Int(offset))
        #expect(reply.results.first?["partition"]?.number == 2)
        #expect(try stack.send(event).statuses == ["duplicate"])
        #expect(try stack.copies(of: id).count == 1)
    }

    @Test("Its record is in the log and the retry has other content: a conflict")
    func publishedOther() throws {
        _ = try stack.send(Sample.purchase(Sample.id()))
        let id = Sample.id()
        _ = try publish(id, partition: 0)
        try leaveReservation(
            id, event: Sample.purchase(id, user: "another"), partition: 0, logEnd: 0, leaseEnd: Clocks.wallMs() - 1)
        #expect(try stack.send(Sample.purchase(id)).statuses == ["conflict"])
        #expect(try stack.copies(of: id).count == 1)
    }

    @Test("Its record is not in the log: the retry publishes it, once")
    func notPublished() async throws {
        _ = try stack.send(Sample.purchase(Sample.id()))
        let id = Sample.id()
        let event = Sample.purchase(id)
        try leaveReservation(id, event: event, partition: 1, logEnd: 0, leaseEnd: Clocks.wallMs() - 1)
        let stack = stack
        let statuses = try await withThrowingTaskGroup(of: [String].self) { group in
            for _ in 0..<6 {
                group.addTask { try stack.sendUntil(event) { $0.status == 200 }.statuses }
            }
            return try await group.reduce(into: []) { $0 += $1 }
        }
        #expect(statuses.count { $0 == "accepted" } == 1 && statuses.count { $0 == "duplicate" } == 5)
        #expect(try stack.copies(of: id).count == 1)
    }

    @Test("While its lease runs, nobody can tell: retry, with the time to wait, and nothing is published")
    func leaseRuns() throws {
        let id = Sample.id()
        let event = Sample.purchase(id)
        try leaveReservation(id, event: event, partition: 1, logEnd: 0, leaseEnd: Clocks.wallMs() + 600_000)
        let reply = try stack.send("[\(event),\(Sample.purchase(Sample.id()))]")
        #expect(reply.status == 207 && reply.statuses == ["retry", "accepted"])
        let alone = try stack.send(event)
        #expect(alone.status == 503 && alone.response.header("Retry-After").flatMap { Int($0) } != nil)
        #expect(try stack.copies(of: id).isEmpty)
    }

    @Test("A receipt is kept for the window from first sight, and a duplicate does not renew it")
    func window() throws {
        let id = Sample.id()
        let key = RedisArgument.bytes(Array("sluice:dedup:".utf8) + id.bytes)
        _ = try stack.send(Sample.purchase(id))
        let windowMs: Int64 = 3_600_000
        let first = try #require(try redis.command("PTTL", key).integer)
        #expect(first > 0 && first <= windowMs)
        try redis.command("PEXPIRE", key, 500_000)
        #expect(try stack.send(Sample.purchase(id)).statuses == ["duplicate"])
        #expect(try #require(try redis.command("PTTL", key).integer) <= 500_000)
    }
}
