// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import Dispatch
import Synchronization

/// A bounded number of connections to one Redis, made when first needed and made anew when lost. Any thread may use it.
public final class RedisPool: Sendable {
    private let url: String
    private let timeoutMilliseconds: Int
    private let free: DispatchSemaphore
    private let idle = Mutex<[Idle]>([])

    /// A client that no thread uses. The pool hands it to one thread at a time: that is why it may cross threads.
    private struct Idle: @unchecked Sendable {
        let client: RedisClient
    }

    /// Makes no connection yet; throws `invalidURL` only.
    ///
    /// - Parameters:
    ///   - url: as for `RedisClient.init(url:timeoutMilliseconds:)`.
    ///   - size: connections at most; further callers wait.
    ///   - timeoutMilliseconds: for connecting, for each answer, and for a connection to become free.
    public init(url: String, size: Int, timeoutMilliseconds: Int = 2000) throws(RedisError) {
        _ = try RedisAddress(url: url)
        self.url = url
        self.timeoutMilliseconds = timeoutMilliseconds
        // Counting up from 0: a semaphore that is released below its first value traps.
        free = DispatchSemaphore(value: 0)
        for _ in 0..<max(1, size) { free.signal() }
    }

    /// Lends a connection to the body, and its thread.
    public func withClient<T>(_ body: (RedisClient) throws(RedisError) -> T) throws(RedisError) -> T {
        guard free.wait(timeout: .now() + .milliseconds(timeoutMilliseconds)) == .success else {
            throw RedisError(
                .timedOut,
                "No connection to Redis became free within \(timeoutMilliseconds) ms: it is slow, or the pool "
                    + "is too small for the load")
        }
        defer { free.signal() }
        let client =
            if let kept = takeUsable() { kept } else {
                try RedisClient(url: url, timeoutMilliseconds: timeoutMilliseconds)
            }
        let value = try body(client)
        // A client that threw is dropped with its connection.
        let returned = Idle(client: client)
        idle.withLock { $0.append(returned) }
        return value
    }

    /// Sends the commands together; see `RedisClient.pipeline(_:)`.
    public func pipeline(_ commands: RedisPipeline) throws(RedisError) -> [RedisReply] {
        try withClient { client throws(RedisError) in try client.pipeline(commands) }
    }

    /// Sends one command. Throws `refused` if Redis answers with an error.
    @discardableResult
    public func command(_ words: RedisArgument...) throws(RedisError) -> RedisReply {
        let reply = try withClient { client throws(RedisError) in try client.pipeline([words]) }
        return try (reply.first ?? .null).checked()
    }

    private func takeUsable() -> RedisClient? {
        while let candidate = idle.withLock({ $0.popLast() }) {
            if candidate.client.isUsable { return candidate.client }
        }
        return nil
    }
}
