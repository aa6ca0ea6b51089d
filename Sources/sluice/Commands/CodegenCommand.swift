// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import CodegenCore

/// `sluice codegen`: Swift types from schemas, as the build plugin makes them.
struct CodegenCommand: Command {
    static let out = Option<String>("out", "FOLDER", help: "Where the Swift files go; made if it is not there.")
    static let check = Flag("check", help: "Write nothing; exit code 1 if a file is not up to date.")

    static let subject = Option<String>(
        "subject", "PATTERN",
        help: "Take the schemas from the registry: of the subjects that are so called; * is anything.")
    static let schemas = Option<String>(
        "schemas", "FOLDER", help: "With --subject: where the schemas and their lock go; schemas without.")
    static let update = Flag("update", help: "With --subject: pin the newest versions, whatever the lock says.")

    static let definition = CommandDefinition(
        "codegen", summary: "Generate Swift types from Avro and Protobuf schemas",
        discussion: """
            Makes one Swift file a schema. The event type is the file's name: product_view.avsc is the event product_view. What \
            each part of a schema becomes is told in docs/generated-code.md.

            With --subject the schemas come from the registry, in whole: what they refer to is written into them, or beside them \
            with Protobuf. Their versions, ids and fingerprints are pinned in schemas.lock.json beside them, so that the next \
            build generates the same, and needs no registry while the files are as pinned. Commit the folder with its lock.
            """,
        positionals: [
            .init(
                "SCHEMA", .optional,
                help: "A file NAME.avsc or NAME.proto, a FileDescriptorSet NAME.binpb, or a folder of schemas."),
            .init("MORE", .repeating, help: "More of them: all schemas of one Swift module."),
        ],
        options: [out, check, subject, schemas, update] + RegistrySettings.options,
        examples: [
            .init("sluice codegen --out Sources/Events schemas", "A type for each schema of the folder."),
            .init("sluice codegen --out Sources/Events --check schemas", "In CI: fail if someone forgot to."),
            .init(
                "sluice codegen --subject 'events.*' --out Sources/Events",
                "Of the registry's events, as pinned; the first time, the newest."),
            .init(
                "sluice codegen --subject 'events.*' --update --out Sources/Events", "Go on to the newest versions."),
        ])

    let paths: [String]
    let folder: String
    let checks: Bool
    /// Nil where the schemas are files of one's own.
    let locked: LockedSchemas?
    let updates: Bool

    init(_ arguments: Arguments) throws(UsageError) {
        folder = try arguments.value(Self.out)
        checks = arguments[Self.check]
        updates = arguments[Self.update]
        let subjects = try arguments.all(Self.subject)
        let schemas = try arguments.optional(Self.schemas)
        if subjects.isEmpty {
            guard schemas == nil, !updates else { throw UsageError("--schemas and --update go with --subject.") }
            guard !arguments.positionals.isEmpty else {
                throw UsageError("name a schema, a folder of them, or subjects of the registry by --subject.")
            }
            locked = nil
            paths = arguments.positionals
        } else {
            guard !checks || !updates else { throw UsageError("--check writes nothing, and --update does.") }
            let path = schemas ?? "schemas"
            locked = LockedSchemas(
                folder: path, subjects: subjects, client: try RegistrySettings(arguments).client())
            paths = arguments.positionals + [path]
        }
    }

    func run(_ console: Console) throws -> ExitCode {
        if let locked, try !bring(locked, console) { return .no }
        let result = Codegen().generate(try CodegenCore.SchemaFile.read(paths))
        for diagnostic in result.diagnostics { console.error(diagnostic.description) }
        guard !result.files.isEmpty else { return .no }
        let output = OutputFolder(path: folder)
        guard checks else {
            try output.write(result.files)
            console.print("\(result.files.count) files are up to date in \(folder).")
            return .done
        }
        let stale = output.stale(result.files)
        for file in stale { console.error("\(folder)/\(file) is not up to date. Call it without --check.") }
        return stale.isEmpty ? .done : .no
    }

    /// Makes the schemas what their lock says, or looks whether they are.
    private func bring(_ locked: LockedSchemas, _ console: Console) throws -> Bool {
        guard checks else {
            let outcome = try locked.sync(update: updates)
            for change in outcome.changes { console.print("\(locked.folder)/\(change)") }
            console.print("\(outcome.lock.entries.count.of("schema")) as pinned in \(locked.folder).")
            return true
        }
        let stale = try locked.stale()
        for file in stale { console.error("\(locked.folder)/\(file) is not as pinned. Call it without --check.") }
        return stale.isEmpty
    }
}
