// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import SluiceRuntime

/// What the demo shows at its end: as a table for a person, as JSON for a program.
struct DemoReport: Sendable, Encodable {
    /// Distinct users of a window by acquisition channel.
    struct ActiveUsers: Sendable, Encodable {
        let start: Timestamp
        let end: Timestamp
        let byChannel: [String: Int]
        /// False while the window is still open.
        let isFinal: Bool
    }

    struct FunnelStep: Sendable, Encodable {
        let eventType: String
        let sessions: Int
    }

    struct LakeType: Sendable, Encodable {
        let eventType: String
        let files: Int
        let rows: Int
        let bytes: Int
    }

    struct Place: Sendable, Encodable {
        let name: String
        let address: String
    }

    let events: EventSender.Counts
    /// The newest windows of five minutes and of a day, the newest first.
    let fiveMinutes: [ActiveUsers]
    let days: [ActiveUsers]
    /// Sessions that reached each step in order, over all days.
    let funnel: [FunnelStep]
    let lake: [LakeType]
    /// Events too late for their window, which are in the topic `sluice.late` and in the lake.
    let late: Int
    let places: [Place]
    /// From the start of the command to this report.
    let seconds: Double

    /// The report for a person.
    func text(_ console: Console) -> String {
        var text = "\n" + heading("Events", console)
        text += "    \(events.accepted.grouped) accepted   \(events.duplicate.grouped) duplicate   "
        text += "\(events.invalid.grouped) invalid   \(events.conflict.grouped) conflict   \(late.grouped) late\n"
        text += "\n" + heading("Active users, the last windows of five minutes (UTC)", console)
        text += users(fiveMinutes, console) { "\($0.start.shortText) – \($0.end.shortTime)" }
        text += "\n" + heading("Active users, the last days (UTC)", console)
        text += users(days, console) { "\($0.start.utcDate)" }
        if (fiveMinutes + days).contains(where: { !$0.isFinal }) { text += "    " + Self.legend + "\n" }
        text += "\n" + heading("Sessions on their way to a purchase", console)
        text += funnelText(console)
        if !lake.isEmpty { text += "\n" + heading("Lake", console) + lakeText(console) }
        text += "\n" + heading("Where it is", console)
        var table = Table([.text(""), .text("")])
        for place in places { table.add([place.name, place.address]) }
        return text + table.text(console, indent: 4)
    }

    private static let legend =
        "open: so far. Event time alone ends a window: the last ones are open until newer events come."

    private func heading(_ title: String, _ console: Console) -> String { "  " + console.styled(title, .bold) + "\n" }

    private func users(_ windows: [ActiveUsers], _ console: Console, name: (ActiveUsers) -> String) -> String {
        guard !windows.isEmpty else { return "    none\n" }
        let channels = Set(windows.flatMap(\.byChannel.keys)).sorted()
        var table = Table([.text("window")] + channels.map { .number($0) } + [.number("all"), .text("")])
        for window in windows {
            // A user has one channel in this log, so that channels add up.
            let all = window.byChannel.values.reduce(0, +)
            table.add(
                [name(window)] + channels.map { window.byChannel[$0].map { "\($0)" } ?? "·" }
                    + ["\(all)", window.isFinal ? "" : "open"])
        }
        return table.text(console, indent: 4)
    }

    private func funnelText(_ console: Console) -> String {
        let most = max(1, funnel.map(\.sessions).max() ?? 1)
        let width = funnel.map(\.eventType.count).max() ?? 0
        let digits = most.grouped.count
        var text = ""
        for step in funnel {
            let bar = String(repeating: "█", count: max(step.sessions > 0 ? 1 : 0, step.sessions * 30 / most))
            let number = step.sessions.grouped
            let percent = step.sessions * 1000 / most
            text += "    " + step.eventType.padded(to: width) + "  "
            text += String(repeating: " ", count: digits - number.count) + number
            text += "  " + console.styled(bar.padded(to: 30), .cyan) + "  \(percent / 10).\(percent % 10)%\n"
        }
        return text.isEmpty ? "    none\n" : text
    }

    private func lakeText(_ console: Console) -> String {
        var table = Table([.text("event type"), .number("files"), .number("rows"), .number("size")])
        for type in lake {
            table.add([type.eventType, type.files.grouped, type.rows.grouped, type.bytes.asByteSize])
        }
        table.add([
            "all", lake.map(\.files).reduce(0, +).grouped, lake.map(\.rows).reduce(0, +).grouped,
            lake.map(\.bytes).reduce(0, +).asByteSize,
        ])
        return table.text(console, indent: 4)
    }
}

extension Timestamp {
    /// `2024-06-30 23:50`.
    fileprivate var shortText: String { "\(utcDate) \(shortTime)" }

    /// `23:50`.
    fileprivate var shortTime: String {
        guard let time = rfc3339.split(separator: "T").last else { return "" }
        return String(time.prefix(5))
    }
}
