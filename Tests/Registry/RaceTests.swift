// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import ClientHTTP
import ClientPostgreSQL
import Formats
import Foundation
import Registry
import Synchronization
import TestKit
import Testing

@Suite("Races: many clients, two registries, one database")
struct RaceTests {
    /// A minute where `SLUICE_LONG_TESTS` is set.
    private static let seconds: Double = ProcessInfo.processInfo.environment["SLUICE_LONG_TESTS"] == nil ? 2 : 60
    private static let clients = 64

    @Test("registering, deleting, configuring and checking at random leaves tables and caches that agree")
    func everything() throws {
        let one = try TestRegistry { $0.threads = 8 }
        let two = try TestRegistry(databaseURL: one.databaseURL) { $0.threads = 8 }
        let report = RaceReport()
        let end = Date(timeIntervalSinceNow: Self.seconds)
        inParallel(Self.clients) { client in
            var random = SplitMix(seed: UInt64(client))
            let http = HTTPClient(timeoutSeconds: 60)
            let registry = client % 2 == 0 ? one : two
            repeat { RaceStep.random(&random).take(registry.url, http, report) } while Date() < end
        }
        #expect(report.failures == [])
        #expect(report.acknowledged.count > 0)
        let tables = try RegistryTables(one.databaseURL)
        #expect(try tables.problems() == [])
        for (key, id) in report.acknowledged {
            #expect(tables.registered.contains("\(key.subject) \(key.version) \(id)"), "\(key) \(id) is not in the log")
        }
        for registry in [one, two] {
            for (subject, versions) in tables.live {
                try eventually("\(registry.url) answers for \(subject) what the tables have") {
                    let list = try registry.get("/subjects/\(subject)/versions")
                    let latest = try registry.get("/subjects/\(subject)/versions/latest")
                    let listed = "[\(versions.map { "\($0.version)" }.joined(separator: ","))]"
                    guard versions.isEmpty ? list.errorCode == 40401 : list.text == listed else { return false }
                    // What the default context has not is looked for in the others.
                    let isQualified = subject.hasPrefix(":")
                    guard let last = versions.last ?? (isQualified ? nil : tables.live[":.x:\(subject)"]?.last) else {
                        return latest.errorCode == 40401
                    }
                    return latest.json?["version"] == .number("\(last.version)")
                        && latest.json?["id"] == .number("\(last.id)")
                }
            }
        }
    }

    @Test("one schema registered by 64 clients at once is one version with one id, and nobody fails")
    func sameSchema() throws {
        let one = try TestRegistry { $0.threads = 8 }
        let two = try TestRegistry(databaseURL: one.databaseURL) { $0.threads = 8 }
        let answers = Mutex<Set<String>>([])
        inParallel(Self.clients) { client in
            let answer = try? (client % 2 == 0 ? one : two).send(
                "POST", "/subjects/:.race:s/versions", Sample.request(Sample.record()))
            _ = answers.withLock { $0.insert(answer.map { "\($0.status) \($0.text)" } ?? "no answer") }
        }
        let all = answers.withLock { $0 }
        #expect(all.count == 1 && all.first?.hasPrefix(#"200 {"id":"#) == true, "\(all)")
        try eventually("the version is seen") { try two.get("/subjects/:.race:s/versions").text == "[1]" }
    }

    @Test("PostgreSQL restarted in the middle: what was acknowledged is there, once")
    func restart() throws {
        let cluster = try PostgresCluster()
        let registry = try TestRegistry(databaseURL: TestRegistry.makeDatabase(cluster)) { $0.threads = 8 }
        let report = RaceReport()
        let isDown = Atomic<Int>(0)
        inParallel(9) { client in
            if client == 8 {
                // Not before something is under way, and again while it is.
                for round in 1...2 {
                    try? eventually("registrations are acknowledged") { report.acknowledged.count >= 20 * round }
                    cluster.stop()
                    try? cluster.start()
                }
                isDown.store(1, ordering: .relaxed)
                return
            }
            let http = HTTPClient(timeoutSeconds: 60)
            for number in 0..<2000 {
                let step = RaceStep.register("s\(client)", Sample.fields("f\(number)"))
                // As clients do: what failed is sent again until it is answered.
                while !step.take(registry.url, http, report, allowsFailure: true) {}
                if isDown.load(ordering: .relaxed) == 1 { break }
            }
        }
        let tables = try RegistryTables(registry.databaseURL)
        #expect(try tables.problems() == [])
        #expect(report.acknowledged.count >= 40)
        for (key, id) in report.acknowledged {
            #expect(tables.live[key.subject]?.contains { $0.version == key.version && $0.id == id } == true)
        }
        // Each schema was sent until it was acknowledged, and is there once: nothing was registered twice.
        for (subject, versions) in tables.live {
            #expect(Set(versions.map(\.id)).count == versions.count)
            #expect(versions.count == report.acknowledged.keys.count { $0.subject == subject })
        }
        cluster.stop()
    }
}

/// Runs the body on as many threads as that, and waits for all.
private func inParallel(_ count: Int, _ body: @escaping @Sendable (Int) -> Void) {
    let group = DispatchGroup()
    for index in 0..<count {
        group.enter()
        Thread.detachNewThread {
            body(index)
            group.leave()
        }
    }
    group.wait()
}

/// What the clients saw.
private final class RaceReport: Sendable {
    struct Key: Hashable {
        let subject: String
        let version: Int
    }

    private let state = Mutex<(failures: [String], acknowledged: [Key: Int])>(([], [:]))

    var failures: [String] { state.withLock { $0.failures } }
    /// Ids by subject and version.
    var acknowledged: [Key: Int] { state.withLock { $0.acknowledged } }

    func failed(_ what: String) { state.withLock { if $0.failures.count < 10 { $0.failures.append(what) } } }
    func acknowledge(_ subject: String, _ version: Int, _ id: Int) {
        state.withLock { $0.acknowledged[Key(subject: subject, version: version)] = id }
    }
}

/// One request.
private enum RaceStep {
    case register(String, String)
    case other(String, String, JSONValue?)

    private static let subjects = ["a", "b", ":.x:a", ":.x:c"]

    static func random(_ random: inout SplitMix) -> RaceStep {
        func pick<T>(_ list: [T]) -> T { list[Int(random.next() % UInt64(list.count))] }
        let subject = pick(subjects)
        let schema = pick([
            Sample.fields("f\(random.next() % 12)"), Sample.record("R", "\"string\""), Sample.record("R", "\"bytes\""),
            "\"int\"", "\"long\"",
        ])
        let version = pick(["latest", "1", "2", "3", "9"])
        switch random.next() % 16 {
        case 0...6: return .register(subject, schema)
        case 7: return .other("DELETE", "/subjects/\(subject)/versions/\(version)", nil)
        case 8: return .other("DELETE", "/subjects/\(subject)/versions/\(version)?permanent=true", nil)
        case 9: return .other("DELETE", "/subjects/\(subject)?permanent=\(pick(["true", "false"]))", nil)
        case 10:
            return .other(
                "PUT", "/config/\(subject)", ["compatibility": .string(pick(["NONE", "BACKWARD", "FULL_TRANSITIVE"]))])
        case 11: return .other("PUT", "/config", ["normalize": .bool(pick([true, false]))])
        case 12: return .other("POST", "/compatibility/subjects/\(subject)/versions", Sample.request(schema))
        case 13: return .other("POST", "/subjects/\(subject)", Sample.request(schema))
        case 14: return .other("GET", "/subjects/\(subject)/versions/latest", nil)
        default: return .other("GET", "/schemas/ids/\(1 + random.next() % 20)", nil)
        }
    }

    /// - Returns: whether it was answered by something else than a failure of the registry.
    @discardableResult
    func take(_ url: String, _ http: HTTPClient, _ report: RaceReport, allowsFailure: Bool = false) -> Bool {
        let (method, path, body): (String, String, JSONValue?) =
            switch self {
            case .register(let subject, let schema):
                ("POST", "/subjects/\(subject)/versions", Sample.request(schema))
            case .other(let method, let path, let body): (method, path, body)
            }
        let headers = [
            ("Content-Type", "application/json"), ("Confluent-Accept-Unknown-Properties", "true"),
        ]
        guard
            let answer = try? http.send(
                method: method, url: url + path, headers: headers, body: body.map { Array($0.text().utf8) })
        else {
            if !allowsFailure { report.failed("\(method) \(path): no answer") }
            return false
        }
        guard answer.status < 500 else {
            if !allowsFailure { report.failed("\(method) \(path): \(answer.status) \(answer.text)") }
            return false
        }
        if case .register(let subject, _) = self, answer.status == 200, let reply = try? JSONValue.parse(answer.text),
            case .number(let version)? = reply["version"], case .number(let id)? = reply["id"],
            let version = Int(version), let id = Int(id)
        {
            report.acknowledge(subject, version, id)
        }
        return true
    }
}

/// The registry's tables, and what must hold between them.
private struct RegistryTables {
    struct Version: Equatable {
        let version: Int
        let id: Int
    }

    /// By subject; one without live versions has none.
    let live: [String: [Version]]
    /// `subject version id` of all registrations in the log.
    let registered: Set<String>
    private let connection: PostgresConnection
    private let log: [(action: String, subject: String, version: Int, id: Int)]

    init(_ url: String) throws {
        connection = try PostgresConnection(url: url)
        let name = "CASE context WHEN '.' THEN subject ELSE ':' || context || ':' || subject END AS subject"
        var live: [String: [Version]] = [:]
        for row in try connection.query(
            "SELECT \(name), version, schema_id, deleted_at FROM sluice.subject_versions ORDER BY version")
        {
            let subject = try row["subject"].text
            let version = Version(version: Int(try row["version"].int), id: Int(try row["schema_id"].int))
            live[subject, default: []] += try row["deleted_at"].isNull ? [version] : []
        }
        self.live = live
        log = try connection.query(
            "SELECT action, \(name), version, schema_id FROM sluice.registry_log WHERE version IS NOT NULL ORDER BY number"
        ).map {
            (
                try $0["action"].text, try $0["subject"].text, Int(try $0["version"].int),
                Int(try $0["schema_id"].int)
            )
        }
        registered = Set(log.filter { $0.action == "register" }.map { "\($0.subject) \($0.version) \($0.id)" })
    }

    /// What does not hold; empty if all does.
    func problems() throws -> [String] {
        var problems: [String] = []
        for (what, query) in Self.mustBeEmpty where try !connection.query(query).isEmpty { problems.append(what) }
        // The log, played from its beginning, gives the tables; each registration gets the next number.
        var played: [String: [Int: (id: Int, isLive: Bool)]] = [:]
        var last: [String: Int] = [:]
        for entry in log {
            switch entry.action {
            case "register":
                if entry.version != last[entry.subject, default: 0] + 1 {
                    problems.append("\(entry.subject) has a gap before \(entry.version)")
                }
                last[entry.subject] = entry.version
                played[entry.subject, default: [:]][entry.version] = (entry.id, true)
            case "delete": played[entry.subject, default: [:]][entry.version]?.isLive = false
            case "undelete": played[entry.subject, default: [:]][entry.version]?.isLive = true
            case "remove":
                played[entry.subject, default: [:]][entry.version] = nil
                if played[entry.subject]?.isEmpty == true { last[entry.subject] = nil }
            default: problems.append("the log has a version with \(entry.action)")
            }
        }
        for (subject, versions) in played {
            let expected = versions.filter(\.value.isLive).sorted { $0.key < $1.key }
                .map { Version(version: $0.key, id: $0.value.id) }
            if live[subject] ?? [] != expected { problems.append("\(subject) is not what the log says") }
        }
        return problems
    }

    private static let mustBeEmpty = [
        (
            "a content has two ids in a context",
            """
            SELECT FROM sluice.schemas WHERE forgotten_at IS NULL GROUP BY context, fingerprint HAVING count(*) > 1
            """
        ),
        (
            "a version has a forgotten schema",
            """
            SELECT FROM sluice.subject_versions v JOIN sluice.schemas s ON s.context = v.context AND s.id = v.schema_id
            WHERE s.forgotten_at IS NOT NULL
            """
        ),
        (
            "a schema without versions is not forgotten",
            """
            SELECT FROM sluice.schemas s WHERE s.forgotten_at IS NULL AND NOT EXISTS (
                SELECT FROM sluice.subject_versions v WHERE v.context = s.context AND v.schema_id = s.id)
            """
        ),
        (
            "a subject's row is not what its versions are",
            """
            SELECT FROM sluice.registry_subjects s FULL JOIN (
                SELECT context, subject, max(version) AS last, max(version) FILTER (WHERE deleted_at IS NULL) AS latest
                FROM sluice.subject_versions GROUP BY context, subject
            ) v ON v.context = s.context AND v.subject = s.name
            WHERE v.subject IS NULL OR s.name IS NULL OR s.latest_version IS DISTINCT FROM v.latest
                OR s.last_version < v.last
            """
        ),
        (
            "an id is beyond its sequence",
            "SELECT FROM sluice.schemas WHERE context = '.' AND id > (SELECT last_value FROM sluice.schema_ids_1)"
        ),
    ]
}

/// Numbers that look random and are the same in each run (SplitMix64).
private struct SplitMix {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
