// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

public import ClientHTTP
public import ClientKafka

/// What an ingest process needs to know.
public struct IngestConfiguration: Sendable {
    public var host = "127.0.0.1"
    /// 0 takes a free one.
    public var port = 8080
    /// Threads that read and work requests. Each waits for Redis and, at times, for PostgreSQL and the registry.
    public var threads = 8
    public var kafka: KafkaConfiguration
    /// `redis://…`, Redis 7.0 or later.
    public var redisURL: String
    public var registryURL: String
    /// The API key for a registry that asks for one.
    public var registryKey: String?
    /// A file in PEM with the authorities that the registry's certificate may come from; nil is those of the system.
    public var registryAuthority: String?
    /// Serves https and nothing else.
    public var tls: TLSIdentity?
    /// PostgreSQL's URL: where the API keys are.
    public var databaseURL: String
    public var topics = Topics()
    public var limits = Limits()

    /// Sluice's version, written to failed events.
    public var version = "development"
    /// For how long an event_id is remembered.
    public var dedupWindowSeconds = 3600
    /// When the producer gives up on an event. A reservation is held for twice as long.
    public var publishTimeoutMs = 10_000
    /// How long a request waits for another one that has the same event_id under way.
    public var waitForOthersMs = 5_000
    /// How long API keys that are known go on working while PostgreSQL can't be reached.
    public var keyGraceSeconds = 3600.0
    /// How old what is known of an event type's newest schema may be.
    public var contractFreshSeconds = 0.8
    /// Beyond so many bytes that wait for Kafka, requests are answered with 503.
    public var maxBytesInFlight = 192 << 20
    /// How long `stop()` lets requests under way end.
    public var drainSeconds = 20.0

    /// How topics are made that don't exist when an event type is first used.
    public struct Topics: Sendable {
        public var partitions: Int32 = 32
        public var replicationFactor: Int32 = 3
        public var minInSyncReplicas = 2
        public var retentionMs: Int64 = 7 * 86_400_000

        public init() {}
    }

    public struct Limits: Sendable {
        /// Of a request's body.
        public var bodyBytes = 16 << 20
        /// Of one event, as sent and as encoded.
        public var eventBytes = 1 << 20
        /// Events a request, at most `mostEvents`.
        public var events = 10_000
        /// More than that have no number within a request.
        public static let mostEvents = 32_767
        /// Objects and arrays inside each other in an event.
        public var nesting = 64

        public init() {}
    }

    public init(kafka: KafkaConfiguration, redisURL: String, registryURL: String, databaseURL: String) {
        self.kafka = kafka
        self.redisURL = redisURL
        self.registryURL = registryURL
        self.databaseURL = databaseURL
    }
}
