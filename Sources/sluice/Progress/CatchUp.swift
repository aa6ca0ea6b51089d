// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import ClientKafka
import Foundation

/// What a reader has not read yet, and where it is.
struct Backlog: Sendable, Hashable {
    /// The partitions that have records for it.
    let behind: Set<KafkaTopicPartition>
    /// The next offset of each partition that it has begun to read; they change while it goes on.
    let offsets: [KafkaTopicPartition: Int64]
}

/// Waits until something has been read to the end, as its reader's own books tell.
struct CatchUp {
    let title: String
    let console: Console
    /// Seconds without any change until this gives up.
    var patience: Double = 120
    /// Whether to give up now, because the person wants to.
    var isCancelled: () -> Bool = { false }

    /// Asks again and again what is behind, until nothing is.
    func wait(_ backlog: () throws -> Backlog) throws {
        var last: Backlog?
        var lastChange = ContinuousClock.now
        while true {
            let now = try backlog()
            if now.behind.isEmpty { return }
            if isCancelled() { throw CommandFailure.no("interrupted while waiting for \(title).") }
            if now != last {
                last = now
                lastChange = .now
            }
            guard lastChange.duration(to: .now).seconds < patience else {
                let sample = now.behind.sorted().prefix(3).map(\.description).joined(separator: ", ")
                throw CommandFailure.unreachable(
                    "\(title) has not gone on for \(Int(patience)) s; \(now.behind.count) partitions are unread, "
                        + "such as \(sample). "
                        + "See its log: sluice status")
            }
            // Asking is the only way to know, and each time costs the broker something.
            Thread.sleep(forTimeInterval: 0.2)
        }
    }
}
