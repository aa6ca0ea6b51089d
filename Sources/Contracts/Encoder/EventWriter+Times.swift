// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import Formats

extension EventWriter {
    /// The years 1 to 9999.
    static var timestampSeconds: ClosedRange<Int64> { -62_135_596_800...253_402_300_799 }

    /// The number that a date, time or timestamp is stored as; noted if the value is none.
    mutating func time(_ type: UnsafePointer<TypePlan>, _ index: Int) -> Int64? {
        let kind = type.pointee.kind
        guard tape.kind(at: index) == .string else {
            guard let value = integer(type, index) else { return nil }
            return inRange(value, type, index)
        }
        let text = tape.string(at: index)
        let units = type.pointee.unitsPerSecond
        switch kind {
        case .date:
            if let days = TimeText.date(text) { return inRange(Int64(days), type, index) }
            fail(.invalidDate, index, type)
        case .timeMillis, .timeMicros:
            if let time = TimeText.timeOfDay(text) {
                return time.seconds * units + time.nanoseconds / (1_000_000_000 / units)
            }
            fail(.invalidTime, index, type)
        default:
            guard let time = TimeText.timestamp(text) else {
                fail(.invalidTimestamp, index, type)
                return nil
            }
            if time.hasZone != (kind == .timestamp) {
                fail(kind == .timestamp ? .missingZone : .invalidTimestamp, index, type)
                return nil
            }
            return stored(time, type, index)
        }
        return nil
    }

    /// A timestamp of the envelope in microseconds: one without a zone is taken as UTC and flagged.
    mutating func envelopeTime(_ type: UnsafePointer<TypePlan>, _ index: Int) -> Int64? {
        guard tape.kind(at: index) == .string else { return time(type, index) }
        guard let time = TimeText.timestamp(tape.string(at: index)) else {
            fail(.invalidTimestamp, index, type)
            return nil
        }
        if !time.hasZone { envelope.flags.insert(.noZone) }
        return stored(time, type, index)
    }

    private mutating func stored(_ time: ParsedTime, _ type: UnsafePointer<TypePlan>, _ index: Int) -> Int64? {
        let units = type.pointee.unitsPerSecond
        let (whole, overflow) = time.seconds.multipliedReportingOverflow(by: units)
        let (value, carry) = whole.addingReportingOverflow(time.nanoseconds / (1_000_000_000 / units))
        if overflow || carry {
            fail(.outOfRange, index, type)
            return nil
        }
        return inRange(value, type, index)
    }

    /// Whether an integer is a time that its text form could say too.
    private mutating func inRange(_ value: Int64, _ type: UnsafePointer<TypePlan>, _ index: Int) -> Int64? {
        let fits: Bool
        switch type.pointee.kind {
        case .date: fits = (-719_162...2_932_896).contains(value)
        case .timeMillis, .timeMicros: fits = value >= 0 && value < 86400 * type.pointee.unitsPerSecond
        default: fits = Self.timestampSeconds.contains(value / type.pointee.unitsPerSecond)
        }
        if fits { return value }
        fail(.outOfRange, index, type)
        return nil
    }
}
