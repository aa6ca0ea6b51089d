// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

/// A decimal of a schema: at most `precision` digits, `scale` of them after the point. What Avro's `decimal` becomes.
///
/// The bounds are part of the type, so a value that exists can always be encoded: `BoundedDecimal<12, 2>`.
public struct BoundedDecimal<let precision: Int, let scale: Int>: Sendable, Hashable, Comparable {
    /// The number times `10^scale`; its magnitude is below `10^precision`.
    public let unscaled: Int128

    /// Nil if the number has more than `precision` digits.
    @inlinable
    public init?(unscaled: Int128) {
        guard unscaled.magnitude < Self.limit else { return nil }
        self.unscaled = unscaled
    }

    /// Nil if digits would be lost or there are too many.
    public init?(_ decimal: FixedDecimal) {
        guard let value = decimal.rescaled(to: scale) else { return nil }
        self.init(unscaled: value.unscaled)
    }

    /// Reads `12.5`; nil if it is no decimal or has more digits than the type.
    public init?(_ text: String) {
        guard let value = FixedDecimal(text) else { return nil }
        self.init(value)
    }

    /// The number without bounds, to calculate with.
    public var value: FixedDecimal { FixedDecimal(unscaled: unscaled, scale: scale) }

    @inlinable
    public static func < (a: Self, b: Self) -> Bool { a.unscaled < b.unscaled }

    /// `10^precision`; the compiler folds the loop.
    @inlinable
    static var limit: UInt128 {
        var limit: UInt128 = 1
        for _ in 0..<min(max(precision, 0), 38) { limit &*= 10 }
        return limit
    }
}

extension BoundedDecimal: CustomStringConvertible {
    public var description: String { value.description }
}

extension BoundedDecimal: Codable {
    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        let text = try container.decode(String.self)
        guard let value = Self(text) else {
            throw DecodingError.dataCorruptedError(
                in: container, debugDescription: "expected a decimal(\(precision),\(scale)), found \"\(text)\"")
        }
        self = value
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }
}
