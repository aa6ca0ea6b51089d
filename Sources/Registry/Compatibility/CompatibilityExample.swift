// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

public import Formats

/// A record that one schema writes and another does not read: found by writing and reading it, not by rules.
public struct CompatibilityExample: Sendable, Hashable {
    /// Who would have read it.
    public var direction: CompatibilityDirection
    /// The record as the writer's schema has it, as plain JSON.
    public var record: JSONValue
    /// The part of the record that can't be read; the whole record is empty.
    public var path: String
    /// What the reader says of it, in one sentence.
    public var reason: String
    /// The record as it is written, in hexadecimal, where the JSON does not show all of it; nil for Avro.
    public var hex: String?

    public init(
        direction: CompatibilityDirection, record: JSONValue, path: String, reason: String, hex: String? = nil
    ) {
        self.direction = direction
        self.record = record
        self.path = path
        self.reason = reason
        self.hex = hex
    }
}
