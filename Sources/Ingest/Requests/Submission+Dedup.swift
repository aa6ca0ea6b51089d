// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

internal import ClientTelemetry
internal import SluiceRuntime

extension Submission {
    func reserve(_ state: inout State) -> Bool {
        var positions: [Int] = []
        var batch: [(id: UUID128, reservation: DedupReservation)] = []
        for (position, event) in state.batch.pending.enumerated() {
            guard case .reserve(let reservation) = event.action else { continue }
            positions.append(position)
            batch.append((event.id, reservation))
        }
        guard !batch.isEmpty else { return false }
        do {
            let found = try services.store.reserve(batch)
            let now = now()
            for (position, entry) in zip(positions, found) {
                state.batch.pending[position].action = state.batch.pending[position].lease.reserved(
                    found: entry, now: now)
            }
        } catch {
            storeFailed(positions, error, &state)
        }
        return true
    }

    func swap(_ state: inout State) -> Bool {
        var positions: [Int] = []
        var batch: [(id: UUID128, from: DedupReservation, to: DedupReservation)] = []
        for (position, event) in state.batch.pending.enumerated() {
            guard case .swap(let from, let to) = event.action else { continue }
            positions.append(position)
            batch.append((event.id, from, to))
        }
        guard !batch.isEmpty else { return false }
        do {
            let results = try services.store.swap(batch)
            let now = now()
            for (position, result) in zip(positions, results) {
                state.batch.pending[position].action = state.batch.pending[position].lease.swapped(
                    isDone: result.isDone, current: result.current, now: now)
            }
        } catch {
            storeFailed(positions, error, &state)
        }
        return true
    }

    private func storeFailed(_ positions: [Int], _ error: DedupStoreError, _ state: inout State) {
        Log("ingest").warning("dedup is skipped", ["events": "\(positions.count)", "error": error.description])
        for position in positions {
            state.batch.pending[position].action = state.batch.pending[position].lease.storeUnavailable()
        }
    }

    func search(_ state: inout State) -> Bool {
        var positions: [Int] = []
        var wanted: [(id: UUID128, reservation: DedupReservation)] = []
        for (position, event) in state.batch.pending.enumerated() {
            guard case .search(let reservation) = event.action else { continue }
            positions.append(position)
            wanted.append((event.id, reservation))
        }
        guard !wanted.isEmpty else { return false }
        services.metrics.inDoubt.add(wanted.count)
        do {
            let found = try services.search.find(wanted)
            let now = now()
            for (position, offset) in zip(positions, found) {
                state.batch.pending[position].action = state.batch.pending[position].lease.searched(
                    offset: offset, now: now)
            }
        } catch {
            Log("ingest").warning("the log can't be searched", ["error": "\(error)"])
            for position in positions {
                state.batch.pending[position].action = state.batch.pending[position].lease.searchFailed()
            }
        }
        return true
    }

    func settle(_ state: inout State) -> Bool {
        var outcomes: [(position: Int, outcome: EventOutcome)] = []
        var batch: [(id: UUID128, settlement: DedupSettlement)] = []
        for (position, event) in state.batch.pending.enumerated() where event.outcome == nil {
            switch event.action {
            case .commit(let from, let to, let outcome):
                batch.append((event.id, .commit(from: from, to: to)))
                outcomes.append((position, outcome))
            case .release(let reservation, let outcome):
                batch.append((event.id, .release(reservation)))
                outcomes.append((position, outcome))
            default:
                continue
            }
        }
        guard !batch.isEmpty else { return false }
        do {
            services.metrics.unsettled.add(try services.store.settle(batch))
        } catch {
            // The reservations stay, and the next try finds the events in the log.
            services.metrics.unsettled.add(batch.count)
            Log("ingest").warning("dedup can't be settled", ["events": "\(batch.count)", "error": error.description])
        }
        for (position, outcome) in outcomes { conclude(position, outcome, &state) }
        return true
    }
}
