// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

internal import ClientKafka
internal import ClientTelemetry
import Synchronization

/// A topic that events go to: its partitions, and how far each log has come as far as this process has seen.
final class IngestTopic: Sendable {
    let name: String
    let partitions: Int32
    private let logEnds: Mutex<[Int64]>

    /// - Parameter logEnds: of each partition, at least 0.
    init(name: String, logEnds: [Int64]) {
        self.name = name
        partitions = Int32(clamping: logEnds.count)
        self.logEnds = Mutex(logEnds)
    }

    /// An offset that the next event's is not below.
    func logEnd(_ partition: Int32) -> Int64 {
        logEnds.withLock { $0.indices.contains(Int(partition)) ? $0[Int(partition)] : 0 }
    }

    /// The log is known to reach up to, and not including, this offset.
    func note(_ partition: Int32, logEnd: Int64) {
        logEnds.withLock { ends in
            guard ends.indices.contains(Int(partition)) else { return }
            ends[Int(partition)] = max(ends[Int(partition)], logEnd)
        }
    }
}

/// The topics in use, made at Kafka when an event type is first used.
///
/// A topic that is not known yet is asked for, which may block for some seconds. After a failure Kafka is left alone for
/// a second, so that an outage does not hold up every request.
final class TopicCatalog: Sendable {
    private struct State {
        var topics: [String: IngestTopic] = [:]
        var failure: KafkaError?
        var retryAt = -Double.infinity
    }

    private let admin: KafkaAdmin
    private let settings: IngestConfiguration.Topics
    private let now: @Sendable () -> Double
    private let state = Mutex(State())
    private let log = Log("ingest")

    private static let timeoutMs: Int32 = 5_000
    private static let backoffSeconds = 1.0

    /// - Parameter now: seconds on a clock that only goes forward.
    init(admin: KafkaAdmin, settings: IngestConfiguration.Topics, now: @escaping @Sendable () -> Double) {
        self.admin = admin
        self.settings = settings
        self.now = now
    }

    func topic(_ name: String) throws(KafkaError) -> IngestTopic {
        let (known, failure) = state.withLock { state in
            (state.topics[name], now() < state.retryAt ? state.failure : nil)
        }
        if let known { return known }
        if let failure { throw failure }
        do {
            return keep(try ask(name))
        } catch {
            state.withLock { state in
                state.failure = error
                state.retryAt = now() + Self.backoffSeconds
            }
            log.warning("a topic can't be used", ["topic": name, "error": error.description])
            throw error
        }
    }

    /// One object a topic, whoever was first: the ends of its logs are noted there.
    private func keep(_ topic: IngestTopic) -> IngestTopic {
        state.withLock { state in
            if let known = state.topics[topic.name] { return known }
            state.topics[topic.name] = topic
            return topic
        }
    }

    private func ask(_ name: String) throws(KafkaError) -> IngestTopic {
        let existing = try admin.partitions(of: name, timeoutMs: Self.timeoutMs)
        let count = if let existing { existing } else { try create(name) }
        let partitions = (0..<max(1, count)).map { KafkaTopicPartition(name, $0) }
        var ends = Array(repeating: Int64(0), count: partitions.count)
        for end in try admin.logEnds(of: partitions, timeoutMs: Self.timeoutMs) {
            let partition = Int(end.partition.partition)
            if case .offset(let offset) = end.position, ends.indices.contains(partition) { ends[partition] = offset }
        }
        return IngestTopic(name: name, logEnds: ends)
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
