// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

/// The bytes of source text without comments and strings.
struct ProtobufSourceScan {
    let text: [UInt8]
    private var offset = 0
    private(set) var line = 1
    private var lineStart = 0

    init(text: [UInt8]) { self.text = text }

    /// Of the byte that was given last, counted from 1.
    var column: Int { offset - lineStart }

    mutating func next() -> UInt8? {
        while offset < text.count {
            let byte = text[offset]
            switch (byte, offset + 1 < text.count ? text[offset + 1] : 0) {
            case (UInt8(ascii: "/"), UInt8(ascii: "/")): skip { $0 == 0x0A }
            case (UInt8(ascii: "/"), UInt8(ascii: "*")): skipBlockComment()
            case (UInt8(ascii: "\""), _), (UInt8(ascii: "'"), _): skipString(byte)
            default:
                advance()
                return byte
            }
        }
        return nil
    }

    private mutating func advance() {
        if text[offset] == 0x0A {
            line += 1
            lineStart = offset + 1
        }
        offset += 1
    }

    private mutating func skip(until isEnd: (UInt8) -> Bool) {
        while offset < text.count, !isEnd(text[offset]) { advance() }
    }

    private mutating func skipBlockComment() {
        advance()
        advance()
        while offset < text.count {
            let ends =
                text[offset] == UInt8(ascii: "*") && offset + 1 < text.count
                && text[offset + 1] == UInt8(ascii: "/")
            advance()
            if ends {
                advance()
                return
            }
        }
    }

    /// A string ends with its quote or, broken, with its line.
    private mutating func skipString(_ quote: UInt8) {
        advance()
        while offset < text.count, text[offset] != quote, text[offset] != 0x0A {
            if text[offset] == UInt8(ascii: "\\"), offset + 1 < text.count { advance() }
            advance()
        }
        if offset < text.count, text[offset] == quote { advance() }
    }
}
