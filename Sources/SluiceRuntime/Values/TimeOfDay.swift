// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

/// A time of day without a zone, in microseconds after midnight: what Avro's `time-millis` and `time-micros` become.
public struct TimeOfDay: Sendable, Hashable, Comparable, Codable {
    /// `0 ..< 86_400_000_000`.
    public let microseconds: Int64

    /// Nil outside a day.
    @inlinable
    public init?(microseconds: Int64) {
        guard microseconds >= 0, microseconds < 86_400_000_000 else { return nil }
        self.microseconds = microseconds
    }

    @inlinable
    public static func < (a: TimeOfDay, b: TimeOfDay) -> Bool { a.microseconds < b.microseconds }
}

extension TimeOfDay: CustomStringConvertible {
    /// `10:21:14`, with six digits of fraction where they are needed.
    public var description: String {
        let seconds = microseconds / 1_000_000
        let fraction = microseconds % 1_000_000
        let text = "\(padded(seconds / 3600, 2)):\(padded(seconds / 60 % 60, 2)):\(padded(seconds % 60, 2))"
        return fraction == 0 ? text : text + ".\(padded(fraction, 6))"
    }
}

/// A date and a time of day in no particular zone, in microseconds since 1970-01-01 00:00 there: what Avro's
/// `local-timestamp-millis` and `local-timestamp-micros` become.
public struct LocalTimestamp: Sendable, Hashable, Comparable, Codable {
    public var microseconds: Int64

    @inlinable
    public init(microseconds: Int64) { self.microseconds = microseconds }

    @inlinable
    public static func < (a: LocalTimestamp, b: LocalTimestamp) -> Bool { a.microseconds < b.microseconds }
}

extension LocalTimestamp: CustomStringConvertible {
    /// As RFC 3339, without the zone.
    public var description: String { String(Timestamp(microseconds: microseconds).rfc3339.dropLast()) }
}
