// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import Synchronization

/// A real Redis on a free port of the loopback interface, empty and without persistence.
public final class RedisServer: Sendable {
    public let port: Int
    private let folder: String
    private let process: Mutex<ServiceProcess?>

    /// Starts one.
    public init() throws {
        folder = try TemporaryFolder.make("redis")
        let folder = folder
        let (process, port) = try Ports.starting { try Self.launch(port: $0, folder: folder) }
        self.process = Mutex(process)
        self.port = port
    }

    /// One for all tests of this run that need no Redis of their own; they must keep to keys of their own.
    public static func shared() throws -> RedisServer { try common.get() }
    private static let common = Result { try RedisServer() }.mapError { TestKitError("\($0)") }

    public var url: String { "redis://127.0.0.1:\(port)/0" }

    /// Ends it; all keys are lost.
    public func stop() { process.withLock { $0.take() }?.stop() }

    /// Starts it again on its port, empty, after `stop()`.
    public func start() throws {
        try process.withLock { process in
            if process == nil { process = try Self.launch(port: port, folder: folder) }
        }
    }

    private static func launch(port: Int, folder: String) throws -> ServiceProcess {
        let process = try ServiceProcess(
            [
                "redis-server", "--port", String(port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no",
                "--dir", folder,
            ], log: folder + "/log", signal: "KILL")
        try process.waitUntilReady { Ports.isListening(port) }
        return process
    }
}
