// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

/// Finds source text whose brackets nest so deeply that libprotobuf 3.21 would run out of stack: it limits messages inside
/// each other to 32 itself, but then skips the rest by calling itself for each bracket. (Descriptors are bounded by its
/// limit for messages on the wire.)
enum ProtobufNesting {
    static let maximum = 32

    static func problem(in text: [UInt8], file: String) -> ProtobufSchemaError.Problem? {
        var scan = Scan(text: text)
        while let byte = scan.next() {
            switch byte {
            case UInt8(ascii: "{"), UInt8(ascii: "["), UInt8(ascii: "("), UInt8(ascii: "<"):
                scan.depth += 1
                if scan.depth > maximum {
                    return .init(
                        file: file, line: scan.line, column: scan.column,
                        message: "nested deeper than \(maximum) levels")
                }
            case UInt8(ascii: "}"), UInt8(ascii: "]"), UInt8(ascii: ")"), UInt8(ascii: ">"):
                scan.depth = max(0, scan.depth - 1)
            default: break
            }
        }
        return nil
    }

    /// The text's bytes without comments and strings.
    private struct Scan {
        let text: [UInt8]
        var offset = 0
        var depth = 0
        var line = 1
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
}
