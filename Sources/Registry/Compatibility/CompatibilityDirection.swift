// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

/// Which of two schemas reads what the other wrote.
public enum CompatibilityDirection: String, Sendable, Hashable {
    /// The new schema reads what the old one wrote.
    case backward = "BACKWARD"
    /// The old schema reads what the new one wrote.
    case forward = "FORWARD"

    /// What a message calls the schema that reads.
    public var reader: String { self == .backward ? "new" : "old" }
    /// What a message calls the schema that wrote.
    public var writer: String { self == .backward ? "old" : "new" }
}
