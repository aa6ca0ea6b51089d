// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import Access
import ClientHTTP
import ClientPostgreSQL
import ClientTelemetry

/// A registry that serves over HTTP. Any number of them may run on one database.
public final class RegistryService: Sendable {
    /// As `/v1/metadata/version` tells it.
    static let version = "0.1.0"

    private let server: HTTPServer
    private let tailer: ChangeTailer
    private let announcer: ChangeAnnouncer
    private let log = Log("registry")
    private let configuration: RegistryConfiguration

    /// Prepares a service; nothing is opened yet.
    public init(configuration: RegistryConfiguration) {
        let metrics = Metrics()
        let store = RegistryStore(url: configuration.databaseURL, connections: configuration.threads)
        let mirror = RegistryMirror(store: store, bytes: configuration.cacheBytes)
        tailer = ChangeTailer(url: configuration.databaseURL, mirror: mirror)
        announcer = ChangeAnnouncer(store: store)
        let access = Self.access(configuration)
        let counters = RegistryMetrics(metrics)
        let api = RegistryAPI(
            registrar: Registrar(
                store: store, mirror: mirror, announcer: announcer, tailer: tailer,
                incompatibleCode: configuration.incompatibleCode),
            access: access, configuration: configuration, metrics: counters)
        let reads = RegistryFastReads(
            mirror: mirror, access: access, shapes: configuration.shapes, metrics: counters)
        let health = HealthEndpoints(
            readiness: { Self.readiness(store) }, metrics: { metrics.text() })
        // A schema's text may double in size by being quoted, and references and metadata come on top.
        let maxBodyBytes = 4 * configuration.maxSchemaBytes + (1 << 20)
        var http = HTTPServer.Configuration(
            host: configuration.host, port: configuration.port, threads: HTTPServer.processors,
            maxBodyBytes: maxBodyBytes, name: "registry")
        http.tls = configuration.tls
        http.workers = configuration.threads
        // libmicrohttpd clears so much for every request, and keeps it for every connection.
        http.headerBytes = 24 << 10
        let maxSchemaBytes = configuration.maxSchemaBytes
        http.bodyTooLarge = { api.refusal(.schemaTooLarge(limit: maxSchemaBytes), accept: $1) }
        http.undecodable = { api.refusal(.badRequest("The path or query is not percent-encoded UTF-8."), accept: $0) }
        server = HTTPServer(configuration: http) {
            reads.response(to: $0)
        } handler: { request, responder in
            responder.respond(
                health.response(to: request) ?? reads.answer(request) { api.respond(to: request) })
        }
        self.configuration = configuration
    }

    /// Listens. The database may come up later: until then requests get error 50001.
    public func start() throws {
        try tailer.start()
        try announcer.start()
        do {
            try server.start()
        } catch {
            stopFollowing()
            throw error
        }
        log.info("registry listens", ["host": configuration.host, "port": "\(port)"])
    }

    /// Where it listens; 0 before `start()`.
    public var port: Int { server.port }

    /// Reads the files of the certificate and its key again, for who connects from now on; does nothing without TLS.
    ///
    /// - Throws: if they can't be used; then the certificate stays as it was.
    public func reloadIdentity() throws {
        guard let tls = configuration.tls else { return }
        try server.replaceIdentity(tls.reread())
        log.info("certificate read again")
    }

    /// Takes no new requests, answers those under way, and returns.
    public func stop() {
        // Before the server: requests that wait for changes are let go.
        stopFollowing()
        server.stop()
        log.info("registry stopped")
    }

    private static func access(_ configuration: RegistryConfiguration) -> RegistryAccess {
        // Connections of their own, so that looking a key up waits for no registration.
        let keys = APIKeyStore(pool: PostgresPool(url: configuration.databaseURL, size: 2))
        return RegistryAccess(
            policy: AccessPolicy(mode: configuration.access, verifier: APIKeyVerifier(store: keys)),
            trustedProxies: configuration.trustedProxies, isSecure: configuration.tls != nil)
    }

    private func stopFollowing() {
        announcer.stop()
        tailer.stop()
    }

    private static func readiness(_ store: RegistryStore) -> HealthEndpoints.Readiness {
        do {
            try store.ping()
            return .ready
        } catch {
            return .notReady(error.message)
        }
    }
}
