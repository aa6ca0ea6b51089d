// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import ClientRegistry

/// `sluice schema export`: all that a registry has, in a file or a folder.
struct SchemaExportCommand: Command {
    static let subjects = Option<String>(
        "subjects", "NAMES",
        help: "Only subjects with these parts in their names (`*` stands for anything), and what they refer to.")

    static let definition = CommandDefinition(
        "schema export", summary: "Write all that a registry has into a file or a folder",
        discussion: """
            Versions with their ids, deleted ones too, references, metadata, rules, settings and modes, of all contexts. It \
            reads over the established interface, so the registry may be any that speaks it. A file has one line of JSON a \
            thing; a folder (a path that ends with a slash, or is one) has the texts as files beside it. `sluice schema import` \
            reads both.
            """,
        positionals: [.init("FILE", help: "A file, a folder, or - for standard output.")],
        options: [subjects] + RegistrySettings.options,
        exits: .init(done: "All is written.", no: "The registry refuses, or the file can't be written."),
        examples: [
            .init("sluice schema export backup.jsonl", "Everything."),
            .init("sluice schema export --registry http://old:8081 export/", "Of another registry, into a folder."),
            .init("sluice schema export --subjects 'orders*,carts*' -", "Some subjects, to standard output."),
        ])

    let path: String
    let patterns: [NamePattern]
    let registry: RegistrySettings

    init(_ arguments: Arguments) throws(UsageError) {
        path = arguments.positional(0) ?? "-"
        patterns = try arguments.all(Self.subjects).flatMap { $0.split(separator: ",") }.map { NamePattern(String($0)) }
        registry = try RegistrySettings(arguments)
    }

    func run(_ console: Console) throws -> ExitCode {
        let snapshot = try RegistrySnapshot(reading: registry.client(), patterns) {
            if console.isLive { console.err.write("\r\u{1B}[2K  \($0)") }
        }
        if console.isLive { console.err.write("\r\u{1B}[2K") }
        try snapshot.write(to: path, from: registry.url, console)
        console.error(
            console.styled("✓", .green) + " \(snapshot.versions.count.of("version")) of "
                + "\(snapshot.subjects.count.of("subject")) from \(registry.url)")
        return .done
    }
}
