// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

/// A path into a JSON document (RFC 6901). Its text is `/fields/0/type`; the whole document is the empty text.
public struct JSONPointer: Sendable, Hashable, CustomStringConvertible {
    /// Member names and array indexes, unescaped.
    public private(set) var tokens: [String]

    public init(_ tokens: [String] = []) { self.tokens = tokens }

    public func appending(_ name: String) -> JSONPointer { JSONPointer(tokens + [name]) }
    public func appending(_ index: Int) -> JSONPointer { appending(String(index)) }

    public var description: String {
        tokens.reduce(into: "") { text, token in
            text += "/"
            for character in token.unicodeScalars {
                switch character {
                case "~": text += "~0"
                case "/": text += "~1"
                default: text.unicodeScalars.append(character)
                }
            }
        }
    }
}
