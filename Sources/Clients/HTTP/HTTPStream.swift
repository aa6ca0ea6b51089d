// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

internal import CMicrohttpd
import Dispatch
import Synchronization

/// A body that is written piece by piece after the answer has begun, such as server-sent events. It holds no thread.
///
/// What is written waits in a bounded buffer until the client reads it. A client that falls behind by more than that is cut
/// off, as is one that has closed its connection; a server that stops ends its streams in order.
public final class HTTPStream: Sendable {
    private struct State {
        /// Written and not yet sent; bytes before `sent` have been.
        var buffer: [UInt8] = []
        var sent = 0
        var end: End?
        var connection: Connection?
        /// libmicrohttpd leaves the connection alone until it is resumed.
        var isSuspended = false
        var lastWrite = DispatchTime.now()
        var onEnd: [@Sendable () -> Void] = []

        var unsent: Int { buffer.count - sent }
    }

    private enum End {
        /// What is in the buffer is still sent.
        case orderly
        /// Nothing more is sent.
        case cut
    }

    /// Touched only under the stream's lock, and no more after the request is completed.
    private struct Connection: @unchecked Sendable {
        let pointer: OpaquePointer
        let descriptor: Int32
    }

    private let limit: Int
    private let heartbeat: [UInt8]
    private let heartbeatSeconds: Double
    private let state = Mutex(State())

    /// - Parameters:
    ///   - limit: bytes that may wait to be read.
    ///   - heartbeat: is written when nothing else was for `heartbeatSeconds`, so that nobody in between takes the
    ///     connection for dead; a comment in the case of server-sent events.
    public init(limit: Int = 1 << 20, heartbeat: String = ":\n\n", heartbeatSeconds: Double = 15) {
        self.limit = limit
        self.heartbeat = Array(heartbeat.utf8)
        self.heartbeatSeconds = heartbeatSeconds
    }

    /// Adds to the body.
    ///
    /// - Returns: false if the stream has ended: the client is gone, has fallen behind, or `end()` was called.
    @discardableResult
    public func write(_ bytes: some Collection<UInt8>) -> Bool {
        let (isOpen, ended) = state.withLock { state -> (Bool, [@Sendable () -> Void]) in
            guard state.end == nil else { return (false, []) }
            guard state.unsent + bytes.count <= limit else { return (false, close(&state, .cut)) }
            state.buffer.append(contentsOf: bytes)
            state.lastWrite = .now()
            resume(&state)
            return (true, [])
        }
        ended.forEach { $0() }
        return isOpen
    }

    /// Ends the body; what was written is still sent.
    public func end() { end(.orderly) }

    public var isOpen: Bool { state.withLock { $0.end == nil } }

    /// Calls back once the stream has ended, for whatever reason; at once if it has.
    public func onEnd(_ body: @escaping @Sendable () -> Void) {
        let isOver = state.withLock { state in
            if state.end == nil { state.onEnd.append(body) }
            return state.end != nil
        }
        if isOver { body() }
    }

    private func end(_ kind: End) {
        let ended = state.withLock { close(&$0, kind) }
        ended.forEach { $0() }
    }

    private func close(_ state: inout State, _ kind: End) -> [@Sendable () -> Void] {
        if state.end == nil || kind == .cut { state.end = kind }
        resume(&state)
        defer { state.onEnd = [] }
        return state.onEnd
    }

    private func resume(_ state: inout State) {
        guard state.isSuspended, let connection = state.connection else { return }
        state.isSuspended = false
        MHD_resume_connection(connection.pointer)
    }
}

// MARK: What the server does with it

extension HTTPStream {
    /// Binds the stream to its connection.
    func attach(to connection: OpaquePointer) {
        let descriptor = sluice_mhd_descriptor(connection)
        state.withLock { $0.connection = Connection(pointer: connection, descriptor: descriptor) }
    }

    /// The request is completed: the connection is not touched any more.
    func detach() {
        let ended = state.withLock { state in
            state.connection = nil
            return close(&state, .cut)
        }
        ended.forEach { $0() }
    }

    /// Copies what waits into libmicrohttpd's buffer; called on the connection's thread.
    ///
    /// - Returns: how many bytes, or one of libmicrohttpd's marks of the end.
    fileprivate func read(into target: UnsafeMutableRawBufferPointer) -> Int {
        state.withLock { state in
            if state.end == .cut { return sluice_mhd_broken() }
            let count = min(state.unsent, target.count)
            guard count > 0 else {
                guard state.end == nil, let connection = state.connection else { return sluice_mhd_ended() }
                MHD_suspend_connection(connection.pointer)
                state.isSuspended = true
                return 0
            }
            state.buffer.withUnsafeBytes {
                target.copyMemory(from: UnsafeRawBufferPointer(rebasing: $0[state.sent..<state.sent + count]))
            }
            state.sent += count
            if state.sent == state.buffer.count {
                state.buffer.removeAll(keepingCapacity: state.buffer.capacity <= 64 << 10)
                state.sent = 0
            } else if state.sent > limit / 2 {
                state.buffer.removeFirst(state.sent)
                state.sent = 0
            }
            return count
        }
    }

    /// Looks whether the client is still there, which nobody else does while nothing is sent, and keeps the connection
    /// alive.
    func check() {
        let (isGone, isQuiet) = state.withLock { state -> (Bool, Bool) in
            guard state.end == nil, let connection = state.connection else { return (false, false) }
            let isGone = sluice_mhd_peer_is_gone(connection.descriptor) != 0
            let quiet = Double(DispatchTime.now().uptimeNanoseconds - state.lastWrite.uptimeNanoseconds) / 1e9
            return (isGone, state.unsent == 0 && quiet >= heartbeatSeconds)
        }
        if isGone { end(.cut) } else if isQuiet { write(heartbeat) }
    }

    /// A response with one reference, which the caller destroys; it keeps the stream.
    func makeMHDResponse() -> OpaquePointer? {
        let context = Unmanaged.passRetained(self)
        let made = sluice_mhd_stream_response(
            { context, _, target, size in
                guard let context, let target else { return sluice_mhd_broken() }
                return Unmanaged<HTTPStream>.fromOpaque(context).takeUnretainedValue()
                    .read(into: UnsafeMutableRawBufferPointer(start: target, count: size))
            },
            { context in
                if let context { Unmanaged<HTTPStream>.fromOpaque(context).release() }
            }, context.toOpaque())
        if made == nil { context.release() }
        return made
    }
}

/// The streams of a server that are open, and a thread that looks after them while there are any.
final class HTTPStreams: Sendable {
    private struct State {
        var open: [ObjectIdentifier: HTTPStream] = [:]
        var isWatched = false
        var isClosing = false
    }

    private let state = Mutex(State())
    private let queue = DispatchQueue(label: "http-streams")

    /// How often a stream is looked after.
    private static let interval = DispatchTimeInterval.seconds(1)

    func add(_ stream: HTTPStream) {
        let (isClosing, starts) = state.withLock { state in
            state.open[ObjectIdentifier(stream)] = stream
            defer { state.isWatched = true }
            return (state.isClosing, !state.isWatched)
        }
        let id = ObjectIdentifier(stream)
        stream.onEnd { [weak self] in self?.remove(id) }
        if isClosing { stream.end() }
        if starts { watch() }
    }

    private func remove(_ id: ObjectIdentifier) { state.withLock { $0.open[id] = nil } }

    func begin() { state.withLock { $0.isClosing = false } }

    func endAll() {
        let open = state.withLock { state in
            state.isClosing = true
            return Array(state.open.values)
        }
        open.forEach { $0.end() }
    }

    private func watch() {
        queue.asyncAfter(deadline: .now() + Self.interval) { [weak self] in
            guard let self else { return }
            let open = state.withLock { state in
                state.isWatched = !state.open.isEmpty
                return Array(state.open.values)
            }
            open.forEach { $0.check() }
            if !open.isEmpty { watch() }
        }
    }
}
