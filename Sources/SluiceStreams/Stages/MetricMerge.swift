// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import SluiceRuntime

/// A window and a group of one metric.
struct WindowGroup: Sendable, Hashable {
    let window: Window
    let group: Group
}

/// The second stage for one metric: keeps the latest part of every source, merges them, and says when a window is final.
struct MetricMerge: Sendable {
    let metric: MetricDefinition
    /// Windows that ended this long ago, in microseconds of event time, are given up.
    let retention: Int64
    private(set) var clock: SourceClock
    private var windows: [WindowGroup: Merged] = [:]
    private var open: Set<WindowGroup> = []
    private var changed: Set<WindowGroup> = []
    private var changedParts: [(key: WindowGroup, source: Source)] = []

    private struct Merged: Sendable {
        var parts: [Source: StoredPart] = [:]
        var isFinal = false
    }

    init(metric: MetricDefinition, retention: Int64, sources: [Source]) {
        self.metric = metric
        self.retention = retention
        clock = SourceClock(expected: sources)
    }

    mutating func restoreClock(_ stored: StoredClock) { clock.restore(stored) }

    mutating func restorePart(_ source: Source, _ key: WindowGroup, _ part: StoredPart?) {
        windows[key, default: Merged()].parts[source] = part
        if windows[key]?.parts.isEmpty == true { windows[key] = nil }
    }

    /// To be called once when everything is restored.
    mutating func finishRestore() {
        for key in windows.keys {
            let isFinal = metric.lifecycle.hasFired(key.window, at: clock.completeThrough)
            windows[key]?.isFinal = isFinal
            if !isFinal { open.insert(key) }
        }
    }

    mutating func observe(_ progress: [SourceProgress]) {
        for one in progress { clock.observe(one) }
    }

    /// Takes a source's part, unless a later revision is there. False if the window was given up long ago.
    mutating func apply(_ update: PartialUpdate) -> Bool {
        guard !isGivenUp(update.window) else { return false }
        let key = WindowGroup(window: update.window, group: update.group)
        var merged = windows.removeValue(forKey: key) ?? Merged()
        defer { windows[key] = merged }
        if let known = merged.parts[update.source], known.revision >= update.revision { return true }
        if merged.parts.isEmpty { merged.isFinal = false }
        merged.parts[update.source] = StoredPart(revision: update.revision, partial: update.partial)
        if !merged.isFinal { open.insert(key) }
        changed.insert(key)
        changedParts.append((key, update.source))
        return true
    }

    private func isGivenUp(_ window: Window) -> Bool {
        guard let completeThrough = clock.completeThrough else { return false }
        return window.end.addingClamped(retention) <= completeThrough
    }

    /// Stores what changed, and returns what is to be published: each changed window and group with its whole value,
    /// and, if it moved, how far the metric is complete.
    mutating func finish(partition: Int32, into output: inout StageOutput) -> [AggregateRecord] {
        for (key, source) in changedParts {
            guard let part = windows[key]?.parts[source] else { continue }
            output.store(.part(metric: metric.name, source: source, window: key.window, group: key.group), part)
        }
        changedParts.removeAll(keepingCapacity: true)
        let hasAdvanced = clock.advance()
        for key in open where metric.lifecycle.hasFired(key.window, at: clock.completeThrough) {
            open.remove(key)
            windows[key]?.isFinal = true
            changed.insert(key)
        }
        var records = changed.compactMap { record($0, partition: partition) }
        changed.removeAll(keepingCapacity: true)
        records.sort { ($0.window?.start ?? 0, $0.group.json) < ($1.window?.start ?? 0, $1.group.json) }
        if hasAdvanced {
            giveUpWindows(into: &output)
            records.append(progress(partition: partition))
        }
        if let stored = clock.changes() { output.store(.clock(metric: metric.name, ofSteps: false), stored) }
        return records
    }

    private mutating func giveUpWindows(into output: inout StageOutput) {
        for (key, merged) in windows where isGivenUp(key.window) {
            for source in merged.parts.keys {
                output.remove(.part(metric: metric.name, source: source, window: key.window, group: key.group))
            }
            windows[key] = nil
        }
    }

    private func record(_ key: WindowGroup, partition: Int32) -> AggregateRecord? {
        guard let merged = windows[key] else { return nil }
        var value = metric.kind.empty
        var revisions: Int64 = 0
        for part in merged.parts.values {
            value.merge(part.partial)
            revisions += part.revision
        }
        var record = AggregateRecord(
            metric: metric.name, kind: .unknown, window: key.window, group: key.group, isFinal: merged.isFinal,
            // Grows with every change of a part, and when the window becomes final.
            revision: revisions * 2 + (merged.isFinal ? 1 : 0), partition: partition,
            completeThrough: clock.completeThrough, sources: Int32(clamping: merged.parts.count))
        record.setValue(value, of: metric.kind)
        return record
    }

    private func progress(partition: Int32) -> AggregateRecord {
        AggregateRecord(
            metric: metric.name, kind: .progress, revision: clock.completeThrough ?? .min, partition: partition,
            completeThrough: clock.completeThrough)
    }
}

extension AggregateRecord {
    /// Fills in the fields that hold the value.
    fileprivate mutating func setValue(_ value: Partial, of aggregate: AggregateKind) {
        switch aggregate {
        case .count: kind = .count
        case .distinct: kind = .distinct
        case .integerSum, .decimalSum: kind = .sum
        case .funnel: kind = .funnel
        }
        switch value {
        case .count(let total): count = total
        case .distinct(let values): count = Int64(values.count)
        case .integer(let total): sum = String(total)
        case .decimal(let total): sum = total.description
        case .steps(let counts):
            guard case .funnel(let names) = aggregate else { return }
            steps = zip(names, counts).map { Step(eventType: $0, sessions: $1) }
        case .exceeded: isExceeded = true
        }
    }
}
