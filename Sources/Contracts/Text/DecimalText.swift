// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

/// A decimal number without loss: `mantissa * 10^exponent`, where the mantissa doesn't end in a zero.
struct ParsedDecimal {
    var isNegative: Bool
    var mantissa: UInt128
    /// Of the mantissa; 0 for zero.
    var digits: Int
    var exponent: Int

    enum Failure { case syntax, tooManyDigits, tooFine }

    /// The most digits that a mantissa here, and so a contract's decimal, may have.
    static let maximumDigits = 38

    init(_ magnitude: UInt64, isNegative: Bool) {
        self.isNegative = isNegative
        mantissa = UInt128(magnitude)
        exponent = 0
        while mantissa != 0, mantissa % 10 == 0 {
            mantissa /= 10
            exponent += 1
        }
        digits = 0
        var rest = mantissa
        while rest != 0 {
            rest /= 10
            digits += 1
        }
    }

    private init() {
        isNegative = false
        mantissa = 0
        digits = 0
        exponent = 0
    }

    /// Reads a number as JSON writes it (leading zeros are taken too).
    static func parse(_ text: UnsafeBufferPointer<UInt8>) -> (value: ParsedDecimal, failure: Failure?) {
        var value = ParsedDecimal()
        var offset = 0
        /// Zeros that count only if another digit follows.
        var zeros = 0
        var tooMany = false
        func digit() -> UInt8? {
            guard offset < text.count else { return nil }
            let digit = text[offset] &- 0x30
            return digit <= 9 ? digit : nil
        }
        func take(_ digit: UInt8) {
            offset += 1
            if digit == 0 {
                if value.mantissa != 0 { zeros += 1 }
                return
            }
            guard value.digits + zeros + 1 <= maximumDigits else {
                tooMany = true
                return
            }
            value.mantissa = value.mantissa * powerOfTen(zeros + 1) + UInt128(digit)
            value.digits += zeros + 1
            zeros = 0
        }
        if offset < text.count, text[offset] == UInt8(ascii: "-") {
            value.isNegative = true
            offset += 1
        }
        guard digit() != nil else { return (value, .syntax) }
        while let next = digit() { take(next) }
        var fraction = 0
        if offset < text.count, text[offset] == UInt8(ascii: ".") {
            offset += 1
            guard digit() != nil else { return (value, .syntax) }
            while let next = digit() {
                take(next)
                fraction += 1
            }
        }
        var exponent = 0
        if offset < text.count, text[offset] | 0x20 == UInt8(ascii: "e") {
            offset += 1
            var isNegative = false
            if offset < text.count, text[offset] == UInt8(ascii: "-") || text[offset] == UInt8(ascii: "+") {
                isNegative = text[offset] == UInt8(ascii: "-")
                offset += 1
            }
            guard digit() != nil else { return (value, .syntax) }
            while let next = digit() {
                // Any exponent of that size is out of every range already.
                exponent = min(exponent * 10 + Int(next), 1_000_000_000)
                offset += 1
            }
            if isNegative { exponent = -exponent }
        }
        guard offset == text.count else { return (value, .syntax) }
        value.exponent = value.mantissa == 0 ? 0 : exponent + zeros - fraction
        return (value, tooMany ? .tooManyDigits : nil)
    }

    /// The integer that a decimal of that precision and scale stores.
    func unscaled(precision: Int, scale: Int) -> (value: Int128, failure: Failure?) {
        if mantissa == 0 { return (0, nil) }
        let shift = exponent + scale
        if shift < 0 { return (0, .tooFine) }
        if digits + shift > precision || digits + shift > Self.maximumDigits { return (0, .tooManyDigits) }
        let magnitude = Int128(truncatingIfNeeded: mantissa * Self.powerOfTen(shift))
        return (isNegative ? -magnitude : magnitude, nil)
    }

    /// 10^exponent, for exponents of at most `maximumDigits`.
    @inline(__always)
    private static func powerOfTen(_ exponent: Int) -> UInt128 {
        var power: UInt128 = 1
        for _ in 0..<exponent { power &*= 10 }
        return power
    }
}
