// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import ClientHTTP
import ClientKafka
import ClientParquet
import ClientPostgreSQL
import ClientRedis
import ClientRegistry
import Foundation

/// Looks at everything that Sluice depends on. Each examination answers a finding, never an error.
struct Doctor: Sendable {
    let database: String
    let kafka: KafkaConfiguration
    let redis: String
    let registry: RegistrySettings
    let ingest: String
    let lake: String
    let home: ProjectHome?
    /// Ports that `sluice up` would listen on; empty while it runs.
    let ports: [Part.ListeningPort]

    func examine() -> [Finding] {
        [postgres(), kafkaCluster(), redisServer(), registryService(), ingestService(), arrow(), disk()] + programs()
            + ports.map(port)
    }

    func postgres() -> Finding {
        let address = Self.withoutPassword(database)
        do {
            let connection = try PostgresConnection(url: database)
            let version = try connection.query("SHOW server_version").one()["server_version"].text
            guard let home else { return .well("PostgreSQL", address, version: version, "reached") }
            let known = try connection.query("SELECT to_regclass('sluice.migrations') IS NOT NULL AS known")
            let applied =
                try known.one()["known"].bool
                ? connection.query("SELECT count(*) AS count FROM sluice.migrations").one()["count"].int : 0
            let missing = try Migrator(folder: home.migrations).migrations.count - Int(applied)
            if missing > 0 {
                return .warning(
                    "PostgreSQL", address, version: version, "\(missing) migrations are not applied",
                    advice: "Run: sluice migrate")
            }
            return .well("PostgreSQL", address, version: version, "\(applied) migrations applied")
        } catch {
            return .unreachable(
                "PostgreSQL", address, "\(error)", advice: "Start it with `sluice up`, or name one by SLUICE_DATABASE.")
        }
    }

    func kafkaCluster() -> Finding {
        do {
            let cluster = try KafkaAdmin(kafka.with(["log_level": "0"])).cluster(timeoutMs: 5000)
            return .well(
                "Kafka", kafka.bootstrapServers, version: "client librdkafka \(cluster.clientVersion)",
                "\(cluster.brokers.count) broker\(cluster.brokers.count == 1 ? "" : "s"), \(cluster.topicCount) topics")
        } catch {
            return .unreachable(
                "Kafka", kafka.bootstrapServers, "\(error)",
                advice: "Start one with `sluice up`, or name a cluster by SLUICE_KAFKA.")
        }
    }

    func redisServer() -> Finding {
        let address = Self.withoutPassword(redis)
        do {
            let client = try RedisClient(url: redis)
            let info = try client.command("INFO", "server").checked().text ?? ""
            let version = info.split(whereSeparator: \.isNewline).first { $0.hasPrefix("redis_version:") }
                .map { String($0.dropFirst("redis_version:".count)) }
            // Not every server lets clients read its configuration.
            let policy = try? client.command("CONFIG", "GET", "maxmemory-policy").checked().array?.last?.text
            if let policy, policy != "noeviction" {
                return .warning(
                    "Redis", address, version: version, "evicts keys (maxmemory-policy \(policy))",
                    advice: "Set maxmemory-policy noeviction: an evicted id lets a duplicate in.")
            }
            return .well("Redis", address, version: version, "keeps every key")
        } catch {
            return .unreachable(
                "Redis", address, "\(error)", advice: "Start it with `sluice up`, or name one by SLUICE_REDIS.")
        }
    }

    func registryService() -> Finding {
        do {
            let subjects = try registry.client(timeoutSeconds: 5).subjects()
            if subjects.isEmpty {
                return .warning(
                    "Registry", registry.url, "no subjects", advice: "Register schemas: sluice schema push schemas/")
            }
            return .well("Registry", registry.url, "\(subjects.count) subjects")
        } catch {
            return .unreachable(
                "Registry", registry.url, "\(error)",
                advice: "Start it with `sluice registry` or `sluice up`, or name one by SLUICE_REGISTRY.")
        }
    }

    func ingestService() -> Finding {
        do {
            let response = try HTTPClient(timeoutSeconds: 5).send(method: "GET", url: ingest + "/health/ready")
            if response.status == 200 { return .well("Ingest", ingest, "ready") }
            return .warning(
                "Ingest", ingest, "not ready: \(response.text)", advice: "Mend what it names; it recovers by itself.")
        } catch {
            return .unreachable(
                "Ingest", ingest, "\(error)",
                advice: "Start it with `sluice ingest` or `sluice up`, or name one by SLUICE_INGEST.")
        }
    }

    /// Arrow C++, which writes the lake's files.
    func arrow() -> Finding {
        do {
            return .well("Arrow", ParquetLibrary.name, version: try ParquetLibrary().arrowVersion, "writes Parquet")
        } catch {
            return .warning("Arrow", error.path, error.detail, advice: "Only `sluice lake` needs it: \(error.advice)")
        }
    }

    /// Below this there is a warning: 2 GiB.
    private static let leastDiskBytes = 2 << 30

    func disk() -> Finding {
        var folder = URL(fileURLWithPath: lake)
        while !FileManager.default.fileExists(atPath: folder.path), folder.path != "/" {
            folder.deleteLastPathComponent()
        }
        let attributes = try? FileManager.default.attributesOfFileSystem(forPath: folder.path)
        guard let free = (attributes?[.systemFreeSize] as? NSNumber)?.intValue else {
            return .warning("Disk", folder.path, "free space is not told", advice: "Look at it with: df \(folder.path)")
        }
        if free < Self.leastDiskBytes {
            return .warning(
                "Disk", folder.path, "\(free.asByteSize) free",
                advice: "Make room, or choose another folder by SLUICE_LAKE.")
        }
        return .well("Disk", folder.path, "\(free.asByteSize) free")
    }

    /// The programs that `sluice up` starts.
    func programs() -> [Finding] {
        let needed: [(name: String, path: String?)] = [
            ("postgres", Executable.findPostgres("postgres")), ("redis-server", Executable.find("redis-server")),
            ("noida-db", home?.kafkaBroker), ("setpriv", Executable.find("setpriv")),
            ("unshare", Executable.find("unshare")),
        ]
        let missing = needed.filter { $0.path == nil }.map(\.name)
        if missing.isEmpty { return [.well("Programs", "this machine", "all that `sluice up` starts are installed")] }
        return [
            .warning(
                "Programs", "this machine", "not installed: \(missing.joined(separator: ", "))",
                advice: "Needed only for `sluice up`. Run: scripts/bootstrap")
        ]
    }

    private func port(_ port: Part.ListeningPort) -> Finding {
        let address = "127.0.0.1:\(port.number)"
        if PortOwner.isFree(port.number) { return .well("Port", address, "free for `sluice up`") }
        let owner = PortOwner.find(port.number).map { "\($0)" } ?? "another process"
        return .warning(
            "Port", address, "taken by \(owner)",
            advice: "Call `sluice up` with --\(port.flag) PORT, or end that process.")
    }

    /// A URL for people: what stands between the user's name and the host is not theirs to see.
    static func withoutPassword(_ url: String) -> String {
        guard let scheme = url.range(of: "://"), let at = url[scheme.upperBound...].lastIndex(of: "@"),
            let colon = url[scheme.upperBound..<at].firstIndex(of: ":")
        else { return url }
        return url[...colon] + "***" + url[at...]
    }
}
