// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

/// Decimals as text: exact, whatever their size.
enum DecimalText {
    /// Larger numbers are not written as digits, since that takes time by the square of their size.
    private static let maxBytes = 256

    /// The number of a big-endian two's complement, with `scale` digits after the point: `-12.50`.
    static func text(twosComplement bytes: [UInt8], scale: Int) -> String? {
        guard !bytes.isEmpty, bytes.count <= maxBytes, (0...10 * maxBytes).contains(scale) else { return nil }
        let negative = bytes[0] >= 0x80
        var digits = decimalDigits(negative ? negated(bytes) : bytes)
        if digits.count <= scale { digits.insert(contentsOf: repeatElement(0, count: scale + 1 - digits.count), at: 0) }
        var text = negative ? "-" : ""
        for (index, digit) in digits.enumerated() {
            if index == digits.count - scale { text += "." }
            text += String(digit)
        }
        return text
    }

    /// The magnitude of a negative number.
    private static func negated(_ bytes: [UInt8]) -> [UInt8] {
        var result = bytes.map { ~$0 }
        for index in result.indices.reversed() {
            result[index] &+= 1
            if result[index] != 0 { break }
        }
        return result
    }

    /// The digits of a big-endian magnitude, by repeated division by ten; zero is one digit.
    private static func decimalDigits(_ magnitude: [UInt8]) -> [UInt8] {
        var rest = magnitude[...].drop { $0 == 0 }
        var digits: [UInt8] = []
        while !rest.isEmpty {
            var remainder = 0
            for index in rest.indices {
                let value = remainder << 8 | Int(rest[index])
                rest[index] = UInt8(value / 10)
                remainder = value % 10
            }
            digits.append(UInt8(remainder))
            rest = rest.drop { $0 == 0 }
        }
        return digits.isEmpty ? [0] : digits.reversed()
    }
}
