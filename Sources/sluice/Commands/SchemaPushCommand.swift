// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import ClientKafka
import ClientRegistry
import Formats

/// `sluice schema push`: registers a folder of schemas, after showing what that changes.
struct SchemaPushCommand: Command {
    static let dryRun = Flag("dry-run", help: "Show the plan and change nothing.")
    static let noTopics = Flag("no-topics", help: "Do not make the topics of new event types.")
    static let diff = Option<SchemaPlan.DiffStyle>(
        "diff", "STYLE", default: .fields, defaultText: "fields",
        help: "How a change is shown: fields (Avro; Protobuf as text), text, or none.")

    static let definition = CommandDefinition(
        "schema push", summary: "Register the schemas of a folder as one change set",
        discussion: """
            A file NAME.avsc or NAME.proto is the schema of the event type NAME: the subject events.NAME-value. A name with a \
            dot or a dash is the subject itself, as in orders-value.avsc. Files of folders within are types that others use: \
            their subject is the full name (Avro) or the path that imports use (Protobuf).

            The plan is shown first, like a diff. What files use from each other is found by full names and imports, what is \
            used is registered before what uses it, and who uses something that has changed gets a new version with it. All is \
            one transaction: if one file is invalid or incompatible, nothing is registered. Pushing twice \
            changes nothing. A registry without change sets gets the files one by one, in order.

            The topics of event types are made where they are missing. From then on ingest takes the events and Kafka has them; \
            the lake and the metrics have a new type or field once its schema is in schemas/ and the services were built with it.
            """,
        positionals: [.init("FOLDER", .optional, help: "Where the files are; default: schemas of the project.")],
        options: [dryRun, diff, noTopics, Settings.json, Settings.home] + RegistrySettings.options
            + TopicSettings.options,
        exits: .init(
            done: "All is registered, or was already; with --dry-run, could be.",
            no: "A file is refused: nothing is registered (file by file, where the registry has no change sets)."),
        examples: [
            .init("sluice schema push schemas/", "Show the plan, then register."),
            .init("sluice schema push --dry-run schemas/", "Only show it; exit code 1 if it could not be done."),
            .init("sluice schema push --dry-run --diff text schemas/", "With the changes as `diff -u` shows them."),
            .init("sluice schema push --no-topics --json schemas/ | jq .schemas", "For a program."),
        ])

    let folder: String?
    let isDryRun: Bool
    let makesTopics: Bool
    let diff: SchemaPlan.DiffStyle
    let asJSON: Bool
    let registry: RegistrySettings
    let home: String?
    let kafka: KafkaConfiguration
    let topics: TopicSettings

    init(_ arguments: Arguments) throws(UsageError) {
        folder = arguments.positional(0)
        isDryRun = arguments[Self.dryRun]
        makesTopics = !arguments[Self.noTopics]
        diff = try arguments.value(Self.diff)
        asJSON = arguments[Settings.json]
        registry = try RegistrySettings(arguments)
        home = try arguments.optional(Settings.home)
        kafka = try KafkaSettings.configuration(arguments)
        topics = try TopicSettings(arguments)
    }

    func run(_ console: Console) throws -> ExitCode {
        let folder = try SchemaFolder(folder ?? ProjectHome.find(setting: home).schemas)
        guard !folder.files.isEmpty else {
            throw CommandFailure.no("\(folder.path) has no file that ends in .avsc or .proto.")
        }
        let push = try SchemaPush(folder, client: registry.client(), url: registry.url)
        let plan = try push.plan()
        if !asJSON {
            console.print(plan.text(console, diff: diff) + console.styled(plan.summary, .dim))
            if !plan.isAtomic {
                console.error(
                    "The registry at \(registry.url) has no change sets: files are registered one by one, in order.")
            }
        }
        guard plan.isPossible else {
            if asJSON { console.print(plan.json(isDryRun: isDryRun, registered: [:]).text()) }
            throw CommandFailure.no("nothing was registered: mend what is marked ✗ first.")
        }
        var registered: [String: (version: Int?, id: Int)] = [:]
        if !isDryRun {
            try push.apply(plan) { subject, version, id in
                registered[subject] = (version, id)
                guard !asJSON else { return }
                let number = version.map { " version \($0)" } ?? ""
                console.print(console.styled("✓", .green) + " \(subject)\(number) has the id \(id)")
            }
            try ensureTopics(folder, console)
            let files = plan.toRegister.map(\.file)
            if !asJSON, let note = BuiltEvents.note(files) { console.print(note) }
        }
        if asJSON { console.print(plan.json(isDryRun: isDryRun, registered: registered).text()) }
        return .done
    }

    private func ensureTopics(_ folder: SchemaFolder, _ console: Console) throws {
        let names = folder.files.filter { $0.eventType != nil }.map(\.topic)
        guard makesTopics, !names.isEmpty else { return }
        let outcomes = try Topics(kafka: kafka, settings: topics).ensure(names)
        let created = outcomes.filter { $0.value == .created }.count
        if !asJSON { console.print("\(created) topics made, \(outcomes.count - created) were there.") }
    }
}
