// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import Dispatch
import Synchronization

/// How far the log was read: a value without I/O.
///
/// Below the oldest open transaction all is decided, and the position moves over it. What is above is taken at once as
/// well, so that an open transaction holds nobody up, and remembered until the position has passed it.
struct ChangeCursor {
    enum Step {
        /// Changes to apply, and whether there are more to be read at once.
        case apply([MirroredChange], hasMore: Bool)
        /// Too much waits for an open transaction to be remembered: what the mirror knows may be old.
        case overflow
        /// The database is another than before, or was restored from a backup.
        case lost
    }

    /// All up to here was read and is decided.
    private(set) var position: ChangePosition
    private var early: Set<Int64> = []

    init(position: ChangePosition) { self.position = position }

    /// Takes what was read after `position`, in order, and the oldest open transaction at that time.
    ///
    /// - Parameter limit: no more changes than these were asked for.
    mutating func take(_ changes: [(ChangePosition, MirroredChange)], xmin: Int64, limit: Int) -> Step {
        // What was decided was below the transactions that were open, and those only grow.
        guard xmin >= position.transaction else { return .lost }
        let isFull = changes.count >= limit
        if isFull, let last = changes.last, last.0.transaction >= xmin { return .overflow }
        var new: [MirroredChange] = []
        var stillEarly: Set<Int64> = []
        for (place, change) in changes {
            if !early.contains(change.number) { new.append(change) }
            if place.transaction < xmin { position = place } else { stillEarly.insert(change.number) }
        }
        early = stillEarly
        return .apply(new, hasMore: isFull)
    }
}

/// Lets threads wait until the feed has gone beyond a position.
final class ChangeProgress: Sendable {
    private struct State {
        var position = ChangePosition.start
        var isEnded = false
        var waiting: [WaitingThread] = []
    }

    private final class WaitingThread: Sendable {
        let semaphore = DispatchSemaphore(value: 0)
    }

    private let state = Mutex(State())

    func reached(_ position: ChangePosition) {
        let released = state.withLock { state -> [WaitingThread] in
            guard position != state.position else { return [] }
            state.position = position
            defer { state.waiting = [] }
            return state.waiting
        }
        for thread in released { thread.semaphore.signal() }
    }

    func end() {
        let released = state.withLock { state -> [WaitingThread] in
            state.isEnded = true
            defer { state.waiting = [] }
            return state.waiting
        }
        for thread in released { thread.semaphore.signal() }
    }

    func wait(beyond position: ChangePosition, milliseconds: Int) {
        let thread = WaitingThread()
        let mustWait = state.withLock { state in
            guard !state.isEnded, state.position <= position else { return false }
            state.waiting.append(thread)
            return true
        }
        guard mustWait else { return }
        if thread.semaphore.wait(timeout: .now() + .milliseconds(milliseconds)) == .timedOut {
            state.withLock { $0.waiting.removeAll { $0 === thread } }
        }
    }
}
