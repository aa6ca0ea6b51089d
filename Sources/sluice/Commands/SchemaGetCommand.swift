// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import ClientRegistry
import Formats
import SluiceRuntime

/// `sluice schema get`: a version's text, and beside it what the registry knows of it.
struct SchemaGetCommand: Command {
    static let version = Option<PositiveCount>("version", "N", help: "Which version; the newest without.")
    static let format = Option<String>(
        "format", "FORMAT", help: "Another form of the text: resolved (Avro) or serialized (Protobuf).")
    static let raw = Flag("raw", help: "The text as it is stored, byte for byte.")
    static let deleted = Flag("deleted", help: "A deleted version too.")

    static let definition = CommandDefinition(
        "schema get", summary: "Print a schema's text, and beside it what the registry knows of it",
        discussion: """
            The text goes to standard output; version, id, references, metadata and rules go to standard error, so that the text \
            can be piped on. Rules are stored and not executed by this version of Sluice, and shown as such.
            """,
        positionals: [.init("SUBJECT", help: "The subject, SUBJECT@VERSION, or an event type.")],
        options: [version, format, raw, deleted, Settings.json] + RegistrySettings.options,
        exits: .init(done: "Printed.", no: "There is no such subject or version; standard error says what there is."),
        examples: [
            .init("sluice schema get purchase", "The newest version of events.purchase-value."),
            .init("sluice schema get events.purchase-value@1 > purchase.avsc", "The first one, into a file."),
            .init("sluice schema get orders-value --format resolved", "With what it refers to written out."),
            .init("sluice schema get purchase --json | jq .metadata", "All that is stored, for a program."),
        ])

    let name: SubjectName
    let format: String?
    let isRaw: Bool
    let includesDeleted: Bool
    let registry: RegistrySettings
    let asJSON: Bool

    init(_ arguments: Arguments) throws(UsageError) {
        let name = try SubjectName(arguments.positional(0) ?? "")
        let version = try arguments.optional(Self.version)?.value
        self.name = SubjectName(subject: name.subject, version: version ?? name.version)
        format = try arguments.optional(Self.format)
        isRaw = arguments[Self.raw]
        includesDeleted = arguments[Self.deleted]
        registry = try RegistrySettings(arguments)
        asJSON = arguments[Settings.json]
    }

    func run(_ console: Console) throws -> ExitCode {
        let client = registry.client()
        let record = try client.find(name, deleted: includesDeleted, format: format)
        if asJSON {
            console.print(record.json.text())
            return .done
        }
        console.error(SchemaDetails(console: console).text(record))
        let isPlain = isRaw || (format != nil && record.schemaType != "AVRO")
        console.print(isPlain ? record.text : SchemaText.pretty(record.text, SchemaType(rawValue: record.schemaType)))
        return .done
    }
}

extension RegistryClient {
    /// A version that a person names.
    func find(_ name: SubjectName, deleted: Bool = false, format: String? = nil) throws -> VersionRecord {
        if let found = try record(subject: name.subject, version: name.version, deleted: deleted, format: format) {
            return found
        }
        let numbers = try versions(subject: name.subject, deleted: true)
        guard numbers.isEmpty else {
            let live = try versions(subject: name.subject, deleted: false)
            let list =
                live.isEmpty
                ? "all its versions are deleted" : "it has \(live.map(String.init).joined(separator: ", "))"
            throw CommandFailure.no(
                "\(name.subject) has no version \(name.version.map(String.init) ?? "that is live"): \(list).")
        }
        let others = try subjects()
        if let word = name.eventType, others.contains(word) {
            throw CommandFailure.no(
                "there is no event type \(word), but a subject of that name: write it ':.:\(word)', with its context.")
        }
        throw CommandFailure.no(
            "there is no subject \(name.subject)." + NearestName.hint(name.subject, in: others, prefix: ""))
    }
}

/// What is known of a version beside its text.
struct SchemaDetails {
    let console: Console

    func text(_ record: VersionRecord) -> String {
        var table = Table([.text(""), .text("")])
        table.add([
            "subject", "\(record.subject) version \(record.version)" + (record.isDeleted == true ? " (deleted)" : ""),
        ])
        table.add(["id", "\(record.id)" + (record.guid.map { "  \($0)" } ?? "")])
        table.add(["type", record.schemaType])
        if let registered = record.registered { table.add(["registered", registered + " UTC"]) }
        for (index, reference) in record.references.enumerated() {
            let name = reference.name == reference.subject ? "" : " as \(reference.name)"
            table.add([index == 0 ? "refers to" : "", "\(reference.subject) version \(reference.version)\(name)"])
        }
        for (index, line) in metadata(record.metadata).enumerated() { table.add([index == 0 ? "metadata" : "", line]) }
        for (index, line) in rules(record.ruleSet).enumerated() { table.add([index == 0 ? "rules" : "", line]) }
        return table.text(console)
    }

    private func metadata(_ metadata: JSONValue?) -> [String] {
        var lines: [String] = []
        if case .object(let members)? = metadata?["properties"] {
            lines += members.map { "\($0.name) = \(Self.plain($0.value))" }
        }
        if case .object(let members)? = metadata?["tags"] {
            lines += members.map { "\($0.name) is tagged \(SchemaText.inline($0.value))" }
        }
        if case .array(let names)? = metadata?["sensitive"], !names.isEmpty {
            lines.append("sensitive: " + names.map(Self.plain).joined(separator: ", "))
        }
        return lines
    }

    /// Each rule with its kind. None is executed here, whatever it is.
    private func rules(_ ruleSet: JSONValue?) -> [String] {
        guard case .object(let lists)? = ruleSet else { return [] }
        return lists.flatMap { list -> [String] in
            guard case .array(let rules) = list.value else { return [] }
            return rules.map { rule in
                func member(_ name: String) -> String { rule[name].map(Self.plain) ?? "?" }
                return "\(member("name")): \(member("kind")) \(member("type")) on \(member("mode")), "
                    + console.styled("stored, not executed", .yellow)
            }
        }
    }

    private static func plain(_ json: JSONValue) -> String {
        if case .string(let text) = json { text } else { SchemaText.inline(json) }
    }
}
