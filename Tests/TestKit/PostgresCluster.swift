// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import Foundation
import Glibc
import Synchronization

/// A private PostgreSQL cluster in a temporary folder, reached by a unix socket and not durable (`fsync = off`).
public final class PostgresCluster: Sendable {
    private let folder: String
    private let programs: String
    private let process: Mutex<ServiceProcess?>
    private let counter = Atomic<Int>(0)

    /// One for all tests of this run, made by the first that asks. Tests take databases of their own from it.
    public static func shared() throws -> PostgresCluster { try common.get() }
    private static let common = Result { try PostgresCluster() }.mapError { TestKitError("\($0)") }

    /// Makes and starts a cluster of one's own, for tests that stop it.
    public init() throws {
        programs = try Self.findPrograms()
        folder = try TemporaryFolder.make("pg")
        _ = try Spawn.run(
            Self.unprivileged + [
                programs + "/initdb", "--pgdata", folder + "/data", "--username", "postgres", "--auth", "trust",
                "--encoding", "UTF8", "--locale", "C.UTF-8", "--no-sync",
            ])
        process = Mutex(try Self.launch(programs: programs, folder: folder))
    }

    /// A new, empty database.
    ///
    /// - Returns: its URL.
    public func makeDatabase() throws -> String {
        let name = "test_\(counter.wrappingAdd(1, ordering: .relaxed).newValue)"
        _ = try Spawn.run([programs + "/createdb", "--host", folder, "--username", "postgres", name])
        return "postgresql://postgres@/\(name)?host=\(folder)"
    }

    /// Ends the server at once; what was committed stays.
    public func stop() { process.withLock { $0.take() }?.stop() }

    /// Starts it again after `stop()`.
    public func start() throws {
        try process.withLock { process in
            if process == nil { process = try Self.launch(programs: programs, folder: folder) }
        }
    }

    private static func launch(programs: String, folder: String) throws -> ServiceProcess {
        let process = try ServiceProcess(
            unprivileged + [
                programs + "/postgres", "-D", folder + "/data", "-c", "listen_addresses=", "-c",
                "unix_socket_directories=\(folder)", "-c", "fsync=off", "-c",
                "full_page_writes=off", "-c", "max_connections=200", "-c", "shared_buffers=32MB",
            ], log: folder + "/log", signal: "QUIT")
        try process.waitUntilReady {
            (try? Spawn.run([programs + "/pg_isready", "--quiet", "--host", folder, "--username", "postgres"])) != nil
        }
        return process
    }

    /// PostgreSQL refuses to run as root: a user namespace makes it believe that it doesn't.
    private static var unprivileged: [String] {
        geteuid() == 0 ? ["unshare", "-U", "--map-user=1000", "--map-group=1000"] : []
    }

    /// Debian keeps the server's programs off the PATH, by version.
    private static func findPrograms() throws -> String {
        let parent = "/usr/lib/postgresql"
        let versions = (try? FileManager.default.contentsOfDirectory(atPath: parent)) ?? []
        let newest = versions.compactMap { Int($0) }.max()
        guard let newest else { throw TestKitError("PostgreSQL is not installed. Run scripts/bootstrap") }
        return "\(parent)/\(newest)/bin"
    }
}
