// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import Testing

@testable import Registry

@Suite("Values in memory, up to a weight")
struct BoundedCacheTests {
    private func insert(_ cache: BoundedCache<Int, Int>, _ key: Int, weight: Int = 1) {
        cache.insert(key * 10, for: key, weight: weight, ticket: cache.ticket(for: key))
    }

    @Test("no more than the weight is kept, and what is asked for often stays")
    func bound() {
        let cache = BoundedCache<Int, Int>(weight: 100, shards: 1)
        insert(cache, 0)
        for key in 1...1000 {
            #expect(cache.value(for: 0) == 0)
            insert(cache, key)
        }
        let kept = (1...1000).count { cache.value(for: $0) != nil }
        #expect((1...100).contains(kept))
        #expect(cache.value(for: 1000) == 10_000)
    }

    @Test("heavy values take the room of many; one that is heavier than its share is not kept")
    func weight() {
        let cache = BoundedCache<Int, Int>(weight: 100, shards: 1)
        for key in 1...40 { insert(cache, key) }
        insert(cache, 41, weight: 45)
        insert(cache, 42, weight: 45)
        #expect((1...40).allSatisfy { cache.value(for: $0) == nil })
        insert(cache, 43, weight: 51)
        #expect(cache.value(for: 43) == nil && cache.value(for: 42) == 420)
    }

    @Test("what was read before an invalidation is not kept")
    func tickets() {
        let cache = BoundedCache<Int, Int>(weight: 100, shards: 1)
        let ticket = cache.ticket(for: 1)
        cache.remove(1)
        cache.insert(10, for: 1, weight: 1, ticket: ticket)
        #expect(cache.value(for: 1) == nil)
        let other = cache.ticket(for: 1)
        cache.removeAll()
        cache.insert(10, for: 1, weight: 1, ticket: other)
        #expect(cache.value(for: 1) == nil)
        insert(cache, 1)
        cache.update(1) { ($0 + 1, 1) }
        #expect(cache.value(for: 1) == 11)
        cache.update(1) { _ in nil }
        #expect(cache.value(for: 1) == nil)
    }
}
