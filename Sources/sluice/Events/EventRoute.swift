// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

/// Where events are sent, and how.
struct EventRoute: Sendable {
    let ingest: String
    let key: String
    /// Events in a request.
    let batch: Int
    /// How long to try again while nothing is taken.
    let retryFor: TimeSpan

    /// Sends many events in their order, with a progress bar.
    ///
    /// - Parameter count: how many there are.
    func send(
        _ events: some Sequence<String>, count: Int, _ console: Console,
        isCancelled: @escaping () -> Bool = { false }
    ) throws -> EventSender {
        let waits = Waits(console: console)
        let sender = EventSender(
            ingest: ingest, key: key, patience: retryFor.duration.seconds, isCancelled: isCancelled
        ) { waits.add($0) }
        var bar = ProgressBar("sending", total: count, console: console)
        var pending: [String] = []
        var done = 0
        func flush() throws {
            guard !pending.isEmpty else { return }
            try sender.send(pending)
            done += pending.count
            pending.removeAll(keepingCapacity: true)
            bar.show(done, note: waits.note)
        }
        bar.show(0)
        for event in events {
            pending.append(event)
            if pending.count >= batch { try flush() }
        }
        try flush()
        return sender
    }

    /// Why the sender had to wait; each new reason is told once.
    private final class Waits {
        private let console: Console
        private var count = 0
        private var last: String?

        init(console: Console) { self.console = console }

        var note: String { count == 0 ? "" : "waited \(count) times" }

        func add(_ reason: String) {
            count += 1
            guard reason != last else { return }
            last = reason
            console.error(
                (console.isLive ? "\r\u{1B}[2K" : "") + "  \(console.styled("!", .yellow)) trying again: \(reason)")
        }
    }
}
