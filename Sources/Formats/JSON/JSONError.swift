// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

/// A place in a text. Lines and columns count from 1; a column is a Unicode scalar.
public struct TextPosition: Sendable, Hashable, CustomStringConvertible {
    public let line: Int
    public let column: Int

    public init(line: Int, column: Int) {
        self.line = line
        self.column = column
    }

    /// The place of a byte offset in UTF-8 text; an offset past the end is the end.
    init(of offset: Int, in bytes: [UInt8]) { self = bytes.withUnsafeBytes { TextPosition(of: offset, in: $0) } }

    public var description: String { "line \(line), column \(column)" }
}

/// Why a text is not a JSON document, and where.
public struct JSONError: Error, Sendable, Hashable, CustomStringConvertible {
    /// What was expected and what was found.
    public let message: String
    /// In bytes from the start of the text.
    public let offset: Int
    public let position: TextPosition

    public var description: String { "not valid JSON at \(position): \(message)" }
}
