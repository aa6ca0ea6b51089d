// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

/// Why a text is no Protobuf schema: everything that the compiler found.
public struct ProtobufSchemaError: Error, Sendable, Hashable, CustomStringConvertible {
    public struct Problem: Sendable, Hashable, CustomStringConvertible {
        /// The file's name; empty for the schema itself.
        public let file: String
        /// Counted from 1; nil where it is unknown.
        public let line: Int?
        /// Counted from 1; nil where it is unknown.
        public let column: Int?
        public let message: String

        public var description: String {
            var text = file
            if let line { text += (text.isEmpty ? "line " : ":") + String(line) }
            if let column { text += (file.isEmpty ? ", column " : ":") + String(column) }
            return text.isEmpty ? message : "\(text): \(message)"
        }
    }

    /// In the compiler's order; at least one.
    public let problems: [Problem]

    public var description: String { problems.map(\.description).joined(separator: "; ") }
}
