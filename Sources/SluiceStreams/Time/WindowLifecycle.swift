// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

/// What a watermark means for a metric's windows.
struct WindowLifecycle: Sendable, Hashable {
    let windowing: Windowing
    /// For how long after its end a window still takes records, in microseconds of event time.
    let allowedLateness: Int64

    init(windowing: Windowing, allowedLateness: Int64) {
        self.windowing = windowing
        self.allowedLateness = max(0, allowedLateness)
    }

    /// Whether every record of the window is expected to be there: its value is final, though late ones may correct it.
    func hasFired(_ window: Window, at watermark: Int64?) -> Bool {
        guard let watermark else { return false }
        return window.end - 1 <= watermark
    }

    /// Whether a partition with this watermark adds nothing more to the window: its records for it are late.
    func isClosed(_ window: Window, at watermark: Int64?) -> Bool {
        guard let lateness = lateness(of: window, at: watermark) else { return false }
        return lateness >= 0
    }

    /// By how many microseconds the watermark has passed the last moment at which the window took records; negative
    /// if that moment is still to come, nil if there is no watermark.
    func lateness(of window: Window, at watermark: Int64?) -> Int64? {
        watermark?.subtractingClamped((window.end - 1).addingClamped(allowedLateness))
    }
}
