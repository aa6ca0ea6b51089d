// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

/// Dates and times of the proleptic Gregorian calendar as RFC 3339 writes them.
enum CivilTime {
    enum Unit: Int64 {
        case milliseconds = 1000
        case microseconds = 1_000_000
        case nanoseconds = 1_000_000_000

        /// Digits after the point.
        var digits: Int {
            switch self {
            case .milliseconds: 3
            case .microseconds: 6
            case .nanoseconds: 9
            }
        }
    }

    /// A long of a logical type of time; nil for other logical types, and years that RFC 3339 can't write.
    static func text(of value: Int64, _ type: AvroLogicalType) -> String? {
        switch type {
        case .timeMicros: time(value, .microseconds)
        case .timestampMillis: timestamp(value, .milliseconds).map { $0 + "Z" }
        case .timestampMicros: timestamp(value, .microseconds).map { $0 + "Z" }
        case .timestampNanos: timestamp(value, .nanoseconds).map { $0 + "Z" }
        case .localTimestampMillis: timestamp(value, .milliseconds)
        case .localTimestampMicros: timestamp(value, .microseconds)
        case .localTimestampNanos: timestamp(value, .nanoseconds)
        default: nil
        }
    }

    /// `2024-03-13`, for days since 1970-01-01; nil outside the years 0 to 9999.
    static func date(days: Int64) -> String? {
        // 0000-01-01 and 9999-12-31.
        guard (-719_528...2_932_896).contains(days) else { return nil }
        // Years are counted from March, so that the leap day is the last of its year; 400 years are 146,097 days.
        let shifted = days + 719_468
        let era = floorDivide(shifted, 146_097)
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let monthFromMarch = (5 * dayOfYear + 2) / 153
        let day = dayOfYear - (153 * monthFromMarch + 2) / 5 + 1
        let month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
        let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
        return "\(padded(year, 4))-\(padded(month, 2))-\(padded(day, 2))"
    }

    /// `10:21:14.123`, for units since midnight; no fraction if it is zero; nil outside a day.
    static func time(_ value: Int64, _ unit: Unit) -> String? {
        guard value >= 0, value < 86_400 * unit.rawValue else { return nil }
        let seconds = value / unit.rawValue
        let fraction = value % unit.rawValue
        let clock = "\(padded(seconds / 3600, 2)):\(padded(seconds / 60 % 60, 2)):\(padded(seconds % 60, 2))"
        return fraction == 0 ? clock : "\(clock).\(padded(fraction, unit.digits))"
    }

    private static func timestamp(_ value: Int64, _ unit: Unit) -> String? {
        let perDay = 86_400 * unit.rawValue
        let days = floorDivide(value, perDay)
        // The product is at most the value in size, but one day beyond it below.
        let (start, overflow) = days.multipliedReportingOverflow(by: perDay)
        guard !overflow, let date = date(days: days), let time = time(value - start, unit) else { return nil }
        return "\(date)T\(time)"
    }

    private static func floorDivide(_ value: Int64, _ divisor: Int64) -> Int64 {
        value >= 0 ? value / divisor : -1 - (-1 - value) / divisor
    }

    private static func padded(_ value: Int64, _ width: Int) -> String {
        let digits = String(value)
        return String(repeating: "0", count: max(0, width - digits.count)) + digits
    }
}
