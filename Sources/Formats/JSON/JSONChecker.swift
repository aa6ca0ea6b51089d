// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

/// Finds the first place where a text breaks the rules of `JSONParser`.
///
/// Only run on texts that simdjson refused, so it is written for exact places and not for speed. It keeps its own stack:
/// no text makes it recurse.
struct JSONChecker {
    struct Problem: Error {
        let reason: JSONParserError.Reason
        let offset: Int
    }

    private let text: UnsafeRawBufferPointer
    private let maximumDepth: Int
    private var offset = 0
    /// The open containers, outermost first: true for an object.
    private var open: [Bool] = []

    init(text: UnsafeRawBufferPointer, maximumDepth: Int) {
        self.text = text
        self.maximumDepth = maximumDepth
    }

    mutating func firstProblem() -> Problem? {
        do {
            try document()
            return nil
        } catch {
            return error
        }
    }

    private mutating func document() throws(Problem) {
        skipSpace()
        if offset == text.count { throw Problem(reason: .empty, offset: offset) }
        try value()
        while let isObject = open.last {
            skipSpace()
            switch (peek, isObject) {
            case (nil, _): throw Problem(reason: .unexpectedEnd, offset: offset)
            case (UInt8(ascii: "}"), true), (UInt8(ascii: "]"), false):
                offset += 1
                open.removeLast()
            case (UInt8(ascii: ","), _):
                offset += 1
                skipSpace()
                if isObject { try memberName() }
                try value()
            default: throw Problem(reason: .unexpectedCharacter, offset: offset)
            }
        }
        skipSpace()
        if offset < text.count { throw Problem(reason: .trailingContent, offset: offset) }
    }

    /// A scalar, or the beginning of containers down to the first scalar or empty container.
    private mutating func value() throws(Problem) {
        while true {
            skipSpace()
            guard let first = peek else { throw Problem(reason: .unexpectedEnd, offset: offset) }
            guard first == UInt8(ascii: "{") || first == UInt8(ascii: "[") else { return try scalar(first) }
            let isObject = first == UInt8(ascii: "{")
            if open.count == maximumDepth { throw Problem(reason: .tooDeep, offset: offset) }
            offset += 1
            skipSpace()
            if peek == (isObject ? UInt8(ascii: "}") : UInt8(ascii: "]")) {
                offset += 1
                return
            }
            open.append(isObject)
            if isObject { try memberName() }
        }
    }

    private mutating func memberName() throws(Problem) {
        guard let first = peek else { throw Problem(reason: .unexpectedEnd, offset: offset) }
        guard first == UInt8(ascii: "\"") else { throw Problem(reason: .unexpectedCharacter, offset: offset) }
        try string()
        skipSpace()
        guard let colon = peek else { throw Problem(reason: .unexpectedEnd, offset: offset) }
        guard colon == UInt8(ascii: ":") else { throw Problem(reason: .unexpectedCharacter, offset: offset) }
        offset += 1
    }

    private mutating func scalar(_ first: UInt8) throws(Problem) {
        switch first {
        case UInt8(ascii: "\""): try string()
        case UInt8(ascii: "t"): try word("true")
        case UInt8(ascii: "f"): try word("false")
        case UInt8(ascii: "n"): try word("null")
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): try number()
        default: throw Problem(reason: .unexpectedCharacter, offset: offset)
        }
    }

    private mutating func word(_ expected: StaticString) throws(Problem) {
        let start = offset
        for index in 0..<expected.utf8CodeUnitCount {
            guard let byte = peek else { throw Problem(reason: .unexpectedEnd, offset: offset) }
            guard byte == expected.utf8Start[index] else {
                throw Problem(reason: .unexpectedCharacter, offset: start)
            }
            offset += 1
        }
        if let byte = peek, !Self.endsScalar(byte) { throw Problem(reason: .unexpectedCharacter, offset: start) }
    }

    private mutating func number() throws(Problem) {
        let start = offset
        while let byte = peek, !Self.endsScalar(byte) { offset += 1 }
        let digits = text[start..<offset]
        guard let isInteger = Self.isNumber(digits) else { throw Problem(reason: .invalidNumber, offset: start) }
        let written = String(decoding: digits, as: UTF8.self)
        let fits =
            isInteger
            ? Int64(written) != nil || UInt64(written) != nil
            : (Double(written)?.isFinite ?? false)
        if !fits { throw Problem(reason: .numberOutOfRange, offset: start) }
    }

    /// Whether the bytes are a JSON number without fraction and exponent; nil if they are no JSON number.
    private static func isNumber(_ bytes: Slice<UnsafeRawBufferPointer>) -> Bool? {
        var rest = bytes
        func digits(_ rest: inout Slice<UnsafeRawBufferPointer>) -> Int {
            let count = rest.prefix { $0 >= 0x30 && $0 <= 0x39 }.count
            rest = rest.dropFirst(count)
            return count
        }
        if rest.first == UInt8(ascii: "-") { rest = rest.dropFirst() }
        let leadsWithZero = rest.first == UInt8(ascii: "0")
        let whole = digits(&rest)
        if whole == 0 || (leadsWithZero && whole > 1) { return nil }
        var isInteger = true
        if rest.first == UInt8(ascii: ".") {
            rest = rest.dropFirst()
            isInteger = false
            if digits(&rest) == 0 { return nil }
        }
        if rest.first == UInt8(ascii: "e") || rest.first == UInt8(ascii: "E") {
            rest = rest.dropFirst()
            isInteger = false
            if rest.first == UInt8(ascii: "+") || rest.first == UInt8(ascii: "-") { rest = rest.dropFirst() }
            if digits(&rest) == 0 { return nil }
        }
        return rest.isEmpty ? isInteger : nil
    }

    private mutating func string() throws(Problem) {
        let start = offset
        offset += 1
        while let byte = peek {
            switch byte {
            case UInt8(ascii: "\""):
                offset += 1
                return
            case UInt8(ascii: "\\"): try escape()
            case ..<0x20: throw Problem(reason: .controlCharacter, offset: offset)
            case ..<0x80: offset += 1
            default:
                guard let length = JSONText.lengthOfScalar(in: text, at: offset) else {
                    throw Problem(reason: .invalidUTF8, offset: offset)
                }
                offset += length
            }
        }
        throw Problem(reason: .unclosedString, offset: start)
    }

    private mutating func escape() throws(Problem) {
        let start = offset
        offset += 1
        guard let kind = peek else { throw Problem(reason: .unexpectedEnd, offset: offset) }
        offset += 1
        switch kind {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"), UInt8(ascii: "b"), UInt8(ascii: "f"),
            UInt8(ascii: "n"), UInt8(ascii: "r"), UInt8(ascii: "t"):
            return
        case UInt8(ascii: "u"):
            let unit = try hexadecimal(from: start)
            if unit & 0xFC00 == 0xDC00 { throw Problem(reason: .loneSurrogate, offset: start) }
            guard unit & 0xFC00 == 0xD800 else { return }
            guard peek == UInt8(ascii: "\\"), offset + 1 < text.count, text[offset + 1] == UInt8(ascii: "u") else {
                throw Problem(reason: .loneSurrogate, offset: start)
            }
            offset += 2
            if try hexadecimal(from: start) & 0xFC00 != 0xDC00 { throw Problem(reason: .loneSurrogate, offset: start) }
        default: throw Problem(reason: .invalidEscape, offset: start)
        }
    }

    private mutating func hexadecimal(from start: Int) throws(Problem) -> UInt32 {
        var unit: UInt32 = 0
        for _ in 0..<4 {
            guard let byte = peek, let digit = Character(UnicodeScalar(byte)).hexDigitValue else {
                throw Problem(reason: .invalidEscape, offset: start)
            }
            unit = unit << 4 | UInt32(digit)
            offset += 1
        }
        return unit
    }

    private var peek: UInt8? { offset < text.count ? text[offset] : nil }

    private mutating func skipSpace() {
        while let byte = peek, byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 { offset += 1 }
    }

    private static func endsScalar(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x20, 0x0A, 0x0D, 0x09, UInt8(ascii: ","), UInt8(ascii: ":"), UInt8(ascii: "["), UInt8(ascii: "]"),
            UInt8(ascii: "{"), UInt8(ascii: "}"):
            true
        default: false
        }
    }
}
