// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

internal import ClientKafka
internal import ClientTelemetry
import Synchronization

/// A topic that events go to: its partitions, and how far each log has come as far as this process has seen.
final class IngestTopic: Sendable {
    let name: String
    let partitions: Int32
    private let logEnds: Mutex<[Int32: Int64]>

    init(name: String, partitions: Int32) {
        self.name = name
        self.partitions = partitions
        logEnds = Mutex([:])
    }

    /// An offset that the next event's is not below; nil if nothing is known of the partition yet.
    func logEnd(_ partition: Int32) -> Int64? { logEnds.withLock { $0[partition] } }

    /// The log is known to reach up to, and not including, this offset.
    func note(_ partition: Int32, logEnd: Int64) {
        logEnds.withLock { $0[partition] = max($0[partition] ?? 0, logEnd) }
    }
}

/// The topics in use, made at Kafka when an event type is first used. Calls may block on Kafka.
final class TopicCatalog: Sendable {
    private let admin: KafkaAdmin
    private let settings: IngestConfiguration.Topics
    private let topics = Mutex<[String: IngestTopic]>([:])
    private let log = Log("ingest")

    private static let timeoutMs: Int32 = 5_000

    init(admin: KafkaAdmin, settings: IngestConfiguration.Topics) {
        self.admin = admin
        self.settings = settings
    }

    func topic(_ name: String) throws(KafkaError) -> IngestTopic {
        if let known = topics.withLock({ $0[name] }) { return known }
        let existing = try admin.partitions(of: name, timeoutMs: Self.timeoutMs)
        let partitions = if let existing { existing } else { try create(name) }
        return topics.withLock { topics in
            // One object a topic, whoever was first: the ends of its logs are noted there.
            if let known = topics[name] { return known }
            let made = IngestTopic(name: name, partitions: partitions)
            topics[name] = made
            return made
        }
    }

    /// The offset from which an event that is published now would have to be looked for.
    func logEnd(_ topic: IngestTopic, _ partition: Int32) -> Int64 {
        if let known = topic.logEnd(partition) { return known }
        do {
            let ends = try admin.watermarks(of: .init(topic.name, partition), timeoutMs: Self.timeoutMs)
            topic.note(partition, logEnd: ends.high)
            return ends.high
        } catch {
            // The beginning is never wrong, only slow if it comes to a search; and publishing is likely to fail too.
            log.warning("the end of a log is unknown", ["topic": topic.name, "error": error.description])
            return 0
        }
    }

    private func create(_ name: String) throws(KafkaError) -> Int32 {
        let specification = KafkaTopicSpecification(
            name, partitions: settings.partitions, replicationFactor: settings.replicationFactor,
            settings: [
                "retention.ms": String(settings.retentionMs), "min.insync.replicas": String(settings.minInSyncReplicas),
            ])
        _ = try admin.ensure([specification], timeoutMs: 3 * Self.timeoutMs)
        log.info("topic made", ["topic": name, "partitions": "\(settings.partitions)"])
        return try admin.partitions(of: name, timeoutMs: Self.timeoutMs) ?? settings.partitions
    }
}
