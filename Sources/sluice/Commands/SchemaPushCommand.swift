// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import ClientKafka
import ClientRegistry

/// `sluice schema push`: registers a folder of schemas, after showing what that changes.
struct SchemaPushCommand: Command {
    static let dryRun = Flag("dry-run", help: "Show the plan and change nothing.")
    static let noTopics = Flag("no-topics", help: "Do not make the topics of new event types.")

    static let definition = CommandDefinition(
        "schema push", summary: "Register the schemas of a folder",
        discussion: """
            Each file NAME.avsc or NAME.proto is the schema of the event type NAME: the subject events.NAME-value. Shows first \
            what would change, like a diff. If one file is invalid or incompatible nothing is registered (exit code 1). The \
            topics of event types are made where they are missing.
            """,
        positionals: [.init("FOLDER", .optional, help: "Where the files are; default: schemas of the project.")],
        options: [dryRun, noTopics, Settings.registry, Settings.home] + TopicSettings.options,
        examples: [
            .init("sluice schema push schemas/", "Show the plan, then register."),
            .init("sluice schema push --dry-run schemas/", "Only show it; exit code 1 if it could not be done."),
        ])

    let folder: String?
    let isDryRun: Bool
    let makesTopics: Bool
    let registry: String
    let home: String?
    let kafka: KafkaConfiguration
    let topics: TopicSettings

    init(_ arguments: Arguments) throws(UsageError) {
        folder = arguments.positional(0)
        isDryRun = arguments[Self.dryRun]
        makesTopics = !arguments[Self.noTopics]
        registry = try arguments.value(Settings.registry)
        home = try arguments.optional(Settings.home)
        kafka = try KafkaSettings.configuration(arguments)
        topics = try TopicSettings(arguments)
    }

    func run(_ console: Console) throws -> ExitCode {
        let folder = try folder ?? ProjectHome.find(setting: home).schemas
        let files = try SchemaFile.all(in: folder)
        guard !files.isEmpty else { throw CommandFailure.no("\(folder) has no file that ends in .avsc or .proto.") }
        let client = RegistryClient(url: registry)
        let plan = try SchemaPlan(files: files, registry: client)
        console.print(plan.text(console))
        guard plan.isPossible else { throw CommandFailure.no("nothing was registered: mend what is marked ✗ first.") }
        if isDryRun { return .done }
        for file in plan.toRegister {
            let id = try client.register(subject: file.subject, text: file.text, type: file.type)
            console.print(console.styled("✓", .green) + " \(file.subject) has the id \(id)")
        }
        if makesTopics {
            let outcomes = try Topics(kafka: kafka, settings: topics).ensure(
                files.filter { $0.eventType != nil }.map(\.topic))
            let created = outcomes.filter { $0.value == .created }.count
            console.print("\(created) topics made, \(outcomes.count - created) were there.")
        }
        return .done
    }
}
