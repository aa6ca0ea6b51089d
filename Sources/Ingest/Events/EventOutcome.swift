// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

internal import Contracts

/// What a client is told about one event.
enum EventOutcome: Sendable, Hashable {
    /// The broker has it.
    case accepted(EventReceipt)
    /// It was accepted before, within the window; the receipt is the first one's.
    case duplicate(EventReceipt)
    /// Another event was accepted under the same id.
    case conflict(EventReceipt)
    case invalid([Violation])
    /// It is not known to be accepted: send it again.
    case retry(RetryReason)
}

/// Why an event is to be sent again.
enum RetryReason: String, Sendable, Hashable, CaseIterable {
    case registryUnavailable = "the schema registry can't be reached"
    case kafkaUnavailable = "Kafka can't be reached"
    case queueFull = "more events wait for Kafka than this process holds"
    case notDelivered = "Kafka did not take the event"
    case outcomeUnknown = "Kafka gave no answer in time; the event may have been taken, and a retry finds out"
    case inProgress = "another request with the same event_id is under way"
    case logUnreadable = "an earlier try is in doubt, and Kafka's log could not be read to find out"
}

extension EventOutcome {
    /// The outcome of an event that repeats the id of an earlier one in the same request.
    ///
    /// - Parameters:
    ///   - first: what became of the earlier one.
    ///   - firstFingerprint: of the earlier one.
    ///   - fingerprint: of this one.
    static func repeating(_ first: EventOutcome, firstFingerprint: UInt64, fingerprint: UInt64) -> EventOutcome {
        switch first {
        case .accepted(let receipt), .duplicate(let receipt):
            return fingerprint == firstFingerprint ? .duplicate(receipt) : .conflict(receipt)
        case .conflict(let receipt):
            // The id belongs to a third event, which this one may repeat.
            return fingerprint == receipt.fingerprint ? .duplicate(receipt) : .conflict(receipt)
        case .retry(let reason):
            return .retry(reason)
        case .invalid(let violations):
            // Both went through the same contract before they got here; only its size at Kafka remains.
            return fingerprint == firstFingerprint ? .invalid(violations) : .retry(.inProgress)
        }
    }
}
