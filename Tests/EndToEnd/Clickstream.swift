// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import Foundation
import TestKit

/// The sample clickstream, counted by plain Python, and what independent readers find of it in the pipeline.
enum Clickstream {
    static let file = ProjectRoot.path + "/.deps/clickstream/ecom.csv.gz"
    static let oracles = "Tests/EndToEnd/Oracles/"

    /// By window start in seconds since 1970, then by group.
    typealias Counts = [String: [String: Int]]

    struct Truth: Decodable, Sendable {
        let events: Int
        let rows_by_type: [String: Int]
        let active_users_5m: Counts
        let active_users_day: Counts
        let funnel: [String: Int]
    }

    static func truth() throws -> Truth { try decode(PythonOracle.run(file: oracles + "clickstream_truth.py", [file])) }

    struct LakeCounts: Decodable, Equatable, Sendable {
        let files: Int
        let pyarrow: [String: Int]
        let duckdb: [String: Int]
        let clickhouse: [String: Int]
        let distinct_ids: Int
    }

    static func lakeCounts(_ folder: String) throws -> LakeCounts {
        try decode(PythonOracle.run(file: oracles + "lake_counts.py", [folder]))
    }

    struct TopicReading: Decodable, Equatable, Sendable {
        let confluent: Int
        let distinct_ids: Int
        let event_types: [String]
        let clickhouse: Int
        let clickhouse_distinct_ids: Int
    }

    /// The event topics as the Python Confluent deserializer and ClickHouse's AvroConfluent format read them.
    static func topics(_ pipeline: Pipeline, eventTypes: [String]) throws -> [String: TopicReading] {
        try decode(
            PythonOracle.run(
                file: oracles + "independent_readers.py",
                [pipeline.bootstrap, pipeline.registry] + eventTypes.map { "events.\($0)" }))
    }

    struct LateEvents: Decodable, Equatable, Sendable {
        let messages: Int
        let distinct_sources: Int
        let without_reason: Int
    }

    /// What streams have put aside.
    static func lateEvents(_ pipeline: Pipeline) throws -> LateEvents {
        try decode(PythonOracle.run(file: oracles + "late_events.py", [pipeline.bootstrap]))
    }

    struct MetricValues<Value: Decodable & Equatable & Sendable>: Decodable, Equatable, Sendable {
        let kafka: [String: [String: Value]]
        let redis: [String: [String: Value]]
    }

    /// A metric's windows, from its Kafka topic and from Redis.
    static func metric<Value>(_ pipeline: Pipeline, _ name: String) throws -> MetricValues<Value> {
        let output = try PythonOracle.run(
            file: oracles + "metric_values.py",
            [pipeline.bootstrap, pipeline.registry, "\(pipeline.ports["redis"] ?? 0)", name])
        let values: [String: MetricValues<Value>] = try decode(output)
        guard let metric = values[name] else { throw TestKitError("metric_values.py printed nothing of \(name)") }
        return metric
    }

    static func decode<T: Decodable>(_ text: String) throws -> T {
        try JSONDecoder().decode(T.self, from: Data(text.utf8))
    }
}
