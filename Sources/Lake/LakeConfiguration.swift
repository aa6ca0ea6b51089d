// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

public import ClientKafka
public import SluiceRuntime

/// What a `LakeService` needs.
public struct LakeConfiguration: Sendable {
    /// The folder of the Parquet files; made if it is not there.
    public var folder: String
    public var kafka: KafkaConfiguration
    /// PostgreSQL's URL, where the manifest and the source offsets are.
    public var databaseURL: String
    /// Where the schemas of events are found by id.
    public var schemas: any SchemaSource
    /// The event types whose topics are read.
    public var eventTypes: [any EventRecord.Type]
    /// The CRC-64-AVRO fingerprint of the Parsing Canonical Form of a schema's text; files tell the one of their events.
    public var fingerprint: @Sendable (_ schema: String) throws -> UInt64
    /// What turns events of a writer's schema into such of the schema that a type was generated from; nil if they are that
    /// already.
    public var conversion: @Sendable (_ writer: String, _ reader: String) throws -> (any EventConverter)?
    /// Sluice's version, which stands in each file.
    public var version = "unknown"

    /// The consumer group, by which several processes share the partitions.
    public var group = "sluice-lake"
    /// Names this process within the group, the same each time it is started: its partitions are then read again at once
    /// when it comes back, instead of after the group has noticed that it died. Nil: it has no name.
    public var instance: String?
    /// Where `/health/*` and `/metrics` listen; port 0 is a free one.
    public var host = "127.0.0.1"
    public var port = 8084

    /// When files are finished and seen.
    public var rotation = Rotation()

    /// A file is finished when one of these is reached. All open files of its event type are finished with it, because
    /// the offsets that are committed must be behind all rows in files.
    public struct Rotation: Sendable, Hashable {
        /// Since the oldest row that is not committed.
        public var age: Duration = .seconds(300)
        /// Rows in one file.
        public var rows = 10_000_000
        /// Bytes of row groups in one file.
        public var bytes: Int64 = 512 << 20
        /// Encoded events that are gathered for a row group, in bytes.
        public var rowGroupBytes = 128 << 20
        /// Encoded events that are gathered in all, in bytes; above it the largest row group is written early.
        public var bufferedBytes = 512 << 20
        /// Files open at once; above it, those of the event type that was used longest ago are finished.
        public var openFiles = 256

        public init() {}
    }

    public init(
        folder: String, kafka: KafkaConfiguration, databaseURL: String, schemas: any SchemaSource,
        eventTypes: [any EventRecord.Type], fingerprint: @escaping @Sendable (_ schema: String) throws -> UInt64,
        conversion: @escaping @Sendable (_ writer: String, _ reader: String) throws -> (any EventConverter)?
    ) {
        self.folder = folder
        self.kafka = kafka
        self.databaseURL = databaseURL
        self.schemas = schemas
        self.eventTypes = eventTypes
        self.fingerprint = fingerprint
        self.conversion = conversion
    }

    /// What is wrong, or nil.
    var problem: String? {
        if folder.isEmpty { return "no folder is given; set SLUICE_LAKE" }
        if folder.hasPrefix("s3://") {
            return
                "the lake in '\(folder)' is object storage, which is not supported yet; give a folder of this machine"
        }
        if eventTypes.isEmpty { return "no event type is given" }
        let limits = [
            rotation.rows, Int(rotation.bytes), rotation.rowGroupBytes, rotation.bufferedBytes, rotation.openFiles,
        ]
        if limits.contains(where: { $0 < 1 }) { return "a limit of the rotation is below 1" }
        return nil
    }
}
