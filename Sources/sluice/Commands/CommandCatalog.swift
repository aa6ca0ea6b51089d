// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

/// Every subcommand, in the groups and the order of the help.
enum CommandCatalog {
    struct Group: Sendable {
        let title: String
        let commands: [any Command.Type]
    }

    static let groups: [Group] = [
        Group(
            title: "This machine",
            commands: [DemoCommand.self, UpCommand.self, StatusCommand.self, DownCommand.self, DoctorCommand.self]),
        Group(
            title: "Set up",
            commands: [
                MigrateCommand.self, KeysCreateCommand.self, KeysListCommand.self, KeysRevokeCommand.self,
                TopicsEnsureCommand.self, CompletionCommand.self,
            ]),
        Group(
            title: "Schemas",
            commands: [
                SchemaPushCommand.self, SchemaCheckCommand.self, SchemaLintCommand.self, SchemaDiffCommand.self,
                SchemaListCommand.self, SchemaGetCommand.self, SchemaConfigGetCommand.self, SchemaConfigSetCommand.self,
                SchemaModeCommand.self, SchemaDeleteCommand.self, SchemaUndeleteCommand.self, SchemaExportCommand.self,
                SchemaImportCommand.self,
                CodegenCommand.self,
            ]),
        Group(
            title: "Services",
            commands: [RegistryCommand.self, IngestCommand.self, StreamsCommand.self, LakeCommand.self]),
        Group(title: "Lake", commands: [LakeListCommand.self, LakeVerifyCommand.self]),
        Group(
            title: "Events",
            commands: [EventsTailCommand.self, EventsGenerateCommand.self, EventsSendClickstreamCommand.self]),
    ]

    static let all: [any Command.Type] = groups.flatMap(\.commands)
}
