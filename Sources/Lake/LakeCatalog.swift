// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

public import ClientKafka
import ClientPostgreSQL
import Foundation
import SluiceRuntime

/// What is in the lake, by the manifest: for the command line, and for engines that read by list.
public struct LakeCatalog: Sendable {
    private let pool: PostgresPool

    /// - Parameter databaseURL: PostgreSQL's.
    public init(databaseURL: String) { pool = PostgresPool(url: databaseURL, size: 1) }

    /// Files, rows and bytes of an event type.
    public struct Totals: Sendable, Hashable {
        public let eventType: String
        public let files: Int64
        public let rows: Int64
        public let bytes: Int64
    }

    /// How far a partition is in the lake.
    public struct Progress: Sendable, Hashable {
        public let partition: KafkaTopicPartition
        /// The first offset whose record is not in the lake; nil if none is.
        public let nextOffset: Int64?
    }

    /// A file that is not as the manifest says.
    public struct Problem: Sendable, Hashable, CustomStringConvertible {
        /// Below the lake's folder.
        public let path: String
        public let description: String
    }

    /// The live files, by event type and date, without their sources.
    public func files(eventType: String? = nil) throws -> [LakeFile] {
        try pool.withConnection { connection in
            try connection.query(
                """
                SELECT id, event_type, date, name, rows, bytes, first_timestamp, last_timestamp, schema_id, fingerprint
                FROM sluice.lake_files WHERE $1::text IS NULL OR event_type = $1
                ORDER BY event_type, date, first_timestamp, name
                """, [.optional(eventType)]
            ).map(Self.file)
        }
    }

    /// Files, rows and bytes by event type, in the order of their names.
    public func totals() throws -> [Totals] {
        try pool.withConnection { connection in
            try connection.query(
                """
                SELECT event_type, count(*) AS files, sum(rows)::bigint AS rows, sum(bytes)::bigint AS bytes
                FROM sluice.lake_files GROUP BY event_type ORDER BY event_type
                """
            ).map { row in
                Totals(
                    eventType: try row["event_type"].text, files: try row["files"].int, rows: try row["rows"].int,
                    bytes: try row["bytes"].int)
            }
        }
    }

    /// How far each partition is, in their order.
    public func progress() throws -> [Progress] {
        try pool.withConnection { connection in
            try connection.query(
                "SELECT topic, partition, next_offset FROM sluice.lake_sources ORDER BY topic, partition"
            ).map { row in
                Progress(
                    partition: KafkaTopicPartition(try row["topic"].text, try row["partition"].int32),
                    nextOffset: try row["next_offset"].optional?.int)
            }
        }
    }

    /// Compares the folder with the manifest: every listed file is there with its size, and nothing else is.
    ///
    /// A file that was listed this moment may not be in its place yet; it is if one asks again.
    public func verify(folder: String) throws -> [Problem] {
        var problems: [Problem] = []
        var listed: Set<String> = []
        for file in try files() {
            listed.insert(file.path)
            let attributes = try? FileManager.default.attributesOfItem(atPath: "\(folder)/\(file.path)")
            guard let size = (attributes?[.size] as? NSNumber)?.int64Value else {
                problems.append(
                    Problem(path: file.path, description: "is listed with \(file.rows) rows, but not in the folder"))
                continue
            }
            if size != file.bytes {
                problems.append(
                    Problem(path: file.path, description: "has \(size) bytes, and \(file.bytes) in the manifest"))
            }
        }
        let found = FileManager.default.enumerator(atPath: folder)
        while let path = found?.nextObject() as? String {
            guard path.hasPrefix("event_type="), path.hasSuffix(".parquet"), !listed.contains(path) else { continue }
            problems.append(
                Problem(path: path, description: "is in the folder, but not listed: readers by glob count its rows too")
            )
        }
        return problems
    }

    private static func file(_ row: PostgresRow) throws -> LakeFile {
        guard let id = UUID128(try row["id"].text), let fingerprint = UInt64(try row["fingerprint"].text, radix: 16)
        else { throw LakeError(.dependency, "the manifest has a file without a valid id or fingerprint") }
        let first = Timestamp(microseconds: try row["first_timestamp"].int)
        let last = Timestamp(microseconds: try row["last_timestamp"].int)
        return LakeFile(
            id: id, eventType: try row["event_type"].text, date: try row["date"].text, name: try row["name"].text,
            rows: try row["rows"].int, bytes: try row["bytes"].int, timestamps: min(first, last)...max(first, last),
            schemaID: try row["schema_id"].int32, fingerprint: fingerprint, sources: [])
    }
}
