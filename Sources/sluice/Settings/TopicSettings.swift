// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import ClientKafka

/// How the topics of events are made. Topics that exist are left as they are.
struct TopicSettings: Sendable {
    static let partitions = Option<PositiveCount>(
        "partitions", "N", environment: "SLUICE_TOPIC_PARTITIONS", default: PositiveCount(32), defaultText: "32",
        help: "Partitions of a new topic: the most processes of a consumer group that share its work.")
    static let replication = Option<PositiveCount>(
        "replication", "N", environment: "SLUICE_TOPIC_REPLICATION", default: PositiveCount(3), defaultText: "3",
        help: "Copies of each partition; all but one must have an event before it counts as accepted.")
    static let retention = Option<PositiveCount>(
        "retention-days", "DAYS", environment: "SLUICE_TOPIC_RETENTION_DAYS", default: PositiveCount(7),
        defaultText: "7", help: "How long a new topic keeps events.")

    static let options: [any OptionDeclaration] = [Settings.kafka, partitions, replication, retention]

    let partitions: Int
    let replication: Int
    let retentionDays: Int

    init(_ arguments: Arguments) throws(UsageError) {
        partitions = try arguments.value(Self.partitions).value
        replication = try arguments.value(Self.replication).value
        retentionDays = try arguments.value(Self.retention).value
    }

    /// So many copies must have an event before it counts as accepted.
    var minInSyncReplicas: Int { max(1, replication - 1) }

    /// A topic of that name by these settings.
    func specification(_ name: String) -> KafkaTopicSpecification {
        KafkaTopicSpecification(
            name, partitions: Int32(clamping: partitions), replicationFactor: Int32(clamping: replication),
            settings: [
                "retention.ms": "\(retentionDays * 86_400_000)",
                "min.insync.replicas": "\(minInSyncReplicas)",
            ])
    }
}
