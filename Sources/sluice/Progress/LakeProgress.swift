// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import ClientKafka
import Lake

/// How far the lake has come, by its books.
struct LakeProgress {
    let kafka: KafkaConfiguration
    let database: String
    let eventTopics: [String]

    /// The partitions with events that are in no file yet.
    func backlog() throws -> Backlog {
        let known = try KafkaAdmin(kafka).topics(timeoutMs: 10_000)
        let partitions = eventTopics.flatMap { topic in
            (0..<(known[topic] ?? 0)).map { KafkaTopicPartition(topic, $0) }
        }
        var offsets: [KafkaTopicPartition: Int64] = [:]
        for progress in try LakeCatalog(databaseURL: database).progress() {
            offsets[progress.partition] = progress.nextOffset
        }
        return try LogEnds(kafka: kafka).backlog(partitions, offsets: offsets)
    }
}
