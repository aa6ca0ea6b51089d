// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

/// Timestamps as PostgreSQL writes them with `DateStyle = ISO` and `TimeZone = UTC`, to and from microseconds since 1970.
enum PostgresTimestamp {
    private static let microsecondsPerDay: Int64 = 86_400_000_000

    /// Text such as `2024-03-13 10:21:14.000123+00`, with ` BC` for years before 1.
    static func text(microseconds: Int64) -> String {
        var days = microseconds / microsecondsPerDay
        var rest = microseconds % microsecondsPerDay
        if rest < 0 {
            rest += microsecondsPerDay
            days -= 1
        }
        let date = civil(fromDays: days)
        let seconds = rest / 1_000_000
        let year = date.year > 0 ? date.year : 1 - date.year
        return padded(year, 4) + "-" + padded(date.month, 2) + "-" + padded(date.day, 2) + " "
            + padded(seconds / 3600, 2) + ":" + padded(seconds / 60 % 60, 2) + ":" + padded(seconds % 60, 2) + "."
            + padded(rest % 1_000_000, 6) + "+00" + (date.year > 0 ? "" : " BC")
    }

    /// Nil for anything but a timestamp with a zone of whole hours or hours and minutes (`infinity` too).
    static func microseconds(_ text: String) -> Int64? {
        var bytes = Substring(text)
        let isBeforeChrist = bytes.hasSuffix(" BC")
        if isBeforeChrist { bytes = bytes.dropLast(3) }

        let halves = bytes.split(separator: " ", omittingEmptySubsequences: false)
        guard halves.count == 2 else { return nil }
        let date = halves[0].split(separator: "-", omittingEmptySubsequences: false).map { Int64($0) }
        guard date.count == 3, let writtenYear = date[0], let month = date[1], let day = date[2],
            (1...294_276).contains(writtenYear), (1...12).contains(month), (1...31).contains(day)
        else { return nil }

        guard let sign = halves[1].lastIndex(where: { $0 == "+" || $0 == "-" }) else { return nil }
        let clock = halves[1][..<sign].split(separator: ":", omittingEmptySubsequences: false)
        let zone = halves[1][halves[1].index(after: sign)...].split(separator: ":").map { Int64($0) }
        guard clock.count == 3, let hour = Int64(clock[0]), let minute = Int64(clock[1]),
            (0...24).contains(hour), (0...59).contains(minute), let zoneHours = zone.first ?? nil,
            (0...24).contains(zoneHours)
        else { return nil }
        let zoneMinutes = zone.count > 1 ? zone[1] ?? 0 : 0

        let parts = clock[2].split(separator: ".", omittingEmptySubsequences: false)
        guard let second = Int64(parts[0]), (0...60).contains(second), parts.count <= 2 else { return nil }
        var fraction: Int64 = 0
        if parts.count == 2 {
            guard (1...6).contains(parts[1].count), let digits = Int64(parts[1]), digits >= 0 else { return nil }
            fraction = digits
            for _ in parts[1].count..<6 { fraction *= 10 }
        }

        let year = isBeforeChrist ? 1 - writtenYear : writtenYear
        let offset = (zoneHours * 60 + zoneMinutes) * (halves[1][sign] == "-" ? -1 : 1)
        let seconds = hour * 3600 + (minute - offset) * 60 + second
        return days(year: year, month: month, day: day) * microsecondsPerDay + seconds * 1_000_000 + fraction
    }

    private static func padded(_ value: Int64, _ width: Int) -> String {
        let digits = String(value)
        return String(repeating: "0", count: max(0, width - digits.count)) + digits
    }

    /// Days since 1970-01-01 of a proleptic Gregorian date; years count from March so that leap days come last.
    private static func days(year: Int64, month: Int64, day: Int64) -> Int64 {
        let shifted = month <= 2 ? year - 1 : year
        let era = (shifted >= 0 ? shifted : shifted - 399) / 400
        let yearOfEra = shifted - era * 400
        let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
        return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
    }

    private static func civil(fromDays days: Int64) -> (year: Int64, month: Int64, day: Int64) {
        let shifted = days + 719_468
        let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let part = (5 * dayOfYear + 2) / 153
        let month = part < 10 ? part + 3 : part - 9
        return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, dayOfYear - (153 * part + 2) / 5 + 1)
    }
}
