// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import ClientKafka
import SluiceRuntime

/// What must be there before a job's tasks can run: topics, partition counts, registered schemas.
struct JobPreparation {
    /// The partitions of each event topic.
    let eventPartitions: [String: Int32]
    /// The schema ids of the aggregates, by metric.
    let schemaIDs: [String: Int32]
    let latePartitions: Int32

    /// Makes the job's own topics and registers its schemas. Doing it twice changes nothing.
    ///
    /// - Throws: `StreamsError` if an event topic does not exist, or a topic of the job has other partitions than it
    ///   should; whatever Kafka or the registry throws.
    init(_ context: JobContext, replicationFactor: Int32, register: (String, String) throws -> Int32) throws {
        let admin = try KafkaAdmin(context.kafka)
        let known = try admin.topics(timeoutMs: 10_000)
        var events: [String: Int32] = [:]
        var missing: [String] = []
        for topic in context.plan.sourceTopics {
            if let count = known[topic] { events[topic] = count } else { missing.append(topic) }
        }
        guard missing.isEmpty else {
            throw StreamsError(
                .dependency,
                "waiting for the topics \(missing.joined(separator: ", ")), which don't exist; they are made when an event "
                    + "type is registered, and by 'sluice topics ensure'")
        }
        eventPartitions = events

        let wanted = Self.topics(context, replicationFactor: replicationFactor)
        let outcomes = try admin.ensure(wanted, timeoutMs: 30_000)
        for topic in wanted where topic.name != JobPlan.lateTopic {
            guard case .existed(let count) = outcomes[topic.name], count != topic.partitions else { continue }
            throw StreamsError(
                .configuration,
                "the topic '\(topic.name)' has \(count) partitions, expected \(topic.partitions): the numbers of tasks and of "
                    + "merge partitions of the job '\(context.plan.job)' can't change; use the numbers it was started with, or "
                    + "another job id")
        }
        latePartitions =
            if case .existed(let count) = outcomes[JobPlan.lateTopic] { count } else { context.plan.mergePartitions }
        var ids: [String: Int32] = [:]
        for metric in context.plan.metrics {
            ids[metric.name] = try register("\(JobPlan.aggregatesTopic(metric.name))-value", AggregateRecord.schema)
        }
        schemaIDs = ids
    }

    private static func topics(_ context: JobContext, replicationFactor: Int32) -> [KafkaTopicSpecification] {
        let plan = context.plan
        let week = ["retention.ms": "604800000"]
        let compacted = ["cleanup.policy": "compact", "retention.ms": "-1"]
        func topic(_ name: String, _ partitions: Int32, _ settings: [String: String]) -> KafkaTopicSpecification {
            KafkaTopicSpecification(
                name, partitions: partitions, replicationFactor: replicationFactor, settings: settings)
        }
        var topics = [
            topic(plan.tasksTopic, context.sourceTasks + 2 * plan.mergePartitions, compacted),
            topic(plan.changelogTopic, context.sourceTasks + plan.mergePartitions, compacted),
            topic(JobPlan.lateTopic, plan.mergePartitions, week),
        ]
        for metric in plan.metrics {
            topics.append(topic(JobPlan.partialsTopic(metric.name), plan.mergePartitions, week))
            topics.append(topic(JobPlan.aggregatesTopic(metric.name), plan.mergePartitions, compacted))
            if metric.isFunnel { topics.append(topic(JobPlan.stepsTopic(metric.name), plan.mergePartitions, week)) }
        }
        return topics
    }
}
