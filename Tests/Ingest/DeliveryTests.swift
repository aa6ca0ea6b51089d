// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import Synchronization
import Testing

@testable import Ingest

@Suite("Deliveries and what follows from them")
struct DeliveryTests {
    @Test("A tally is complete when it is sealed and nothing is under way, and says so once")
    func tally() {
        let calls = Atomic<Int>(0)
        let tally = DeliveryTally(count: 2) { _ in calls.wrappingAdd(1, ordering: .relaxed) }
        tally.expect()
        tally.expect()
        tally.withdraw()
        tally.withdraw()
        #expect(calls.load(ordering: .relaxed) == 0)
        tally.seal()
        #expect(calls.load(ordering: .relaxed) == 1)
        #expect(tally.results.allSatisfy { $0 == nil })
    }

    @Test("Whoever is told to come again is told when the queue will have drained")
    func retryAfter() {
        var estimate = RetryAfter()
        #expect(estimate.seconds(inFlight: 0) == 1)
        #expect(estimate.seconds(inFlight: 1000) == 5)
        estimate.sample(delivered: 0, now: 1)
        estimate.sample(delivered: 2000, now: 3)
        #expect(estimate.seconds(inFlight: 5000) == 5)
        #expect(estimate.seconds(inFlight: 10) == 1)
        #expect(estimate.seconds(inFlight: 10_000_000) == 60)
    }
}
