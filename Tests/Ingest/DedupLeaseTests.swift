// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import SluiceRuntime
import Testing

@testable import Contracts
@testable import Ingest

@Suite("A dedup lease reserves, publishes and commits, and never makes a second copy")
struct DedupLeaseTests {
    private let me = UUID128(high: 1, low: 1)
    private let other = UUID128(high: 2, low: 2)
    private var lease: DedupLease

    init() {
        lease = DedupLease(
            .init(
                owner: UUID128(high: 1, low: 1), topic: "events.purchase", partition: 3, logEnd: 100, schemaID: 42,
                timestamp: Timestamp(microseconds: 5), fingerprint: 7, leaseMs: 20, publishMs: 10, deadline: 1050))
    }

    private func reservation(
        _ owner: UUID128, until leaseEnd: Int64, partition: Int32 = 3, logEnd: Int64 = 100, fingerprint: UInt64 = 7
    ) -> DedupReservation {
        DedupReservation(
            owner: owner, leaseEnd: leaseEnd, topic: "events.purchase", partition: partition, logEnd: logEnd,
            schemaID: 42, timestamp: Timestamp(microseconds: 5), fingerprint: fingerprint)
    }

    private func receipt(_ offset: Int64?, partition: Int32 = 3, fingerprint: UInt64 = 7) -> EventReceipt {
        EventReceipt(
            topic: "events.purchase", partition: partition, offset: offset, schemaID: 42,
            timestamp: Timestamp(microseconds: 5), fingerprint: fingerprint)
    }

    @Test("A new event: reserve, publish, commit")
    mutating func new() {
        let mine = reservation(me, until: 1020)
        #expect(lease.begin(now: 1000) == .reserve(mine))
        #expect(lease.reserved(found: nil, now: 1001) == .publish(isDeduplicated: true))
        #expect(
            lease.delivered(.persisted(offset: 120))
                == .commit(from: mine, to: receipt(120), .accepted(receipt(120))))
    }

    @Test("A committed id with the same content is a duplicate with the first receipt, with other content a conflict")
    mutating func committed() {
        var copy = lease
        _ = lease.begin(now: 1000)
        #expect(lease.reserved(found: .committed(receipt(9)), now: 1001) == .finish(.duplicate(receipt(9))))
        _ = copy.begin(now: 1000)
        let foreign = receipt(9, fingerprint: 8)
        #expect(copy.reserved(found: .committed(foreign), now: 1001) == .finish(.conflict(foreign)))
    }

    @Test("Reserved by a live request: wait for its outcome, and answer with it")
    mutating func waits() {
        _ = lease.begin(now: 1000)
        #expect(lease.reserved(found: .reserved(reservation(other, until: 1015)), now: 1001) == .wait)
        #expect(lease.checkAgain(now: 1005) == .reserve(reservation(me, until: 1025)))
        #expect(lease.reserved(found: .reserved(reservation(other, until: 1015)), now: 1006) == .wait)
        #expect(lease.checkAgain(now: 1010) == .reserve(reservation(me, until: 1030)))
        #expect(lease.reserved(found: .committed(receipt(9)), now: 1011) == .finish(.duplicate(receipt(9))))
    }

    @Test("If the live request gives up, the event is published by us")
    mutating func otherReleases() {
        _ = lease.begin(now: 1000)
        _ = lease.reserved(found: .reserved(reservation(other, until: 1015)), now: 1001)
        _ = lease.checkAgain(now: 1005)
        #expect(lease.reserved(found: nil, now: 1006) == .publish(isDeduplicated: true))
    }

    @Test("The wait for others is bounded")
    mutating func waitEnds() {
        _ = lease.begin(now: 1000)
        _ = lease.reserved(found: .reserved(reservation(other, until: 2000)), now: 1001)
        #expect(lease.checkAgain(now: 1050) == .finish(.retry(.inProgress)))
    }

    @Test("In doubt and found in the log: commit what was found, publish nothing")
    mutating func inDoubtFound() {
        let old = reservation(other, until: 990, partition: 1, logEnd: 50)
        let taken = reservation(me, until: 1021, partition: 1, logEnd: 50)
        _ = lease.begin(now: 1000)
        #expect(lease.reserved(found: .reserved(old), now: 1001) == .swap(from: old, to: taken))
        #expect(lease.swapped(isDone: true, current: nil, now: 1002) == .search(taken))
        #expect(
            lease.searched(offset: 60, now: 1003)
                == .commit(from: taken, to: receipt(60, partition: 1), .duplicate(receipt(60, partition: 1))))
    }

    @Test("In doubt, found in the log, with other content: the first is committed, ours is a conflict")
    mutating func inDoubtConflict() {
        let old = reservation(other, until: 990, fingerprint: 8)
        _ = lease.begin(now: 1000)
        _ = lease.reserved(found: .reserved(old), now: 1001)
        _ = lease.swapped(isDone: true, current: nil, now: 1002)
        let found = receipt(60, fingerprint: 8)
        #expect(
            lease.searched(offset: 60, now: 1003)
                == .commit(
                    from: reservation(me, until: 1021, fingerprint: 8), to: found, .conflict(found)))
    }

    @Test("In doubt and not in the log: our own reservation first, then publish")
    mutating func inDoubtAbsent() {
        let old = reservation(other, until: 990, partition: 1, logEnd: 50)
        let taken = reservation(me, until: 1021, partition: 1, logEnd: 50)
        let mine = reservation(me, until: 1024)
        _ = lease.begin(now: 1000)
        _ = lease.reserved(found: .reserved(old), now: 1001)
        _ = lease.swapped(isDone: true, current: nil, now: 1002)
        #expect(lease.searched(offset: nil, now: 1004) == .swap(from: taken, to: mine))
        #expect(lease.swapped(isDone: true, current: nil, now: 1005) == .publish(isDeduplicated: true))
        #expect(
            lease.delivered(.persisted(offset: 130)) == .commit(from: mine, to: receipt(130), .accepted(receipt(130))))
    }

    @Test("A search that leaves too little of the lease to publish in ends with a retry")
    mutating func searchTooLong() {
        _ = lease.begin(now: 1000)
        _ = lease.reserved(found: .reserved(reservation(other, until: 990)), now: 1001)
        _ = lease.swapped(isDone: true, current: nil, now: 1002)
        #expect(lease.searched(offset: nil, now: 1012) == .finish(.retry(.inProgress)))
    }

    @Test("The log can't be read: retry, and the doubt remains for the next")
    mutating func searchFails() {
        _ = lease.begin(now: 1000)
        _ = lease.reserved(found: .reserved(reservation(other, until: 990)), now: 1001)
        _ = lease.swapped(isDone: true, current: nil, now: 1002)
        #expect(lease.searchFailed() == .finish(.retry(.logUnreadable)))
    }

    @Test("Somebody else is faster in taking over: what they did counts")
    mutating func takeOverLost() {
        let old = reservation(other, until: 990)
        var copy = lease
        _ = lease.begin(now: 1000)
        _ = lease.reserved(found: .reserved(old), now: 1001)
        let third = reservation(UUID128(high: 3, low: 3), until: 1020)
        #expect(lease.swapped(isDone: false, current: .reserved(third), now: 1002) == .wait)
        _ = copy.begin(now: 1000)
        _ = copy.reserved(found: .reserved(old), now: 1001)
        #expect(copy.swapped(isDone: false, current: nil, now: 1002) == .reserve(reservation(me, until: 1022)))
    }

    @Test("Publishing failed for certain: release and retry")
    mutating func refused() {
        _ = lease.begin(now: 1000)
        _ = lease.reserved(found: nil, now: 1001)
        #expect(
            lease.delivered(.refused(.queueFull))
                == .release(reservation(me, until: 1020), .retry(.queueFull)))
    }

    @Test("A message that Kafka finds too large: release, and tell that it is invalid")
    mutating func tooLarge() {
        let violation = Violation(pointer: "", code: .eventTooLarge, expected: "less", found: "more")
        _ = lease.begin(now: 1000)
        _ = lease.reserved(found: nil, now: 1001)
        #expect(
            lease.delivered(.tooLarge(violation))
                == .release(reservation(me, until: 1020), .invalid([violation])))
    }

    @Test("Publishing timed out: the reservation is kept, since the event may be there")
    mutating func unknown() {
        _ = lease.begin(now: 1000)
        _ = lease.reserved(found: nil, now: 1001)
        #expect(lease.delivered(.unknown) == .finish(.retry(.outcomeUnknown)))
    }

    @Test("The store is down: the event is published, marked and not committed")
    mutating func failsOpen() {
        _ = lease.begin(now: 1000)
        #expect(lease.storeUnavailable() == .publish(isDeduplicated: false))
        #expect(lease.delivered(.persisted(offset: 1)) == .finish(.accepted(receipt(1))))
    }

    @Test("The store goes down when it is known that somebody else has the id: no copy")
    mutating func storeFailsLater() {
        var copy = lease
        _ = lease.begin(now: 1000)
        _ = lease.reserved(found: .reserved(reservation(other, until: 1015)), now: 1001)
        _ = lease.checkAgain(now: 1005)
        #expect(lease.storeUnavailable() == .finish(.retry(.inProgress)))
        _ = copy.begin(now: 1000)
        _ = copy.reserved(found: .reserved(reservation(other, until: 990)), now: 1001)
        #expect(copy.storeUnavailable() == .finish(.retry(.inProgress)))
    }

    @Test("Entries come back from their stored form, and foreign bytes are none")
    func entries() {
        let entries: [DedupEntry] = [
            .reserved(reservation(other, until: -5, partition: 31, logEnd: .max, fingerprint: .max)),
            .committed(receipt(nil)), .committed(receipt(0)), .committed(receipt(.max, fingerprint: .max)),
        ]
        for entry in entries { #expect(DedupEntry(bytes: entry.bytes) == entry) }
        #expect(DedupEntry(bytes: []) == nil)
        #expect(DedupEntry(bytes: [9, 1, 2]) == nil)
        for entry in entries { #expect(DedupEntry(bytes: Array(entry.bytes.prefix(20))) == nil) }
    }
}
