// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import Testing

/// All that came out of a pipeline, read by programs that know nothing of Sluice.
struct PipelineState: Equatable, Sendable {
    let topics: [String: Clickstream.TopicReading]
    let fiveMinutes: Clickstream.MetricValues<Int>
    let days: Clickstream.MetricValues<Int>
    let funnel: Clickstream.MetricValues<[String: Int]>
    let lake: Clickstream.LakeCounts

    init(of pipeline: Pipeline, truth: Clickstream.Truth) throws {
        topics = try Clickstream.topics(pipeline, eventTypes: truth.rows_by_type.keys.sorted())
        fiveMinutes = try Clickstream.metric(pipeline, "active_users_5m")
        days = try Clickstream.metric(pipeline, "active_users_day")
        funnel = try Clickstream.metric(pipeline, "funnel")
        lake = try Clickstream.lakeCounts(pipeline.lake)
    }

    /// Every event is in its topic once, and both readers decode it by the schema from the registry.
    func expectTopics(_ truth: Clickstream.Truth) {
        for (eventType, rows) in truth.rows_by_type {
            let expected = Clickstream.TopicReading(
                confluent: rows, distinct_ids: rows, event_types: [eventType], clickhouse: rows,
                clickhouse_distinct_ids: rows)
            #expect(topics["events.\(eventType)"] == expected)
        }
    }

    /// Every event is in the lake once, by all three readers.
    func expectLake(_ truth: Clickstream.Truth) {
        #expect(lake.pyarrow == truth.rows_by_type)
        #expect(lake.duckdb == truth.rows_by_type)
        #expect(lake.clickhouse == truth.rows_by_type)
        #expect(lake.distinct_ids == truth.events)
    }

    /// Every window and the funnel are as counted by plain Python, in Kafka and in Redis.
    func expectMetrics(_ truth: Clickstream.Truth) {
        #expect(Self.differences(fiveMinutes.kafka, truth.active_users_5m) == [])
        #expect(Self.differences(fiveMinutes.redis, truth.active_users_5m) == [])
        #expect(Self.differences(days.kafka, truth.active_users_day) == [])
        #expect(Self.differences(days.redis, truth.active_users_day) == [])
        #expect(Self.total(funnel.kafka) == truth.funnel)
        #expect(Self.total(funnel.redis) == truth.funnel)
    }

    /// The first few windows that differ: ten thousand in a message help nobody.
    private static func differences(_ found: Clickstream.Counts, _ expected: Clickstream.Counts) -> [String] {
        let starts = Set(found.keys).union(expected.keys).sorted().filter { found[$0] != expected[$0] }
        return starts.prefix(5).map { "\($0): \(found[$0] ?? [:]), not \(expected[$0] ?? [:])" }
            + (starts.count > 5 ? ["and \(starts.count - 5) more windows"] : [])
    }

    /// Sessions that reached each step, over all windows: a session counts in one.
    private static func total(_ windows: [String: [String: [String: Int]]]) -> [String: Int] {
        var total: [String: Int] = [:]
        for steps in windows.values.flatMap(\.values) { total.merge(steps, uniquingKeysWith: +) }
        return total
    }
}
