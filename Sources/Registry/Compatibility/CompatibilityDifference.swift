// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

/// One way in which a schema can't take the place of another.
///
/// A compatibility check answers with all of them; none means compatible. Each format has its own types of difference,
/// with the names and sentences that consoles know.
public struct CompatibilityDifference: Sendable, Hashable {
    /// The established name, such as `READER_FIELD_MISSING_DEFAULT_VALUE` or `FIELD_SCALAR_KIND_CHANGED`.
    public var type: String
    /// Where: a JSON pointer for Avro (`/fields/2`), a path of names and numbers for Protobuf (`#/Order/2`).
    public var path: String
    /// One sentence for a person, which says "new schema" and "old schema" (`CompatibilityDirection`).
    public var description: String
    /// What exactly was found, such as `reader type: STRING not compatible with writer type: INT`; may be empty.
    public var additionalInfo: String

    public init(type: String, path: String, description: String, additionalInfo: String = "") {
        self.type = type
        self.path = path
        self.description = description
        self.additionalInfo = additionalInfo
    }
}

/// Which of two schemas reads what the other wrote.
public enum CompatibilityDirection: Sendable, Hashable {
    /// The new schema reads what the old one wrote.
    case backward
    /// The old schema reads what the new one wrote.
    case forward

    /// What a message calls the schema that reads.
    public var reader: String { self == .backward ? "new" : "old" }
    /// What a message calls the schema that wrote.
    public var writer: String { self == .backward ? "old" : "new" }
}
