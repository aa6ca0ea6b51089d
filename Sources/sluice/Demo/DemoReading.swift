// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import SluiceRuntime
import SluiceStreams

/// Reads what the demo reports: aggregates as the streams have projected them into Redis.
struct DemoReading {
    let redis: String

    /// The newest windows of a metric that counts distinct users by channel.
    func activeUsers(_ metric: String, limit: Int) throws -> [DemoReport.ActiveUsers] {
        try MetricReader(redisURL: redis).windows(of: metric, limit: limit).map { window in
            var channels: [String: Int] = [:]
            for group in window.groups {
                guard case .count(let count) = group.value else { continue }
                channels[(group.group.first ?? nil) ?? "unknown"] = Int(clamping: count)
            }
            return DemoReport.ActiveUsers(
                start: window.start, end: window.end, byChannel: channels,
                isFinal: window.groups.allSatisfy(\.isFinal))
        }
    }

    /// Sessions that reached each step, over all windows: a session counts in one.
    func funnel(_ metric: String) throws -> [DemoReport.FunnelStep] {
        var order: [String] = []
        var sessions: [String: Int] = [:]
        for window in try MetricReader(redisURL: redis).windows(of: metric, limit: 100_000) {
            for group in window.groups {
                guard case .funnel(let steps) = group.value else { continue }
                for step in steps {
                    if sessions[step.eventType] == nil { order.append(step.eventType) }
                    sessions[step.eventType, default: 0] += Int(clamping: step.sessions)
                }
            }
        }
        return order.map { DemoReport.FunnelStep(eventType: $0, sessions: sessions[$0] ?? 0) }
    }
}
