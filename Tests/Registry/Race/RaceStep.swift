// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import ClientHTTP
import Formats
import Synchronization
import TestKit

/// One request.
enum RaceStep {
    case register(String, String)
    case other(String, String, JSONValue?)

    /// What may go wrong without being noted.
    enum Tolerance {
        case nothing
        /// No answer: the registry is killed.
        case cuts
        /// That, and answers of 500 and more: the database is away.
        case failures
    }

    private static let subjects = ["a", "b", ":.x:a", ":.x:c"]

    static func random(_ random: inout SeededGenerator) -> RaceStep {
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
    func take(
        _ url: String, _ http: HTTPClient, _ report: RaceReport, allows tolerance: Tolerance = .nothing
    ) -> Bool {
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
            if tolerance == .nothing { report.failed("\(method) \(path): no answer") }
            return false
        }
        guard answer.status < 500 else {
            if tolerance != .failures { report.failed("\(method) \(path): \(answer.status) \(answer.text)") }
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

/// What the clients saw.
final class RaceReport: Sendable {
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
