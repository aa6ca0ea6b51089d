// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import ClientHTTP
import Synchronization

/// A server that answers "ok" and counts the requests that reach its handler.
final class CountingServer: Sendable {
    private final class Count: Sendable {
        let value = Atomic<Int>(0)
    }

    private let server: HTTPServer
    private let count: Count

    init(_ configure: (inout HTTPServer.Configuration) -> Void) throws {
        var configuration = HTTPServer.Configuration(port: 0, threads: 1, name: "test")
        configure(&configuration)
        let count = Count()
        self.count = count
        server = HTTPServer(configuration: configuration) { _, responder in
            count.value.wrappingAdd(1, ordering: .relaxed)
            responder.respond(.text(200, "ok"))
        }
        try server.start()
    }

    deinit { server.stop() }

    var url: String { "http://127.0.0.1:\(server.port)" }
    var calls: Int { count.value.load(ordering: .relaxed) }
}
