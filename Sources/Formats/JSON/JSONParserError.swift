// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

/// Why a text is not JSON that `JSONParser` takes, and where.
public struct JSONParserError: Error, Sendable, Hashable, CustomStringConvertible {
    /// What is wrong. The raw value is a sentence's beginning.
    public enum Reason: String, Sendable, Hashable, CaseIterable {
        case empty = "the text is empty"
        case unexpectedCharacter = "unexpected character"
        case unexpectedEnd = "the text ends early"
        case trailingContent = "something follows the value"
        case unclosedString = "the string has no closing quote"
        case controlCharacter = "a control character in a string must be escaped"
        case invalidEscape = "invalid escape in a string"
        case loneSurrogate = "a lone surrogate is no Unicode character"
        case invalidUTF8 = "the text is not UTF-8"
        case invalidNumber = "not a JSON number"
        case numberOutOfRange = "the number is out of range: integers are within 64 bits, others within a double"
        case tooDeep = "too many containers inside each other"
        case tooLarge = "the text is larger than 4 GiB"
        case outOfMemory = "memory is short"
    }

    public var reason: Reason
    /// Bytes from the text's start, where it is known.
    public var offset: Int?
    /// Counted from 1; set if `offset` is.
    public var line: Int?
    /// Characters (not bytes) from the line's start, counted from 1; set if `offset` is.
    public var column: Int?

    public init(_ reason: Reason, offset: Int? = nil, line: Int? = nil, column: Int? = nil) {
        self.reason = reason
        self.offset = offset
        self.line = line
        self.column = column
    }

    /// With line and column computed from the text that `offset` is in.
    init(_ reason: Reason, at offset: Int, in text: UnsafeRawBufferPointer) {
        let place = TextPosition(of: offset, in: text)
        self.init(reason, offset: offset, line: place.line, column: place.column)
    }

    public var description: String {
        guard let offset, let line, let column else { return "invalid JSON: \(reason.rawValue)" }
        return "invalid JSON at line \(line), column \(column) (byte \(offset)): \(reason.rawValue)"
    }
}

extension JSONParserError {
    /// The error for a text that simdjson refused: its code says little and no place, so the text is scanned again.
    static func locate(
        simdjsonCode code: Int32, in text: UnsafeRawBufferPointer, maximumDepth: Int
    ) -> JSONParserError {
        let memoryIsShort: Int32 = 2
        if code == memoryIsShort { return JSONParserError(.outOfMemory) }
        var checker = JSONChecker(text: text, maximumDepth: maximumDepth)
        if let problem = checker.firstProblem() {
            return problem.reason == .empty
                ? JSONParserError(.empty) : JSONParserError(problem.reason, at: problem.offset, in: text)
        }
        // What simdjson refuses and the scan accepts would be a difference between the two; the place is unknown then.
        let reasons: [Int32: Reason] = [
            4: .tooDeep, 5: .invalidEscape, 9: .invalidNumber, 10: .invalidUTF8, 12: .empty, 13: .controlCharacter,
            14: .unclosedString,
        ]
        return JSONParserError(reasons[code] ?? .unexpectedCharacter)
    }
}
