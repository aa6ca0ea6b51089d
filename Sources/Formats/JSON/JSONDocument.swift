// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

/// A JSON text with its value: finds the line and column of a part of it.
public struct JSONDocument: Sendable {
    public let value: JSONValue
    private let bytes: [UInt8]

    /// Parses a text (RFC 8259). Duplicate names, lone surrogates and nesting beyond `maxDepth` are refused.
    public init(_ text: some StringProtocol, maxDepth: Int = 128) throws(JSONError) {
        try self.init(bytes: Array(text.utf8), maxDepth: maxDepth)
    }

    /// Parses UTF-8 text.
    public init(bytes: [UInt8], maxDepth: Int = 128) throws(JSONError) {
        var reader = JSONTextReader(bytes, maxDepth: maxDepth)
        value = try reader.readDocument()
        self.bytes = bytes
    }

    /// Where the value at a pointer starts. If the document lacks it, the deepest ancestor that it has.
    public func position(of pointer: JSONPointer) -> TextPosition {
        var reader = JSONTextReader(bytes, maxDepth: .max)
        // The text was read before without an error, so this can't fail; the start is an answer all the same.
        let offset = (try? reader.locate(pointer.tokens[...])) ?? 0
        return TextPosition(of: offset, in: bytes)
    }
}

extension JSONValue {
    /// Parses a JSON text (RFC 8259). Duplicate names, lone surrogates and nesting beyond `maxDepth` are refused.
    public static func parse(_ text: some StringProtocol, maxDepth: Int = 128) throws(JSONError) -> JSONValue {
        try parse(Array(text.utf8), maxDepth: maxDepth)
    }

    /// Parses UTF-8 JSON text.
    public static func parse(_ bytes: [UInt8], maxDepth: Int = 128) throws(JSONError) -> JSONValue {
        var reader = JSONTextReader(bytes, maxDepth: maxDepth)
        return try reader.readDocument()
    }
}
