// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

/// Sends a clickstream to ingest.
struct ClickstreamReplay {
    let clickstream: Clickstream
    let order: ClickstreamOrder
    let route: EventRoute

    /// Sends everything, and answers how it was taken.
    func run(_ console: Console, isCancelled: @escaping () -> Bool = { false }) throws -> EventSender {
        let events = order == .file ? clickstream.events : clickstream.inEventTime
        return try route.send(
            events.lazy.map(\.text), count: events.count, console, isCancelled: isCancelled)
    }
}
