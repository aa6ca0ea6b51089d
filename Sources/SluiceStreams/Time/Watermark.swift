// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

/// How far event time has come in one source partition: nothing older is expected there.
///
/// It follows from the order of the log alone, so that a replay decides the same, and it never steps back.
struct Watermark: Sendable, Hashable {
    /// How far records of a partition may be out of order, in microseconds.
    let bound: Int64
    /// Microseconds since 1970; nil before the first record.
    private(set) var value: Int64?

    init(bound: Int64, value: Int64? = nil) {
        self.bound = max(0, bound)
        self.value = value
    }

    /// Takes note of a record's timestamp: `max(timestamp) − bound − 1 ms`.
    mutating func observe(_ timestamp: Int64) {
        let candidate = timestamp.subtractingClamped(bound.addingClamped(1_000))
        if let value, value >= candidate { return }
        value = candidate
    }
}

/// Whether a source partition is idle: polled, read to its end, and nothing came for a while.
///
/// Time is whatever clock the caller uses, in milliseconds, and only has to go forward.
struct IdleDetector: Sendable, Hashable {
    /// Milliseconds at the end of the partition until it counts as idle.
    let timeout: Int64
    private var caughtUpAt: Int64?

    init(timeout: Int64) { self.timeout = max(0, timeout) }

    /// A record came: whatever it is, the partition is not idle.
    mutating func observeRecord() { caughtUpAt = nil }

    /// The position has reached the partition's end.
    mutating func observeEnd(now: Int64) {
        if caughtUpAt == nil { caughtUpAt = now }
    }

    func isIdle(now: Int64) -> Bool {
        guard let caughtUpAt else { return false }
        return now.subtractingClamped(caughtUpAt) >= timeout
    }
}
