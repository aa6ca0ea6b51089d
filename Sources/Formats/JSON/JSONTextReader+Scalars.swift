// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

// Numbers and strings of `JSONTextReader`.
extension JSONTextReader {
    /// Reads a number and returns its text.
    mutating func readNumber() throws(JSONError) -> String {
        let start = offset
        if peek == UInt8(ascii: "-") { advance() }
        if peek == UInt8(ascii: "0") {
            advance()
            if isDigit { throw error("a number may not start with 0 and go on", at: start) }
        } else {
            try skipDigits()
        }
        if peek == UInt8(ascii: ".") {
            advance()
            try skipDigits()
        }
        if peek == UInt8(ascii: "e") || peek == UInt8(ascii: "E") {
            advance()
            if peek == UInt8(ascii: "+") || peek == UInt8(ascii: "-") { advance() }
            try skipDigits()
        }
        return String(decoding: bytes[start..<offset], as: UTF8.self)
    }

    private var isDigit: Bool {
        guard let byte = peek else { return false }
        return (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
    }

    private mutating func skipDigits() throws(JSONError) {
        guard isDigit else { throw error("expected a digit, found \(found)") }
        while isDigit { advance() }
    }

    /// Reads a string, from its opening to its closing quote.
    mutating func readString() throws(JSONError) -> String {
        let opening = offset
        advance()
        var text = String()
        var run = offset
        while let byte = peek {
            switch byte {
            case UInt8(ascii: "\""):
                try append(run, to: &text)
                advance()
                return text
            case UInt8(ascii: "\\"):
                try append(run, to: &text)
                text.unicodeScalars.append(try readEscape())
                run = offset
            case 0..<0x20: throw error("a control character in a string must be escaped")
            default: advance()
            }
        }
        throw error("this string has no closing quote", at: opening)
    }

    private func append(_ start: Int, to text: inout String) throws(JSONError) {
        guard start < offset else { return }
        guard let part = String(validating: bytes[start..<offset], as: UTF8.self) else {
            throw error("the string is not UTF-8", at: start)
        }
        text += part
    }

    private mutating func readEscape() throws(JSONError) -> Unicode.Scalar {
        let start = offset
        advance()
        guard let byte = peek else { throw error("the escape is cut short", at: start) }
        advance()
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return Unicode.Scalar(byte)
        case UInt8(ascii: "b"): return "\u{8}"
        case UInt8(ascii: "f"): return "\u{C}"
        case UInt8(ascii: "n"): return "\n"
        case UInt8(ascii: "r"): return "\r"
        case UInt8(ascii: "t"): return "\t"
        case UInt8(ascii: "u"): return try readUnicodeEscape(from: start)
        default: throw error("unknown escape", at: start)
        }
    }

    private mutating func readUnicodeEscape(from start: Int) throws(JSONError) -> Unicode.Scalar {
        let first = try readHexUnit(from: start)
        if let scalar = Unicode.Scalar(first) { return scalar }
        // A surrogate: only a high one followed by a low one is a character.
        guard first < 0xDC00, peek == UInt8(ascii: "\\") else { throw error("a lone surrogate", at: start) }
        advance()
        guard peek == UInt8(ascii: "u") else { throw error("a lone surrogate", at: start) }
        advance()
        let second = try readHexUnit(from: start)
        guard (0xDC00...0xDFFF).contains(second),
            let scalar = Unicode.Scalar(0x10000 + (first - 0xD800) << 10 + (second - 0xDC00))
        else { throw error("a lone surrogate", at: start) }
        return scalar
    }

    private mutating func readHexUnit(from start: Int) throws(JSONError) -> UInt32 {
        var unit: UInt32 = 0
        for _ in 0..<4 {
            guard let byte = peek, let digit = Character(Unicode.Scalar(byte)).hexDigitValue else {
                throw error("\\u needs four hexadecimal digits", at: start)
            }
            unit = unit << 4 | UInt32(digit)
            advance()
        }
        return unit
    }
}
