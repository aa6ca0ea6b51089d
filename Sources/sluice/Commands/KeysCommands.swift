// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import Access
import ClientPostgreSQL
import SluiceRuntime

/// `sluice keys create`: makes an API key and shows its secret, once.
struct KeysCreateCommand: Command {
    static let role = Option<KeyRole>(
        "role", "ROLE", default: .ingest, defaultText: "ingest",
        help: "What it may do: ingest sends events, reader and writer use the registry, admin does everything.")
    static let type = Option<String>(
        "type", "EVENT_TYPE", help: "An event type that it may send; several times for several; all without.")
    static let subjects = Option<SubjectPrefixes>(
        "subjects", "PREFIXES",
        help: "How the subjects begin that reader, writer or admin is good for, separated by commas; all without.")
    static let readSubjects = Option<SubjectPrefixes>(
        "read-subjects", "PREFIXES",
        help: "How the subjects begin that may be read beside those of --subjects, such as shared types.")

    static let definition = CommandDefinition(
        "keys create", summary: "Make an API key and print its secret",
        discussion: "The secret is printed on standard output, once: the database has only its SHA-256.",
        positionals: [.init("NAME", help: "A name for it, unique among the live keys.")],
        options: [role, type, subjects, readSubjects, Settings.database, Settings.json],
        examples: [
            .init("sluice keys create web-shop > web-shop.key", "A key that may send every event type."),
            .init("sluice keys create checkout --type purchase --type cart", "One for two event types only."),
            .init("sluice keys create ci --role writer", "One that registers schemas."),
            .init(
                "sluice keys create team-a --role writer --subjects team-a.,orders",
                "One that sees and registers only subjects that begin with team-a. or orders."),
            .init(
                "sluice keys create team-b --role writer --subjects team-b. --read-subjects shared.",
                "One that reads and refers to shared types, and changes none."),
        ])

    let name: String
    let role: AccessRole
    let types: [String]
    let subjects, readSubjects: Set<String>?
    let database: String
    let asJSON: Bool

    init(_ arguments: Arguments) throws(UsageError) {
        name = arguments.positional(0) ?? ""
        role = try arguments.value(Self.role).role
        types = try arguments.all(Self.type)
        subjects = try arguments.optional(Self.subjects)?.prefixes
        if subjects != nil, role == .ingest {
            throw UsageError("--subjects binds reader, writer or admin; for ingest, --type names the event types.")
        }
        readSubjects = try arguments.optional(Self.readSubjects)?.prefixes
        if readSubjects != nil, subjects == nil {
            throw UsageError("--read-subjects adds to --subjects; a key without --subjects reads all subjects anyway.")
        }
        database = try arguments.value(Settings.database)
        asJSON = arguments[Settings.json]
    }

    func run(_ console: Console) throws -> ExitCode {
        let store = APIKeyStore(pool: PostgresPool(url: database, size: 1))
        let (key, secret) = try store.create(
            name: name, role: role, eventTypes: types.isEmpty ? nil : Set(types), subjectPrefixes: subjects,
            readPrefixes: readSubjects)
        if asJSON {
            try console.printJSON(["id": key.id, "name": key.name, "role": key.role.rawValue, "secret": secret.text])
        } else {
            console.print(secret.text)
        }
        return .done
    }
}

/// Subject prefixes as an argument.
struct SubjectPrefixes: ArgumentValue, Hashable {
    let prefixes: Set<String>

    init?(argument: String) {
        var prefixes: Set<String> = []
        for part in argument.split(separator: ",", omittingEmptySubsequences: false) {
            // Subjects of the default context are written without it.
            let prefix = part.hasPrefix(":.:") ? String(part.dropFirst(3)) : String(part)
            guard !prefix.isEmpty else { return nil }
            prefixes.insert(prefix)
        }
        self.prefixes = prefixes
    }

    static let expectation = "prefixes separated by commas, none of them empty, such as team-a.,orders"
}

/// `AccessRole` as an argument.
enum KeyRole: String, ArgumentChoice {
    case admin, writer, reader, ingest

    var role: AccessRole {
        switch self {
        case .admin: .admin
        case .writer: .writer
        case .reader: .reader
        case .ingest: .ingest
        }
    }
}

/// `sluice keys list`: every key, without secrets.
struct KeysListCommand: Command {
    private struct Row: Encodable {
        let id: String
        let name: String
        let role: String
        let eventTypes: [String]?
        let subjectPrefixes: [String]?
        let readPrefixes: [String]?
        let hint: String
        let createdAt: String
        let revokedAt: String?
    }

    static let definition = CommandDefinition(
        "keys list", summary: "List the API keys", options: [Settings.database, Settings.json],
        examples: [.init("sluice keys list", "Names, roles, the first characters, when made and revoked.")])

    let database: String
    let asJSON: Bool

    init(_ arguments: Arguments) throws(UsageError) {
        database = try arguments.value(Settings.database)
        asJSON = arguments[Settings.json]
    }

    func run(_ console: Console) throws -> ExitCode {
        let rows = try APIKeyStore(pool: PostgresPool(url: database, size: 1)).list().map { key in
            Row(
                id: key.id, name: key.name, role: key.role.rawValue, eventTypes: key.eventTypes?.sorted(),
                subjectPrefixes: key.subjectPrefixes, readPrefixes: key.readPrefixes, hint: key.hint,
                createdAt: Timestamp(microseconds: key.createdAtMicros).rfc3339,
                revokedAt: key.revokedAtMicros.map { Timestamp(microseconds: $0).rfc3339 })
        }
        if asJSON {
            try console.printJSON(rows)
            return .done
        }
        var table = Table([
            .text("name"), .text("role"), .text("event types"), .text("subjects"), .text("key"), .text("created"),
            .text("revoked"),
        ])
        for row in rows {
            table.add([
                row.name, row.role, row.eventTypes?.joined(separator: ", ") ?? "all",
                Self.subjects(row), row.hint, row.createdAt,
                row.revokedAt ?? "",
            ])
        }
        console.print(rows.isEmpty ? "There are no keys. Make one: sluice keys create NAME" : table.text(console))
        return .done
    }
}

extension KeysListCommand {
    private static func subjects(_ row: Row) -> String {
        guard let own = row.subjectPrefixes else { return "all" }
        let read = (row.readPrefixes ?? []).map { $0 + "* (read)" }
        return (own.map { $0 + "*" } + read).joined(separator: ", ")
    }
}

/// `sluice keys revoke`: ends a key.
struct KeysRevokeCommand: Command {
    static let definition = CommandDefinition(
        "keys revoke", summary: "End an API key",
        discussion: "Services notice within seconds. The name may then be used again.",
        positionals: [.init("NAME", help: "The key's name or id.")], options: [Settings.database, Settings.json],
        examples: [.init("sluice keys revoke web-shop", "Its secret is good for nothing any more.")])

    let name: String
    let database: String
    let asJSON: Bool

    init(_ arguments: Arguments) throws(UsageError) {
        name = arguments.positional(0) ?? ""
        database = try arguments.value(Settings.database)
        asJSON = arguments[Settings.json]
    }

    func run(_ console: Console) throws -> ExitCode {
        let key = try APIKeyStore(pool: PostgresPool(url: database, size: 1)).revoke(name)
        if asJSON {
            try console.printJSON(["id": key.id, "name": key.name])
        } else {
            console.print("Revoked \(key.name) (\(key.hint)).")
        }
        return .done
    }
}
