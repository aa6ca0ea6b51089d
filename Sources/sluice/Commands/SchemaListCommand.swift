// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import ClientRegistry
import Formats

/// `sluice schema list`: subjects and their versions.
struct SchemaListCommand: Command {
    static let versions = Flag("versions", help: "Every version, not the newest of each subject only.")
    static let deleted = Flag("deleted", help: "Deleted ones too.")
    static let context = Option<String>(
        "context", "CONTEXT", help: "Of one context, such as .staging; of all with '*'.")

    static let definition = CommandDefinition(
        "schema list", summary: "List the registry's subjects with their newest versions",
        discussion: "SEARCH is a part of the subject's name, in any case; `*` in it stands for anything.",
        positionals: [.init("SEARCH", .optional, help: "Only subjects whose name has this in it.")],
        options: [versions, deleted, context, Settings.json] + RegistrySettings.options,
        exits: .init(done: "Listed, also if there is none.", no: "The registry refuses to."),
        examples: [
            .init("sluice schema list", "Subject, version, id, type and when it was registered."),
            .init("sluice schema list 'events.*_view'", "Only some."),
            .init("sluice schema list --versions --deleted purchase", "Every version of them, deleted ones marked."),
            .init("sluice schema list --json | jq -r '.[].subject'", "For a program."),
        ])

    let search: String?
    let showsVersions: Bool
    let includesDeleted: Bool
    let context: String?
    let registry: RegistrySettings
    let asJSON: Bool

    init(_ arguments: Arguments) throws(UsageError) {
        search = arguments.positional(0)
        showsVersions = arguments[Self.versions]
        includesDeleted = arguments[Self.deleted]
        context = try arguments.optional(Self.context)
        registry = try RegistrySettings(arguments)
        asJSON = arguments[Settings.json]
    }

    func run(_ console: Console) throws -> ExitCode {
        let prefix = context.map { $0 == "*" ? ":*:" : ":\($0):" }
        let records = try RegistryReader(client: registry.client()).records(
            prefix: prefix, deleted: includesDeleted, latestOnly: !showsVersions)
        let pattern = search.map { NamePattern($0) }
        let found = records.filter { pattern?.matches($0.subject) ?? true }
        if asJSON {
            console.print(JSONValue.array(found.map(Self.json)).text())
            return .done
        }
        var table = Table([
            .text("subject"), .number("version"), .number("id"), .text("type"), .text("registered"), .text(""),
        ])
        for record in found {
            table.add([
                record.subject, "\(record.version)", "\(record.id)", record.schemaType,
                record.registered ?? "", record.isDeleted == true ? "deleted" : "",
            ])
        }
        console.print(table.text(console))
        let subjects = Set(found.map(\.subject)).count
        let counts = [subjects.of("subject")] + (showsVersions ? [found.count.of("version")] : [])
        console.error(console.styled(counts.joined(separator: ", "), .dim))
        return .done
    }

    /// Without the text: `schema get` has it.
    private static func json(_ record: VersionRecord) -> JSONValue {
        guard case .object(let members) = record.json else { return record.json }
        let type = JSONValue.Member(name: "type", value: .string(record.schemaType))
        return .object(members.filter { $0.name != "schema" && $0.name != "schemaType" } + [type])
    }
}

/// A part of a name, in any case; `*` stands for anything.
struct NamePattern: Sendable {
    private let parts: [String]

    init(_ text: String) {
        parts = text.lowercased().split(separator: "*", omittingEmptySubsequences: true).map(String.init)
    }

    func matches(_ name: String) -> Bool {
        var rest = name.lowercased()[...]
        for part in parts {
            guard let found = rest.firstRange(of: part) else { return false }
            rest = rest[found.upperBound...]
        }
        return true
    }
}
