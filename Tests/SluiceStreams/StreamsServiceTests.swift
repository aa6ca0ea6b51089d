// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import ClientHTTP
import ClientKafka
import SluiceRuntime
import Synchronization
import TestKit
import Testing

@testable import SluiceStreams

@Suite("Jobs on a real broker and Redis", .serialized)
struct StreamsServiceTests {
    @Test("one process and two give the same numbers, those of a count over all events; a replay changes nothing")
    func oneAndTwo() throws {
        let harness = try StreamsHarness()
        let events = PlainEvent.clickstream(count: 1_500, seed: 11)
        let one = TestMetrics(prefix: "one_")
        let two = TestMetrics(prefix: "two_")
        let single = try StreamsService(configuration: harness.configuration(one))
        let pair = try (0..<2).map { _ in try StreamsService(configuration: harness.configuration(two)) }
        try single.start()
        try pair[0].start()
        // Some events come before the jobs run, some while they do, some after tasks have moved to a second process.
        try harness.send(events[..<500])
        try harness.eventually("the first services run") { single.problem == nil && pair[0].problem == nil }
        try harness.send(events[500..<1_000])
        try pair[1].start()
        try harness.eventually("the second shares the tasks") { pair[1].problem == nil }
        try harness.send(events[1_000...])
        for metrics in [one, two] {
            try harness.waitForValues(metrics.expected(events), of: metrics)
        }
        #expect(try harness.late().isEmpty)
        single.stop()
        for service in pair { service.stop() }

        // In the log every key's revisions grow, and the last is what Redis has.
        for (key, records) in try harness.log(of: one.users) where !key.hasPrefix("progress") {
            #expect(zip(records, records.dropFirst()).allSatisfy { $0.revision < $1.revision }, "\(key)")
        }
        // Projecting everything anew, over what is there, changes nothing.
        let redis = try MetricReader(redisURL: harness.redis.url)
        let before = try redis.windows(of: one.users, limit: 1_000)
        try harness.forgetProjection(of: "one_job")
        let again = try StreamsService(configuration: harness.configuration(one))
        try again.start()
        try harness.eventually("everything is projected anew") { try harness.isProjected("one_job", one) }
        #expect(try redis.windows(of: one.users, limit: 1_000) == before)
        again.stop()
    }

    @Test("killed at any point and started again, the numbers are the same", arguments: CrashPoint.allCases)
    func killed(at point: CrashPoint) throws {
        let harness = try StreamsHarness()
        let metrics = TestMetrics(prefix: "kill_")
        let events = PlainEvent.clickstream(count: 900, seed: 23)
        try harness.send(events[..<400])
        var killers: [Killer] = []
        for times in [1, 7] {
            let killer = Killer(at: point, times: times)
            var configuration = harness.configuration(metrics)
            killers.append(killer)
            configuration.crash = { _, point, producer in try killer.check(point, producer) }
            let victim = try StreamsService(configuration: configuration)
            try victim.start()
            try harness.eventually("the kill") { killer.hasStruck }
            victim.stop()
        }
        let heir = try StreamsService(configuration: harness.configuration(metrics))
        try heir.start()
        try harness.send(events[400...])
        try harness.waitForValues(metrics.expected(events), of: metrics)
        heir.stop()
        #expect(killers.map(\.hasStruck) == [true, true])
        #expect(try harness.late().isEmpty)
    }

    @Test("far out of order, late events are all put aside with their bytes and headers, and counted")
    func late() throws {
        let harness = try StreamsHarness()
        let metrics = TestMetrics(prefix: "late_")
        let events = PlainEvent.clickstream(count: 900, seed: 31).sorted {
            ($0.user ?? "", $0.timestamp) < ($1.user ?? "", $1.timestamp)
        }
        try harness.send(events)
        let service = try StreamsService(configuration: harness.configuration(metrics))
        try service.start()

        // The same by the rule alone: each partition's own order and watermark.
        let (taken, late) = Self.divide(events, bound: Duration.minutes(5).microseconds)
        #expect(late.count > 100)
        try harness.eventually("all late events") { try harness.late().count == late.count }
        #expect(try harness.late().map(\.value).sorted(by: Self.less) == late.map(\.framed).sorted(by: Self.less))
        #expect(
            try harness.late().allSatisfy {
                $0.headers["sluice-event-id"] == "\u{1}\u{2}\u{3}" && $0.headers["sluice-late-reason"] == "late"
                    && $0.headers["sluice-late-source"]?.hasPrefix("events.") == true
                    && $0.headers["sluice-late-metrics"]?.isEmpty == false
            })
        let expected = metrics.expected(taken)[metrics.users]
        try harness.eventually("the numbers of the rest") { try harness.values(metrics)[metrics.users] == expected }

        let text = try HTTPClient().send(
            method: "GET", url: "http://127.0.0.1:\(service.port)/metrics", headers: [], body: nil
        ).text
        #expect(text.contains("sluice_streams_late_total \(late.count)\n"))
        #expect(text.contains("sluice_streams_events_total \(events.count)\n"))
        service.stop()
    }

    /// Which events the five-minute metric takes, and which are late for any metric (that is, for this one first).
    private static func divide(_ events: [PlainEvent], bound: Int64) -> (taken: [PlainEvent], late: [PlainEvent]) {
        var watermarks: [String: Int64] = [:]
        var taken: [PlainEvent] = []
        var late: [PlainEvent] = []
        for event in events {
            let key = Array((event.user ?? event.session ?? "").utf8)
            let place = "\(event.type) \(KafkaPartitioner.partition(key, count: StreamsHarness.partitions))"
            let end = (event.timestamp / 300_000_000 + 1) * 300_000_000
            if let watermark = watermarks[place], end - 1 <= watermark {
                late.append(event)
            } else {
                taken.append(event)
            }
            watermarks[place] = max(watermarks[place] ?? .min, event.timestamp - bound - 1_000)
        }
        return (taken, late)
    }

    private static func less(_ a: [UInt8], _ b: [UInt8]) -> Bool { a.lexicographicallyPrecedes(b) }

    @Test("events of two versions are counted together; those that the type can't be read from are put aside, told why")
    func versions() throws {
        let harness = try StreamsHarness()
        let metrics = TestMetrics(prefix: "schema_")
        var events = PlainEvent.clickstream(count: 200, seed: 51)
        for index in events.indices where index % 2 == 1 { events[index].isNewer = true }
        let service = try StreamsService(configuration: harness.configuration(metrics))
        try service.start()
        try harness.send(events[..<100])
        try harness.send(view: PlainEvent.foreign)
        try harness.send(events[100...])
        try harness.waitForValues(metrics.expected(events), of: metrics)
        try harness.eventually("the event that can't be read") { try harness.late().count == 1 }
        let late = try harness.late()[0]
        #expect(late.value == PlainEvent.foreign)
        #expect(late.headers["sluice-late-reason"] == "incompatible")
        #expect(late.headers["sluice-late-detail"]?.contains("timestamp") == true)
        #expect(service.problem == nil)
        let text = try HTTPClient().send(
            method: "GET", url: "http://127.0.0.1:\(service.port)/metrics", headers: [], body: nil
        ).text
        #expect(text.contains("sluice_streams_incompatible_total 1\n"))
        service.stop()
    }

    /// A registry that can't be asked for the schema 5 at first, and looks at each time how the service says it is.
    private final class LateRegistry: SchemaSource {
        private struct State {
            var isDown = true
            var told: [String?] = []
        }

        private let state = Mutex(State())
        let service = Mutex<StreamsService?>(nil)

        var told: [String?] { state.withLock { $0.told } }
        func comeBack() { state.withLock { $0.isDown = false } }

        func schema(id: Int32) throws -> RegisteredSchema {
            guard id == 5 else { return try TestSchemas().schema(id: id) }
            let problem = service.withLock { $0 }?.problem
            let isDown = state.withLock { state in
                state.told.append(problem)
                return state.isDown
            }
            if isDown { throw TestSchemas.Unreachable() }
            return RegisteredSchema(id: 5, type: .avro, text: TestSchemas.schema("view"))
        }
    }

    @Test("what a task failed at is told until a later life has got past it, not only until that begins")
    func failureIsTold() throws {
        let harness = try StreamsHarness()
        let metrics = TestMetrics(prefix: "told_")
        let registry = LateRegistry()
        let service = try StreamsService(configuration: harness.configuration(metrics, schemas: registry))
        registry.service.withLock { $0 = service }
        try service.start()
        try harness.eventually("the job runs") { service.problem == nil }
        let event = PlainEvent(type: "view", timestamp: 0, user: "u", session: "s")
        try harness.send(view: RegistryFraming.frame(schemaID: 5, event.payload))
        try harness.eventually("a few lives") { registry.told.count >= 4 }
        #expect(registry.told.dropFirst().allSatisfy { $0?.contains("schema 5") == true })
        registry.comeBack()
        try harness.eventually("it is read") { service.problem == nil }
        try harness.waitForValues(metrics.expected([event]), of: metrics)
        service.stop()
        registry.service.withLock { $0 = nil }
    }

    @Test("a Redis that lost its data is filled again")
    func redisLost() throws {
        let harness = try StreamsHarness()
        let metrics = TestMetrics(prefix: "redis_")
        let events = PlainEvent.clickstream(count: 300, seed: 41)
        try harness.send(events[..<200])
        let service = try StreamsService(configuration: harness.configuration(metrics))
        try service.start()
        try harness.waitForValues(metrics.expected(Array(events[..<200])), of: metrics)
        harness.redis.stop()
        try harness.redis.start()
        try harness.send(events[200...])
        try harness.waitForValues(metrics.expected(events), of: metrics)
        service.stop()
    }

    @Test("missing topics and a changed number of tasks are told, not guessed")
    func preparation() throws {
        let harness = try StreamsHarness()
        let metrics = TestMetrics(prefix: "prepared_")
        try harness.admin.delete(["events.buy"], timeoutMs: 10_000)
        let service = try StreamsService(configuration: harness.configuration(metrics))
        try service.start()
        try harness.eventually("the missing topic") { service.problem?.contains("events.buy") == true }
        try harness.admin.ensure(
            [KafkaTopicSpecification("events.buy", partitions: StreamsHarness.partitions)], timeoutMs: 10_000)
        try harness.eventually("the job runs") { service.problem == nil }
        service.stop()
        var changed = harness.configuration(metrics)
        changed.mergePartitions = 5
        let other = try StreamsService(configuration: changed)
        try other.start()
        try harness.eventually("the changed number") { other.problem?.contains("can't change") == true }
        other.stop()
        var wrong = harness.configuration(metrics)
        wrong.commitInterval = .zero
        #expect(throws: StreamsError.self) { try StreamsService(configuration: wrong) }
        wrong.commitInterval = .seconds(1)
        wrong.metrics = []
        #expect(throws: StreamsError.self) { try StreamsService(configuration: wrong) }
    }
}
