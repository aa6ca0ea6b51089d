// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

/// What a verifier remembers of keys, and when it must ask again: a value without clock or I/O.
///
/// Times are seconds on any clock that only goes forward.
struct APIKeyCache: Sendable {
    struct Times: Sendable, Hashable {
        /// A key that was found good is not asked for again for so long: how late a revocation is noticed.
        var fresh: Double
        /// A key that was not found is not asked for again for so long: how late a new key works after a failed try.
        var negative: Double
        /// A key that was found good goes on working for so long while the store can't be reached.
        var grace: Double
        /// After a failure the store is left alone for so long.
        var backoff: Double
    }

    enum Decision: Sendable, Hashable {
        case known(APIKey)
        case unknown
        /// The store can't be asked, and the key is not known well enough.
        case unavailable
        /// Ask the store, then call `found`, `absent` or `failed`.
        case ask
    }

    private struct Entry {
        /// Nil for a key that does not exist.
        var key: APIKey?
        var checkedAt: Double
        /// When a thread last set out to check it again; nil when it has come back.
        var askedAt: Double?
    }

    /// While one thread asks again for a key that was good, the others go on with it, for so long at most.
    private static let askingSeconds = 1.0

    /// Guesses at keys may not fill the memory.
    private static let maxNegatives = 10_000

    private let times: Times
    private var entries: [[UInt8]: Entry] = [:]
    private var negatives = 0
    private var retryAt = -Double.infinity

    init(times: Times) { self.times = times }

    /// Keys remembered, those that do not exist included.
    var count: Int { entries.count }

    /// As `decide`, for who can't ask and leaves the question to others: `.ask` commits to nothing.
    func peek(_ digest: [UInt8], now: Double) -> Decision {
        if let entry = entries[digest] {
            let age = now - entry.checkedAt
            if let key = entry.key {
                if age < times.fresh { return .known(key) }
                if now < retryAt { return age < times.grace ? .known(key) : .unavailable }
                if let askedAt = entry.askedAt, now - askedAt < Self.askingSeconds { return .known(key) }
                return .ask
            }
            if age < times.negative { return .unknown }
        }
        return now < retryAt ? .unavailable : .ask
    }

    /// What holds for a key. Whoever is told to `ask` must: meanwhile others are told what is known.
    mutating func decide(_ digest: [UInt8], now: Double) -> Decision {
        let decision = peek(digest, now: now)
        if decision == .ask { entries[digest]?.askedAt = now }
        return decision
    }

    mutating func found(_ key: APIKey, _ digest: [UInt8], now: Double) {
        forget(digest)
        entries[digest] = Entry(key: key, checkedAt: now)
        retryAt = -.infinity
    }

    mutating func absent(_ digest: [UInt8], now: Double) {
        forget(digest)
        if negatives >= Self.maxNegatives {
            entries = entries.filter { $0.value.key != nil }
            negatives = 0
        }
        entries[digest] = Entry(key: nil, checkedAt: now)
        negatives += 1
        retryAt = -.infinity
    }

    /// The store could not be asked.
    ///
    /// - Returns: what holds for this key meanwhile; never `.ask`.
    mutating func failed(_ digest: [UInt8], now: Double) -> Decision {
        retryAt = now + times.backoff
        entries[digest]?.askedAt = nil
        if let entry = entries[digest], let key = entry.key, now - entry.checkedAt < times.grace { return .known(key) }
        return .unavailable
    }

    private mutating func forget(_ digest: [UInt8]) {
        if let old = entries.removeValue(forKey: digest), old.key == nil { negatives -= 1 }
    }
}
