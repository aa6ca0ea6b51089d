// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

extension Duration {
    /// So many times 60 seconds.
    public static func minutes(_ count: Int) -> Duration { .seconds(60) * count }
    /// So many times 3,600 seconds.
    public static func hours(_ count: Int) -> Duration { .seconds(3_600) * count }
    /// So many times 24 hours: a day of UTC, where every day has as many.
    public static func days(_ count: Int) -> Duration { .seconds(86_400) * count }

    /// Whole microseconds, rounded towards zero; durations beyond 292,000 years are taken as that.
    var microseconds: Int64 {
        let (seconds, overflow) = components.seconds.multipliedReportingOverflow(by: 1_000_000)
        guard !overflow else { return components.seconds < 0 ? .min : .max }
        return seconds.addingClamped(components.attoseconds / 1_000_000_000_000)
    }
}

extension Int64 {
    /// The sum, or the nearest number that there is.
    func addingClamped(_ other: Int64) -> Int64 {
        let (sum, overflow) = addingReportingOverflow(other)
        guard overflow else { return sum }
        return other < 0 ? .min : .max
    }

    /// The difference, or the nearest number that there is.
    func subtractingClamped(_ other: Int64) -> Int64 {
        let (difference, overflow) = subtractingReportingOverflow(other)
        guard overflow else { return difference }
        return other < 0 ? .max : .min
    }
}
