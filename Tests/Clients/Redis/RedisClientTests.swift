// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import ClientRedis
import TestKit
import Testing

@Suite("The Redis client sends pipelines and reads typed replies")
struct RedisClientTests {
    @Test("Replies come in the order of the commands, and an error does not hide its neighbours")
    func pipeline() throws {
        let client = try RedisClient(url: try RedisServer.shared().url)
        var commands = RedisPipeline()
        commands.add("SET", "k", .bytes([0, 13, 10, 255]))
        commands.add("GET", "k")
        commands.add("INCR", "k")
        commands.add("INCRBY", "n", -12)
        commands.add("GET", "missing")
        commands.add("RPUSH", "list", "a", .text("ü"))
        commands.add("LRANGE", "list", 0, -1)
        let replies = try client.pipeline(commands)
        #expect(replies.count == 7)
        #expect(replies[0] == .status("OK"))
        #expect(replies[1] == .bytes([0, 13, 10, 255]))
        guard case .error(let message) = replies[2] else {
            Issue.record("expected an error, found \(replies[2])")
            return
        }
        #expect(message.contains("not an integer"))
        #expect(replies[3].integer == -12)
        #expect(replies[4].isNull)
        #expect(replies[6].array?.compactMap(\.text) == ["a", "ü"])
        #expect(try client.pipeline(RedisPipeline()).isEmpty)
    }

    @Test("A pipeline of many large commands comes back whole")
    func largePipeline() throws {
        let client = try RedisClient(url: try RedisServer.shared().url)
        var commands = RedisPipeline()
        for n in 0..<2000 {
            commands.add("SET", .text("k\(n)"), .bytes([UInt8](repeating: UInt8(n % 251), count: 5000)))
        }
        for n in 0..<2000 { commands.add("GET", .text("k\(n)")) }
        let replies = try client.pipeline(commands)
        #expect(replies.count == 4000)
        let areRight = (0..<2000).allSatisfy { n in
            replies[2000 + n].bytes == [UInt8](repeating: UInt8(n % 251), count: 5000)
        }
        #expect(areRight)
    }

    @Test("A single command that is refused throws")
    func refused() throws {
        let client = try RedisClient(url: try RedisServer.shared().url)
        let error = try #require(throws: RedisError.self) { try client.command("NOSUCH") }
        #expect(error.kind == .refused)
    }

    @Test("After the server went away and came back, client and pool connect anew")
    func reconnects() throws {
        let server = try RedisServer()
        let client = try RedisClient(url: server.url)
        let pool = try RedisPool(url: server.url, size: 2)
        try client.command("SET", "a", "1")
        try pool.command("SET", "b", "1")
        server.stop()
        let lost = try #require(throws: RedisError.self) { try client.command("GET", "a") }
        #expect(lost.kind == .unreachable)
        let absent = try #require(throws: RedisError.self) { try pool.command("GET", "b") }
        #expect(absent.kind == .unreachable)
        try server.start()
        #expect(try client.command("PING") == .status("PONG"))
        #expect(try pool.command("PING") == .status("PONG"))
    }

    @Test("A server that does not answer in time is told apart, and the late answer is not taken for the next")
    func timeout() throws {
        let client = try RedisClient(url: try RedisServer.shared().url, timeoutMilliseconds: 100)
        let error = try #require(throws: RedisError.self) { try client.command("BLPOP", "nothing", 5) }
        #expect(error.kind == .timedOut)
        #expect(try client.command("PING") == .status("PONG"))
    }

    @Test("Databases and passwords of the URL are used")
    func login() throws {
        let server = try RedisServer()
        let plain = try RedisClient(url: server.url)
        try plain.command("SET", "k", "zero")
        let other = try RedisClient(url: "redis://127.0.0.1:\(server.port)/3")
        #expect(try other.command("GET", "k").isNull)
        try plain.command("CONFIG", "SET", "requirepass", "pass:word@1")
        let known = try RedisClient(url: "redis://:pass:word@1@127.0.0.1:\(server.port)")
        #expect(try known.command("GET", "k").text == "zero")
        let stranger = try RedisClient(url: "redis://:wrong@127.0.0.1:\(server.port)")
        let error = try #require(throws: RedisError.self) { try stranger.command("PING") }
        #expect(error.kind == .refused && !error.description.contains("wrong@"))
    }

    @Test(
        "A malformed URL is refused without being repeated", arguments: ["", "127.0.0.1", "redis://h:x", "redis://h/x"])
    func malformed(url: String) throws {
        let error = try #require(throws: RedisError.self) { try RedisClient(url: url) }
        #expect(error.kind == .invalidURL)
    }
}
