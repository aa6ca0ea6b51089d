// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

/// How far all sources of a metric have come together: the least watermark of those that are active.
///
/// A source that is expected but has not been heard of holds time back; an idle one does not. If all are idle, time
/// holds. Time never steps back, also when an idle source comes back with an older watermark: what it then adds to
/// windows that were final is published as their next revision.
struct SourceClock: Sendable, Hashable {
    private var sources: [Source: SourceProgress] = [:]
    /// Every window that ends at or before this (plus one microsecond) is complete; nil if nothing is known.
    private(set) var completeThrough: Int64?
    private(set) var hasChanged = false

    init(expected: [Source]) {
        for source in expected {
            sources[source] = SourceProgress(source: source, watermark: nil, isIdle: false)
        }
    }

    /// Takes over what was stored; expected sources that it does not know stay.
    mutating func restore(_ stored: StoredClock) {
        completeThrough = stored.completeThrough
        for progress in stored.sources { sources[progress.source] = progress }
    }

    mutating func observe(_ progress: SourceProgress) {
        let known = sources[progress.source]
        let watermark: Int64? =
            if let old = known?.watermark, let new = progress.watermark { max(old, new) } else {
                progress.watermark ?? known?.watermark
            }
        let next = SourceProgress(source: progress.source, watermark: watermark, isIdle: progress.isIdle)
        guard next != known else { return }
        sources[progress.source] = next
        hasChanged = true
    }

    /// Works out how far all have come; true if that is further than before.
    mutating func advance() -> Bool {
        var least: Int64?
        for progress in sources.values where !progress.isIdle {
            guard let watermark = progress.watermark else { return false }
            least = min(least ?? watermark, watermark)
        }
        guard let least, completeThrough.map({ least > $0 }) ?? true else { return false }
        completeThrough = least
        hasChanged = true
        return true
    }

    /// Whether every source is idle.
    var isIdle: Bool { sources.values.allSatisfy(\.isIdle) }

    /// What is to be stored if anything has changed since the last call.
    mutating func changes() -> StoredClock? {
        guard hasChanged else { return nil }
        hasChanged = false
        return StoredClock(
            completeThrough: completeThrough, sources: sources.values.sorted { $0.source < $1.source })
    }
}
