// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

// Times: RFC 3339 in UTC, and seconds with an `s`; both with no, three, six or nine digits of fraction.

extension GoogleTimestamp {
    public static var jsonForm: ProtobufJSONForm { .own }

    /// 0001-01-01T00:00:00Z to 9999-12-31T23:59:59Z.
    private static let range: ClosedRange<Int64> = -62_135_596_800...253_402_300_799

    /// The instant, in whole microseconds; what is finer is cut off.
    public var timestamp: Timestamp {
        Timestamp(microseconds: seconds &* 1_000_000 &+ Int64(nanos) / 1000)
    }

    public init(_ timestamp: Timestamp) {
        let (seconds, rest) = timestamp.microseconds.flooredDivision(by: 1_000_000)
        self.init(seconds: seconds, nanos: Int32(truncatingIfNeeded: rest * 1000))
    }

    public mutating func merge(from reader: inout ProtobufJSONReader) throws(CodecError) {
        guard let value = Self(rfc3339: try reader.string()) else {
            throw reader.failure("a timestamp such as 2024-03-13T10:21:14Z")
        }
        (seconds, nanos) = (value.seconds, value.nanos)
    }

    public func encode(into writer: inout ProtobufJSONWriter) throws(CodecError) {
        guard Self.range.contains(seconds), (0..<1_000_000_000).contains(nanos) else {
            throw writer.failure("a timestamp outside of the years 1 to 9999")
        }
        let whole = Timestamp(microseconds: seconds * 1_000_000).rfc3339.dropLast()
        writer.string("\(whole)\(ProtobufFraction.text(nanos))Z")
    }

    private init?(rfc3339 text: String) {
        var scanner = DigitScanner(text)
        guard let date = scanner.date(), scanner.accept("T"), let hour = scanner.number(digits: 2), hour < 24,
            scanner.accept(":"), let minute = scanner.number(digits: 2), minute < 60, scanner.accept(":"),
            let second = scanner.number(digits: 2), second < 60
        else { return nil }
        var nanos: Int32 = 0
        if scanner.accept(".") {
            guard let fraction = scanner.nanoseconds() else { return nil }
            nanos = fraction
        }
        var offset = 0
        if !scanner.accept("Z") {
            let isNegative = scanner.accept("-")
            guard isNegative || scanner.accept("+"), let hours = scanner.number(digits: 2), hours < 24,
                scanner.accept(":"), let minutes = scanner.number(digits: 2), minutes < 60
            else { return nil }
            offset = (hours * 60 + minutes) * (isNegative ? -1 : 1)
        }
        let seconds = Int64(date.daysSinceEpoch) * 86_400 + Int64((hour * 60 + minute - offset) * 60 + second)
        guard scanner.isAtEnd, Self.range.contains(seconds) else { return nil }
        self.init(seconds: seconds, nanos: nanos)
    }
}

extension GoogleDuration {
    public static var jsonForm: ProtobufJSONForm { .own }

    /// Ten thousand years.
    private static let limit: Int64 = 315_576_000_000

    public mutating func merge(from reader: inout ProtobufJSONReader) throws(CodecError) {
        guard let value = Self(text: try reader.string()) else { throw reader.failure("a duration such as 1.5s") }
        (seconds, nanos) = (value.seconds, value.nanos)
    }

    public func encode(into writer: inout ProtobufJSONWriter) throws(CodecError) {
        let isOneSign = seconds == 0 || nanos == 0 || (seconds < 0) == (nanos < 0)
        guard seconds.magnitude <= UInt64(Self.limit), nanos.magnitude < 1_000_000_000, isOneSign else {
            throw writer.failure("a duration of more than 10,000 years, or with parts of two signs")
        }
        let sign = seconds < 0 || nanos < 0 ? "-" : ""
        writer.string("\(sign)\(seconds.magnitude)\(ProtobufFraction.text(Int32(nanos.magnitude)))s")
    }

    private init?(text: String) {
        var scanner = DigitScanner(text)
        let isNegative = scanner.accept("-")
        guard let whole = scanner.digits(atMost: 12), whole <= Self.limit else { return nil }
        var fraction: Int32 = 0
        if scanner.accept(".") {
            guard let nanos = scanner.nanoseconds() else { return nil }
            fraction = nanos
        }
        guard scanner.accept("s"), scanner.isAtEnd else { return nil }
        self.init(seconds: isNegative ? -whole : whole, nanos: isNegative ? -fraction : fraction)
    }
}

enum ProtobufFraction {
    /// Nothing, or a point and three, six or nine digits.
    static func text(_ nanos: Int32) -> String {
        guard nanos != 0 else { return "" }
        let digits = padded(Int64(nanos), 9)
        if nanos % 1_000_000 == 0 { return "." + digits.prefix(3) }
        return "." + (nanos % 1000 == 0 ? digits.prefix(6) : digits[...])
    }
}

extension DigitScanner {
    /// One to nine digits, as nanoseconds.
    mutating func nanoseconds() -> Int32? {
        var value: Int32 = 0
        var count = 0
        while let digit = number(digits: 1) {
            guard count < 9 else { return nil }
            value = value * 10 + Int32(digit)
            count += 1
        }
        guard count > 0 else { return nil }
        for _ in count..<9 { value *= 10 }
        return value
    }

    /// As many digits as there are, but at least one.
    mutating func digits(atMost limit: Int) -> Int64? {
        var value: Int64 = 0
        var count = 0
        while let digit = number(digits: 1) {
            guard count < limit else { return nil }
            value = value * 10 + Int64(digit)
            count += 1
        }
        return count > 0 ? value : nil
    }
}
