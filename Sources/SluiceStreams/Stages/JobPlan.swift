// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import ClientKafka

/// What every task of a job has to know: its metrics, its topics, its rules of time.
struct JobPlan: Sendable {
    let job: String
    let metrics: [MetricDefinition]
    /// Partitions of each partials, steps and aggregates topic, and the number of tasks that merge.
    let mergePartitions: Int32
    /// How far records of a partition may be out of order, in microseconds.
    let outOfOrderness: Int64
    /// How far an event's time may lie after its receipt, in microseconds.
    let futureSkew: Int64
    /// Milliseconds at a partition's end until it is idle.
    let idleTimeoutMs: Int64
    /// For how long, in microseconds of event time after its end, a window is kept for corrections where parts are merged.
    let stateRetention: Int64

    static let lateTopic = "sluice.late"

    /// Which task is whose, by membership in the group that reads this topic: it has a partition a task, and in each only
    /// the number of the task's life.
    var tasksTopic: String { "sluice.tasks.\(job)" }
    var changelogTopic: String { "sluice.changelog.\(job)" }

    static func partialsTopic(_ metric: String) -> String { "sluice.partials.\(metric)" }
    /// Where a funnel's events are brought together by session.
    static func stepsTopic(_ metric: String) -> String { "sluice.partials.\(metric).steps" }
    static func aggregatesTopic(_ metric: String) -> String { "sluice.aggregates.\(metric)" }

    /// The topics of all metrics, sorted.
    var sourceTopics: [String] { Set(metrics.flatMap(\.sourceTopics)).sorted() }

    /// The partition that owns a group.
    func partition(of group: Group) -> Int32 {
        KafkaPartitioner.partition(Array(group.json.utf8), count: mergePartitions)
    }

    /// The partition that owns a session.
    func partition(ofSession session: String) -> Int32 {
        KafkaPartitioner.partition(Array(session.utf8), count: mergePartitions)
    }
}
