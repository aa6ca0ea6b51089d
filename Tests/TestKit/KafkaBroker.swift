// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import Foundation
import Glibc
import Synchronization

/// A real Kafka broker on a free port of the loopback interface: the one for one machine, which the demo uses too.
///
/// It keeps its data in memory and saves it about once a second; `stop()` lets it save before it ends.
public final class KafkaBroker: Sendable {
    public let port: Int
    private let folder: String
    private let process: Mutex<ServiceProcess?>

    /// Starts one.
    public init() throws {
        folder = try TemporaryFolder.make("kafka")
        let folder = folder
        let (process, port) = try Ports.starting { try Self.launch(port: $0, folder: folder) }
        self.process = Mutex(process)
        self.port = port
    }

    /// One for all tests of this run that need no broker of their own; they must keep to topics of their own.
    public static func shared() throws -> KafkaBroker { try common.get() }
    private static let common = Result { try KafkaBroker() }.mapError { TestKitError("\($0)") }

    /// `host:port`, for `KafkaConfiguration`.
    public var bootstrapServers: String { "127.0.0.1:\(port)" }

    /// A name that no other test uses.
    public static func uniqueName(_ base: String) -> String { "\(base)-\(UUID().uuidString.prefix(8).lowercased())" }

    /// Ends it; what it has is saved.
    public func stop() { process.withLock { $0.take() }?.stop() }

    /// Starts it again on its port, with its data, after `stop()`.
    public func start() throws {
        try process.withLock { process in
            if process == nil { process = try Self.launch(port: port, folder: folder) }
        }
    }

    private static func launch(port: Int, folder: String) throws -> ServiceProcess {
        let program = try findProgram()
        let process = try ServiceProcess(
            [program, "start", "--only", "kafka", "--kafka-port", String(port), "--data-dir", folder + "/data"],
            log: folder + "/log", signal: "TERM")
        try process.waitUntilReady { Ports.isListening(port) }
        return process
    }

    /// The broker itself: the script in `.deps/venv/bin` starts it as a child, which a signal to the script would leave
    /// running.
    private static func findProgram() throws -> String {
        let libraries = ProjectRoot.path + "/.deps/venv/lib"
        let versions = (try? FileManager.default.contentsOfDirectory(atPath: libraries)) ?? []
        let candidates = versions.map { "\(libraries)/\($0)/site-packages/noida_db/noida-db" }
        guard let found = candidates.first(where: FileManager.default.fileExists(atPath:)) else {
            throw TestKitError("The Kafka broker is not installed. Run scripts/bootstrap")
        }
        // The wheel does not mark it executable; its script does at its first start.
        chmod(found, 0o755)
        return found
    }
}
