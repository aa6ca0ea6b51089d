// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import ClientHTTP
import ClientParquet
import ClientRegistry
import ClientTelemetry
import Dispatch
import Synchronization

/// Archives events as Parquet files by event type and UTC event date, each exactly once.
///
/// Several processes share the partitions through a consumer group. After a failure it begins again from the offsets in
/// PostgreSQL; what it waits for is told by `/health/ready`.
public final class LakeService: Sendable {
    private let configuration: LakeConfiguration
    private let server: HTTPServer
    private let health: LakeHealth
    private let crash: LakeCrashHook?
    private let isStopping = Atomic<Bool>(false)
    private let wake = DispatchSemaphore(value: 0)
    private let thread = Mutex<WorkerThread?>(nil)

    /// Makes a service that does not run yet.
    ///
    /// - Throws: `LakeError` if the configuration is wrong.
    public convenience init(configuration: LakeConfiguration) throws {
        try self.init(configuration: configuration, crash: nil)
    }

    init(configuration: LakeConfiguration, crash: LakeCrashHook?) throws {
        if let problem = configuration.problem { throw LakeError(.configuration, problem) }
        self.configuration = configuration
        self.crash = crash
        let metrics = Metrics()
        let health = LakeHealth(metrics: metrics)
        self.health = health
        server = HTTPServer(
            host: configuration.host, port: configuration.port, name: "lake",
            health: HealthEndpoints(readiness: { health.readiness }, metrics: { metrics.text() }))
    }

    /// Listens for `/health/*` and `/metrics`, and begins to read.
    public func start() throws {
        // The first file is written minutes later, too late to learn that nothing can write it.
        _ = try ParquetLibrary()
        try server.start()
        let started = try WorkerThread(name: "lake") { [self] in run() }
        thread.withLock { $0 = started }
    }

    /// Commits what was read, leaves the group and ends all threads.
    public func stop() {
        isStopping.store(true, ordering: .releasing)
        wake.signal()
        thread.withLock { thread in
            defer { thread = nil }
            return thread
        }?.join()
        server.stop()
    }

    /// Where the health endpoints listen.
    public var port: Int { server.port }

    /// Why the lake is not filled now, or nil if it is.
    public var problem: String? {
        let readiness = health.readiness
        return readiness.isReady ? nil : readiness.reason
    }

    private func run() {
        let schemas = EventSchemas(
            schemas: configuration.schemas, fingerprint: configuration.fingerprint,
            conversion: configuration.conversion)
        let session = LakeSession(
            configuration: configuration, kinds: configuration.eventTypes.map { EventKind($0) }, schemas: schemas,
            health: health, crash: crash, isStopping: { [self] in isStopping.load(ordering: .acquiring) })
        var pause = 1
        while !isStopping.load(ordering: .acquiring) {
            let began = ContinuousClock.now
            do {
                try session.run()
            } catch {
                health.restarts.add()
                health.failed("\(error)")
                Log("lake").error("\(error)")
                // Longer and longer while it fails at once, so that a schema that can't be read does not fill the log.
                pause = began.duration(to: .now) > .seconds(60) ? 1 : min(pause * 2, 30)
                _ = wake.wait(timeout: .now() + .seconds(pause))
            }
        }
    }
}
