// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import ClientKafka
import ClientPostgreSQL
import SluiceRuntime

/// The manifest and the source offsets, as a writer uses them. One thread owns it.
///
/// Offsets come from here only, never from the consumer group: a file and the offset behind its rows are one transaction.
struct Manifest {
    let connection: PostgresConnection

    /// A partition that a writer has taken over.
    struct Claim: Hashable {
        let epoch: Int64
        /// Where reading goes on; nil from the log's beginning.
        let nextOffset: Int64?
    }

    /// Takes over partitions, and fences off whoever had them.
    func claim(
        _ partitions: [KafkaTopicPartition], by writer: UUID128
    ) throws -> [KafkaTopicPartition: Claim] {
        // In one order, so that two writers wait for each other and never in a circle.
        let sorted = partitions.sorted()
        let rows = try connection.query(
            """
            INSERT INTO sluice.lake_sources AS source (topic, partition, epoch, writer)
            SELECT topic, partition, nextval('sluice.lake_epochs'), $3::uuid
            FROM unnest($1::text[], $2::integer[]) AS claimed (topic, partition)
            ORDER BY topic, partition
            ON CONFLICT (topic, partition) DO UPDATE
            SET epoch = nextval('sluice.lake_epochs'), writer = excluded.writer, claimed_at = now()
            RETURNING topic, partition, epoch, next_offset
            """,
            [
                .textArray(sorted.map(\.topic)), .textArray(sorted.map { String($0.partition) }),
                .text(writer.description),
            ])
        var claims: [KafkaTopicPartition: Claim] = [:]
        for row in rows {
            let partition = KafkaTopicPartition(try row["topic"].text, try row["partition"].int32)
            claims[partition] = Claim(
                epoch: try row["epoch"].int, nextOffset: try row["next_offset"].optional?.int)
        }
        return claims
    }

    /// The next offset of a partition, and the epoch under which it may be moved.
    struct Move {
        let partition: KafkaTopicPartition
        let epoch: Int64
        let nextOffset: Int64
    }

    /// Lists the files and moves the offsets, all or nothing.
    ///
    /// - Throws: `LakeError.fenced` if another writer has taken over one of the partitions.
    func commit(_ files: [LakeFile], _ moves: [Move]) throws {
        let moves = moves.sorted { $0.partition < $1.partition }
        try connection.transaction { connection in
            let moved = try connection.query(
                """
                UPDATE sluice.lake_sources AS source SET next_offset = moved.next_offset
                FROM unnest($1::text[], $2::integer[], $3::bigint[], $4::bigint[])
                    AS moved (topic, partition, epoch, next_offset)
                WHERE source.topic = moved.topic AND source.partition = moved.partition AND source.epoch = moved.epoch
                """,
                [
                    .textArray(moves.map(\.partition.topic)), .textArray(moves.map { String($0.partition.partition) }),
                    .textArray(moves.map { String($0.epoch) }), .textArray(moves.map { String($0.nextOffset) }),
                ])
            guard moved.affectedRows == moves.count else {
                throw LakeError(
                    .fenced,
                    "another lake process has taken over \(moves.count - moved.affectedRows) of the partitions of "
                        + "\(Set(moves.map(\.partition.topic)).sorted().joined(separator: ", ")); what was not committed here "
                        + "is written there, and this process joins the group again")
            }
            try insert(files, connection)
        }
    }

    private func insert(_ files: [LakeFile], _ connection: PostgresConnection) throws {
        guard !files.isEmpty else { return }
        func column(_ value: (LakeFile) -> String) -> PostgresValue { .textArray(files.map(value)) }
        try connection.query(
            """
            INSERT INTO sluice.lake_files
                (id, event_type, date, name, rows, bytes, first_timestamp, last_timestamp, schema_id, fingerprint)
            SELECT * FROM unnest(
                $1::uuid[], $2::text[], $3::text[], $4::text[], $5::bigint[], $6::bigint[], $7::bigint[], $8::bigint[],
                $9::integer[], $10::text[])
            """,
            [
                column(\.id.description), column(\.eventType), column(\.date), column(\.name),
                column { String($0.rows) }, column { String($0.bytes) },
                column { String($0.timestamps.lowerBound.microseconds) },
                column { String($0.timestamps.upperBound.microseconds) }, column { String($0.schemaID) },
                column(\.fingerprint.hexadecimal),
            ])
        let sources = files.flatMap { file in file.sources.map { (file.id, $0) } }
        func part(_ value: (UUID128, LakeFile.Source) -> String) -> PostgresValue { .textArray(sources.map(value)) }
        try connection.query(
            """
            INSERT INTO sluice.lake_file_sources (file_id, topic, partition, first_offset, last_offset, rows)
            SELECT * FROM unnest($1::uuid[], $2::text[], $3::integer[], $4::bigint[], $5::bigint[], $6::bigint[])
            """,
            [
                part { id, _ in id.description }, part { $1.partition.topic }, part { String($1.partition.partition) },
                part { String($1.offsets.lowerBound) }, part { String($1.offsets.upperBound) },
                part { String($1.rows) },
            ])
    }

    /// The paths of the files that are listed, by their names.
    func paths(ofFilesNamed names: [String]) throws -> [String: String] {
        var paths: [String: String] = [:]
        let rows = try connection.query(
            "SELECT name, path FROM sluice.lake_files WHERE name = ANY($1::text[])", [.textArray(names)])
        for row in rows { paths[try row["name"].text] = try row["path"].text }
        return paths
    }
}
