// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

/// A point in time, or a local date and time, read from text.
struct ParsedTime {
    /// Since 1970-01-01T00:00:00, in UTC if there is a zone.
    var seconds: Int64
    /// 0 ..< 1,000,000,000; finer digits are cut.
    var nanoseconds: Int64
    var hasZone: Bool
}

/// Reads dates and times as RFC 3339 writes them (§5.6), from bytes. A blank may stand for the `T` (§5.6, note).
enum TimeText {
    /// `2026-03-13T10:21:14.5+01:00`, or the same without the zone.
    static func timestamp(_ text: UnsafeBufferPointer<UInt8>) -> ParsedTime? {
        guard text.count >= 19, let days = date(text, 0), let time = time(text, from: 11) else { return nil }
        switch text[10] {
        case UInt8(ascii: "T"), UInt8(ascii: "t"), UInt8(ascii: " "): break
        default: return nil
        }
        guard let offset = zone(text, from: time.end) else { return nil }
        return ParsedTime(
            seconds: Int64(days) * 86400 + time.seconds - (offset.seconds ?? 0), nanoseconds: time.nanoseconds,
            hasZone: offset.seconds != nil)
    }

    /// `2026-03-13` as days since 1970-01-01.
    static func date(_ text: UnsafeBufferPointer<UInt8>) -> Int32? {
        text.count == 10 ? date(text, 0) : nil
    }

    /// `10:21:14.5` as seconds of the day and nanoseconds.
    static func timeOfDay(_ text: UnsafeBufferPointer<UInt8>) -> (seconds: Int64, nanoseconds: Int64)? {
        guard let time = time(text, from: 0), time.end == text.count, time.seconds < 86400 else { return nil }
        return (time.seconds, time.nanoseconds)
    }

    private static func date(_ text: UnsafeBufferPointer<UInt8>, _ start: Int) -> Int32? {
        guard text.count >= start + 10, text[start + 4] == UInt8(ascii: "-"), text[start + 7] == UInt8(ascii: "-"),
            let century = twoDigits(text, start), let yearOfCentury = twoDigits(text, start + 2),
            let month = twoDigits(text, start + 5), let day = twoDigits(text, start + 8)
        else { return nil }
        let year = century * 100 + yearOfCentury
        guard (1...12).contains(month), day >= 1, day <= daysInMonth(month, of: year) else { return nil }
        return Int32(daysSinceEpoch(year: year, month: month, day: day))
    }

    /// `HH:MM:SS` with an optional fraction. Second 60 is a leap second and counts as the next second.
    private static func time(
        _ text: UnsafeBufferPointer<UInt8>, from start: Int
    ) -> (seconds: Int64, nanoseconds: Int64, end: Int)? {
        guard text.count >= start + 8, text[start + 2] == UInt8(ascii: ":"), text[start + 5] == UInt8(ascii: ":"),
            let hour = twoDigits(text, start), let minute = twoDigits(text, start + 3),
            let second = twoDigits(text, start + 6), hour <= 23, minute <= 59, second <= 60
        else { return nil }
        var end = start + 8
        var nanoseconds: Int64 = 0
        if end < text.count, text[end] == UInt8(ascii: ".") {
            end += 1
            let first = end
            var unit: Int64 = 100_000_000
            while end < text.count, let digit = digit(text[end]) {
                nanoseconds += Int64(digit) * unit
                unit /= 10
                end += 1
            }
            if end == first { return nil }
        }
        return (Int64(hour * 3600 + minute * 60 + second), nanoseconds, end)
    }

    /// `Z`, `+01:00` or nothing, up to the end; `seconds` is nil for nothing.
    private static func zone(_ text: UnsafeBufferPointer<UInt8>, from start: Int) -> (seconds: Int64?, end: Int)? {
        if start == text.count { return (nil, start) }
        switch text[start] {
        case UInt8(ascii: "Z"), UInt8(ascii: "z"): return start + 1 == text.count ? (0, start + 1) : nil
        case UInt8(ascii: "+"), UInt8(ascii: "-"):
            guard start + 6 == text.count, text[start + 3] == UInt8(ascii: ":"),
                let hours = twoDigits(text, start + 1), let minutes = twoDigits(text, start + 4), hours <= 23,
                minutes <= 59
            else { return nil }
            let seconds = Int64(hours * 3600 + minutes * 60)
            return (text[start] == UInt8(ascii: "-") ? -seconds : seconds, start + 6)
        default: return nil
        }
    }

    @inline(__always)
    private static func digit(_ byte: UInt8) -> Int? {
        let value = byte &- 0x30
        return value <= 9 ? Int(value) : nil
    }

    @inline(__always)
    private static func twoDigits(_ text: UnsafeBufferPointer<UInt8>, _ start: Int) -> Int? {
        guard let tens = digit(text[start]), let ones = digit(text[start + 1]) else { return nil }
        return tens * 10 + ones
    }

    private static func daysInMonth(_ month: Int, of year: Int) -> Int {
        switch month {
        case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }

    /// Days of the proleptic Gregorian calendar, counted in eras of 400 years that begin on 1 March.
    private static func daysSinceEpoch(year: Int, month: Int, day: Int) -> Int {
        let shifted = month <= 2 ? year - 1 : year
        let era = (shifted >= 0 ? shifted : shifted - 399) / 400
        let yearOfEra = shifted - era * 400
        let dayOfYear = (153 * ((month + 9) % 12) + 2) / 5 + day - 1
        return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
    }
}
