// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import Foundation

/// `sluice up`: everything on this machine, supervised.
struct UpCommand: Command {
    static let exitFlag = Flag("exit", help: "End as soon as everything serves, with exit code 0.")

    static let definition = CommandDefinition(
        "up", summary: "Run everything on this machine, supervised",
        discussion: """
            Starts a private PostgreSQL cluster (a Unix socket in the data folder), Redis, a one-machine Kafka broker, \
            applies the migrations, then starts registry, ingest, streams and lake. Each has a health check and a log file in \
            DIR/logs; one that dies is started again. Ends everything in order with Ctrl-C, SIGTERM or `sluice down`.

            While it runs, other commands find its addresses by themselves if they are called with the same data folder.
            """,
        options: UpConfiguration.options + [exitFlag],
        examples: [
            .init("sluice up", "Everything, with the data in .data."),
            .init("sluice up --parts postgres,redis,kafka", "Only what Sluice depends on, to run a service by hand."),
            .init("sluice up --registry-port 9081 --data /var/tmp/sluice", "Another port and another folder."),
        ])

    let configuration: UpConfiguration
    let endsAtOnce: Bool

    init(_ arguments: Arguments) throws(UsageError) {
        configuration = try UpConfiguration(arguments)
        endsAtOnce = arguments[Self.exitFlag]
    }

    func run(_ console: Console) throws -> ExitCode {
        let signals = StopSignals()
        let supervisor = try UpCommand.supervisor(configuration, console)
        signals.observe { supervisor.requestStop($0) }
        guard try supervisor.start() else {
            supervisor.stop()
            return .no
        }
        if !endsAtOnce {
            console.error("\n  Everything serves. Stop it with Ctrl-C, or with `sluice down` from elsewhere.\n")
            supervisor.reportChanges()
            supervisor.waitForStopRequest()
            console.error("\n  Stopping.")
        }
        supervisor.stop()
        return .done
    }

    /// Takes the data folder, and makes the supervisor of what is to run.
    static func supervisor(_ configuration: UpConfiguration, _ console: Console) throws -> Supervisor {
        let folder = configuration.folder
        try folder.create()
        try folder.lock()
        try checkPorts(configuration)
        console.error(
            "\n  " + console.styled("Sluice \(SluiceVersion.current)", .bold) + ", data in \(folder.path)\n")
        return Supervisor(
            stages: try Parts(configuration: configuration).stages(), folder: folder, settings: configuration.settings,
            console: console)
    }

    /// Before anything is made or started: all that are taken, not only the first.
    private static func checkPorts(_ configuration: UpConfiguration) throws {
        let problems = configuration.parts.compactMap { part in
            configuration.listeningPort(part)?.problem.map { "\(part.title) could not be started: \($0)" }
        }
        guard problems.isEmpty else { throw CommandFailure.no(problems.joined(separator: "\n")) }
    }
}

extension Parts {
    /// Everything that was asked for, in the order of starting.
    func stages() throws -> [Stage] {
        let chosen = configuration.parts
        var stages: [Stage] = []
        let stores = try chosen.compactMap { name -> Part? in
            switch name {
            case .postgres: postgres()
            case .redis: redis()
            case .kafka: try kafka()
            case .registry, .ingest, .streams, .lake: nil
            }
        }
        if !stores.isEmpty { stages.append(.parts(stores)) }
        let services: [PartName] = [.registry, .ingest, .streams, .lake]
        if chosen.contains(.postgres) || chosen.contains(where: services.contains) {
            stages.append(.step(migrations()))
        }
        if chosen.contains(.kafka) { stages.append(.step(try topics())) }
        if chosen.contains(.ingest) { stages.append(.step(key())) }
        if chosen.contains(.registry) { stages.append(.parts([service(.registry)])) }
        let others = chosen.filter { services.contains($0) && $0 != .registry }
        if !others.isEmpty { stages.append(.parts(others.map { service($0) })) }
        return stages
    }
}
