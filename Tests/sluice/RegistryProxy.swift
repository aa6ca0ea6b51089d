// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import ClientHTTP
import Dispatch
import Synchronization
import TestKit

/// Stands between a client and a registry, counts what would change something, and kills the client's process (SIGKILL)
/// instead of passing the request of a certain number on.
final class RegistryProxy: Sendable {
    private struct State {
        var writes = 0
        var fatal: Int?
        var victim: SluiceProcess?
    }

    private let server: HTTPServer
    private let state = Mutex(State())
    private let hasVictim = DispatchSemaphore(value: 0)

    var url: String { "http://127.0.0.1:\(server.port)" }
    /// How many requests to change something have been passed on since the last `kill`.
    var writes: Int { state.withLock(\.writes) }

    init(to registry: String) throws {
        let hook = Hook()
        server = HTTPServer(configuration: .init(port: 0, threads: 2, name: "registry-proxy")) { request, responder in
            responder.respond(hook.proxy?.answer(request, registry) ?? .text(503, "closed"))
        }
        hook.set(self)
        try server.start()
    }

    deinit { server.stop(drainSeconds: 0) }

    /// Runs the real command line against this, and kills it when it would make its `write`th change.
    ///
    /// - Returns: whether it came so far.
    func kill(at write: Int, _ arguments: [String], environment: [String: String]) throws -> Bool {
        state.withLock { $0 = State(fatal: write) }
        let log = try TemporaryFolder.make("killed") + "/log"
        let process = try SluiceProcess(
            arguments, environment: environment.merging(["SLUICE_REGISTRY": url]) { $1 }, log: log)
        state.withLock { $0.victim = process }
        hasVictim.signal()
        try process.waitForEnd()
        // Nobody has taken it if the process ended by itself.
        _ = hasVictim.wait(timeout: .now())
        return state.withLock { state in
            state.fatal = nil
            state.victim = nil
            return state.writes >= write
        }
    }

    private func answer(_ request: HTTPRequest, _ registry: String) -> HTTPResponse {
        let isFatal = state.withLock { state in
            // A lookup and a check are asked by POST and change nothing; an import has none.
            if request.method != "GET" { state.writes += 1 }
            return request.method != "GET" && state.writes == state.fatal
        }
        if isFatal {
            hasVictim.wait()
            state.withLock(\.victim)?.kill()
            return .text(503, "killed")
        }
        let path = request.segments.map { "/" + PercentCoding.encoded($0) }.joined()
        let query = request.query.map { "\($0.0)=\(PercentCoding.encoded($0.1))" }.joined(separator: "&")
        let headers = request.headers.filter { ["content-type", "accept"].contains($0.0.lowercased()) }
        let known = request.header("Confluent-Accept-Unknown-Properties").map {
            [("Confluent-Accept-Unknown-Properties", $0)]
        }
        do {
            let reply = try HTTPClient().send(
                method: request.method, url: registry + path + (query.isEmpty ? "" : "?" + query),
                headers: headers + (known ?? []), body: request.method == "GET" ? nil : request.body.bytes)
            return HTTPResponse(
                status: reply.status, headers: reply.headers.filter { $0.0.lowercased() == "content-type" },
                body: reply.body)
        } catch {
            return .text(502, "\(error)")
        }
    }

    /// The server is made before there is a proxy that its handler could call.
    private final class Hook: Sendable {
        private struct Weak { weak var proxy: RegistryProxy? }
        private let content = Mutex(Weak())

        var proxy: RegistryProxy? { content.withLock { $0.proxy } }
        func set(_ proxy: RegistryProxy) { content.withLock { $0.proxy = proxy } }
    }
}
