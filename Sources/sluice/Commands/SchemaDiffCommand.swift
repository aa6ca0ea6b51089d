// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import ClientRegistry
import Formats
import Foundation
import Registry
import SluiceRuntime

/// `sluice schema diff`: what differs between two schemas, and who can read whom.
struct SchemaDiffCommand: Command {
    static let definition = CommandDefinition(
        "schema diff", summary: "Show what differs between two schemas, and which reads what the other wrote",
        discussion: """
            OLD and NEW are a subject, SUBJECT@VERSION, or a file. With OLD alone, its newest version is compared with the one \
            before. Shows the texts like `diff -u`, the fields that differ, and the verdict in both directions.
            """,
        positionals: [
            .init("OLD", help: "A subject, SUBJECT@VERSION, or a file."),
            .init("NEW", .optional, help: "The other one."),
        ],
        options: [SchemaCheckCommand.level, SchemaCheckCommand.policy, Settings.json] + RegistrySettings.options,
        exits: .init(
            done: "Shown, whatever differs; with --level, NEW may follow OLD by it.",
            no: "With --level, NEW may not follow OLD; or one of them is not there."),
        examples: [
            .init("sluice schema diff purchase", "The last change."),
            .init("sluice schema diff purchase@1 purchase", "From the first version to the newest."),
            .init("sluice schema diff purchase schemas/purchase.avsc --level FULL", "What a file would change."),
        ])

    let old: String
    let new: String?
    let level: CompatibilityLevel?
    let policies: [CompatibilityPolicy]
    let asJSON: Bool
    let registry: RegistrySettings

    init(_ arguments: Arguments) throws(UsageError) {
        old = arguments.positional(0) ?? ""
        new = arguments.positional(1)
        level = try arguments.optional(SchemaCheckCommand.level)
        policies = try arguments.all(SchemaCheckCommand.policy)
        asJSON = arguments[Settings.json]
        registry = try RegistrySettings(arguments)
        for name in [old, new].compactMap(\.self) where !Self.isFile(name) { _ = try SubjectName(name) }
    }

    func run(_ console: Console) throws -> ExitCode {
        let catalog = SchemaCatalog(registry.client(), url: registry.url)
        let (before, after) = try sides(catalog)
        let comparison = SchemaComparison(old: before, new: after, policies: policies.isEmpty ? [.confluent] : policies)
        if asJSON {
            console.print(comparison.json.text())
        } else {
            console.print(comparison.text(console))
        }
        guard let level else { return .done }
        return comparison.isCompatible(level) ? .done : .no
    }

    private func sides(_ catalog: SchemaCatalog) throws -> (SchemaComparison.Side, SchemaComparison.Side) {
        if let new { return (try side(old, catalog), try side(new, catalog)) }
        guard !Self.isFile(old) else {
            throw CommandFailure(
                exitCode: .usage, description: "a file has no version before it: name what it is compared with.")
        }
        let newest = try catalog.client.find(SubjectName(old))
        let numbers = try catalog.client.versions(subject: newest.subject, deleted: false)
        guard let previous = numbers.filter({ $0 < newest.version }).max() else {
            throw CommandFailure.no("\(newest.subject) has no version before version \(newest.version).")
        }
        let before = try catalog.client.find(SubjectName(subject: newest.subject, version: previous))
        return (try .init(before, catalog), try .init(newest, catalog))
    }

    private func side(_ name: String, _ catalog: SchemaCatalog) throws -> SchemaComparison.Side {
        guard Self.isFile(name) else { return try .init(catalog.client.find(SubjectName(name)), catalog) }
        let (folders, chosen) = try SchemaFolder.read([name])
        for folder in folders {
            // The registry is asked for what the file uses and its folder lacks, and for nothing else.
            let graph = try SchemaGraph(folder.files) {
                try chosen.contains($1.path) ? catalog.provider(of: $0, for: $1) : nil
            }
            let documents = try graph.documents { try catalog.located(subject: $0, version: $1) }
            for (node, document) in zip(graph.nodes, documents) where chosen.contains(node.file.path) {
                switch document {
                case .success(let document):
                    return .init(name: node.file.path, type: node.file.type, document: document)
                case .failure(let problems):
                    throw CommandFailure.no("\(node.file.path) is no valid schema: \(problems)")
                }
            }
        }
        throw CommandFailure.no("\(name) can't be read.")
    }

    private static func isFile(_ name: String) -> Bool {
        SchemaFile.type(ofName: name) != nil && FileManager.default.fileExists(atPath: name)
    }
}

/// Two schemas beside each other.
struct SchemaComparison {
    struct Side {
        let name: String
        let type: SchemaType
        let document: SchemaDocument

        init(name: String, type: SchemaType, document: SchemaDocument) {
            self.name = name
            self.type = type
            self.document = document
        }

        init(_ record: VersionRecord, _ catalog: SchemaCatalog) throws {
            self.init(
                name: "\(record.subject)@\(record.version)", type: record.schemaType == "PROTOBUF" ? .protobuf : .avro,
                document: try catalog.document(of: record))
        }

        var text: String { SchemaText.pretty(document.text, type) }
    }

    let old: Side
    let new: Side
    /// By direction, and within by policy.
    let verdicts: [(direction: CompatibilityLevel, verdict: CompatibilityVerdict)]

    init(old: Side, new: Side, policies: [CompatibilityPolicy]) {
        self.old = old
        self.new = new
        verdicts = [CompatibilityLevel.backward, .forward].flatMap { level in
            policies.map {
                (level, new.document.verdict(after: [(1, old.document)], level: level, policy: $0))
            }
        }
    }

    /// Whether the new schema may follow the old one by a level.
    func isCompatible(_ level: CompatibilityLevel) -> Bool {
        let name = level.rawValue
        return verdicts.allSatisfy { direction, verdict in
            let isAsked = name.hasPrefix("FULL") || name.hasPrefix(direction.rawValue)
            return !isAsked || verdict.isCompatible
        }
    }

    func text(_ console: Console) -> String {
        let diff = UnifiedDiff(from: old.text, to: new.text).text(old: old.name, new: new.name, console)
        var text = diff.isEmpty ? "The texts of \(old.name) and \(new.name) are equal.\n" : diff + "\n"
        if let before = old.document.avro, let after = new.document.avro {
            for line in SchemaDifference.lines(from: before, to: after) {
                text += console.styled("\(line)", line.sign == .added ? .green : .red) + "\n"
            }
        }
        for (direction, verdict) in verdicts {
            let (reader, writer) = direction == .backward ? (new.name, old.name) : (old.name, new.name)
            let policy = verdict.policy == .confluent ? "" : " by \(verdict.policy.rawValue)"
            let mark = verdict.isCompatible ? console.styled("✓", .green) : console.styled("✗", .red)
            let verb = verdict.isCompatible ? "reads" : "does not read"
            text += "\n\(mark) \(direction.rawValue): \(reader) \(verb) what \(writer) wrote\(policy)\n"
            let findings = SchemaJudge.findings(
                verdict, of: new.document, file: new.name,
                old: .init(number: 1, document: old.document, label: old.name, location: old.name))
            text += FindingText(console: console).text(findings)
        }
        return text
    }

    /// `{old, new, diff, changes, verdicts}`
    var json: JSONValue {
        let diff = UnifiedDiff(from: old.text, to: new.text)
        var changes: [JSONValue] = []
        if let before = old.document.avro, let after = new.document.avro {
            changes = SchemaDifference.lines(from: before, to: after).map { .string($0.description) }
        }
        return [
            "old": .string(old.name), "new": .string(new.name),
            "diff": .array(diff.hunks.flatMap { [$0.header] + $0.lines.map(\.text) }.map { .string($0) }),
            "changes": .array(changes), "verdicts": .array(verdicts.map(\.verdict.json)),
        ]
    }
}
