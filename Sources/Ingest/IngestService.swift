// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

internal import Access
internal import ClientHTTP
internal import ClientKafka
internal import ClientPostgreSQL
internal import ClientRedis
internal import ClientRegistry
internal import ClientTelemetry
internal import Contracts
import Synchronization

/// The gate: takes events over HTTP, checks them against their contracts and publishes them to Kafka.
///
/// `POST /v1/events`, `/health/live`, `/health/ready` and `/metrics`. An event is answered as accepted when the brokers
/// have it.
public final class IngestService: Sendable {
    private let server: HTTPServer
    private let services: IngestServices
    private let readiness: Readiness
    private let drainSeconds: Double
    private let log = Log("ingest")
    private let isStarted = Atomic<Bool>(false)

    /// Makes the service; nothing is reached yet, so that it may start before what it depends on.
    public convenience init(configuration: IngestConfiguration) throws {
        let registry = RegistryClient(
            url: configuration.registryURL, key: configuration.registryKey,
            http: HTTPClient(
                timeoutSeconds: 3, connectTimeoutSeconds: 2, certificateAuthorities: configuration.registryAuthority))
        var keys = APIKeyVerifier.Configuration()
        keys.graceSeconds = configuration.keyGraceSeconds
        let verifier = APIKeyVerifier(
            store: APIKeyStore(pool: PostgresPool(url: configuration.databaseURL, size: 2)), configuration: keys)
        try self.init(
            configuration: configuration, contracts: RegistryContracts(client: registry),
            failed: FailedEvents(registry: registry, version: configuration.version, now: Clocks.seconds),
            verify: { verifier.verify($0) })
    }

    /// With contracts, failed events and keys of the caller's choosing.
    init(
        configuration: IngestConfiguration, contracts: any ContractSource, failed: FailedEvents,
        verify: @escaping @Sendable (APIKeySecret) -> APIKeyVerifier.Verdict
    ) throws {
        let metrics = IngestMetrics()
        let router = DeliveryRouter()
        let retryAfter = Mutex(RetryAfter())
        let admin = try KafkaAdmin(configuration.kafka)
        let probe = Self.probe(admin: admin, contracts: contracts)
        let sample: @Sendable () -> Void = {
            let delivered = metrics.delivered.value
            retryAfter.withLock { $0.sample(delivered: delivered, now: Clocks.seconds()) }
        }
        let readiness = Readiness(now: Clocks.seconds) {
            sample()
            return probe()
        }
        let producer = configuration.kafka.with(["message.timeout.ms": String(configuration.publishTimeoutMs)])
        let publisher = try Publisher(producer, restarts: metrics.producerRestarts) { deliveries in
            metrics.delivered.add(deliveries.count)
            if !deliveries.isEmpty {
                readiness.note(isDelivered: deliveries[deliveries.count - 1].persistence == .persisted)
            }
            router.deliver(deliveries)
        }
        let pool = try RedisPool(
            url: configuration.redisURL, size: configuration.threads + 4, timeoutMilliseconds: 1000)
        // A key that ends before its reservation's lease would let a second copy through.
        let leaseMs = 2 * configuration.publishTimeoutMs
        let windowMs = max(configuration.dedupWindowSeconds * 1000, 2 * leaseMs)
        services = IngestServices(
            configuration: configuration,
            contracts: ContractCatalog(
                source: contracts, freshSeconds: configuration.contractFreshSeconds, now: Clocks.seconds),
            topics: TopicCatalog(admin: admin, settings: configuration.topics, now: Clocks.seconds),
            publisher: publisher, router: router,
            store: RedisDedupStore(pool: pool, windowMs: Int64(windowMs), now: Clocks.wallMs),
            search: KafkaLogSearch(
                configuration: configuration.kafka, timeoutMs: Int64(configuration.publishTimeoutMs) / 2,
                now: Clocks.wallMs),
            failed: failed, workers: CompletionWorkers(threads: 4), metrics: metrics,
            retryAfter: { retryAfter.withLock { $0.seconds(inFlight: publisher.messagesInFlight) } })
        self.readiness = readiness
        drainSeconds = configuration.drainSeconds
        metrics.registry.gauge("sluice_ingest_publish_bytes", help: "Bytes that wait for Kafka.") {
            publisher.bytesInFlight
        }
        metrics.registry.gauge("sluice_ingest_publish_messages", help: "Messages that wait for Kafka.") {
            publisher.messagesInFlight
        }
        server = Self.makeServer(services, readiness: readiness, verify: verify)
    }

    deinit { if isStarted.load(ordering: .relaxed) { stop() } }

    /// Listens and serves on threads of its own.
    public func start() throws {
        try server.start()
        isStarted.store(true, ordering: .relaxed)
        readiness.start()
        log.info("ingest listens", ["host": services.configuration.host, "port": "\(port)"])
    }

    /// The port that it listens on; 0 before `start()`.
    public var port: Int { server.port }

    /// Reads the files of the certificate and its key again, for who connects from now on; does nothing without TLS.
    ///
    /// - Throws: if they can't be used; then the certificate stays as it was.
    public func reloadIdentity() throws {
        guard let tls = services.configuration.tls else { return }
        try server.replaceIdentity(tls.reread())
        log.info("certificate read again")
    }

    /// Takes no new requests, lets those under way end, and waits for what was handed to Kafka. No accepted event is lost
    /// and no reply is cut.
    public func stop() {
        guard isStarted.exchange(false, ordering: .relaxed) else { return }
        server.stop(drainSeconds: drainSeconds)
        services.publisher.close(timeoutMs: Int32(clamping: services.configuration.publishTimeoutMs))
        services.workers.stop()
        readiness.stop()
        log.info("ingest stopped")
    }

    /// The producer in use, for tests that end it.
    var producer: KafkaProducer { services.publisher.producer }

    private static func makeServer(
        _ services: IngestServices, readiness: Readiness,
        verify: @escaping @Sendable (APIKeySecret) -> APIKeyVerifier.Verdict
    ) -> HTTPServer {
        let configuration = services.configuration
        let endpoint = EventsEndpoint(services: services, verify: verify, now: Clocks.wallMs)
        let health = HealthEndpoints(
            readiness: { readiness.current }, metrics: { services.metrics.registry.text() })
        var http = HTTPServer.Configuration(
            host: configuration.host, port: configuration.port, threads: configuration.threads,
            maxBodyBytes: configuration.limits.bodyBytes, name: "ingest")
        http.tls = configuration.tls
        http.bodyTooLarge = { limit, _ in RequestProblem.bodyTooLarge(limit: limit).response }
        return HTTPServer(configuration: http) { request, responder in
            if request.segments == ["v1", "events"] {
                endpoint.handle(request, responder)
            } else {
                responder.respond(health.response(to: request) ?? RequestProblem.notFound.response)
            }
        }
    }

    private static func probe(admin: KafkaAdmin, contracts: any ContractSource) -> @Sendable () -> String? {
        {
            do {
                _ = try admin.cluster(timeoutMs: 2000)
            } catch {
                return "Kafka can't be reached: \(error)"
            }
            do {
                _ = try contracts.eventTypes()
            } catch {
                return "the schema registry can't be reached: \(error)"
            }
            return nil
        }
    }
}
