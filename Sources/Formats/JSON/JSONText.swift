// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

/// Small scans over JSON text.
enum JSONText {
    /// The offset after the closing quote of the string that opens at `start`; nil if it isn't closed.
    static func endOfString(in text: UnsafeRawBufferPointer, from start: Int) -> Int? {
        var offset = start + 1
        while offset < text.count {
            switch text[offset] {
            case UInt8(ascii: "\\"): offset += 2
            case UInt8(ascii: "\""): return offset + 1
            default: offset += 1
            }
        }
        return nil
    }

    /// The offset after the number, `true`, `false` or `null` that starts at `start`.
    static func endOfScalar(in text: UnsafeRawBufferPointer, from start: Int) -> Int {
        var offset = start
        while offset < text.count {
            switch text[offset] {
            case UInt8(ascii: ","), UInt8(ascii: "]"), UInt8(ascii: "}"), 0x20, 0x09, 0x0A, 0x0D: return offset
            default: offset += 1
            }
        }
        return offset
    }

    /// How many bytes the UTF-8 of one Unicode scalar at `offset` has; nil if it is not well-formed (Unicode, table 3-7).
    static func lengthOfScalar(in text: UnsafeRawBufferPointer, at offset: Int) -> Int? {
        func continues(_ index: Int, _ range: ClosedRange<UInt8> = 0x80...0xBF) -> Bool {
            index < text.count && range.contains(text[index])
        }
        switch text[offset] {
        case 0x00...0x7F: return 1
        case 0xC2...0xDF: return continues(offset + 1) ? 2 : nil
        case 0xE0: return continues(offset + 1, 0xA0...0xBF) && continues(offset + 2) ? 3 : nil
        case 0xED: return continues(offset + 1, 0x80...0x9F) && continues(offset + 2) ? 3 : nil
        case 0xE1...0xEF: return continues(offset + 1) && continues(offset + 2) ? 3 : nil
        case 0xF0:
            return continues(offset + 1, 0x90...0xBF) && continues(offset + 2) && continues(offset + 3) ? 4 : nil
        case 0xF4:
            return continues(offset + 1, 0x80...0x8F) && continues(offset + 2) && continues(offset + 3) ? 4 : nil
        case 0xF1...0xF3: return continues(offset + 1) && continues(offset + 2) && continues(offset + 3) ? 4 : nil
        default: return nil
        }
    }
}
