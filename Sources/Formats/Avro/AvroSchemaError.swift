// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

/// Why a text is not an Avro schema, and where.
public struct AvroSchemaError: Error, Sendable, Hashable, CustomStringConvertible {
    /// What is wrong, and what was expected.
    public let message: String
    /// The part of the document that is wrong; nil if the text is not JSON.
    public let pointer: JSONPointer?
    /// From 1.
    public let line: Int
    /// From 1, in Unicode scalars.
    public let column: Int

    public var description: String {
        guard let pointer else { return "\(message) (line \(line), column \(column))" }
        return "\(message) (at \"\(pointer)\", line \(line), column \(column))"
    }
}

/// An error of the schema parser before its line and column are known.
struct AvroSchemaIssue: Error {
    let message: String
    let pointer: JSONPointer

    init(_ message: String, at pointer: JSONPointer) {
        self.message = message
        self.pointer = pointer
    }
}
