// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

/// One way in which a schema can't take the place of another.
///
/// A compatibility check answers with all of them; none means compatible. The first four members are the established
/// text, which consoles parse; the others explain.
public struct CompatibilityDifference: Sendable, Hashable {
    /// The rule that is broken.
    public var rule: CompatibilityRule
    /// Which schema would read the other's data.
    public var direction: CompatibilityDirection
    /// The established name, such as `READER_FIELD_MISSING_DEFAULT_VALUE` or `FIELD_SCALAR_KIND_CHANGED`.
    public var type: String
    /// Where: a JSON pointer for Avro (`/fields/2`), a path of names and numbers for Protobuf (`#/Order/2`).
    public var path: String
    /// One sentence for a person, which says "new schema" and "old schema" (`CompatibilityDirection`).
    public var description: String
    /// What exactly was found, such as `reader type: STRING not compatible with writer type: INT`; may be empty.
    public var additionalInfo: String
    /// Where it is in the new schema's text; nil where nothing of that text belongs to it.
    public var newPlace: SchemaPlace?
    /// Where it is in the old schema's text.
    public var oldPlace: SchemaPlace?
    /// What would go wrong with this pair, in one sentence.
    public var why: String
    /// The change to the new schema that mends it, in one sentence.
    public var remedy: String

    /// - Parameter type: if it differs from the rule's.
    public init(
        rule: CompatibilityRule, direction: CompatibilityDirection, type: String? = nil, path: String,
        description: String, additionalInfo: String = "", newPlace: SchemaPlace? = nil, oldPlace: SchemaPlace? = nil,
        why: String, remedy: String
    ) {
        self.rule = rule
        self.direction = direction
        self.type = type ?? rule.type
        self.path = path
        self.description = description
        self.additionalInfo = additionalInfo
        self.newPlace = newPlace
        self.oldPlace = oldPlace
        self.why = why
        self.remedy = remedy
    }

    /// The difference as consoles parse it.
    public var message: String {
        var text = "{errorType:'\(type)', description:'\(description)'"
        if !additionalInfo.isEmpty { text += ", additionalInfo:'\(additionalInfo)'" }
        return text + "}"
    }
}

/// A part of a schema, and where it stands in the schema's text.
public struct SchemaPlace: Sendable, Hashable {
    /// A JSON pointer for Avro (`/fields/2`; the whole schema is empty), a path of names and numbers for Protobuf
    /// (`#/Order/2`).
    public var path: String
    /// From 1.
    public var line: Int
    /// From 1, in Unicode scalars.
    public var column: Int
    /// The imported file that it is in, by the name that imports use; nil for the schema's own text.
    public var file: String?

    public init(path: String, line: Int, column: Int, file: String? = nil) {
        self.file = file
        self.path = path
        self.line = line
        self.column = column
    }
}
