// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import ClientTelemetry
import Dispatch
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

    private let configuration: Configuration
    private let fast: FastHandler?
    private let handler: @Sendable (HTTPRequest, HTTPResponder) -> Void
    private let state = Mutex(State())

    private struct State {
        /// What takes connections.
        var listener: HTTPListener?
        /// Those before it, while they still have connections.
        var retiring: [Retirement] = []
    }

    /// A thread that waits until a listener's connections are gone.
    private struct Retirement {
        let thread: WorkerThread
        let hurry = DispatchSemaphore(value: 0)

        init(_ listener: HTTPListener, name: String) throws {
            thread = try WorkerThread(name: name + "-old") { [hurry] in
                listener.retire(seconds: HTTPServer.retirementSeconds, hurry: hurry)
            }
        }

        func end() {
            hurry.signal()
            thread.join()
        }
    }

    /// How long connections may go on after a change of the certificate without a request.
    private static let retirementSeconds = 30.0

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
        self.configuration = configuration
        self.fast = fast
        self.handler = handler
    }

    deinit { stop(drainSeconds: 0) }

    /// Listens and serves, on its own threads. A second call does nothing.
    public func start() throws(HTTPServerError) {
        try state.withLock { state throws(HTTPServerError) in
            guard state.listener == nil else { return }
            state.listener = try HTTPListener(
                HTTPServerCore(configuration: configuration, fast: fast, handler: handler))
        }
    }

    /// Shows another certificate to who connects from now on. The connections that are there keep theirs until their next
    /// answer, which tells them to come again; streams end. Before `start()` it does nothing.
    ///
    /// - Throws: if the identity is not accepted, or the server serves plain http; then all is as it was.
    public func replaceIdentity(_ identity: TLSIdentity) throws(HTTPServerError) {
        try state.withLock { state throws(HTTPServerError) in
            guard let old = state.listener else { return }
            guard configuration.tls != nil else {
                throw HTTPServerError(
                    .invalidIdentity,
                    "The HTTP server \(configuration.name) serves plain http, which needs no certificate. Start it with one"
                )
            }
            var changed = configuration
            changed.tls = identity
            state.listener = try HTTPListener(
                HTTPServerCore(configuration: changed, fast: fast, handler: handler), beside: old)
            old.leaveNewConnections()
            if let retirement = try? Retirement(old, name: configuration.name) {
                state.retiring.append(retirement)
            } else {
                // No thread is to be had: whoever is connected is cut off after its answer.
                old.stop(drainSeconds: 10)
            }
        }
    }

    /// The processors of this machine: more threads than that, which do nothing but read and write, gain nothing.
    public static var processors: Int { max(1, Int(sysconf(Int32(_SC_NPROCESSORS_ONLN)))) }

    /// The port that the server listens on; 0 before `start()`.
    public var port: Int { state.withLock { $0.listener?.port ?? 0 } }

    /// Stops: takes no new connection, ends streams, lets the requests under way end, for at most the seconds given,
    /// answers the rest with 503, and returns when all threads have ended.
    public func stop(drainSeconds: Double = 10) {
        state.withLock { state in
            for retirement in state.retiring { retirement.end() }
            state.retiring = []
            state.listener?.stop(drainSeconds: drainSeconds)
            state.listener = nil
        }
    }
}
