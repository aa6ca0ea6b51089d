// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

internal import CMicrohttpd
import Dispatch
import Glibc
import Synchronization

/// A libmicrohttpd daemon with the core that its requests go to, from its start to its end.
///
/// The daemon is stopped once, under the lock; until then libmicrohttpd allows its functions on any thread. That is why
/// `@unchecked Sendable` holds.
final class HTTPListener: @unchecked Sendable {
    let port: Int
    private let core: HTTPServerCore
    private let daemon: OpaquePointer
    private let descriptor: Int32
    private let isStopped = Mutex(false)

    /// Opens the socket that the configuration names, and serves.
    convenience init(_ core: HTTPServerCore) throws(HTTPServerError) {
        let (descriptor, port) = try ListeningSocket.open(
            host: core.configuration.host, port: core.configuration.port)
        try self.init(core, listeningOn: descriptor, port: port)
    }

    /// Serves on the socket of another listener beside it: whoever connects gets to either.
    convenience init(_ core: HTTPServerCore, beside other: HTTPListener) throws(HTTPServerError) {
        let descriptor = fcntl(other.descriptor, F_DUPFD_CLOEXEC, 0)
        guard descriptor >= 0 else { throw Self.noResources(core.configuration.name) }
        try self.init(core, listeningOn: descriptor, port: other.port)
    }

    /// Takes the descriptor over.
    private init(_ core: HTTPServerCore, listeningOn descriptor: Int32, port: Int) throws(HTTPServerError) {
        do throws(HTTPServerError) {
            try core.start()
        } catch {
            core.stop()
            close(descriptor)
            throw error
        }
        do throws(HTTPServerError) {
            daemon = try Self.makeDaemon(core, listeningOn: descriptor)
        } catch {
            // libmicrohttpd has closed the descriptor; by now its number may be somebody else's.
            core.stop()
            throw error
        }
        self.core = core
        self.descriptor = descriptor
        self.port = port
    }

    deinit { stop(drainSeconds: 0) }

    private static func makeDaemon(
        _ core: HTTPServerCore, listeningOn descriptor: Int32
    ) throws(HTTPServerError) -> OpaquePointer {
        let configuration = core.configuration
        let threads = UInt32(clamping: max(1, configuration.threads))
        // libmicrohttpd gets the core unretained: the listener owns it and stops the daemon before it goes. The same holds
        // for the texts of certificate and key, which it reads at the start.
        var settings = sluice_mhd_settings(
            listening_socket: descriptor, threads: threads,
            connections: max(threads, UInt32(clamping: configuration.connections)),
            idle_seconds: UInt32(clamping: configuration.idleSeconds),
            header_bytes: max(4096, configuration.headerBytes), certificate: nil, key: nil,
            handle: HTTPServerCore.handle, completed: HTTPServerCore.completed,
            context: Unmanaged.passUnretained(core).toOpaque())
        let daemon: OpaquePointer?
        if let tls = configuration.tls {
            daemon = tls.certificate.withCString { certificate in
                tls.key.withCString { key in
                    settings.certificate = certificate
                    settings.key = key
                    return sluice_mhd_start(&settings)
                }
            }
            if daemon == nil { throw tls.refusal }
        } else {
            daemon = sluice_mhd_start(&settings)
        }
        guard let daemon else { throw noResources(configuration.name) }
        return daemon
    }

    private static func noResources(_ name: String) -> HTTPServerError {
        HTTPServerError(
            .other,
            "The HTTP server \(name) could not start its threads. Check the limits of the process (ulimit -n, ulimit -u)"
        )
    }

    /// Takes no new connection, ends streams, lets the requests under way end, for at most the seconds given, answers the
    /// rest with 503, and returns when all threads have ended. A second call does nothing.
    func stop(drainSeconds: Double) {
        isStopped.withLock { isStopped in
            guard !isStopped else { return }
            isStopped = true
            core.beginClosing()
            MHD_quiesce_daemon(daemon)
            core.drain(seconds: drainSeconds)
            MHD_stop_daemon(daemon)
            close(descriptor)
            core.stop()
        }
    }

    /// Leaves new connections to another listener from now on. Each answer tells its client that the connection ends.
    func leaveNewConnections() {
        core.beginClosing()
        MHD_quiesce_daemon(daemon)
    }

    /// Ends when the connections that it has are gone; to be called after `leaveNewConnections()`.
    ///
    /// - Parameters:
    ///   - seconds: after those the connections that are left, which send nothing, are closed.
    ///   - hurry: signalled when there is no more time.
    func retire(seconds: Double, hurry: DispatchSemaphore) {
        let end = DispatchTime.now() + seconds
        while sluice_mhd_connections(daemon) > 0, DispatchTime.now() < end {
            if hurry.wait(timeout: .now() + .milliseconds(50)) == .success { break }
        }
        stop(drainSeconds: 10)
    }
}
