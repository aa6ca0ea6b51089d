// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import Dispatch
import Synchronization

/// Schemas by id in memory, a bounded number of them: those asked for lately stay.
///
/// A schema never changes, but it may be deleted for good through another process: entries are asked for again after
/// their lifetime, and served nevertheless while the database can't be reached.
final class SchemaCache: Sendable {
    /// Two generations: a full young one becomes the old one, and what is asked for comes back to the young.
    private struct Generations {
        var young: [Int: Entry] = [:]
        var old: [Int: Entry] = [:]
    }

    private struct Entry {
        let schema: StoredSchema
        let readAt: DispatchTime
    }

    private let generations = Mutex(Generations())
    private let capacity: Int
    private let lifetimeSeconds: Double

    /// - Parameters:
    ///   - capacity: schemas at most.
    ///   - lifetimeSeconds: how long an entry is believed.
    init(capacity: Int, lifetimeSeconds: Double = 60) {
        self.capacity = max(2, capacity)
        self.lifetimeSeconds = lifetimeSeconds
    }

    /// The schema of that id, from memory or by `fetch`, which answers nil if there is none.
    func schema(
        id: Int, fetch: (Int) throws(RegistryError) -> StoredSchema?
    ) throws(RegistryError) -> StoredSchema? {
        let known = generations.withLock { $0.young[id] ?? $0.old[id] }
        if let known, Self.age(known) < lifetimeSeconds {
            keep(known)
            return known.schema
        }
        do {
            guard let schema = try fetch(id) else {
                remove([id])
                return nil
            }
            keep(Entry(schema: schema, readAt: .now()))
            return schema
        } catch {
            guard let known, error.status == 500 else { throw error }
            return known.schema
        }
    }

    /// Forgets schemas that were deleted for good.
    func remove(_ ids: [Int]) {
        generations.withLock { generations in
            for id in ids {
                generations.young[id] = nil
                generations.old[id] = nil
            }
        }
    }

    private func keep(_ entry: Entry) {
        generations.withLock { generations in
            if generations.young[entry.schema.id] == nil, generations.young.count >= capacity / 2 {
                generations.old = generations.young
                generations.young = [:]
            }
            generations.young[entry.schema.id] = entry
        }
    }

    private static func age(_ entry: Entry) -> Double {
        Double(DispatchTime.now().uptimeNanoseconds &- entry.readAt.uptimeNanoseconds) / 1e9
    }
}
