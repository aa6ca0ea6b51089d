// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

/// A decimal number `unscaled × 10^-scale` of at most 38 digits, exact: what sums of money are kept in.
///
/// Two values are equal if number and scale are: `1.0` is not `1.00`. As `Codable` it is its text.
public struct FixedDecimal: Sendable, Hashable {
    public var unscaled: Int128
    /// Digits after the point, 0 to 38.
    public let scale: Int

    /// A scale outside `0...38` is taken as the nearest of them.
    @inlinable
    public init(unscaled: Int128, scale: Int) {
        self.unscaled = unscaled
        self.scale = min(max(scale, 0), 38)
    }

    /// Reads `-12.50`: a sign at will, digits, and digits after a point at will; the scale is their number. Nil for
    /// anything else, exponents too, and for numbers beyond 38 digits.
    public init?(_ text: String) {
        var digits = text.utf8[...]
        let negative = digits.first == 0x2D
        if negative || digits.first == 0x2B { digits.removeFirst() }
        var unscaled: Int128 = 0
        var scale: Int?
        var count = 0
        for byte in digits {
            if byte == 0x2E {
                guard scale == nil, count > 0 else { return nil }
                scale = 0
                continue
            }
            guard byte >= 0x30, byte <= 0x39 else { return nil }
            let (shifted, overflow) = unscaled.multipliedReportingOverflow(by: 10)
            let (sum, carry) = shifted.addingReportingOverflow(Int128(byte - 0x30))
            guard !overflow, !carry else { return nil }
            unscaled = sum
            count += 1
            if let digitsAfterPoint = scale { scale = digitsAfterPoint + 1 }
        }
        guard count > 0, scale != 0, (scale ?? 0) <= 38 else { return nil }
        self.init(unscaled: negative ? -unscaled : unscaled, scale: scale ?? 0)
    }

    /// The same number with another scale; nil if digits would be lost or it does not fit.
    public func rescaled(to target: Int) -> FixedDecimal? {
        guard (0...38).contains(target) else { return nil }
        var value = unscaled
        for _ in scale..<max(scale, target) {
            let (product, overflow) = value.multipliedReportingOverflow(by: 10)
            guard !overflow else { return nil }
            value = product
        }
        for _ in target..<max(scale, target) {
            let (quotient, remainder) = value.quotientAndRemainder(dividingBy: 10)
            guard remainder == 0 else { return nil }
            value = quotient
        }
        return FixedDecimal(unscaled: value, scale: target)
    }

    /// The sum with the larger of both scales; nil if it does not fit.
    public func adding(_ other: FixedDecimal) -> FixedDecimal? {
        let common = max(scale, other.scale)
        guard let a = rescaled(to: common), let b = other.rescaled(to: common) else { return nil }
        let (sum, overflow) = a.unscaled.addingReportingOverflow(b.unscaled)
        return overflow ? nil : FixedDecimal(unscaled: sum, scale: common)
    }
}

extension FixedDecimal: CustomStringConvertible {
    /// All digits of the scale: `12.50`.
    public var description: String {
        var digits = String(unscaled.magnitude)
        if digits.utf8.count <= scale { digits = String(repeating: "0", count: scale + 1 - digits.utf8.count) + digits }
        if scale > 0 { digits.insert(".", at: digits.index(digits.endIndex, offsetBy: -scale)) }
        return unscaled < 0 ? "-" + digits : digits
    }
}

extension FixedDecimal: Codable {
    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        let text = try container.decode(String.self)
        guard let value = FixedDecimal(text) else {
            throw DecodingError.dataCorruptedError(
                in: container, debugDescription: "expected a decimal such as \"12.50\", found \"\(text)\"")
        }
        self = value
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }
}
