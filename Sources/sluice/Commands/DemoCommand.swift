// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import Foundation

/// `sluice demo`: everything on this machine, fed with a real clickstream, and what comes out of it.
struct DemoCommand: Command {
    static let file = Option<String>(
        "file", "FILE", help: "The clickstream; default: the one that bootstrap has fetched.")

    static let definition = CommandDefinition(
        "demo", summary: "Run everything, send a real clickstream, and show what comes out",
        discussion: """
            Starts what `sluice up` starts (or uses it, if it runs already with this data folder), registers the project's \
            schemas, replays 31,106 events of an e-commerce site over HTTP, waits until streams and lake have read them all, and \
            shows active users, the funnel to a purchase, and the files of the lake. Everything stays up until Ctrl-C. Run again \
            with the same data, every event is a duplicate and nothing changes.
            """,
        options: UpConfiguration.options + [
            EventsSendClickstreamCommand.order, EventsSendClickstreamCommand.batch, file, UpCommand.exitFlag,
            Settings.json,
        ],
        examples: [
            .init("sluice demo", "Until Ctrl-C."),
            .init("sluice demo --exit", "End when the report is shown."),
            .init("sluice demo --order file --data /var/tmp/disorder", "Far out of order: many events are late."),
        ])

    let configuration: UpConfiguration
    let order: ClickstreamOrder
    let batch: Int
    let file: String?
    let endsAtOnce: Bool
    let asJSON: Bool

    init(_ arguments: Arguments) throws(UsageError) {
        configuration = try UpConfiguration(arguments)
        order = try arguments.value(EventsSendClickstreamCommand.order)
        batch = try arguments.value(EventsSendClickstreamCommand.batch).value
        file = try arguments.optional(Self.file)
        endsAtOnce = arguments[UpCommand.exitFlag]
        asJSON = arguments[Settings.json]
    }

    func run(_ console: Console) throws -> ExitCode {
        let began = ContinuousClock.now
        if let running = UpState.running(in: configuration.folder.path) {
            console.error("  Using what `sluice up` runs here (process \(running.processID)).")
            return try show(demo(began, console) { false }.run(), console)
        }
        let signals = StopSignals()
        let supervisor = try UpCommand.supervisor(configuration, console)
        signals.observe { supervisor.requestStop($0) }
        defer { supervisor.stop() }
        guard try supervisor.start() else { return .no }
        supervisor.reportChanges()
        let exitCode = try show(demo(began, console) { supervisor.isStopping }.run(), console)
        if !endsAtOnce {
            console.error("  Everything stays up. Stop it with Ctrl-C, or with `sluice down` from elsewhere.\n")
            supervisor.waitForStopRequest()
            console.error("\n  Stopping.")
        }
        return exitCode
    }

    private func demo(
        _ began: ContinuousClock.Instant, _ console: Console, isCancelled: @escaping () -> Bool
    ) -> Demo {
        // What runs here wins over the environment: the parts have got the same.
        let running = RunningParts.settings(
            dataGiven: configuration.folder.path, environment: configuration.environment)
        return Demo(
            arguments: Arguments(environment: configuration.environment.merging(running) { $1 }),
            home: configuration.home, folder: configuration.folder, file: file ?? configuration.home.clickstream,
            order: order, batch: batch, began: began, console: console, isCancelled: isCancelled)
    }

    private func show(_ report: DemoReport, _ console: Console) throws -> ExitCode {
        if asJSON { try console.printJSON(report) } else { console.print(report.text(console)) }
        return report.events.invalid + report.events.conflict == 0 ? .done : .no
    }
}
