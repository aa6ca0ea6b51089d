// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import SluiceRuntime
import Testing

@Suite("Timestamps are RFC 3339 in UTC, to the microsecond")
struct TimestampTests {
    @Test(
        "Text and microseconds agree, before 1970 too",
        arguments: [
            ("1970-01-01T00:00:00Z", 0), ("2024-03-13T10:21:14Z", 1_710_325_274_000_000),
            ("2024-02-29T23:59:59.999999Z", 1_709_251_199_999_999), ("1969-12-31T23:59:59.999Z", -1000),
            ("1600-02-29T12:00:00Z", -11_670_955_200_000_000), ("9999-12-31T23:59:59Z", 253_402_300_799_000_000),
            ("0000-03-01T00:00:00Z", -62_162_035_200_000_000),
        ])
    func textAndMicroseconds(text: String, microseconds: Int64) throws {
        let parsed = try #require(Timestamp(rfc3339: text))
        #expect(parsed.microseconds == microseconds)
        #expect(parsed.rfc3339 == text)
    }

    @Test("Offsets, lower case, a space, cut digits and the leap second are understood")
    func variants() {
        let instant = Timestamp(rfc3339: "2024-03-13T10:21:14Z")
        #expect(Timestamp(rfc3339: "2024-03-13t12:21:14+02:00") == instant)
        #expect(Timestamp(rfc3339: "2024-03-13 05:51:14-04:30") == instant)
        #expect(Timestamp(rfc3339: "2024-03-13T10:21:14.0000009z") == instant)
        #expect(Timestamp(rfc3339: "2024-03-13T10:20:60Z") == Timestamp(rfc3339: "2024-03-13T10:21:00Z"))
        #expect(Timestamp(rfc3339: "2024-03-13T10:21:14.5Z")?.rfc3339 == "2024-03-13T10:21:14.500Z")
    }

    @Test(
        "Anything else is refused",
        arguments: [
            "", "2024-03-13", "2024-03-13T10:21:14", "2024-13-01T00:00:00Z", "2023-02-29T00:00:00Z",
            "1900-02-29T00:00:00Z", "2024-03-13T24:00:00Z", "2024-03-13T10:60:00Z", "2024-03-13T10:21:61Z",
            "2024-03-13T10:21:14.Z", "2024-03-13T10:21:14+0200", "2024-03-13T10:21:14Zx", "+2024-03-13T10:21:14Z",
            "２024-03-13T10:21:14Z", "2024-00-10T10:21:14Z", "2024-03-00T10:21:14Z",
        ])
    func refused(text: String) {
        #expect(Timestamp(rfc3339: text) == nil)
    }

    @Test("The extremes of Int64 have a text and a date")
    func extremes() {
        #expect(Timestamp(microseconds: .min).rfc3339 == "-290308-12-21T19:59:05.224192Z")
        #expect(Timestamp(microseconds: .max).rfc3339 == "+294247-01-10T04:00:54.775807Z")
        #expect(Timestamp(microseconds: -1).utcDate.description == "1969-12-31")
    }

    @Test("Times of day, dates and local timestamps keep their ranges")
    func otherTimes() {
        #expect(TimeOfDay(microseconds: 86_400_000_000) == nil)
        #expect(TimeOfDay(microseconds: -1) == nil)
        #expect(TimeOfDay(microseconds: 37_274_000_001)?.description == "10:21:14.000001")
        #expect(CalendarDate("2024-02-29")?.daysSinceEpoch == 19782)
        #expect(CalendarDate("2024-02-30") == nil)
        #expect(LocalTimestamp(microseconds: 0).description == "1970-01-01T00:00:00")
    }
}
