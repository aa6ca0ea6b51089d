// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import Formats
import SluiceRuntime

/// `sluice events generate`: page views and purchases that are the same for the same seed.
struct EventsGenerateCommand: Command {
    static let count = Option<PositiveCount>(
        "count", "N", default: PositiveCount(1000), defaultText: "1000", help: "How many events.")
    static let seed = Option<UInt64>("seed", "N", default: 1, help: "Another seed gives other events.")
    static let users = Option<PositiveCount>(
        "users", "N", default: PositiveCount(1000), defaultText: "1000", help: "Different users.")
    static let skew = Option<Skew>(
        "skew", "S", default: Skew(1.1), defaultText: "1.1",
        help: "How unequally often users occur (Zipf's exponent); 0 is equally.")
    static let purchases = Option<Share>(
        "purchases", "SHARE", default: Share(fraction: 0.05), defaultText: "5%",
        help: "The share of purchases; the others are page views.")
    static let duplicates = Option<Share>(
        "duplicates", "SHARE", default: Share(fraction: 0), defaultText: "0%", help: "The share of exact repeats.")
    static let late = Option<Share>(
        "late", "SHARE", default: Share(fraction: 0), defaultText: "0%",
        help: "The share whose time lies one to 48 hours back.")
    static let broken = Option<Share>(
        "broken", "SHARE", default: Share(fraction: 0), defaultText: "0%", help: "The share that breaks the contract.")
    static let start = Option<EventTime>(
        "start", "TIME", default: EventTime(EventGenerator.Parameters().start), defaultText: "2026-01-01T00:00:00Z",
        help: "The first event's time; RFC 3339, or now.")
    static let rate = Option<PositiveCount>(
        "rate", "N", default: PositiveCount(100), defaultText: "100", help: "Events in a second of event time.")
    static let send = Flag("send", help: "Send them to ingest; without it they are printed, one a line.")

    static let definition = CommandDefinition(
        "events generate", summary: "Make page views and purchases, the same for the same seed",
        options: [
            count, seed, users, skew, purchases, duplicates, late, broken, start, rate, send,
            EventsSendClickstreamCommand.batch, EventsSendClickstreamCommand.retryFor, Settings.ingest, Settings.key,
            Settings.json,
        ],
        examples: [
            .init("sluice events generate --count 5", "Five, on standard output."),
            .init(
                "sluice events generate --send --count 100000 --duplicates 1% --broken 0.5% --start now",
                "Many, to ingest, with trouble among them."),
        ])

    let count: Int
    let parameters: EventGenerator.Parameters
    /// Nil if they are printed.
    let route: EventRoute?
    let asJSON: Bool

    init(_ arguments: Arguments) throws(UsageError) {
        count = try arguments.value(Self.count).value
        parameters = EventGenerator.Parameters(
            seed: try arguments.value(Self.seed), users: try arguments.value(Self.users).value,
            skew: try arguments.value(Self.skew).exponent, duplicates: try arguments.value(Self.duplicates),
            late: try arguments.value(Self.late), broken: try arguments.value(Self.broken),
            purchases: try arguments.value(Self.purchases), start: try arguments.value(Self.start).timestamp,
            stepMicroseconds: Int64(1_000_000 / (try arguments.value(Self.rate).value)))
        route =
            if arguments[Self.send] {
                EventRoute(
                    ingest: try arguments.value(Settings.ingest), key: try arguments.value(Settings.key),
                    batch: try arguments.value(EventsSendClickstreamCommand.batch).value,
                    retryFor: try arguments.value(EventsSendClickstreamCommand.retryFor))
            } else { nil }
        asJSON = arguments[Settings.json]
    }

    func run(_ console: Console) throws -> ExitCode {
        var generator = EventGenerator(parameters)
        if let route {
            let events = (0..<count).lazy.map { _ in generator.next().json.text() }
            let sender = try route.send(events, count: count, console)
            // Broken ones are refused by intention.
            _ = try SendReport(sender: sender, asJSON: asJSON).show(console)
            return .done
        }
        var text = ""
        for _ in 0..<count where !console.out.isClosed {
            text += generator.next().json.text() + "\n"
            if text.utf8.count > 64 << 10 {
                console.out.write(text)
                text = ""
            }
        }
        console.out.write(text)
        return .done
    }
}

/// Zipf's exponent as an argument.
struct Skew: ArgumentValue, Hashable {
    let exponent: Double

    init(_ exponent: Double) { self.exponent = exponent }

    init?(argument: String) {
        guard let exponent = Double(argument), (0...10).contains(exponent) else { return nil }
        self.exponent = exponent
    }

    static let expectation = "a number from 0 to 10"
}

/// An event's time as an argument.
struct EventTime: ArgumentValue, Hashable {
    let timestamp: Timestamp

    init(_ timestamp: Timestamp) { self.timestamp = timestamp }

    init?(argument: String) {
        if argument == "now" {
            timestamp = .now()
            return
        }
        guard let timestamp = Timestamp(rfc3339: argument) else { return nil }
        self.timestamp = timestamp
    }

    static let expectation = "a time by RFC 3339 with a zone, such as 2026-01-31T12:00:00Z, or now"
}
