// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import ClientRegistry
import Formats

/// `sluice schema config get`: by which rules new versions are taken.
struct SchemaConfigGetCommand: Command {
    static let definition = CommandDefinition(
        "schema config get", summary: "Show the rules by which new versions are taken",
        positionals: [
            .init("SUBJECT", .optional, help: "A subject or an event type; the registry as a whole without.")
        ],
        options: [Settings.json] + RegistrySettings.options,
        exits: .init(done: "Shown.", no: "The registry refuses to."),
        examples: [
            .init("sluice schema config get", "Of the registry."),
            .init("sluice schema config get purchase", "Of a subject: its own, and what it inherits."),
        ])

    let subject: String?
    let registry: RegistrySettings
    let asJSON: Bool

    init(_ arguments: Arguments) throws(UsageError) {
        subject = arguments.positional(0).map(SubjectName.from)
        registry = try RegistrySettings(arguments)
        asJSON = arguments[Settings.json]
    }

    func run(_ console: Console) throws -> ExitCode {
        let client = registry.client()
        let own = try client.config(subject: subject) ?? [:]
        let effective = try client.config(subject: subject, inherited: true) ?? client.config(subject: nil) ?? [:]
        let mode = try client.mode(subject: subject, inherited: true) ?? client.mode(subject: nil) ?? "READWRITE"
        if asJSON {
            let answer: JSONValue = [
                "subject": subject.map { .string($0) } ?? .null, "own": own, "effective": effective,
                "mode": .string(mode),
            ]
            console.print(answer.text())
            return .done
        }
        var table = Table([.text("setting"), .text("value"), .text("")])
        for member in effective.objectMembers {
            let isOwn = subject == nil || own[member.name] != nil
            let value = if case .string(let text) = member.value { text } else { SchemaText.inline(member.value) }
            table.add([member.name, value, isOwn ? "" : "inherited"])
        }
        table.add(["mode", mode, ""])
        console.print(table.text(console))
        return .done
    }
}

/// `sluice schema config set`: changes them.
struct SchemaConfigSetCommand: Command {
    static let definition = CommandDefinition(
        "schema config set", summary: "Change the rules by which new versions are taken",
        discussion: """
            Settings are given as NAME=VALUE: compatibility (BACKWARD, FORWARD, FULL, each also _TRANSITIVE, NONE), policy, \
            normalize (true, false), compatibilityGroup, and what else the registry knows. What is not named stays; \
            NAME=null clears one, and the subject then inherits it.
            """,
        positionals: [
            .init("NAME=VALUE", help: "A setting; a word without = is the subject, the registry as a whole without."),
            .init("MORE", .repeating, help: "More settings."),
        ],
        options: [Settings.json] + RegistrySettings.options,
        exits: .init(done: "Set.", no: "The registry knows no such value, or the subject is read only."),
        examples: [
            .init("sluice schema config set purchase compatibility=FULL_TRANSITIVE", "For one event type."),
            .init(
                "sluice schema config set compatibility=BACKWARD normalize=true",
                "For all that have no setting of their own."),
            .init("sluice schema config set purchase compatibility=null", "Back to what the registry has."),
        ])

    let subject: String?
    let members: [JSONValue.Member]
    let asJSON: Bool
    let registry: RegistrySettings

    init(_ arguments: Arguments) throws(UsageError) {
        var subject: String?
        var members: [JSONValue.Member] = []
        for word in arguments.positionals {
            guard let equals = word.firstIndex(of: "=") else {
                guard subject == nil else { throw UsageError("'\(word)' is no setting: write NAME=VALUE.") }
                subject = SubjectName.from(word)
                continue
            }
            members.append(
                .init(name: String(word[..<equals]), value: Self.value(String(word[word.index(after: equals)...]))))
        }
        guard !members.isEmpty else { throw UsageError("no setting is given: write NAME=VALUE.") }
        self.subject = subject
        self.members = members
        asJSON = arguments[Settings.json]
        registry = try RegistrySettings(arguments)
    }

    func run(_ console: Console) throws -> ExitCode {
        let client = registry.client()
        try client.setConfig(subject: subject, .object(members))
        guard !asJSON else {
            let reply: JSONValue = [
                "subject": subject.map { .string($0) } ?? .null, "own": try client.config(subject: subject) ?? [:],
            ]
            console.print(reply.text())
            return .done
        }
        let names = members.map { "\($0.name) = \(SchemaText.inline($0.value))" }.joined(separator: ", ")
        console.print(console.styled("✓", .green) + " \(subject ?? "the registry"): \(names)")
        return .done
    }

    /// `true`, `false`, `null`, an object or an array; else the text itself.
    private static func value(_ text: String) -> JSONValue {
        switch text {
        case "true": .bool(true)
        case "false": .bool(false)
        case "null": .null
        default: (text.hasPrefix("{") || text.hasPrefix("[") ? try? JSONValue.parse(text) : nil) ?? .string(text)
        }
    }
}

/// `sluice schema mode`: whether anything may be registered.
struct SchemaModeCommand: Command {
    static let mode = Option<RegistryMode>(
        "set", "MODE", help: "READWRITE, READONLY, READONLY_OVERRIDE, IMPORT, or inherit (a subject's own is removed).")
    static let force = Flag("force", help: "Set IMPORT although there are schemas.")

    static let definition = CommandDefinition(
        "schema mode", summary: "Show or change whether new versions are taken",
        positionals: [
            .init("SUBJECT", .optional, help: "A subject or an event type; the registry as a whole without.")
        ],
        options: [mode, force, Settings.json] + RegistrySettings.options,
        exits: .init(
            done: "Shown, or set.", no: "The registry refuses: IMPORT while there are schemas, without --force."),
        examples: [
            .init("sluice schema mode", "Of the registry."),
            .init(
                "sluice schema mode purchase --set READONLY", "Nobody registers a version until it is READWRITE again."),
        ])

    let subject: String?
    let mode: RegistryMode?
    let isForced: Bool
    let asJSON: Bool
    let registry: RegistrySettings

    init(_ arguments: Arguments) throws(UsageError) {
        subject = arguments.positional(0).map(SubjectName.from)
        asJSON = arguments[Settings.json]
        mode = try arguments.optional(Self.mode)
        isForced = arguments[Self.force]
        registry = try RegistrySettings(arguments)
        if mode == .inherit, subject == nil { throw UsageError("the registry as a whole has nothing to inherit from.") }
    }

    func run(_ console: Console) throws -> ExitCode {
        let client = registry.client()
        switch mode {
        case nil: break
        case .inherit?: try client.removeMode(subject: subject)
        case let mode?: try client.setMode(subject: subject, mode.rawValue, force: isForced)
        }
        let own = try client.mode(subject: subject)
        let effective = try own ?? client.mode(subject: subject, inherited: true) ?? client.mode(subject: nil)
        guard asJSON else {
            console.print(effective ?? "READWRITE")
            return .done
        }
        let reply: JSONValue = [
            "subject": subject.map { .string($0) } ?? .null, "own": own.map { .string($0) } ?? .null,
            "effective": .string(effective ?? "READWRITE"),
        ]
        console.print(reply.text())
        return .done
    }
}

enum RegistryMode: String, ArgumentChoice {
    case readWrite = "READWRITE"
    case readOnly = "READONLY"
    case readOnlyOverride = "READONLY_OVERRIDE"
    case `import` = "IMPORT"
    case inherit
}

extension JSONValue {
    /// The members of an object; none of anything else.
    var objectMembers: [Member] {
        guard case .object(let members) = self else { return [] }
        return members
    }
}
