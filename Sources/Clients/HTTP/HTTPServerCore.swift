// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

internal import CMicrohttpd
import Dispatch
import Synchronization

/// What the server's threads share: the handlers, and how many requests are under way.
///
/// A request that the fast handler answers touches nothing here but two counters: its slot in libmicrohttpd holds the core's
/// own address in place of an exchange.
final class HTTPServerCore: Sendable {
    let configuration: HTTPServer.Configuration
    private let fast: HTTPServer.FastHandler?
    private let handler: @Sendable (HTTPRequest, HTTPResponder) -> Void
    private let workers: HTTPWorkers
    private let waiting = Mutex(Waiting())
    private let streams = HTTPStreams()
    private let pending = Atomic<Int>(0)
    private let isClosing = Atomic<Bool>(false)
    /// Signalled when the last request has ended while the server closes.
    private let ended = DispatchSemaphore(value: 0)

    /// Exchanges that wait for their answer, whose connections libmicrohttpd has suspended or is about to.
    private struct Waiting {
        var exchanges: [ObjectIdentifier: HTTPExchange] = [:]
        /// From now on none may wait: libmicrohttpd ends the process if it is stopped with suspended connections.
        var isOver = false
    }

    init(
        configuration: HTTPServer.Configuration, fast: HTTPServer.FastHandler?,
        handler: @escaping @Sendable (HTTPRequest, HTTPResponder) -> Void
    ) {
        self.configuration = configuration
        self.fast = fast
        self.handler = handler
        workers = HTTPWorkers(name: configuration.name, count: configuration.workers)
    }

    func start() throws(HTTPServerError) {
        isClosing.store(false, ordering: .sequentiallyConsistent)
        waiting.withLock { $0.isOver = false }
        streams.begin()
        try workers.start()
    }

    func stop() { workers.stop() }

    /// From now on each answer closes its connection.
    func beginClosing() {
        isClosing.store(true, ordering: .sequentiallyConsistent)
        streams.endAll()
    }

    /// Lets the requests under way end, for at most the seconds given, and answers the rest, and whatever still comes in on
    /// the open connections.
    func drain(seconds: Double) {
        _ = waitForEnd(seconds: seconds)
        let left = waiting.withLock { waiting in
            waiting.isOver = true
            return Array(waiting.exchanges.values)
        }
        for exchange in left { exchange.answer(Self.stopping) }
        // Time for those answers to leave; whoever does not read them is cut.
        _ = waitForEnd(seconds: 2)
    }

    private static let stopping = HTTPResponse.text(
        503, "The server is stopping.\n", headers: [("Retry-After", "1")])

    private func waitForEnd(seconds: Double) -> Bool {
        let deadline = DispatchTime.now() + max(0, seconds)
        while pending.load(ordering: .sequentiallyConsistent) > 0 {
            // A signal may be of an earlier moment when none was left: look again.
            if ended.wait(timeout: deadline) == .timedOut {
                return pending.load(ordering: .sequentiallyConsistent) == 0
            }
        }
        return true
    }

    // MARK: A request's way

    private func begin() { pending.wrappingAdd(1, ordering: .sequentiallyConsistent) }

    private func end() {
        let left = pending.wrappingSubtract(1, ordering: .sequentiallyConsistent).newValue
        if left == 0, isClosing.load(ordering: .sequentiallyConsistent) { ended.signal() }
    }

    /// The head has come.
    private func opened(
        _ connection: OpaquePointer, _ url: UnsafePointer<CChar>, _ method: UnsafePointer<CChar>,
        _ slot: UnsafeMutablePointer<UnsafeMutableRawPointer?>
    ) -> MHD_Result {
        begin()
        if fast != nil, HTTPHead.isReading(method) {
            slot.pointee = address
            return .YES
        }
        let exchange = exchange(connection, url, method, slot)
        switch exchange.open() {
        case .receive: return .YES
        case .refuse, .cut:
            return exchange.refuse(configuration.bodyTooLarge(configuration.maxBodyBytes, exchange.header("Accept")))
        }
    }

    /// The request is whole and has no body: answers it at once if it can.
    private func answeredFast(
        _ connection: OpaquePointer, _ url: UnsafePointer<CChar>, _ method: UnsafePointer<CChar>
    ) -> MHD_Result? {
        // A prepared answer can't tell its client that the connection ends.
        guard let fast, !isClosing.load(ordering: .relaxed) else { return nil }
        guard let prepared = fast(HTTPHead(connection: connection, url: url, method: method)) else { return nil }
        return prepared.queue(on: connection)
    }

    /// Makes the exchange of a request, which `completed` releases.
    private func exchange(
        _ connection: OpaquePointer, _ url: UnsafePointer<CChar>, _ method: UnsafePointer<CChar>,
        _ slot: UnsafeMutablePointer<UnsafeMutableRawPointer?>
    ) -> HTTPExchange {
        let exchange = HTTPExchange(
            connection: connection, method: String(cString: method), rawPath: String(cString: url),
            limit: configuration.maxBodyBytes)
        slot.pointee = Unmanaged.passRetained(exchange).toOpaque()
        return exchange
    }

    private func advance(_ exchange: HTTPExchange) -> MHD_Result {
        exchange.advance(
            HTTPExchange.Terms(
                tooLarge: configuration.bodyTooLarge, undecodable: configuration.undecodable,
                isClosing: isClosing.load(ordering: .relaxed), streams: streams)
        ) { request, responder in
            if workers.isEmpty {
                handler(request, responder)
            } else {
                workers.run { [handler] in handler(request, responder) }
            }
        } willWait: {
            let mayWait = waiting.withLock { waiting in
                if !waiting.isOver { waiting.exchanges[ObjectIdentifier(exchange)] = exchange }
                return !waiting.isOver
            }
            if !mayWait { exchange.answer(Self.stopping) }
        }
    }

    /// What stands in the slot of a request that has no exchange.
    private var address: UnsafeMutableRawPointer { Unmanaged.passUnretained(self).toOpaque() }

    // MARK: Callbacks

    /// `MHD_AccessHandlerCallback`: called for the head, for each piece of the body, at its end and after a resumption.
    static let handle: MHD_AccessHandlerCallback = { context, connection, url, method, _, upload, uploadSize, slot in
        guard let context, let connection, let url, let method, let uploadSize, let slot else { return .NO }
        return Unmanaged<HTTPServerCore>.fromOpaque(context)._withUnsafeGuaranteedRef { core in
            guard let known = slot.pointee else { return core.opened(connection, url, method, slot) }
            let exchange: HTTPExchange
            if known == context {
                if uploadSize.pointee == 0, let result = core.answeredFast(connection, url, method) { return result }
                exchange = core.exchange(connection, url, method, slot)
            } else {
                exchange = Unmanaged<HTTPExchange>.fromOpaque(known).takeUnretainedValue()
            }
            if uploadSize.pointee > 0 {
                let piece = UnsafeRawBufferPointer(start: upload, count: uploadSize.pointee)
                uploadSize.pointee = 0
                return exchange.receive(piece) ? .YES : .NO
            }
            return core.advance(exchange)
        }
    }

    /// `MHD_RequestCompletedCallback`: the answer was sent, or the connection broke.
    static let completed: MHD_RequestCompletedCallback = { context, _, slot, _ in
        guard let context, let slot, let known = slot.pointee else { return }
        slot.pointee = nil
        Unmanaged<HTTPServerCore>.fromOpaque(context)._withUnsafeGuaranteedRef { core in
            if known != context {
                let exchange = Unmanaged<HTTPExchange>.fromOpaque(known).takeRetainedValue()
                if exchange.finish() { core.waiting.withLock { $0.exchanges[ObjectIdentifier(exchange)] = nil } }
            }
            core.end()
        }
    }
}
