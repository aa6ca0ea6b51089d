// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import Synchronization

/// Tells whether a secret is a good key, from memory where it can.
///
/// A key that was good goes on working for `graceSeconds` while PostgreSQL can't be reached; a key that is not known then
/// is `unavailable`, not refused. Any thread may ask; asking may block on PostgreSQL.
public final class APIKeyVerifier: Sendable {
    public enum Verdict: Sendable, Hashable {
        case known(APIKey)
        /// There is no such key, or it was revoked: 401.
        case unknown
        /// Nobody can tell now: 503.
        case unavailable
    }

    public struct Configuration: Sendable {
        /// How late a revocation is noticed.
        public var freshSeconds: Double = 10
        /// How late a key that was just made works, if it was tried before.
        public var negativeSeconds: Double = 2
        /// How long a known key works while PostgreSQL is down.
        public var graceSeconds: Double = 3600

        public init() {}
    }

    private let find: @Sendable (_ digest: [UInt8]) throws -> APIKey?
    private let now: @Sendable () -> Double
    private let cache: Mutex<APIKeyCache>

    public convenience init(store: APIKeyStore, configuration: Configuration = Configuration()) {
        let start = ContinuousClock.now
        self.init(configuration: configuration, find: { try store.find(digest: $0) }) {
            (ContinuousClock.now - start) / .seconds(1)
        }
    }

    /// With a store and a clock of the caller's choosing.
    init(
        configuration: Configuration, find: @escaping @Sendable (_ digest: [UInt8]) throws -> APIKey?,
        now: @escaping @Sendable () -> Double
    ) {
        self.find = find
        self.now = now
        cache = Mutex(
            APIKeyCache(
                times: .init(
                    fresh: configuration.freshSeconds, negative: configuration.negativeSeconds,
                    grace: configuration.graceSeconds, backoff: 1)))
    }

    public func verify(_ secret: APIKeySecret) -> Verdict {
        let digest = secret.digest
        return verdict(cache.withLock { $0.decide(digest, now: now()) }) ?? ask(digest)
    }

    /// The verdict if it is known without asking; nil if PostgreSQL must be asked. Does not block.
    public func verifyFromMemory(_ secret: APIKeySecret) -> Verdict? {
        let digest = secret.digest
        return verdict(cache.withLock { $0.peek(digest, now: now()) })
    }

    private func verdict(_ decision: APIKeyCache.Decision) -> Verdict? {
        switch decision {
        case .known(let key): return .known(key)
        case .unknown: return .unknown
        case .unavailable: return .unavailable
        case .ask: return nil
        }
    }

    private func ask(_ digest: [UInt8]) -> Verdict {
        do {
            guard let key = try find(digest) else {
                cache.withLock { $0.absent(digest, now: now()) }
                return .unknown
            }
            cache.withLock { $0.found(key, digest, now: now()) }
            return .known(key)
        } catch {
            if case .known(let key) = cache.withLock({ $0.failed(digest, now: now()) }) { return .known(key) }
            return .unavailable
        }
    }
}
