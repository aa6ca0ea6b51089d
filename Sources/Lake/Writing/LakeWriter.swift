// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import ClientKafka
import ClientPostgreSQL
import ClientTelemetry
import SluiceRuntime

/// Writes records to files and commits them: the lake's part between Kafka and disk. One thread owns it.
///
/// A commit is: files finished and on disk → one transaction lists them and moves the offsets → files moved to their
/// places. Dying between any two of these steps loses and doubles nothing, because the next writer reads from the offsets
/// and `LakeFolder.sweep` finishes or deletes the files. After an error the writer is of no more use.
final class LakeWriter {
    private let folder: WriterFolder
    private let manifest: Manifest
    private let rotation: LakeConfiguration.Rotation
    private let version: String
    private let check: WriterSchemaCheck
    private let health: LakeHealth
    private let crash: LakeCrashHook?
    private let id: UUID128

    private var units: [String: TopicUnit]
    private var claims: [KafkaTopicPartition: Manifest.Claim] = [:]
    private var openFiles = 0
    private var uses: UInt64 = 0
    private var bufferedBytes = 0
    private var log: Log { Log("lake") }

    init(
        id: UUID128, folder: WriterFolder, manifest: Manifest, kinds: [EventKind],
        rotation: LakeConfiguration.Rotation, version: String, check: WriterSchemaCheck, health: LakeHealth,
        crash: LakeCrashHook?
    ) {
        self.id = id
        self.folder = folder
        self.manifest = manifest
        self.rotation = rotation
        self.version = version
        self.check = check
        self.health = health
        self.crash = crash
        units = Dictionary(kinds.map { ($0.topic, TopicUnit($0)) }) { first, _ in first }
    }

    /// Takes over partitions.
    ///
    /// - Returns: where to read them from.
    func claim(_ partitions: [KafkaTopicPartition]) throws -> [KafkaOffset] {
        let claimed = try manifest.claim(partitions, by: id)
        claims.merge(claimed) { _, new in new }
        return claimed.map { partition, claim in
            KafkaOffset(partition, claim.nextOffset.map { .offset($0) } ?? .beginning)
        }
    }

    /// Commits everything and gives the partitions away.
    func release() throws {
        try commit { _ in true }
        claims = [:]
    }

    /// Appends a record; it is committed later.
    ///
    /// A record that is no event of its topic is counted, logged and left out: it can't have come through ingest, and must
    /// not hold up those that have.
    /// - Throws: `LakeError.schema` if the event was written with another schema than the generated type's.
    func append(
        _ partition: KafkaTopicPartition, offset: Int64, value: UnsafeRawBufferPointer?, at now: ContinuousClock.Instant
    ) throws {
        guard let unit = units[partition.topic], claims[partition] != nil,
            unit.isNew(partition: partition.partition, offset: offset)
        else { return }
        do {
            try append(unit, partition, offset, value)
        } catch let error as CodecError {
            health.undecodable.add()
            log.error(
                "left out a record that is no event of its topic: \(error)",
                ["partition": partition.description, "offset": "\(offset)"])
        }
        unit.advance(partition: partition.partition, past: offset, at: now)
        try crash?(.afterAppend)
        if bufferedBytes > rotation.bufferedBytes { try writeLargestRowGroup() }
        if openFiles > rotation.openFiles { try commitLeastRecentlyUsed() }
    }

    private func append(
        _ unit: TopicUnit, _ partition: KafkaTopicPartition, _ offset: Int64, _ value: UnsafeRawBufferPointer?
    ) throws {
        guard let value else { throw CodecError(path: "the value", offset: 0, reason: .truncated(needed: 1)) }
        let (schemaID, payload) = try RegistryFraming.parse(value)
        guard try check.isReadable(id: schemaID, by: unit.kind) else {
            throw CodecError(path: "schema \(schemaID)", offset: 1, reason: .notFramed(firstByte: 0))
        }
        var reader = AvroReader(payload)
        let timestamp = try unit.kind.timestamp(&reader)
        let key = TopicUnit.Key(date: timestamp.utcDate, schemaID: schemaID)
        let (file, isNew) = unit.file(key) {
            EventFile(
                unit.kind, date: key.date, schemaID: schemaID, first: partition, offset: offset, timestamp: timestamp,
                in: folder)
        }
        do {
            try file.append(payload, timestamp, partition: partition.partition, offset: offset)
        } catch {
            if isNew { unit.drop(key) }
            throw error
        }
        if isNew { openFiles += 1 }
        uses += 1
        file.lastUse = uses
        bufferedBytes += payload.count
        if file.bufferedBytes >= rotation.rowGroupBytes { try writeRowGroup(file) }
    }

    private func writeRowGroup(_ file: EventFile) throws {
        bufferedBytes -= file.bufferedBytes
        try file.writeRowGroup()
    }

    private func writeLargestRowGroup() throws {
        let files = units.values.flatMap(\.files.values)
        if let largest = files.max(by: { $0.bufferedBytes < $1.bufferedBytes }) { try writeRowGroup(largest) }
    }

    /// Finishes the files of the event type that was used longest ago.
    private func commitLeastRecentlyUsed() throws {
        let last = units.filter { !$0.value.files.isEmpty }.min { a, b in
            let uses = [a, b].map { $0.value.files.values.map(\.lastUse).max() ?? 0 }
            return uses[0] < uses[1]
        }
        if let topic = last?.key { try commit { $0.kind.topic == topic } }
    }

    /// Commits what is old or large enough.
    func commitWhatIsDue(at now: ContinuousClock.Instant) throws {
        try commit { $0.isDue(rotation, at: now) }
    }

    private func commit(_ isWanted: (TopicUnit) -> Bool) throws {
        let wanted = units.values.filter { !$0.isEmpty && isWanted($0) }.sorted { $0.kind.topic < $1.kind.topic }
        guard !wanted.isEmpty else { return }
        var files: [LakeFile] = []
        for unit in wanted {
            for file in unit.files.values {
                bufferedBytes -= file.bufferedBytes
                files.append(try file.finish(version: version))
                try crash?(.afterFile)
            }
        }
        try folder.sync(files.map(\.name))
        try crash?(.beforeTransaction)
        try manifest.commit(files, try wanted.flatMap(moves))
        try crash?(.afterTransaction)
        for file in files {
            try folder.publish(file.name, as: file.path)
            try crash?(.afterRename)
        }
        openFiles -= files.count
        for unit in wanted { unit.clear() }
        health.committed(files)
        log.debug("committed", ["files": "\(files.count)", "event_types": "\(wanted.count)"])
    }

    private func moves(of unit: TopicUnit) throws -> [Manifest.Move] {
        try unit.positions.map { number, next in
            let partition = KafkaTopicPartition(unit.kind.topic, number)
            guard let claim = claims[partition] else {
                throw LakeError(.fenced, "\(partition) was given away with rows that are not committed")
            }
            return Manifest.Move(partition: partition, epoch: claim.epoch, nextOffset: next)
        }
    }
}
