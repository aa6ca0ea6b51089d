// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

/// A JSON document (RFC 8259) as a value that keeps what schemas depend on: members in the order of the text, and numbers
/// as they were written.
///
/// For schemas, configuration and replies; events on the hot path never become one.
public indirect enum JSONValue: Sendable, Hashable {
    case null
    case bool(Bool)
    /// The number's source text, such as `1.50` or `-3e9`.
    case number(String)
    case string(String)
    case array([JSONValue])
    /// Members in the order of the text. A name that occurs twice is refused by the parser.
    case object([Member])

    public struct Member: Sendable, Hashable {
        public var name: String
        public var value: JSONValue

        public init(name: String, value: JSONValue) {
            self.name = name
            self.value = value
        }
    }

    /// The member of that name, if this is an object that has one.
    public subscript(name: String) -> JSONValue? {
        guard case .object(let members) = self else { return nil }
        return members.first { $0.name == name }?.value
    }
}
