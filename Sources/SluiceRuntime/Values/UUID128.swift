// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

/// A UUID (RFC 9562), compared and hashed whole.
///
/// As `Codable` it is its text.
public struct UUID128: Sendable, Hashable {
    /// The first eight bytes, big-endian.
    public let high: UInt64
    /// The last eight bytes, big-endian.
    public let low: UInt64

    @inlinable
    public init(high: UInt64, low: UInt64) {
        self.high = high
        self.low = low
    }

    /// A random UUID of version 4 (RFC 9562 §5.4), from the system's generator.
    public static func random() -> UUID128 {
        UUID128(
            high: .random(in: .min ... .max) & 0xFFFF_FFFF_FFFF_0FFF | 0x4000,
            low: .random(in: .min ... .max) & 0x3FFF_FFFF_FFFF_FFFF | 0x8000_0000_0000_0000)
    }

    /// Reads the form 8-4-4-4-12 in either case; nil for anything else.
    public init?(_ text: String) {
        let text = text.utf8Span.span
        guard let value = text.withUnsafeBytes({ UUID128(text: $0) }) else { return nil }
        self = value
    }

    /// Reads the form 8-4-4-4-12 from its 36 ASCII bytes.
    public init?(text: UnsafeRawBufferPointer) {
        guard text.count == 36, text[8] == 0x2D, text[13] == 0x2D, text[18] == 0x2D, text[23] == 0x2D else {
            return nil
        }
        var high: UInt64 = 0
        var low: UInt64 = 0
        // A digit that is none sets bits above the low four; they are looked at once, at the end.
        var wrong: UInt8 = 0
        for index in 0..<18 where index != 8 && index != 13 {
            let digit = Self.hexValue(text[index])
            wrong |= digit
            high = high &<< 4 | UInt64(digit & 0xF)
        }
        for index in 19..<36 where index != 23 {
            let digit = Self.hexValue(text[index])
            wrong |= digit
            low = low &<< 4 | UInt64(digit & 0xF)
        }
        guard wrong < 16 else { return nil }
        self.init(high: high, low: low)
    }

    /// Nil unless there are exactly 16 bytes.
    public init?(bytes: some Collection<UInt8>) {
        guard bytes.count == 16 else { return nil }
        var high: UInt64 = 0
        var low: UInt64 = 0
        for (index, byte) in bytes.enumerated() {
            if index < 8 { high = high &<< 8 | UInt64(byte) } else { low = low &<< 8 | UInt64(byte) }
        }
        self.init(high: high, low: low)
    }

    /// The 16 bytes in network order.
    public var bytes: [UInt8] { withBytes { [UInt8]($0) } }

    /// Lends the 16 bytes in network order; nothing is allocated.
    public func withBytes<Result, Failure: Error>(
        _ body: (UnsafeRawBufferPointer) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        let words = (high.bigEndian, low.bigEndian)
        return try Swift.withUnsafeBytes(of: words, body)
    }

    /// Writes the 36 ASCII bytes of the text, in lower case, to `target`, which must have room for them.
    @usableFromInline
    func writeText(to target: UnsafeMutableRawPointer) {
        var position = 0
        for nibble in 0..<32 {
            if nibble == 8 || nibble == 12 || nibble == 16 || nibble == 20 {
                target.storeBytes(of: 0x2D, toByteOffset: position, as: UInt8.self)
                position &+= 1
            }
            let word = nibble < 16 ? high : low
            let digit = UInt8(truncatingIfNeeded: word &>> UInt64(60 &- 4 &* (nibble & 15))) & 0xF
            target.storeBytes(of: digit < 10 ? digit &+ 0x30 : digit &+ 0x57, toByteOffset: position, as: UInt8.self)
            position &+= 1
        }
    }

    /// 0 to 15, or 0xFF where the byte is no hexadecimal digit.
    private static func hexValue(_ byte: UInt8) -> UInt8 {
        switch byte {
        case 0x30...0x39: byte &- 0x30
        case 0x61...0x66: byte &- 0x57
        case 0x41...0x46: byte &- 0x37
        default: 0xFF
        }
    }
}

extension UUID128: CustomStringConvertible {
    /// Lower case, 8-4-4-4-12.
    public var description: String {
        String(unsafeUninitializedCapacity: 36) { buffer in
            guard let target = buffer.baseAddress else { return 0 }
            writeText(to: UnsafeMutableRawPointer(target))
            return 36
        }
    }
}

extension UUID128: Codable {
    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        let text = try container.decode(String.self)
        guard let value = UUID128(text) else {
            throw DecodingError.dataCorruptedError(
                in: container, debugDescription: "expected a UUID of the form 8-4-4-4-12, found \"\(text)\"")
        }
        self = value
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }
}
