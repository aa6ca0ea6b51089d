// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import ClientRegistry
import Formats
import Registry

extension SchemaPlan {
    /// `{dryRun, possible, atomic, schemas: [{file, subject, status, version?, id?, previousVersion?, references?, changes?,
    /// findings?, error?, blockedBy?}]}`
    func json(isDryRun: Bool, registered: [String: (version: Int?, id: Int)]) -> JSONValue {
        [
            "dryRun": .bool(isDryRun), "possible": .bool(isPossible), "atomic": .bool(isAtomic),
            "schemas": .array(entries.map { Self.json($0, registered[$0.file.subject]) }),
        ]
    }

    private static func json(_ entry: Entry, _ registered: (version: Int?, id: Int)?) -> JSONValue {
        var members: [JSONValue.Member] = []
        func add(_ name: String, _ value: JSONValue?) {
            if let value { members.append(.init(name: name, value: value)) }
        }
        add("file", .string(entry.file.path))
        add("subject", .string(entry.file.subject))
        let reply = entry.reply
        switch reply.outcome {
        case .unchanged: add("status", "unchanged")
        case .new: add("status", "new")
        case .changed(let previous):
            add("status", "changed")
            add("previousVersion", .init(integerLiteral: previous))
        case .refused(let code, let message):
            add("status", "refused")
            add("error", ["error_code": .init(integerLiteral: code), "message": .string(message)])
        case .blocked(let subjects):
            add("status", "blocked")
            add("blockedBy", .array(subjects.map { .string($0) }))
        }
        add("version", (registered?.version ?? reply.version).map { .init(integerLiteral: $0) })
        add("id", (registered?.id ?? reply.id).map { .init(integerLiteral: $0) })
        if !reply.references.isEmpty { add("references", .array(reply.references.map(\.json))) }
        if let old = entry.previousDocument?.avro, let new = entry.document?.avro {
            add("changes", .array(SchemaDifference.lines(from: old, to: new).map { .string($0.description) }))
        }
        if let findings = entry.judgement?.findings, !findings.isEmpty {
            add("findings", .array(findings.map(\.json)))
        }
        return .object(members)
    }
}

extension SchemaFinding {
    /// `{rule, severity, message, why?, remedy?, file, line, column, path, related?, example?}`
    var json: JSONValue {
        var members: [JSONValue.Member] = []
        func add(_ name: String, _ value: JSONValue) { members.append(.init(name: name, value: value)) }
        add("rule", .string(rule))
        add("severity", .string(severity.rawValue))
        add("message", .string(message))
        if !why.isEmpty { add("why", .string(why)) }
        if !remedy.isEmpty { add("remedy", .string(remedy)) }
        add("file", .string(file))
        members += place.members
        if !related.isEmpty {
            add(
                "related",
                .array(
                    related.map {
                        .object(
                            [
                                .init(name: "label", value: .string($0.label)),
                                .init(name: "location", value: .string($0.location)),
                            ] + ($0.place?.members ?? []))
                    }))
        }
        if let example { add("example", ["record": example.record, "reason": .string(example.reason)]) }
        return .object(members)
    }
}

extension SchemaFinding.Place {
    fileprivate var members: [JSONValue.Member] {
        [
            .init(name: "line", value: .init(integerLiteral: line)),
            .init(name: "column", value: .init(integerLiteral: column)),
            .init(name: "path", value: .string(path)),
        ]
    }
}
