// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

internal import CMicrohttpd
import Synchronization

/// One request on its way through libmicrohttpd, from its head to the end of its answer.
///
/// The body is collected on the connection's own thread only. The answer may come from any thread; the lock orders it
/// against the suspension of the connection. After `finish()` the connection is never touched again. That is why
/// `@unchecked Sendable` holds.
final class HTTPExchange: @unchecked Sendable {
    private enum Phase {
        case receiving
        /// The handler runs on the connection's thread.
        case handling
        /// The handler has returned without an answer; libmicrohttpd leaves the connection alone.
        case suspended
        case answered(HTTPResponse)
        case finished
    }

    let method: String
    private let connection: OpaquePointer
    private let rawPath: String
    private let body = HTTPBody()
    private let limit: Int
    private var isTooLarge = false
    private var stream: HTTPStream?
    /// Whether somebody else knows that the request waits; of the connection's thread.
    private var isWaiting = false
    private let phase = Mutex<Phase>(.receiving)

    init(connection: OpaquePointer, method: String, rawPath: String, limit: Int) {
        self.connection = connection
        self.method = method
        self.rawPath = rawPath
        self.limit = limit
    }

    /// What to do with the head of a request.
    enum Opening {
        case receive
        /// The body is larger than allowed, and the client waits for leave to send it.
        case refuse
        /// The body is far larger than allowed: not worth reading it only to answer in order.
        case cut
    }

    func open() -> Opening {
        guard let announced = header("Content-Length").flatMap({ Int($0) }) else { return .receive }
        guard announced > limit else {
            body.reserve(announced)
            return .receive
        }
        isTooLarge = true
        if header("Expect") != nil { return .refuse }
        return announced > limit + Self.discardable ? .cut : .receive
    }

    /// What is read and thrown away above the limit, so that an ordinary client gets its answer instead of a reset.
    private static let discardable = 64 << 20
    private var discarded = 0

    /// - Returns: false if the connection should be closed.
    func receive(_ bytes: UnsafeRawBufferPointer) -> Bool {
        if isTooLarge || body.count + bytes.count > limit {
            isTooLarge = true
            discarded += bytes.count
            return discarded <= Self.discardable
        }
        body.append(bytes)
        return true
    }

    /// What the server says at the moment of an answer.
    struct Terms {
        let tooLarge: (Int, String?) -> HTTPResponse
        let undecodable: (String?) -> HTTPResponse
        let isClosing: Bool
        let streams: HTTPStreams
    }

    /// Goes on when the request is whole, or when its answer has come.
    ///
    /// - Parameter willWait: is called before the connection rests until its answer comes.
    func advance(
        _ terms: Terms, handler: (HTTPRequest, HTTPResponder) -> Void, willWait: () -> Void
    ) -> MHD_Result {
        let isNew = phase.withLock { phase in
            guard case .receiving = phase else { return false }
            phase = .handling
            return true
        }
        if isNew {
            if isTooLarge {
                answer(terms.tooLarge(limit, header("Accept")))
            } else {
                body.seal()
                if let request = request() {
                    handler(request, HTTPResponder { self.answer($0) })
                } else {
                    answer(terms.undecodable(header("Accept")))
                }
            }
        }
        if !isWaiting, phase.withLock({ if case .answered = $0 { false } else { true } }) {
            isWaiting = true
            willWait()
        }
        return phase.withLock { phase in
            switch phase {
            case .handling, .suspended, .receiving:
                MHD_suspend_connection(connection)
                phase = .suspended
                return .YES
            case .answered(let response):
                phase = .finished
                return queue(response, terms)
            case .finished:
                return .NO
            }
        }
    }

    /// Answers at once, without the body having been read.
    func refuse(_ response: HTTPResponse) -> MHD_Result {
        phase.withLock { $0 = .finished }
        return queue(response, isClosing: true) ?? .NO
    }

    /// Takes the answer; a second one is dropped.
    func answer(_ response: HTTPResponse) {
        let isTaken = phase.withLock { phase in
            switch phase {
            case .receiving, .handling:
                phase = .answered(response)
                return true
            case .suspended:
                phase = .answered(response)
                MHD_resume_connection(connection)
                return true
            case .answered, .finished:
                return false
            }
        }
        if !isTaken { response.stream?.detach() }
    }

    /// The answer was sent, or the connection broke.
    ///
    /// - Returns: whether `willWait` was called.
    func finish() -> Bool {
        let unsent = phase.withLock { phase -> HTTPStream? in
            defer { phase = .finished }
            return if case .answered(let response) = phase { response.stream } else { nil }
        }
        (stream ?? unsent)?.detach()
        return isWaiting
    }

    private func request() -> HTTPRequest? {
        HTTPRequest(
            method: method, rawPath: rawPath, rawQuery: pairs(.GET_ARGUMENT_KIND), headers: pairs(.HEADER_KIND),
            remoteAddress: remoteAddress(), body: body)
    }

    func header(_ name: String) -> String? {
        MHD_lookup_connection_value(connection, .HEADER_KIND, name).map { String(cString: $0) }
    }

    private func pairs(_ kind: MHD_ValueKind) -> [(String, String)] {
        var all: [(String, String)] = []
        withUnsafeMutablePointer(to: &all) { list in
            _ = MHD_get_connection_values(
                connection, kind,
                { list, _, name, value in
                    let pair = (name.map { String(cString: $0) } ?? "", value.map { String(cString: $0) } ?? "")
                    list?.assumingMemoryBound(to: [(String, String)].self).pointee.append(pair)
                    return .YES
                }, list)
        }
        return all
    }

    private func remoteAddress() -> String {
        withUnsafeTemporaryAllocation(of: CChar.self, capacity: 64) { text in
            guard let start = text.baseAddress, sluice_mhd_client_address(connection, start, 64) != 0 else { return "" }
            return String(cString: start)
        }
    }

    private func queue(_ response: HTTPResponse, _ terms: Terms) -> MHD_Result {
        guard let stream = response.stream else { return queue(response, isClosing: terms.isClosing) ?? .NO }
        self.stream = stream
        stream.attach(to: connection)
        let result = queue(response, isClosing: terms.isClosing)
        // Not before: from now on it may be ended, and the connection resumed, by others.
        terms.streams.add(stream)
        return result ?? .NO
    }

    private func queue(_ response: HTTPResponse, isClosing: Bool) -> MHD_Result? {
        guard let made = response.makeMHDResponse() else { return nil }
        defer { MHD_destroy_response(made) }
        if isClosing { MHD_add_response_header(made, "Connection", "close") }
        return MHD_queue_response(connection, UInt32(clamping: response.status), made)
    }
}
