// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

internal import CMicrohttpd
import Dispatch
import Glibc
import Synchronization

/// An HTTP/1.1 server: some threads, each with its share of the connections, and a handler that may answer later.
public final class HTTPServer: Sendable {
    public struct Configuration: Sendable {
        public var host: String
        /// 0 takes a free one; `HTTPServer.port` tells which.
        public var port: Int
        /// Threads that read, handle and write. A handler that blocks holds up the connections of its thread.
        public var threads: Int
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
        /// Makes the answer (413) to a body larger than the limit, which it is given.
        public var bodyTooLarge: @Sendable (_ limit: Int) -> HTTPResponse = { limit in
            .text(413, "The body is larger than \(limit) bytes.\n")
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
    /// - Parameter handler: is called on one of the server's threads with a whole request; it may block, and it may
    ///   answer later by the responder.
    public init(
        configuration: Configuration, handler: @escaping @Sendable (HTTPRequest, HTTPResponder) -> Void
    ) {
        core = HTTPServerCore(configuration: configuration, handler: handler)
    }

    deinit { stop(drainSeconds: 0) }

    /// Listens and serves, on its own threads. A second call does nothing.
    public func start() throws(HTTPServerError) {
        try running.withLock { running throws(HTTPServerError) in
            guard running == nil else { return }
            let configuration = core.configuration
            let (descriptor, port) = try ListeningSocket.open(host: configuration.host, port: configuration.port)
            let threads = UInt32(clamping: max(1, configuration.threads))
            // libmicrohttpd gets the core unretained: the server owns it and stops the daemon before it goes.
            let daemon = sluice_mhd_start(
                descriptor, threads, max(threads, UInt32(clamping: configuration.connections)),
                UInt32(clamping: configuration.idleSeconds), max(4096, configuration.headerBytes),
                HTTPServerCore.handle, HTTPServerCore.completed, Unmanaged.passUnretained(core).toOpaque())
            guard let daemon else {
                close(descriptor)
                throw HTTPServerError(
                    .other,
                    "The HTTP server \(configuration.name) could not start its threads. Check the limits of the "
                        + "process (ulimit -n, ulimit -u)")
            }
            running = Running(daemon: daemon, port: port, descriptor: descriptor)
        }
    }

    /// The port that the server listens on; 0 before `start()`.
    public var port: Int { running.withLock { $0?.port ?? 0 } }

    /// Stops: takes no new connection, lets the requests under way end, for at most the seconds given, answers the rest
    /// with 503, and returns when all threads have ended.
    public func stop(drainSeconds: Double = 10) {
        running.withLock { running in
            guard let stopping = running else { return }
            running = nil
            core.beginClosing()
            MHD_quiesce_daemon(stopping.daemon)
            core.drain(seconds: drainSeconds)
            MHD_stop_daemon(stopping.daemon)
            close(stopping.descriptor)
        }
    }
}

/// What the server's threads share: the handler, and the requests under way.
final class HTTPServerCore: Sendable {
    let configuration: HTTPServer.Configuration
    private let handler: @Sendable (HTTPRequest, HTTPResponder) -> Void
    private let underWay = Mutex<[ObjectIdentifier: HTTPExchange]>([:])
    private let pending = DispatchGroup()
    private let isClosing = Atomic<Bool>(false)

    init(
        configuration: HTTPServer.Configuration, handler: @escaping @Sendable (HTTPRequest, HTTPResponder) -> Void
    ) {
        self.configuration = configuration
        self.handler = handler
    }

    /// From now on each answer closes its connection.
    func beginClosing() { isClosing.store(true, ordering: .relaxed) }

    func drain(seconds: Double) {
        guard pending.wait(timeout: .now() + max(0, seconds)) == .timedOut else { return }
        // libmicrohttpd must not be stopped with suspended connections, and a client deserves an answer.
        for exchange in underWay.withLock({ Array($0.values) }) {
            exchange.answer(.text(503, "The server is stopping.\n", headers: [("Retry-After", "1")]))
        }
        // Time for those answers to leave; whoever does not read them is cut.
        _ = pending.wait(timeout: .now() + 2)
    }

    /// `MHD_AccessHandlerCallback`: called for the head, for each piece of the body, at its end and after a resumption.
    static let handle: MHD_AccessHandlerCallback = { context, connection, url, method, _, upload, uploadSize, slot in
        guard let context, let connection, let uploadSize, let slot else { return .NO }
        let core = Unmanaged<HTTPServerCore>.fromOpaque(context).takeUnretainedValue()
        guard let known = slot.pointee else {
            let exchange = HTTPExchange(
                connection: connection, method: method.map { String(cString: $0) } ?? "",
                rawPath: url.map { String(cString: $0) } ?? "", limit: core.configuration.maxBodyBytes)
            // Balanced in `completed`.
            slot.pointee = Unmanaged.passRetained(exchange).toOpaque()
            core.pending.enter()
            core.underWay.withLock { $0[ObjectIdentifier(exchange)] = exchange }
            switch exchange.open() {
            case .receive: return .YES
            case .refuse, .cut: return exchange.refuse(core.configuration.bodyTooLarge(core.configuration.maxBodyBytes))
            }
        }
        let exchange = Unmanaged<HTTPExchange>.fromOpaque(known).takeUnretainedValue()
        if uploadSize.pointee > 0 {
            let piece = UnsafeRawBufferPointer(start: upload, count: uploadSize.pointee)
            uploadSize.pointee = 0
            return exchange.receive(piece) ? .YES : .NO
        }
        return exchange.advance(
            tooLarge: core.configuration.bodyTooLarge, isClosing: core.isClosing.load(ordering: .relaxed),
            handler: core.handler)
    }

    /// `MHD_RequestCompletedCallback`: the answer was sent, or the connection broke.
    static let completed: MHD_RequestCompletedCallback = { context, _, slot, _ in
        guard let context, let slot, let known = slot.pointee else { return }
        slot.pointee = nil
        let core = Unmanaged<HTTPServerCore>.fromOpaque(context).takeUnretainedValue()
        let exchange = Unmanaged<HTTPExchange>.fromOpaque(known).takeRetainedValue()
        exchange.finish()
        core.underWay.withLock { $0[ObjectIdentifier(exchange)] = nil }
        core.pending.leave()
    }
}
