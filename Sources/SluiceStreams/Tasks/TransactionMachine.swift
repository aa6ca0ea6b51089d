// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import ClientKafka

/// Where a task's transaction stands, and what follows when something fails. No I/O and no clock.
struct TransactionMachine: Sendable, Hashable {
    private enum State: Sendable, Hashable {
        case between
        case open
        /// The outcome of a commit is not known.
        case committing
        case ended
    }

    /// What a task does after a failure.
    enum Recovery: Sendable, Hashable {
        /// Abort if a transaction is open, forget what is in memory, begin a new life: restore, and read from the committed
        /// offsets.
        case rollBack(abort: Bool)
        /// Another life of this task has taken over: forget everything and write nothing more.
        case drop
        /// Nothing can be said of this producer any more: begin a new life after a while, which ends what this one left
        /// open.
        case restart
    }

    private var state = State.between
    private var rollBacksInARow = 0

    /// Roll-backs without a commit between them, after which the task pauses before the next life.
    static let maximumRollBacks = 5

    var isOpen: Bool { state == .open }

    /// Something is to be written. True if a transaction has to be opened first.
    mutating func write() -> Bool {
        guard state == .between else { return false }
        state = .open
        return true
    }

    /// The commit is about to be sent.
    mutating func willCommit() {
        if state == .open { state = .committing }
    }

    mutating func didCommit() {
        guard state == .committing else { return }
        state = .between
        rollBacksInARow = 0
    }

    mutating func didRollBack() {
        if state != .ended { state = .between }
    }

    mutating func failed(_ kind: KafkaError.Kind) -> Recovery {
        defer { if state == .committing { state = .open } }
        if kind == .fenced {
            state = .ended
            return .drop
        }
        guard kind == .abortable || kind == .rebalanced, rollBacksInARow < Self.maximumRollBacks else {
            state = .ended
            return .restart
        }
        rollBacksInARow += 1
        return .rollBack(abort: state != .between)
    }
}
