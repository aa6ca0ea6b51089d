// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import ClientKafka
import ClientPostgreSQL
import ClientRegistry
import ClientTelemetry
import SluiceRuntime
import Synchronization

/// Reads and writes from one start to the next failure: after it nothing of this session is used again.
struct LakeSession: Sendable {
    let configuration: LakeConfiguration
    let kinds: [EventKind]
    let schemas: EventSchemas
    let health: LakeHealth
    let crash: LakeCrashHook?
    let isStopping: @Sendable () -> Bool

    private var log: Log { Log("lake") }

    /// Runs until it is to stop; then everything that was read is committed.
    func run() throws {
        let manifest = Manifest(connection: try PostgresConnection(url: configuration.databaseURL))
        let lake = try LakeFolder(path: configuration.folder)
        try lake.sweep(manifest)
        let id = UUID128.random()
        let folder = try lake.makeWriterFolder(id)
        let writer = LakeWriter(
            id: id, folder: folder, manifest: manifest, kinds: kinds, rotation: configuration.rotation,
            version: configuration.version, schemas: schemas, health: health, crash: crash)
        let consumer = try makeConsumer()
        defer { consumer.close() }
        try consumer.subscribe(kinds.map(\.topic))
        health.wait(for: waitingForGroup)
        do {
            var unread: Set<KafkaTopicPartition> = []
            while !isStopping() {
                try read(consumer, into: writer, &unread)
                try writer.commitWhatIsDue(at: .now)
            }
            try writer.release()
        } catch {
            // Leaving the group takes its time.
            health.failed("\(error)")
            throw error
        }
        try folder.remove()
    }

    private var waitingForGroup: String {
        "waiting for the group '\(configuration.group)' to share out the partitions"
    }

    private func makeConsumer() throws -> KafkaConsumer {
        var kafka = configuration.kafka.with([
            // Short, so that the partitions of a process that was killed are soon taken over.
            "session.timeout.ms": "6000", "heartbeat.interval.ms": "1000",
            "partition.assignment.strategy": "roundrobin",
            // A topic that is made later is soon seen.
            "topic.metadata.refresh.interval.ms": "5000",
        ])
        if let instance = configuration.instance {
            kafka = kafka.with(["group.instance.id": "\(configuration.group)-\(instance)"])
        }
        return try KafkaConsumer(kafka, group: configuration.group, reset: .error, reportsEnds: true)
    }

    /// - Parameter unread: partitions that were not yet read to their ends.
    private func read(
        _ consumer: KafkaConsumer, into writer: LakeWriter, _ unread: inout Set<KafkaTopicPartition>
    ) throws {
        let now = ContinuousClock.now
        let event = try consumer.poll(timeoutMs: 100, maximum: 10_000) { record in
            try writer.append(
                KafkaTopicPartition(record.topic, record.partition), offset: record.offset, value: record.value, at: now
            )
        }
        switch event {
        case .assigned(let partitions):
            try consumer.assign(try writer.claim(partitions))
            health.wait(for: nil)
            unread = Set(partitions)
            if unread.isEmpty { health.recovered() }
            log.info("reading", ["partitions": "\(partitions.count)"])
        case .revoked(_, let isLost):
            // Partitions that are lost are written by others: what is not committed here is theirs.
            guard !isLost else { throw LakeError(.fenced, "the group has given this process's partitions to others") }
            try writer.release()
            try consumer.unassign()
            health.wait(for: waitingForGroup)
        case .failed(let error) where error.kind == .offsetOutOfRange:
            throw LakeError(
                .dependency,
                "Kafka's log does not have the offset up to which the lake has read: \(error). Events were lost or deleted there; "
                    + "delete the partition's row in sluice.lake_sources to go on with what the log has")
        case .failed(let error) where error.kind == .fatal: throw error
        case .failed(let error): log.debug("\(error)")
        case .endOfPartition(let partition, _):
            if unread.remove(partition) != nil, unread.isEmpty { health.recovered() }
        case nil: break
        }
    }
}
