// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import ClientRedis
import ClientTelemetry
import SluiceRuntime

/// Where aggregates stand in Redis, for dashboards and for `MetricReader`.
///
/// | key | type | content |
/// |---|---|---|
/// | `sluice:{<metric>}:windows` | sorted set | the windows there are: member and score are the start, in seconds since 1970 |
/// | `sluice:{<metric>}:window:<start>` | hash | a field a group, named by its JSON (`["email"]`, `[null]`, `[]`): the value, JSON |
/// | `sluice:{<metric>}:freshness` | hash | a field a partition of the groups: how far it is complete, JSON |
/// | `sluice:projector:<job>` | hash | a field `<topic>/<partition>`: the next offset to be projected |
///
/// A value is `{"kind":"distinct","count":12,"final":true,"complete_through":"…","start":"…","end":"…","generation":1,
/// "revision":35}`; a sum has `"sum":"12.50"`, a funnel `"steps":[{"event_type":"…","sessions":3},…]`, and a value beyond
/// a bound `"exceeded":true` instead. Freshness is `{"complete_through":"…","generation":1,"revision":…}`: a metric is
/// complete through the least of its partitions' times.
///
/// A field is only replaced by a later revision, so that replaying the aggregates changes nothing. The braces keep the
/// keys of a metric together in a Redis cluster.
enum RedisLayout {
    static func windows(_ metric: String) -> String { "sluice:{\(metric)}:windows" }
    static func window(_ metric: String, startSeconds: Int64) -> String { "sluice:{\(metric)}:window:\(startSeconds)" }
    static func freshness(_ metric: String) -> String { "sluice:{\(metric)}:freshness" }
    static func projector(_ job: String) -> String { "sluice:projector:\(job)" }

    /// Sets a field of KEYS[1] unless it has this or a later revision; ARGV: field, value, generation, revision, then for
    /// windows the start and the lifetime in milliseconds, with the set of windows in KEYS[2].
    ///
    /// Revisions are compared as numbers of 53 bits, which Lua has; none comes near that.
    static let upsert = """
        local old = redis.call('HGET', KEYS[1], ARGV[1])
        if old then
          local known = cjson.decode(old)
          local generation, revision = tonumber(ARGV[3]), tonumber(ARGV[4])
          if known.generation > generation or (known.generation == generation and known.revision >= revision) then
            return 0
          end
        end
        redis.call('HSET', KEYS[1], ARGV[1], ARGV[2])
        if KEYS[2] then
          redis.call('ZADD', KEYS[2], ARGV[5], ARGV[5])
          redis.call('PEXPIRE', KEYS[1], ARGV[6])
          redis.call('PEXPIRE', KEYS[2], ARGV[6])
        end
        return 1
        """

    /// The command that projects an aggregate.
    static func command(_ record: AggregateRecord, lifetimeMs: Int64) -> [RedisArgument] {
        guard let window = record.window else {
            return [
                "EVAL", .text(upsert), "1", .text(freshness(record.metric)), .integer(Int64(record.partition)),
                .text(record.json), .integer(Int64(record.generation)), .integer(record.revision),
            ]
        }
        let start = window.start / 1_000_000
        return [
            "EVAL", .text(upsert), "2", .text(self.window(record.metric, startSeconds: start)),
            .text(windows(record.metric)), .text(record.group.json), .text(record.json),
            .integer(Int64(record.generation)), .integer(record.revision), .integer(start), .integer(lifetimeMs),
        ]
    }
}

extension AggregateRecord {
    /// The value as it stands in Redis.
    var json: String {
        var text = "{\"kind\":\"\(kind.name)\""
        if let count { text += ",\"count\":\(count)" }
        if let sum { text += ",\"sum\":\"\(sum)\"" }
        if kind == .funnel {
            text += ",\"steps\":["
            for (index, step) in steps.enumerated() {
                text += index > 0 ? ",{\"event_type\":" : "{\"event_type\":"
                text.appendJSONString(step.eventType)
                text += ",\"sessions\":\(step.sessions)}"
            }
            text += "]"
        }
        if isExceeded { text += ",\"exceeded\":true" }
        if let window {
            text += ",\"start\":\"\(Timestamp(microseconds: window.start).rfc3339)\""
            text += ",\"end\":\"\(Timestamp(microseconds: window.end).rfc3339)\",\"final\":\(isFinal)"
        }
        if let completeThrough {
            text += ",\"complete_through\":\"\(Timestamp(microseconds: completeThrough).rfc3339)\""
        }
        return text + ",\"generation\":\(generation),\"revision\":\(revision)}"
    }
}
