// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

internal import Contracts
internal import SluiceRuntime

/// One event's way through deduplication: reserve, publish, commit (`docs`: ingest, "Dedup").
///
/// A value without clock or I/O: each call tells what happened and returns what to do next. Times are milliseconds since
/// 1970. An event whose way is interrupted anywhere leaves either nothing, or a reservation by which the next claimant
/// finds out whether it was published.
struct DedupLease: Sendable {
    /// What is fixed for the event.
    struct Terms: Sendable, Hashable {
        var owner: UUID128
        var topic: String
        var partition: Int32
        /// The offset that the event gets is at least this.
        var logEnd: Int64
        var schemaID: Int32
        var timestamp: Timestamp
        var fingerprint: UInt64
        /// How long a reservation is good: about twice `publishMs`.
        var leaseMs: Int64
        /// After so long the producer has given up on a message.
        var publishMs: Int64
        /// How long to wait for other requests with the same id, at most until here.
        var deadline: Int64
    }

    enum Action: Sendable, Hashable {
        /// Put it under the id if nothing is there, and tell what was: `reserved(found:now:)`.
        case reserve(DedupReservation)
        /// Compare and set: `swapped(isDone:current:now:)`.
        case swap(from: DedupReservation, to: DedupReservation)
        /// Read the log of its partition from its offset for the event: `searched(offset:now:)` or `searchFailed()`.
        case search(DedupReservation)
        /// Another request is publishing the event: a little later, `checkAgain(now:)`.
        case wait
        /// Without a reservation the event is marked, since it may be there twice. Then `delivered(_:)`.
        case publish(isDeduplicated: Bool)
        /// Compare and set to the receipt; whatever comes of it, the outcome holds.
        case commit(from: DedupReservation, to: EventReceipt, EventOutcome)
        /// Compare and delete; whatever comes of it, the outcome holds.
        case release(DedupReservation, EventOutcome)
        case finish(EventOutcome)
    }

    /// What became of a published event.
    enum Delivery: Sendable, Hashable {
        case persisted(offset: Int64?)
        /// It is certainly not in the log.
        case refused(RetryReason)
        /// It is certainly not in the log, and never will be.
        case tooLarge(Violation)
        case unknown
    }

    private enum State: Sendable, Hashable {
        case start
        case reserving(DedupReservation)
        case waiting
        /// Taking over a reservation whose lease has ended.
        case takingOver(from: DedupReservation, to: DedupReservation)
        case searching(DedupReservation)
        /// Replacing a reservation that turned out to be without an event by one for our own event.
        case replacing(DedupReservation)
        /// Nil if the store can't be reached.
        case publishing(DedupReservation?)
        case finished
    }

    let terms: Terms
    private var state = State.start
    /// Whether another request's reservation was there.
    private var hasMetOther = false

    init(_ terms: Terms) { self.terms = terms }

    mutating func begin(now: Int64) -> Action {
        let mine = reservation(now: now)
        state = .reserving(mine)
        return .reserve(mine)
    }

    /// - Parameter found: what was there before; nil if the reservation is now ours.
    mutating func reserved(found: DedupEntry?, now: Int64) -> Action {
        guard case .reserving(let mine) = state else { return illegal() }
        guard let found else {
            state = .publishing(mine)
            return .publish(isDeduplicated: true)
        }
        return met(found, now: now)
    }

    /// The store can't be reached. Before anything is known of the id the gate stays open; once it is known that somebody
    /// else had it, a copy is avoided.
    mutating func storeUnavailable() -> Action {
        switch state {
        case .reserving:
            guard !hasMetOther else { return finish(.retry(.inProgress)) }
            state = .publishing(nil)
            return .publish(isDeduplicated: false)
        case .takingOver, .replacing:
            return finish(.retry(.inProgress))
        default:
            return illegal()
        }
    }

    mutating func checkAgain(now: Int64) -> Action {
        guard case .waiting = state else { return illegal() }
        guard now < terms.deadline else { return finish(.retry(.inProgress)) }
        return begin(now: now)
    }

    /// - Parameter current: what is there if it isn't done; nil if nothing is.
    mutating func swapped(isDone: Bool, current: DedupEntry?, now: Int64) -> Action {
        switch state {
        case .takingOver(_, let taken):
            if isDone {
                state = .searching(taken)
                return .search(taken)
            }
            guard let current else { return begin(now: now) }
            return met(current, now: now)
        case .replacing(let mine):
            guard isDone else { return finish(.retry(.inProgress)) }
            state = .publishing(mine)
            return .publish(isDeduplicated: true)
        default:
            return illegal()
        }
    }

    /// - Parameter offset: where the event is; nil if it is not in the log.
    mutating func searched(offset: Int64?, now: Int64) -> Action {
        guard case .searching(let taken) = state else { return illegal() }
        if let offset {
            state = .finished
            let receipt = taken.receipt(offset: offset)
            return .commit(from: taken, to: receipt, outcome(committed: receipt))
        }
        // Publishing must end within the lease, or somebody else begins to look while the event is on its way.
        guard now + terms.publishMs <= taken.leaseEnd else { return finish(.retry(.inProgress)) }
        let mine = reservation(now: now)
        state = .replacing(mine)
        return .swap(from: taken, to: mine)
    }

    mutating func searchFailed() -> Action {
        guard case .searching = state else { return illegal() }
        return finish(.retry(.logUnreadable))
    }

    mutating func delivered(_ delivery: Delivery) -> Action {
        guard case .publishing(let mine) = state else { return illegal() }
        state = .finished
        switch delivery {
        case .persisted(let offset):
            let receipt = (mine ?? reservation(now: 0)).receipt(offset: offset)
            guard let mine else { return .finish(.accepted(receipt)) }
            return .commit(from: mine, to: receipt, .accepted(receipt))
        case .refused(let reason):
            return mine.map { .release($0, .retry(reason)) } ?? .finish(.retry(reason))
        case .tooLarge(let violation):
            return mine.map { .release($0, .invalid([violation])) } ?? .finish(.invalid([violation]))
        case .unknown:
            // The reservation stays: after its lease somebody looks into the log.
            return .finish(.retry(.outcomeUnknown))
        }
    }

    /// Somebody was here before.
    private mutating func met(_ entry: DedupEntry, now: Int64) -> Action {
        switch entry {
        case .committed(let receipt):
            return finish(outcome(committed: receipt))
        case .reserved(let other) where other.leaseEnd > now:
            hasMetOther = true
            state = .waiting
            return .wait
        case .reserved(let other):
            // All that says where its event would be stays as it is.
            var taken = other
            taken.owner = terms.owner
            taken.leaseEnd = now + terms.leaseMs
            state = .takingOver(from: other, to: taken)
            return .swap(from: other, to: taken)
        }
    }

    private func outcome(committed receipt: EventReceipt) -> EventOutcome {
        receipt.fingerprint == terms.fingerprint ? .duplicate(receipt) : .conflict(receipt)
    }

    private func reservation(now: Int64) -> DedupReservation {
        DedupReservation(
            owner: terms.owner, leaseEnd: now + terms.leaseMs, topic: terms.topic, partition: terms.partition,
            logEnd: terms.logEnd, schemaID: terms.schemaID, timestamp: terms.timestamp, fingerprint: terms.fingerprint)
    }

    private mutating func finish(_ outcome: EventOutcome) -> Action {
        state = .finished
        return .finish(outcome)
    }

    /// A call out of turn is a bug of the driver: the event is left in doubt, which the next try resolves.
    private mutating func illegal() -> Action {
        assertionFailure("dedup lease called out of turn in \(state)")
        return finish(.retry(.outcomeUnknown))
    }
}
