// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

internal import ClientRedis
internal import SluiceRuntime
import Synchronization

/// Dedup state in Redis: one key an event id, whose lifetime is the window from first sight.
///
/// Needs Redis 7.0 (`SET … NX GET`). After a failure the store is left alone for a second, so that a Redis that hangs
/// does not hold up every request.
final class RedisDedupStore: DedupStore {
    private let pool: RedisPool
    private let windowMs: Int64
    private let now: @Sendable () -> Int64
    private let retryAt = Atomic<Int64>(0)

    private static let backoffMs: Int64 = 1000

    /// Compare and set, the key's lifetime kept. Returns 1, or what is there.
    private static let swapScript =
        "local v=redis.call('GET',KEYS[1]) if v==ARGV[1] then redis.call('SET',KEYS[1],ARGV[2],'KEEPTTL') return 1 end "
        + "return v"

    /// Compare and delete. Returns 1 or 0.
    private static let releaseScript =
        "if redis.call('GET',KEYS[1])==ARGV[1] then return redis.call('DEL',KEYS[1]) end return 0"

    /// - Parameters:
    ///   - windowMs: how long an id is remembered.
    ///   - now: milliseconds on any clock.
    init(pool: RedisPool, windowMs: Int64, now: @escaping @Sendable () -> Int64) {
        self.pool = pool
        self.windowMs = windowMs
        self.now = now
    }

    func reserve(_ batch: [(id: UUID128, reservation: DedupReservation)]) throws(DedupStoreError) -> [DedupEntry?] {
        var commands = RedisPipeline()
        for (id, reservation) in batch {
            commands.add(
                "SET", Self.key(id), .bytes(DedupEntry.reserved(reservation).bytes), "NX", "GET", "PX",
                .integer(windowMs))
        }
        var found: [DedupEntry?] = []
        for reply in try exchange(commands) { found.append(try Self.entry(reply)) }
        return found
    }

    func swap(
        _ batch: [(id: UUID128, from: DedupReservation, to: DedupReservation)]
    ) throws(DedupStoreError) -> [(isDone: Bool, current: DedupEntry?)] {
        var commands = RedisPipeline()
        for (id, from, to) in batch {
            commands.add(
                "EVAL", .text(Self.swapScript), 1, Self.key(id), .bytes(DedupEntry.reserved(from).bytes),
                .bytes(DedupEntry.reserved(to).bytes))
        }
        var results: [(isDone: Bool, current: DedupEntry?)] = []
        for reply in try exchange(commands) {
            results.append(reply == .integer(1) ? (true, nil) : (false, try Self.entry(reply)))
        }
        return results
    }

    func settle(_ batch: [(id: UUID128, settlement: DedupSettlement)]) throws(DedupStoreError) -> Int {
        var commands = RedisPipeline()
        for (id, settlement) in batch {
            switch settlement {
            case .commit(let from, let to):
                commands.add(
                    "EVAL", .text(Self.swapScript), 1, Self.key(id), .bytes(DedupEntry.reserved(from).bytes),
                    .bytes(DedupEntry.committed(to).bytes))
            case .release(let reservation):
                commands.add(
                    "EVAL", .text(Self.releaseScript), 1, Self.key(id), .bytes(DedupEntry.reserved(reservation).bytes))
            }
        }
        return try exchange(commands).count { $0 != .integer(1) }
    }

    /// The whole id, never a prefix or hash of it.
    private static func key(_ id: UUID128) -> RedisArgument { .bytes(Array("sluice:dedup:".utf8) + id.bytes) }

    private static func entry(_ reply: RedisReply) throws(DedupStoreError) -> DedupEntry? {
        switch reply {
        case .null:
            return nil
        case .bytes(let bytes):
            guard let entry = DedupEntry(bytes: bytes) else {
                throw DedupStoreError(
                    description: "Redis holds a dedup entry of \(bytes.count) bytes that this version can't read. "
                        + "Another version of Sluice, or another program, writes to the same database")
            }
            return entry
        default:
            throw DedupStoreError(description: "Redis gave an unexpected answer to a dedup command: \(reply)")
        }
    }

    private func exchange(_ commands: RedisPipeline) throws(DedupStoreError) -> [RedisReply] {
        guard now() >= retryAt.load(ordering: .relaxed) else {
            throw DedupStoreError(description: "Redis failed less than a second ago")
        }
        do {
            let replies = try pool.pipeline(commands)
            for reply in replies { _ = try reply.checked() }
            return replies
        } catch {
            retryAt.store(now() + Self.backoffMs, ordering: .relaxed)
            throw DedupStoreError(description: error.description)
        }
    }
}
