// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

/// `sluice events send-clickstream`: the demo's events, without the rest of the demo.
struct EventsSendClickstreamCommand: Command {
    static let order = Option<ClickstreamOrder>(
        "order", "ORDER", default: .eventTime, defaultText: "event-time",
        help: "event-time: as a live stream would come; file: by user, far out of order.")
    static let batch = Option<PositiveCount>(
        "batch", "N", default: PositiveCount(100), defaultText: "100", help: "Events in a request.")

    static let retryFor = Option<TimeSpan>(
        "retry-for", "TIME", default: .minutes(2),
        help: "How long to try again while ingest takes nothing, before giving up.")

    static let definition = CommandDefinition(
        "events send-clickstream", summary: "Send the sample e-commerce clickstream to ingest",
        discussion: """
            Maps each row of ecom.csv.gz to the event envelope. The id is of the row's text, so that sending it again gives \
            duplicates only. What ingest can't take for the moment is sent again: it may be stopped and started meanwhile.
            """,
        positionals: [.init("FILE", .optional, help: "The file; default: the one that bootstrap has fetched.")],
        options: [order, batch, retryFor, Settings.ingest, Settings.key, Settings.home, Settings.json],
        examples: [
            .init("sluice events send-clickstream", "To the ingest of a running `sluice up`."),
            .init(
                "sluice events send-clickstream --order file ecom.csv.gz", "Out of order: many events are late then."),
        ])

    let path: String?
    let order: ClickstreamOrder
    let batch: Int
    let retryFor: TimeSpan
    let ingest: String
    let key: String
    let home: String?
    let asJSON: Bool

    init(_ arguments: Arguments) throws(UsageError) {
        path = arguments.positional(0)
        order = try arguments.value(Self.order)
        batch = try arguments.value(Self.batch).value
        retryFor = try arguments.value(Self.retryFor)
        ingest = try arguments.value(Settings.ingest)
        key = try arguments.value(Settings.key)
        home = try arguments.optional(Settings.home)
        asJSON = arguments[Settings.json]
    }

    func run(_ console: Console) throws -> ExitCode {
        let path = try path ?? ProjectHome.find(setting: home).clickstream
        let replay = ClickstreamReplay(
            clickstream: try Clickstream(path: path), order: order,
            route: EventRoute(ingest: ingest, key: key, batch: batch, retryFor: retryFor))
        return try SendReport(sender: replay.run(console), asJSON: asJSON).show(console)
    }
}

/// Says how events were taken.
struct SendReport {
    let sender: EventSender
    let asJSON: Bool

    /// - Returns: `no` if one was refused.
    func show(_ console: Console) throws -> ExitCode {
        let counts = sender.counts
        if asJSON {
            try console.printJSON(counts)
        } else {
            console.print(
                "\(counts.accepted.grouped) accepted, \(counts.duplicate.grouped) duplicate, "
                    + "\(counts.invalid.grouped) invalid, \(counts.conflict.grouped) conflict")
        }
        for refusal in sender.refusals { console.error("  refused: \(refusal.reason)\n    \(refusal.event)") }
        return counts.invalid + counts.conflict == 0 ? .done : .no
    }
}
