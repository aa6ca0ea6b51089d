// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

// Reading takes the standard alphabet (RFC 4648 §4) and the URL-safe one (§5), with padding or without.
extension Base64 {
    /// The decoded bytes; nil if the text isn't base64.
    public static func decode(_ text: some Collection<UInt8>) -> [UInt8]? {
        let characters = Array(text)
        return characters.withUnsafeBufferPointer { characters in
            guard let count = decodedCount(characters) else { return nil }
            var isValid = true
            let bytes = [UInt8](unsafeUninitializedCapacity: count) { output, written in
                // An empty output may have no address; there is nothing to decode into it then.
                if let start = output.baseAddress { isValid = decode(characters, to: start) }
                written = count
            }
            return isValid ? bytes : nil
        }
    }

    /// How many bytes the text stands for; nil if its length is impossible. The characters are not looked at.
    public static func decodedCount(_ text: UnsafeBufferPointer<UInt8>) -> Int? {
        let characters = unpadded(text)
        if characters % 4 == 1 { return nil }
        // Padding fills up to four, or is left out.
        if characters != text.count, text.count % 4 != 0 { return nil }
        return characters / 4 * 3 + max(0, characters % 4 - 1)
    }

    /// Writes the decoded bytes, as many as `decodedCount` says. False if a character isn't of the alphabet, or the last
    /// one carries bits that no byte takes.
    public static func decode(_ text: UnsafeBufferPointer<UInt8>, to output: UnsafeMutablePointer<UInt8>) -> Bool {
        var out = output
        var bits: UInt32 = 0
        var count = 0
        for index in 0..<unpadded(text) {
            guard let value = value(of: text[index]) else { return false }
            bits = bits << 6 | value
            count += 6
            if count >= 8 {
                count -= 8
                out.pointee = UInt8(truncatingIfNeeded: bits >> UInt32(count))
                out += 1
            }
        }
        return bits & ((1 << UInt32(count)) - 1) == 0
    }

    private static func unpadded(_ text: UnsafeBufferPointer<UInt8>) -> Int {
        var count = text.count
        while count > 0, text.count - count < 2, text[count - 1] == UInt8(ascii: "=") { count -= 1 }
        return count
    }

    @inline(__always)
    private static func value(of character: UInt8) -> UInt32? {
        switch character {
        case UInt8(ascii: "A")...UInt8(ascii: "Z"): UInt32(character) - 65
        case UInt8(ascii: "a")...UInt8(ascii: "z"): UInt32(character) - 71
        case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt32(character) + 4
        case UInt8(ascii: "+"), UInt8(ascii: "-"): 62
        case UInt8(ascii: "/"), UInt8(ascii: "_"): 63
        default: nil
        }
    }
}
