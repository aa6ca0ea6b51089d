// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import ClientHTTP
import ClientRegistry
import Formats
import Foundation

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
    static let overwriteSettings = Flag(
        "overwrite-settings", help: "Take over also settings and modes of subjects that are set here otherwise.")
    static let keepSettings = Flag(
        "keep-settings", help: "Settings and modes that are set here otherwise are meant so: the exit code is 0.")
    static let journal = Option<String>(
        "journal", "FILE", defaultText: "~/.local/state/sluice/import-….jsonl",
        help: "Where the modes are kept that subjects had before, until they are put back.")

    static let definition = CommandDefinition(
        "schema import", summary: "Take another registry's schemas over, with their ids and versions",
        discussion: """
            Reads an export, or a registry that speaks the established interface. Versions get the ids and numbers that they \
            have there, so that data that is written stays readable: subjects are in mode IMPORT meanwhile, what is referred to \
            comes first, what is deleted there is deleted here. Then settings and modes, and at the end both sides are compared.

            What is there already is left alone: an import that was interrupted, even killed, is mended by running it again; one \
            that is repeated does nothing. An id or a version that is there with another schema stops it before anything is \
            changed. Settings and modes that are not set here are taken over; those that are set here otherwise are told and \
            stay as they are.
            """,
        positionals: [.init("FILE", .optional, help: "A file or folder of `sluice schema export`.")],
        options: [
            from, dryRun, context, verify, overwriteSettings, keepSettings, journal, SchemaExportCommand.subjects,
            Settings.json,
        ] + RegistrySettings.options,
        exits: .init(
            done: "Both have the same; with --dry-run, nothing stands in the way.",
            no: "They differ, or ids clash, or a version was not taken."),
        examples: [
            .init("sluice schema import --from http://old:8081 --dry-run", "What a move would do."),
            .init("sluice schema import --from http://old:8081", "Do it; run it again shortly before switching over."),
            .init("sluice schema import backup.jsonl", "From a file."),
            .init(
                "sluice schema import --from http://old:8081 --context .old", "Beside what is here, where ids clash."),
            .init(
                "sluice schema import --from http://old:8081 --overwrite-settings",
                "Settings that differ become theirs."),
            .init("sluice schema import --from http://old:8081 --verify", "Only compare; exit code 1 if they differ."),
        ])

    let path: String?
    let from: String?
    let isDryRun: Bool
    let isVerifying: Bool
    let context: String?
    let overwritesSettings: Bool
    let keepsSettings: Bool
    let journalPath: String
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
        overwritesSettings = arguments[Self.overwriteSettings]
        keepsSettings = arguments[Self.keepSettings]
        journalPath =
            try arguments.optional(Self.journal)
            ?? ImportJournal.path(registry: registry.url, arguments.environment)
        if overwritesSettings, keepsSettings {
            throw UsageError("--overwrite-settings and --keep-settings can't be had together.")
        }
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
        if isVerifying { return try compare(source, client, nil, console) }
        // A dry run leaves no file, and an import that was interrupted has left one.
        let hasJournal = FileManager.default.fileExists(atPath: journalPath)
        let journal = isDryRun && !hasJournal ? nil : try ImportJournal(path: journalPath)
        let places = source.places.union(journal?.modes.keys.map { $0 } ?? [])
        let work = RegistryImport(
            source, into: try RegistrySnapshot(reading: client, settingsAlsoOf: places), journal: journal,
            overwritesSettings: overwritesSettings)
        if !work.stranded.isEmpty {
            console.error(
                "An import was interrupted: \(work.stranded.count.of("subject")) that it left in mode IMPORT "
                    + "\(isDryRun ? "would get" : "get") back what they had.")
        }
        guard work.clashes.isEmpty else {
            if !isDryRun, let journal { try work.putBackStranded(client, journal) }
            throw clash(work)
        }
        if !asJSON { tell(work, console) }
        if isDryRun {
            if asJSON { print(work, registered: 0, differences: [], settings: work.settings.kept, console) }
            return .done
        }
        if let journal {
            if work.isDone {
                try journal.remove()
            } else {
                var bar = ProgressBar("importing", total: work.steps.count, console: console)
                try work.run(client, journal) { bar.show($0) }
            }
        }
        return try compare(source, client, work, console)
    }

    private func clash(_ work: RegistryImport) -> CommandFailure {
        CommandFailure.no(
            "nothing was imported, because ids or versions clash:\n"
                + work.clashes.prefix(20).map { "  \($0)\n" }.joined()
                + (work.clashes.count > 20 ? "  and \(work.clashes.count - 20) more\n" : "")
                + "Import into a registry that has none of its own; or into a context, whose ids are its own: "
                + "--context .old; or choose subjects that do not clash with --subjects.")
    }

    /// What is going to be done.
    private func tell(_ work: RegistryImport, _ console: Console) {
        let source = work.source
        console.print(
            "\(source.versions.count.of("version")) of \(source.subjects.count.of("subject")): "
                + "\(work.registrations) to register, \(work.steps.count - work.registrations) to delete, "
                + "\(source.versions.count - work.registrations) there already.")
        for (place, members) in work.settings.configs.sorted(by: { $0.key < $1.key }) {
            for member in members {
                console.print(
                    "  \(place.isEmpty ? "the registry" : place): \(member.name) = \(SchemaText.inline(member.value))")
            }
        }
        for (place, mode) in work.settings.modes.sorted(by: { $0.key < $1.key }) {
            console.print("  \(place): mode \(mode ?? "of its context")")
        }
        guard isDryRun else { return }
        for line in work.settings.kept.map(\.description) {
            console.print(console.styled("!", .yellow) + " " + line + ": stays, without --overwrite-settings")
        }
    }

    private func read() throws -> RegistrySnapshot {
        if let path { return try RegistrySnapshot(path: path) }
        let other = RegistryClient(url: from ?? "", http: HTTPClient(certificateAuthorities: registry.authority))
        return try RegistrySnapshot(reading: other, patterns)
    }

    /// Compares both sides, and says what differs.
    ///
    /// - Parameter work: what was done before; nil if nothing was.
    private func compare(
        _ source: RegistrySnapshot, _ client: RegistryClient, _ work: RegistryImport?, _ console: Console
    ) throws -> ExitCode {
        let target = try RegistrySnapshot(reading: client, settingsAlsoOf: source.places)
        let differences = source.missingVersions(in: target)
        let settings = source.settingDifferences(in: target)
        if asJSON {
            print(work, registered: work?.registrations ?? 0, differences: differences, settings: settings, console)
        } else {
            report(differences, settings, source, console)
        }
        return differences.isEmpty && (settings.isEmpty || keepsSettings) ? .done : .no
    }

    private func report(
        _ differences: [String], _ settings: [SettingDifference], _ source: RegistrySnapshot, _ console: Console
    ) {
        for line in differences { console.print(console.styled("✗", .red) + " " + line) }
        for difference in settings { console.print(console.styled("!", .yellow) + " " + difference.description) }
        if differences.isEmpty {
            console.print(
                console.styled("✓", .green)
                    + " both have the same: \(source.versions.count.of("version")) with their ids"
                    + (settings.isEmpty ? ", settings and modes." : "."))
        } else {
            let other = path ?? Doctor.withoutPassword(from ?? "")
            console.print(
                "\(differences.count.of("difference")) between \(other) and \(Doctor.withoutPassword(registry.url)).")
        }
        if !settings.isEmpty, !keepsSettings {
            console.print(
                "\(settings.count.of("setting")) differ\(settings.count == 1 ? "s" : ""). --overwrite-settings makes them what they are there; "
                    + "--keep-settings says that they are meant so.")
        }
    }

    private func print(
        _ work: RegistryImport?, registered: Int, differences: [String], settings: [SettingDifference],
        _ console: Console
    ) {
        console.print(
            JSONValue.object([
                .init(name: "planned", value: .init(integerLiteral: work?.registrations ?? 0)),
                .init(name: "registered", value: .init(integerLiteral: registered)),
                .init(name: "differences", value: .array(differences.map { .string($0) })),
                .init(name: "settings", value: .array(settings.map { .string($0.description) })),
            ]).text())
    }

    private static func isSame(_ one: String, _ other: String) -> Bool {
        func plain(_ url: String) -> String { url.hasSuffix("/") ? String(url.dropLast()) : url }
        return plain(one) == plain(other)
    }
}
