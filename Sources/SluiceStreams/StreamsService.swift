// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import ClientHTTP
import ClientKafka
import ClientRegistry
import ClientTelemetry
import Synchronization

/// Runs a job's metrics: reads events, computes windows, publishes them to Kafka and Redis, exactly once.
///
/// Several processes with the same configuration share the tasks and give the numbers that one would.
public final class StreamsService: Sendable {
    private let coordinator: JobCoordinator
    private let server: HTTPServer
    private let stopping = StopSignal()
    private let thread = Mutex<WorkerThread?>(nil)
    private let health: JobHealth

    /// Makes a service that does not run yet.
    ///
    /// - Throws: `StreamsError` if the configuration is wrong.
    public init(configuration: StreamsConfiguration) throws {
        if let problem = configuration.problem { throw StreamsError(.configuration, problem) }
        let metrics = Metrics()
        let health = JobHealth(metrics: metrics)
        let plan = JobPlan(
            job: configuration.job, metrics: configuration.metrics, mergePartitions: configuration.mergePartitions,
            outOfOrderness: configuration.outOfOrderness.microseconds,
            futureSkew: configuration.futureSkew.microseconds,
            idleTimeoutMs: configuration.idleTimeout.microseconds / 1_000,
            stateRetention: configuration.stateRetention.microseconds)
        let context = JobContext(
            plan: plan, kafka: configuration.kafka, redisURL: configuration.redisURL,
            sourceTasks: configuration.sourceTasks, commitInterval: configuration.commitInterval,
            schemas: EventSchemas(
                schemas: configuration.schemas, fingerprint: configuration.fingerprint,
                conversion: configuration.conversion),
            health: health, redisRetention: configuration.redisRetention, instance: configuration.instance,
            crash: configuration.crash)
        coordinator = JobCoordinator(
            context: context, replicationFactor: configuration.replicationFactor, register: configuration.register,
            stop: stopping)
        self.health = health
        server = HTTPServer(
            host: configuration.host, port: configuration.port, name: "streams",
            health: HealthEndpoints(readiness: { health.readiness }, metrics: { metrics.text() }))
    }

    /// Listens for `/health/*` and `/metrics`, and begins to run. That the job runs is told by `/health/ready`: what it
    /// waits for (topics, Kafka, the registry) need not be there yet.
    public func start() throws {
        try server.start()
        let coordinator = coordinator
        let started = try WorkerThread(name: "streams-job") { coordinator.run() }
        thread.withLock { $0 = started }
    }

    /// Commits what is under way, leaves the group and ends all threads.
    public func stop() {
        stopping.set()
        thread.withLock { thread in
            defer { thread = nil }
            return thread
        }?.join()
        server.stop()
    }

    /// Where the health endpoints listen.
    public var port: Int { server.port }

    /// Why the job does not run now, or nil if it does.
    public var problem: String? {
        let readiness = health.readiness
        return readiness.isReady ? nil : readiness.reason
    }

    deinit { stop() }
}
