// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import Foundation

/// Waits until something has been read to the end, as its reader's own books tell.
struct CatchUp {
    let title: String
    let console: Console
    /// Seconds without any change until this gives up.
    var patience: Double = 120
    /// Whether to give up now, because the person wants to.
    var isCancelled: () -> Bool = { false }

    /// Asks again and again what is behind, until nothing is.
    ///
    /// - Parameter behind: what is not read yet, in any unit that is equal only if nothing has happened.
    func wait<Behind: Equatable & Collection>(_ behind: () throws -> Behind) throws {
        var last: Behind?
        var lastChange = ContinuousClock.now
        while true {
            let now = try behind()
            if now.isEmpty { return }
            if isCancelled() { throw CommandFailure.no("interrupted while waiting for \(title).") }
            if now != last {
                last = now
                lastChange = .now
            }
            guard lastChange.duration(to: .now).seconds < patience else {
                let sample = now.prefix(3).map { "\($0)" }.joined(separator: ", ")
                throw CommandFailure.unreachable(
                    "\(title) has not gone on for \(Int(patience)) s; unread are \(now.count), such as \(sample). "
                        + "See its log: sluice status")
            }
            // Asking is the only way to know, and each time costs the broker something.
            Thread.sleep(forTimeInterval: 0.2)
        }
    }
}
