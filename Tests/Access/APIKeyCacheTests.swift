// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import Testing

@testable import Access

@Suite("The cache of API keys decides when to ask and what holds while nobody answers")
struct APIKeyCacheTests {
    private let key = APIKey(
        id: "1", name: "shop", role: .ingest, eventTypes: nil, hint: "sluice_abcd…", createdAtMicros: 0)
    private let good: [UInt8] = [1]
    private let bad: [UInt8] = [2]
    private var cache = APIKeyCache(times: .init(fresh: 10, negative: 2, grace: 100, backoff: 1))

    @Test("A key is asked for, then known until it is no longer fresh")
    mutating func fresh() {
        #expect(cache.decide(good, now: 0) == .ask)
        cache.found(key, good, now: 0)
        #expect(cache.decide(good, now: 9.9) == .known(key))
        #expect(cache.decide(good, now: 10) == .ask)
    }

    @Test("A revoked key ends when it is next asked for")
    mutating func revoked() {
        cache.found(key, good, now: 0)
        cache.absent(good, now: 10)
        #expect(cache.decide(good, now: 10) == .unknown)
        #expect(cache.failed(good, now: 13) == .unavailable)
    }

    @Test("While one asks again for a good key, others go on with it for a second at most")
    mutating func askedOnce() {
        cache.found(key, good, now: 0)
        #expect(cache.decide(good, now: 10) == .ask)
        #expect(cache.decide(good, now: 10.9) == .known(key))
        #expect(cache.peek(good, now: 10.9) == .known(key))
        #expect(cache.decide(good, now: 11) == .ask)
        cache.found(key, good, now: 11.5)
        #expect(cache.decide(good, now: 21.5) == .ask)
    }

    @Test("Who only looks commits to nothing: the next one is told to ask")
    mutating func peeks() {
        #expect(cache.peek(good, now: 0) == .ask)
        cache.found(key, good, now: 0)
        #expect(cache.peek(good, now: 10) == .ask)
        #expect(cache.decide(good, now: 10) == .ask)
    }

    @Test("A key that does not exist is refused from memory for a short while")
    mutating func negative() {
        cache.absent(bad, now: 0)
        #expect(cache.decide(bad, now: 1.9) == .unknown)
        #expect(cache.decide(bad, now: 2) == .ask)
    }

    @Test("While the store is down, a known key works for the time of grace, counted from its last check")
    mutating func grace() {
        cache.found(key, good, now: 0)
        #expect(cache.failed(good, now: 50) == .known(key))
        #expect(cache.decide(good, now: 50.5) == .known(key))
        #expect(cache.decide(good, now: 51) == .ask)
        #expect(cache.failed(good, now: 99.9) == .known(key))
        #expect(cache.decide(good, now: 100) == .unavailable)
        #expect(cache.failed(good, now: 101) == .unavailable)
    }

    @Test("While the store is down, an unknown key is unavailable, not refused")
    mutating func unavailable() {
        #expect(cache.failed(bad, now: 0) == .unavailable)
        #expect(cache.decide(bad, now: 0.5) == .unavailable)
        #expect(cache.decide(bad, now: 1) == .ask)
        cache.absent(bad, now: 1)
        #expect(cache.failed(good, now: 2) == .unavailable)
        #expect(cache.decide(bad, now: 2.5) == .unknown)
    }

    @Test("Guesses at keys do not grow the memory without bound, and do not push out good keys")
    mutating func guesses() {
        cache.found(key, good, now: 0)
        for guess in 0..<25_000 { cache.absent([9, UInt8(guess & 255), UInt8(guess >> 8)], now: 1) }
        #expect(cache.count <= 10_001)
        #expect(cache.decide(good, now: 1) == .known(key))
    }
}
