// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import SluiceRuntime

/// Brings the steps of a funnel together by session, and keeps what the sessions of one partition add up to.
///
/// Its sums are parts like those of an event partition: the source is the partition of the steps topic.
struct SessionMerge: Sendable {
    let metric: MetricDefinition
    let stepNames: [String]
    /// The partition of the steps topic.
    let source: Source
    let retention: Int64
    private(set) var clock: SourceClock
    private var sessions: [String: FunnelSession] = [:]
    private var sums: [WindowGroup: StoredPart] = [:]
    private var changedSessions: Set<String> = []
    private var changedSums: Set<WindowGroup> = []
    private var sent: SourceProgress?
    private var sweptAt: Int64?

    init(metric: MetricDefinition, stepNames: [String], source: Source, retention: Int64, sources: [Source]) {
        self.metric = metric
        self.stepNames = stepNames
        self.source = source
        self.retention = retention
        clock = SourceClock(expected: sources)
    }

    mutating func restoreClock(_ stored: StoredClock) { clock.restore(stored) }
    mutating func restoreSession(_ id: String, _ session: FunnelSession?) { sessions[id] = session }
    mutating func restoreSum(_ key: WindowGroup, _ part: StoredPart?) { sums[key] = part }

    mutating func observe(_ progress: [SourceProgress]) {
        for one in progress { clock.observe(one) }
    }

    /// Takes an event of a step. False if its window was given up long ago.
    mutating func add(session id: String, step: Int, at timestamp: Int64) -> Bool {
        guard let window = metric.lifecycle.windowing.window(containing: timestamp), !isGivenUp(window) else {
            return false
        }
        var session = sessions.removeValue(forKey: id) ?? FunnelSession(stepCount: stepNames.count)
        let before = session
        session.add(step: step, at: timestamp)
        sessions[id] = session
        guard session != before else { return true }
        changedSessions.insert(id)
        let old = before.reached
        let new = session.reached
        count(old, by: -1)
        count(new, by: 1)
        return true
    }

    /// Adds a session that reached its steps at these times, or takes it back.
    private mutating func count(_ reached: [Int64], by amount: Int64) {
        guard let first = reached.first, let window = metric.lifecycle.windowing.window(containing: first) else {
            return
        }
        let key = WindowGroup(window: window, group: .all)
        var counts: [Int64] = Array(repeating: 0, count: stepNames.count)
        for step in reached.indices { counts[step] = amount }
        var part = sums.removeValue(forKey: key) ?? StoredPart(revision: 0, partial: metric.kind.empty)
        part.partial.merge(.steps(counts))
        sums[key] = part
        changedSums.insert(key)
    }

    private func isGivenUp(_ window: Window) -> Bool {
        guard let completeThrough = clock.completeThrough else { return false }
        return window.end.addingClamped(retention) <= completeThrough
    }

    /// Stores what changed and sends the sums, and how far the sessions are complete, to the stage that merges them.
    mutating func finish(plan: JobPlan, into output: inout StageOutput) {
        for id in changedSessions.sorted() {
            output.store(.session(metric: metric.name, id: id), sessions[id])
        }
        changedSessions.removeAll(keepingCapacity: true)
        let hasAdvanced = clock.advance()
        for key in changedSums {
            guard var part = sums[key] else { continue }
            part.revision += 1
            sums[key] = part
            let update = PartialUpdate(
                source: source, window: key.window, group: key.group, revision: part.revision, partial: part.partial,
                watermark: clock.completeThrough)
            output.send(
                .partial(update), key: Array(key.group.json.utf8), to: JobPlan.partialsTopic(metric.name),
                plan.partition(of: key.group))
            output.store(.sessionPart(metric: metric.name, window: key.window, group: key.group), part)
        }
        changedSums.removeAll(keepingCapacity: true)
        let progress = SourceProgress(source: source, watermark: clock.completeThrough, isIdle: clock.isIdle)
        if progress != sent {
            sent = progress
            for partition in 0..<plan.mergePartitions {
                output.send(.progress([progress]), key: nil, to: JobPlan.partialsTopic(metric.name), partition)
            }
        }
        if hasAdvanced { giveUp(into: &output) }
        if let stored = clock.changes() { output.store(.clock(metric: metric.name, ofSteps: true), stored) }
    }

    /// Forgets sessions and sums that are too old to be corrected. Looks through them about once a window.
    private mutating func giveUp(into output: inout StageOutput) {
        guard let now = clock.completeThrough else { return }
        if let sweptAt, now.subtractingClamped(sweptAt) < metric.lifecycle.windowing.size { return }
        sweptAt = now
        for (id, session) in sessions {
            guard let last = session.timestamps.compactMap(\.last).max(),
                let window = metric.lifecycle.windowing.window(containing: last), isGivenUp(window)
            else { continue }
            sessions[id] = nil
            output.remove(.session(metric: metric.name, id: id))
        }
        for key in sums.keys where isGivenUp(key.window) {
            sums[key] = nil
            output.remove(.sessionPart(metric: metric.name, window: key.window, group: key.group))
        }
    }
}
