// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import ClientRegistry
import Formats
import Lake
import SluiceSchemas

/// `sluice lake`: one process that archives events as Parquet files.
struct LakeCommand: Command {
    static let group = Option<String>(
        "group", "NAME", environment: "SLUICE_LAKE_GROUP", default: "sluice-lake",
        help: "The consumer group by which several processes share the partitions.")
    static let instance = Option<String>(
        "instance", "NAME", environment: "SLUICE_LAKE_INSTANCE",
        help:
            "This process's name in the group, kept when it is started again: it then has its partitions back at once.")
    static let age = Option<TimeSpan>(
        "rotation-age", "TIME", environment: "SLUICE_LAKE_ROTATION_AGE", default: .minutes(5),
        help: "When a file is finished and seen, after its oldest event came (5s in `sluice up`).")
    static let rows = Option<PositiveCount>(
        "rotation-rows", "N", environment: "SLUICE_LAKE_ROTATION_ROWS", default: PositiveCount(10_000_000),
        defaultText: "10000000", help: "The most rows of a file.")
    static let bytes = Option<ByteSize>(
        "rotation-bytes", "BYTES", environment: "SLUICE_LAKE_ROTATION_BYTES", default: .mebibytes(512),
        help: "The target size of a file.")
    static let rowGroup = Option<ByteSize>(
        "row-group-bytes", "BYTES", environment: "SLUICE_LAKE_ROW_GROUP_BYTES", default: .mebibytes(128),
        help: "Encoded events that are gathered for a row group.")
    static let openFiles = Option<PositiveCount>(
        "open-files", "N", environment: "SLUICE_LAKE_OPEN_FILES", default: PositiveCount(256), defaultText: "256",
        help: "Files open at once; the ones used longest ago are finished above it.")

    static let definition = CommandDefinition(
        "lake", summary: "Archive events as Parquet files by event type and date, each exactly once",
        discussion: """
            Reads events.*, writes DIR/event_type=…/date=…/*.parquet by UTC event date, and keeps its books in PostgreSQL: a file \
            is visible whole or not at all. Start more processes to share the partitions. Ends in order on SIGTERM. What is in \
            the lake: sluice lake ls.
            """,
        options: [
            Settings.listen(port: 8084), Settings.lake, Settings.kafka, Settings.registry, Settings.registryKey,
            Settings.registryAuthority, Settings.database, group,
            instance,
            age, rows, bytes, rowGroup, openFiles, Settings.logLevel,
        ],
        examples: [
            .init("sluice lake", "Into the folder of SLUICE_LAKE; health and metrics on port 8084."),
            .init("sluice lake --lake /srv/lake --rotation-age 15m", "Fewer and larger files, seen later."),
        ])

    let configuration: LakeConfiguration
    let logLevel: LogLevel

    init(_ arguments: Arguments) throws(UsageError) {
        let listen = try arguments.value(Settings.listen(port: 8084))
        var configuration = LakeConfiguration(
            folder: try arguments.value(Settings.lake), kafka: try KafkaSettings.configuration(arguments),
            databaseURL: try arguments.value(Settings.database),
            schemas: try RegistrySettings(arguments).client(), eventTypes: EventCatalog.all,
            fingerprint: { try AvroSchema.parse($0).fingerprint64 },
            conversion: { try AvroConverter.between(writer: $0, reader: $1) })
        configuration.version = SluiceVersion.current
        configuration.group = try arguments.value(Self.group)
        configuration.instance = try arguments.optional(Self.instance)
        configuration.host = listen.host
        configuration.port = listen.port
        configuration.rotation.age = try arguments.value(Self.age).duration
        configuration.rotation.rows = try arguments.value(Self.rows).value
        configuration.rotation.bytes = Int64(try arguments.value(Self.bytes).bytes)
        configuration.rotation.rowGroupBytes = try arguments.value(Self.rowGroup).bytes
        configuration.rotation.openFiles = try arguments.value(Self.openFiles).value
        self.configuration = configuration
        logLevel = try arguments.value(Settings.logLevel)
    }

    func run(_ console: Console) throws -> ExitCode {
        try ServiceRun(name: "lake", logLevel: logLevel).run {
            try LakeService(configuration: configuration)
        } start: { service in
            try service.start()
            return service.port
        } stop: {
            $0.stop()
        }
    }
}
