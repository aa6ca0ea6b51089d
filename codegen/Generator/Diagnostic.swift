// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

/// Something that a schema's author should know: how bad it is, where it is, and what to do.
public struct Diagnostic: Sendable, Hashable, Comparable {
    public enum Severity: String, Sendable, Hashable {
        /// Nothing is generated.
        case error
        case warning
    }

    public let severity: Severity
    /// The file as it was named to the generator.
    public let file: String
    /// From 1.
    public let line: Int
    /// From 1.
    public let column: Int
    /// What is the case.
    public let message: String
    /// What mends it.
    public let remedy: String

    public static func < (a: Diagnostic, b: Diagnostic) -> Bool {
        (a.file, a.line, a.column, a.message) < (b.file, b.line, b.column, b.message)
    }
}

extension Diagnostic: CustomStringConvertible {
    /// As compilers write it, so that editors and build logs find the place.
    public var description: String { "\(file):\(line):\(column): \(severity.rawValue): \(message); \(remedy)" }
}
