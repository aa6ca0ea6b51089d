// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import SluiceRuntime
import Testing

@testable import Contracts
@testable import Ingest

@Suite("A request's status follows from what became of its events")
struct RequestOutcomeTests {
    private static let receipt = EventReceipt(
        topic: "events.a", partition: 0, offset: 1, schemaID: 1, timestamp: Timestamp(microseconds: 0), fingerprint: 1)
    private static let other = EventReceipt(
        topic: "events.a", partition: 0, offset: 2, schemaID: 1, timestamp: Timestamp(microseconds: 0), fingerprint: 2)
    private static let violation = Violation(pointer: "/a", code: .missingField, expected: "x", found: "y")
    private static let accepted = EventOutcome.accepted(receipt)
    private static let duplicate = EventOutcome.duplicate(receipt)
    private static let conflict = EventOutcome.conflict(receipt)
    private static let invalid = EventOutcome.invalid([violation])
    private static let retry = EventOutcome.retry(.kafkaUnavailable)

    @Test(
        "Statuses",
        arguments: [
            ([], 200), ([accepted], 200), ([duplicate], 200), ([accepted, duplicate], 200), ([accepted, invalid], 207),
            ([duplicate, conflict], 207), ([accepted, retry], 207), ([invalid, retry], 207), ([invalid], 422),
            ([conflict, invalid], 422), ([retry], 503), ([retry, retry], 503),
        ] as [([EventOutcome], Int)])
    func statuses(outcomes: [EventOutcome], status: Int) {
        #expect(RequestOutcome(outcomes).status == status)
        #expect(RequestOutcome(outcomes).counts.total == outcomes.count)
    }

    @Test("An id that repeats within a request follows its first event")
    func repeated() {
        func following(_ first: EventOutcome, _ own: UInt64) -> EventOutcome {
            .repeating(first, firstFingerprint: 1, fingerprint: own)
        }
        #expect(following(Self.accepted, 1) == Self.duplicate)
        #expect(following(Self.duplicate, 1) == Self.duplicate)
        #expect(following(Self.accepted, 2) == .conflict(Self.receipt))
        #expect(following(.conflict(Self.other), 2) == .duplicate(Self.other))
        #expect(following(.conflict(Self.other), 1) == .conflict(Self.other))
        #expect(following(.conflict(Self.other), 3) == .conflict(Self.other))
        #expect(following(Self.retry, 1) == Self.retry)
        #expect(following(Self.invalid, 1) == Self.invalid)
        #expect(following(Self.invalid, 2) == .retry(.inProgress))
    }
}
