// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import Access
import ClientHTTP
import ClientPostgreSQL
import ClientRedis
import Foundation

/// Makes the parts of `sluice up`.
struct Parts: Sendable {
    let configuration: UpConfiguration

    private var folder: DataFolder { configuration.folder }

    /// A private PostgreSQL cluster: only a Unix socket, in a folder that is nobody else's.
    func postgres() -> Part {
        let folder = folder
        let server = Executable.findPostgres("postgres")
        let initialise = Executable.findPostgres("initdb")
        return Part(
            .postgres, address: folder.socketFolder, port: nil,
            prepare: {
                guard let initialise, server != nil else {
                    throw CommandFailure.no("PostgreSQL's server is not installed. Run: scripts/bootstrap")
                }
                if !FileManager.default.fileExists(atPath: folder.postgres + "/PG_VERSION") {
                    try Self.initialise(folder, with: initialise)
                }
            },
            launch: {
                var launch = ChildProcess.Launch(
                    server ?? "postgres",
                    ["-D", folder.postgres, "-k", folder.socketFolder, "-h", "", "-p", "5432", "-c", "timezone=UTC"])
                launch.avoidsRoot = true
                launch.signalOnParentsDeath = "INT"
                return launch
            },
            problem: {
                do {
                    try PostgresConnection(url: folder.databaseURL(named: "postgres")).query("SELECT 1")
                    return nil
                } catch {
                    return "\(error)"
                }
            },
            // Fast shutdown: connections are ended, nothing is lost.
            stopSignal: SIGINT)
    }

    /// Redis with every write in its log (ids of events are kept there), and no eviction.
    func redis() -> Part {
        let port = configuration.listeningPort(.redis)
        let number = port?.number ?? 0
        let folder = folder
        return Part(
            .redis, address: "127.0.0.1:\(number)", port: port,
            prepare: {
                guard Executable.find("redis-server") != nil else {
                    throw CommandFailure.no("redis-server is not installed. Run: scripts/bootstrap")
                }
            },
            launch: {
                var launch = ChildProcess.Launch(
                    "redis-server",
                    [
                        "--bind", "127.0.0.1", "--port", "\(number)", "--dir", folder.redis, "--appendonly", "yes",
                        "--maxmemory-policy", "noeviction", "--save", "", "--daemonize", "no",
                    ])
                launch.signalOnParentsDeath = "TERM"
                return launch
            },
            problem: {
                do {
                    let client = try RedisClient(url: "redis://127.0.0.1:\(number)/0", timeoutMilliseconds: 1000)
                    _ = try client.command("PING").checked()
                    return nil
                } catch {
                    return "\(error)"
                }
            },
            stopSignal: SIGTERM)
    }

    /// A service of this program. It ends at once with the supervisor: it owns nothing that can't be rebuilt.
    func service(_ name: PartName) -> Part {
        let port = configuration.listeningPort(name)
        let url = "http://127.0.0.1:\(port?.number ?? 0)"
        let environment = configuration.childEnvironment
        let http = HTTPClient(timeoutSeconds: 5, connectTimeoutSeconds: 1)
        return Part(
            name, address: url, port: port,
            launch: {
                var launch = ChildProcess.Launch(
                    Executable.own, [name.rawValue, "--listen", "127.0.0.1:\(port?.number ?? 0)"])
                launch.environment = environment
                return launch
            },
            problem: {
                do {
                    let response = try http.send(method: "GET", url: url + "/health/ready")
                    return response.status == 200 ? nil : "\(url)/health/ready: \(response.text)"
                } catch {
                    return "\(error)"
                }
            },
            stopSignal: SIGTERM)
    }

    /// Makes the database where it is missing, and applies what is new in `migrations/`.
    func migrations() -> Stage.Step {
        let folder = folder
        let ownsServer = configuration.parts.contains(.postgres)
        let url = configuration.childEnvironment["SLUICE_DATABASE"] ?? Settings.database.fallback ?? ""
        let migrations = configuration.home.migrations
        return Stage.Step(title: "migrations") {
            if ownsServer {
                let server = try PostgresConnection(url: folder.databaseURL(named: "postgres"))
                let known = try server.query("SELECT 1 FROM pg_database WHERE datname = 'sluice'")
                if known.isEmpty { try server.query("CREATE DATABASE sluice") }
            }
            let applied = try Migrator(folder: migrations).migrate(on: PostgresConnection(url: url))
            return applied.isEmpty ? "up to date" : "\(applied.count) applied"
        }
    }

    /// Makes the key that this machine's commands send events with, if the data folder has none.
    func key() -> Stage.Step {
        let folder = folder
        let url = configuration.childEnvironment["SLUICE_DATABASE"] ?? Settings.database.fallback ?? ""
        return Stage.Step(title: "key") {
            let store = APIKeyStore(pool: PostgresPool(url: url, size: 1))
            if let text = try? String(contentsOfFile: folder.keyFile, encoding: .utf8) {
                let secret = APIKeySecret(text: text.trimmingCharacters(in: .whitespacesAndNewlines))
                if try store.find(digest: secret.digest) != nil { return "in \(folder.keyFile)" }
            }
            // The name may be taken by a key whose secret was lost with an earlier data folder.
            let name = "sluice-up-" + UUID().uuidString.prefix(8).lowercased()
            let (_, secret) = try store.create(name: name, role: .ingest)
            let isWritten = FileManager.default.createFile(
                atPath: folder.keyFile, contents: Data((secret.text + "\n").utf8),
                attributes: [.posixPermissions: 0o600])
            guard isWritten else { throw CommandFailure.no("\(folder.keyFile) can't be written.") }
            return "made, in \(folder.keyFile)"
        }
    }

    private static func initialise(_ folder: DataFolder, with program: String) throws {
        var launch = ChildProcess.Launch(
            program,
            [
                "-D", folder.postgres, "-U", "sluice", "--auth=trust", "--encoding=UTF8", "--no-locale",
                "--no-instructions",
            ])
        launch.avoidsRoot = true
        let run = try ToolRun(launch)
        guard run.succeeded else {
            throw CommandFailure.no(
                "a PostgreSQL cluster can't be made in \(folder.postgres) (\(run.ending)):\n\(run.output)")
        }
    }
}
