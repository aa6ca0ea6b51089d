// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

internal import SluiceRuntime

/// Where reservations and receipts are kept, shared by every ingest process. Calls block; each takes a batch.
protocol DedupStore: Sendable {
    /// Puts each reservation under its id where nothing is there. Returns what was there, in order.
    func reserve(_ batch: [(id: UUID128, reservation: DedupReservation)]) throws(DedupStoreError) -> [DedupEntry?]

    /// Replaces reservations that are as expected. Returns for each whether it did, and what is there if not.
    func swap(
        _ batch: [(id: UUID128, from: DedupReservation, to: DedupReservation)]
    ) throws(DedupStoreError) -> [(isDone: Bool, current: DedupEntry?)]

    /// Commits and releases reservations that are as expected. Returns how many were not.
    func settle(_ batch: [(id: UUID128, settlement: DedupSettlement)]) throws(DedupStoreError) -> Int
}

/// How a reservation ends.
enum DedupSettlement: Sendable, Hashable {
    case commit(from: DedupReservation, to: EventReceipt)
    case release(DedupReservation)
}

/// The store can't be used now; whether what was asked for took effect is unknown.
struct DedupStoreError: Error, Sendable, CustomStringConvertible {
    let description: String
}
