// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import ClientRedis
import Foundation
public import SluiceRuntime

/// Reads aggregates as they stand in Redis.
public final class MetricReader {
    private let redis: RedisClient

    /// - Parameter redisURL: as in `StreamsConfiguration`.
    public init(redisURL: String) throws {
        do {
            redis = try RedisClient(url: redisURL)
        } catch {
            throw StreamsError(.configuration, error.description)
        }
    }

    /// The values of one window, by group.
    public struct WindowValues: Sendable, Hashable {
        public let start: Timestamp
        public let end: Timestamp
        public let groups: [GroupValue]
    }

    /// The value of one group in a window.
    public struct GroupValue: Sendable, Hashable {
        /// Empty if the metric has no key.
        public let group: [String?]
        public let value: Value
        /// False while the window is still open.
        public let isFinal: Bool
    }

    /// What was computed.
    public enum Value: Sendable, Hashable {
        /// Of count and distinct.
        case count(Int64)
        case sum(FixedDecimal)
        /// Sessions that reached each step, in order.
        case funnel([FunnelStep])
        /// A bound was passed: there is no exact value.
        case exceeded
    }

    /// A step of a funnel.
    public struct FunnelStep: Sendable, Hashable {
        public let eventType: String
        public let sessions: Int64
    }

    /// The newest windows of a metric, the newest first, each with its groups in order.
    public func windows(of metric: String, limit: Int = 10) throws -> [WindowValues] {
        let members = try redis.command(
            "ZREVRANGE", .text(RedisLayout.windows(metric)), 0, .integer(Int64(max(1, limit)) - 1))
        let starts = (members.array ?? []).compactMap(\.integer)
        let replies = try redis.pipeline(
            starts.map { ["HGETALL", .text(RedisLayout.window(metric, startSeconds: $0))] })
        return try replies.compactMap { reply in
            let fields = try reply.checked().array ?? []
            let entries = try stride(from: 0, to: fields.count - 1, by: 2).map { index in
                try Self.entry(group: fields[index], value: fields[index + 1])
            }
            guard let first = entries.first else { return nil }
            return WindowValues(
                start: first.start, end: first.end,
                groups: entries.map(\.value).sorted { Self.order($0.group) < Self.order($1.group) })
        }
    }

    /// Every window that ends at or before this is complete; nil if none is known to be.
    ///
    /// - Parameter partitions: how many partitions the job merges in; nil takes those that there are.
    public func completeThrough(of metric: String, partitions: Int? = nil) throws -> Timestamp? {
        let fields = try redis.command("HVALS", .text(RedisLayout.freshness(metric))).array ?? []
        guard fields.count >= partitions ?? 1 else { return nil }
        let times = try fields.map { field in
            let stored: StoredValue = try Self.decode(field)
            return stored.completeThrough
        }
        guard !times.contains(nil) else { return nil }
        return times.compactMap(\.self).min()
    }

    private static func order(_ group: [String?]) -> String { group.map { $0 ?? "" }.joined(separator: "\u{0}") }

    /// The JSON of a field; see `RedisLayout`.
    private struct StoredValue: Decodable {
        struct Step: Decodable {
            let eventType: String
            let sessions: Int64
        }

        let kind: String
        let count: Int64?
        let sum: FixedDecimal?
        let steps: [Step]?
        let exceeded: Bool?
        let start: Timestamp?
        let end: Timestamp?
        let final: Bool?
        let completeThrough: Timestamp?

        var value: Value? {
            if exceeded == true { return .exceeded }
            if let count { return .count(count) }
            if let sum { return .sum(sum) }
            return steps.map { .funnel($0.map { FunnelStep(eventType: $0.eventType, sessions: $0.sessions) }) }
        }
    }

    private static func decode<T: Decodable>(_ reply: RedisReply) throws -> T {
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        guard let bytes = reply.bytes, let value = try? decoder.decode(T.self, from: Data(bytes)) else {
            throw StreamsError(
                .state,
                "a value in Redis is not one of a metric: \(reply); only the projector may write below 'sluice:'")
        }
        return value
    }

    private static func entry(
        group: RedisReply, value: RedisReply
    ) throws -> (start: Timestamp, end: Timestamp, value: GroupValue) {
        let stored: StoredValue = try decode(value)
        guard let start = stored.start, let end = stored.end, let content = stored.value else {
            throw StreamsError(.state, "a window in Redis lacks its bounds or its value: \(value)")
        }
        let parts: [String?] = try decode(group)
        return (start, end, GroupValue(group: parts, value: content, isFinal: stored.final ?? false))
    }
}
