// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import ClientHTTP
import ClientRegistry
import Formats

/// `sluice schema import`: another registry's versions with their ids.
struct SchemaImportCommand: Command {
    static let from = Option<String>(
        "from", "URL", help: "The registry to read, instead of a file; with a key as https://user:KEY@host.")
    static let dryRun = Flag("dry-run", help: "Show what would be done and change nothing.")
    static let context = Option<String>(
        "context", "CONTEXT",
        help:
            "Put what is of the default context into this one, such as .old: ids are each context's own and clash with none."
    )
    static let verify = Flag("verify", help: "Change nothing; only compare the two.")

    static let definition = CommandDefinition(
        "schema import", summary: "Take another registry's schemas over, with their ids and versions",
        discussion: """
            Reads an export, or a registry that speaks the established interface. Versions get the ids and numbers that they \
            have there, so that data that is written stays readable: subjects are in mode IMPORT meanwhile, what is referred to \
            comes first, what is deleted there is deleted here. Then settings and modes, and at the end both sides are compared.

            What is there already is left alone: an import that was interrupted goes on, one that is repeated does nothing. An \
            id or a version that is there with another schema stops it before anything is changed.
            """,
        positionals: [.init("FILE", .optional, help: "A file or folder of `sluice schema export`.")],
        options: [from, dryRun, context, verify, SchemaExportCommand.subjects, Settings.json]
            + RegistrySettings.options,
        examples: [
            .init("sluice schema import --from http://old:8081 --dry-run", "What a move would do."),
            .init("sluice schema import --from http://old:8081", "Do it; run it again shortly before switching over."),
            .init("sluice schema import backup.jsonl", "From a file."),
            .init(
                "sluice schema import --from http://old:8081 --context .old", "Beside what is here, where ids clash."),
            .init("sluice schema import --from http://old:8081 --verify", "Only compare; exit code 1 if they differ."),
        ])

    let path: String?
    let from: String?
    let isDryRun: Bool
    let isVerifying: Bool
    let context: String?
    let patterns: [NamePattern]
    let asJSON: Bool
    let registry: RegistrySettings

    init(_ arguments: Arguments) throws(UsageError) {
        path = arguments.positional(0)
        from = try arguments.optional(Self.from)
        isDryRun = arguments[Self.dryRun]
        isVerifying = arguments[Self.verify]
        context = try arguments.optional(Self.context)
        patterns = try arguments.all(SchemaExportCommand.subjects).flatMap { $0.split(separator: ",") }
            .map { NamePattern(String($0)) }
        asJSON = arguments[Settings.json]
        registry = try RegistrySettings(arguments)
        guard (path == nil) != (from == nil) else {
            throw UsageError("name either a FILE of `sluice schema export`, or --from URL.")
        }
        if let context, !context.hasPrefix(".") || context.contains(":") || context == "." {
            throw UsageError("--context takes a name that begins with a dot, such as .old, not '\(context)'.")
        }
        if let from, Self.isSame(from, registry.url), context == nil {
            throw UsageError("--from and --registry are the same registry, \(registry.url).")
        }
        if path != nil, !patterns.isEmpty { throw UsageError("--subjects chooses what is read with --from.") }
    }

    func run(_ console: Console) throws -> ExitCode {
        var source = try read()
        if let context { source = source.moved(to: context) }
        let client = registry.client()
        if isVerifying { return try verify(source, client, console) }
        let work = RegistryImport(source, into: try RegistrySnapshot(reading: client))
        guard work.clashes.isEmpty else {
            throw CommandFailure.no(
                "nothing was imported, because ids or versions clash:\n"
                    + work.clashes.prefix(20).map { "  \($0)\n" }.joined()
                    + (work.clashes.count > 20 ? "  and \(work.clashes.count - 20) more\n" : "")
                    + "Import into a registry that has none of its own; or into a context, whose ids are its own: "
                    + "--context .old; or choose subjects that do not clash with --subjects.")
        }
        let registrations = work.steps.count { if case .register = $0 { true } else { false } }
        if !asJSON {
            console.print(
                "\(source.versions.count.of("version")) of \(source.subjects.count.of("subject")): "
                    + "\(registrations) to register, \(work.steps.count - registrations) to delete, "
                    + "\(source.versions.count - registrations) there already.")
        }
        if isDryRun {
            if asJSON { print(registered: 0, planned: registrations, differences: [], console) }
            return .done
        }
        var bar = ProgressBar("importing", total: work.steps.count, console: console)
        try work.run(client) { bar.show($0) }
        let differences = source.missing(in: try RegistrySnapshot(reading: client))
        if asJSON {
            print(registered: registrations, planned: registrations, differences: differences, console)
        } else {
            report(differences, source, console)
        }
        return differences.isEmpty ? .done : .no
    }

    private func read() throws -> RegistrySnapshot {
        if let path { return try RegistrySnapshot(path: path) }
        let other = RegistryClient(url: from ?? "", http: HTTPClient(certificateAuthorities: registry.authority))
        return try RegistrySnapshot(reading: other, patterns)
    }

    private func verify(
        _ source: RegistrySnapshot, _ client: RegistryClient, _ console: Console
    ) throws -> ExitCode {
        let differences = source.missing(in: try RegistrySnapshot(reading: client))
        if asJSON {
            print(registered: 0, planned: 0, differences: differences, console)
        } else {
            report(differences, source, console)
        }
        return differences.isEmpty ? .done : .no
    }

    private func report(_ differences: [String], _ source: RegistrySnapshot, _ console: Console) {
        guard !differences.isEmpty else {
            console.print(
                console.styled("✓", .green)
                    + " both have the same: \(source.versions.count.of("version")) with their ids, settings and modes.")
            return
        }
        for line in differences { console.print(console.styled("✗", .red) + " " + line) }
        console.print(
            "\(differences.count.of("difference")) between \(path ?? Doctor.withoutPassword(from ?? "")) and \(registry.url)."
        )
    }

    private func print(registered: Int, planned: Int, differences: [String], _ console: Console) {
        console.print(
            JSONValue.object([
                .init(name: "planned", value: .init(integerLiteral: planned)),
                .init(name: "registered", value: .init(integerLiteral: registered)),
                .init(name: "differences", value: .array(differences.map { .string($0) })),
            ]).text())
    }

    private static func isSame(_ one: String, _ other: String) -> Bool {
        func plain(_ url: String) -> String { url.hasSuffix("/") ? String(url.dropLast()) : url }
        return plain(one) == plain(other)
    }
}
