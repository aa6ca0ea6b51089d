// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

/// Numbers of ProtoJSON: as JSON has them, or in quotes.
enum ProtobufJSONNumber {
    /// Whether a text is what JSON's grammar calls a number.
    static func isNumber(_ text: String) -> Bool {
        var rest = text.utf8[...]
        func digits() -> Int {
            let count = rest.prefix { (0x30...0x39).contains($0) }.count
            rest = rest.dropFirst(count)
            return count
        }
        if rest.first == 0x2D { rest.removeFirst() }
        let startsWithZero = rest.first == 0x30
        let whole = digits()
        guard whole > 0, !startsWithZero || whole == 1 else { return false }
        if rest.first == 0x2E {
            rest.removeFirst()
            guard digits() > 0 else { return false }
        }
        if rest.first == 0x45 || rest.first == 0x65 {
            rest.removeFirst()
            if rest.first == 0x2B || rest.first == 0x2D { rest.removeFirst() }
            guard digits() > 0 else { return false }
        }
        return rest.isEmpty
    }

    /// An integer, also one that is written with a fraction of zero or an exponent; exact, whatever its size.
    static func integer<Number: FixedWidthInteger>(_ text: String) -> Number? {
        guard isNumber(text) else { return nil }
        if let number = Number(text) { return number }
        let parts = text.split(whereSeparator: { $0 == "e" || $0 == "E" })
        let mantissa = parts[0].split(separator: ".")
        let sign = mantissa[0].hasPrefix("-") ? "-" : ""
        let fraction = mantissa.count > 1 ? mantissa[1] : ""
        var digits = Substring(mantissa[0].drop { $0 == "-" } + fraction).drop { $0 == "0" }
        guard parts.count < 2 || Int(parts[1]) != nil || digits.isEmpty else { return nil }
        guard !digits.isEmpty else { return 0 }
        // No integer here has more than 20 digits.
        var exponent = (parts.count > 1 ? Int(parts[1]) ?? 0 : 0).clamped(to: 100_000) - fraction.utf8.count
        while exponent < 0, digits.last == "0" {
            digits.removeLast()
            exponent += 1
        }
        guard exponent >= 0, digits.utf8.count + exponent <= 20 else { return nil }
        return Number(sign + digits + String(repeating: "0", count: exponent))
    }

    /// A number that is finite in the type.
    static func float<Number: BinaryFloatingPoint & LosslessStringConvertible>(_ text: String) -> Number? {
        guard isNumber(text), let number = Number(text), number.isFinite else { return nil }
        return number
    }
}

extension Int {
    /// The nearest number whose magnitude is not beyond the limit.
    fileprivate func clamped(to limit: Int) -> Int { Swift.min(Swift.max(self, -limit), limit) }
}

extension ProtobufJSONReader {
    /// A number, or the text of one in quotes.
    private mutating func numberText() throws(CodecError) -> String {
        peek() == 0x22 ? try string() : try number()
    }

    mutating func integer<Number: FixedWidthInteger>() throws(CodecError) -> Number {
        guard let number: Number = ProtobufJSONNumber.integer(try numberText()) else {
            throw failure("an integer of \(Number.bitWidth) bits")
        }
        return number
    }

    mutating func float<Number: BinaryFloatingPoint & LosslessStringConvertible>() throws(CodecError) -> Number {
        let isQuoted = peek() == 0x22
        let text = try numberText()
        switch text {
        case "NaN" where isQuoted: return .nan
        case "Infinity" where isQuoted: return .infinity
        case "-Infinity" where isQuoted: return -.infinity
        default:
            guard let number: Number = ProtobufJSONNumber.float(text) else {
                throw failure("a number in the field's range")
            }
            return number
        }
    }
}
