// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import Glibc

/// An instant, in whole microseconds since 1970-01-01T00:00:00Z (leap seconds are not counted, as in POSIX).
///
/// What Avro's `timestamp-millis` and `timestamp-micros` become. As `Codable` it is its RFC 3339 text.
public struct Timestamp: Sendable, Hashable, Comparable {
    /// Microseconds since 1970-01-01T00:00:00Z; negative before.
    public var microseconds: Int64

    @inlinable
    public init(microseconds: Int64) { self.microseconds = microseconds }

    @inlinable
    public static func < (a: Timestamp, b: Timestamp) -> Bool { a.microseconds < b.microseconds }

    /// The system clock's time.
    public static func now() -> Timestamp {
        var clock = timespec()
        clock_gettime(CLOCK_REALTIME, &clock)
        return Timestamp(microseconds: Int64(clock.tv_sec) &* 1_000_000 &+ Int64(clock.tv_nsec) / 1000)
    }

    /// The calendar date in UTC.
    @inlinable
    public var utcDate: CalendarDate {
        let (days, _) = microseconds.flooredDivision(by: 86_400_000_000)
        // Int64 microseconds span ±106,751,991 days, which an Int32 holds.
        return CalendarDate(daysSinceEpoch: Int32(truncatingIfNeeded: days))
    }
}

extension Timestamp: Codable {
    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        let text = try container.decode(String.self)
        guard let value = Timestamp(rfc3339: text) else {
            throw DecodingError.dataCorruptedError(
                in: container, debugDescription: "expected an RFC 3339 timestamp with a zone, found \"\(text)\"")
        }
        self = value
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(rfc3339)
    }
}

extension Timestamp: CustomStringConvertible {
    public var description: String { rfc3339 }
}

extension Int64 {
    /// Quotient and remainder with the remainder in `0..<divisor`, so that times before 1970 fall into the right day.
    @inlinable
    func flooredDivision(by divisor: Int64) -> (quotient: Int64, remainder: Int64) {
        let (quotient, remainder) = quotientAndRemainder(dividingBy: divisor)
        return remainder < 0 ? (quotient &- 1, remainder &+ divisor) : (quotient, remainder)
    }
}
