// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import ClientPostgreSQL

/// `sluice migrate`: brings the database to this version's tables.
struct MigrateCommand: Command {
    static let definition = CommandDefinition(
        "migrate", summary: "Apply the migrations that the database lacks",
        discussion: """
            Reads migrations/ of the project's folder (--home). Each file is applied once, in its own transaction; several \
            processes may call this at the same time. A file that was changed after it was applied is refused.
            """,
        options: [Settings.database, Settings.home, Settings.json],
        examples: [
            .init("sluice migrate", "The database of a running `sluice up`, or of SLUICE_DATABASE."),
            .init("sluice migrate --database postgresql://sluice@db/sluice", "Another one."),
        ])

    let database: String
    let home: String?
    let asJSON: Bool

    init(_ arguments: Arguments) throws(UsageError) {
        database = try arguments.value(Settings.database)
        home = try arguments.optional(Settings.home)
        asJSON = arguments[Settings.json]
    }

    func run(_ console: Console) throws -> ExitCode {
        let migrator = try Migrator(folder: ProjectHome.find(setting: home).migrations)
        let applied = try migrator.migrate(on: PostgresConnection(url: database))
        if asJSON {
            try console.printJSON(["applied": applied])
        } else if applied.isEmpty {
            console.print("The database is up to date (\(migrator.migrations.count) migrations).")
        } else {
            for name in applied { console.print(console.styled("✓", .green) + " \(name)") }
        }
        return .done
    }
}
