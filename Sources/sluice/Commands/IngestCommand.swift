// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import Ingest

/// `sluice ingest`: one process of the gate.
struct IngestCommand: Command {
    static let threads = Option<PositiveCount>(
        "threads", "N", environment: "SLUICE_INGEST_THREADS", default: PositiveCount(8), defaultText: "8",
        help: "Threads that read and work requests.")
    static let dedupWindow = Option<TimeSpan>(
        "dedup-window", "TIME", environment: "SLUICE_INGEST_DEDUP_WINDOW", default: .hours(1),
        help: "For how long an event_id is remembered (7d in `sluice up`); later the same id is a new event.")
    static let publishTimeout = Option<TimeSpan>(
        "publish-timeout", "TIME", environment: "SLUICE_INGEST_PUBLISH_TIMEOUT", default: .seconds(10),
        help: "When an event that Kafka does not acknowledge is answered with retry.")
    static let keyGrace = Option<TimeSpan>(
        "key-grace", "TIME", environment: "SLUICE_INGEST_KEY_GRACE", default: .hours(1),
        help: "How long known API keys go on working while PostgreSQL can't be reached.")
    static let drain = Option<TimeSpan>(
        "drain", "TIME", environment: "SLUICE_INGEST_DRAIN", default: .seconds(20),
        help: "How long requests under way may take after SIGTERM.")
    static let maxInFlight = Option<ByteSize>(
        "max-in-flight", "BYTES", environment: "SLUICE_INGEST_MAX_IN_FLIGHT", default: .mebibytes(192),
        help: "Beyond so many bytes that wait for Kafka, requests are answered with 503.")
    static let maxBody = Option<ByteSize>(
        "max-body", "BYTES", environment: "SLUICE_INGEST_MAX_BODY", default: .mebibytes(16), help: "The largest body.")
    static let maxEvent = Option<ByteSize>(
        "max-event", "BYTES", environment: "SLUICE_INGEST_MAX_EVENT", default: .mebibytes(1), help: "The largest event."
    )
    static let maxEvents = Option<PositiveCount>(
        "max-events", "N", environment: "SLUICE_INGEST_MAX_EVENTS", default: PositiveCount(10_000),
        defaultText: "10000", help: "The most events of a request.")
    static let maxNesting = Option<PositiveCount>(
        "max-nesting", "N", environment: "SLUICE_INGEST_MAX_NESTING", default: PositiveCount(64), defaultText: "64",
        help: "How deep objects and arrays of an event may lie inside each other.")

    static let definition = CommandDefinition(
        "ingest", summary: "Take events over HTTP, check them, and publish them to Kafka",
        discussion: """
            POST /v1/events takes a JSON array with an API key. Each event is validated against its registered contract, \
            deduplicated by event_id in Redis, and answered when Kafka has it. Stateless: start as many as the rate needs. Ends \
            in order on SIGTERM.
            """,
        options: [
            Settings.listen(port: 8080), Settings.kafka, Settings.redis, Settings.registry, Settings.registryKey,
            Settings.registryAuthority, Settings.database, threads,
            dedupWindow, publishTimeout, keyGrace, drain, maxInFlight, maxBody, maxEvent, maxEvents, maxNesting,
            TopicSettings.partitions, TopicSettings.replication, TopicSettings.retention, Settings.logLevel,
        ] + TLSSettings.options,
        examples: [
            .init("sluice ingest", "On port 8080 of this machine."),
            .init("sluice ingest --listen 0.0.0.0:8080 --dedup-window 24h", "For others, remembering ids for a day."),
        ])

    let configuration: IngestConfiguration
    let logLevel: LogLevel

    init(_ arguments: Arguments) throws(UsageError) {
        let listen = try arguments.value(Settings.listen(port: 8080))
        let topics = try TopicSettings(arguments)
        let registry = try RegistrySettings(arguments)
        var configuration = IngestConfiguration(
            kafka: try KafkaSettings.configuration(arguments), redisURL: try arguments.value(Settings.redis),
            registryURL: registry.url, databaseURL: try arguments.value(Settings.database))
        configuration.registryKey = registry.key
        configuration.registryAuthority = registry.authority
        configuration.host = listen.host
        configuration.port = listen.port
        configuration.version = SluiceVersion.current
        configuration.threads = try arguments.value(Self.threads).value
        configuration.dedupWindowSeconds = Int(clamping: try arguments.value(Self.dedupWindow).milliseconds / 1000)
        configuration.publishTimeoutMs = Int(clamping: try arguments.value(Self.publishTimeout).milliseconds)
        configuration.keyGraceSeconds = try arguments.value(Self.keyGrace).duration.seconds
        configuration.drainSeconds = try arguments.value(Self.drain).duration.seconds
        configuration.maxBytesInFlight = try arguments.value(Self.maxInFlight).bytes
        configuration.limits.bodyBytes = try arguments.value(Self.maxBody).bytes
        configuration.limits.eventBytes = try arguments.value(Self.maxEvent).bytes
        configuration.limits.events = try arguments.value(Self.maxEvents).value
        guard configuration.limits.events <= IngestConfiguration.Limits.mostEvents else {
            throw UsageError(
                "--max-events is at most \(IngestConfiguration.Limits.mostEvents), found "
                    + "\(configuration.limits.events).")
        }
        configuration.limits.nesting = try arguments.value(Self.maxNesting).value
        configuration.topics.partitions = Int32(clamping: topics.partitions)
        configuration.topics.replicationFactor = Int32(clamping: topics.replication)
        configuration.topics.minInSyncReplicas = topics.minInSyncReplicas
        configuration.topics.retentionMs = Int64(topics.retentionDays) * 86_400_000
        configuration.tls = try TLSSettings(arguments).identity
        self.configuration = configuration
        logLevel = try arguments.value(Settings.logLevel)
    }

    func run(_ console: Console) throws -> ExitCode {
        try ServiceRun(name: "ingest", logLevel: logLevel, takesReloads: configuration.tls != nil).run {
            try IngestService(configuration: configuration)
        } start: { service in
            try service.start()
            return service.port
        } reload: {
            try $0.reloadIdentity()
        } stop: {
            $0.stop()
        }
    }
}
