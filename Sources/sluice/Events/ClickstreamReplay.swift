// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

/// Sends a clickstream to ingest, in batches, with a progress bar.
struct ClickstreamReplay {
    let clickstream: Clickstream
    let order: ClickstreamOrder
    let batch: Int
    let ingest: String
    let key: String

    /// Sends everything, and answers how it was taken.
    func run(_ console: Console, isCancelled: @escaping () -> Bool = { false }) throws -> EventSender {
        let events = order == .file ? clickstream.events : clickstream.inEventTime
        return try EventSender.send(
            events.count, events.lazy.map(\.text), batch: batch, ingest: ingest, key: key, console: console,
            isCancelled: isCancelled)
    }
}

extension EventSender {
    /// Sends many events in batches of a size, with a progress bar.
    static func send(
        _ count: Int, _ events: some Sequence<String>, batch: Int, ingest: String, key: String, console: Console,
        isCancelled: @escaping () -> Bool = { false }
    ) throws -> EventSender {
        let waiting = Waiting()
        let sender = EventSender(ingest: ingest, key: key, isCancelled: isCancelled) { waiting.reason = $0 }
        var bar = ProgressBar("sending", total: count, console: console)
        var pending: [String] = []
        var done = 0
        func flush() throws {
            guard !pending.isEmpty else { return }
            try sender.send(pending)
            done += pending.count
            pending.removeAll(keepingCapacity: true)
            bar.show(done, note: waiting.note)
        }
        bar.show(0)
        for event in events {
            pending.append(event)
            if pending.count >= batch { try flush() }
        }
        try flush()
        return sender
    }

    /// Why the sender had to wait last, for the progress bar.
    private final class Waiting {
        var reason: String? { didSet { count += 1 } }
        private var count = 0

        var note: String { count == 0 ? "" : "waited \(count) times" }
    }
}
