// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import ClientRegistry
import SluiceRuntime

/// `sluice schema list`: the subjects and their newest versions.
struct SchemaListCommand: Command {
    private struct Row: Encodable {
        let subject: String
        let version: Int
        let id: Int32
        let type: String
    }

    static let definition = CommandDefinition(
        "schema list", summary: "List the registry's subjects with their newest versions",
        options: [Settings.registry, Settings.json],
        examples: [.init("sluice schema list", "Subject, version, id and type.")])

    let registry: String
    let asJSON: Bool

    init(_ arguments: Arguments) throws(UsageError) {
        registry = try arguments.value(Settings.registry)
        asJSON = arguments[Settings.json]
    }

    func run(_ console: Console) throws -> ExitCode {
        let client = RegistryClient(url: registry)
        let rows = try client.subjects().map { subject in
            let latest = try client.latest(subject: subject)
            return Row(subject: subject, version: latest.version, id: latest.id, type: latest.type.argument)
        }
        if asJSON {
            try console.printJSON(rows)
            return .done
        }
        var table = Table([.text("subject"), .number("version"), .number("id"), .text("type")])
        for row in rows { table.add([row.subject, "\(row.version)", "\(row.id)", row.type]) }
        console.print(rows.isEmpty ? "The registry has no subjects. Fill it: sluice schema push" : table.text(console))
        return .done
    }
}

/// `sluice schema get`: the text of a version.
struct SchemaGetCommand: Command {
    static let version = Option<PositiveCount>("version", "N", help: "Which version; the newest without.")

    static let definition = CommandDefinition(
        "schema get", summary: "Print a schema's text",
        positionals: [.init("SUBJECT", help: "A subject, or an event type's name.")],
        options: [version, Settings.registry],
        examples: [
            .init("sluice schema get purchase", "The newest version of events.purchase-value."),
            .init("sluice schema get events.purchase-value --version 1 | jq .", "The first one."),
        ])

    let subject: String
    let version: Int?
    let registry: String

    init(_ arguments: Arguments) throws(UsageError) {
        subject = SubjectName.from(arguments.positional(0) ?? "")
        version = try arguments.optional(Self.version)?.value
        registry = try arguments.value(Settings.registry)
    }

    func run(_ console: Console) throws -> ExitCode {
        let client = RegistryClient(url: registry)
        let found =
            if let version { try client.version(subject: subject, version: version) } else {
                try client.latest(subject: subject)
            }
        console.print(found.text)
        return .done
    }
}

/// `sluice schema check`: whether files could be registered.
struct SchemaCheckCommand: Command {
    static let subject = Option<String>(
        "subject", "SUBJECT", help: "The subject to compare with; by the file's name without.")

    static let definition = CommandDefinition(
        "schema check", summary: "Check schema files against the registry",
        discussion: """
            Parses each file, looks for the event envelope, and asks the registry whether it is compatible with what it has. \
            Exit code 0 if all could be registered, 1 if not.
            """,
        positionals: [
            .init("FILE", help: "A file NAME.avsc or NAME.proto."), .init("MORE", .repeating, help: "More files."),
        ],
        options: [subject, Settings.registry],
        examples: [
            .init("sluice schema check schemas/purchase.avsc", "Against events.purchase-value."),
            .init("sluice schema check --subject orders-value order.avsc", "Against another subject."),
        ])

    let paths: [String]
    let subject: String?
    let registry: String

    init(_ arguments: Arguments) throws(UsageError) {
        paths = arguments.positionals
        subject = try arguments.optional(Self.subject)
        registry = try arguments.value(Settings.registry)
    }

    func run(_ console: Console) throws -> ExitCode {
        let files = try paths.map { try SchemaFile(path: $0, subject: subject) }
        let plan = try SchemaPlan(files: files, registry: RegistryClient(url: registry))
        console.print(plan.text(console))
        return plan.isPossible ? .done : .no
    }
}

/// How a person may name a subject.
enum SubjectName {
    /// `purchase` is `events.purchase-value`; what has a dot or a dash is a subject already.
    static func from(_ text: String) -> String {
        text.contains(".") || text.contains("-") ? text : "events.\(text)-value"
    }
}

extension SchemaType {
    /// As the registry spells it.
    var argument: String {
        switch self {
        case .avro: "AVRO"
        case .protobuf: "PROTOBUF"
        }
    }
}
