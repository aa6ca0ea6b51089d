// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

/// A span of event time, `[start, end)`, in microseconds since 1970.
public struct Window: Sendable, Hashable, Comparable {
    public let start: Int64
    public let end: Int64

    public init(start: Int64, end: Int64) {
        self.start = start
        self.end = end
    }

    public static func < (a: Window, b: Window) -> Bool { (a.start, a.end) < (b.start, b.end) }
}

/// How event time is divided into windows.
public struct Windowing: Sendable, Hashable {
    /// In microseconds, at least one.
    let size: Int64

    /// Windows of one size, side by side, counted from 1970-01-01T00:00:00Z: windows of a day are the days of UTC.
    ///
    /// A size below one microsecond is taken as one.
    public static func tumbling(_ size: Duration) -> Windowing { Windowing(size: max(1, size.microseconds)) }

    /// The window of a timestamp; nil if its bounds are beyond what 64 bits hold (about the year ±294,000).
    func window(containing timestamp: Int64) -> Window? {
        let remainder = timestamp % size
        // Division rounds down, so that times before 1970 fall into the window that they are in.
        let (start, underflow) = timestamp.subtractingReportingOverflow(remainder < 0 ? remainder + size : remainder)
        let (end, overflow) = start.addingReportingOverflow(size)
        return underflow || overflow ? nil : Window(start: start, end: end)
    }
}
