// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

extension Timestamp {
    /// Reads RFC 3339's `date-time`: `2024-03-13T10:21:14.123456Z` or with an offset such as `+02:00`.
    ///
    /// A zone is required. `T` and `Z` may be lower case, and a space may stand for `T`. Digits beyond the microsecond
    /// are cut off. Second 60 counts as the next minute's first. Anything else, and any date that the calendar does not
    /// have, is nil.
    public init?(rfc3339 text: String) {
        var scanner = DigitScanner(text)
        guard let date = scanner.date(), scanner.accept("T", "t", " "),
            let hour = scanner.number(digits: 2), hour < 24, scanner.accept(":"),
            let minute = scanner.number(digits: 2), minute < 60, scanner.accept(":"),
            let second = scanner.number(digits: 2), second <= 60
        else { return nil }
        var fraction = 0
        if scanner.accept(".") {
            guard let microseconds = scanner.fraction() else { return nil }
            fraction = microseconds
        }
        var offsetMinutes = 0
        if !scanner.accept("Z", "z") {
            let negative = scanner.accept("-")
            guard negative || scanner.accept("+"), let hours = scanner.number(digits: 2), hours < 24,
                scanner.accept(":"), let minutes = scanner.number(digits: 2), minutes < 60
            else { return nil }
            offsetMinutes = (hours * 60 + minutes) * (negative ? -1 : 1)
        }
        guard scanner.isAtEnd else { return nil }
        // Years 0 to 9999: far from any overflow.
        let seconds = Int64(date.daysSinceEpoch) * 86_400 + Int64((hour * 60 + minute - offsetMinutes) * 60 + second)
        self.init(microseconds: seconds * 1_000_000 + Int64(fraction))
    }

    /// RFC 3339 in UTC, such as `2024-03-13T10:21:14Z`; with three or six digits of fraction where they are needed.
    ///
    /// Years beyond 9999 or before 0 are written with a sign, as ISO 8601 allows.
    public var rfc3339: String {
        let (_, inDay) = microseconds.flooredDivision(by: 86_400_000_000)
        let seconds = inDay / 1_000_000
        let fraction = inDay % 1_000_000
        var text = "\(utcDate)T\(padded(seconds / 3600, 2)):\(padded(seconds / 60 % 60, 2)):\(padded(seconds % 60, 2))"
        if fraction % 1000 != 0 {
            text += ".\(padded(fraction, 6))"
        } else if fraction != 0 {
            text += ".\(padded(fraction / 1000, 3))"
        }
        return text + "Z"
    }
}

/// A number that is not negative, with leading zeros.
func padded(_ value: Int64, _ width: Int) -> String {
    let digits = String(value)
    return String(repeating: "0", count: max(0, width - digits.utf8.count)) + digits
}

/// Reads fixed-width decimal digits and single characters off a text; nothing is allocated.
struct DigitScanner {
    private var rest: Substring.UTF8View

    init(_ text: String) { rest = Substring(text).utf8 }

    var isAtEnd: Bool { rest.isEmpty }

    /// Takes the next character if it is one of those given.
    mutating func accept(_ characters: Unicode.Scalar...) -> Bool {
        guard let next = rest.first, characters.contains(where: { $0.value == UInt32(next) }) else { return false }
        rest.removeFirst()
        return true
    }

    /// Exactly that many digits.
    mutating func number(digits: Int) -> Int? {
        var value = 0
        for _ in 0..<digits {
            guard let digit = digit() else { return nil }
            value = value * 10 + digit
        }
        return value
    }

    /// One digit or more, as microseconds; those beyond the sixth are cut off.
    mutating func fraction() -> Int? {
        guard var value = digit() else { return nil }
        var count = 1
        while let next = digit() {
            if count < 6 {
                value = value * 10 + next
                count += 1
            }
        }
        while count < 6 {
            value *= 10
            count += 1
        }
        return value
    }

    /// `YYYY-MM-DD`, a day that the calendar has.
    mutating func date() -> CalendarDate? {
        guard let year = number(digits: 4), accept("-"), let month = number(digits: 2), accept("-"),
            let day = number(digits: 2)
        else { return nil }
        return CalendarDate(year: year, month: month, day: day)
    }

    private mutating func digit() -> Int? {
        guard let next = rest.first, next >= 0x30, next <= 0x39 else { return nil }
        rest.removeFirst()
        return Int(next - 0x30)
    }
}
