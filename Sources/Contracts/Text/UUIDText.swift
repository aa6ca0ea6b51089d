// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

/// Reads UUIDs (RFC 9562 §4) from bytes, eight digits at a time.
enum UUIDText {
    static let length = 36

    /// The UUID's two halves; either case is taken. At least `length` bytes must be readable.
    @inline(__always)
    static func parse(_ text: UnsafeBufferPointer<UInt8>) -> (high: UInt64, low: UInt64)? {
        guard text.count == length, let base = text.baseAddress, base[8] == UInt8(ascii: "-"),
            base[13] == UInt8(ascii: "-"), base[18] == UInt8(ascii: "-"), base[23] == UInt8(ascii: "-")
        else { return nil }
        let raw = UnsafeRawPointer(base)
        var valid = true
        let first = hexadecimal(load(raw, 0), &valid)
        let second = hexadecimal(load(raw, 9, 14), &valid)
        let third = hexadecimal(load(raw, 19, 24), &valid)
        let fourth = hexadecimal(load(raw, 28), &valid)
        return valid ? (first << 32 | second, third << 32 | fourth) : nil
    }

    @inline(__always)
    private static func load(_ raw: UnsafeRawPointer, _ offset: Int) -> UInt64 {
        UInt64(littleEndian: raw.loadUnaligned(fromByteOffset: offset, as: UInt64.self))
    }

    /// Four bytes from each of two places.
    @inline(__always)
    private static func load(_ raw: UnsafeRawPointer, _ first: Int, _ second: Int) -> UInt64 {
        let low = UInt32(littleEndian: raw.loadUnaligned(fromByteOffset: first, as: UInt32.self))
        let high = UInt32(littleEndian: raw.loadUnaligned(fromByteOffset: second, as: UInt32.self))
        return UInt64(low) | UInt64(high) << 32
    }

    /// The number that eight characters denote; the first is in the lowest byte. All eight bytes are worked on at once:
    /// with bytes below 0x80, `byte + (0x80 - limit)` has its top bit set exactly if `byte >= limit`.
    @inline(__always)
    private static func hexadecimal(_ characters: UInt64, _ valid: inout Bool) -> UInt64 {
        let ones: UInt64 = 0x0101_0101_0101_0101
        let tops = ones &* 0x80
        let ascii = characters & ~tops
        let lower = ascii | ones &* 0x20
        let isDigit = (ascii &+ ones &* (0x80 - 0x30)) & ~(ascii &+ ones &* (0x80 - 0x3A))
        let isLetter = (lower &+ ones &* (0x80 - 0x61)) & ~(lower &+ ones &* (0x80 - 0x67))
        if characters & tops != 0 || (isDigit | isLetter) & tops != tops { valid = false }
        let digits = (ascii & (ones &* 0x0F)) &+ ((isLetter & tops) >> 7) &* 9
        // Pairs of digits to bytes, then the bytes together.
        let pairs = ((digits << 4) | (digits >> 8)) & 0x00FF_00FF_00FF_00FF
        let fours = (pairs | pairs >> 8) & 0x0000_FFFF_0000_FFFF
        return UInt64(UInt32(truncatingIfNeeded: fours | fours >> 16).byteSwapped)
    }
}
