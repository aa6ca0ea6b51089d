// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

/// The network that an IP address belongs to: the first 24 bits of an IPv4 address, the first 48 of an IPv6 one.
///
/// Events carry no more of an address than that. The whole address is never kept in this value, so it can't be logged.
/// Its text is held inline: copying one allocates nothing.
public struct NetworkAddress: Sendable, CustomStringConvertible {
    /// Room for `xxxx:xxxx:xxxx::` and for `255.255.255.0`.
    private var text = InlineArray<16, UInt8>(repeating: 0)
    private(set) var count = 0

    /// Cuts an address as RFC 5952 or dotted decimals write it; an IPv4 address mapped into IPv6 counts as IPv4.
    ///
    /// nil if the text is no address. Zone indexes and ports are not taken.
    public init?(of address: some StringProtocol) {
        let bytes = Array(address.utf8)
        guard let made = bytes.withUnsafeBufferPointer({ NetworkAddress(bytes: $0) }) else { return nil }
        self = made
    }

    init?(bytes: UnsafeBufferPointer<UInt8>) {
        if let parts = Self.dotted(bytes[...]) {
            append(dotted: parts)
            return
        }
        var groups = InlineArray<8, UInt16>(repeating: 0)
        guard Self.colons(bytes, &groups) else { return nil }
        if groups[0] | groups[1] | groups[2] | groups[3] | groups[4] == 0, groups[5] == 0xFFFF {
            append(dotted: (UInt8(groups[6] >> 8), UInt8(groups[6] & 0xFF), UInt8(groups[7] >> 8)))
        } else {
            append(groups: groups)
        }
    }

    public var description: String {
        var bytes: [UInt8] = []
        for index in 0..<count { bytes.append(text[index]) }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Copies the text; room for 16 bytes is needed.
    func copy(to output: UnsafeMutablePointer<UInt8>) {
        for index in 0..<count { output[index] = text[index] }
    }

    private mutating func append(_ byte: UInt8) {
        text[count] = byte
        count += 1
    }

    private mutating func append(dotted parts: (UInt8, UInt8, UInt8)) {
        for part in [parts.0, parts.1, parts.2] {
            if part >= 100 { append(0x30 + part / 100) }
            if part >= 10 { append(0x30 + part / 10 % 10) }
            append(0x30 + part % 10)
            append(UInt8(ascii: "."))
        }
        append(UInt8(ascii: "0"))
    }

    /// `a:b:c::`, or shorter where the last of the three are zero (RFC 5952 §4.2.2: the longest run is cut, which is that
    /// of the bits that were zeroed).
    private mutating func append(groups: InlineArray<8, UInt16>) {
        var last = 2
        while last >= 0, groups[last] == 0 { last -= 1 }
        var index = 0
        while index <= last {
            let group = groups[index]
            var shift = 12
            while shift > 0, group >> UInt16(shift) == 0 { shift -= 4 }
            while shift >= 0 {
                let digit = UInt8(truncatingIfNeeded: group >> UInt16(shift) & 0xF)
                append(digit < 10 ? 0x30 + digit : 0x61 + digit - 10)
                shift -= 4
            }
            if index < last { append(UInt8(ascii: ":")) }
            index += 1
        }
        append(UInt8(ascii: ":"))
        append(UInt8(ascii: ":"))
    }

    /// The first three parts of `a.b.c.d`, without leading zeros.
    private static func dotted(_ text: Slice<UnsafeBufferPointer<UInt8>>) -> (UInt8, UInt8, UInt8)? {
        var parts = InlineArray<4, UInt8>(repeating: 0)
        var part = 0
        var digits = 0
        var value = 0
        for byte in text {
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"):
                if digits == 1, value == 0 { return nil }
                value = value * 10 + Int(byte - 0x30)
                digits += 1
                if value > 255 { return nil }
            case UInt8(ascii: "."):
                guard digits > 0, part < 3 else { return nil }
                parts[part] = UInt8(value)
                part += 1
                digits = 0
                value = 0
            default: return nil
            }
        }
        return part == 3 && digits > 0 ? (parts[0], parts[1], parts[2]) : nil
    }

    /// The eight groups of an IPv6 address (RFC 4291 §2.2).
    private static func colons(_ text: UnsafeBufferPointer<UInt8>, _ groups: inout InlineArray<8, UInt16>) -> Bool {
        guard text.count >= 2, text.count <= 45 else { return false }
        var count = 0
        /// Where `::` stands, counted in groups.
        var gap: Int?
        var offset = 0
        if text[0] == UInt8(ascii: ":") {
            guard text[1] == UInt8(ascii: ":") else { return false }
            gap = 0
            offset = 2
        }
        while offset < text.count {
            guard count < 8 else { return false }
            let start = offset
            var value: UInt32 = 0
            while offset < text.count, let digit = hexadecimal(text[offset]) {
                value = value << 4 | digit
                offset += 1
                if offset - start > 4 { return false }
            }
            if offset < text.count, text[offset] == UInt8(ascii: ".") {
                // The last 32 bits in dotted decimals; of those only the first 24 matter, if the address is mapped.
                guard count <= 6, let parts = dotted(Slice(base: text, bounds: start..<text.count)) else {
                    return false
                }
                groups[count] = UInt16(parts.0) << 8 | UInt16(parts.1)
                groups[count + 1] = UInt16(parts.2) << 8
                count += 2
                offset = text.count
                break
            }
            guard offset > start else { return false }
            groups[count] = UInt16(value)
            count += 1
            if offset == text.count { break }
            guard text[offset] == UInt8(ascii: ":"), offset + 1 < text.count else { return false }
            offset += 1
            if text[offset] == UInt8(ascii: ":") {
                guard gap == nil else { return false }
                gap = count
                offset += 1
            }
        }
        guard let gap else { return count == 8 }
        guard count < 8 else { return false }
        // Move what follows the gap to the end.
        let moved = count - gap
        for index in 0..<moved {
            groups[7 - index] = groups[count - 1 - index]
            if count - 1 - index < 8 - moved { groups[count - 1 - index] = 0 }
        }
        return true
    }

    private static func hexadecimal(_ byte: UInt8) -> UInt32? {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt32(byte) - 0x30
        case UInt8(ascii: "a")...UInt8(ascii: "f"): UInt32(byte) - 0x61 + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): UInt32(byte) - 0x41 + 10
        default: nil
        }
    }
}
