// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

internal import Contracts
internal import SluiceRuntime
internal import SluiceSchemas

/// The events of a request, from their validation to their results.
struct EventBatch: ~Copyable {
    /// An event that kept its contract.
    struct Pending: Sendable {
        let index: Int
        let id: UUID128
        let topic: IngestTopic
        /// Places in `output`.
        let value: Range<Int>
        let key: Range<Int>
        var lease: DedupLease
        var action: DedupLease.Action
        /// Nil until its outcome is known.
        var outcome: EventOutcome?
    }

    /// An event whose id an earlier one of the same request has.
    struct Repeated: Sendable {
        let index: Int
        let id: UUID128
        /// The earlier one's position in `pending`.
        let first: Int
        let fingerprint: UInt64
    }

    /// The encoded events.
    var output: OutputBuffer
    var pending: [Pending] = []
    var repeated: [Repeated] = []
    /// What is known already: events that were refused, or that can't be looked at now.
    var settled: [EventResult] = []
    /// What is still to be written to the topic of failed events.
    var failures: [EventFailure] = []
    var receivedAt: Timestamp

    init(capacity: Int, receivedAt: Timestamp) {
        output = OutputBuffer(capacity: capacity)
        self.receivedAt = receivedAt
    }

    mutating func refuse(
        _ index: Int, _ identity: EventIdentity, _ violations: [Violation], stage: FailureStage, eventType: String?,
        schemaID: Int32? = nil
    ) {
        settled.append(EventResult(index: index, identity: identity, outcome: .invalid(violations)))
        failures.append(
            EventFailure(
                stage: stage, eventType: eventType, eventID: identity.text, schemaID: schemaID,
                violations: violations, index: index))
    }

    /// The results in request order. Every pending event must have its outcome.
    func results() -> [EventResult] {
        var results = settled
        results.reserveCapacity(settled.count + pending.count + repeated.count)
        for event in pending {
            results.append(
                EventResult(
                    index: event.index, identity: .id(event.id), outcome: event.outcome ?? .retry(.outcomeUnknown)))
        }
        for event in repeated {
            let first = pending[event.first]
            let outcome = EventOutcome.repeating(
                first.outcome ?? .retry(.outcomeUnknown), firstFingerprint: first.lease.terms.fingerprint,
                fingerprint: event.fingerprint)
            results.append(EventResult(index: event.index, identity: .id(event.id), outcome: outcome))
        }
        return results.sorted { $0.index < $1.index }
    }
}
