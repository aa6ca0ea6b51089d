// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

/// Every subcommand, in the groups and the order of the help.
enum CommandCatalog {
    struct Group: Sendable {
        let title: String
        let commands: [any Command.Type]
    }

    static let groups: [Group] = [
        Group(title: "This machine", commands: [UpCommand.self, StatusCommand.self, DownCommand.self]),
        Group(title: "Set up", commands: [MigrateCommand.self]),
    ]

    static let all: [any Command.Type] = groups.flatMap(\.commands)
}
