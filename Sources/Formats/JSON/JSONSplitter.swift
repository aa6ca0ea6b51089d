// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

/// Splits the text of an array into the texts of its elements without understanding them.
///
/// For bodies that `JSONParser` refused: one element with a number out of range, a lone surrogate or bad UTF-8 must not
/// spoil its neighbours. Elements may be anything in which strings are closed and brackets pair up.
public enum JSONSplitter {
    /// The place of each element, without the white space around it.
    ///
    /// - Throws: if the text is no array, if a bracket or quote of it has no partner (where a broken element ends is then
    ///   unknown), or if something follows the array.
    public static func elements(of text: UnsafeRawBufferPointer) throws(JSONParserError) -> [Range<Int>] {
        var offset = skipSpace(text, 0)
        guard offset < text.count else { throw JSONParserError(.empty) }
        guard text[offset] == UInt8(ascii: "[") else {
            throw JSONParserError(.unexpectedCharacter, at: offset, in: text)
        }
        offset = skipSpace(text, offset + 1)
        var elements: [Range<Int>] = []
        if offset < text.count, text[offset] == UInt8(ascii: "]") {
            try requireEnd(text, offset + 1)
            return []
        }
        while true {
            let start = offset
            offset = try endOfElement(text, from: start)
            var end = offset
            while end > start, isSpace(text[end - 1]) { end -= 1 }
            elements.append(start..<end)
            guard text[offset] == UInt8(ascii: ",") else { break }
            offset = skipSpace(text, offset + 1)
        }
        try requireEnd(text, offset + 1)
        return elements
    }

    /// The place of the object that the text is, without the white space around it.
    ///
    /// - Throws: if the text is no object, or it can't be told where the object ends.
    public static func object(of text: UnsafeRawBufferPointer) throws(JSONParserError) -> Range<Int> {
        let start = skipSpace(text, 0)
        guard start < text.count else { throw JSONParserError(.empty) }
        guard text[start] == UInt8(ascii: "{") else {
            throw JSONParserError(.unexpectedCharacter, at: start, in: text)
        }
        let end = try endOfContainer(text, from: start)
        try requireEnd(text, end)
        return start..<end
    }

    /// The offset of the comma or closing bracket after the element that starts at `start`.
    private static func endOfElement(_ text: UnsafeRawBufferPointer, from start: Int) throws(JSONParserError) -> Int {
        var offset = start
        while offset < text.count {
            switch text[offset] {
            case UInt8(ascii: "\""): offset = try endOfString(text, from: offset)
            case UInt8(ascii: "["), UInt8(ascii: "{"): offset = try endOfContainer(text, from: offset)
            case UInt8(ascii: "}"): throw JSONParserError(.unexpectedCharacter, at: offset, in: text)
            case UInt8(ascii: "]"), UInt8(ascii: ","): return offset
            default: offset += 1
            }
        }
        throw JSONParserError(.unexpectedEnd, at: offset, in: text)
    }

    /// The offset after the bracket that closes the one at `start`.
    private static func endOfContainer(_ text: UnsafeRawBufferPointer, from start: Int) throws(JSONParserError) -> Int {
        // The closing brackets that are due, innermost last.
        var due: [UInt8] = []
        var offset = start
        while offset < text.count {
            let byte = text[offset]
            switch byte {
            case UInt8(ascii: "\""):
                offset = try endOfString(text, from: offset)
                continue
            case UInt8(ascii: "["): due.append(UInt8(ascii: "]"))
            case UInt8(ascii: "{"): due.append(UInt8(ascii: "}"))
            case UInt8(ascii: "]"), UInt8(ascii: "}"):
                guard due.popLast() == byte else { throw JSONParserError(.unexpectedCharacter, at: offset, in: text) }
                if due.isEmpty { return offset + 1 }
            default: break
            }
            offset += 1
        }
        throw JSONParserError(.unexpectedEnd, at: offset, in: text)
    }

    private static func endOfString(_ text: UnsafeRawBufferPointer, from start: Int) throws(JSONParserError) -> Int {
        guard let end = JSONText.endOfString(in: text, from: start) else {
            throw JSONParserError(.unclosedString, at: start, in: text)
        }
        return end
    }

    private static func requireEnd(_ text: UnsafeRawBufferPointer, _ offset: Int) throws(JSONParserError) {
        let end = skipSpace(text, offset)
        if end < text.count { throw JSONParserError(.trailingContent, at: end, in: text) }
    }

    private static func skipSpace(_ text: UnsafeRawBufferPointer, _ start: Int) -> Int {
        var offset = start
        while offset < text.count, isSpace(text[offset]) { offset += 1 }
        return offset
    }

    private static func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 }
}
