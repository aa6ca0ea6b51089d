// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import ClientKafka
import ClientPostgreSQL
import ClientRegistry
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
    private let schemas: EventSchemas
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
        rotation: LakeConfiguration.Rotation, version: String, schemas: EventSchemas, health: LakeHealth,
        crash: LakeCrashHook?
    ) {
        self.id = id
        self.folder = folder
        self.manifest = manifest
        self.rotation = rotation
        self.version = version
        self.schemas = schemas
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
    /// - Throws: `LakeError.schema` if the event is of a schema that the generated type can't be read from.
    func append(
        _ partition: KafkaTopicPartition, offset: Int64, value: UnsafeRawBufferPointer?, at now: ContinuousClock.Instant
    ) throws {
        guard let unit = units[partition.topic], claims[partition] != nil,
            unit.isNew(partition: partition.partition, offset: offset)
        else { return }
        do {
            try append(unit, partition, offset, value)
        } catch {
            guard let error = NoEvent(error) else { throw error }
            health.undecodable.add()
            log.error(
                "left out a record that is no event of its topic: \(error.description)",
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
        guard let value else { throw NoEvent(description: "it has no value") }
        let (id, payload) = try RegistryFraming.parse(value)
        let reading: EventSchemas.Reading
        do {
            reading = try schemas.reading(id: id, schema: unit.kind.schema, fingerprint: unit.kind.fingerprint)
        } catch {
            throw LakeError(.dependency, "could not fetch the schema \(id) of \(partition.topic): \(error)")
        }
        switch reading {
        case .unknown: throw NoEvent(description: "the registry does not know the schema \(id)")
        case .incompatible(let why): throw Self.unreadable(id, partition, offset, why)
        case .readable(nil, let fingerprint):
            try append(unit, WriterSchema(id: id, fingerprint: fingerprint), partition, offset, payload)
        case .readable(let converter?, let fingerprint):
            let converted: [UInt8]
            do {
                converted = try converter.convert(payload)
            } catch {
                guard error.reason == .incompatible else { throw error }
                throw Self.unreadable(id, partition, offset, error.description)
            }
            let schema = WriterSchema(id: id, fingerprint: fingerprint)
            try converted.withUnsafeBytes { try append(unit, schema, partition, offset, $0) }
        }
    }

    private static func unreadable(
        _ id: Int32, _ partition: KafkaTopicPartition, _ offset: Int64, _ why: String
    ) -> LakeError {
        LakeError(
            .schema,
            "the event at \(partition) offset \(offset) was written with schema \(id), from which this build's type can't be "
                + "read: \(why); generate the types again with 'sluice codegen' from the registered schema, build and start "
                + "this service again. Nothing is lost: the lake waits in front of that event")
    }

    /// Appends an event that is in the schema of its type.
    private func append(
        _ unit: TopicUnit, _ schema: WriterSchema, _ partition: KafkaTopicPartition, _ offset: Int64,
        _ payload: UnsafeRawBufferPointer
    ) throws {
        var reader = AvroReader(payload)
        let timestamp = try unit.kind.timestamp(&reader)
        let key = TopicUnit.Key(date: timestamp.utcDate, schema: schema)
        let (file, isNew) = unit.file(key) {
            EventFile(
                unit.kind, date: key.date, schema: schema, first: partition, offset: offset, timestamp: timestamp,
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

/// A record that is no event of its topic.
private struct NoEvent: Error {
    let description: String

    init(description: String) { self.description = description }

    /// Nil if something else has failed.
    init?(_ error: any Error) {
        switch error {
        case let error as NoEvent: self = error
        case let error as CodecError: description = error.description
        case let error as EventConversionError: description = error.description
        default: return nil
        }
    }
}
