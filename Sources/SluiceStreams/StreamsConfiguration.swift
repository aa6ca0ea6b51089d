// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

public import ClientKafka
public import SluiceRuntime

/// What a `StreamsService` needs to run a job.
public struct StreamsConfiguration: Sendable {
    /// Names the job: its consumer group, transactional ids and changelog. Two jobs must not share one.
    public var job = "streams"
    /// Names this process within the job, the same each time it is started: its tasks are then taken up again at once
    /// when it comes back, instead of after the group has noticed that it died. Nil: it has no name.
    public var instance: String?
    public var metrics: [MetricDefinition]
    public var kafka: KafkaConfiguration
    /// `redis://host:port/db`, where aggregates are projected to.
    public var redisURL: String
    /// Where the schemas of events are found by id.
    public var schemas: any SchemaSource
    /// The CRC-64-AVRO fingerprint of the Parsing Canonical Form of a schema's text.
    public var fingerprint: @Sendable (_ schema: String) throws -> UInt64
    /// What turns events of a writer's schema into such of the schema that a type was generated from; nil if they are that
    /// already.
    public var conversion: @Sendable (_ writer: String, _ reader: String) throws -> (any EventConverter)?
    /// Registers an Avro schema under a subject and returns its id.
    public var register: @Sendable (_ subject: String, _ schema: String) throws -> Int32

    /// Where `/health/*` and `/metrics` listen; port 0 is a free one.
    public var host = "127.0.0.1"
    public var port = 8083

    /// Tasks that read event partitions; at most so many processes or threads share that work. Fixed for a job's life.
    public var sourceTasks: Int32 = 4
    /// Partitions of groups and sessions, each merged by one task. Fixed for a job's life.
    public var mergePartitions: Int32 = 4
    public var replicationFactor: Int32 = 1

    /// How often results are committed, and seen by readers.
    public var commitInterval: Duration = .seconds(1)
    /// How far the events of one partition may be out of order: its watermark is so far behind its newest event.
    public var outOfOrderness: Duration = .minutes(5)
    /// How far an event's time may lie after its receipt.
    public var futureSkew: Duration = .hours(24)
    /// For how long nothing must come from a partition that was read to its end, until it no longer holds windows open.
    public var idleTimeout: Duration = .seconds(30)
    /// For how long, in event time after their end, windows are kept to be corrected by partitions that were idle or far
    /// behind. A part that comes later is put aside and counted, because its window can't be merged again.
    public var stateRetention: Duration = .days(30)
    /// For how long windows stay in Redis after their last change.
    public var redisRetention: Duration = .days(90)

    /// Lets tasks die at chosen places, for tests.
    var crash: CrashHook?

    public init(
        metrics: [MetricDefinition], kafka: KafkaConfiguration, redisURL: String, schemas: any SchemaSource,
        fingerprint: @escaping @Sendable (_ schema: String) throws -> UInt64,
        conversion: @escaping @Sendable (_ writer: String, _ reader: String) throws -> (any EventConverter)?,
        register: @escaping @Sendable (_ subject: String, _ schema: String) throws -> Int32
    ) {
        self.metrics = metrics
        self.kafka = kafka
        self.redisURL = redisURL
        self.schemas = schemas
        self.fingerprint = fingerprint
        self.conversion = conversion
        self.register = register
    }

    /// What is wrong, or nil.
    var problem: String? {
        if let problem = metrics.compactMap(\.problem).first { return problem }
        if metrics.isEmpty { return "no metric is defined" }
        if Set(metrics.map(\.name)).count < metrics.count { return "two metrics have the same name" }
        if commitInterval <= .zero { return "the commit interval is not above zero" }
        if sourceTasks < 1 || mergePartitions < 1 { return "a job needs at least one source task and merge partition" }
        if sourceTasks > 10_000 || mergePartitions > 10_000 { return "more than 10,000 tasks or partitions" }
        let isTopicName = job.utf8.allSatisfy {
            (0x61...0x7A).contains($0) || (0x41...0x5A).contains($0) || (0x30...0x39).contains($0)
                || $0 == 0x2D || $0 == 0x5F || $0 == 0x2E
        }
        if job.isEmpty || !isTopicName { return "the job id '\(job)' has other characters than letters, digits, - _ ." }
        return nil
    }
}
