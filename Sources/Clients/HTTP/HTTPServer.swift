// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

internal import CMicrohttpd
import Glibc
import Synchronization

/// An HTTP/1.1 server: some threads, each with its share of the connections, and a handler that may answer later.
public final class HTTPServer: Sendable {
    public struct Configuration: Sendable {
        public var host: String
        /// 0 takes a free one; `HTTPServer.port` tells which.
        public var port: Int
        /// Threads that read and write, and handle where there are no `workers`. A handler that blocks one of them holds
        /// up the connections of its thread.
        public var threads: Int
        /// Threads for a handler that blocks, beside those that read and write; with 0 it is called on the latter.
        public var workers = 0
        /// Larger bodies are answered by `bodyTooLarge` and never reach the handler.
        public var maxBodyBytes: Int
        /// For log lines.
        public var name: String
        /// Open connections at most.
        public var connections = 4096
        /// A connection that sends and receives nothing for so long is closed; one that waits for its answer is not.
        public var idleSeconds = 60
        /// The request line and headers together; beyond it the answer is 431 or 414.
        public var headerBytes = 128 << 10
        /// Serves https and nothing else.
        public var tls: TLSIdentity?
        /// Makes the answer (413) to a body larger than the limit, which it is given with the header `Accept`.
        public var bodyTooLarge: @Sendable (_ limit: Int, _ accept: String?) -> HTTPResponse = { limit, _ in
            .text(413, "The body is larger than \(limit) bytes.\n")
        }
        /// Makes the answer (400) to a path or query that is not percent-encoded UTF-8, and never reaches the handler. It is
        /// given the header `Accept`.
        public var undecodable: @Sendable (_ accept: String?) -> HTTPResponse = { _ in
            .text(400, "The path or query is not percent-encoded UTF-8.\n")
        }

        public init(
            host: String = "127.0.0.1", port: Int, threads: Int = 8, maxBodyBytes: Int = 16 << 20, name: String
        ) {
            self.host = host
            self.port = port
            self.threads = threads
            self.maxBodyBytes = maxBodyBytes
            self.name = name
        }
    }

    /// Answers a request without a body from memory, or leaves it to the handler by nil. It is called on the thread of the
    /// connection, and must not block: an answer that is at hand costs no thread change and no copy.
    public typealias FastHandler = @Sendable (borrowing HTTPHead) -> PreparedResponse?

    private let core: HTTPServerCore
    private let running = Mutex<Running?>(nil)

    /// What `start()` made. The pointer is only touched under the lock.
    private struct Running: @unchecked Sendable {
        let daemon: OpaquePointer
        let port: Int
        let descriptor: Int32
    }

    /// Makes a server that does not listen yet.
    ///
    /// - Parameters:
    ///   - fast: is asked first for every GET and HEAD without a body.
    ///   - handler: is called on one of the server's threads with a whole request; it may block, and it may answer later
    ///     by the responder.
    public init(
        configuration: Configuration, fast: FastHandler? = nil,
        handler: @escaping @Sendable (HTTPRequest, HTTPResponder) -> Void
    ) {
        core = HTTPServerCore(configuration: configuration, fast: fast, handler: handler)
    }

    deinit { stop(drainSeconds: 0) }

    /// Listens and serves, on its own threads. A second call does nothing.
    public func start() throws(HTTPServerError) {
        try running.withLock { running throws(HTTPServerError) in
            guard running == nil else { return }
            let configuration = core.configuration
            let (descriptor, port) = try ListeningSocket.open(host: configuration.host, port: configuration.port)
            do throws(HTTPServerError) {
                try core.start()
                running = Running(
                    daemon: try makeDaemon(configuration, listeningOn: descriptor), port: port, descriptor: descriptor)
            } catch {
                core.stop()
                close(descriptor)
                throw error
            }
        }
    }

    private func makeDaemon(
        _ configuration: Configuration, listeningOn descriptor: Int32
    ) throws(HTTPServerError) -> OpaquePointer {
        let threads = UInt32(clamping: max(1, configuration.threads))
        // libmicrohttpd gets the core unretained: the server owns it and stops the daemon before it goes. The same holds
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
        guard let daemon else {
            throw HTTPServerError(
                .other,
                "The HTTP server \(configuration.name) could not start its threads. Check the limits of the process "
                    + "(ulimit -n, ulimit -u)")
        }
        return daemon
    }

    /// The processors of this machine: more threads than that, which do nothing but read and write, gain nothing.
    public static var processors: Int { max(1, Int(sysconf(Int32(_SC_NPROCESSORS_ONLN)))) }

    /// The port that the server listens on; 0 before `start()`.
    public var port: Int { running.withLock { $0?.port ?? 0 } }

    /// Stops: takes no new connection, ends streams, lets the requests under way end, for at most the seconds given,
    /// answers the rest with 503, and returns when all threads have ended.
    public func stop(drainSeconds: Double = 10) {
        running.withLock { running in
            guard let stopping = running else { return }
            running = nil
            core.beginClosing()
            MHD_quiesce_daemon(stopping.daemon)
            core.drain(seconds: drainSeconds)
            MHD_stop_daemon(stopping.daemon)
            close(stopping.descriptor)
            core.stop()
        }
    }
}
