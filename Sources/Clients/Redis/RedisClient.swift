// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

internal import CHiredis
import Glibc

/// One connection to Redis, made when first needed and made anew after it was lost. Calls block their thread; a client
/// serves one thread at a time.
public final class RedisClient {
    private let address: RedisAddress
    private let timeoutMilliseconds: Int
    private var context: UnsafeMutablePointer<redisContext>?

    /// Evaluated once in a process: hiredis writes to its socket without MSG_NOSIGNAL, and a server that went away must
    /// not end the process.
    private static let ignoreBrokenPipes: Void = { _ = signal(SIGPIPE, SIG_IGN) }()

    /// Makes no connection yet.
    ///
    /// - Parameters:
    ///   - url: `redis://[user:password@]host[:port][/database]`.
    ///   - timeoutMilliseconds: for connecting, and for each answer.
    public init(url: String, timeoutMilliseconds: Int = 2000) throws(RedisError) {
        Self.ignoreBrokenPipes
        address = try RedisAddress(url: url)
        self.timeoutMilliseconds = max(1, timeoutMilliseconds)
    }

    deinit { disconnect() }

    /// Sends the commands together and waits for all answers, which come in their order.
    ///
    /// A command that Redis refuses gives `.error` in its place. What throws is the way to Redis; whether commands took
    /// effect is then unknown, and the next call connects anew.
    public func pipeline(_ commands: RedisPipeline) throws(RedisError) -> [RedisReply] {
        guard !commands.isEmpty else { return [] }
        let context = try connected()
        return try exchange(commands, on: context)
    }

    /// Sends commands given as words; see `pipeline(_:)`.
    public func pipeline(_ commands: [[RedisArgument]]) throws(RedisError) -> [RedisReply] {
        var pipeline = RedisPipeline()
        for command in commands { pipeline.add(command) }
        return try self.pipeline(pipeline)
    }

    /// Sends one command. Throws `refused` if Redis answers with an error.
    @discardableResult
    public func command(_ words: RedisArgument...) throws(RedisError) -> RedisReply {
        guard let reply = try pipeline([words]).first else {
            throw RedisError(.unexpectedReply, "Redis got no command")
        }
        return try reply.checked()
    }

    /// False once a connection that was made is lost, also if the server closed it while it was idle.
    var isUsable: Bool {
        guard let context else { return true }
        // An idle connection has nothing to say, so what is readable is its end.
        var state = pollfd(fd: context.pointee.fd, events: Int16(POLLIN), revents: 0)
        return context.pointee.err == 0 && poll(&state, 1, 0) == 0
    }

    private func connected() throws(RedisError) -> UnsafeMutablePointer<redisContext> {
        if !isUsable { disconnect() }
        if let context { return context }
        let timeout = timeval(
            tv_sec: timeoutMilliseconds / 1000, tv_usec: Int(timeoutMilliseconds % 1000) * 1000)
        guard let made = redisConnectWithTimeout(address.host, address.port, timeout) else {
            throw RedisError(.unreachable, "Redis can't be reached: out of memory")
        }
        guard made.pointee.err == 0, redisSetTimeout(made, timeout) == REDIS_OK else {
            let reason = Self.message(of: made)
            redisFree(made)
            throw RedisError(
                .unreachable,
                "Redis can't be reached at \(address.host):\(address.port): \(reason). Check that it runs and that "
                    + "SLUICE_REDIS names it")
        }
        // A descriptor that a child process inherits would keep the connection open.
        _ = fcntl(made.pointee.fd, F_SETFD, FD_CLOEXEC)
        context = made
        try greet(made)
        return made
    }

    private func greet(_ context: UnsafeMutablePointer<redisContext>) throws(RedisError) {
        var greeting = RedisPipeline()
        if let password = address.password {
            greeting.add([.text("AUTH")] + (address.user.map { [.text($0)] } ?? []) + [.text(password)])
        }
        if address.database != 0 { greeting.add("SELECT", .integer(Int64(address.database))) }
        guard !greeting.isEmpty else { return }
        for reply in try exchange(greeting, on: context) {
            if case .error(let message) = reply {
                disconnect()
                throw RedisError(
                    .refused,
                    "Redis at \(address.host):\(address.port) refused the login: \(message). Check SLUICE_REDIS")
            }
        }
    }

    private func exchange(
        _ commands: RedisPipeline, on context: UnsafeMutablePointer<redisContext>
    ) throws(RedisError) -> [RedisReply] {
        let appended = commands.wire.withUnsafeBytes { bytes in
            redisAppendFormattedCommand(context, bytes.baseAddress?.assumingMemoryBound(to: CChar.self), bytes.count)
        }
        guard appended == REDIS_OK else { throw lost(context) }
        var replies: [RedisReply] = []
        replies.reserveCapacity(commands.count)
        for _ in 0..<commands.count {
            var raw: UnsafeMutableRawPointer?
            guard redisGetReply(context, &raw) == REDIS_OK, let raw else { throw lost(context) }
            replies.append(RedisReply(UnsafePointer(raw.assumingMemoryBound(to: redisReply.self))))
            freeReplyObject(raw)
        }
        return replies
    }

    /// Closes the connection, since answers may still be on their way, and says why.
    private func lost(_ context: UnsafeMutablePointer<redisContext>) -> RedisError {
        let isTimeout = context.pointee.err == REDIS_ERR_IO && (errno == EAGAIN || errno == EWOULDBLOCK)
        let reason = Self.message(of: context)
        disconnect()
        let place = "\(address.host):\(address.port)"
        if isTimeout {
            return RedisError(.timedOut, "Redis at \(place) gave no answer within \(timeoutMilliseconds) ms")
        }
        return RedisError(.unreachable, "The connection to Redis at \(place) was lost: \(reason)")
    }

    private func disconnect() {
        if let context { redisFree(context) }
        context = nil
    }

    private static func message(of context: UnsafeMutablePointer<redisContext>) -> String {
        withUnsafeBytes(of: context.pointee.errstr) { bytes in
            String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
        }
    }
}
