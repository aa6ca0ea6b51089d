// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import ClientKafka
import ClientRedis

/// How far the streams of a job have come: from events over partial aggregates to what Redis shows.
struct StreamsProgress {
    let kafka: KafkaConfiguration
    let redis: String
    /// The job's id, which is its consumer group too.
    let job: String
    let eventTopics: [String]
    let metrics: [String]

    /// What has to be read, in the order in which the stages feed each other.
    enum Step: CaseIterable {
        case events, partials, aggregates
    }

    /// What a stage has not read. If a step is done after the one before it was, all that the
    /// events amount to has passed it.
    func backlog(_ step: Step) throws -> Backlog {
        let known = try KafkaAdmin(kafka).topics(timeoutMs: 10_000)
        let partitions = topics(step).flatMap { topic in
            (0..<(known[topic] ?? 0)).map { KafkaTopicPartition(topic, $0) }
        }
        let offsets = step == .aggregates ? try projected(partitions) : try committed(partitions)
        return try LogEnds(kafka: kafka).backlog(partitions, offsets: offsets)
    }

    private func topics(_ step: Step) -> [String] {
        switch step {
        case .events: eventTopics
        case .partials: metrics.flatMap { ["sluice.partials.\($0)", "sluice.partials.\($0).steps"] }
        case .aggregates: metrics.map { "sluice.aggregates.\($0)" }
        }
    }

    private func committed(_ partitions: [KafkaTopicPartition]) throws -> [KafkaTopicPartition: Int64] {
        let offsets = try KafkaConsumer(kafka, group: job).committed(partitions, timeoutMs: 10_000)
        var known: [KafkaTopicPartition: Int64] = [:]
        for offset in offsets {
            if case .offset(let number) = offset.position { known[offset.partition] = number }
        }
        return known
    }

    /// The projector keeps its offsets beside what it has projected.
    private func projected(_ partitions: [KafkaTopicPartition]) throws -> [KafkaTopicPartition: Int64] {
        guard !partitions.isEmpty else { return [:] }
        let words = ["HMGET", "sluice:projector:\(job)"] + partitions.map { "\($0.topic)/\($0.partition)" }
        let replies = try RedisClient(url: redis).pipeline([words.map { .text($0) }])
        var known: [KafkaTopicPartition: Int64] = [:]
        for (partition, value) in zip(partitions, try replies.first?.checked().array ?? []) {
            if let number = value.integer { known[partition] = number }
        }
        return known
    }
}
