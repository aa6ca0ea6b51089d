// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import Synchronization

/// Values in memory up to a total weight: those asked for lately stay.
///
/// A value that was read from the store before it was invalidated, and arrives after, must not be kept: who reads takes a
/// ticket first, and an invalidation in between makes the ticket worthless.
final class BoundedCache<Key: Hashable & Sendable, Value: Sendable>: Sendable {
    private struct Entry {
        let value: Value
        let weight: Int
    }

    /// Two generations: a full young one becomes the old one, and what is asked for comes back to the young.
    private struct Generations {
        var young: [Key: Entry] = [:]
        var old: [Key: Entry] = [:]
        var youngWeight = 0
        var invalidations: UInt64 = 0
    }

    /// Keys are spread, so that threads seldom wait for each other.
    private final class Shard: Sendable {
        let generations = Mutex(Generations())
    }

    struct Ticket {
        fileprivate let invalidations: UInt64
    }

    private let shards: [Shard]
    private let weightOfGeneration: Int

    /// - Parameter weight: of all values together, in whatever the callers weigh them by.
    init(weight: Int, shards count: Int = 16) {
        shards = (0..<max(1, count)).map { _ in Shard() }
        weightOfGeneration = max(1, weight / (2 * max(1, count)))
    }

    func value(for key: Key) -> Value? {
        shard(of: key).generations.withLock { generations in
            if let young = generations.young[key] { return young.value }
            guard let old = generations.old.removeValue(forKey: key) else { return nil }
            Self.keep(old, key, &generations, weightOfGeneration)
            return old.value
        }
    }

    /// To be taken before the store is read.
    func ticket(for key: Key) -> Ticket {
        Ticket(invalidations: shard(of: key).generations.withLock { $0.invalidations })
    }

    /// Keeps a value that was read since the ticket was taken.
    func insert(_ value: Value, for key: Key, weight: Int, ticket: Ticket) {
        // One that is heavier than its share would only drive out all others.
        guard weight <= weightOfGeneration else { return }
        shard(of: key).generations.withLock { generations in
            guard generations.invalidations == ticket.invalidations else { return }
            Self.keep(Entry(value: value, weight: weight), key, &generations, weightOfGeneration)
        }
    }

    /// Replaces a value after a change, or drops it where `change` answers nil; values being read are not kept.
    func update(_ key: Key, _ change: (Value) -> (value: Value, weight: Int)?) {
        shard(of: key).generations.withLock { generations in
            generations.invalidations &+= 1
            guard let entry = generations.young[key] ?? generations.old[key] else { return }
            Self.drop(key, &generations)
            guard let changed = change(entry.value), changed.weight <= weightOfGeneration else { return }
            Self.keep(Entry(value: changed.value, weight: changed.weight), key, &generations, weightOfGeneration)
        }
    }

    func remove(_ key: Key) { update(key) { _ in nil } }

    func removeAll() {
        for shard in shards {
            shard.generations.withLock { generations in
                generations = Generations(invalidations: generations.invalidations &+ 1)
            }
        }
    }

    private func shard(of key: Key) -> Shard {
        shards[Int(UInt(bitPattern: key.hashValue) % UInt(shards.count))]
    }

    private static func keep(_ entry: Entry, _ key: Key, _ generations: inout Generations, _ limit: Int) {
        drop(key, &generations)
        if generations.youngWeight + entry.weight > limit {
            generations.old = generations.young
            generations.young = [:]
            generations.youngWeight = 0
        }
        generations.young[key] = entry
        generations.youngWeight += entry.weight
    }

    private static func drop(_ key: Key, _ generations: inout Generations) {
        generations.old[key] = nil
        if let young = generations.young.removeValue(forKey: key) { generations.youngWeight -= young.weight }
    }
}
