// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import ClientKafka
import ClientRegistry
import SluiceRuntime
import TestKit
import Testing

@testable import SluiceStreams

/// Runs both stages in memory: partitions are arrays, and messages wait in queues until a test lets them through.
struct StagePair {
    let plan: JobPlan
    let eventPartitions: [String: Int32]
    var sources: [SourceStage]
    var merges: [MergeStage]
    var queues: [Source: [OutgoingMessage]] = [:]
    var published: [String: [String: AggregateRecord]] = [:]
    var counts = StageCounts()
    var aside: [SideOutput] = []
    var now: Int64 = 0

    init(metrics: [MetricDefinition], sourceTasks: Int32, mergePartitions: Int32, partitions: Int32 = 2) {
        plan = JobPlan(
            job: "test", metrics: metrics, mergePartitions: mergePartitions, outOfOrderness: 60_000_000,
            futureSkew: 0, idleTimeoutMs: 1_000, stateRetention: Duration.days(30).microseconds)
        eventPartitions = Dictionary(uniqueKeysWithValues: plan.sourceTopics.map { ($0, partitions) })
        let schemas = EventSchemas(
            schemas: TestSchemas(), fingerprint: TestSchemas.fingerprint, conversion: TestSchemas.conversion)
        let plan = plan
        let topics = plan.sourceTopics
        sources = (0..<sourceTasks).map { task in
            let own = topics.flatMap { topic in
                (0..<partitions).filter { $0 % sourceTasks == task }.map { Source(topic, $0) }
            }
            return SourceStage(plan: plan, sources: own, schemas: schemas)
        }
        let counts = eventPartitions
        merges = (0..<mergePartitions).map {
            MergeStage(plan: plan, partition: $0, eventPartitions: counts, schemaIDs: [:])
        }
    }

    /// Hands an event to the task that owns its partition.
    mutating func take(_ event: PlainEvent, partitions: Int32 = 2) throws {
        let source = Source(
            "events.\(event.type)", KafkaPartitioner.partition(Array((event.session ?? "").utf8), count: partitions))
        var output = StageOutput(changelog: Source("changelog", 0))
        let result = try event.framed.withUnsafeBytes { bytes in
            try sources[Int(source.partition) % sources.count].process(source, bytes, into: &output)
        }
        collect(output, result)
    }

    private mutating func collect(_ output: StageOutput, _ result: SideOutput?) {
        counts.events += output.counts.events
        if let result {
            counts.add(result.reason)
            aside.append(result)
        }
        for message in output.messages { queues[Source(message.topic, message.partition), default: []].append(message) }
    }

    mutating func commitSources() {
        for index in sources.indices {
            var output = StageOutput(changelog: Source("changelog", Int32(index)))
            sources[index].finish(now: now, into: &output)
            collect(output, nil)
        }
    }

    /// Lets the merging tasks read what is there, in an order that the generator chooses among partitions, and commit.
    mutating func merge(using generator: inout SeededGenerator) throws {
        for index in merges.indices {
            var output = StageOutput(changelog: Source("changelog", 100 + Int32(index)))
            for source in merges[index].sources.shuffled(using: &generator) {
                for message in queues.removeValue(forKey: source) ?? [] {
                    let result = try message.value.flatMap { value in
                        try value.withUnsafeBytes { try merges[index].process(source, $0, into: &output) }
                    }
                    if let result { aside.append(result) }
                }
            }
            merges[index].finish(now: now, into: &output)
            let aggregates = output.messages.filter { $0.topic.hasPrefix("sluice.aggregates.") }
            output.messages.removeAll { $0.topic.hasPrefix("sluice.aggregates.") }
            collect(output, nil)
            for message in aggregates {
                let record = try AggregateRecord(avro: Array((message.value ?? []).dropFirst(5)))
                let key = String(decoding: message.key ?? [], as: UTF8.self)
                if let known = published[record.metric]?[key] { #expect(known.revision < record.revision) }
                published[record.metric, default: [:]][key] = record
            }
        }
    }

    /// The values published last, as `TestMetrics.expected` gives them.
    func values() -> [String: TestMetrics.Values] {
        published.mapValues { records in
            var values: TestMetrics.Values = [:]
            for record in records.values {
                guard let window = record.window else { continue }
                values[TestMetrics.key(window.start / 1_000_000, record.group.parts)] = record.text
            }
            return values
        }
    }
}

extension AggregateRecord {
    var text: String {
        if kind == .funnel { return steps.map { String($0.sessions) }.joined(separator: ">") }
        return isExceeded ? "exceeded" : count.map { String($0) } ?? sum ?? "nothing"
    }
}

@Suite("The two stages give the numbers of a count over all events")
struct StageTests {
    let metrics = TestMetrics(prefix: "")

    @Test("any number of tasks, interleaving of topics and mixture of schema versions gives the same", arguments: 0..<6)
    func interleavings(seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        var events = PlainEvent.clickstream(count: 600, seed: 3)
        // Clients of two versions of the schemas.
        for index in events.indices { events[index].isNewer = Bool.random(using: &generator) }
        var pair = StagePair(
            metrics: metrics.definitions(), sourceTasks: Int32(1 + seed % 2), mergePartitions: Int32(1 + seed % 3))
        // Topics keep their order; which topic comes next is chance, so that some run far ahead of others.
        var queues = Dictionary(grouping: events, by: \.type).mapValues { $0[...] }
        while let type = queues.keys.sorted().randomElement(using: &generator) {
            for _ in 0..<Int.random(in: 1...200, using: &generator) {
                guard let event = queues[type]?.popFirst() else {
                    queues[type] = nil
                    break
                }
                try pair.take(event)
            }
            pair.commitSources()
            if Bool.random(using: &generator) { try pair.merge(using: &generator) }
        }
        for _ in 0..<3 { try pair.merge(using: &generator) }
        #expect(pair.counts.events == events.count)
        #expect(pair.aside.isEmpty)
        let expected = metrics.expected(events)
        for (name, values) in expected { #expect(pair.values()[name] == values, "\(name)") }
    }

    @Test("an event is late by its own partition's watermark alone, and says for which metrics and by how much")
    func late() throws {
        var pair = StagePair(metrics: metrics.definitions(), sourceTasks: 1, mergePartitions: 1)
        let hour: Int64 = 3_600_000_000
        func event(_ type: String, _ timestamp: Int64) -> PlainEvent {
            PlainEvent(type: type, timestamp: timestamp, user: "u", session: "s", channel: "c")
        }
        try pair.take(event("view", 3 * hour))
        // Another topic is no reason to be late.
        try pair.take(event("cart", hour))
        #expect(pair.aside.isEmpty)
        // Late for five minutes and the hour, not for the day's funnel.
        try pair.take(event("view", hour))
        #expect(pair.aside.map(\.reason) == [.late])
        #expect(pair.aside.first?.details["sluice-late-metrics"] == "users,views")
        let by = 3 * hour - 60_000_000 - 1_000 - (hour + 300_000_000 - 1)
        #expect(pair.aside.first?.details["sluice-late-by-us"] == String(by))
        #expect(pair.counts.late == 1)
    }

    @Test("within the allowed lateness the full value is published again, as the next revision of a final window")
    func lateness() throws {
        var generator = SeededGenerator(seed: 1)
        var pair = StagePair(metrics: metrics.definitions(lateness: .hours(2)), sourceTasks: 1, mergePartitions: 1)
        func event(_ timestamp: Int64, _ user: String) -> PlainEvent {
            PlainEvent(type: "view", timestamp: timestamp, user: user, session: "s", channel: "c")
        }
        func record() -> AggregateRecord? {
            pair.published["users"]?.values.first { $0.window?.start == 0 }
        }
        // The other topics are at their ends and idle.
        for type in ["view", "cart", "buy"] {
            for partition in 0..<2 {
                pair.sources[0].reachedEnd(of: Source("events.\(type)", Int32(partition)), now: 0)
            }
        }
        pair.now = 2_000
        try pair.take(event(0, "a"))
        try pair.take(event(3_600_000_000, "a"))
        pair.commitSources()
        try pair.merge(using: &generator)
        let first = try #require(record())
        #expect(first.isFinal && first.count == 1)
        try pair.take(event(1, "b"))
        pair.commitSources()
        try pair.merge(using: &generator)
        let second = try #require(record())
        #expect(second.isFinal && second.count == 2 && second.revision > first.revision)
        #expect(pair.aside.isEmpty)
    }

    @Test("an event from the future does not move the watermark and is put aside")
    func future() throws {
        var pair = StagePair(metrics: metrics.definitions(), sourceTasks: 1, mergePartitions: 1)
        try pair.take(PlainEvent(type: "view", timestamp: PlainEvent.receivedAt + 1, session: "s"))
        #expect(pair.aside.map(\.reason) == [.future])
        try pair.take(PlainEvent(type: "view", timestamp: 0, session: "s"))
        #expect(pair.aside.count == 1)
    }

    @Test("what is no event is put aside, and so is an event from whose schema the type can't be read, with the reason")
    func undecodable() throws {
        var pair = StagePair(metrics: metrics.definitions(), sourceTasks: 1, mergePartitions: 1)
        let source = Source("events.view", 0)
        var output = StageOutput(changelog: source)
        let event = PlainEvent(type: "view", timestamp: 0)
        let newer = PlainEvent(type: "view", timestamp: 0, isNewer: true)
        for bytes in [
            [], [1, 2, 3], [0, 0, 0, 0, 1, 0xFF], event.framed + [0], newer.framed + [0],
            Array(newer.framed.dropLast()),
        ] as [[UInt8]] {
            let result = try bytes.withUnsafeBytes { try pair.sources[0].process(source, $0, into: &output) }
            #expect(result?.reason == .undecodable)
        }
        let tombstone = try pair.sources[0].process(source, nil, into: &output)
        #expect(tombstone?.reason == .undecodable)
        let foreign = try PlainEvent.foreign.withUnsafeBytes {
            try pair.sources[0].process(source, $0, into: &output)
        }
        #expect(foreign?.reason == .incompatible)
        #expect(foreign?.details["sluice-late-detail"]?.contains("\"timestamp\" is not written") == true)
    }

    @Test("a stage restored from its changelog and offsets goes on as the one before would have")
    func restore() throws {
        let events = PlainEvent.clickstream(count: 400, seed: 5)
        var generator = SeededGenerator(seed: 2)
        var pair = StagePair(metrics: metrics.definitions(), sourceTasks: 1, mergePartitions: 1)
        let fresh = pair
        for (index, event) in events.enumerated() {
            try pair.take(event)
            guard index % 90 == 89 else { continue }
            pair.commitSources()
            try pair.merge(using: &generator)
            // Everything in memory is lost; the changelogs and what is committed with the offsets are not.
            let notes = pair.sources[0].sources.map { KafkaOffset($0, 0, metadata: pair.sources[0].note(for: $0)) }
            pair.sources = fresh.sources
            pair.merges = fresh.merges
            for message in pair.queues[Source("changelog", 0)] ?? [] {
                try Self.restore(message) { try pair.sources[0].restore($0, $1) }
            }
            pair.sources[0].resume(notes)
            for message in pair.queues[Source("changelog", 100)] ?? [] {
                try Self.restore(message) { try pair.merges[0].restore($0, $1) }
            }
            pair.merges[0].resume([])
        }
        pair.commitSources()
        for _ in 0..<3 { try pair.merge(using: &generator) }
        for (name, values) in metrics.expected(events) { #expect(pair.values()[name] == values, "\(name)") }
        // A restored watermark still knows what is late.
        try pair.take(PlainEvent(type: "view", timestamp: 0, session: "s"))
        #expect(pair.aside.map(\.reason) == [.late])
    }

    private static func restore(
        _ message: OutgoingMessage, _ body: (StateKey, UnsafeRawBufferPointer?) throws -> Void
    ) throws {
        let key = try StateKey(stored: message.key ?? [])
        guard let value = message.value else { return try body(key, nil) }
        try value.withUnsafeBytes { try body(key, $0) }
    }

    @Test("a part that comes after its window was given up is put aside, not merged into a wrong number")
    func expired() throws {
        var generator = SeededGenerator(seed: 1)
        let day = Duration.days(1).microseconds
        var pair = StagePair(
            metrics: [Metric("views", from: View.self).window(.tumbling(.hours(1))).aggregate(.count)], sourceTasks: 1,
            mergePartitions: 1, partitions: 2)
        var update = PartialUpdate(
            source: Source("events.view", 0), window: Window(start: 0, end: 3_600_000_000), group: .all, revision: 1,
            partial: .count(1), watermark: nil)
        func send(_ message: StageMessage) {
            pair.queues[Source("sluice.partials.views", 0), default: []].append(
                OutgoingMessage(topic: "sluice.partials.views", partition: 0, key: nil, value: message.storedBytes))
        }
        send(.partial(update))
        send(
            .progress([
                SourceProgress(source: Source("events.view", 0), watermark: 40 * day, isIdle: false),
                SourceProgress(source: Source("events.view", 1), watermark: nil, isIdle: true),
            ]))
        try pair.merge(using: &generator)
        #expect(pair.published["views"]?.values.contains { $0.isFinal && $0.count == 1 } == true)
        update = PartialUpdate(
            source: Source("events.view", 1), window: update.window, group: .all, revision: 1, partial: .count(1),
            watermark: nil)
        send(.partial(update))
        try pair.merge(using: &generator)
        #expect(pair.aside.map(\.reason) == [.expired])
    }

    @Test("a wrong definition is refused with its name")
    func definitions() {
        #expect(Metric("Users", from: View.self).window(.tumbling(.hours(1))).aggregate(.count).problem != nil)
        #expect(
            Metric("users", from: [EventSource<View>]()).window(.tumbling(.hours(1))).aggregate(.count).problem != nil)
        #expect(Funnel("f", window: .tumbling(.days(1))).step(View.self).step(View.self).definition.problem != nil)
        #expect(metrics.definitions().allSatisfy { $0.problem == nil })
    }
}
