// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import ClientRegistry
import Formats

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
        options: [permanent, Settings.json] + RegistrySettings.options,
        exits: .init(
            done: "Deleted.",
            no: "Not deleted: there is no such version, others refer to it, or it must be deleted softly first."),
        examples: [
            .init("sluice schema delete purchase@3", "One version, softly."),
            .init("sluice schema delete old-value --permanent", "A subject that is deleted softly, for good."),
        ])

    let name: SubjectName
    let isPermanent: Bool
    let asJSON: Bool
    let registry: RegistrySettings

    init(_ arguments: Arguments) throws(UsageError) {
        name = try SubjectName(arguments.positional(0) ?? "")
        isPermanent = arguments[Self.permanent]
        asJSON = arguments[Settings.json]
        registry = try RegistrySettings(arguments)
    }

    func run(_ console: Console) throws -> ExitCode {
        let client = registry.client()
        let versions: [Int]
        if let version = name.version {
            try client.delete(subject: name.subject, version: version, permanently: isPermanent)
            versions = [version]
        } else {
            versions = try client.delete(subject: name.subject, permanently: isPermanent)
        }
        guard !asJSON else {
            let reply: JSONValue = [
                "subject": .string(name.subject), "versions": .array(versions.map { .init(integerLiteral: $0) }),
                "permanent": .bool(isPermanent),
            ]
            console.print(reply.text())
            return .done
        }
        let how = isPermanent ? "deleted for good" : "deleted"
        let list = versions.map(String.init).joined(separator: ", ")
        console.print(
            console.styled("✓", .green) + " \(name.subject)"
                + (name.version == nil ? ": versions \(list) are \(how)" : " version \(list) is \(how)"))
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
        options: [force, Settings.json] + RegistrySettings.options,
        exits: .init(done: "They are back.", no: "Nothing is deleted, or it does not fit the versions that are there."),
        examples: [
            .init("sluice schema undelete purchase", "All its softly deleted versions."),
            .init("sluice schema undelete purchase@3", "One version."),
        ])

    let name: SubjectName
    let isForced: Bool
    let asJSON: Bool
    let registry: RegistrySettings

    init(_ arguments: Arguments) throws(UsageError) {
        name = try SubjectName(arguments.positional(0) ?? "")
        isForced = arguments[Self.force]
        asJSON = arguments[Settings.json]
        registry = try RegistrySettings(arguments)
    }

    func run(_ console: Console) throws -> ExitCode {
        let versions = try registry.client().undelete(subject: name.subject, version: name.version, force: isForced)
        guard !versions.isEmpty else { throw CommandFailure.no("\(name.text) has no version that is deleted.") }
        guard !asJSON else {
            let reply: JSONValue = [
                "subject": .string(name.subject), "versions": .array(versions.map { .init(integerLiteral: $0) }),
            ]
            console.print(reply.text())
            return .done
        }
        let list = versions.map(String.init).joined(separator: ", ")
        console.print(console.styled("✓", .green) + " \(name.subject): back again: \(list)")
        return .done
    }
}
