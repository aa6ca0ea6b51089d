// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import ClientRegistry

/// `sluice schema delete`: deletes a version or a subject, softly or for good.
struct SchemaDeleteCommand: Command {
    static let permanent = Flag(
        "permanent", help: "For good, what is deleted softly: data written with it can't be read any more.")

    static let definition = CommandDefinition(
        "schema delete", summary: "Delete a version, or a subject with all its versions",
        discussion: """
            Deleted softly, a version takes no part in checks and its id is still read. For good is the second step, and can't \
            be undone.
            """,
        positionals: [.init("SUBJECT", help: "A subject, SUBJECT@VERSION, or an event type.")],
        options: [permanent] + RegistrySettings.options,
        examples: [
            .init("sluice schema delete purchase@3", "One version, softly."),
            .init("sluice schema delete old-value --permanent", "A subject that is deleted softly, for good."),
        ])

    let name: SubjectName
    let isPermanent: Bool
    let registry: RegistrySettings

    init(_ arguments: Arguments) throws(UsageError) {
        name = try SubjectName(arguments.positional(0) ?? "")
        isPermanent = arguments[Self.permanent]
        registry = try RegistrySettings(arguments)
    }

    func run(_ console: Console) throws -> ExitCode {
        let client = registry.client()
        let how = isPermanent ? "deleted for good" : "deleted"
        if let version = name.version {
            try client.delete(subject: name.subject, version: version, permanently: isPermanent)
            console.print(console.styled("✓", .green) + " \(name.subject) version \(version) is \(how)")
        } else {
            let versions = try client.delete(subject: name.subject, permanently: isPermanent)
            let list = versions.map(String.init).joined(separator: ", ")
            console.print(console.styled("✓", .green) + " \(name.subject): versions \(list) are \(how)")
        }
        return .done
    }
}

/// `sluice schema undelete`: brings back what was deleted.
struct SchemaUndeleteCommand: Command {
    static let force = Flag("force", help: "Also if it does not fit the versions that are there; takes an admin's key.")

    static let definition = CommandDefinition(
        "schema undelete", summary: "Bring back a deleted version, or the deleted versions of a subject",
        discussion: """
            A version gets its number and its id back. Of a subject, the versions that are deleted softly come back; a version \
            that was deleted for good does if it is named. What comes back must fit the versions that are there.
            """,
        positionals: [.init("SUBJECT", help: "A subject, SUBJECT@VERSION, or an event type.")],
        options: [force] + RegistrySettings.options,
        examples: [
            .init("sluice schema undelete purchase", "All its softly deleted versions."),
            .init("sluice schema undelete purchase@3", "One version."),
        ])

    let name: SubjectName
    let isForced: Bool
    let registry: RegistrySettings

    init(_ arguments: Arguments) throws(UsageError) {
        name = try SubjectName(arguments.positional(0) ?? "")
        isForced = arguments[Self.force]
        registry = try RegistrySettings(arguments)
    }

    func run(_ console: Console) throws -> ExitCode {
        let versions = try registry.client().undelete(subject: name.subject, version: name.version, force: isForced)
        guard !versions.isEmpty else { throw CommandFailure.no("\(name.text) has no version that is deleted.") }
        let list = versions.map(String.init).joined(separator: ", ")
        console.print(console.styled("✓", .green) + " \(name.subject): back again: \(list)")
        return .done
    }
}
