// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import ClientKafka
import ClientRegistry
import Formats
import SluiceStreams

/// `sluice streams`: one process of the job that computes the metrics.
struct StreamsCommand: Command {
    static let job = Option<String>(
        "job", "NAME", environment: "SLUICE_STREAMS_JOB", default: "streams",
        help: "Names the job: its consumer group and transactions. Processes of one job share its work.")
    static let instance = Option<String>(
        "instance", "NAME", environment: "SLUICE_STREAMS_INSTANCE",
        help: "This process's name in the job, kept when it is started again: it then has its tasks back at once.")
    static let sourceTasks = Option<PositiveCount>(
        "source-tasks", "N", environment: "SLUICE_STREAMS_SOURCE_TASKS", default: PositiveCount(4), defaultText: "4",
        help: "Tasks that read events; fixed for a job's life.")
    static let mergePartitions = Option<PositiveCount>(
        "merge-partitions", "N", environment: "SLUICE_STREAMS_MERGE_PARTITIONS", default: PositiveCount(4),
        defaultText: "4", help: "Partitions of groups, each merged by one task; fixed for a job's life.")
    static let commitInterval = Option<PositiveTimeSpan>(
        "commit-interval", "TIME", environment: "SLUICE_STREAMS_COMMIT_INTERVAL",
        default: PositiveTimeSpan(.seconds(1)),
        help: "How often results are committed and seen.")
    static let outOfOrderness = Option<TimeSpan>(
        "out-of-orderness", "TIME", environment: "SLUICE_STREAMS_OUT_OF_ORDERNESS", default: .minutes(5),
        help: "How far events of a partition may be out of order before they are late.")
    static let idleTimeout = Option<TimeSpan>(
        "idle-timeout", "TIME", environment: "SLUICE_STREAMS_IDLE_TIMEOUT", default: .seconds(30),
        help: "After how long without events a partition no longer holds back the windows that events of others end.")
    static let stateRetention = Option<TimeSpan>(
        "state-retention", "TIME", environment: "SLUICE_STREAMS_STATE_RETENTION", default: .days(30),
        help: "How long after its end, in event time, a window can still be corrected by a partition that was idle.")

    static let definition = CommandDefinition(
        "streams", summary: "Compute the metrics in windows of event time, exactly once",
        discussion: """
            Reads events.*, writes sluice.aggregates.<metric>, sluice.late and Redis. Start more processes to share the work; \
            the numbers are those of one. Ends in order on SIGTERM.
            """,
        options: [
            Settings.listen(port: 8083), Settings.kafka, Settings.redis, Settings.registry, Settings.registryKey,
            Settings.registryAuthority, TopicSettings.replication,
            job, instance, sourceTasks, mergePartitions, commitInterval, outOfOrderness, idleTimeout, stateRetention,
            Settings.logLevel,
        ],
        examples: [
            .init("sluice streams", "The metrics of the sample shop; health and metrics on port 8083."),
            .init("sluice streams --listen 0.0.0.0:8083 --source-tasks 16", "A job that up to 16 processes can share."),
        ])

    let configuration: StreamsConfiguration
    let logLevel: LogLevel

    init(_ arguments: Arguments) throws(UsageError) {
        let registry = try RegistrySettings(arguments).client()
        var configuration = StreamsConfiguration(
            metrics: ShopMetrics.all, kafka: try KafkaSettings.configuration(arguments),
            redisURL: try arguments.value(Settings.redis), schemas: registry,
            fingerprint: { try AvroSchema.parse($0).fingerprint64 },
            conversion: { try AvroConverter.between(writer: $0, reader: $1) },
            register: { try registry.register(subject: $0, text: $1) })
        let listen = try arguments.value(Settings.listen(port: 8083))
        configuration.host = listen.host
        configuration.port = listen.port
        configuration.job = try arguments.value(Self.job)
        configuration.instance = try arguments.optional(Self.instance)
        configuration.sourceTasks = Int32(clamping: try arguments.value(Self.sourceTasks).value)
        configuration.mergePartitions = Int32(clamping: try arguments.value(Self.mergePartitions).value)
        configuration.replicationFactor = Int32(clamping: try arguments.value(TopicSettings.replication).value)
        configuration.commitInterval = try arguments.value(Self.commitInterval).duration
        configuration.outOfOrderness = try arguments.value(Self.outOfOrderness).duration
        configuration.idleTimeout = try arguments.value(Self.idleTimeout).duration
        configuration.stateRetention = try arguments.value(Self.stateRetention).duration
        self.configuration = configuration
        logLevel = try arguments.value(Settings.logLevel)
    }

    func run(_ console: Console) throws -> ExitCode {
        try ServiceRun(name: "streams", logLevel: logLevel).run {
            try StreamsService(configuration: configuration)
        } start: { service in
            try service.start()
            return service.port
        } stop: {
            $0.stop()
        }
    }
}
